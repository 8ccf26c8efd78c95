import { POINT_AGAIN, POINT_LOST, type SeriesLine, type SeriesName } from '#contract/conversation.ts';

/** How a line is drawn: told apart by shape and dashes first, by colour besides. */
export interface PlotStyle {
  draw: 'bars' | 'step' | 'line' | 'dots';
  /** Place among the colours of lines. */
  colour: 'main' | 'second' | 'third' | 'fourth';
  dash: string | null;
  width: number;
  /** Sets the range of the plot; others may leave it at the top. */
  fits: boolean;
}

const style = (
  draw: PlotStyle['draw'],
  colour: PlotStyle['colour'],
  dash: string | null = null,
  width = 1.8,
  fits = true,
): PlotStyle => ({ draw, colour, dash, width, fits });

/** The lines of each plot, in the order in which they are drawn. */
export const PLOT_STYLES: Readonly<Record<SeriesName, Readonly<Record<string, PlotStyle>>>> = {
  sequence: {
    edge: style('step', 'third', '7 4', 1.5, false),
    acknowledged: style('step', 'second'),
    sacked: style('bars', 'fourth', '2 2', 4),
    segments: style('bars', 'main', null, 2.4),
  },
  congestion: {
    flight: style('step', 'third', '2 3', 1.4),
    ssthresh: style('step', 'second', '8 4', 1.8, false),
    cwnd: style('step', 'main', null, 2.2),
  },
  rtt: {
    rto: style('step', 'second', '8 4'),
    measured: style('dots', 'third'),
    srtt: style('line', 'main', null, 2.2),
  },
  window: { window: style('step', 'second', '8 4'), flight: style('step', 'main', null, 2.2) },
  throughput: { sent: style('step', 'second', '4 3', 1.5), delivered: style('step', 'main', null, 2.2) },
};

/** What an axis counts. */
export const PLOT_UNITS: Readonly<Record<SeriesName, 'number' | 'bytes' | 'time' | 'rate'>> = {
  sequence: 'number',
  congestion: 'bytes',
  rtt: 'time',
  window: 'bytes',
  throughput: 'rate',
};

export interface Axis {
  from: number;
  until: number;
  log: boolean;
}

/** A point of a plot: its line and its place in it. */
export interface PointPlace {
  line: number;
  at: number;
}

/**
 * Round numbers that divide `from` … `until` into about `count` parts: 1, 2 or 5 times a power of ten apart, and whole, for
 * all that is drawn is counted (ns, bytes, bit/s).
 */
export function ticksOf(from: number, until: number, count: number): number[] {
  const width = until - from;
  if (!(width > 0)) return [from];
  const rough = Math.max(1, width / Math.max(1, count));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step - 1e-9) * step; at <= until + step * 1e-9; at += step) {
    ticks.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  }
  return ticks;
}

/** Powers of ten, with 2 and 5 times them where there are few. */
export function logTicksOf(from: number, until: number): number[] {
  const powers: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(from)); power <= until; power *= 10) powers.push(power);
  const factors = powers.length <= 2 ? [1, 2, 5] : [1];
  return powers.flatMap((power) => factors.map((factor) => factor * power)).filter((at) => at >= from && at <= until);
}

/** From the least to the largest value of what sets the range; from 0 where that is not far; logarithmic where it spans much. */
export function rangeOf(what: SeriesName, lines: readonly SeriesLine[], x: Pick<Axis, 'from' | 'until'>): Axis {
  let [least, most] = [Infinity, -Infinity];
  for (const line of lines) {
    if (!PLOT_STYLES[what][line.name]?.fits) continue;
    for (let at = 0; at < line.times.length; at++) {
      const next = line.times[at + 1] ?? Infinity;
      if (next < x.from || line.times[at]! > x.until || Number.isNaN(line.values[at])) continue;
      least = Math.min(least, line.values[at]!);
      most = Math.max(most, (line.highs ?? line.values)[at]!);
    }
  }
  if (least > most) return { from: 0, until: 1, log: false };
  if (what === 'rtt' && least > 0 && most / least > 30) return { from: least * 0.7, until: most * 1.4, log: true };
  const from = what === 'sequence' && least > 0 && most > least * 1.5 === false ? least : 0;
  const room = (most - from) * 0.08 || Math.max(1, most * 0.1);
  return { from: from === 0 ? 0 : Math.max(0, from - room), until: most + room, log: false };
}

/** Where a value stands between 0 (bottom) and 1 (top). */
export function shareOf(value: number, { from, until, log }: Axis): number {
  if (!log) return (value - from) / (until - from);
  return Math.log(Math.max(value, from) / from) / Math.log(until / from);
}

/** The path of a line, y downwards; what is no number leaves a gap. */
export function pathOf(
  line: SeriesLine,
  draw: PlotStyle['draw'],
  x: (time: number) => number,
  y: (value: number) => number,
  until: number,
): string {
  const parts: string[] = [];
  let gap = true;
  for (let at = 0; at < line.times.length; at++) {
    const value = line.values[at]!;
    if (Number.isNaN(value)) {
      gap = true;
      continue;
    }
    const [left, top] = [round(x(line.times[at]!)), round(y(value))];
    if (draw === 'bars') parts.push(`M${left} ${top}V${round(Math.min(top - 1.5, y(line.highs![at]!)))}`);
    else if (draw === 'dots') parts.push(`M${left - 2.5} ${top}h5m-2.5 -2.5v5`);
    else if (gap) parts.push(`M${left} ${top}`);
    else parts.push(draw === 'step' ? `H${left}V${top}` : `L${left} ${top}`);
    gap = false;
  }
  // What was true last still is.
  if (draw === 'step' && !gap && line.times.length > 0) parts.push(`H${round(x(Math.max(until, line.times.at(-1)!)))}`);
  return parts.join('');
}

/** Points with a mark, as shapes of their own: a diamond for what was sent again, a cross for what was lost. */
export function marksOf(
  line: SeriesLine,
  x: (time: number) => number,
  y: (value: number) => number,
): { again: string; lost: string } {
  const [again, lost]: [string[], string[]] = [[], []];
  for (let at = 0; at < line.times.length; at++) {
    const mark = line.marks[at]!;
    if (mark === 0) continue;
    const middle = (line.values[at]! + (line.highs ?? line.values)[at]!) / 2;
    const place = `M${round(x(line.times[at]!))} ${round(y(middle))}`;
    if (mark & POINT_AGAIN) again.push(`${place}m0 -6l5 6l-5 6l-5 -6z`);
    if (mark & POINT_LOST) lost.push(`${place}m-5 -5l10 10m0 -10l-10 10`);
  }
  return { again: again.join(''), lost: lost.join('') };
}

/** Where the points of a line are framed that a chosen packet made: a stretch as a whole, y downwards. */
export function framesOf(
  line: SeriesLine,
  x: (time: number) => number,
  y: (value: number) => number,
): { x: number; top: number; bottom: number }[] {
  const frames: { x: number; top: number; bottom: number }[] = [];
  line.times.forEach((time, at) => {
    const value = line.values[at]!;
    if (Number.isNaN(value)) return;
    const bottom = y(value);
    frames.push({
      x: round(x(time)),
      top: round(Math.min(bottom, y((line.highs ?? line.values)[at]!))),
      bottom: round(bottom),
    });
  });
  return frames;
}

/** The point nearest to a place of the plot, within `reach` CSS px; null: none is. */
export function nearest(
  lines: readonly SeriesLine[],
  at: { x: number; y: number },
  x: (time: number) => number,
  y: (value: number) => number,
  reach: number,
): PointPlace | null {
  let found: PointPlace | null = null;
  let least = reach;
  lines.forEach((line, index) => {
    for (let point = 0; point < line.times.length; point++) {
      const low = y(line.values[point]!);
      const high = line.highs === null ? low : y(line.highs[point]!);
      const away = at.y > low ? at.y - low : at.y < high ? high - at.y : 0;
      const distance = Math.hypot(x(line.times[point]!) - at.x, away);
      if (distance >= least) continue;
      least = distance;
      found = { line: index, at: point };
    }
  });
  return found;
}

/**
 * Where a point stands among other lines of the same plot, of another stretch of time or with more points: by its fact, or,
 * where that was thinned out, next to it in time. Null: its line has no points there.
 */
export function foundAgain(
  place: PointPlace,
  before: readonly SeriesLine[],
  lines: readonly SeriesLine[],
): PointPlace | null {
  const known = before[place.line];
  const line = lines.findIndex(({ name }) => name === known?.name);
  const found = lines[line];
  const time = known?.times[place.at];
  if (!known || !found || time === undefined || found.times.length === 0) return null;
  const fact = known.facts[place.at]!;
  const same = fact === 0 ? -1 : found.facts.indexOf(fact);
  if (same >= 0) return { line, at: same };
  let at = 0;
  found.times.forEach((each, index) => {
    if (Math.abs(each - time) < Math.abs(found.times[at]! - time)) at = index;
  });
  return { line, at };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
