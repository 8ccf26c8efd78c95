import { alsoOf } from '#engine/trace/also.ts';
import { TraceReader } from '../reading/trace-reader.ts';
import { Numbers } from '../reading/numbers.ts';

/**
 * Who caused whom, in both directions, so that neither a long chain nor the effects of an old fact have to be looked for in
 * the packed trace. What caused a fact is noted while it is new, 4 bytes each; the other direction follows from that alone,
 * and is worked out, 8 bytes a fact, only from the first question on.
 *
 * ```
 *   cause[seq]   what caused it
 *   newest[seq]  the last of what it caused ─→ before[…] ─→ before[…] ─→ 0
 * ```
 */
export class Kinship extends TraceReader {
  readonly #cause = new Numbers();
  readonly #newest = new Numbers();
  readonly #before = new Numbers();
  /** The few facts that have a second cause, by that cause, ascending. */
  readonly #also = new Map<number, number[]>();
  /** Facts whose place among the effects of their causes is known. */
  #related = 0;

  protected take(first: number, last: number): void {
    const trace = this.trace;
    for (let seq = first; seq <= last; seq++) {
      this.#cause.set(seq, trace.cause(seq));
      const also = alsoOf(trace, seq);
      if (also === 0) continue;
      const known = this.#also.get(also);
      if (known === undefined) this.#also.set(also, [seq]);
      else known.push(seq);
    }
  }

  /** Works out the effects that come of at most `count` more facts. Whether all that were read are done then. */
  relate(count: number): boolean {
    const last = Math.min(this.read, this.#related + count);
    for (let seq = this.#related + 1; seq <= last; seq++) {
      const cause = this.#cause.at(seq);
      this.#before.set(seq, this.#newest.at(cause));
      this.#newest.set(cause, seq);
    }
    this.#related = last;
    return last === this.read;
  }

  protected forget(length: number): void {
    for (let seq = this.#related; seq > length; seq--) this.#newest.set(this.#cause.at(seq), this.#before.at(seq));
    for (const column of [this.#cause, this.#newest, this.#before]) column.truncate(length + 1);
    for (const [also, facts] of this.#also) {
      const kept = also > length ? [] : facts.filter((seq) => seq <= length);
      if (kept.length === 0) this.#also.delete(also);
      else this.#also.set(also, kept);
    }
    this.#related = Math.min(this.#related, length);
  }

  /** What caused a fact that was read; 0: nothing did. */
  causeOf(seq: number): number {
    return this.#cause.at(seq);
  }

  /** What a fact caused, also as a second cause; in no order. Asked once all that was read is related. */
  *causedBy(seq: number): Iterable<number> {
    for (let effect = this.#newest.at(seq); effect !== 0; effect = this.#before.at(effect)) yield effect;
    yield* this.#also.get(seq) ?? [];
  }
}
