import type { Comparison } from '#contract/differences.ts';
import type { DocumentRecord } from '#document/records.ts';
import { concernsNetwork } from '#document/topology.ts';

type Setting = Comparison['settings'][number];
type Records = ReadonlyMap<string, DocumentRecord>;

/** Settings told at most. */
export const MOST_SETTINGS = 100;
/** Where a thing is drawn is nothing a network knows. */
const DRAWN: ReadonlySet<string> = new Set(['x', 'y']);

/** In what the drawings differ that two networks were told of: one entry a field, by its path in the record. */
export function settingsOf(left: Records, right: Records): Setting[] {
  const found: Setting[] = [];
  for (const id of new Set([...left.keys(), ...right.keys()])) {
    const [ours, theirs] = [left.get(id), right.get(id)];
    if (ours === theirs || !concernsNetwork((ours ?? theirs)!)) continue;
    if (ours === undefined || theirs === undefined) {
      found.push({ record: id, field: '', left: ours ? 'there' : null, right: theirs ? 'there' : null });
    } else unlike(id, '', ours, theirs, found);
    if (found.length >= MOST_SETTINGS) break;
  }
  return found.slice(0, MOST_SETTINGS);
}

function unlike(record: string, field: string, left: unknown, right: unknown, found: Setting[]): void {
  if (left === right || (isNothing(left) && isNothing(right))) return;
  if ((isBranch(left) || isNothing(left)) && (isBranch(right) || isNothing(right))) {
    return unlikeParts(record, field, isBranch(left) ? left : {}, isBranch(right) ? right : {}, found);
  }
  found.push({ record, field, left: printed(left), right: printed(right) });
}

function unlikeParts(record: string, field: string, left: Branch, right: Branch, found: Setting[]): void {
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (field === '' && DRAWN.has(key)) continue;
    unlike(record, field === '' ? key : `${field}.${key}`, left[key], right[key], found);
  }
}

type Branch = Readonly<Record<string, unknown>>;

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (isBranch(value) && Object.keys(value).length === 0);
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null;
}

function printed(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value);
}
