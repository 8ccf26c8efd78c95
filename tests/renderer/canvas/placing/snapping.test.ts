import { describe, expect, it } from 'vitest';
import { boxAt } from '#renderer/canvas/extents.ts';
import { onGrid, snapped } from '#renderer/canvas/placing/snapping.ts';

const other = boxAt({ x: 100, y: 200 }, 60);

describe('a dragged thing', () => {
  it('comes to rest with its middle on the grid where nothing is near', () => {
    const snap = snapped(boxAt({ x: 503, y: -47 }, 60), [other], 6);
    expect([snap.dx, snap.dy]).toEqual([-3, -3]);
    expect(snap.guides).toEqual([]);
  });

  it('is drawn to the middle of another, and a line shows it', () => {
    const snap = snapped(boxAt({ x: 104, y: 407 }, 60), [other], 6);
    expect(snap.dx).toBe(-4);
    expect(snap.guides).toEqual([{ axis: 'x', at: 100, from: 170, to: 440 }]);
  });

  it('is drawn to an edge of a thing of another size', () => {
    const snap = snapped(boxAt({ x: 92, y: 407 }, 40), [other], 6);
    expect([snap.dx, snap.guides[0]!.at]).toEqual([-2, 70]);
  });

  it('chooses the nearest of several, each axis by itself', () => {
    const snap = snapped(boxAt({ x: 103, y: 302 }, 60), [other, boxAt({ x: 101, y: 300 }, 60)], 6);
    expect([snap.dx, snap.dy]).toEqual([-2, -2]);
    expect(snap.guides.map(({ axis }) => axis)).toEqual(['x', 'y']);
  });

  it('has a grid that a corner can be put on', () => {
    expect(onGrid({ x: 14, y: -6 })).toEqual({ x: 10, y: -10 });
  });
});
