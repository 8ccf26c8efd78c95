import { describe, expect, it } from 'vitest';
import type { DhcpServerSettings } from '#engine/apps/dhcp/settings.ts';
import { lab, type Lab } from '#support/lab.ts';

const POOL = {
  first: '10.0.0.100',
  last: '10.0.0.110',
  prefix: 24,
  gateway: '10.0.0.254',
  nameServers: ['10.0.0.53'],
  leaseTime: 600e9,
};
const SERVER: DhcpServerSettings = { pools: [POOL], ping: false };

/** Clients on one switch with a server; their ports say "by DHCP". */
function network(server: DhcpServerSettings, clients: readonly string[]): Lab {
  return lab(['server1 -- switch1', ...clients.map((name) => `${name} -- switch1`)].join(', '), {
    addresses: { server1: '10.0.0.1/24', ...Object.fromEntries(clients.map((name) => [name, 'dhcp'])) },
    settings: { server1: { dhcp: { server } } },
  });
}
const type = (made: Lab, device: string, line: string): (() => string[]) =>
  made.start(device, { program: 'command', line });
const addressOf = (made: Lab, device: string): unknown => made.table(device, 'ports')[0]![2];
/** `Discover …` lines in the order in which they were sent, without their transaction numbers. */
const said = (made: Lab, device?: string): string[] =>
  made
    .sent(device)
    .flatMap((line) => (line.includes(': dhcp ') ? [line.replace(/ 0x[0-9a-f]{8}/, '').replace('dhcp ', '')] : []));
const standing = (made: Lab, device = 'pc1'): unknown[] => made.table(device, 'dhcp')[0]!.slice(1, 4);

describe('a host whose port gets its address by DHCP', () => {
  it('has address, default route and DNS server after four messages', () => {
    const made = network(SERVER, ['pc1']);
    made.run('9s');
    expect(said(made).filter((line) => !line.startsWith('switch'))).toEqual([
      'pc1: Discover',
      'server1: Offer 10.0.0.100 from 10.0.0.1',
      'pc1: Request 10.0.0.100 to 10.0.0.1',
      'server1: ACK 10.0.0.100 from 10.0.0.1',
    ]);
    expect(addressOf(made, 'pc1')).toBe('10.0.0.100/24');
    expect(made.table('pc1', 'routes')).toContainEqual(['0.0.0.0/0', '10.0.0.254', 'eth0', 'dhcp', 0]);
    expect(standing(made)).toEqual(['bound', '10.0.0.100/24', '10.0.0.1']);
    expect(made.table('server1', 'leases')).toEqual([
      ['10.0.0.100', '02:00:00:00:00:02', 'pc1', 'bound', expect.any(Number)],
    ]);
  });

  it('can be reached under it', () => {
    const made = network(SERVER, ['pc1', 'pc2']);
    made.run('9s');
    const output = made.ping('pc1', String(addressOf(made, 'pc2')).split('/')[0]!);
    made.run('2s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('asks from 0.0.0.0 to everybody, and every client gets an address of its own', () => {
    const clients = ['pc1', 'pc2', 'pc3', 'pc4', 'pc5'];
    const made = network(SERVER, clients);
    made.run('10s');
    const [first] = made.facts('udp.sent');
    expect(first!.detail).toMatchObject({ local: '0.0.0.0:68', remote: '255.255.255.255:67' });
    expect(new Set(clients.map((name) => addressOf(made, name))).size).toBe(5);
  });

  it('asks again after 4, 8, 16 seconds, more or less one, while nobody answers', () => {
    const made = lab('pc1 -- switch1 -- pc2', { addresses: { pc1: 'dhcp' } });
    made.run('40s');
    const times = made.facts('udp.sent').map(({ time }) => time / 1e9);
    expect(times).toHaveLength(4);
    [4, 8, 16].forEach((wait, index) => {
      const waited = times[index + 1]! - times[index]!;
      expect(waited).toBeGreaterThanOrEqual(wait - 1);
      expect(waited).toBeLessThanOrEqual(wait + 1);
    });
    expect(standing(made)).toEqual(['selecting', null, null]);
  });

  it('renews by unicast at half the time and keeps its address', () => {
    const made = network(SERVER, ['pc1']);
    made.run('299s');
    const before = said(made, 'pc1').length;
    made.run('2s');
    expect(said(made, 'pc1').slice(before)).toEqual(['pc1: Request 10.0.0.100']);
    const [last] = made
      .facts('udp.sent')
      .filter(({ device }) => device === 'pc1')
      .slice(-1);
    expect(last!.detail).toMatchObject({ local: '10.0.0.100:68', remote: '10.0.0.1:67' });
    expect(standing(made)).toEqual(['bound', '10.0.0.100/24', '10.0.0.1']);
    made.run('1000s');
    expect(addressOf(made, 'pc1')).toBe('10.0.0.100/24');
  });

  it('counts its lease from when it asked for it, however long it had asked in vain', () => {
    const made = network(SERVER, ['pc1']);
    made.unplug('server1-switch1');
    made.run('1000s');
    made.plug('server1-switch1');
    made.run('100s');
    expect(standing(made)).toEqual(['bound', '10.0.0.100/24', '10.0.0.1']);
    const text = made.facts('interface.address').map(({ device, detail }) => `${device} ${detail.from} > ${detail.to}`);
    expect(text).toEqual(['pc1  > 10.0.0.100/24']);
    expect(Number(made.table('pc1', 'dhcp')[0]![6])).toBeGreaterThan(1500e9);
  });

  it('rebinds by broadcast and lets go when its server is gone', () => {
    const made = network(SERVER, ['pc1']);
    made.run('100s');
    made.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['server1'] } });
    made.run('250s');
    expect(standing(made)[0]).toBe('renewing');
    made.run('180s');
    expect(standing(made)[0]).toBe('rebinding');
    const [last] = made.facts('udp.sent').slice(-1);
    expect(last!.detail.remote).toBe('255.255.255.255:67');
    made.run('75s');
    expect(standing(made)[0]).toBe('selecting');
    expect(addressOf(made, 'pc1')).toBeNull();
    expect(made.table('pc1', 'routes')).toEqual([]);
  });

  it('gives its address up when the drawing says so', () => {
    const made = network(SERVER, ['pc1']);
    made.run('1s');
    const pc1 = made.topology.devices.find(({ id }) => id === 'pc1')!;
    const ports = pc1.ports.map(({ dhcp: _, ...port }) => port);
    made.timeline.act({
      kind: 'change',
      change: { devices: [{ ...pc1, ports }], cables: [], programs: [], remove: [] },
    });
    made.run('1s');
    expect(addressOf(made, 'pc1')).toBeNull();
  });

  it('goes back in time with its host', () => {
    const made = network(SERVER, ['pc1', 'pc2']);
    made.run('400s');
    const before = made.history();
    made.timeline.seek(150e6);
    made.run(399.85e9);
    expect(made.history()).toBe(before);
  });
});

describe('an address that was given', () => {
  it('is probed before it is used, and announced then', () => {
    const made = network(SERVER, ['pc1']);
    made.run('1s');
    expect(standing(made)).toEqual(['checking', null, null]);
    made.run('8s');
    expect(made.facts('arp.probed').length).toBe(3);
    expect(made.facts('arp.announced').some(({ device }) => device === 'pc1')).toBe(true);
    expect(standing(made)[0]).toBe('bound');
  });

  it('is declined when somebody has it, and another is asked for ten seconds later', () => {
    const made = lab('server1 -- switch1, pc1 -- switch1, pc2 -- switch1', {
      addresses: { server1: '10.0.0.1/24', pc1: 'dhcp', pc2: '10.0.0.100/24' },
      settings: { server1: { dhcp: { server: SERVER } } },
    });
    made.run('9s');
    expect(said(made, 'pc1').at(-1)).toBe('pc1: Decline 10.0.0.100 to 10.0.0.1');
    expect(made.table('server1', 'leases')).toEqual([['10.0.0.100', null, null, 'declined', expect.any(Number)]]);
    made.run('20s');
    expect(addressOf(made, 'pc1')).toBe('10.0.0.101/24');
    const output = made.ping('pc1', '10.0.0.100');
    made.run('2s');
    expect(output().join('\n')).toContain('1 received');
  });
});

describe('a DHCP server', () => {
  it('keeps addresses for those they are kept for, and leaves out what is excluded', () => {
    const pool = {
      ...POOL,
      excluded: [{ first: '10.0.0.100', last: '10.0.0.104' }],
      reservations: [{ mac: '02:00:00:00:00:03', address: '10.0.0.7' }],
    };
    const made = network({ pools: [pool], ping: false }, ['pc1', 'pc2']);
    made.run('9s');
    expect([addressOf(made, 'pc1'), addressOf(made, 'pc2')]).toEqual(['10.0.0.105/24', '10.0.0.7/24']);
  });

  it('finds the one address of a large pool that is not left out', () => {
    const pool = { first: '1.0.0.2', last: '126.255.255.250', prefix: 1 };
    const excluded = [
      { first: '1.0.0.2', last: '100.0.0.0' },
      { first: '90.0.0.0', last: '126.255.255.249' },
    ];
    const made = network({ pools: [{ ...pool, excluded }], ping: false }, ['pc1']);
    made.run('9s');
    expect(standing(made)).toEqual(['bound', '126.255.255.250/1', '10.0.0.1']);
  });

  it('has nothing left for the third client of two addresses', () => {
    const made = network({ pools: [{ ...POOL, last: '10.0.0.101' }], ping: false }, ['pc1', 'pc2', 'pc3']);
    made.run('9s');
    expect(['pc1', 'pc2', 'pc3'].filter((name) => addressOf(made, name) !== null)).toHaveLength(2);
    const log = made.table('server1', 'programs')[0]![5];
    expect(log).toContain('no free leases in 10.0.0.0/24');
  });

  it('asks for an address before it offers it, and passes over one that somebody has', () => {
    const made = lab('server1 -- switch1, pc1 -- switch1, pc2 -- switch1', {
      addresses: { server1: '10.0.0.1/24', pc1: 'dhcp', pc2: '10.0.0.100/24' },
      settings: { server1: { dhcp: { server: { pools: [POOL] } } } },
    });
    made.run('9s');
    expect(made.facts('icmp.echo.answered')[0]).toMatchObject({ device: 'pc2' });
    expect(addressOf(made, 'pc1')).toBe('10.0.0.101/24');
    expect(made.table('server1', 'leases')[0]).toEqual(['10.0.0.100', null, null, 'declined', expect.any(Number)]);
  });

  it('takes an address back that is released, and gives the same client the same again', () => {
    const made = network(SERVER, ['pc1', 'pc2']);
    made.run('9s');
    const had = addressOf(made, 'pc1');
    type(made, 'pc1', 'dhclient -r eth0');
    made.run('2s');
    expect(said(made, 'pc1').at(-1)).toContain('Release');
    expect(addressOf(made, 'pc1')).toBeNull();
    expect(made.table('server1', 'leases').map(([, , , state]) => state)).toContain('released');
    type(made, 'pc1', 'dhclient eth0');
    made.run('9s');
    expect(addressOf(made, 'pc1')).toBe(had);
  });

  it('goes on with new settings as soon as they are drawn, and its leases stay', () => {
    const made = network(SERVER, ['pc1']);
    made.run('2s');
    const server1 = made.topology.devices.find(({ id }) => id === 'server1')!;
    const dhcp = { server: { pools: [{ ...POOL, first: '10.0.0.200', last: '10.0.0.210' }], ping: false } };
    made.timeline.act({
      kind: 'change',
      change: { devices: [{ ...server1, dhcp }], cables: [], programs: [], remove: [] },
    });
    expect(made.table('server1', 'leases')).toHaveLength(1);
    // What it gave is no longer its to give: the client is refused when it renews, and gets another.
    made.run('310s');
    expect(made.table('pc1', 'dhcp')[0]![1]).toBe('bound');
    expect(addressOf(made, 'pc1')).toBe('10.0.0.200/24');
    expect(said(made, 'server1').some((line) => line.includes('NAK'))).toBe(true);
  });
});

describe('a DHCP relay agent', () => {
  const relayed = (): Lab =>
    lab('pc1 -- router1 -- server1', {
      addresses: { pc1: 'dhcp', router1: ['10.0.2.254/24', '10.0.0.254/24'], server1: '10.0.0.1/24 via 10.0.0.254' },
      settings: {
        router1: { dhcp: { relay: { servers: ['10.0.0.1'] } } },
        server1: {
          dhcp: {
            server: { pools: [POOL, { first: '10.0.2.50', last: '10.0.2.60', prefix: 24, gateway: '10.0.2.254' }] },
          },
        },
      },
    });

  it('lets a server give addresses of a subnet it is not on', () => {
    const made = relayed();
    made.run('9s');
    expect(addressOf(made, 'pc1')).toBe('10.0.2.50/24');
    expect(said(made, 'router1')[0]).toBe('router1: Discover via 10.0.2.254');
    const output = made.ping('pc1', '10.0.0.1');
    made.run('2s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('is left out when the client renews: it asks the server itself', () => {
    const made = relayed();
    made.run('1799s');
    const before = made.facts('udp.sent').filter(({ device }) => device === 'router1').length;
    made.run('5s');
    expect(made.table('pc1', 'dhcp')[0]![1]).toBe('bound');
    expect(made.facts('udp.sent').filter(({ device }) => device === 'router1')).toHaveLength(before);
  });
});

describe('dhclient in a terminal', () => {
  it('prints what it does and goes on in the background', () => {
    const made = lab('server1 -- switch1 -- pc1', {
      addresses: { server1: '10.0.0.1/24', pc1: '0.0.0.0/24' },
      settings: { server1: { dhcp: { server: SERVER } } },
    });
    const output = type(made, 'pc1', 'dhclient eth0 && echo done');
    made.run('9s');
    expect(output().map((line) => line.replace(/interval \d|in 29\d/, '…'))).toEqual([
      'DHCPDISCOVER on eth0 to 255.255.255.255 port 67 …',
      'DHCPOFFER of 10.0.0.100 from 10.0.0.1',
      'DHCPREQUEST on eth0 to 255.255.255.255 port 67 …',
      'DHCPACK of 10.0.0.100 from 10.0.0.1',
      'bound to 10.0.0.100 -- renewal … seconds.',
      'done',
    ]);
    made.run('310s');
    expect(said(made, 'pc1').at(-1)).toBe('pc1: Request 10.0.0.100');
    expect(standing(made)[0]).toBe('bound');
  });

  it('refuses an interface that is not there', () => {
    const made = lab('pc1 -- pc2');
    const output = type(made, 'pc1', 'dhclient eth7');
    made.run('1s');
    expect(output()).toEqual(['dhclient: eth7: no such interface']);
  });
});

describe('a server that asks for addresses before it offers them', () => {
  it('offers each as soon as its half second is over, though the one before it had to be asked for anew', () => {
    const made = lab('server1 -- switch1, pc1 -- switch1, pc2 -- switch1, pc3 -- switch1', {
      addresses: { server1: '10.0.0.1/24', pc1: '10.0.0.100/24', pc2: 'dhcp', pc3: 'dhcp' },
      settings: { server1: { dhcp: { server: { pools: [POOL] } } } },
      cables: { 'pc1-switch1': { delay: 100e6 } },
    });
    made.run('3s');
    // An offer and an ACK to each client.
    const answers = made
      .facts('udp.sent')
      .filter(({ device }) => device === 'server1')
      .map(({ time }) => Math.round(time / 1e7) / 100);
    expect(answers).toEqual([0.5, 0.5, 0.9, 0.9]);
  });
});
