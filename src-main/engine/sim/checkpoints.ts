import type { Frame } from '../wire/frame.ts';
import { addedWeight, packState, part, unpackState, type Checkpoint } from './checkpoint.ts';
import { Packer } from './packing.ts';
import type { WorldState } from './state.ts';

/** Bytes the checkpoints of a history take at most unless told otherwise. */
export const CHECKPOINT_BUDGET = 256_000_000;

/** What is replayed between two checkpoints at first, as {@link costOf}: some 20 ms of work. */
const FIRST_INTERVAL = 16_384;
/**
 * A checkpoint that took many bytes took long to pack: the next one is due when as much was lived as it took bytes, so that
 * packing is a small part of the time also where a thousand hosts are busy; but never later than what is replayed in some
 * 30 ms.
 */
const LONGEST_PAUSE = 24_576;

/** A moment that can be gone back to. */
interface Kept {
  readonly checkpoint: Checkpoint;
  readonly cost: number;
  /** Histories that keep it: it may be the past of several branches. */
  holders: number;
}

/** What it takes to replay a history up to a state: handling an event, and checking a fact, are about the same work. */
function costOf({ step, fact }: Pick<WorldState, 'step' | 'fact'>): number {
  return step + fact;
}

/**
 * Moments of a history that can be gone back to. They lie as close as a budget of memory allows, evenly in what it costs to
 * replay from one to the next. The first one, the beginning, is always kept.
 *
 * ```
 *   cost  0 ──────────── 40 ──────────── 80 ──── 100 ──── 120 ┈┈ the next when another interval has been lived
 *         ●              ●               ●       ●        ●
 *                                            over budget: the one whose neighbours are closest goes
 * ```
 */
export class Checkpoints {
  #kept: Kept[] = [];
  /** What each of them takes besides the one before it, bytes. */
  #weights: number[] = [];
  #interval = FIRST_INTERVAL;
  /** What is to be lived before the next one at least, because of what the last one took. */
  #pause = 0;
  #budget: number;
  #packer = new Packer();

  constructor(budget: number = CHECKPOINT_BUDGET) {
    this.#budget = budget;
  }

  get count(): number {
    return this.#kept.length;
  }

  /** Bytes they take, as estimated. What several histories share is charged to each in equal parts. */
  get bytes(): number {
    let bytes = 0;
    for (let at = 0; at < this.#kept.length; at++) bytes += this.#weights[at]! / this.#kept[at]!.holders;
    return bytes;
  }

  get budget(): number {
    return this.#budget;
  }

  /** Bytes they may take; when they take more, some are given up at once. */
  set budget(bytes: number) {
    if (bytes === this.#budget) return;
    this.#budget = bytes;
    this.#interval = FIRST_INTERVAL;
    this.#thin();
  }

  /** Whether the world as it is now should be kept. */
  due(state: WorldState): boolean {
    const last = this.#kept[this.#kept.length - 1];
    return last === undefined || costOf(state) >= last.cost + Math.max(this.#interval, this.#pause);
  }

  /** Keeps a state; its step lies behind those of all others. */
  add(state: WorldState): void {
    const before = this.#kept[this.#kept.length - 1]?.checkpoint ?? null;
    const checkpoint = packState(this.#packer, state, before);
    const weight = addedWeight(checkpoint, before);
    this.#weights.push(weight);
    this.#pause = Math.min(weight, LONGEST_PAUSE);
    this.#kept.push({ checkpoint, cost: costOf(state), holders: 1 });
    this.#thin();
  }

  /** The latest checkpoint at or before `step`. There is always one: the beginning. */
  atStep(step: number): Checkpoint {
    return this.#last((checkpoint) => checkpoint.step <= step);
  }

  /** The latest checkpoint before `time` ns, or at it when nothing of that moment is missing from it. */
  atTime(time: number): Checkpoint {
    return this.#last((checkpoint) => checkpoint.now <= time);
  }

  /** The state that was kept. What of `present`, whose place it takes, has not changed since, is part of it. */
  stateOf(checkpoint: Checkpoint, present: WorldState, frameOf: (id: number) => Frame): WorldState {
    return unpackState(this.#packer, checkpoint, present, frameOf);
  }

  /** The same moments, for a history that goes on as two: checkpoints are shared, for they never change. */
  fork(): Checkpoints {
    const fork = new Checkpoints(this.#budget);
    fork.#kept = this.#kept.slice();
    fork.#weights = this.#weights.slice();
    fork.#interval = this.#interval;
    fork.#pause = this.#pause;
    fork.#packer = this.#packer;
    for (const kept of this.#kept) kept.holders++;
    return fork;
  }

  /** Forgets what lies behind `step`. */
  cut(step: number): void {
    while (this.#kept.length > 1 && this.#kept[this.#kept.length - 1]!.checkpoint.step > step) {
      this.#kept.pop()!.holders--;
      this.#weights.pop();
    }
  }

  /** Says that this history is given up: what it shares is charged to the others alone. It may still be gone back in. */
  giveUp(): void {
    this.#kept = this.#kept.map((kept) => {
      kept.holders--;
      return { ...kept, holders: 1 };
    });
  }

  /** Gives moments up until the rest fits the budget. */
  #thin(): void {
    let { bytes } = this;
    if (bytes <= this.#budget) return;
    while (bytes > this.#budget && this.#kept.length > 2) {
      this.#remove(this.#leastMissed());
      ({ bytes } = this);
    }
    // Close moments would be given up again at once.
    const last = this.#kept[this.#kept.length - 1]!;
    this.#interval = Math.max(FIRST_INTERVAL, Math.floor(last.cost / this.#kept.length));
  }

  /** The one without which the way from the one before it to the next is shortest; never the first, nor the last. */
  #leastMissed(): number {
    let least = 1;
    let shortest = Infinity;
    for (let at = 1; at < this.#kept.length - 1; at++) {
      const way = this.#kept[at + 1]!.cost - this.#kept[at - 1]!.cost;
      if (way >= shortest) continue;
      shortest = way;
      least = at;
    }
    return least;
  }

  #remove(at: number): void {
    const gone = this.#kept.splice(at, 1)[0]!;
    gone.holders--;
    this.#weights.splice(at, 1);
    // What only the given up one and the next had in common is the next one's own now.
    if (at < this.#kept.length) {
      const [before, next] = [this.#kept[at - 1]!.checkpoint, this.#kept[at]!.checkpoint];
      part(before, gone.checkpoint, next);
      this.#weights[at] = addedWeight(next, before);
    }
  }

  /** The last one that fits; they fit from the first on, and then no more. */
  #last(fits: (checkpoint: Checkpoint) => boolean): Checkpoint {
    let low = 0;
    let high = this.#kept.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (fits(this.#kept[middle]!.checkpoint)) low = middle;
      else high = middle - 1;
    }
    return this.#kept[low]!.checkpoint;
  }
}
