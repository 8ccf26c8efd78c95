import type { DocumentRecord, RecordsDiff } from './records.ts';

/** Records by id. */
export type RecordMap = ReadonlyMap<string, DocumentRecord>;

/** A change that changes nothing. Without a prototype, so that no id can be mistaken for something inherited. */
export function emptyDiff(): RecordsDiff {
  return { added: Object.create(null), updated: Object.create(null), removed: Object.create(null) };
}

/** Whether a change changes nothing. */
export function isEmpty(diff: RecordsDiff): boolean {
  for (const half of [diff.added, diff.updated, diff.removed]) if (Object.keys(half).length > 0) return false;
  return true;
}

/** The change that takes `diff` back. */
export function reverse(diff: RecordsDiff): RecordsDiff {
  const back = emptyDiff();
  for (const id of Object.keys(diff.added)) back.removed[id] = diff.added[id]!;
  for (const id of Object.keys(diff.removed)) back.added[id] = diff.removed[id]!;
  for (const id of Object.keys(diff.updated)) {
    const [before, after] = diff.updated[id]!;
    back.updated[id] = [after, before];
  }
  return back;
}

/** Carries a change out on a map of records. */
export function apply(records: Map<string, DocumentRecord>, diff: RecordsDiff): void {
  for (const id of Object.keys(diff.removed)) records.delete(id);
  for (const id of Object.keys(diff.added)) records.set(id, diff.added[id]!);
  for (const id of Object.keys(diff.updated)) records.set(id, diff.updated[id]![1]);
}

/** One change that does what `first` and then `second` do: the way a gesture of many moves becomes one step. */
export function squash(first: RecordsDiff, second: RecordsDiff): RecordsDiff {
  const both = emptyDiff();
  const ids = new Set([first, second].flatMap((diff) => touched(diff)));
  for (const id of ids) {
    const before = Object.hasOwn(first.added, id) ? undefined : (beforeOf(first, id) ?? beforeOf(second, id));
    const after = isTouched(second, id) ? afterOf(second, id) : afterOf(first, id);
    put(both, id, before, after);
  }
  return both;
}

/** The change from the records in `before` to those put and removed. Records that are not there are not removed. */
export function diffOf(before: RecordMap, put_: Iterable<DocumentRecord>, remove: Iterable<string> = []): RecordsDiff {
  const diff = emptyDiff();
  const last = new Map<string, DocumentRecord | undefined>();
  for (const id of remove) last.set(id, undefined);
  for (const record of put_) last.set(record.id, record);
  for (const [id, after] of last) put(diff, id, before.get(id), after);
  return diff;
}

/** The change that makes `after` out of `before`. */
export function diffBetween(before: RecordMap, after: RecordMap): RecordsDiff {
  const gone = [...before.keys()].filter((id) => !after.has(id));
  return diffOf(before, after.values(), gone);
}

/** Ids of all records a change touches. */
export function touched(diff: RecordsDiff): string[] {
  return [...Object.keys(diff.added), ...Object.keys(diff.updated), ...Object.keys(diff.removed)];
}

/** Whether two records say the same. Order of fields does not matter, order in lists does. */
export function sameRecord(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = entries(one);
  const right = new Map(entries(other));
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameRecord(value, right.get(key)))
  );
}

/** A field that is `undefined` is a field left out. */
function entries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

function put(
  diff: RecordsDiff,
  id: string,
  before: DocumentRecord | undefined,
  after: DocumentRecord | undefined,
): void {
  if (before && after) {
    if (!sameRecord(before, after)) diff.updated[id] = [before, after];
  } else if (after) diff.added[id] = after;
  else if (before) diff.removed[id] = before;
}

function isTouched(diff: RecordsDiff, id: string): boolean {
  return Object.hasOwn(diff.added, id) || Object.hasOwn(diff.updated, id) || Object.hasOwn(diff.removed, id);
}

function beforeOf(diff: RecordsDiff, id: string): DocumentRecord | undefined {
  if (Object.hasOwn(diff.updated, id)) return diff.updated[id]![0];
  return Object.hasOwn(diff.removed, id) ? diff.removed[id] : undefined;
}

function afterOf(diff: RecordsDiff, id: string): DocumentRecord | undefined {
  if (Object.hasOwn(diff.updated, id)) return diff.updated[id]![1];
  return Object.hasOwn(diff.added, id) ? diff.added[id] : undefined;
}
