import { formatTime } from '../locales/time.ts';

/** A mark with a time at the edge of the time line; `at` is a share of its width. */
export interface Tick {
  at: number;
  label: string;
}

const UNITS = [1e9, 1e6, 1e3, 1] as const;

/**
 * About `most` marks for what is shown. True to time they stand at round times (1, 2 or 5 of a power of ten apart);
 * spaced evenly they stand equally far apart, at the times that happen to be there, said no more exactly than the nearer
 * of the two beside them asks for.
 */
export function ticksOf(
  shown: { from: number; to: number },
  isEven: boolean,
  most: number,
  placeOf: (time: number) => number,
  timeOf: (place: number) => number,
): Tick[] {
  const width = shown.to - shown.from;
  if (width <= 0 || most < 1) return [];
  const marks = isEven ? evenMarks(most, timeOf) : roundMarks(shown, most, placeOf);
  const seen = new Set<string>();
  return marks.flatMap(({ at, time, step }) => {
    const label = formatTime(time, decimalsFor(time, step));
    if (at < 0 || at > 1 || seen.has(label)) return [];
    seen.add(label);
    return [{ at, label }];
  });
}

interface Mark {
  at: number;
  /** Whole ns. */
  time: number;
  /** ns to the nearer of its neighbours: what a label must tell apart. */
  step: number;
}

function roundMarks(
  { from, to }: { from: number; to: number },
  most: number,
  placeOf: (time: number) => number,
): Mark[] {
  const least = Math.max(1, (to - from) / most);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = Math.max(1, power * ([1, 2, 5].find((times) => power * times >= least) ?? 10));
  const marks: Mark[] = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step)
    marks.push({ at: placeOf(time), time, step });
  return marks;
}

function evenMarks(most: number, timeOf: (place: number) => number): Mark[] {
  const times = Array.from({ length: most + 1 }, (_, k) => Math.floor(timeOf(k / most)));
  // Many events of one moment take more room than one mark: the moment is said once.
  const later = times
    .map((time, k) => ({ at: k / most, time }))
    .filter(({ time }, k) => k === 0 || time > times[k - 1]!);
  const gapAfter = (k: number): number => (later[k + 1]?.time ?? Infinity) - (later[k]?.time ?? -Infinity);
  return later.map((mark, k) => ({ ...mark, step: Math.min(gapAfter(k - 1), gapAfter(k)) })).filter(({ at }) => at < 1);
}

/** Digits behind the point so that times `step` ns apart read differently. */
function decimalsFor(time: number, step: number): number {
  const unit = UNITS.find((size) => time >= size) ?? 1;
  return step >= unit ? 1 : Math.min(9, Math.ceil(Math.log10(unit / step)) + 1);
}
