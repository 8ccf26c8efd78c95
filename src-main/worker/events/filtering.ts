import type { TraceStore } from '#engine/trace/store.ts';
import type { Filter } from '#engine/wire/filter/filter.ts';
import { askerOf, type NamesOf } from './asking.ts';
import { Numbers } from '../reading/numbers.ts';
import { PIECE, type Later, type WallClock } from '../wall-clock.ts';

/** Facts between two looks at the clock. */
const FACTS_AT_ONCE = 2048;
/** Facts looked at in one piece at most, for clocks that stand still meanwhile. */
const MOST_FACTS = 1 << 16;

/** The facts of one history that are of certain kinds and pass a filter: their numbers, and how far it was looked. */
export class Filtering {
  /** Numbers of the facts, ascending. */
  readonly facts = new Numbers();
  readonly #trace: TraceStore;
  readonly #kinds: ReadonlySet<string> | null;
  readonly #filter: Filter | null;
  readonly #namesOf: NamesOf;
  #passes: (seq: number) => boolean;
  #read = 0;
  #finishing: Promise<void> | null = null;
  #given = false;

  /** `kinds` null: all kinds. `filter` null: none. */
  constructor(trace: TraceStore, kinds: ReadonlySet<string> | null, filter: Filter | null, namesOf: NamesOf) {
    this.#trace = trace;
    this.#kinds = kinds;
    this.#filter = filter;
    this.#namesOf = namesOf;
    this.#passes = this.#question();
  }

  /** Whether every fact there is was looked at. */
  get finished(): boolean {
    return this.#read === this.#trace.length;
  }

  /** Looks at further facts until `ms` are over; at least at some. */
  work(clock: WallClock, ms: number): void {
    const until = clock() + ms;
    const { length } = this.#trace;
    let left = MOST_FACTS;
    while (this.#read < length && left > 0) {
      const to = Math.min(length, this.#read + FACTS_AT_ONCE);
      left -= to - this.#read;
      this.#lookUpTo(to);
      if (clock() >= until) return;
    }
  }

  /** Looks at all there is, however long it takes: for choices of kinds, which cost next to nothing. */
  workAll(): void {
    this.#lookUpTo(this.#trace.length);
  }

  /** Looks at all there is, a piece at a time. */
  finish(clock: WallClock, later: Later): Promise<void> {
    if (this.#finishing !== null) return this.#finishing;
    // The first piece is done now, before there is a promise: one that was kept already must not be kept for the next to ask.
    if (this.#done(clock)) return Promise.resolve();
    this.#finishing = new Promise<void>((resolve) => {
      const piece = (): void => {
        if (!this.#done(clock)) return void later(0, piece);
        this.#finishing = null;
        resolve();
      };
      later(0, piece);
    });
    return this.#finishing;
  }

  /** Does a piece of the work. True: there is nothing left to do. */
  #done(clock: WallClock): boolean {
    if (!this.#given) this.work(clock, PIECE);
    return this.#given || this.finished;
  }

  /** Nobody asks for it any more: what is under way stops. */
  giveUp(): void {
    this.#given = true;
  }

  /** Forgets the facts after number `length`. */
  cut(length: number): void {
    this.facts.truncate(this.facts.countUpTo(length));
    this.#read = Math.min(this.#read, length);
    // What was remembered of frames may have been of frames that are gone.
    this.#passes = this.#question();
  }

  #question(): (seq: number) => boolean {
    const trace = this.#trace;
    const kinds = this.#kinds;
    const asked = this.#filter === null ? null : askerOf(this.#filter, trace, this.#namesOf);
    if (kinds === null) return asked ?? (() => true);
    if (asked === null) return (seq) => kinds.has(trace.kind(seq));
    return (seq) => kinds.has(trace.kind(seq)) && asked(seq);
  }

  #lookUpTo(to: number): void {
    const passes = this.#passes;
    for (let seq = this.#read + 1; seq <= to; seq++) if (passes(seq)) this.facts.push(seq);
    this.#read = to;
  }
}
