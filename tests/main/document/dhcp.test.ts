import { describe, expect, it } from 'vitest';
import type { DhcpSettings } from '#document/dhcp.ts';
import { newDevice } from '#document/edits.ts';
import { findings } from '#document/findings/findings.ts';
import type { DeviceRecord } from '#document/records.ts';
import { validateRecords } from '#document/validate.ts';

const POOL = {
  first: '10.0.0.100',
  last: '10.0.0.199',
  prefix: 24,
  excluded: [{ first: '10.0.0.150', last: '10.0.0.159' }],
  reservations: [{ mac: '02:00:00:00:00:09', address: '10.0.0.7' }],
  gateway: '10.0.0.1',
  nameServers: ['10.0.0.53'],
  domain: 'example.com',
  leaseTime: 600e9,
};

function server(dhcp: unknown, address: string | null = '10.0.0.1'): DeviceRecord {
  const blank = newDevice('server', { x: 0, y: 0 }, new Map());
  return { ...blank, ports: blank.ports.map((port) => ({ ...port, address })), dhcp } as DeviceRecord;
}
function client(port: object): DeviceRecord {
  const blank = newDevice('host', { x: 0, y: 0 }, new Map([['server1', server(undefined)]]));
  return { ...blank, ports: [{ ...blank.ports[0]!, ...port }] };
}
function problems(...records: DeviceRecord[]): [name: string, field: unknown][] {
  const checked = validateRecords(records);
  return 'problems' in checked ? checked.problems.map(({ name, parameters }) => [name, parameters['field']]) : [];
}
const pools = (more: object): DeviceRecord => server({ server: { pools: [{ ...POOL, ...more }] } });
const found = (...records: DeviceRecord[]): string[] => findings({ records }).map(({ name }) => name);

describe('DHCP in a project', () => {
  it('keeps all it says', () => {
    const full: DhcpSettings = { server: { pools: [POOL], ping: false } };
    expect(validateRecords([server(full)])).toEqual({ records: [server(full)] });
    const byDhcp = client({ dhcp: true });
    expect(validateRecords([byDhcp])).toEqual({ records: [byDhcp] });
  });

  it('is refused with the field that is wrong', () => {
    expect(problems(pools({ last: '10.0.0.9' }))).toEqual([['range-reversed', 'dhcp.server.pools[0].last']]);
    expect(problems(pools({ last: '10.0.1.9' }))).toEqual([['outside-subnet', 'dhcp.server.pools[0].last']]);
    expect(problems(pools({ gateway: '10.0.9.1' }))).toEqual([['outside-subnet', 'dhcp.server.pools[0].gateway']]);
    expect(problems(pools({ leaseTime: 1 }))).toEqual([['out-of-range', 'dhcp.server.pools[0].leaseTime']]);
    expect(problems(server({ server: { pools: [] }, relay: { servers: ['10.0.0.2'] } }))).toEqual([
      ['does-not-fit', 'dhcp.relay'],
    ]);
    expect(problems(client({ address: '10.0.0.9', dhcp: true }))).toEqual([['does-not-fit', 'ports[0].dhcp']]);
    const hub = newDevice('hub', { x: 0, y: 0 }, new Map());
    expect(problems({ ...hub, dhcp: {} })).toEqual([['not-for-this-kind', 'dhcp']]);
  });

  it('is warned of where server and client cannot find each other', () => {
    expect(found(client({ dhcp: true }))).toEqual(['dhcp-nobody-answers']);
    expect(found(client({ dhcp: true }), pools({}))).toEqual([]);
    expect(found(server({ server: { pools: [POOL] } }, '10.9.0.1'))).toEqual(['dhcp-pool-unused']);
  });

  it('is warned of an address that is given away and set by hand', () => {
    expect(found(pools({}), client({ address: '10.0.0.120' }))).toEqual(['dhcp-pool-holds-address']);
    expect(found(pools({}), client({ address: '10.0.0.155' }))).toEqual([]);
  });
});
