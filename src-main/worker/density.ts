import type { TraceStore } from '#engine/trace/store.ts';
import { Numbers } from './numbers.ts';

/** How a stretch of time is divided: equally long pieces, or pieces in which equally much happens. */
export type Spacing = 'even' | 'time';

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

  /**
   * Facts and drops in each of `buckets` stretches of 0 … `horizon` ns, and the times that bound them. A fact on a bound
   * is in the stretch it begins; a fact at the horizon is in the last one.
   */
  count(buckets: number, horizon: number, spacing: Spacing) {
    this.catchUp();
    const times = spacing === 'time' ? equallyLong(buckets, horizon) : this.#equallyFull(buckets, horizon);
    const facts = new Uint32Array(buckets);
    const drops = new Uint32Array(buckets);
    let factsBefore = 0;
    let dropsBefore = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      // Times of facts are whole, so "before the end" is "at or before the whole number below it".
      const end = bucket === buckets - 1 ? horizon : Math.ceil(times[bucket + 1]!) - 1;
      const factsUpTo = this.#trace.seqAt(end);
      const dropsUpTo = this.#drops.countUpTo(factsUpTo);
      facts[bucket] = factsUpTo - factsBefore;
      drops[bucket] = dropsUpTo - dropsBefore;
      factsBefore = factsUpTo;
      dropsBefore = dropsUpTo;
    }
    return { times, facts, drops };
  }

  /** Bounds such that the moments of a sample of all facts stand equally far apart: quiet stretches are drawn short. */
  #equallyFull(buckets: number, horizon: number): Float64Array<ArrayBuffer> {
    const trace = this.#trace;
    const moments = [0];
    for (let k = 1; k <= buckets; k++) {
      const seq = Math.round((k / buckets) * trace.length);
      const time = seq === 0 ? 0 : Math.min(horizon, trace.time(seq));
      if (time > moments[moments.length - 1]!) moments.push(time);
    }
    if (horizon > moments[moments.length - 1]!) moments.push(horizon);
    const last = moments.length - 1;
    return Float64Array.from({ length: buckets + 1 }, (_, k) => {
      const place = (k / buckets) * last;
      const before = Math.min(last, Math.floor(place));
      const from = moments[before]!;
      return from + (place - before) * ((moments[before + 1] ?? from) - from);
    });
  }
}

function equallyLong(buckets: number, horizon: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: buckets + 1 }, (_, k) => (horizon / buckets) * k);
}
