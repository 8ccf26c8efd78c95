import type { TraceStore } from '#engine/trace/store.ts';
import type { LadderSpacing } from '#contract/conversation.ts';
import { Floats } from '../reading/floats.ts';
import { endOf, type Conversation } from '../conversations/conversations.ts';

/** Units that a segment and a change of state take where rungs stand evenly. */
const SEGMENT_UNITS = 2;

/** Where the rungs of a ladder stand, from its top on. */
export class Steps {
  readonly #trace: TraceStore;
  readonly #conversation: Conversation;
  /** By the longest silence: where each rung stands. A person changes the scale a few times. */
  readonly #byTime = new Map<number, Floats>();

  constructor(trace: TraceStore, conversation: Conversation) {
    this.#trace = trace;
    this.#conversation = conversation;
  }

  /** Where rung `index` stands; one after the last: where the next one would, at least. */
  place(index: number, spacing: LadderSpacing): number {
    const { rungs, segments } = this.#conversation;
    if (index <= 0) return 0;
    if (spacing.kind === 'even') {
      const before = rungs.at(Math.min(index, rungs.length) - 1);
      const states = Math.min(index, rungs.length) - segments.countUpTo(before);
      return (index - states) * SEGMENT_UNITS + states;
    }
    const places = this.#places(spacing.longest);
    return places.at(Math.min(index, places.length - 1));
  }

  /** ns of silence before rung `index` that are left out. */
  shortened(index: number, spacing: LadderSpacing): number {
    if (spacing.kind === 'even' || index === 0) return 0;
    return Math.max(0, this.#silence(index) - spacing.longest);
  }

  /**
   * Where a moment stands that lies after rung `index`, as far as silences go. Evenly: the place of the last rung of the other
   * end before it, so that what crosses on its way is seen to cross; of the rung itself if there is none.
   */
  placeAt(time: number, index: number, spacing: LadderSpacing): number {
    if (spacing.kind === 'even') return this.place(this.#lastOfOther(index, time), spacing);
    const { rungs } = this.#conversation;
    let at = index;
    while (at + 1 < rungs.length && this.#trace.time(rungs.at(at + 1)) <= time) at++;
    return this.reach(time, at, spacing);
  }

  /** The same with rung `index` as the last one before it. */
  reach(time: number, index: number, spacing: Extract<LadderSpacing, { kind: 'time' }>): number {
    const passed = time - this.#trace.time(this.#conversation.rungs.at(index));
    return this.place(index, spacing) + Math.min(spacing.longest, Math.max(0, passed));
  }

  /** The first of `count` rungs that stands at `place` or after it. */
  indexAt(place: number, count: number, spacing: LadderSpacing): number {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.place(middle, spacing) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The last rung after rung `index` that is of the other end and earlier than `time`; `index` itself if there is none. */
  #lastOfOther(index: number, time: number): number {
    const { rungs } = this.#conversation;
    const teller = this.#tellerOf(index);
    let [low, high] = [index + 1, rungs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#trace.time(rungs.at(middle)) < time) low = middle + 1;
      else high = middle;
    }
    let last = low - 1;
    while (last > index && this.#tellerOf(last) === teller) last--;
    return last;
  }

  /** The end a rung is of. What came from outside of what is simulated is told by the end that received it. */
  #tellerOf(index: number): number {
    const seq = this.#conversation.rungs.at(index);
    const place = endOf(this.#trace, this.#conversation, seq) ?? 0;
    return this.#trace.kind(seq).endsWith('.received') ? 1 - place : place;
  }

  #places(longest: number): Floats {
    let places = this.#byTime.get(longest);
    if (places === undefined) {
      if (this.#byTime.size > 4) this.#byTime.clear();
      this.#byTime.set(longest, (places = new Floats()));
    }
    for (let index = places.length; index < this.#conversation.rungs.length; index++) {
      places.push(index === 0 ? 0 : places.at(index - 1) + Math.min(longest, this.#silence(index)));
    }
    return places;
  }

  #silence(index: number): number {
    const { rungs } = this.#conversation;
    return this.#trace.time(rungs.at(index)) - this.#trace.time(rungs.at(index - 1));
  }
}
