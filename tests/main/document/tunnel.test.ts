import { describe, expect, it } from 'vitest';
import { duplicated } from '#document/copying.ts';
import { newCable, newDevice } from '#document/edits.ts';
import { findings } from '#document/findings/findings.ts';
import { isProblem } from '#document/problem.ts';
import { readDocument } from '#document/read.ts';
import type { DeviceRecord, DocumentRecord } from '#document/records.ts';
import { readdressed } from '#document/tunnel.ts';
import { writeDocument } from '#document/write.ts';

const at = { x: 0, y: 0 };
const mapOf = (...all: DocumentRecord[]) => new Map(all.map((record) => [record.id, record]));

function reading(device: DeviceRecord) {
  return readDocument(writeDocument({ format: 'hopscope', version: 1, title: '', seed: 1, records: [device] }));
}
const tunnel = (more: Partial<DeviceRecord> = {}): DeviceRecord => ({ ...newDevice('tunnel', at, new Map()), ...more });

describe('a tunnel in a file', () => {
  it('keeps its ports, and may have none', () => {
    const device = tunnel({ tunnel: { address: '::1', port: 4444, peer: 5555 } });
    expect(reading(device)).toMatchObject({ document: { records: [{ tunnel: device.tunnel }] } });
    const { tunnel: _tunnel, ...bare } = tunnel();
    expect(reading(bare)).toHaveProperty('document');
  });

  it.each([
    ['an address of another machine', { address: '192.168.1.1' }, 'unknown-choice'],
    ['any address', { address: '0.0.0.0' }, 'unknown-choice'],
    ['a name', { address: 'localhost' }, 'unknown-choice'],
    ['another loopback address', { address: '127.0.0.2' }, 'unknown-choice'],
    ['a port only an administrator may open', { port: 80 }, 'out-of-range'],
    ['a port that is none', { port: 65_536 }, 'out-of-range'],
    ['no port at the other end', { peer: 0 }, 'out-of-range'],
    ['a port that is no number', { peer: '5555' }, 'wrong-type'],
    ['itself at the other end', { peer: 4444 }, 'does-not-fit'],
    ['a field nobody knows', { file: '/etc/passwd' }, 'unknown-field'],
  ])('is refused with %s', (_, wrong, name) => {
    const settings = { address: '127.0.0.1', port: 4444, peer: 5555, ...wrong } as DeviceRecord['tunnel'];
    expect(reading(tunnel({ tunnel: settings! }))).toMatchObject({ problems: [{ name }] });
  });

  it('has one port, which is not called as its other end is', () => {
    const [port] = tunnel().ports;
    expect(reading(tunnel({ ports: [port!, { ...port!, name: 'port2' }] }))).toMatchObject({
      problems: [{ name: 'too-many', parameters: { field: 'ports', count: 2, most: 1 } }],
    });
    expect(reading(tunnel({ ports: [{ ...port!, name: 'udp' }] }))).toMatchObject({
      problems: [{ name: 'duplicate-port', parameters: { port: 'udp' } }],
    });
  });

  it('has no address, and is the only device with such ports', () => {
    expect(reading(tunnel({ ports: [{ ...tunnel().ports[0]!, address: '10.0.0.1' }] }))).toHaveProperty('problems');
    const host = { ...newDevice('host', at, new Map()), tunnel: tunnel().tunnel! };
    expect(reading(host)).toMatchObject({ problems: [{ name: 'not-for-this-kind', parameters: { kind: 'host' } }] });
  });
});

describe('a new tunnel', () => {
  it('has two ports that no other tunnel of the drawing names', () => {
    const first = newDevice('tunnel', at, new Map());
    expect(first.tunnel).toEqual({ address: '127.0.0.1', port: 20_001, peer: 20_002 });
    const second = newDevice('tunnel', at, mapOf(first));
    expect(second.tunnel).toEqual({ address: '127.0.0.1', port: 20_003, peer: 20_004 });
    const [copy, other] = duplicated([first.id, second.id], at, mapOf(first, second)) as DeviceRecord[];
    expect([copy!.tunnel!.port, other!.tunnel!.port]).toEqual([20_005, 20_007]);
  });
});

describe('a drawing whose adapters get other addresses', () => {
  it('has none of before, and speaks of its adapters by the new ones', () => {
    const host = newDevice('host', at, new Map());
    const old = host.ports[0]!.mac!;
    const reserved = {
      first: '10.0.0.5',
      last: '10.0.0.9',
      prefix: 24,
      reservations: [{ mac: old, address: '10.0.0.5' }],
    };
    const server: DeviceRecord = { ...newDevice('server', at, mapOf(host)), dhcp: { server: { pools: [reserved] } } };
    const bridge = newDevice('switch', at, new Map());
    const [first, second, ...more] = readdressed([host, server, bridge], 20_001) as DeviceRecord[];
    expect(more).toEqual([]);
    expect(first!.ports[0]!.mac).toBe('02:4e:21:00:00:01');
    expect(second!.ports[0]!.mac).toBe('02:4e:21:00:00:02');
    expect(second!.dhcp!.server!.pools[0]!.reservations![0]!.mac).toBe('02:4e:21:00:00:01');
    expect(readdressed([first!, second!], 20_001)).toEqual([]);
  });
});

describe('a warning is given for a tunnel', () => {
  const told = (...records: DocumentRecord[]) =>
    findings({ records }).map(({ name, parameters }) => `${name} ${JSON.stringify(parameters)}`);

  it('without a cable, and for none with one', () => {
    const [one, host] = [tunnel(), newDevice('host', at, new Map())];
    const cable = newCable({ device: host.id }, { device: one.id }, mapOf(one, host));
    if (isProblem(cable)) throw new Error(cable.name);
    expect(told(one, host)).toEqual(['tunnel-without-cable {"device":"tunnel1"}']);
    expect(told(one, host, cable)).toEqual([]);
  });

  it('without ports', () => {
    const { tunnel: _tunnel, ...bare } = tunnel();
    expect(told(bare)).toContain('tunnel-without-ports {"device":"tunnel1"}');
  });

  it('that wants the real port of another tunnel, or of a gateway', () => {
    const [one, two] = [tunnel(), { ...tunnel(), id: 'tunnel2', name: 'tunnel2' }];
    const gateway = newDevice('gateway', at, new Map());
    const line = { address: '10.0.0.2', to: 80, port: one.tunnel!.port } as const;
    const settings = { inward: [{ ...line, protocol: 'udp' as const }], outward: [] };
    expect(told(one, two).at(-1)).toBe('real-port-used-twice {"device":"tunnel2","other":"tunnel1","port":20001}');
    expect(told(one, { ...gateway, loopback: settings }).at(-1)).toBe(
      'real-port-used-twice {"device":"gateway1","other":"tunnel1","port":20001}',
    );
    const tcp = { inward: [{ ...line, protocol: 'tcp' as const }], outward: [] };
    expect(told(one, { ...gateway, loopback: tcp })).toHaveLength(1);
    const elsewhere = { ...two, tunnel: { ...two.tunnel!, address: '::1' as const } };
    expect(told(one, elsewhere)).toHaveLength(2);
  });
});
