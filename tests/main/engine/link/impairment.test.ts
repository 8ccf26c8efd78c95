import { describe, expect, it } from 'vitest';
import { limitsOf } from '#engine/link/cable.ts';
import { cross, happens, isImpaired, type Impairment } from '#engine/link/impairment.ts';
import { diceFor, throwDice } from '#engine/sim/dice.ts';

const SEED = 2_026;
const BITS = 1518 * 8;

function thrower(): () => number {
  const dice = diceFor(SEED, 'cable');
  return () => throwDice(dice);
}

const never = (): number => {
  throw new Error('the dice were thrown');
};

describe('a direction of a cable', () => {
  it('takes from the cable what it does not say for itself', () => {
    const cable = { bandwidth: 100e6, delay: 10_000, mtu: 1500, queue: 100 };
    const [there, back] = limitsOf({ ...cable, directions: [{ bandwidth: 1e6, queue: 3 }, { delay: 5 }] });
    expect(there).toEqual({ ...cable, bandwidth: 1e6, queue: 3 });
    expect(back).toEqual({ ...cable, delay: 5 });
    expect(limitsOf(cable)).toEqual([cable, cable]);
  });

  it('is impaired only by what can happen', () => {
    expect(isImpaired({ bandwidth: 1, delay: 2, queue: 3, loss: 0, drop: [] })).toBe(false);
    for (const impairment of [{ jitter: 1 }, { loss: 0.1 }, { damage: [1] }] satisfies Impairment[]) {
      expect(isImpaired(impairment)).toBe(true);
    }
  });
});

describe('what becomes of a frame', () => {
  it('is nothing at all, without a throw, where nothing is set', () => {
    expect(cross({}, 10, BITS, 1, never)).toEqual({ lost: false, jitter: 0, behind: 0, flipped: [] });
  });

  it('is certain, without a throw, for probability 0 and 1', () => {
    expect(happens(0, never)).toBe(false);
    expect(happens(1, never)).toBe(true);
  });

  it('is loss exactly for the frames named', () => {
    const lost = [1, 2, 3, 4, 5].filter((ordinal) => cross({ drop: [3, 5] }, 0, BITS, ordinal, never).lost);
    expect(lost).toEqual([3, 5]);
  });

  it('is one flipped bit for the frames named to be damaged', () => {
    const random = thrower();
    expect(cross({ damage: [2] }, 0, BITS, 1, random).flipped).toEqual([]);
    const { flipped } = cross({ damage: [2] }, 0, BITS, 2, random);
    expect(flipped).toHaveLength(1);
    expect(flipped[0]).toBeLessThan(BITS);
  });

  it(`loses as many of 20,000 frames as the probability says (seed ${SEED})`, () => {
    const random = thrower();
    let lost = 0;
    for (let at = 0; at < 20_000; at++) if (cross({ loss: 0.05 }, 0, BITS, at + 1, random).lost) lost++;
    // 1,000 with a standard deviation of 31.
    expect(Math.abs(lost - 1000)).toBeLessThan(125);
  });

  it(`flips as many bits as the bit error rate says, all different and in rising order (seed ${SEED})`, () => {
    const random = thrower();
    let flips = 0;
    for (let at = 0; at < 5_000; at++) {
      const { flipped } = cross({ bitErrors: { per: 'bit', probability: 1e-4 } }, 0, BITS, at + 1, random);
      flips += flipped.length;
      expect(flipped).toEqual([...new Set(flipped)].sort((a, b) => a - b));
    }
    // 5,000 × 12,144 × 1e-4 = 6,072 with a standard deviation of 78.
    expect(Math.abs(flips - 6_072)).toBeLessThan(320);
  });

  it(`flips exactly one bit where errors are counted by frame (seed ${SEED})`, () => {
    const random = thrower();
    const counts = new Set<number>();
    for (let at = 0; at < 200; at++) {
      const impairment: Impairment = { bitErrors: { per: 'frame', probability: 0.5 } };
      counts.add(cross(impairment, 0, BITS, at + 1, random).flipped.length);
    }
    expect(counts).toEqual(new Set([0, 1]));
  });

  it(`spreads jitter evenly over both sides, and never below a delay of 0 (seed ${SEED})`, () => {
    const random = thrower();
    const drawn = Array.from({ length: 4_000 }, (_, at) => cross({ jitter: 100 }, 1_000, BITS, at, random).jitter);
    expect(Math.min(...drawn)).toBe(-100);
    expect(Math.max(...drawn)).toBe(100);
    expect(Math.abs(drawn.reduce((sum, one) => sum + one, 0) / 4_000)).toBeLessThan(4);
    const near = Array.from({ length: 400 }, (_, at) => cross({ jitter: 100 }, 30, BITS, at, random).jitter);
    expect(Math.min(...near)).toBe(-30);
  });
});
