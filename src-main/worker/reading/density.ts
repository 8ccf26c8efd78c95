import { TraceReader } from './trace-reader.ts';
import { Floats } from './floats.ts';
import { Numbers } from './numbers.ts';

/** How a stretch of time is divided: equally long pieces, or pieces in which equally much happens. */
export type Spacing = 'even' | 'time';

/** The part of history that is looked at: ns from and to, and how many such widths are added on both sides. */
export interface Stretch {
  from: number;
  to: number;
  margin?: number;
}

/**
 * How much happened when: what the time line shows behind its playhead. It keeps the moments at which something happened,
 * so that no question reads the trace itself, however long that is.
 */
export class Density extends TraceReader {
  /** Numbers of the facts that are drops, ascending. */
  readonly #drops = new Numbers();
  /** The times at which anything happened, each once, and the number of the first fact of each. */
  readonly #moments = new Floats();
  readonly #firsts = new Numbers();

  protected take(first: number, last: number): void {
    const trace = this.trace;
    const moments = this.#moments.length;
    let latest = moments === 0 ? -1 : this.#moments.at(moments - 1);
    for (let seq = first; seq <= last; seq++) {
      const time = trace.time(seq);
      if (time > latest) {
        this.#moments.push(time);
        this.#firsts.push(seq);
        latest = time;
      }
      if (trace.kind(seq) === 'frame.dropped') this.#drops.push(seq);
    }
  }

  /** How many of the facts 1 … `fact` are drops. */
  dropsUpTo(fact: number): number {
    this.catchUp();
    return this.#drops.countUpTo(fact);
  }

  protected forget(length: number): void {
    this.#drops.truncate(this.#drops.countUpTo(length));
    const moments = this.#firsts.countUpTo(length);
    this.#moments.truncate(moments);
    this.#firsts.truncate(moments);
  }

  /**
   * Facts and drops in each of `buckets` pieces of a stretch of 0 … `horizon` ns (left out: all of it), and the times that
   * bound them. A fact on a bound is in the piece it begins; a fact at the end of the stretch is in the last piece.
   * `before`: facts before the first bound.
   */
  count(buckets: number, horizon: number, spacing: Spacing, stretch: Stretch = { from: 0, to: horizon }) {
    this.catchUp();
    const [from, to] = [Math.min(stretch.from, horizon), Math.min(Math.max(stretch.from, stretch.to), horizon)];
    const axis = spacing === 'time' ? trueToTime(horizon) : this.#byMoments(horizon);
    const [left, right] = [axis.place(from), axis.place(to)];
    const wider = (right - left) * (stretch.margin ?? 0);
    const first = Math.max(0, left - wider);
    const last = Math.min(axis.length, right + wider);
    const times = Float64Array.from({ length: buckets + 1 }, (_, k) =>
      axis.time(first + (k / buckets) * (last - first)),
    );
    // What comes back is what was asked for, to the ns.
    if (first === left) times[0] = from;
    if (last === right) times[buckets] = to;
    const facts = new Uint32Array(buckets);
    const drops = new Uint32Array(buckets);
    // Times of facts are whole, so "before a time" is "at or before the whole number below it".
    const before = this.#factsUpTo(Math.ceil(times[0]!) - 1);
    let factsBefore = before;
    let dropsBefore = this.#drops.countUpTo(before);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const bound = times[bucket + 1]!;
      const factsUpTo = Math.max(factsBefore, this.#factsUpTo(bucket === buckets - 1 ? bound : Math.ceil(bound) - 1));
      const dropsUpTo = this.#drops.countUpTo(factsUpTo);
      facts[bucket] = factsUpTo - factsBefore;
      drops[bucket] = dropsUpTo - dropsBefore;
      factsBefore = factsUpTo;
      dropsBefore = dropsUpTo;
    }
    return { before, times, facts, drops };
  }

  /** Facts at or before `time` ns. */
  #factsUpTo(time: number): number {
    const moments = this.#moments.countUpTo(time);
    return moments < this.#moments.length ? this.#firsts.at(moments) - 1 : this.read;
  }

  /** The axis on which moments at which something happens, and both ends, stand 1 apart: quiet stretches are short. */
  #byMoments(horizon: number): Axis {
    const moments = this.#moments;
    // The beginning is a moment too; the horizon is one where the last fact lies before it.
    const ahead = moments.at(0) === 0 ? 0 : 1;
    const known = moments.length + ahead;
    const at = (index: number): number =>
      index < ahead ? 0 : index < known ? Math.min(horizon, moments.at(index - ahead)) : horizon;
    const length = horizon > at(known - 1) ? known : known - 1;
    return {
      length,
      place(time) {
        const before = Math.min(length, Math.max(0, moments.countUpTo(time) + ahead - 1));
        if (before === length) return length;
        return before + (time - at(before)) / Math.max(1, at(before + 1) - at(before));
      },
      time(place) {
        const before = Math.min(length, Math.floor(place));
        return before === length ? at(length) : at(before) + (place - before) * (at(before + 1) - at(before));
      },
    };
  }
}

/** A measure along which time stands: places 0 … `length` for the times 0 … horizon. */
interface Axis {
  length: number;
  place(time: number): number;
  time(place: number): number;
}

function trueToTime(horizon: number): Axis {
  return { length: horizon, place: (time) => time, time: (place) => place };
}
