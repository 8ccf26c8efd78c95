import { describe, expect, it } from 'vitest';
import { newCable, newDevice } from '#document/edits.ts';
import { isProblem } from '#document/problem.ts';
import type { CableRecord, DocumentRecord } from '#document/records.ts';
import {
  cableAt,
  cableBows,
  curvesOf,
  DEVICE_RADIUS,
  deviceAt,
  freePlaceNear,
  pointOn,
} from '#renderer/canvas/geometry.ts';

function pair(cables: number): { records: Map<string, DocumentRecord>; cables: CableRecord[] } {
  const records = new Map<string, DocumentRecord>();
  const a = newDevice('switch', { x: 0, y: 0 }, records);
  records.set(a.id, a);
  const b = newDevice('switch', { x: 400, y: 0 }, records);
  records.set(b.id, b);
  const made: CableRecord[] = [];
  for (let i = 0; i < cables; i++) {
    // Drawn from either side in turn: the picture must not depend on it.
    const [from, to] = i % 2 === 0 ? [a, b] : [b, a];
    const cable = newCable({ device: from.id }, { device: to.id }, records);
    if (isProblem(cable)) throw new Error(cable.name);
    records.set(cable.id, cable);
    made.push(cable);
  }
  return { records, cables: made };
}

const places = new Map([
  ['switch1', { x: 0, y: 0 }],
  ['switch2', { x: 400, y: 0 }],
]);
const point = { x: 0, y: 0, dx: 0, dy: 0 };

describe('the curves of cables', () => {
  it('draw a single cable straight, from outline to outline', () => {
    const curves = curvesOf(pair(1).cables, places);
    expect([...curves.points]).toEqual([DEVICE_RADIUS, 0, 200, 0, 400 - DEVICE_RADIUS, 0]);
  });

  it('fan several cables between the same devices out, each at another height, whichever way each was drawn', () => {
    const { cables } = pair(4);
    const curves = curvesOf(cables, places);
    const heights = cables.map(({ id }) => pointOn(curves, curves.index.get(id)!, 0.5, point).y);
    expect(new Set(heights.map(Math.round)).size).toBe(4);
    expect(heights.reduce((sum, height) => sum + height, 0)).toBeCloseTo(0);
  });

  it('run along the cable from end a to end b', () => {
    const { cables } = pair(2);
    const curves = curvesOf(cables, places);
    const first = pointOn(curves, curves.index.get(cables[0]!.id)!, 0, { ...point });
    const other = pointOn(curves, curves.index.get(cables[1]!.id)!, 0, { ...point });
    expect(first.x).toBeLessThan(50);
    expect(first.dx).toBeGreaterThan(0);
    expect(other.x).toBeGreaterThan(350);
    expect(other.dx).toBeLessThan(0);
  });

  it('leave out a cable one of whose devices has no place', () => {
    expect(curvesOf(pair(1).cables, new Map([['switch1', { x: 0, y: 0 }]])).index.size).toBe(0);
  });

  it('stay finite when two devices lie on top of each other', () => {
    const same = new Map([
      ['switch1', { x: 5, y: 5 }],
      ['switch2', { x: 5, y: 5 }],
    ]);
    const curves = curvesOf(pair(2).cables, same);
    expect([...curves.points].every(Number.isFinite)).toBe(true);
  });

  it('give the only cable no bow', () => {
    expect([...cableBows(pair(1).cables).values()]).toEqual([0]);
  });
});

describe('finding the device under a point', () => {
  const { records } = pair(0);
  const devices = [...records.values()].filter((record) => record.type === 'device');

  it('takes the nearest one in reach', () => {
    expect(deviceAt(devices, places, { x: 390, y: 12 })).toBe('switch2');
  });

  it('finds none between devices', () => {
    expect(deviceAt(devices, places, { x: 200, y: 0 })).toBeNull();
  });
});

describe('a free place', () => {
  it('is the wanted one on an empty drawing', () => {
    expect(freePlaceNear({ x: 10, y: 20 }, [])).toEqual({ x: 10, y: 20 });
  });

  it('keeps clear of everything drawn, one after another', () => {
    const records = new Map<string, DocumentRecord>();
    for (let i = 0; i < 30; i++) {
      const device = newDevice('host', freePlaceNear({ x: 0, y: 0 }, records.values()), records);
      records.set(device.id, device);
    }
    const all = [...records.values()].filter((record) => record.type === 'device');
    const distances = all.flatMap((one) =>
      all
        .filter((other) => other !== one)
        .map((other) => Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))),
    );
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(100);
  });
});

describe('the cable under a point', () => {
  it('is the nearest one of several that fan out, along all its length and not beyond', () => {
    const { records, cables } = pair(2);
    const places = new Map(
      [...records.values()].flatMap((one) => ('x' in one ? [[one.id, { x: one.x, y: one.y }]] : [])),
    );
    const curves = curvesOf(cables, places);
    const [upper, lower] = [cables[0]!.id, cables[1]!.id].sort((one, other) => {
      const y = (id: string): number => pointOn(curves, curves.index.get(id)!, 0.5, { x: 0, y: 0, dx: 0, dy: 0 }).y;
      return y(one) - y(other);
    });
    expect(cableAt(curves, { x: 200, y: -14 }, 10)).toBe(upper);
    expect(cableAt(curves, { x: 200, y: 14 }, 10)).toBe(lower);
    expect(cableAt(curves, { x: 100, y: -13 }, 10)).toBe(upper);
    expect(cableAt(curves, { x: 200, y: -60 }, 10)).toBeNull();
    expect(cableAt(curves, { x: -40, y: 0 }, 10)).toBeNull();
  });
});
