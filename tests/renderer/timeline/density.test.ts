import { describe, expect, it } from 'vitest';
import { densityPath, dropMarks } from '#renderer/timeline/density.ts';

describe('the density behind the slider', () => {
  it('draws nothing when nothing happened', () => expect(densityPath([0, 0, 0], 300, 20)).toBe(''));

  it('draws one box a busy bucket, the busiest at full height', () => {
    expect(densityPath([0, 7, 0, 1], 400, 20)).toBe('M100 20V0H200V20ZM300 20V13.33H400V20Z');
  });

  it('keeps one lone event visible beside a storm', () => {
    const path = densityPath([1_000_000, 1], 200, 100);
    expect(path).toContain('M100 100V78');
  });

  it('joins drops that would cover each other', () => {
    const drops = Array.from({ length: 400 }, (_, k) => (k === 10 || k === 11 || k === 300 ? 2 : 0));
    expect(dropMarks(drops)).toEqual([
      { at: 10.5 / 400, count: 4 },
      { at: 300.5 / 400, count: 2 },
    ]);
  });
});
