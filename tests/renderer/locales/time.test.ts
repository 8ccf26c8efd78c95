import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, readTime } from '#renderer/locales/time.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('simulated time in words', () => {
  it.each([
    [0, '0 ns'],
    [999, '999 ns'],
    [1000, '1 µs'],
    [12_500, '12.5 µs'],
    [1_234_567, '1.234 567 ms'],
    [1_000_096_000, '1.000 096 s'],
    [12_345_000_000_000, '12 345 s'],
  ])('writes %d ns as %s', (time, words) => expect(plain(formatTime(time))).toBe(words));

  it('cuts decimals and never rounds up into a moment not reached yet', () => {
    expect(plain(formatTime(1_999_999, 1))).toBe('1.9 ms');
  });

  it.each([
    ['1.5 ms', 1_500_000],
    ['200us', 200_000],
    ['200 µs', 200_000],
    ['3', 3_000_000_000],
    ['0', 0],
    ['17 ns', 17],
  ])('reads %s', (words, time) => expect(readTime(words)).toBe(time));

  it.each(['', 'soon', '1.2.3 s', '-1 s', '1e400 s', '5 min'])('does not take “%s” for a time', (words) =>
    expect(readTime(words)).toBeNull(),
  );

  it('reads what it writes, for every time below a day (seed 20261121)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 * 1e9 }), (time) => readTime(formatTime(time)) === time),
      { seed: 20261121 },
    );
  });
});
