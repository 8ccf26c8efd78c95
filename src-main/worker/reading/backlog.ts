/**
 * What is known of a trace after reading it once, fact by fact, a little at a time: columns that grow with the trace. This
 * room never moves time and never reads a fact twice.
 *
 * Read this file for how the reading is spread over time, `trace-reader.ts` for what all readers have in common; `numbers.ts`
 * and `floats.ts` are the columns.
 */
import type { TraceStore } from '#engine/trace/store.ts';
import { PIECE, type Later, type WallClock } from '../wall-clock.ts';

/** What reads the facts of a trace one after the other, and keeps what it needs of them. */
export interface Reader {
  /** Facts it has read. */
  readonly read: number;
  /** Reads on, up to fact `to`. */
  catchUp(to: number): void;
}

/** Facts read between two looks at the clock. */
const FACTS_AT_ONCE = 2048;
/** Facts read in one piece at most, for clocks that stand still meanwhile. */
const MOST_FACTS = 1 << 16;

/**
 * The facts that readers have still to read. Mostly they are those of the last tick; a branch that nobody has asked about
 * has all of its history before it, millions of facts, and those are read a piece at a time.
 */
export class Backlog {
  readonly #trace: TraceStore;
  readonly #readers: readonly Reader[];
  readonly #clock: WallClock;
  readonly #later: Later;
  #finishing: Promise<void> | null = null;

  constructor(trace: TraceStore, readers: readonly Reader[], clock: WallClock, later: Later) {
    this.#trace = trace;
    this.#readers = readers;
    this.#clock = clock;
    this.#later = later;
  }

  /** Reads what there is, for a piece of work at most. True: nothing is left. */
  work(): boolean {
    const { length } = this.#trace;
    const until = this.#clock() + PIECE;
    const stop = this.#read + MOST_FACTS;
    // All readers go through the same facts together: what was unpacked for one is there for the others.
    for (let to = this.#read; to < length;) {
      if (to >= stop || (to > stop - MOST_FACTS && this.#clock() >= until)) return false;
      to = Math.min(length, to + FACTS_AT_ONCE);
      for (const reader of this.#readers) reader.catchUp(to);
    }
    return true;
  }

  /** Null: everything is read, or what was left took no longer than a piece. Else it is read when the promise is kept. */
  finish(): Promise<void> | null {
    if (this.#finishing !== null) return this.#finishing;
    // The first piece is done now, before there is a promise: one that was kept already must not be kept for the next to ask.
    if (this.work()) return null;
    this.#finishing = new Promise<void>((resolve) => {
      const piece = (): void => {
        if (!this.work()) return void this.#later(0, piece);
        this.#finishing = null;
        resolve();
      };
      this.#later(0, piece);
    });
    return this.#finishing;
  }

  get #read(): number {
    let least = this.#trace.length;
    for (const { read } of this.#readers) least = Math.min(least, read);
    return least;
  }
}
