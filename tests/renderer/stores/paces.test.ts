import { describe, expect, it } from 'vitest';
import { fasterThan, notchOf, paceAt, pacesOf, placeOf, rateOf, slowerThan, ticksOf } from '#renderer/stores/paces.ts';

describe('paces', () => {
  it('go from slow to fast in both kinds', () => {
    const walls = pacesOf('hop').map((pace) => (pace.kind === 'hop' ? pace.wall : 0));
    const ratios = pacesOf('clock').map((pace) => (pace.kind === 'clock' ? pace.ratio : 0));
    expect(walls).toEqual([...walls].sort((a, b) => b - a));
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
  });

  it('have nothing faster than the fastest and nothing slower than the slowest', () => {
    for (const kind of ['hop', 'clock'] as const) {
      expect(fasterThan(pacesOf(kind).at(-1)!)).toBeNull();
      expect(slowerThan(pacesOf(kind)[0]!)).toBeNull();
    }
  });

  it('find the nearest notch for a pace set elsewhere', () => {
    expect(pacesOf('hop')[notchOf({ kind: 'hop', wall: 820 })]).toEqual({ kind: 'hop', wall: 800 });
    expect(fasterThan({ kind: 'clock', ratio: 1 })).toEqual({ kind: 'clock', ratio: 2 });
  });
});

describe('the scale of paces', () => {
  it('is logarithmic: ten times as quick is the same way everywhere', () => {
    const way = (slow: number, quick: number) =>
      placeOf({ kind: 'clock', ratio: quick }) - placeOf({ kind: 'clock', ratio: slow });
    expect(way(1e-6, 1e-5)).toBeCloseTo(way(10, 100), 9);
    expect(placeOf({ kind: 'hop', wall: 60_000 })).toBe(0);
    expect(placeOf({ kind: 'hop', wall: 1 })).toBe(1);
  });

  it('finds every pace again at its place', () => {
    for (const pace of [...pacesOf('hop'), ...pacesOf('clock')]) expect(paceAt(pace.kind, placeOf(pace))).toEqual(pace);
  });

  it('has a tick at each power of ten, inside of the scale', () => {
    expect(ticksOf('clock')).toHaveLength(13);
    expect(ticksOf('hop')).toHaveLength(5);
    for (const tick of ticksOf('hop')) expect(tick >= 0 && tick <= 1).toBe(true);
  });
});

describe('a pace in words', () => {
  it.each([
    [5e-4, 1e6, 2],
    [2e-4, 1e6, 5],
    [1e-3, 1e6, 1],
    [5e-5, 50_000, 1],
    [1e-6, 1000, 1],
    [1, 1e9, 1],
    [0.1, 1e9, 10],
    [50, 50e9, 1],
  ])('says ratio %d as %d ns in %d s', (ratio, simulated, wall) => {
    expect(rateOf(ratio)).toEqual({ simulated, wall });
  });

  it('says of every pace what it is', () => {
    for (const pace of pacesOf('clock')) {
      const { simulated, wall } = rateOf(pace.kind === 'clock' ? pace.ratio : 0);
      expect(simulated / wall / 1e9).toBeCloseTo(pace.kind === 'clock' ? pace.ratio : 0, 9);
      expect(Number.isInteger(wall) && Number.isInteger(simulated)).toBe(true);
    }
  });
});
