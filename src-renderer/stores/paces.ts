import type { Pace } from '#contract/shapes.ts';

/** Wall ms a hop may take, slowest first: the whole range a pace can have. */
export const HOP_WALLS = [
  60_000, 30_000, 20_000, 10_000, 5000, 3000, 2000, 1200, 800, 500, 300, 150, 60, 30, 20, 10, 5, 3, 2, 1,
] as const;

/** Simulated seconds a wall second, slowest first: 1 µs a second … as fast as it goes. */
export const CLOCK_RATIOS = [
  1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10,
  20, 50, 100, 200, 500, 1000, 1e4, 1e5, 1e6,
] as const;

/** The paces of one kind, slowest first. */
export function pacesOf(kind: Pace['kind']): Pace[] {
  return kind === 'hop'
    ? HOP_WALLS.map((wall) => ({ kind: 'hop', wall }))
    : CLOCK_RATIOS.map((ratio) => ({ kind: 'clock', ratio }));
}

/** How quick a pace is, as a logarithm to base 10: one more is ten times as quick. */
function quickness(pace: Pace): number {
  return pace.kind === 'hop' ? -Math.log10(pace.wall) : Math.log10(pace.ratio);
}

function range(kind: Pace['kind']): { slowest: number; width: number } {
  const paces = pacesOf(kind);
  const slowest = quickness(paces[0]!);
  return { slowest, width: quickness(paces[paces.length - 1]!) - slowest };
}

/** Where a pace stands on the logarithmic scale of its kind: 0 the slowest, 1 the fastest. */
export function placeOf(pace: Pace): number {
  const { slowest, width } = range(pace.kind);
  return Math.min(1, Math.max(0, (quickness(pace) - slowest) / width));
}

/** The pace that stands nearest to a place of the scale. */
export function paceAt(kind: Pace['kind'], place: number): Pace {
  const distance = (pace: Pace): number => Math.abs(placeOf(pace) - place);
  return pacesOf(kind).reduce((nearest, pace) => (distance(pace) < distance(nearest) ? pace : nearest));
}

/** Where the scale of a kind shows a tick: at every power of ten. */
export function ticksOf(kind: Pace['kind']): number[] {
  const { slowest, width } = range(kind);
  const ticks: number[] = [];
  for (let power = Math.ceil(slowest); power <= slowest + width + 1e-9; power++) ticks.push((power - slowest) / width);
  return ticks;
}

/** Index of the pace among those of its kind that comes nearest. */
export function notchOf(pace: Pace): number {
  const distances = pacesOf(pace.kind).map((each) => Math.abs(quickness(each) - quickness(pace)));
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

/**
 * A clock pace as a person says it: so much simulated time (ns) in so many seconds. At least a second of either, in round
 * numbers: `1 ms in 2 s` rather than `500 µs in 1 s`, but `50 µs in 1 s` rather than `1 ms in 20 s`.
 */
export function rateOf(ratio: number): { simulated: number; wall: number } {
  const simulated = Math.round(ratio * 1e9);
  const unit = [1, 1e3, 1e6, 1e9].find((size) => size >= simulated);
  const wall = unit === undefined ? Infinity : unit / simulated;
  return unit !== undefined && wall > 1 && wall <= 10 && Number.isInteger(Math.round(wall * 1e6) / 1e6)
    ? { simulated: unit, wall: Math.round(wall) }
    : { simulated, wall: 1 };
}
