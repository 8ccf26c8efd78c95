import { describe, expect, it } from 'vitest';
import {
  addPort,
  cablesAt,
  freePorts,
  moved,
  newCable,
  newDevice,
  newNote,
  newPing,
  removal,
  removePort,
  renamed,
} from '#document/edits.ts';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { validateRecords } from '#document/validate.ts';

const at = { x: 10, y: 20 };
const mapOf = (...all: DocumentRecord[]) => new Map(all.map((record) => [record.id, record]));
const starter = mapOf(...starterDocument().records);
const device = (id: string) => starter.get(id) as DeviceRecord;

describe('a new device', () => {
  it.each([
    ['host', 'pc1', ['eth0']],
    ['server', 'server1', ['eth0']],
    ['router', 'router1', ['eth0', 'eth1', 'eth2', 'eth3']],
    ['switch', 'switch1', ['port1', 'port2', 'port3', 'port4', 'port5', 'port6', 'port7', 'port8']],
    ['tunnel', 'tunnel1', ['port1']],
    ['hub', 'hub1', ['port1', 'port2', 'port3', 'port4', 'port5', 'port6', 'port7', 'port8']],
  ] as const)('that is a %s is called %s and has ports %s', (kind, name, ports) => {
    const made = newDevice(kind, at, new Map());
    expect(made).toMatchObject({ id: name, name, kind, ...at });
    expect(made.ports.map((port) => port.name)).toEqual(ports);
    expect(validateRecords([made], { together: true })).toEqual({ records: [made] });
  });

  it('takes the lowest number that is neither an id nor a name', () => {
    const renamedOne = { ...newDevice('host', at, new Map()), id: 'x', name: 'pc2' };
    const first = newDevice('host', at, mapOf(renamedOne));
    expect(first.id).toBe('pc1');
    expect(newDevice('host', at, mapOf(renamedOne, first)).id).toBe('pc3');
  });

  it('has MAC addresses no adapter sold has, and no other of the drawing', () => {
    const router = newDevice('router', at, starter);
    const macs = router.ports.map(({ mac }) => mac);
    expect(new Set(macs).size).toBe(4);
    for (const mac of macs) expect(mac).toMatch(/^02:/);
    const known = [...starter.values()].flatMap((one) =>
      one.type === 'device' ? one.ports.map(({ mac }) => mac) : [],
    );
    expect(macs.filter((mac) => known.includes(mac))).toEqual([]);
  });

  it('finds a free MAC address when the last one is taken', () => {
    const last = newDevice('host', at, new Map());
    last.ports[0]!.mac = '02:ff:ff:ff:ff:ff';
    expect(newDevice('host', at, mapOf(last)).ports[0]!.mac).toBe('02:00:00:00:00:01');
  });

  it('has no address: that is for the student to set', () => {
    const { ports, gateway, routes } = newDevice('router', at, new Map());
    expect([ports.every(({ address }) => address === null), gateway, routes]).toEqual([true, null, []]);
  });
});

describe('a new cable', () => {
  it('takes the first free port of each end', () => {
    const cable = newCable(
      { device: 'pc1' },
      { device: 'switch1' },
      mapOf(device('pc1'), device('switch1')),
    ) as CableRecord;
    expect([cable.a, cable.b]).toEqual([
      { device: 'pc1', port: 'eth0' },
      { device: 'switch1', port: 'port1' },
    ]);
    expect(newCable({ device: 'switch1' }, { device: 'router1' }, starter)).toMatchObject({
      id: 'cable6',
      a: { port: 'port4' },
      b: { port: 'eth2' },
    });
  });
  it('takes the ports it is told', () => {
    const cable = newCable({ device: 'switch1', port: 'port8' }, { device: 'hub1', port: 'port7' }, starter);
    expect(cable).toMatchObject({ a: { port: 'port8' }, b: { port: 'port7' } });
  });
  it.each([
    ['to a device without a free port', { device: 'pc1' }, { device: 'hub1' }, 'no-free-port'],
    ['to a port in use', { device: 'switch1', port: 'port1' }, { device: 'hub1' }, 'port-used-twice'],
    ['to a port that is not there', { device: 'switch1', port: 'eth0' }, { device: 'hub1' }, 'unknown-port'],
    ['to a device that is not there', { device: 'ghost' }, { device: 'hub1' }, 'unknown-device'],
    ['to a program', { device: 'ping' }, { device: 'hub1' }, 'unknown-device'],
    ['from a device to itself', { device: 'hub1' }, { device: 'hub1' }, 'cable-to-itself'],
  ])('%s is a problem', (_name, a, b, problem) => {
    expect(newCable(a, b, starter)).toMatchObject({ name: problem });
  });
  it('may join two named ports of one switch: a loop is a lesson', () => {
    const loop = newCable({ device: 'switch1', port: 'port7' }, { device: 'switch1', port: 'port8' }, starter);
    expect(loop).toMatchObject({ type: 'cable' });
  });
});

describe('what goes with a record', () => {
  it('that is a device: its cables and programs', () => {
    expect(removal(['pc1'], starter).sort()).toEqual(['cable1', 'pc1', 'ping', 'tcp-client']);
  });
  it('that is a cable: nothing', () => {
    expect(removal(['cable1'], starter)).toEqual(['cable1']);
  });
  it('that is not there: nothing at all', () => {
    expect(removal(['ghost'], starter)).toEqual([]);
  });
});

describe('an edit of a record', () => {
  it('gives a device another name, a note another text, and a cable nothing', () => {
    expect(renamed(device('pc1'), 'alice')).toEqual({ ...device('pc1'), name: 'alice' });
    expect(renamed(newNote('old', at, starter), 'new')).toMatchObject({ text: 'new' });
    expect(renamed(starter.get('cable1')!, 'x')).toBe(starter.get('cable1'));
  });
  it('moves to whole units', () => {
    expect(moved(device('pc1'), { x: 1.4, y: 1.6 })).toEqual({ ...device('pc1'), x: 1, y: 2 });
  });
  it('adds the next port, with a MAC address where there are any', () => {
    expect(addPort(device('pc1'), starter).ports[1]).toEqual({
      name: 'eth1',
      mac: '02:00:00:00:00:08',
      address: null,
      prefix: 24,
    });
    expect(addPort(device('hub1'), starter).ports[8]).toEqual({ name: 'port9', mac: null, address: null, prefix: 24 });
  });
  it('adds a second port with another MAC address before the drawing knows of the first', () => {
    const macs = addPort(addPort(device('pc1'), starter), starter).ports.map(({ mac }) => mac);
    expect(new Set(macs).size).toBe(3);
  });
  it('takes a port away with the cable in it', () => {
    const { put, remove } = removePort(device('switch1'), 'port2', starter);
    expect(put[0]!.ports.map(({ name }) => name)).not.toContain('port2');
    expect(remove).toEqual(['cable2']);
  });
});

describe('a port', () => {
  it('knows the cable in it', () => {
    expect(cablesAt({ device: 'switch1', port: 'port3' }, starter).map(({ id }) => id)).toEqual(['cable3']);
    expect(cablesAt({ device: 'switch1', port: 'port4' }, starter)).toEqual([]);
  });
  it('is free when no cable is in it', () => {
    expect(freePorts(device('router1'), starter)).toEqual(['eth2', 'eth3']);
  });
});

describe('a new ping', () => {
  it('waits to be started and is a valid program', () => {
    const ping = newPing('pc1', '192.168.1.12', 'ping pc2', starter);
    expect(ping.start).toBeNull();
    expect(validateRecords([...starter.values(), ping], { together: true })).toHaveProperty('records');
  });
});
