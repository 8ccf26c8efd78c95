import { describe, expect, it } from 'vitest';
import { findings, FINDINGS, MOST_FINDINGS, type Finding } from '#document/findings/findings.ts';
import { newDevice } from '#document/edits.ts';
import type { DeviceRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';

/** Findings of the starter project with one device changed. */
function found(id: string, change: (device: DeviceRecord) => DeviceRecord): Finding[] {
  const { records } = starterDocument();
  return findings({ records: records.map((one) => (one.id === id ? change(one as DeviceRecord) : one)) });
}
const addressed =
  (address: string | null, prefix = 24) =>
  (device: DeviceRecord): DeviceRecord => ({
    ...device,
    ports: device.ports.map((port, index) => (index === 0 ? { ...port, address, prefix } : port)),
  });

describe('the starter project', () => {
  it('gives no cause for warnings', () => {
    expect(findings(starterDocument())).toEqual([]);
  });
});

describe('a warning is given for', () => {
  it('an address used twice, naming both ports', () => {
    expect(found('pc2', addressed('192.168.1.11'))).toEqual([
      {
        name: 'address-used-twice',
        parameters: { device: 'pc2', port: 'eth0', address: '192.168.1.11', other: 'pc1', otherPort: 'eth0' },
        records: ['pc2', 'pc1'],
      },
    ]);
  });
  it('a DNS server that is nobody’s address, but not for the host itself', () => {
    expect(found('pc1', (pc) => ({ ...pc, resolver: ['192.168.2.10', '127.0.0.1', '9.9.9.9'] }))).toEqual([
      { name: 'resolver-not-there', parameters: { device: 'pc1', address: '9.9.9.9' }, records: ['pc1'] },
    ]);
  });
  it('a MAC address used twice', () => {
    const twin = found('pc2', (pc) => ({ ...pc, ports: [{ ...pc.ports[0]!, mac: '02:00:00:00:00:01' }] }));
    expect(twin).toMatchObject([{ name: 'mac-used-twice', records: ['pc2', 'pc1'] }]);
  });
  it('a name used twice', () => {
    expect(found('pc2', (pc) => ({ ...pc, name: 'pc1' }))).toMatchObject([{ name: 'name-used-twice' }]);
  });
  it('the address of the network itself', () => {
    expect(found('pc2', addressed('192.168.1.0'))).toMatchObject([{ name: 'network-address' }]);
  });
  it('the broadcast address of the subnet', () => {
    expect(found('pc2', addressed('192.168.1.255'))).toMatchObject([{ name: 'broadcast-address' }]);
  });
  it.each(['127.0.0.1', '0.1.2.3', '224.0.0.5', '255.255.255.255', '240.0.0.1'])(
    'an address no host may use: %s',
    (address) => {
      expect(found('pc2', addressed(address))).toContainEqual(expect.objectContaining({ name: 'unusable-address' }));
    },
  );
  it('prefix lengths no subnet has', () => {
    expect(found('pc2', (pc) => ({ ...addressed('192.168.1.12', 32)(pc), gateway: null }))).toMatchObject([
      { name: 'odd-prefix', parameters: { prefix: 32 } },
      { name: 'prefix-differs' },
    ]);
  });
  it('neighbours with different prefix lengths', () => {
    expect(found('pc2', addressed('192.168.1.12', 25))).toMatchObject([
      { name: 'prefix-differs', parameters: { device: 'pc2', prefix: 25, other: 'pc1', otherPrefix: 24 } },
    ]);
  });
  it('overlapping subnets at one router', () => {
    const router = found('router1', (one) => {
      const [eth0, eth1, ...others] = one.ports;
      return { ...one, ports: [eth0!, { ...eth1!, address: '192.168.1.129', prefix: 25 }, ...others] };
    });
    expect(router).toContainEqual({
      name: 'overlapping-subnets',
      parameters: {
        device: 'router1',
        port: 'eth1',
        subnet: '192.168.1.128/25',
        otherPort: 'eth0',
        otherSubnet: '192.168.1.0/24',
      },
      records: ['router1'],
    });
  });
  it('a gateway outside the subnet', () => {
    expect(found('pc1', (pc) => ({ ...pc, gateway: '192.168.2.1' }))).toMatchObject([
      { name: 'gateway-outside-subnet' },
    ]);
  });
  it('a host that is its own gateway', () => {
    expect(found('pc1', (pc) => ({ ...pc, gateway: '192.168.1.11' }))).toMatchObject([{ name: 'gateway-is-itself' }]);
  });
  it('a gateway nobody is', () => {
    expect(found('pc1', (pc) => ({ ...pc, gateway: '192.168.1.99' }))).toMatchObject([{ name: 'gateway-not-there' }]);
  });
  it('a gateway that is a host, which forwards nothing', () => {
    expect(found('pc1', (pc) => ({ ...pc, gateway: '192.168.1.12' }))).toMatchObject([
      { name: 'gateway-no-router', parameters: { gateway: '192.168.1.12', other: 'pc2' }, records: ['pc1', 'pc2'] },
    ]);
  });
  it('a route by a next hop that is nobody, a host, or itself', () => {
    for (const via of ['192.168.1.99', '192.168.1.11', '192.168.1.1']) {
      const routes = [{ destination: '10.0.0.0', prefix: 8, via }];
      expect(found('router1', (one) => ({ ...one, routes }))).toMatchObject([
        { name: 'next-hop-not-there', parameters: { device: 'router1', destination: '10.0.0.0', prefix: 8, via } },
      ]);
    }
  });
  it('a route by a next hop that is on no subnet', () => {
    const routes = [{ destination: '10.0.0.0', prefix: 8, via: '172.16.0.1' }];
    expect(found('router1', (one) => ({ ...one, routes }))).toMatchObject([
      { name: 'route-unreachable', parameters: { destination: '10.0.0.0', prefix: 8, via: '172.16.0.1' } },
    ]);
  });
});

describe('no warning is given for', () => {
  it('both addresses of a subnet of two', () => {
    const [one, other] = ['10.0.0.0', '10.0.0.1'].map((address, index) => {
      const pc = newDevice('host', { x: 0, y: 0 }, new Map());
      const ports = [{ ...pc.ports[0]!, mac: `02:00:00:00:00:0${index}`, address, prefix: 31 }];
      return { ...pc, id: `pc${index}`, name: `pc${index}`, ports };
    });
    expect(findings({ records: [one!, other!] })).toEqual([]);
  });
});

describe('findings', () => {
  it('have all the parameters their sentences may use', () => {
    const all = [
      ...found('pc2', addressed('192.168.1.11', 25)),
      ...found('pc2', addressed('127.0.0.1', 33)),
      ...found('pc1', (pc) => ({ ...pc, name: 'pc2', gateway: '10.0.0.1' })),
    ];
    expect(all.length).toBeGreaterThan(4);
    for (const { name, parameters } of all) {
      for (const parameter of FINDINGS[name]) expect(parameters, name).toHaveProperty(parameter);
    }
  });
  it('of a very large drawing are found quickly, and not all of them told', () => {
    const records: DocumentRecord[] = [];
    const template = newDevice('host', { x: 0, y: 0 }, new Map());
    for (let i = 0; i < 5000; i++) {
      records.push({ ...template, id: `pc${i}`, ports: [{ ...template.ports[0]!, address: '10.0.0.1' }] });
    }
    for (let i = 0; i < 4998; i += 2) {
      const ends = { a: { device: `pc${i}`, port: 'eth0' }, b: { device: `pc${i + 1}`, port: 'eth0' } };
      records.push({ type: 'cable', id: `cable${i}`, ...ends, bandwidth: 1e6, delay: 0, mtu: 1500, queue: 1 });
    }
    const start = performance.now();
    expect(findings({ records })).toHaveLength(MOST_FINDINGS);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
