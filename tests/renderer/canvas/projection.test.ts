import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import { addressLines, USUAL_LABELS, type Labels } from '#renderer/canvas/labels.ts';
import { portLabels } from '#renderer/canvas/portLabels.ts';
import { markAside, noteSize, pictureChange, projection } from '#renderer/canvas/projection.ts';

const { records } = starterDocument();
const device = (id: string): DeviceRecord => records.find((record) => record.id === id) as DeviceRecord;
/** Words that say their own name and what they were given. */
const words = (name: string, parameters: Record<string, string | number> = {}): string =>
  [name, ...Object.values(parameters)].join(' ');
const pictureOf = (list: DocumentRecord[]) => projection(new Map(list.map((record) => [record.id, record])), words);
const drawn = (list: DocumentRecord[]) => new Map(pictureOf(list).map((element) => [element.data.id, element]));

describe('the picture of a drawing', () => {
  it('has a node for each device and note and an edge for each cable, and nothing for programs', () => {
    const note: DocumentRecord = { type: 'note', id: 'note1', text: 'LAN', x: 1, y: 2 };
    const groups = pictureOf([...records, note]).map(({ group, classes }) => `${group} ${classes.split(' ')[0]}`);
    expect(groups.filter((one) => one === 'nodes device')).toHaveLength(6);
    expect(groups.filter((one) => one === 'edges cable')).toHaveLength(5);
    expect(groups.filter((one) => one === 'nodes note')).toHaveLength(1);
    expect(groups).toHaveLength(12);
  });

  it('is the same for the same records', () => {
    expect(pictureOf(records)).toEqual(pictureOf(structuredClone(records)));
  });

  it('puts name and address under a device, and the port before each of several addresses', () => {
    const picture = drawn(records);
    expect(picture.get('pc1')!.data['label']).toBe('pc1\n192.168.1.11/24');
    expect(picture.get('router1')!.data['label']).toBe('router1\neth0 192.168.1.1/24\neth1 192.168.2.1/24');
  });

  it('says what a person wants to read: addresses, MAC addresses and names of interfaces, each or none', () => {
    const labelled = (labels: Labels) => {
      const picture = new Map(
        projection(new Map(records.map((record) => [record.id, record])), words, labels).map((element) => [
          element.data.id,
          element.data,
        ]),
      );
      return [picture.get('pc1')!['label'], picture.get('cable1')!['near']];
    };
    const mac = device('pc1').ports[0]!.mac;
    expect(labelled({ addresses: true, ports: true, macs: false })).toEqual(['pc1\n192.168.1.11/24', 'eth0']);
    expect(labelled({ addresses: false, ports: true, macs: false })).toEqual(['pc1', 'eth0']);
    expect(labelled({ addresses: false, ports: false, macs: true })).toEqual([`pc1\n${mac}`, '']);
    expect(labelled({ addresses: true, ports: false, macs: true })).toEqual([`pc1\n192.168.1.11/24\n${mac}`, '']);
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
    expect(pictureOf(loose).filter(({ group }) => group === 'edges')).toHaveLength(3);
  });

  it('puts what is unusual about a cable on the other side than its ports, and outside of several', () => {
    const at = (x: number, y: number): DeviceRecord => ({ ...device('pc1'), x, y });
    expect(markAside(['5 % loss'], at(0, 0), at(600, 0), 0).y).toBeGreaterThan(8);
    expect(markAside(['5 % loss'], at(600, 0), at(0, 0), 0).y).toBeGreaterThan(8);
    expect(markAside(['5 % loss'], at(0, 0), at(0, 600), 0).x).toBeLessThan(-20);
    const { near } = portLabels({ from: at(0, 0), to: at(600, 0), near: 'eth0', far: 'eth0' }, 17, USUAL_LABELS);
    expect(Math.sign(markAside(['5 % loss'], at(0, 0), at(600, 0), 17).y)).toBe(Math.sign(near.y));
  });

  it('leaves room between a mark and its cable for the name of a port that stands on the same side', () => {
    const cable = records.find((record): record is CableRecord => record.type === 'cable')!;
    const lossy = { ...cable, directions: [{ loss: 0.05 }, { loss: 0.05 }] as CableRecord['directions'] };
    const markOf = (length: number): number => {
      const ends = [device(cable.a.device), device(cable.b.device)].map((end, k) => ({ ...end, x: k * length, y: 0 }));
      return Number(drawn([...ends, lossy]).get(cable.id)!.data['markY']);
    };
    expect(Math.abs(markOf(140))).toBeGreaterThanOrEqual(Math.abs(markOf(600)) + 12);
  });

  it('says under a device that it is off, and hatches it', () => {
    const off = drawn([{ ...device('pc1'), powered: false }]).get('pc1')!;
    expect(off.data['label']).toBe('pc1\noff\n192.168.1.11/24');
    expect(off.classes.split(' ')).toContain('off');
  });

  it('marks a cable by its pattern and by words in its middle', () => {
    const cable = records.find((record): record is CableRecord => record.type === 'cable')!;
    const lossy = { ...cable, directions: [{ loss: 0.05 }, { loss: 0.05 }] as CableRecord['directions'] };
    const { classes, data } = drawn(records.map((record) => (record === cable ? lossy : record))).get(cable.id)!;
    expect(classes.split(' ')).toEqual(['cable', 'losing', 'impaired']);
    expect(data['mark']).toBe('loss 5 %');
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
    expect(pictureChange(drawn(records), pictureOf(records))).toEqual({ add: [], update: [], remove: [] });
  });

  it('updates what moved, adds what is new, removes what is gone', () => {
    const next = records
      .filter(({ id }) => id !== 'pc2')
      .map((record) => (record.id === 'hub1' ? { ...record, x: 1 } : record));
    next.push({ type: 'note', id: 'note1', text: '', x: 0, y: 0 } as DocumentRecord);
    const change = pictureChange(drawn(records), pictureOf(next as DocumentRecord[]));
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
      pictureOf(records.map((record) => (record === cable ? moved : record))),
    );
    expect(change.remove).toEqual([cable.id]);
    expect(change.add.map(({ data }) => data.id)).toEqual([cable.id]);
  });
});
