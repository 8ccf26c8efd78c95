import { describe, expect, it } from 'vitest';
import { fasterThan, notchOf, pacesOf, slowerThan } from '#renderer/stores/paces.ts';

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
