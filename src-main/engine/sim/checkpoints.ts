import type { WorldState } from './state.ts';

/** Events between two checkpoints at first. */
const FIRST_INTERVAL = 16_384;
/** Checkpoints kept; when there are more, every second goes and the interval doubles. */
const MOST = 64;

/**
 * Moments of a history that can be gone back to. However long the history, there are at most 64 of them, evenly spread,
 * so that no moment is further than one interval of replay away.
 */
export class Checkpoints {
  #kept: WorldState[] = [];
  #interval = FIRST_INTERVAL;

  /** Whether the world at `step` should be kept. */
  due(step: number): boolean {
    const last = this.#kept[this.#kept.length - 1];
    return last === undefined || step >= last.step + this.#interval;
  }

  /** Keeps a snapshot; its step lies behind those of all others. */
  add(snapshot: WorldState): void {
    this.#kept.push(snapshot);
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#interval *= 2;
  }

  /** The latest snapshot at or before `step`. There is always one: the beginning. */
  atStep(step: number): WorldState {
    return this.#last((snapshot) => snapshot.step <= step);
  }

  /** The latest snapshot before `time` ns, or at it when nothing of that moment is missing from it. */
  atTime(time: number): WorldState {
    return this.#last((snapshot) => snapshot.now <= time);
  }

  /** The same moments, for a history that goes on as two: snapshots are shared, for they never change. */
  fork(): Checkpoints {
    const fork = new Checkpoints();
    fork.#kept = this.#kept.slice();
    fork.#interval = this.#interval;
    return fork;
  }

  /** Forgets what lies behind `step`. */
  cut(step: number): void {
    this.#kept = this.#kept.filter((snapshot) => snapshot.step <= step);
  }

  #last(fits: (snapshot: WorldState) => boolean): WorldState {
    for (let index = this.#kept.length - 1; index > 0; index--) {
      if (fits(this.#kept[index]!)) return this.#kept[index]!;
    }
    return this.#kept[0]!;
  }
}
