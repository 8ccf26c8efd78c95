import { describe, expect, it } from 'vitest';
import { ticksOf } from '#renderer/timeline/ticks.ts';

/** A stretch drawn true to time. */
const ticks = (from: number, to: number, most: number) =>
  ticksOf(
    { from, to },
    false,
    most,
    (time) => (time - from) / (to - from),
    (place) => from + place * (to - from),
  ).map(({ at, label }) => `${Math.round(at * 1000) / 1000} ${label.replaceAll('\u202f', ' ')}`);

describe('the marks of the time line, true to time', () => {
  it('stand at round times, no more of them than there is room for', () => {
    expect(ticks(0, 10_000_000, 5)).toEqual(['0 0 ns', '0.2 2 ms', '0.4 4 ms', '0.6 6 ms', '0.8 8 ms', '1 10 ms']);
    expect(ticks(3_200_000, 4_200_000, 4)).toEqual(['0.3 3.5 ms', '0.8 4 ms']);
  });

  it('tell times apart that differ only far behind the point', () => {
    const labels = ticks(1_000_000_000, 1_000_000_040, 4).map((tick) => tick.slice(tick.indexOf(' ') + 1));
    expect(labels).toEqual(['1 s', '1.000 000 01 s', '1.000 000 02 s', '1.000 000 03 s', '1.000 000 04 s']);
  });

  it('are none where nothing is shown', () => {
    expect(ticks(5, 5, 4)).toEqual([]);
    expect(ticks(0, 100, 0)).toEqual([]);
  });
});

describe('the marks of the time line, spaced evenly', () => {
  it('stand equally far apart, each label once', () => {
    const times = [0, 100, 100, 5_000_000, 1_000_000_000];
    const found = ticksOf(
      { from: 0, to: 1e9 },
      true,
      4,
      () => 0,
      (place) => times[Math.round(place * 4)]!,
    );
    expect(found.map(({ at, label }) => [at, label.replaceAll('\u202f', ' ')])).toEqual([
      [0, '0 ns'],
      [0.25, '100 ns'],
      [0.75, '5 ms'],
    ]);
  });

  it('read one later than the other, also the last before a long silence', () => {
    const times = [0, 8_000_700_000, 8_007_200_000, 8_008_700_000, 664_000_000_000];
    const found = ticksOf(
      { from: 0, to: 664e9 },
      true,
      4,
      () => 0,
      (place) => times[Math.round(place * 4)]!,
    );
    expect(found.map(({ label }) => label.replaceAll('\u202f', ' '))).toEqual([
      '0 ns',
      '8.000 7 s',
      '8.007 2 s',
      '8.008 7 s',
    ]);
  });
});
