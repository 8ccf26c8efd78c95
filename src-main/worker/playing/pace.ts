import type { Pace } from '#contract/shapes.ts';

/** Where simulated time stands, as far as the pace must know. */
export interface Standing {
  /** Whole simulated ns. */
  now: number;
  /** Part of the next ns already lived through by the wall, 0 … 1. */
  fraction: number;
  /** ns which the quickest frame in flight takes from end to end; null: none in flight. */
  quickest: number | null;
  /** ns at which the next thing happens; null: nothing will. */
  next: number | null;
}

/** How far simulated time may run in one go. */
export interface Stretch {
  /** Whole simulated ns, never beyond the next event: what happens there may change the speed. */
  until: number;
  fraction: number;
  /** Wall ms used up by it. */
  wall: number;
}

/** Simulated ns in a wall ms at ratio 1. */
const REAL_TIME = 1_000_000;

/** ns: what floating-point sums of a stretch cut into pieces may lack of a whole one. */
const ROUNDING = 1e-3;

/**
 * How far time may run when `wall` ms (0 or more) have passed.
 *
 * Hop pace: as long as frames are in flight, time runs so that the quickest of them is `pace.wall` ms on its cable;
 * without frames in flight it leaps to the next event in no wall time. Clock pace: `pace.ratio` times real time.
 */
export function stretch(pace: Pace, standing: Standing, wall: number): Stretch {
  const { now, fraction, quickest, next } = standing;
  if (pace.kind === 'hop' && quickest === null) {
    return next === null ? { until: now, fraction: 0, wall } : { until: Math.max(now, next), fraction: 0, wall: 0 };
  }
  const speed = pace.kind === 'hop' ? (quickest ?? 1) / pace.wall : pace.ratio * REAL_TIME;
  const run = fraction + speed * wall;
  if (next !== null && next - now <= run) {
    return {
      until: Math.max(now, next),
      fraction: 0,
      wall: Math.min(wall, Math.max(0, (next - now - fraction) / speed)),
    };
  }
  const whole = Math.floor(run + ROUNDING);
  return { until: now + whole, fraction: Math.max(0, run - whole), wall };
}
