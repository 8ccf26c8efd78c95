import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import {
  addressLines,
  noteSize,
  pictureChange,
  portLabelAside,
  portLabelOffset,
  projection,
} from '#renderer/canvas/projection.ts';

const { records } = starterDocument();
const device = (id: string): DeviceRecord => records.find((record) => record.id === id) as DeviceRecord;
const drawn = (list: DocumentRecord[]) => new Map(projection(list).map((element) => [element.data.id, element]));

describe('the picture of a drawing', () => {
  it('has a node for each device and note and an edge for each cable, and nothing for programs', () => {
    const note: DocumentRecord = { type: 'note', id: 'note1', text: 'LAN', x: 1, y: 2 };
    const groups = projection([...records, note]).map(({ group, classes }) => `${group} ${classes.split(' ')[0]}`);
    expect(groups.filter((one) => one === 'nodes device')).toHaveLength(6);
    expect(groups.filter((one) => one === 'edges cable')).toHaveLength(5);
    expect(groups.filter((one) => one === 'nodes note')).toHaveLength(1);
    expect(groups).toHaveLength(12);
  });

  it('is the same for the same records', () => {
    expect(projection(records)).toEqual(projection(structuredClone(records)));
  });

  it('puts name and address under a device, and the port before each of several addresses', () => {
    const picture = drawn(records);
    expect(picture.get('pc1')!.data['label']).toBe('pc1\n192.168.1.11/24');
    expect(picture.get('router1')!.data['label']).toBe('router1\neth0 192.168.1.1/24\neth1 192.168.2.1/24');
  });

  it('counts addresses instead of listing many', () => {
    const router = device('router1');
    const ports = Array.from({ length: 6 }, (_, i) => ({
      ...router.ports[0]!,
      name: `eth${i}`,
      address: `10.0.${i}.1`,
    }));
    expect(addressLines({ ...router, ports })).toEqual(['eth0 10.0.0.1/24', 'eth1 10.0.1.1/24', '+4']);
  });

  it('names both ports of a cable and joins the two devices', () => {
    const cable = records.find((record): record is CableRecord => record.type === 'cable')!;
    const { data } = drawn(records).get(cable.id)!;
    expect([data['source'], data['near'], data['target'], data['far']]).toEqual([
      cable.a.device,
      cable.a.port,
      cable.b.device,
      cable.b.port,
    ]);
  });

  it('does not draw a cable that hangs in the air', () => {
    const loose = records.filter(({ id }) => id !== 'hub1');
    expect(projection(loose).filter(({ group }) => group === 'edges')).toHaveLength(3);
  });

  it('moves the label of a port out from under the label of its device', () => {
    const above = { ...device('pc1'), x: 0, y: 0 };
    const beside = portLabelOffset(above, { ...device('pc2'), x: 600, y: 0 });
    expect(portLabelOffset(above, { ...device('pc2'), x: 0, y: 600 })).toBeGreaterThan(beside + 20);
  });

  it('puts the label of a port beside its cable: above a level one, right of an upright one, outside of several', () => {
    const at = (x: number, y: number): DeviceRecord => ({ ...device('pc1'), x, y });
    const level = portLabelAside('eth0', at(0, 0), at(600, 0), 0);
    expect(level.x).toBe(0);
    expect(level.y).toBeLessThan(-8);
    expect(portLabelAside('eth0', at(600, 0), at(0, 0), 0)).toEqual(level);
    const upright = portLabelAside('eth0', at(0, 0), at(0, 600), 0);
    expect(upright.x).toBeGreaterThan(14);
    expect(portLabelAside('eth0', at(0, 600), at(0, 0), 0)).toEqual(upright);
    const outside = portLabelAside('eth0', at(0, 0), at(600, 0), 17);
    expect(portLabelAside('eth0', at(0, 0), at(600, 0), -17)).toEqual({ x: 0, y: -outside.y });
  });

  it('gives a note room for its longest line and all its lines', () => {
    const one = noteSize('LAN', 14);
    expect(noteSize('LAN of the first floor', 14).width).toBeGreaterThan(one.width);
    expect(noteSize('LAN\nWAN', 14).height).toBeGreaterThan(one.height);
    expect(noteSize('가나다', 14).width).toBeGreaterThan(one.width);
  });
});

describe('the change between two pictures', () => {
  it('is nothing for the same picture', () => {
    expect(pictureChange(drawn(records), projection(records))).toEqual({ add: [], update: [], remove: [] });
  });

  it('updates what moved, adds what is new, removes what is gone', () => {
    const next = records
      .filter(({ id }) => id !== 'pc2')
      .map((record) => (record.id === 'hub1' ? { ...record, x: 1 } : record));
    next.push({ type: 'note', id: 'note1', text: '', x: 0, y: 0 } as DocumentRecord);
    const change = pictureChange(drawn(records), projection(next as DocumentRecord[]));
    expect(change.add.map(({ data }) => data.id)).toEqual(['note1']);
    expect(change.update.map(({ data }) => data.id)).toContain('hub1');
    expect(change.remove).toContain('pc2');
    expect(change.remove).toHaveLength(2);
  });

  it('draws a cable anew when it goes to another device', () => {
    const cable = records.find((record): record is CableRecord => record.type === 'cable')!;
    const moved = { ...cable, b: { device: 'hub1', port: 'port8' } };
    const change = pictureChange(
      drawn(records),
      projection(records.map((record) => (record === cable ? moved : record))),
    );
    expect(change.remove).toEqual([cable.id]);
    expect(change.add.map(({ data }) => data.id)).toEqual([cable.id]);
  });
});
