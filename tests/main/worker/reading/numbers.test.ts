import { describe, expect, it } from 'vitest';
import { Numbers } from '#worker/reading/numbers.ts';

const of = (...values: number[]) => {
  const numbers = new Numbers();
  for (const value of values) numbers.push(value);
  return numbers;
};

describe('numbers', () => {
  it('keep what was pushed, however many', () => {
    const numbers = new Numbers();
    for (let value = 0; value < 10_000; value++) numbers.push(value * 3);
    expect(numbers.length).toBe(10_000);
    expect(numbers.at(9_999)).toBe(29_997);
    expect(numbers.at(10_000)).toBe(0);
  });

  it('are 0 between what was written', () => {
    const numbers = new Numbers();
    numbers.set(1000, 0xffffffff);
    expect([numbers.at(999), numbers.at(1000), numbers.length]).toEqual([0, 0xffffffff, 1001]);
  });

  it('count how many are at most a value', () => {
    const numbers = of(2, 4, 4, 9);
    expect([1, 2, 3, 4, 8, 9, 10].map((value) => numbers.countUpTo(value))).toEqual([0, 1, 1, 3, 3, 4, 4]);
    expect(of().countUpTo(5)).toBe(0);
  });

  it('forget what was truncated, so that it does not come back', () => {
    const numbers = of(1, 2, 3);
    numbers.truncate(1);
    numbers.set(2, 7);
    expect([numbers.at(0), numbers.at(1), numbers.at(2)]).toEqual([1, 0, 7]);
  });
});
