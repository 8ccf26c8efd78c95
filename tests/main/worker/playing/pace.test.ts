import { describe, expect, it } from 'vitest';
import { stretch, type Standing } from '#worker/playing/pace.ts';

const standing = (more: Partial<Standing>): Standing => ({ now: 0, fraction: 0, quickest: null, next: null, ...more });

describe('hop pace', () => {
  const hop = { kind: 'hop', wall: 500 } as const;

  it('takes the chosen wall time for the quickest frame in flight', () => {
    const half = stretch(hop, standing({ quickest: 8_000, next: 8_000 }), 250);
    expect(half).toEqual({ until: 4_000, fraction: 0, wall: 250 });
    const rest = stretch(hop, standing({ now: 4_000, quickest: 8_000, next: 8_000 }), 300);
    expect(rest).toEqual({ until: 8_000, fraction: 0, wall: 250 });
  });

  it('leaps over a stretch without frames in flight in no wall time, but not past the next event', () => {
    const leap = stretch(hop, standing({ now: 10, next: 240_000_000_000 }), 16);
    expect(leap).toEqual({ until: 240_000_000_000, fraction: 0, wall: 0 });
  });

  it('stays where it is when nothing will happen', () => {
    expect(stretch(hop, standing({ now: 10 }), 16)).toEqual({ until: 10, fraction: 0, wall: 16 });
  });

  it('loses no part of a nanosecond over many short ticks', () => {
    let now = 0;
    let fraction = 0;
    for (let tick = 0; tick < 1000; tick++) {
      const run = stretch({ kind: 'hop', wall: 3000 }, standing({ now, fraction, quickest: 512, next: 1e9 }), 1);
      now = run.until;
      fraction = run.fraction;
    }
    expect(now).toBe(170);
  });
});

describe('clock pace', () => {
  it('runs the chosen multiple of wall time', () => {
    expect(stretch({ kind: 'clock', ratio: 1 }, standing({}), 16)).toEqual({
      until: 16_000_000,
      fraction: 0,
      wall: 16,
    });
    expect(stretch({ kind: 'clock', ratio: 1e-6 }, standing({}), 16).until).toBe(16);
    expect(stretch({ kind: 'clock', ratio: 1e6 }, standing({}), 16).until).toBe(16e12);
  });

  it('does not leap where no frame is in flight', () => {
    expect(stretch({ kind: 'clock', ratio: 1 }, standing({ next: 1e9 }), 16).until).toBe(16_000_000);
  });

  it('is exact however events cut it into pieces', () => {
    const events = [1, 333_333, 1_000_000, 1_000_001, 7_777_777, 15_999_999];
    let now = 0;
    let fraction = 0;
    let left = 16;
    let pieces = 0;
    while (left > 0) {
      const next = events.find((time) => time > now) ?? null;
      const run = stretch({ kind: 'clock', ratio: 1 }, standing({ now, fraction, next }), left);
      now = run.until;
      fraction = run.fraction;
      left -= run.wall;
      pieces++;
    }
    expect(now).toBe(16_000_000);
    expect(pieces).toBe(7);
  });
});
