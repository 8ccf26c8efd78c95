import { Line } from './line.ts';

/** What was counted of one direction: numbers from its first one on, without end, so that no line falls back to 0 at 2^32. */
export class Direction {
  /** The sequence number it begins with; null: nothing is known of it yet. */
  first: number | null = null;
  #last = 0;
  #counted = 0;

  /** Stretches of numbers sent, and their text in bytes. */
  readonly segments = new Line(true);
  readonly acknowledged = new Line();
  /** Acknowledgment and window: where sending must stop. */
  readonly edge = new Line();
  readonly sacked = new Line(true);
  readonly cwnd = new Line();
  readonly ssthresh = new Line();
  readonly measured = new Line();
  readonly srtt = new Line();
  readonly rto = new Line();
  readonly flight = new Line();
  readonly window = new Line();
  /** Bytes of text put on the way, what was sent again counted again; and those that arrived in order: sums. */
  readonly sent = new Line();
  readonly delivered = new Line();

  /** One after the highest number sent, and the highest acknowledged. */
  highest = 0;
  unacknowledged = 0;
  /** What has arrived: all before `arrived`, and beyond it the stretches in `early`. */
  arrived = 0;
  early: [from: number, to: number][] = [];
  /** Something came that was there already, and no segment has left since that could have told so. */
  repeated = false;
  textSent = 0;
  /** Acknowledgment and window that its receiver told last; -1: none. */
  toldAcknowledgment = -1;
  toldWindow = -1;
  /** Cables its segments pass, as those that arrived did; and ns they took. Null: none has arrived. */
  cables: number | null = null;
  readonly transits: number[] = [];

  /** A sequence number counted on from the first; the first one told of begins. */
  count(sequence: number, begins = sequence): number {
    if (this.first === null) {
      this.first = begins;
      this.#last = begins;
    }
    this.#counted += (sequence - this.#last) | 0;
    this.#last = sequence;
    return this.#counted;
  }

  /** Takes in what has arrived. What that was: in order, with something missing before, or there already. */
  arrive(from: number, to: number): 'in-order' | 'out-of-order' | 'seen-before' {
    if (to <= this.arrived) return 'seen-before';
    if (from > this.arrived) {
      const again = this.early.some((range) => from >= range[0] && to <= range[1]);
      if (!again) this.early = merged([...this.early, [from, to]]);
      return again ? 'seen-before' : 'out-of-order';
    }
    this.arrived = to;
    while (this.early[0] !== undefined && this.early[0][0] <= this.arrived) {
      this.arrived = Math.max(this.arrived, this.early.shift()![1]);
    }
    return 'in-order';
  }
}

function merged(ranges: [number, number][]): [number, number][] {
  const whole: [number, number][] = [];
  for (const [from, to] of ranges.sort(([one], [other]) => one - other)) {
    const last = whole.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else whole.push([from, to]);
  }
  return whole;
}
