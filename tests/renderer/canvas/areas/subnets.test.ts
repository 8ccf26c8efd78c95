import { describe, expect, it } from 'vitest';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { areaShapes, TRACK } from '#renderer/canvas/areas/shapes.ts';
import { subnetAreas } from '#renderer/canvas/areas/subnets.ts';
import { curvesOf } from '#renderer/canvas/geometry.ts';

const { records } = starterDocument();
const told = (some: readonly DocumentRecord[]) =>
  subnetAreas(some).map(({ prefix, vlan, ports, cables, devices }) => ({
    prefix,
    vlan,
    ports: ports.map(({ device }) => device).toSorted(),
    cables: cables.toSorted(),
    devices: devices.toSorted(),
  }));

type Port = DeviceRecord['ports'][number];
const port = (name: string, more: Partial<Port> = {}): Port => ({
  name,
  mac: null,
  address: null,
  prefix: 24,
  ...more,
});
const device = (id: string, kind: DeviceRecord['kind'], ports: Port[]): DeviceRecord => ({
  type: 'device',
  id,
  kind,
  name: id,
  x: 0,
  y: 0,
  gateway: null,
  routes: [],
  ports,
});
const host = (id: string, address: string | null, prefix = 24) =>
  device(id, 'host', [port('eth0', { address, prefix })]);
const cable = (id: string, a: string, aPort: string, b: string, bPort: string): CableRecord => ({
  type: 'cable',
  id,
  a: { device: a, port: aPort },
  b: { device: b, port: bPort },
  bandwidth: 1e8,
  delay: 0,
  mtu: 1500,
  queue: 10,
});

describe('the subnets of a drawing', () => {
  it('are those of the starter project: one on each side of the router, which belongs to both', () => {
    expect(told(records)).toEqual([
      {
        prefix: '192.168.1.0/24',
        vlan: null,
        ports: ['pc1', 'pc2', 'router1'],
        cables: ['cable1', 'cable2', 'cable3'],
        devices: ['pc1', 'pc2', 'switch1'],
      },
      {
        prefix: '192.168.2.0/24',
        vlan: null,
        ports: ['router1', 'server1'],
        cables: ['cable4', 'cable5'],
        devices: ['hub1', 'server1'],
      },
    ]);
  });

  it('are two where the same prefix is used on networks that do not hear each other', () => {
    const some = [
      ...[1, 2, 3, 4].map((n) => host(`pc${n}`, `10.0.0.${n}`)),
      cable('c1', 'pc1', 'eth0', 'pc2', 'eth0'),
      cable('c2', 'pc3', 'eth0', 'pc4', 'eth0'),
    ];
    expect(told(some).map(({ prefix, cables }) => [prefix, ...cables])).toEqual([
      ['10.0.0.0/24', 'c1'],
      ['10.0.0.0/24', 'c2'],
    ]);
  });

  it('are two where a switch keeps two VLANs apart, and go along a trunk to the next', () => {
    const access = (id: number) => ({ vlan: { mode: 'access', id } as const });
    const lan = (id: string) =>
      device(id, 'switch', [
        port('p1', access(10)),
        port('p2', access(20)),
        port('p3', { vlan: { mode: 'trunk', native: null } }),
      ]);
    const some = [
      lan('s1'),
      lan('s2'),
      ...[1, 2, 3, 4].map((n) => host(`pc${n}`, `10.0.0.${n}`)),
      cable('c1', 'pc1', 'eth0', 's1', 'p1'),
      cable('c2', 'pc2', 'eth0', 's1', 'p2'),
      cable('c3', 'pc3', 'eth0', 's2', 'p1'),
      cable('c4', 'pc4', 'eth0', 's2', 'p2'),
      cable('trunk', 's1', 'p3', 's2', 'p3'),
    ];
    expect(told(some).map(({ vlan, ports, cables }) => ({ vlan, ports, cables }))).toEqual([
      { vlan: 10, ports: ['pc1', 'pc3'], cables: ['c1', 'c3', 'trunk'] },
      { vlan: 20, ports: ['pc2', 'pc4'], cables: ['c2', 'c4', 'trunk'] },
    ]);
  });

  it('leave out what leads to none of their ports, cables that are pulled out, and ports without an address', () => {
    const some = [
      device(
        's1',
        'switch',
        [1, 2, 3, 4].map((n) => port(`p${n}`)),
      ),
      host('pc1', '10.0.0.1'),
      host('pc2', null),
      host('pc3', '10.0.0.3'),
      cable('c1', 'pc1', 'eth0', 's1', 'p1'),
      cable('c2', 'pc2', 'eth0', 's1', 'p2'),
      { ...cable('c3', 'pc3', 'eth0', 's1', 'p3'), plugged: false },
    ];
    expect(told(some)).toEqual([{ prefix: '10.0.0.0/24', vlan: null, ports: ['pc1'], cables: [], devices: ['pc1'] }]);
  });

  it('come in the order of their addresses, not of their letters', () => {
    const some = ['10.0.10.1', '10.0.9.1', '9.0.0.1'].flatMap((address, n) => [
      host(`a${n}`, address),
      host(`b${n}`, address.replace(/1$/, '2')),
      cable(`c${n}`, `a${n}`, 'eth0', `b${n}`, 'eth0'),
    ]);
    expect(told(some).map(({ prefix }) => prefix)).toEqual(['9.0.0.0/24', '10.0.9.0/24', '10.0.10.0/24']);
  });
});

describe('the shape of a subnet', () => {
  const devices = records.filter((record) => record.type === 'device');
  const cables = records.filter((record) => record.type === 'cable');
  const places = new Map(devices.map((one) => [one.id, one]));
  const shapes = areaShapes(subnetAreas(records), curvesOf(cables, places), places);

  it('lies around its devices and along its cables, and says its prefix', () => {
    expect(shapes.map(({ label, tone, discs }) => ({ label, tone, discs: discs.length }))).toEqual([
      { label: '192.168.1.0/24', tone: 0, discs: 3 },
      { label: '192.168.2.0/24', tone: 1, discs: 2 },
    ]);
    expect(shapes[0]!.tracks.match(/M/g)).toHaveLength(3);
  });

  it('ends in front of a router', () => {
    const router = places.get('router1')!;
    const ends = shapes.flatMap(({ tracks }) => [...tracks.matchAll(/(-?\d+) (-?\d+)(?=M|$)|M(-?\d+) (-?\d+)/g)]);
    const distances = ends.map(([, x, y, mx, my]) =>
      Math.hypot(Number(x ?? mx) - router.x, Number(y ?? my) - router.y),
    );
    expect(Math.min(...distances)).toBeGreaterThan(TRACK + 30);
  });

  it('is nothing where none of it is drawn', () => {
    expect(areaShapes(subnetAreas(records), curvesOf([], new Map()), new Map())).toEqual([]);
  });
});
