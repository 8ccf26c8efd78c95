import { describe, expect, it } from 'vitest';
import { newDevice } from '#document/edits.ts';
import { findings } from '#document/findings/findings.ts';
import type { NetworkLayerSettings } from '#document/network.ts';
import { NETWORK_OPTIONS } from '#document/network.ts';
import type { DeviceRecord } from '#document/records.ts';
import { validateRecords } from '#document/validate.ts';
import { networkOptionsOf } from '#engine/net/settings.ts';

const host = (network: unknown, kind: DeviceRecord['kind'] = 'host'): DeviceRecord =>
  ({ ...newDevice(kind, { x: 0, y: 0 }, new Map()), network }) as DeviceRecord;

const FULL: NetworkLayerSettings = {
  reassemblyTimeout: 120e9,
  timeToLive: 128,
  reassemblyMemory: 65_536,
  pathMtuDiscovery: false,
  pathMtuAge: 60e9,
  icmpErrorRate: 0,
  icmpErrorBurst: 5,
  sendRedirects: false,
  acceptRedirects: false,
  hostModel: 'strong',
  addressConflictDetection: 'always',
  neighbourLimit: 4,
  proxyArp: ['eth0'],
  neighbours: [{ port: 'eth0', address: '10.0.0.2', mac: '02:00:00:00:00:02' }],
};

function problems(network: unknown, kind: DeviceRecord['kind'] = 'host'): [name: string, field: unknown][] {
  const checked = validateRecords([host(network, kind)]);
  return 'problems' in checked ? checked.problems.map(({ name, parameters }) => [name, parameters['field']]) : [];
}

describe('the network layer in a project', () => {
  it('keeps all it says, and every setting there is can be said', () => {
    expect(validateRecords([host(FULL)])).toEqual({ records: [host(FULL)] });
    expect(Object.keys(FULL)).toEqual(expect.arrayContaining(Object.keys(NETWORK_OPTIONS)));
  });

  it('is as the standards say where it says nothing', () => {
    expect(networkOptionsOf()).toMatchObject({ reassemblyTimeout: 60e9, pathMtuAge: 600e9, hostModel: 'weak' });
    expect(networkOptionsOf(FULL)).toMatchObject({
      reassemblyTimeout: 120e9,
      neighbourLimit: 4,
      pathMtuDiscovery: false,
    });
  });

  it.each([
    [{ reassemblyTimeout: 1 }, 'out-of-range', 'network.reassemblyTimeout'],
    [{ hostModel: 'sturdy' }, 'unknown-choice', 'network.hostModel'],
    [{ pathMtuDiscovery: 1 }, 'wrong-type', 'network.pathMtuDiscovery'],
    [{ neighbours: [{ port: 'eth0', address: '10.0.0.2', mac: 'x' }] }, 'bad-mac', 'network.neighbours[0].mac'],
    [{ neighbourLimitt: 4 }, 'unknown-field', 'network.neighbourLimitt'],
  ])('is refused with the field that is wrong: %o', (network, name, field) => {
    expect(problems(network)).toEqual([[name, field]]);
  });

  it('is for hosts and routers', () => {
    expect(problems({ hostModel: 'weak' }, 'switch')).toEqual([['not-for-this-kind', 'network']]);
  });

  it('is warned of where it speaks of a port that is not there', () => {
    const found = (network: NetworkLayerSettings) => findings({ records: [host(network)] }).map(({ name }) => name);
    expect(found(FULL)).toEqual([]);
    expect(found({ proxyArp: ['eth7'] })).toEqual(['network-port-unknown']);
  });
});
