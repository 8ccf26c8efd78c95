import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, partnersByTime } from '#worker/compare/align.ts';
import type { Unit } from '#worker/compare/units.ts';

const SEED = 771;
const unit = (key: string, time: number): Unit => ({
  ...{ key, fact: time + 1, time, device: 'pc1', what: 'message', number: 1 },
  ...{ from: 0, to: 0, text: key, again: false, lost: null },
});
const told = (left: Unit[], right: Unit[], counted: boolean) =>
  align(left, right, counted).map((entry) => `${entry.left?.time ?? '-'}:${entry.right?.time ?? '-'}`);

describe('partners by time', () => {
  it('are the nearest ones where one side has fewer', () => {
    expect(partnersByTime([0, 1000, 3000], [0, 1000, 2000, 3000])).toEqual([0, 1, 3]);
    expect(partnersByTime([0, 1000, 2000, 3000], [10, 2010])).toEqual([0, -1, 1, -1]);
  });

  it('are the first and the first where both have as many, however late one is', () => {
    expect(partnersByTime([0, 1000], [900, 1900])).toEqual([0, 1]);
  });

  it(`never overtake each other, and nobody who can have one is without (seed ${SEED})`, () => {
    const moments = fc.array(fc.nat(1000), { maxLength: 12 }).map((times) => times.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(moments, moments, (left, right) => {
        const found = partnersByTime(left, right).filter((at) => at >= 0);
        expect(found).toHaveLength(Math.min(left.length, right.length));
        expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('two runs laid side by side', () => {
  it('pair what has the same key, the second with the second where copies are counted', () => {
    const left = [unit('a', 1), unit('a', 2), unit('b', 3)];
    const right = [unit('a', 1), unit('b', 30)];
    expect(told(left, right, true)).toEqual(['1:1', '2:-', '3:30']);
  });

  it('keep what only one has where it belongs', () => {
    const left = [unit('a', 1), unit('x', 2), unit('b', 3)];
    const right = [unit('a', 1), unit('y', 2), unit('b', 3), unit('z', 4)];
    expect(told(left, right, true)).toEqual(['1:1', '2:-', '-:2', '3:3', '-:4']);
  });

  it(`lose nothing and invent nothing, in whatever order things are (seed ${SEED})`, () => {
    const units = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 15 });
    fc.assert(
      fc.property(units, units, fc.boolean(), (one, other, counted) => {
        const left = one.map((key, index) => unit(key, index));
        const right = other.map((key, index) => unit(key, index));
        const entries = align(left, right, counted);
        expect(entries.flatMap((entry) => entry.left ?? [])).toEqual(left);
        expect(new Set(entries.flatMap((entry) => entry.right ?? []))).toEqual(new Set(right));
        expect(entries.flatMap((entry) => entry.right ?? [])).toHaveLength(right.length);
        for (const entry of entries) if (entry.left && entry.right) expect(entry.left.key).toBe(entry.right.key);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
