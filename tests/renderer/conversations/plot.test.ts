import { describe, expect, it } from 'vitest';
import { POINT_AGAIN, POINT_LOST, type SeriesLine } from '#contract/conversation.ts';
import {
  foundAgain,
  framesOf,
  logTicksOf,
  marksOf,
  nearest,
  pathOf,
  rangeOf,
  shareOf,
  ticksOf,
} from '#renderer/conversations/plot.ts';

const line = (name: string, points: [time: number, value: number, high?: number, mark?: number][]): SeriesLine => ({
  name,
  times: Float64Array.from(points, ([time]) => time),
  values: Float64Array.from(points, ([, value]) => value),
  highs: points.some(([, , high]) => high !== undefined)
    ? Float64Array.from(points, ([, value, high]) => high ?? value)
    : null,
  facts: Uint32Array.from(points, (_, index) => index + 1),
  marks: Uint8Array.from(points, ([, , , mark]) => mark ?? 0),
  whole: points.length,
});
const same = (value: number): number => value;

describe('an axis', () => {
  it('has ticks at round numbers', () => {
    expect(ticksOf(0, 1000, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(ticksOf(37, 96, 6)).toEqual([40, 50, 60, 70, 80, 90]);
    expect(ticksOf(5, 5, 6)).toEqual([5]);
    expect(ticksOf(0, 1.08, 11), 'there is no half byte').toEqual([0, 1]);
    expect(ticksOf(3, 7, 20)).toEqual([3, 4, 5, 6, 7]);
    expect(logTicksOf(0.8, 2500)).toEqual([1, 10, 100, 1000]);
    expect(logTicksOf(10, 60)).toEqual([10, 20, 50]);
  });

  it('reaches over what sets the range, and lets the window edge leave it', () => {
    const x = { from: 0, until: 100 };
    const range = rangeOf('sequence', [line('segments', [[10, 0, 500]]), line('edge', [[10, 60_000]])], x);
    expect(range.from).toBe(0);
    expect(range.until).toBeGreaterThan(500);
    expect(range.until).toBeLessThan(1000);
  });

  it('of round trips is logarithmic where the RTO lies far above them', () => {
    const x = { from: 0, until: 100 };
    const far = rangeOf('rtt', [line('srtt', [[1, 2e6]]), line('rto', [[1, 1e9]])], x);
    expect(far.log).toBe(true);
    expect(shareOf(Math.sqrt(far.from * far.until), far)).toBeCloseTo(0.5);
    expect(rangeOf('rtt', [line('srtt', [[1, 2e6]]), line('rto', [[1, 6e6]])], x).log).toBe(false);
  });

  it('of nothing is still an axis', () =>
    expect(rangeOf('window', [], { from: 0, until: 1 })).toMatchObject({ until: 1 }));
});

describe('a line', () => {
  it('goes in steps up to the end, with a gap where there is no value', () => {
    const steps = line('ssthresh', [
      [0, NaN],
      [10, 5],
      [20, 8],
    ]);
    expect(pathOf(steps, 'step', same, same, 30)).toBe('M10 5H20V8H30');
  });

  it('of segments is a bar each', () => {
    const bars = line('segments', [
      [10, 0, 50],
      [20, 50, 100],
    ]);
    expect(pathOf(bars, 'bars', same, (value) => 100 - value, 30)).toBe('M10 100V50M20 50V0');
  });

  it('marks what was sent again and what was lost with shapes of their own', () => {
    const marked = line('segments', [
      [10, 0, 50, POINT_AGAIN],
      [20, 50, 100, POINT_LOST],
    ]);
    const { again, lost } = marksOf(marked, same, same);
    expect(again).toMatch(/^M10 25.*z$/);
    expect(lost).toMatch(/^M20 75/);
  });

  it('is framed at the points of a packet, a stretch as a whole, and where there is a value', () => {
    const y = (value: number): number => 100 - value;
    expect(framesOf(line('segments', [[40, 10, 60]]), same, y)).toEqual([{ x: 40, top: 40, bottom: 90 }]);
    const values = line('ssthresh', [
      [10, NaN],
      [20, 30],
    ]);
    expect(framesOf(values, same, y)).toEqual([{ x: 20, top: 70, bottom: 70 }]);
  });

  it('is found again in another stretch of time: by its fact, else next to it in time', () => {
    const before = [
      line('edge', [[1, 1]]),
      line('acknowledged', [
        [10, 1],
        [20, 2],
        [30, 3],
      ]),
    ];
    const { times, values, facts, ...rest } = before[1]!;
    const later = [{ ...rest, times: times.slice(1), values: values.slice(1), facts: facts.slice(1) }];
    expect(foundAgain({ line: 1, at: 2 }, before, later)).toEqual({ line: 0, at: 1 });
    expect(foundAgain({ line: 1, at: 0 }, before, later)).toEqual({ line: 0, at: 0 });
    expect(foundAgain({ line: 0, at: 0 }, before, later)).toBeNull();
    expect(foundAgain({ line: 1, at: 0 }, before, [line('acknowledged', [])])).toBeNull();
  });

  it('is found where the pointer is near it, a bar along its whole length', () => {
    const lines = [line('acknowledged', [[10, 10]]), line('segments', [[40, 0, 100]])];
    const y = (value: number): number => 100 - value;
    expect(nearest(lines, { x: 42, y: 30 }, same, y, 10)).toEqual({ line: 1, at: 0 });
    expect(nearest(lines, { x: 11, y: 88 }, same, y, 10)).toEqual({ line: 0, at: 0 });
    expect(nearest(lines, { x: 80, y: 30 }, same, y, 10)).toBeNull();
  });
});
