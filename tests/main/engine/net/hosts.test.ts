import { describe, expect, it } from 'vitest';
import { lab, type Lab } from '#support/lab.ts';
import { bytesOf, fieldOf } from '#support/seen.ts';

/** A server on two networks that do not forward to each other. */
function twoHomes(hostModel: 'weak' | 'strong'): Lab {
  const network = lab('pc1 -- server1, pc2 -- server1', {
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.2',
      pc2: '10.0.2.1/24 via 10.0.2.2',
      server1: '10.0.1.2/24',
    },
  });
  const server = network.topology.devices.find(({ id }) => id === 'server1')!;
  const [one, other] = server.ports;
  const changed = { ...server, ports: [one!, { ...other!, address: '10.0.2.2' }], network: { hostModel } };
  const { cables } = network.topology;
  network.timeline.act({ kind: 'change', change: { devices: [changed], cables, programs: [], remove: [] } });
  return network;
}

describe('a host with two adapters', () => {
  it('sends from the address of the adapter its packet leaves by', () => {
    const network = twoHomes('weak');
    network.ping('server1', '10.0.1.1');
    network.ping('server1', '10.0.2.1');
    network.run('1s');
    const asked = network.facts('icmp.echo.answered').map(({ device, detail }) => `${device} ${detail.peer}`);
    expect(asked).toEqual(['pc1 10.0.1.2', 'pc2 10.0.2.2']);
  });

  it('answers on either of them for both its addresses, as a weak host', () => {
    const network = twoHomes('weak');
    const output = network.ping('pc1', '10.0.2.2');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('answers for each address on its own adapter only, as a strong host', () => {
    const network = twoHomes('strong');
    const output = network.ping('pc1', '10.0.2.2');
    const own = network.ping('pc2', '10.0.2.2');
    network.run('15s');
    expect(output().join('\n')).toContain('0 received');
    expect(own().join('\n')).toContain('1 received');
    expect(network.facts('frame.dropped')[0]).toMatchObject({ device: 'server1', reason: 'not-forwarding' });
  });
});

describe('loopback', () => {
  it('reaches a TCP server of the same host without touching a cable', () => {
    const network = lab('pc1 -- pc2');
    network.steps('pc1', [
      { call: 'socket', as: 'l', type: 'stream' },
      { call: 'bind', socket: 'l', address: '127.0.0.1', port: 80 },
      { call: 'listen', socket: 'l', backlog: 1 },
      { call: 'accept', socket: 'l', as: 'c' },
      { call: 'recv', socket: 'c', length: 100_000 },
      { call: 'close', socket: 'c' },
    ]);
    network.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '127.0.0.1', port: 80 },
      { call: 'send', socket: 's', length: 100_000 },
      { call: 'close', socket: 's' },
    ]);
    network.run('5s');
    expect(network.facts('program.ended').map(({ detail }) => detail.status)).toEqual([0, 0]);
    expect(network.facts('frame.sent')).toEqual([]);
  });

  it('carries UDP and echo in both directions, under any of its addresses', () => {
    const network = lab('pc1 -- pc2');
    const server = network.steps('pc1', [
      { call: 'socket', as: 's', type: 'datagram' },
      { call: 'bind', socket: 's', address: '127.0.0.9', port: 7 },
      { call: 'recv', socket: 's', length: 20 },
    ]);
    network.steps('pc1', [
      { call: 'socket', as: 'c', type: 'datagram' },
      { call: 'sendto', socket: 'c', address: '127.0.0.9', port: 7, length: 20 },
    ]);
    const output = network.ping('pc1', '127.1.2.3');
    network.run('1s');
    expect(server()).toEqual(['']);
    expect(output().join('\n')).toContain('1 received');
    expect(network.facts('frame.sent')).toEqual([]);
  });
});

describe('the time to live of what a host sends', () => {
  it('is what the host is set to, for echoes, segments and errors, unless the socket says otherwise from its SYN on', () => {
    const network = lab('pc1 -- pc2', { settings: { pc1: { network: { timeToLive: 128 } } } });
    const printed = network.command('pc2', 'ping -c 1 10.0.0.1; nc -z 10.0.0.1 80; nc -u -w 1 10.0.0.1 9 <<< x');
    network.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'getsockopt', socket: 's', option: 'IP_TTL' },
      { call: 'setsockopt', socket: 's', option: 'IP_TTL', value: 7 },
      { call: 'connect', socket: 's', address: '10.0.0.2', port: 80 },
    ]);
    network.run('5s');
    expect(printed()[1]).toContain('ttl=128');
    const sent = network.facts('frame.sent').filter(({ device }) => device === 'pc1');
    const lives = sent.flatMap(({ frame }) => {
      const ttl = fieldOf(bytesOf(network, frame), 'ip.ttl');
      return ttl === null ? [] : [`${network.summary(frame).protocol} ${ttl}`];
    });
    expect(new Set(lives)).toEqual(new Set(['tcp 7', 'icmp 128', 'tcp 128']));
  });
});
