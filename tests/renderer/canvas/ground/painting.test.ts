import { describe, expect, it } from 'vitest';
import { BUSY, FULL, paintGround, thicknessOf, type GroundScene } from '#renderer/canvas/ground/painting.ts';

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

describe('what lies under the drawing', () => {
  const places = new Map([
    ['pc1', { x: 10, y: 20 }],
    ['pc2', { x: 110, y: 20 }],
  ]);
  const scene = {
    viewport: { zoom: 2, x: 5, y: 7, width: 800, height: 600 },
    curves: { index: new Map([['cable1', 0]]), points: Float64Array.of(10, 20, 60, 20, 110, 20) },
    places,
    use: new Map(),
    queues: new Map(),
    path: [],
    here: null,
    pulses: [],
    wall: 0,
    colors: { chosen: 'blue' },
    motion: false,
  } as unknown as GroundScene;

  /** What is called on a sheet while it is painted, and with what. */
  function painted(more: Partial<GroundScene>): [string, ...unknown[]][] {
    const calls: [string, ...unknown[]][] = [];
    const sheet = new Proxy({} as Record<string, unknown>, {
      get: (set, name) => set[String(name)] ?? ((...given: unknown[]) => void calls.push([String(name), ...given])),
    });
    paintGround(sheet as unknown as CanvasRenderingContext2D, { ...scene, ...more }, 1);
    return calls;
  }
  const named = (calls: [string, ...unknown[]][], name: string) => calls.filter(([what]) => what === name);

  it('is a disc behind the device at which the chosen event happened, and none for one that is not drawn', () => {
    const [arc, ...others] = named(painted({ here: 'pc2' }), 'arc');
    expect(arc!.slice(1, 3)).toEqual([225, 47]);
    expect(others).toEqual([]);
    expect(named(painted({ here: 'gone' }), 'fill')).toEqual([]);
    expect(named(painted({}), 'fill')).toEqual([]);
  });

  it('is a band under each cable of a way that was taken, once, and arrows for each direction', () => {
    const there = { cable: 'cable1', direction: 0, taken: true } as const;
    const back = { ...there, direction: 1 } as const;
    const both = painted({ path: [there, back] });
    expect(named(both, 'quadraticCurveTo')).toEqual([['quadraticCurveTo', 125, 47, 225, 47]]);
    const arrows = named(both, 'rotate').length;
    expect(arrows).toBeGreaterThan(2);
    const ahead = painted({ path: [{ ...there, taken: false }] });
    expect(named(ahead, 'quadraticCurveTo')).toEqual([]);
    expect(named(ahead, 'rotate')).toHaveLength(arrows / 2);
  });

  it('has the arrows of a way on the cable itself, clear of the names of ports and of what is written beside it', () => {
    const way = { cable: 'cable1', taken: true };
    const places = ([0, 1] as const).map((direction) =>
      named(painted({ path: [{ ...way, direction }] }), 'translate').map(([, x, y]) => [x, y] as [number, number]),
    );
    // The cable reaches from 25 to 225, at 47: names stand beside its first and its last third, less a little.
    for (const [x, y] of places.flat()) {
      expect(y).toBe(47);
      expect(Math.abs(x - 125)).toBeLessThan(40);
    }
    // Where both directions are used none stands on another.
    const all = places.flat().map(([x]) => x);
    expect(
      Math.min(...all.flatMap((one, k) => all.slice(k + 1).map((other) => Math.abs(one - other)))),
    ).toBeGreaterThan(10);
  });
});
