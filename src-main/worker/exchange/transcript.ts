import { Floats } from '../reading/floats.ts';
import { Numbers } from '../reading/numbers.ts';

/** One stretch of text that was sent for the first time. */
export interface Stretch {
  /** Index of the end that sent it. */
  end: 0 | 1;
  fact: number;
  /** Place of its first byte among all of that end, and among all of both. */
  offset: number;
  start: number;
  /** Bytes of the segment's text before it, and its own. */
  skip: number;
  length: number;
}

/** What both ends sent, each byte once, in the order in which it first left. */
export class Transcript {
  readonly #facts = new Numbers();
  readonly #ends = new Numbers();
  readonly #offsets = new Floats();
  readonly #starts = new Floats();
  readonly #skips = new Numbers();
  readonly #lengths = new Numbers();
  /** For each end the places of its stretches. */
  readonly #own = [new Numbers(), new Numbers()] as const;
  readonly #sent: [number, number] = [0, 0];

  /** Text of `length` bytes that reaches to byte `to` of its end's stream (exclusive), of which only what is new counts. */
  add(end: 0 | 1, fact: number, to: number, length: number): void {
    const sent = this.#sent[end];
    const fresh = Math.min(length, to - sent);
    if (fresh <= 0) return;
    this.#own[end].push(this.#facts.length);
    this.#facts.push(fact);
    this.#ends.push(end);
    this.#offsets.push(to - fresh);
    this.#starts.push(this.#sent[0] + this.#sent[1]);
    this.#skips.push(length - fresh);
    this.#lengths.push(fresh);
    this.#sent[end] = to;
  }

  /** Bytes sent up to fact `cursor`: of end 0, of end 1. */
  sentBy(cursor: number): [number, number] {
    const count = this.#facts.countUpTo(cursor);
    const own = ([0, 1] as const).map((end) => {
      const last = this.#own[end].countUpTo(count - 1);
      if (count === 0 || last === 0) return 0;
      const { offset, length } = this.#at(this.#own[end].at(last - 1));
      return offset + length;
    });
    return [own[0]!, own[1]!];
  }

  /** The stretches that hold bytes `from` … `to` - 1 of one end (null: of both), up to fact `cursor`. */
  *within(end: 0 | 1 | null, from: number, to: number, cursor: number): Iterable<Stretch & { at: number }> {
    const count = this.#facts.countUpTo(cursor);
    const own = end === null ? null : this.#own[end];
    const all = own === null ? count : own.countUpTo(count - 1) * (count === 0 ? 0 : 1);
    const stretch = (index: number): Stretch => this.#at(own === null ? index : own.at(index));
    const place = ({ start, offset }: Stretch): number => (end === null ? start : offset);
    let [low, high] = [0, all];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const one = stretch(middle);
      if (place(one) + one.length <= from) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < all; index++) {
      const one = stretch(index);
      if (place(one) >= to) return;
      yield { ...one, at: place(one) };
    }
  }

  #at(index: number): Stretch {
    return {
      end: this.#ends.at(index) as 0 | 1,
      fact: this.#facts.at(index),
      offset: this.#offsets.at(index),
      start: this.#starts.at(index),
      skip: this.#skips.at(index),
      length: this.#lengths.at(index),
    };
  }
}
