import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBitRate,
  formatDelay,
  formatMask,
  readBitRate,
  formatPercent,
  readDelay,
  readList,
  readOrdinals,
  readPercent,
  readRatio,
  readPrefix,
  readRange,
  readWhole,
  splitAddress,
  unsplit,
  writeRange,
} from '#renderer/inspector/fields/notation.ts';

describe('prefixes and masks', () => {
  it('are read in every form a student writes', () => {
    expect([readPrefix('24'), readPrefix('/24'), readPrefix(' 255.255.255.0 '), readPrefix('0.0.0.0')]).toEqual([
      24, 24, 24, 0,
    ]);
  });

  it('are refused when the mask has a hole or the number is too large', () => {
    expect([
      readPrefix('33'),
      readPrefix('255.0.255.0'),
      readPrefix('255.255.255.256'),
      readPrefix(''),
      readPrefix('x'),
    ]).toEqual(Array(5).fill(null));
  });

  it('come back from the mask they make (seed 7)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32 }), (prefix) => {
        expect(readPrefix(formatMask(prefix))).toBe(prefix);
      }),
      { seed: 7 },
    );
  });

  it('may stand in the same field as the address', () => {
    expect(splitAddress('10.0.0.1/8')).toEqual({ address: '10.0.0.1', prefix: 8 });
    expect(splitAddress('10.0.0.1 255.0.0.0')).toEqual({ address: '10.0.0.1', prefix: 8 });
    expect(splitAddress(' 10.0.0.1 ')).toEqual({ address: '10.0.0.1', prefix: null });
    expect([splitAddress('10.0.0.1/99'), splitAddress('1 2 3')]).toEqual([null, null]);
    expect(unsplit('10.0.0.1/99')).toEqual({ what: 'prefix', value: '99' });
    expect(unsplit('10.0.0.1 255.0.255.0')).toEqual({ what: 'mask', value: '255.0.255.0' });
    expect(unsplit('1 2 3')).toEqual({ what: 'address', value: '1 2 3' });
  });
});

describe('rates', () => {
  it('are read with the units people write', () => {
    const written = ['100 Mbit/s', '100M', '100 mbps', '0.1 Gbit/s', '100000 kbit/s', '100000000'];
    expect(written.map(readBitRate)).toEqual(Array(6).fill(1e8));
  });

  it('are refused when they are none', () => {
    expect([readBitRate('fast'), readBitRate('-1 Mbit/s'), readBitRate('10 MB'), readBitRate('')].slice(0, 2)).toEqual([
      null,
      null,
    ]);
    expect(readBitRate('10 apples')).toBeNull();
  });

  it('come back from how they are shown (seed 11)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (rate) => {
        expect(Math.abs(readBitRate(formatBitRate(rate))! - rate)).toBeLessThanOrEqual(rate * 1e-11);
      }),
      { seed: 11 },
    );
  });
});

describe('delays', () => {
  it('are read with a unit, zero also without', () => {
    expect(['10 µs', '10us', '0.01 ms', '10000 ns'].map(readDelay)).toEqual(Array(4).fill(10_000));
    expect(readDelay('0')).toBe(0);
  });

  it('without a unit are refused: 10 of what?', () => {
    expect([readDelay('10'), readDelay('soon'), readDelay('')]).toEqual([null, null, null]);
  });

  it('come back from how they are shown (seed 13)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (delay) => {
        expect(readDelay(formatDelay(delay))).toBe(delay);
      }),
      { seed: 13 },
    );
  });
});

describe('whole numbers', () => {
  it('may be written in groups', () => {
    expect([readWhole('1500'), readWhole('1,500'), readWhole('1 500')]).toEqual([1500, 1500, 1500]);
    expect([readWhole('1.5'), readWhole('-3'), readWhole('many')]).toEqual([null, null, null]);
  });
});

describe('shares and rates of what goes wrong', () => {
  it('are read with or without the sign, and shown with it', () => {
    expect(['5 %', '5', '5,0%', '100'].map(readPercent)).toEqual([0.05, 0.05, 0.05, 1]);
    expect(formatPercent(0.07)).toBe('7 %');
    expect([readPercent('101'), readPercent('-1'), readPercent('often')]).toEqual([null, null, null]);
    expect([readRatio('1e-6'), readRatio('0.001'), readRatio('.5e-3'), readRatio('x')]).toEqual([
      1e-6,
      1e-3,
      5e-4,
      null,
    ]);
  });

  it('of frames named one by one are whole numbers from 1, each once', () => {
    expect(readOrdinals('5, 3 5')).toEqual([3, 5]);
    expect(readOrdinals('')).toEqual([]);
    expect([readOrdinals('0'), readOrdinals('1.5'), readOrdinals('a')]).toEqual([null, null, null]);
  });
});

describe('lists and ranges', () => {
  it('of words are parted by commas, semicolons or blanks', () => {
    expect(readList('10.0.0.1, 10.0.0.2')).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(readList(' 10.0.0.1;10.0.0.2 ')).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(readList('  ')).toBeUndefined();
  });

  it('of ports are one port or a range', () => {
    expect(readRange('80')).toEqual({ first: 80, last: 80 });
    expect(readRange('1024-65535')).toEqual({ first: 1024, last: 65535 });
    expect(readRange('')).toBeUndefined();
    for (const wrong of ['http', '1-2-3', '-5', '5-']) expect(readRange(wrong)).toBeNull();
    expect(writeRange({ first: 80, last: 90 })).toBe('80-90');
  });
});
