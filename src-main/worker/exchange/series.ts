import type { TraceStore } from '#engine/trace/store.ts';
import { POINT_LOST, POINT_MANY, type SeriesLine, type SeriesName } from '#contract/conversation.ts';
import type { Journeys } from '../packets/journeys.ts';
import { fateOf } from '../conversations/ladder.ts';
import type { Direction } from './direction.ts';
import type { Exchange } from './exchange.ts';
import type { Line } from './line.ts';

/** Stretches of time a throughput is measured over, at most. */
const MOST_RATES = 150;
/** Steps up the chain of causes from what a plot shows to the segment it came of. */
const CAUSES_WALKED = 6;

/** What is counted of a direction, in the order in which a plot has it. */
const LINES = {
  sequence: ['segments', 'acknowledged', 'edge', 'sacked'],
  congestion: ['cwnd', 'ssthresh', 'flight'],
  rtt: ['measured', 'srtt', 'rto'],
  window: ['window', 'flight'],
} as const satisfies Record<Exclude<SeriesName, 'throughput'>, readonly (keyof Direction)[]>;

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
  if (what === 'throughput') {
    return [ratesOf('sent', one.sent, from, until, points), ratesOf('delivered', one.delivered, from, until, points)];
  }
  return LINES[what].map((name) => withLost(trace, journeys, one[name].within(name, from, until, points)));
}

/** The points of those lines that a packet made, which was sent and received by `facts`. */
export function pointsOf(
  trace: TraceStore,
  journeys: Journeys,
  { directions }: Exchange,
  place: 0 | 1,
  what: SeriesName,
  packet: number,
  facts: readonly number[],
): SeriesLine[] {
  // A rate is of many.
  if (what === 'throughput') return [];
  // What comes of an arrival is told in the same moment.
  const times = new Set(facts.map((seq) => trace.time(seq)));
  const fits = (fact: number): boolean => stemsFrom(trace, fact, packet);
  return LINES[what].map((name) => withLost(trace, journeys, directions[place][name].among(name, times, fits)));
}

/** Whether a fact is about a packet, or about no packet and comes of one that is. */
function stemsFrom(trace: TraceStore, fact: number, packet: number): boolean {
  for (let seq = fact, walked = 0; seq !== 0 && walked < CAUSES_WALKED; seq = trace.cause(seq), walked++) {
    const about = trace.packet(seq);
    if (about !== 0) return about === packet;
  }
  return false;
}

/** Marks the segments that never arrived, as far as each has a point of its own. */
function withLost(trace: TraceStore, journeys: Journeys, line: SeriesLine): SeriesLine {
  if (line.name !== 'segments') return line;
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
