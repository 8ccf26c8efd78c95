import { apply, diffBetween, diffOf, emptyDiff, isEmpty, reverse, squash, touched, type RecordMap } from './diff.ts';
import { ordered } from './order.ts';
import type { Problem } from './problem.ts';
import { CURRENT_VERSION, type DocumentRecord, type HopDocument, type RecordsDiff } from './records.ts';
import { groupsConcerned } from './grouping.ts';
import { settingsChanged } from './topology.ts';
import { validateRecords } from './validate.ts';

/** What a listener is told about where a change comes from. `heading`: only title or seed; the change is empty then, as it is when that is undone. */
export type ChangeSource = 'edit' | 'undo' | 'redo' | 'cancel' | 'open' | 'heading';

/** What an edit works on: the records as they stand, with what it did so far. */
export interface Draft {
  get(id: string): DocumentRecord | undefined;
  records(): Iterable<DocumentRecord>;
  /** Adds a record, or replaces the one with its id. */
  put(record: DocumentRecord): void;
  /** Takes a record away. Nothing else goes with it: see `removal` in `edits.ts`. */
  remove(id: string): void;
}

/** What is said of the file as a whole. */
interface Heading {
  title: string;
  seed: number;
}

/** One step of the history. */
interface Step {
  label: string;
  diff: RecordsDiff;
  /** The heading before and after; left out: it stays as it is. */
  heading?: readonly [Heading, Heading];
  /** Counts every state the document was in, so that undoing back to the saved one is "saved" again. */
  before: number;
  after: number;
}

/** Steps that can be undone at most; the oldest are forgotten first. */
export const HISTORY_STEPS = 500;
/** Records mentioned by all steps together at most, so that many large steps do not fill memory. */
export const HISTORY_RECORDS = 100_000;

/**
 * The one writer of a drawing. Every change is checked, is a reversible diff, and is told to listeners; a change that
 * would make a drawing which could not be opened again is refused whole, so what is here can always be saved.
 * Records in the store are frozen: to change one is to put another in its place.
 */
export class DocumentStore {
  #title = '';
  #seed = 1;
  readonly #records = new Map<string, DocumentRecord>();
  #done: Step[] = [];
  #undone: Step[] = [];
  #gesture: { label: string; diff: RecordsDiff; before: number } | null = null;
  #state = 0;
  #states = 0;
  #saved = 0;
  readonly #listeners = new Set<(diff: RecordsDiff, source: ChangeSource) => void>();

  constructor(document?: HopDocument) {
    if (document) this.open(document);
  }

  /** All records by id, as they stand. Live: it is the same map after every change. */
  get records(): RecordMap {
    return this.#records;
  }
  get title(): string {
    return this.#title;
  }
  get seed(): number {
    return this.#seed;
  }
  /** Whether anything differs from what was opened or last `saved()`. */
  get unsaved(): boolean {
    return this.#state !== this.#saved;
  }
  /** Number of the state it is in: the same number again only when undo or redo lead back to it. */
  get state(): number {
    return this.#state;
  }
  /** Label of what `undo` would take back; null: nothing. */
  get canUndo(): string | null {
    const gesture = this.#gesture && !isEmpty(this.#gesture.diff) ? this.#gesture.label : undefined;
    return gesture ?? this.#done.at(-1)?.label ?? null;
  }
  /** Label of what `redo` would do again; null: nothing. */
  get canRedo(): string | null {
    return this.#undone.at(-1)?.label ?? null;
  }

  /**
   * Replaces everything by a document that `readDocument` accepted. The history begins anew and counts as saved, unless
   * the document is `unsaved`: kept from a window that went away, and in no file.
   */
  open(document: HopDocument, unsaved = false): void {
    const next = new Map(document.records.map((record) => [record.id, frozen(record)]));
    const diff = diffBetween(this.#records, next);
    this.#title = document.title;
    this.#seed = document.seed;
    this.#records.clear();
    for (const [id, record] of next) this.#records.set(id, record);
    this.#done = [];
    this.#undone = [];
    this.#gesture = null;
    this.#state = ++this.#states;
    this.#saved = unsaved ? ++this.#states : this.#state;
    this.#tell(diff, 'open');
  }

  /** The whole document, its records in the order of the file. */
  document(): HopDocument {
    const records = ordered(this.#records.values());
    return { format: 'hopscope', version: CURRENT_VERSION, title: this.#title, seed: this.#seed, records };
  }

  /**
   * Carries out one edit as one step, or as part of the gesture that is going on.
   * Returns the problems for which it was refused: an empty list when it was done.
   */
  change(label: string, edit: RecordsDiff | ((draft: Draft) => void)): Problem[] {
    const wanted = typeof edit === 'function' ? this.#drafted(edit) : edit;
    const puts = [...Object.values(wanted.added), ...Object.values(wanted.updated).map(([, after]) => after)];
    const checked = validateRecords(puts);
    if ('problems' in checked) return checked.problems;
    const diff = diffOf(this.#records, checked.records.map(frozen), Object.keys(wanted.removed));
    if (isEmpty(diff)) return [];
    if (settingsChanged(diff) || groupsConcerned(diff)) {
      const next = new Map(this.#records);
      apply(next, diff);
      const whole = validateRecords([...next.values()], { together: true, shapes: false });
      if ('problems' in whole) return whole.problems;
    }
    this.#undone = [];
    const before = this.#state;
    this.#state = ++this.#states;
    apply(this.#records, diff);
    if (this.#gesture) this.#gesture.diff = squash(this.#gesture.diff, diff);
    else this.#remember({ label, diff, before, after: this.#state });
    this.#tell(diff, 'edit');
    return [];
  }

  /** Begins a gesture: all changes until `end` are one step. A gesture that was still going on ends first. */
  begin(label: string): void {
    this.end();
    this.#gesture = { label, diff: emptyDiff(), before: this.#state };
  }

  /** Ends the gesture, if one is going on. */
  end(): void {
    const gesture = this.#gesture;
    if (!gesture) return;
    this.#gesture = null;
    if (isEmpty(gesture.diff)) this.#state = gesture.before;
    else this.#remember({ ...gesture, after: this.#state });
  }

  /** Takes back what the gesture did so far and ends it: the Escape key. */
  cancel(): void {
    const gesture = this.#gesture;
    if (!gesture) return;
    this.#gesture = null;
    this.#state = gesture.before;
    if (isEmpty(gesture.diff)) return;
    const back = reverse(gesture.diff);
    apply(this.#records, back);
    this.#tell(back, 'cancel');
  }

  /** Takes the last step back. Returns its label, or null when there was none. */
  undo(): string | null {
    this.end();
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    this.#state = step.before;
    const back = reverse(step.diff);
    apply(this.#records, back);
    if (step.heading) this.#entitle(step.heading[0]);
    this.#tell(back, 'undo');
    return step.label;
  }

  /** Does the last undone step again. Returns its label, or null when there was none. */
  redo(): string | null {
    this.end();
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    this.#state = step.after;
    apply(this.#records, step.diff);
    if (step.heading) this.#entitle(step.heading[1]);
    this.#tell(step.diff, 'redo');
    return step.label;
  }

  /** Changes title or seed (`title`, `seed`: the label of that step). */
  head(heading: Partial<Heading>): void {
    const was = { title: this.#title, seed: this.#seed };
    const { title = was.title, seed = was.seed } = heading;
    if (title === was.title && seed === was.seed) return;
    this.end();
    this.#entitle({ title, seed: seed >>> 0 });
    this.#undone = [];
    const before = this.#state;
    this.#state = ++this.#states;
    const label = seed === was.seed ? 'title' : 'seed';
    const now = { title: this.#title, seed: this.#seed };
    this.#remember({ label, diff: emptyDiff(), heading: [was, now], before, after: this.#state });
    this.#tell(emptyDiff(), 'heading');
  }

  /** Says that the document as it stands was saved. */
  saved(): void {
    this.#saved = this.#state;
  }

  /** Calls `heard` after every change. Returns the way to stop. */
  listen(heard: (diff: RecordsDiff, source: ChangeSource) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  #entitle({ title, seed }: Heading): void {
    this.#title = title;
    this.#seed = seed;
  }

  #drafted(edit: (draft: Draft) => void): RecordsDiff {
    const next = new Map<string, DocumentRecord>(this.#records);
    edit({
      get: (id) => next.get(id),
      records: () => next.values(),
      put: (record) => next.set(record.id, record),
      remove: (id) => next.delete(id),
    });
    return diffBetween(this.#records, next);
  }

  #remember(step: Step): void {
    this.#done.push(step);
    let records = 0;
    let first = this.#done.length;
    while (first > 0 && this.#done.length - first < HISTORY_STEPS) {
      records += touched(this.#done[first - 1]!.diff).length;
      // The newest step can always be undone, however large.
      if (records > HISTORY_RECORDS && first < this.#done.length) break;
      first--;
    }
    if (first > 0) this.#done.splice(0, first);
  }

  #tell(diff: RecordsDiff, source: ChangeSource): void {
    for (const heard of [...this.#listeners]) heard(diff, source);
  }
}

/** A record nobody can change behind the store's back. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
