import type { TraceStore } from '#engine/trace/store.ts';
import { askerOf, filterOf } from './asking.ts';
import type { Drawing } from '../drawing/drawing.ts';

/** Filters kept ready: those of a window or two. */
const KEPT = 40;

/** Which of several filters a row passes first: by that a window marks it. Asked of the rows on screen only. */
export class Marks {
  readonly #trace: TraceStore;
  readonly #drawing: Pick<Drawing, 'names' | 'records'>;
  /** Insertion order is the order of last use. */
  readonly #askers = new Map<string, (seq: number) => boolean>();
  #known: Drawing['records'];

  constructor(trace: TraceStore, drawing: Pick<Drawing, 'names' | 'records'>) {
    this.#trace = trace;
    this.#drawing = drawing;
    this.#known = drawing.records;
  }

  /** For each fact the place, from 1, of the first filter that it passes; 0: none. A blank filter is passed by none. */
  of(facts: readonly number[], filters: readonly string[]): number[] {
    if (this.#known !== this.#drawing.records) {
      this.#known = this.#drawing.records;
      this.#askers.clear();
    }
    const askers = filters.map((text) => this.#asker(text));
    return facts.map((seq) => askers.findIndex((asked) => asked(seq)) + 1);
  }

  /** What was remembered of frames may have been of frames that are gone. */
  cut(): void {
    this.#askers.clear();
  }

  #asker(text: string): (seq: number) => boolean {
    let asker = this.#askers.get(text);
    if (asker === undefined) {
      const filter = filterOf(text);
      asker = filter === null ? () => false : askerOf(filter, this.#trace, (id) => this.#drawing.names(id));
    } else this.#askers.delete(text);
    this.#askers.set(text, asker);
    if (this.#askers.size > KEPT) this.#askers.delete(this.#askers.keys().next().value!);
    return asker;
  }
}
