import { describe, expect, it } from 'vitest';
import type { CauseStep } from '#contract/causes.ts';
import { effectTree, straight, type Effect } from '#renderer/causes/tree.ts';
import { factOf } from '#support/scripted-host.ts';

const step = (seq: number, cause: number, also = 0): CauseStep => ({
  ...factOf(seq, { cause }),
  clause: null,
  rows: [],
  also,
});

const numbers = (effects: readonly Effect[]): unknown[] =>
  effects.map(({ step: { seq }, effects: more }) => (more.length === 0 ? seq : [seq, numbers(more)]));

describe('what followed', () => {
  it('stands under what caused it', () => {
    expect(numbers(effectTree(1, [step(2, 1), step(3, 2), step(4, 1), step(5, 2), step(6, 5)]))).toEqual([
      [2, [3, [5, [6]]]],
      4,
    ]);
  });

  it('stands under its second cause where the first one is of another story', () => {
    expect(numbers(effectTree(5, [step(6, 5), step(9, 3, 6), step(10, 2, 5)]))).toEqual([[6, [9]], 10]);
  });

  it('is told as a line as long as it does not fork', () => {
    const [effect] = effectTree(1, [step(2, 1), step(3, 2), step(4, 3), step(5, 3)]);
    const { line, branches } = straight(effect!);
    expect(line.map(({ step: { seq } }) => seq)).toEqual([2, 3]);
    expect(branches.map(({ step: { seq } }) => seq)).toEqual([4, 5]);
  });
});
