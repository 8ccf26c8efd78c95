import type { TraceStore } from '#engine/trace/store.ts';
import { Numbers } from './numbers.ts';

/** How much happened when: what the time slider shows behind its handle. */
export class Density {
  readonly #trace: TraceStore;
  /** Numbers of the facts that are drops, ascending. */
  readonly #drops = new Numbers();
  #read = 0;

  constructor(trace: TraceStore) {
    this.#trace = trace;
  }

  /** Reads the facts added since the last time. */
  catchUp(): void {
    const trace = this.#trace;
    for (let seq = this.#read + 1; seq <= trace.length; seq++) {
      if (trace.kind(seq) === 'frame.dropped') this.#drops.push(seq);
    }
    this.#read = trace.length;
  }

  /** Forgets the facts after number `length`. */
  cut(length: number): void {
    this.#drops.truncate(this.#drops.countUpTo(length));
    this.#read = Math.min(this.#read, length);
  }

  /** Facts and drops in each of `buckets` equal stretches of 0 … `horizon` ns; a fact at the horizon is in the last one. */
  count(buckets: number, horizon: number) {
    this.catchUp();
    const facts = new Uint32Array(buckets);
    const drops = new Uint32Array(buckets);
    let factsBefore = 0;
    let dropsBefore = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      // Times are whole, so "before the end" is "at or before the whole number below it".
      const end = bucket === buckets - 1 ? horizon : Math.ceil((horizon / buckets) * (bucket + 1)) - 1;
      const factsUpTo = this.#trace.seqAt(end);
      const dropsUpTo = this.#drops.countUpTo(factsUpTo);
      facts[bucket] = factsUpTo - factsBefore;
      drops[bucket] = dropsUpTo - dropsBefore;
      factsBefore = factsUpTo;
      dropsBefore = dropsUpTo;
    }
    return { facts, drops };
  }
}
