import { alsoOf } from '#engine/trace/also.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { Numbers } from '../reading/numbers.ts';

/**
 * Who caused whom, in both directions, so that neither a long chain nor the effects of an old fact have to be looked for in
 * the packed trace: 12 bytes a fact, and only from the first question on.
 *
 * ```
 *   cause[seq]   what caused it
 *   newest[seq]  the last of what it caused ─→ before[…] ─→ before[…] ─→ 0
 * ```
 */
export class Kinship {
  readonly #trace: TraceStore;
  readonly #cause = new Numbers();
  readonly #newest = new Numbers();
  readonly #before = new Numbers();
  /** The few facts that have a second cause, by that cause, ascending. */
  readonly #also = new Map<number, number[]>();
  #read = 0;

  constructor(trace: TraceStore) {
    this.#trace = trace;
  }

  /** Facts that are known. */
  get read(): number {
    return this.#read;
  }

  /** Reads at most `count` of the facts added since the last time. Whether all are known then. */
  readOn(count: number): boolean {
    const trace = this.#trace;
    const last = Math.min(trace.length, this.#read + count);
    for (let seq = this.#read + 1; seq <= last; seq++) {
      const cause = trace.cause(seq);
      this.#cause.set(seq, cause);
      this.#before.set(seq, this.#newest.at(cause));
      this.#newest.set(cause, seq);
      const also = alsoOf(trace, seq);
      if (also === 0) continue;
      const known = this.#also.get(also);
      if (known === undefined) this.#also.set(also, [seq]);
      else known.push(seq);
    }
    this.#read = last;
    return last === trace.length;
  }

  /** Forgets the facts after number `length`. */
  cut(length: number): void {
    for (let seq = this.#read; seq > length; seq--) this.#newest.set(this.#cause.at(seq), this.#before.at(seq));
    for (const column of [this.#cause, this.#newest, this.#before]) column.truncate(length + 1);
    for (const [also, facts] of this.#also) {
      const kept = also > length ? [] : facts.filter((seq) => seq <= length);
      if (kept.length === 0) this.#also.delete(also);
      else this.#also.set(also, kept);
    }
    this.#read = Math.min(this.#read, length);
  }

  /** What caused a fact; 0: nothing did. */
  causeOf(seq: number): number {
    return this.#cause.at(seq);
  }

  /** What a fact caused, also as a second cause; in no order. */
  *causedBy(seq: number): Iterable<number> {
    for (let effect = this.#newest.at(seq); effect !== 0; effect = this.#before.at(effect)) yield effect;
    yield* this.#also.get(seq) ?? [];
  }
}
