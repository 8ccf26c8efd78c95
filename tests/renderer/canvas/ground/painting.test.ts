import { describe, expect, it } from 'vitest';
import { BUSY, FULL, thicknessOf } from '#renderer/canvas/ground/painting.ts';

describe('the thickness of a cable', () => {
  it('is none where nothing was sent, and can be seen where anything was', () => {
    expect(thicknessOf(0)).toBe(0);
    expect(thicknessOf(0.0001)).toBeGreaterThan(2);
  });

  it('grows with use, and no further than the whole of it', () => {
    const steps = [0.001, 0.01, 0.1, BUSY, FULL, 1].map(thicknessOf);
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
    expect(new Set(steps).size).toBe(steps.length);
    expect(thicknessOf(3)).toBe(thicknessOf(1));
  });
});
