import { describe, expect, it } from 'vitest';
import { diceFor, throwDice } from '#engine/sim/dice.ts';

const throws = (seed: number, id: string, count = 4) => {
  const dice = diceFor(seed, id);
  return Array.from({ length: count }, () => throwDice(dice));
};

describe('dice', () => {
  it('throw the same numbers for the same seed and id', () => {
    expect(throws(7, 'pc1')).toEqual(throws(7, 'pc1'));
  });

  it('throw other numbers for another seed or another id', () => {
    expect(throws(7, 'pc1')).not.toEqual(throws(8, 'pc1'));
    expect(throws(7, 'pc1')).not.toEqual(throws(7, 'pc2'));
  });

  it('fill 0 … 2^32-1 evenly', () => {
    const counts = new Array<number>(16).fill(0);
    for (const number of throws(1, 'fair', 16_000)) {
      expect(Number.isInteger(number) && number >= 0 && number < 2 ** 32).toBe(true);
      counts[number >>> 28]!++;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
