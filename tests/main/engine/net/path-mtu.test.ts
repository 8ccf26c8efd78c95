import { describe, expect, it } from 'vitest';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import { connecting, pause, receive, send, serving } from '#support/programs.ts';
import { lab, type Lab } from '#support/lab.ts';

const NETWORK = {
  addresses: {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    pc2: '10.0.3.1/24 via 10.0.3.254',
    router1: ['10.0.1.254/24', '10.0.2.1/24'],
    router2: ['10.0.2.2/24', '10.0.3.254/24'],
  },
  routes: {
    router1: [{ destination: '10.0.3.0', prefix: 24, via: '10.0.2.2' }],
    router2: [{ destination: '10.0.1.0', prefix: 24, via: '10.0.2.1' }],
  },
};

/** Two hosts with a narrow cable between two routers. */
function narrow(mtu: number): Lab {
  const network = lab('pc1 -- router1 -- router2 -- pc2', NETWORK);
  widen(network, mtu);
  return network;
}

function widen(network: Lab, mtu: number): void {
  const cable = { ...network.topology.cables[1]!, mtu };
  network.timeline.act({ kind: 'change', change: { devices: [], cables: [cable], programs: [], remove: [] } });
}

describe('the path MTU', () => {
  it('is learned from the router that could not go on, kept for its destination, and used', () => {
    const network = narrow(600);
    const output = network.ping('pc1', '10.0.3.1', 3, { size: 1000 });
    network.run('15s');
    expect(network.facts('path-mtu.learned')).toMatchObject([
      { device: 'pc1', detail: { address: '10.0.3.1', mtu: 600, before: 1500 } },
      { device: 'pc2', detail: { address: '10.0.1.1', mtu: 600, before: 1500 } },
    ]);
    expect(network.table('pc1', 'path-mtu')).toMatchObject([['10.0.3.1', 600, expect.any(Number), expect.any(Number)]]);
    // The first request was lost on the way there, the first reply on the way back; then both ends know, and cut.
    expect(network.facts('ip.fragmented').map(({ device }) => device)).toEqual([
      'pc1',
      'pc1',
      'pc1',
      'pc1',
      'pc2',
      'pc2',
    ]);
    expect(output().join('\n')).toContain('3 packets transmitted, 1 received');
  });

  it('is forgotten after ten minutes, and a larger packet is tried again', () => {
    const network = narrow(600);
    network.ping('pc1', '10.0.3.1', 1, { size: 1000 });
    network.run('5s');
    widen(network, 1500);
    network.run('600s');
    expect(network.facts('path-mtu.aged')).toHaveLength(1);
    expect(network.table('pc1', 'path-mtu')).toEqual([]);
    const output = network.ping('pc1', '10.0.3.1', 1, { size: 1000 });
    network.run('5s');
    expect(output().join('\n')).toContain('1 received');
    expect(network.facts('ip.fragmented')).toEqual([]);
  });

  it('is kept as long as the host is set to', () => {
    const network = lab('pc1 -- router1 -- router2 -- pc2', {
      ...NETWORK,
      settings: { pc1: { network: { pathMtuAge: 5e9 } } },
    });
    widen(network, 600);
    network.ping('pc1', '10.0.3.1', 1, { size: 1000 });
    network.run('6s');
    const [learned, ...others] = network.facts('path-mtu.learned');
    expect(others).toEqual([]);
    expect(network.facts('path-mtu.aged').map(({ time }) => time - learned!.time)).toEqual([5e9]);
  });

  it('makes a TCP connection send smaller segments, so that all of a large send arrives', () => {
    const network = narrow(600);
    network.steps('pc2', [
      { call: 'socket', as: 'l', type: 'stream' },
      { call: 'bind', socket: 'l', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'l', backlog: 1 },
      { call: 'accept', socket: 'l', as: 'c' },
      { call: 'recv', socket: 'c', length: 20_000 },
      { call: 'close', socket: 'c' },
    ]);
    const client = network.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '10.0.3.1', port: 80 },
      { call: 'send', socket: 's', length: 20_000 },
      { call: 'recv', socket: 's', length: null },
      { call: 'close', socket: 's' },
    ]);
    network.run('60s');
    expect(network.facts('program.ended').map(({ detail }) => detail.status)).toEqual([0, 0]);
    expect(client()).toEqual(['']);
    expect(network.facts('path-mtu.learned')[0]).toMatchObject({ device: 'pc1', detail: { mtu: 600 } });
    // The MSS a host announces comes from its own link, not from what it has learned of the path (RFC 1191 §3.1).
    expect(network.sent().filter((line) => line.includes('[SYN'))[0]).toContain('MSS=1460');
  });

  it('is tried anew by a TCP connection that lives longer than it is remembered, whether the way is wider then or not', () => {
    for (const mtu of [1500, 600]) {
      const network = narrow(600);
      network.steps('pc2', serving(80, receive(null), pause(3000)));
      network.steps('pc1', connecting('10.0.3.1', 80, send(5000), pause(700), send(5000), pause(300)));
      network.run('600s');
      const before = network.facts('tcp.sent').length;
      widen(network, mtu);
      network.run('300s');
      expect(network.facts('path-mtu.aged').map(({ device }) => device)).toContain('pc1');
      const sent = network.facts('tcp.sent').slice(before);
      const lengths = sent.filter(({ device }) => device === 'pc1').map(({ detail }) => Number(detail.length));
      expect(Math.max(...lengths)).toBeGreaterThan(600);
      expect(network.facts('path-mtu.learned').filter(({ device }) => device === 'pc1')).toHaveLength(
        mtu === 600 ? 2 : 1,
      );
      // All of it has come, in longer segments or, once it was told again, in short ones.
      expect(network.table('pc1', 'sockets').map((row) => row.slice(3, 6))).toEqual([['ESTABLISHED', 0, 0]]);
    }
  });

  it.each([
    [1500, 1492],
    [1100, 1006],
    [500, 296],
    [100, 68],
  ])('of a router too old to tell it is the next smaller one of real links: below %i bytes %i', (length, mtu) => {
    const network = lab('pc1 -- pc2');
    const about = emitUdp(
      { sourcePort: 1, destinationPort: 2, payload: new Uint8Array(length - 28) },
      { source: 0x0a000001, destination: 0x0a000002, ttl: 64, identification: 0 },
    );
    const quoted = Uint8Array.from([...about.head, ...about.body]).slice(14, 14 + 28);
    const error = emitIcmp(
      { kind: 'unreachable', code: 4, mtu: 0, quoted },
      { source: 0x0a000002, destination: 0x0a000001, ttl: 64, identification: 0 },
    );
    const { head, body } = encapsulate(error, { destination: 0x0200_0000_0001, source: 2, type: ETHERTYPE_IPV4 });
    const bytes = Uint8Array.from([...head, ...body]);
    network.timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes });
    network.run('1ms');
    expect(network.table('pc1', 'path-mtu')[0]!.slice(0, 2)).toEqual(['10.0.0.2', mtu]);
  });

  it('of an own cable that has become narrower is told to the sender at once', () => {
    const network = lab('pc1 -- pc2');
    const cable = { ...network.topology.cables[0]!, mtu: 500 };
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [cable], programs: [], remove: [] } });
    const output = network.ping('pc1', '10.0.0.2', 1, { size: 1000 });
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('teaches nothing where discovery is switched off', () => {
    const network = narrow(600);
    const [pc1] = network.topology.devices;
    const changed = { ...pc1!, network: { pathMtuDiscovery: false } };
    network.timeline.act({ kind: 'change', change: { devices: [changed], cables: [], programs: [], remove: [] } });
    network.ping('pc1', '10.0.3.1', 1, { size: 1000 });
    network.run('3s');
    expect(network.table('pc1', 'path-mtu')).toEqual([]);
    // Nothing of it carries DF then, so that routers cut it.
    expect(network.facts('ip.fragmented').map(({ device }) => device)).toContain('router1');
  });
});
