import { describe, expect, it } from 'vitest';
import { POINT_AGAIN, POINT_LOST, POINT_MANY, type SeriesName } from '#contract/conversation.ts';
import { pointsOf, seriesOf } from '#worker/exchange/series.ts';
import { Line } from '#worker/exchange/line.ts';
import { onlyTalk } from '#support/ladders.ts';
import { losing, transfer } from '#support/two-runs.ts';

const talk = onlyTalk(transfer(losing([12])));
const last = talk.trace.time(talk.trace.length);
const series = (what: SeriesName, points = 2000) => {
  const lines = seriesOf(talk.trace, talk.journeys, talk.exchange, 0, what, 0, last, points);
  return Object.fromEntries(lines.map((line) => [line.name, line]));
};

describe('the time–sequence plot', () => {
  const { segments, acknowledged, edge, sacked } = series('sequence');

  it('has every segment as the stretch of numbers it takes, from 0 on', () => {
    expect(segments!.values[0]).toBe(0);
    expect(segments!.highs![0]).toBe(1);
    // SYN, text and FIN.
    expect(Math.max(...segments!.highs!)).toBe(100_002);
  });

  it('marks the segment that was lost, and the one that was sent again', () => {
    const marked = (mark: number) => [...segments!.marks].flatMap((each, at) => (each & mark ? [at] : []));
    expect(marked(POINT_LOST)).toHaveLength(1);
    expect(marked(POINT_AGAIN)).toHaveLength(1);
    expect(segments!.values[marked(POINT_LOST)[0]!]).toBe(segments!.values[marked(POINT_AGAIN)[0]!]);
  });

  it('has acknowledgments that never fall, below the edge of the window', () => {
    const values = [...acknowledged!.values];
    expect(values).toEqual(values.toSorted((one, other) => one - other));
    expect(values.at(-1)).toBe(100_002);
    expect([...edge!.values].every((value, at) => value >= values[at]!)).toBe(true);
  });

  it('has what was reported out of order, beyond what was acknowledged', () => {
    expect(sacked!.values.length).toBeGreaterThan(0);
    const lost = [...segments!.marks].findIndex((mark) => mark & POINT_LOST);
    expect(Math.min(...sacked!.values)).toBe(segments!.highs![lost]);
  });

  it('leads from every point to its fact', () => {
    expect(talk.trace.kind(segments!.facts[3]!)).toBe('tcp.sent');
    expect(talk.trace.time(segments!.facts[3]!)).toBe(segments!.times[3]);
    expect(talk.trace.kind(acknowledged!.facts[3]!)).toBe('tcp.received');
  });
});

describe('the other plots', () => {
  it('show cwnd growing, and cut at the loss, where ssthresh is set', () => {
    const { cwnd, ssthresh } = series('congestion');
    const before = [...cwnd!.values].filter((_, at) => cwnd!.times[at]! < ssthresh!.times.at(1)!);
    expect(before).toEqual(before.toSorted((one, other) => one - other));
    expect(ssthresh!.values[0]).toBeNaN();
    expect(ssthresh!.values.at(-1)).toBeLessThan(Math.max(...before));
  });

  it('show round trips of four cables of 10 ms, and an RTO above them', () => {
    const { measured, srtt, rto } = series('rtt');
    expect(Math.min(...measured!.values)).toBeGreaterThanOrEqual(40e6);
    expect(Math.min(...rto!.values)).toBeGreaterThan(Math.max(...srtt!.values));
  });

  it('show as much in flight as was sent and not acknowledged', () => {
    const { flight } = series('window');
    expect(flight!.values.at(-1)).toBe(0);
    expect(Math.max(...flight!.values)).toBeGreaterThan(10_000);
  });

  it('show rates that add up to all bytes', () => {
    const { sent, delivered } = series('throughput', 100);
    const bytes = (line: typeof sent) =>
      [...line!.values]
        .slice(0, -1)
        .reduce((sum, rate, at) => sum + (rate * (line!.times[at + 1]! - line!.times[at]!)) / 8e9, 0);
    expect(bytes(delivered)).toBeCloseTo(100_001, -1);
    expect(bytes(sent)).toBeGreaterThan(bytes(delivered));
  });
});

describe('the stretch a plot spans', () => {
  it('ends with the last segment, however long TIME-WAIT has lasted since', () => {
    const { trace, exchange, timeline } = talk;
    const segments = [...Array(trace.length).keys()].filter((at) => /^tcp\.(sent|received)$/.test(trace.kind(at + 1)));
    expect(exchange.lastSegment).toBe(trace.time(segments.at(-1)! + 1));
    expect(timeline.now).toBeGreaterThan(2 * exchange.lastSegment);
  });
});

describe('a thinned line', () => {
  it('keeps the first, least, most and last of what lies together', () => {
    const line = new Line();
    for (let at = 0; at < 1000; at++) line.push(at, at === 500 ? 999 : at === 501 ? -999 : at % 7, at + 1);
    const thin = line.within('cwnd', 0, 999, 40);
    expect(thin.whole).toBe(1000);
    expect(thin.times.length).toBeLessThanOrEqual(44);
    expect(Math.max(...thin.values)).toBe(999);
    expect(Math.min(...thin.values)).toBe(-999);
    expect([...thin.times]).toEqual([...thin.times].toSorted((one, other) => one - other));
  });

  it('of stretches spans all of them, and keeps their marks', () => {
    const line = new Line(true);
    for (let at = 0; at < 100; at++) line.push(at, at * 10, at + 1, at * 10 + 10, at === 42 ? POINT_AGAIN : 0);
    const thin = line.within('segments', 0, 99, 10);
    expect(thin.values[0]).toBe(0);
    expect(thin.highs!.at(-1)).toBe(1000);
    expect([...thin.marks].filter((mark) => mark & POINT_AGAIN)).toEqual([POINT_AGAIN | POINT_MANY]);
  });

  it('goes on at both edges of a window that lies between points', () => {
    const line = new Line();
    line.push(0, 1, 1);
    line.push(100, 2, 2);
    line.push(200, 3, 3);
    expect([...line.within('cwnd', 120, 150, 10).times]).toEqual([100, 200]);
  });
});

describe('the points of a packet', () => {
  const { trace, journeys, exchange } = talk;
  const points = (what: SeriesName, packet: number) => {
    const facts = Array.from({ length: trace.length }, (_, index) => index + 1).filter(
      (seq) => trace.packet(seq) === packet && /^tcp\.(sent|received)$/.test(trace.kind(seq)),
    );
    const lines = pointsOf(trace, journeys, exchange, 0, what, packet, facts);
    return Object.fromEntries(lines.map((line) => [line.name, line]));
  };
  const { segments, acknowledged } = series('sequence');
  const packetOf = (line: typeof segments, at: number) => trace.packet(line!.facts[at]!);

  it('are the stretch it takes, in a plot that has it among many and in one that has it alone', () => {
    const at = 40;
    const { segments: own, acknowledged: others } = points('sequence', packetOf(segments, at));
    expect([...own!.times]).toEqual([segments!.times[at]]);
    expect([own!.values[0], own!.highs![0], own!.facts[0]]).toEqual([
      segments!.values[at],
      segments!.highs![at],
      segments!.facts[at],
    ]);
    expect(others!.times).toHaveLength(0);
    // In a plot of few points it has none of its own any more.
    expect(series('sequence', 8).segments!.facts).not.toContain(own!.facts[0]);
  });

  it('are what its arrival changed: what was acknowledged, the congestion window, a round trip, the RTO', () => {
    const at = 3;
    const packet = packetOf(acknowledged, at);
    const time = acknowledged!.times[at];
    expect([...points('sequence', packet).acknowledged!.times]).toEqual([time]);
    expect([...points('congestion', packet).cwnd!.times]).toEqual([time]);
    expect([...points('window', packet).flight!.times]).toEqual([time]);
    const { measured, srtt, rto } = points('rtt', packet);
    expect([measured, srtt, rto].map((line) => [...line!.times])).toEqual([[time], [time], [time]]);
  });

  it('leave out what its arrival made others do: the segments that went out in the same moment', () => {
    const time = acknowledged!.times[3]!;
    expect([...segments!.times].filter((each) => each === time).length).toBeGreaterThan(0);
    expect(points('sequence', packetOf(acknowledged, 3)).segments!.times).toHaveLength(0);
  });

  it('tell that it was lost', () => {
    const lost = [...segments!.marks].findIndex((mark) => mark & POINT_LOST);
    expect(points('sequence', packetOf(segments, lost)).segments!.marks[0]! & POINT_LOST).toBe(POINT_LOST);
  });

  it('are none in a plot of rates, and none of a packet of others', () => {
    expect(points('throughput', packetOf(segments, 3))).toEqual({});
    const all = Object.values(points('sequence', 1e6)).map(({ whole }) => whole);
    expect(all).toEqual([0, 0, 0, 0]);
  });
});
