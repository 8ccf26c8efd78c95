import { describe, expect, it } from 'vitest';
import { newCable, newDevice } from '#document/edits.ts';
import { isProblem } from '#document/problem.ts';
import type { DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { laidOut } from '#renderer/canvas/placing/layouts.ts';
import type { LayoutKind } from '#renderer/stores/drawing.ts';

const starter = new Map(starterDocument().records.map((record) => [record.id, record]));
const devices = [...starter.values()].filter(({ type }) => type === 'device').map(({ id }) => id);

/** A router with six switches of four hosts each, all on top of each other. */
function tree(): Map<string, DocumentRecord> {
  const records = new Map<string, DocumentRecord>();
  const put = (kind: 'router' | 'switch' | 'host'): string => {
    const device = newDevice(kind, { x: 0, y: 0 }, records);
    records.set(device.id, device);
    return device.id;
  };
  const join = (a: string, b: string): void => {
    const cable = newCable({ device: a }, { device: b }, records);
    if (isProblem(cable)) throw new Error(cable.name);
    records.set(cable.id, cable);
  };
  const router = put('router');
  for (let i = 0; i < 4; i++) {
    const middle = put('switch');
    join(router, middle);
    for (let j = 0; j < 4; j++) join(middle, put('host'));
  }
  return records;
}

describe.each(['layers', 'spread'] satisfies LayoutKind[])('laying out: %s', (kind) => {
  it('puts no two devices onto each other, all on the grid', () => {
    const records = tree();
    const places = [...laidOut([...records.keys()], kind, records).values()];
    expect(places).toHaveLength(21);
    for (const [index, one] of places.entries()) {
      expect([one.x % 10 === 0, one.y % 10 === 0]).toEqual([true, true]);
      for (const other of places.slice(0, index)) {
        expect(Math.abs(one.x - other.x) >= 90 || Math.abs(one.y - other.y) >= 90).toBe(true);
      }
    }
  });

  it('gives the same places for the same drawing, wherever things stand', () => {
    const moved = new Map(
      [...starter.values()].map((one, index) => [
        one.id,
        one.type === 'device' ? { ...one, x: one.x + (index % 3) * 7 - 7, y: one.y } : one,
      ]),
    );
    const shape = (places: ReadonlyMap<string, { x: number; y: number }>) => {
      const first = places.get('pc1')!;
      return [...places].map(([id, { x, y }]) => [id, Math.round((x - first.x) / 20), Math.round((y - first.y) / 20)]);
    };
    expect(laidOut(devices, kind, starter)).toEqual(laidOut(devices.toReversed(), kind, starter));
    expect(shape(laidOut(devices, kind, moved as typeof starter))).toHaveLength(6);
  });

  it('keeps the middle, and leaves what was not meant where it is', () => {
    const places = laidOut(['pc1', 'pc2', 'switch1'], kind, starter);
    expect([...places.keys()].sort()).toEqual(['pc1', 'pc2', 'switch1']);
    const middle = (xs: number[]): number => (Math.min(...xs) + Math.max(...xs)) / 2;
    const before = ['pc1', 'pc2', 'switch1'].map((id) => (starter.get(id) as unknown as { x: number }).x);
    expect(Math.abs(middle([...places.values()].map(({ x }) => x)) - middle(before))).toBeLessThanOrEqual(10);
  });

  it('does nothing with one device', () => {
    expect(laidOut(['pc1'], kind, starter).size).toBe(0);
  });
});

describe('laying out in layers', () => {
  it('stands the router above, and hosts below their switches', () => {
    const records = tree();
    const places = laidOut([...records.keys()], 'layers', records);
    const heights = (prefix: string) => [...places].flatMap(([id, { y }]) => (id.startsWith(prefix) ? [y] : []));
    expect(Math.max(...heights('router'))).toBeLessThan(Math.min(...heights('switch')));
    expect(Math.max(...heights('switch'))).toBeLessThan(Math.min(...heights('pc')));
  });
});
