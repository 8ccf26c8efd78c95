import { POINT_AGAIN, POINT_LOST, POINT_MANY, type SeriesLine } from '#contract/conversation.ts';
import { Floats } from '../reading/floats.ts';
import { Numbers } from '../reading/numbers.ts';

/** A value over time, or a stretch of values at each time, with the fact behind each point. Times only go up. */
export class Line {
  readonly times = new Floats();
  readonly values = new Floats();
  /** Where a stretch ends; null: it is a line of single values. */
  readonly highs: Floats | null;
  readonly facts = new Numbers();
  readonly #marks = new Numbers();

  constructor(stretches = false) {
    this.highs = stretches ? new Floats() : null;
  }

  get length(): number {
    return this.times.length;
  }

  push(time: number, value: number, fact: number, high = value, mark = 0): void {
    this.times.push(time);
    this.values.push(value);
    this.highs?.push(high);
    this.facts.push(fact);
    this.#marks.push(mark);
  }

  mark(index: number): number {
    return this.#marks.at(index);
  }

  high(index: number): number {
    return (this.highs ?? this.values).at(index);
  }

  /**
   * The points from `from` to `until` ns, with one more on each side so that a line goes on at the edges, thinned to about
   * `points`: of stretches that lie close together what they span, of values the first, least, most and last.
   */
  within(name: string, from: number, until: number, points: number): SeriesLine {
    const first = Math.max(0, this.times.countUpTo(from - 0.5) - 1);
    const last = Math.min(this.length, this.times.countUpTo(until) + 1);
    const count = Math.max(0, last - first);
    const kept = count <= points ? null : this.#thinned(first, last, from, until, points);
    return this.#told(name, kept ?? Array.from({ length: count }, (_, at) => this.#point(first + at)), count);
  }

  /** The points at exactly the times given, ns, that fit by the fact behind them. */
  among(name: string, times: Iterable<number>, fits: (fact: number) => boolean): SeriesLine {
    const found: Kept[] = [];
    for (const time of times) {
      const last = this.times.countUpTo(time);
      for (let at = this.times.countUpTo(time - 0.5); at < last; at++) {
        if (fits(this.facts.at(at))) found.push(this.#point(at));
      }
    }
    return this.#told(name, found, found.length);
  }

  #told(name: string, points: readonly Kept[], whole: number): SeriesLine {
    return {
      name,
      times: Float64Array.from(points, ({ at }) => this.times.at(at)),
      values: Float64Array.from(points, ({ value }) => value),
      highs: this.highs === null ? null : Float64Array.from(points, ({ high }) => high),
      facts: Uint32Array.from(points, ({ at }) => this.facts.at(at)),
      marks: Uint8Array.from(points, ({ mark }) => mark),
      whole,
    };
  }

  #point(at: number): Kept {
    return { at, value: this.values.at(at), high: this.high(at), mark: this.mark(at) };
  }

  #thinned(first: number, last: number, from: number, until: number, points: number): Kept[] {
    const stretches = this.highs !== null;
    const buckets = Math.max(1, Math.floor(points / (stretches ? 1 : 4)));
    const width = Math.max(1, (until - from) / buckets);
    const bucketOf = (at: number): number => Math.floor((this.times.at(at) - from) / width);
    const kept: Kept[] = [];
    for (let at = first; at < last;) {
      const bucket = bucketOf(at);
      const begin = at;
      while (at < last && bucketOf(at) === bucket) at++;
      kept.push(...(stretches ? this.#spanned(begin, at) : this.#outstanding(begin, at)));
    }
    return kept;
  }

  /** One stretch instead of many: all they reach over. */
  #spanned(begin: number, end: number): Kept[] {
    const all = this.#point(begin);
    for (let at = begin + 1; at < end; at++) {
      all.value = Math.min(all.value, this.values.at(at));
      all.high = Math.max(all.high, this.high(at));
      all.mark |= this.mark(at);
    }
    if (end - begin > 1) all.mark |= POINT_MANY;
    // One that was sent again is not lost among others.
    if ((all.mark & (POINT_AGAIN | POINT_LOST)) !== 0) {
      for (let at = begin; at < end; at++) if (this.mark(at) !== 0) all.at = at;
    }
    return [all];
  }

  #outstanding(begin: number, end: number): Kept[] {
    let [least, most] = [begin, begin];
    for (let at = begin + 1; at < end; at++) {
      if (this.values.at(at) < this.values.at(least)) least = at;
      if (this.values.at(at) > this.values.at(most)) most = at;
    }
    const chosen = [...new Set([begin, least, most, end - 1])].sort((one, other) => one - other);
    return chosen.map((at) => this.#point(at));
  }
}

interface Kept {
  at: number;
  value: number;
  high: number;
  mark: number;
}
