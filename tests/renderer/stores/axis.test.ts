import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf, timeAt } from '#renderer/stores/axis.ts';

const SEED = 412;
const TIMES = [0, 10, 20, 1_000_000, 1_000_010];

describe('the axis of the slider', () => {
  it('gives each piece between two bounds the same room', () => {
    expect(TIMES.map((time) => shareOf(TIMES, time))).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => timeAt(TIMES, share))).toEqual(TIMES);
  });

  it('runs evenly between two bounds', () => {
    expect(shareOf(TIMES, 5)).toBe(0.125);
    expect(timeAt(TIMES, 0.125)).toBe(5);
  });

  it('stands at its ends for what lies beyond them', () => {
    expect([shareOf(TIMES, -5), shareOf(TIMES, 2e6)]).toEqual([0, 1]);
    expect([timeAt(TIMES, -1), timeAt(TIMES, 2)]).toEqual([0, 1_000_010]);
  });

  it('has one place only while no time has passed', () => {
    expect([shareOf([0, 0], 0), timeAt([0, 0], 0.7)]).toEqual([0, 0]);
  });

  it(`leads from a time to its place and back (seed ${SEED})`, () => {
    const bounds = fc
      .uniqueArray(fc.nat(1e9), { minLength: 2, maxLength: 50 })
      .map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(bounds, fc.double({ min: 0, max: 1, noNaN: true }), (times, share) => {
        expect(shareOf(times, timeAt(times, share))).toBeCloseTo(share, 6);
      }),
      { seed: SEED },
    );
  });
});
