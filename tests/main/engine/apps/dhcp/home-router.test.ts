import { describe, expect, it } from 'vitest';
import { lab, type Lab } from '#support/lab.ts';

/** A home as most are: everything by DHCP, one address outside, a filter that lets nobody in uninvited. */
function home(): Lab {
  return lab('pc1 -- switch1, pc2 -- switch1, switch1 -- router1 -- switch2, switch2 -- server1, switch2 -- server2', {
    addresses: {
      pc1: 'dhcp',
      pc2: 'dhcp',
      router1: ['192.168.0.1/24', 'dhcp'],
      server1: '203.0.113.1/24',
      server2: '203.0.113.80/24',
    },
    settings: {
      router1: {
        nat: { outside: 'eth1', forwards: [{ protocol: 'tcp', port: 8080, address: '192.168.0.100', to: 80 }] },
        dhcp: {
          server: {
            pools: [{ first: '192.168.0.100', last: '192.168.0.199', prefix: 24, gateway: '192.168.0.1' }],
            ping: false,
          },
        },
        filter: {
          policy: { forward: 'drop' },
          rules: [
            { action: 'accept', direction: 'forward', established: true },
            { action: 'accept', direction: 'forward', from: 'eth0' },
            { action: 'accept', direction: 'forward', protocol: 'tcp', destinationPorts: { first: 80, last: 80 } },
          ],
        },
      },
      server1: {
        dhcp: {
          server: {
            pools: [{ first: '203.0.113.50', last: '203.0.113.59', prefix: 24, gateway: '203.0.113.1' }],
            ping: false,
          },
        },
      },
    },
  });
}

describe('a home router', () => {
  it('gets its own address, gives addresses inside, and lets everybody there out under its one', () => {
    const made = home();
    made.run('12s');
    expect(made.table('router1', 'ports')[1]![2]).toBe('203.0.113.50/24');
    const outputs = ['pc1', 'pc2'].map((name) => made.ping(name, '203.0.113.80'));
    made.run('3s');
    for (const output of outputs) expect(output().join('\n')).toContain('1 received');
    const peers = made.facts('icmp.echo.answered').filter(({ device }) => device === 'server2');
    expect(peers.map(({ detail }) => detail.peer)).toEqual(['203.0.113.50', '203.0.113.50']);
  });

  it('lets in what a port forward and a rule of the filter let in, and nothing else', () => {
    const made = home();
    made.run('12s');
    const pc1 = ['pc1', 'pc2'].find((name) => String(made.table(name, 'ports')[0]![2]).startsWith('192.168.0.100/'))!;
    made.steps(pc1, [
      { call: 'socket', as: 'l', type: 'stream' },
      { call: 'bind', socket: 'l', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'l', backlog: 4 },
      { call: 'accept', socket: 'l', as: 'c' },
      { call: 'recv', socket: 'c', length: 4 },
      { call: 'send', socket: 'c', length: 5000 },
      { call: 'close', socket: 'c' },
    ]);
    const fetched = made.steps('server2', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '203.0.113.50', port: 8080 },
      { call: 'send', socket: 's', length: 4 },
      { call: 'recv', socket: 's', length: 5000 },
      { call: 'close', socket: 's' },
    ]);
    made.run('5s');
    expect(fetched()).toEqual(['']);
    const refused = made.steps('server2', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '203.0.113.50', port: 22 },
    ]);
    made.run('2s');
    expect(refused()).toEqual(['connect: ECONNREFUSED']);
  });
});
