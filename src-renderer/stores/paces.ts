import type { Pace } from '#contract/shapes.ts';

/** Wall ms a hop may take, slowest first. */
export const HOP_WALLS = [5000, 3000, 2000, 1200, 800, 500, 300, 150, 60, 20] as const;

/** Simulated seconds a wall second, slowest first: 1 µs a second … a thousand seconds a second. */
export const CLOCK_RATIOS = [
  1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10,
  100, 1000,
] as const;

/** The paces of one kind, slowest first. */
export function pacesOf(kind: Pace['kind']): Pace[] {
  return kind === 'hop'
    ? HOP_WALLS.map((wall) => ({ kind: 'hop', wall }))
    : CLOCK_RATIOS.map((ratio) => ({ kind: 'clock', ratio }));
}

/** Index of the pace among those of its kind that comes nearest. */
export function notchOf(pace: Pace): number {
  const size = (of: Pace): number => Math.log(of.kind === 'hop' ? of.wall : of.ratio);
  const distances = pacesOf(pace.kind).map((each) => Math.abs(size(each) - size(pace)));
  return distances.indexOf(Math.min(...distances));
}

/** The next faster pace of the same kind; null: there is none. */
export function fasterThan(pace: Pace): Pace | null {
  return pacesOf(pace.kind)[notchOf(pace) + 1] ?? null;
}

/** The next slower pace of the same kind; null: there is none. */
export function slowerThan(pace: Pace): Pace | null {
  return pacesOf(pace.kind)[notchOf(pace) - 1] ?? null;
}
