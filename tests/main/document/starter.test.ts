import { describe, expect, it } from 'vitest';
import { readDocument } from '#document/read.ts';
import { starterDocument, STARTER_SIZE } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';

const { records } = starterDocument();

describe('the starter project', () => {
  it('is a valid project, the same every time', () => {
    expect(readDocument(writeDocument(starterDocument()))).toEqual({ document: starterDocument() });
  });
  it('stands inside the drawing area, no device upon another', () => {
    const places = records.flatMap((one) => (one.type === 'device' ? [one] : []));
    for (const { x, y } of places) {
      expect(x).toBeGreaterThanOrEqual(60);
      expect(x).toBeLessThanOrEqual(STARTER_SIZE.width - 60);
      expect(y).toBeGreaterThanOrEqual(60);
      expect(y).toBeLessThanOrEqual(STARTER_SIZE.height - 60);
    }
    for (const one of places) {
      for (const other of places) {
        if (one !== other) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(120);
      }
    }
  });
  it('has a server behind a hub, on another subnet than the hosts on the switch', () => {
    const joined = records.flatMap((one) => (one.type === 'cable' ? [`${one.a.device} -- ${one.b.device}`] : []));
    expect(joined).toEqual([
      'pc1 -- switch1',
      'pc2 -- switch1',
      'switch1 -- router1',
      'router1 -- hub1',
      'hub1 -- server1',
    ]);
    const address = (id: string) =>
      records.flatMap((one) => (one.type === 'device' && one.id === id ? one.ports[0]!.address : []))[0];
    expect([address('pc1'), address('pc2'), address('server1')]).toEqual([
      '192.168.1.11',
      '192.168.1.12',
      '192.168.2.10',
    ]);
  });
});
