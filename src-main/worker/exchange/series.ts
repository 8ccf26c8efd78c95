import type { TraceStore } from '#engine/trace/store.ts';
import { POINT_LOST, POINT_MANY, type SeriesLine, type SeriesName } from '#contract/conversation.ts';
import type { Journeys } from '../packets/journeys.ts';
import { fateOf } from '../conversations/ladder.ts';
import type { Exchange } from './exchange.ts';
import type { Line } from './line.ts';

/** Stretches of time a throughput is measured over, at most. */
const MOST_RATES = 150;

/** The lines of one plot of what end `place` sends, from `from` to `until` ns. */
export function seriesOf(
  trace: TraceStore,
  journeys: Journeys,
  { directions }: Exchange,
  place: 0 | 1,
  what: SeriesName,
  from: number,
  until: number,
  points: number,
): SeriesLine[] {
  const one = directions[place];
  const lines = (...named: [string, Line][]): SeriesLine[] =>
    named.map(([name, line]) => line.within(name, from, until, points));
  switch (what) {
    case 'sequence': {
      const [segments, ...others] = lines(
        ['segments', one.segments],
        ['acknowledged', one.acknowledged],
        ['edge', one.edge],
        ['sacked', one.sacked],
      );
      return [withLost(trace, journeys, segments!), ...others];
    }
    case 'congestion':
      return lines(['cwnd', one.cwnd], ['ssthresh', one.ssthresh], ['flight', one.flight]);
    case 'rtt':
      return lines(['measured', one.measured], ['srtt', one.srtt], ['rto', one.rto]);
    case 'window':
      return lines(['window', one.window], ['flight', one.flight]);
    case 'throughput':
      return [ratesOf('sent', one.sent, from, until, points), ratesOf('delivered', one.delivered, from, until, points)];
  }
}

/** Marks the segments that never arrived, as far as each has a point of its own. */
function withLost(trace: TraceStore, journeys: Journeys, line: SeriesLine): SeriesLine {
  for (let at = 0; at < line.facts.length; at++) {
    const fact = line.facts[at]!;
    if ((line.marks[at]! & POINT_MANY) !== 0 || !trace.kind(fact).endsWith('.sent')) continue;
    const { reason } = fateOf(trace, journeys, trace.packet(fact), trace.device(fact), trace.length);
    if (reason !== null) line.marks[at]! |= POINT_LOST;
  }
  return line;
}

/** A sum of bytes as a rate, bit/s, over stretches of equal length; the point stands where its stretch begins. */
function ratesOf(name: string, sums: Line, from: number, until: number, points: number): SeriesLine {
  const count = Math.min(points, MOST_RATES);
  const width = Math.max(1, (until - from) / count);
  const sumAt = (time: number): number => {
    const known = sums.times.countUpTo(time);
    return known === 0 ? 0 : sums.values.at(known - 1);
  };
  const starts = Array.from({ length: count + 1 }, (_, index) => from + index * width);
  const rates = starts.map((start) => ((sumAt(start + width) - sumAt(start)) * 8e9) / width);
  const factAt = (time: number): number => sums.facts.at(Math.max(0, sums.times.countUpTo(time) - 1));
  // The last point only ends the last stretch.
  rates[count] = rates[count - 1] ?? 0;
  return {
    name,
    times: Float64Array.from(starts),
    values: Float64Array.from(rates),
    highs: null,
    facts: Uint32Array.from(starts, (start) => factAt(start + width)),
    marks: new Uint8Array(count + 1),
    whole: sums.length,
  };
}
