import { describe, expect, it } from 'vitest';
import { HANDLE_RADIUS, handlePlace } from '#renderer/canvas/cabling/handlePlace.ts';

const MIDDLE = { x: 300, y: 200 };
const distance = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.hypot(one.x - other.x, one.y - other.y);

describe('where the handle of a device stands', () => {
  it('is above it to the right, at the same step of the drawing, while the device is large enough', () => {
    expect(handlePlace(MIDDLE, 1, [])).toEqual({ x: 340, y: 170 });
    expect(handlePlace(MIDDLE, 0.5, [])).toEqual({ x: 320, y: 185 });
  });

  it('leaves the middle of a device free however small it is drawn', () => {
    for (const zoom of [0.44, 0.3, 0.2, 0.05]) {
      const at = handlePlace(MIDDLE, zoom, [])!;
      expect(distance(at, MIDDLE), `zoom ${zoom}`).toBeGreaterThanOrEqual(HANDLE_RADIUS + 9.99);
    }
  });

  it('stands on another side where it would cover the middle of a neighbour', () => {
    const neighbour = { x: 318, y: 187 };
    const at = handlePlace(MIDDLE, 0.3, [neighbour])!;
    expect(at.x).toBeLessThan(MIDDLE.x);
    expect(distance(at, neighbour)).toBeGreaterThan(HANDLE_RADIUS);
  });

  it('is nowhere where neighbours stand on all sides', () => {
    const around = Array.from({ length: 12 }, (_, index) => ({
      x: MIDDLE.x + 22 * Math.cos((index * Math.PI) / 6),
      y: MIDDLE.y + 22 * Math.sin((index * Math.PI) / 6),
    }));
    expect(handlePlace(MIDDLE, 0.1, around)).toBeNull();
  });
});
