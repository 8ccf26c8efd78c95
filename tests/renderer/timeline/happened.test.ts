import { describe, expect, it } from 'vitest';
import { happenedAt } from '#renderer/timeline/happened.ts';

const counts = { before: 10, facts: [0, 3, 0, 0, 5], drops: [0, 1, 0, 0, 0] };

describe('what happened at a place of the time line', () => {
  it('is told with the number of its first fact', () => {
    expect(happenedAt(counts, 0.3, 0)).toEqual({ first: 11, facts: 3, drops: 1 });
    expect(happenedAt(counts, 0.95, 0)).toEqual({ first: 14, facts: 5, drops: 0 });
  });

  it('is what is nearest when nothing happened right there', () => {
    expect(happenedAt(counts, 0.5, 0.2)).toEqual({ first: 11, facts: 3, drops: 1 });
    expect(happenedAt(counts, 0.5, 0)).toEqual({ first: 0, facts: 0, drops: 0 });
  });

  it('at both ends lies inside', () => {
    expect(happenedAt(counts, 1, 0).first).toBe(14);
    expect(happenedAt(counts, -1, 0.2).first).toBe(11);
  });
});
