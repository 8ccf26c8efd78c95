import { describe, expect, it } from 'vitest';
import type { NatSettings } from '#engine/net/nat-settings.ts';
import type { FilterSettings } from '#engine/net/filter-settings.ts';
import type { SocketStep } from '#engine/apps/settings.ts';
import { parseMac } from '#engine/wire/address.ts';
import type { Datagram } from '#engine/wire/datagram.ts';
import { EMPTY, encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { ACK, emitTcp } from '#engine/wire/tcp.ts';
import { lab, type Lab } from '#support/lab.ts';

const ADDRESSES = {
  pc1: '10.0.0.1/24 via 10.0.0.254',
  pc2: '10.0.0.2/24 via 10.0.0.254',
  router1: ['10.0.0.254/24', '203.0.113.1/24'],
  // It knows no way to 10.0.0.0/24: only translated packets can be answered.
  server1: '203.0.113.80/24',
  server2: '203.0.113.81/24',
};
const DRAWING = `pc1 -- switch1, pc2 -- switch1, switch1 -- router1 -- switch2, switch2 -- server1, switch2 -- server2`;

function translating(nat: Partial<NatSettings> = {}, filter?: FilterSettings): Lab {
  const router1 = { nat: { outside: 'eth1', ...nat }, ...(filter && { filter }) };
  return lab(DRAWING, { addresses: ADDRESSES, settings: { router1 } });
}

/** A UDP server that takes ten bytes. */
function listens(network: Lab, on: string, port: number): void {
  network.steps(on, [
    { call: 'socket', as: 's', type: 'datagram' },
    { call: 'bind', socket: 's', address: '0.0.0.0', port },
    { call: 'recv', socket: 's', length: 10 },
    { call: 'wait', time: 1e12 },
  ]);
}
const sends = (address: string, port: number, from?: number): SocketStep[] => [
  { call: 'socket', as: 's', type: 'datagram' },
  ...(from === undefined ? [] : [{ call: 'bind', socket: 's', address: '0.0.0.0', port: from } as const]),
  { call: 'sendto', socket: 's', address, port, length: 10 },
  { call: 'wait', time: 1e12 },
];
function serves(network: Lab, on: string, port = 80): void {
  network.steps(on, [
    { call: 'socket', as: 'l', type: 'stream' },
    { call: 'bind', socket: 'l', address: '0.0.0.0', port },
    { call: 'listen', socket: 'l', backlog: 4 },
    { call: 'accept', socket: 'l', as: 'c' },
    { call: 'recv', socket: 'c', length: 10 },
    { call: 'send', socket: 'c', length: 2000 },
    { call: 'recv', socket: 'c', length: null },
    { call: 'close', socket: 'c' },
  ]);
}
function connects(network: Lab, from: string, address: string, port = 80): () => string[] {
  return network.steps(from, [
    { call: 'socket', as: 's', type: 'stream' },
    { call: 'connect', socket: 's', address, port },
    { call: 'send', socket: 's', length: 10 },
    { call: 'recv', socket: 's', length: 2000 },
    { call: 'wait', time: 1e9 },
    { call: 'close', socket: 's' },
  ]);
}
const reasons = (network: Lab): string[] => network.facts('frame.dropped').map(({ reason }) => reason);
/** What the UDP sockets of a device were sent, as `remote → local`. */
const received = (network: Lab, device: string): string[] =>
  network
    .facts('udp.received')
    .flatMap((fact) => (fact.device === device ? [`${fact.detail.remote} → ${fact.detail.local}`] : []));

describe('a router that translates addresses', () => {
  it('lets a host inside ping a server that knows no way back to it', () => {
    const network = translating();
    const output = network.ping('pc1', '203.0.113.80', 2);
    network.run('4s');
    expect(output().join('\n')).toContain('2 received');
    expect(network.facts('icmp.echo.answered')[0]!.detail.peer).toBe('203.0.113.1');
  });

  it('keeps the ports of UDP, in both directions, with checksums that are right', () => {
    const network = translating();
    listens(network, 'server1', 53);
    network.steps('pc1', sends('203.0.113.80', 53, 5000));
    network.run('1s');
    expect(received(network, 'server1')).toEqual(['203.0.113.1:5000 → 203.0.113.80:53']);
    expect(network.table('router1', 'translations')).toEqual([
      ['udp', '10.0.0.1:5000', '203.0.113.1:5000', '203.0.113.80:53', 'opening', expect.any(Number)],
    ]);
    expect(reasons(network)).toEqual([]);
  });

  it('carries a whole TCP exchange and forgets it four minutes after its end', () => {
    const network = translating();
    serves(network, 'server1');
    const output = connects(network, 'pc1', '203.0.113.80');
    network.run('500ms');
    expect(network.table('router1', 'translations')[0]![4]).toBe('established');
    network.run('3s');
    expect(output()).toEqual(['']);
    expect(reasons(network)).toEqual([]);
    expect(network.table('router1', 'translations')[0]![4]).toBe('closing');
    network.run('236s');
    expect(network.table('router1', 'translations')).toHaveLength(1);
    network.run('6s');
    expect(network.table('router1', 'translations')).toEqual([]);
    expect(network.facts('nat.expired')).toHaveLength(1);
  });

  it('keeps an idle connection for two hours and four minutes', () => {
    const network = translating();
    serves(network, 'server1');
    network.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '203.0.113.80', port: 80 },
      { call: 'wait', time: 1e14 },
    ]);
    network.run('7430s');
    expect(network.table('router1', 'translations')).toMatchObject([{ 0: 'tcp', 4: 'established' }]);
    network.run('20s');
    expect(network.table('router1', 'translations')).toEqual([]);
  });

  it('gives two hosts with the same port two outside ports, and each its own answers', () => {
    const network = translating();
    listens(network, 'server1', 53);
    network.steps('pc1', sends('203.0.113.80', 53, 5000));
    network.steps('pc2', sends('203.0.113.80', 53, 5000));
    network.run('1s');
    const [first, second] = network.facts('nat.mapped').map(({ detail }) => String(detail.outside));
    expect(first).toBe('203.0.113.1:5000');
    expect(second).not.toBe(first);
    // The parity of the port is kept (RFC 4787 REQ-4).
    expect(Number(second!.split(':')[1]) % 2).toBe(0);
  });

  it('gives one inside port the same outside port whoever is sent to', () => {
    const network = translating();
    listens(network, 'server1', 53);
    listens(network, 'server2', 53);
    network.steps('pc2', sends('203.0.113.80', 53, 5000));
    network.run('1s');
    network.steps('pc1', [
      ...sends('203.0.113.80', 53, 5000).slice(0, 3),
      { call: 'sendto', socket: 's', address: '203.0.113.81', port: 53, length: 10 },
      { call: 'wait', time: 1e12 },
    ]);
    network.run('1s');
    const ports = network.facts('nat.mapped').map(({ detail }) => detail.inside);
    expect(ports).toEqual(['10.0.0.2:5000', '10.0.0.1:5000']);
    const seen = new Set(
      [...received(network, 'server1').slice(1), ...received(network, 'server2')].map((text) => text.split(' ')[0]),
    );
    expect(seen.size).toBe(1);
  });

  it('says of every packet what was translated into what', () => {
    const network = translating();
    network.ping('pc1', '203.0.113.80');
    network.run('1s');
    const [out, back] = network.facts('nat.translated');
    expect(out!.detail).toMatchObject({
      protocol: 'icmp',
      side: 'source',
      from: expect.stringMatching(/^10\.0\.0\.1:/),
    });
    expect(back!.detail).toMatchObject({ side: 'destination', from: out!.detail.to, to: out!.detail.from });
    expect(network.facts('nat.mapped')).toHaveLength(1);
  });

  it('replays to the same history', () => {
    const network = translating();
    serves(network, 'server1');
    connects(network, 'pc1', '203.0.113.80');
    network.run('5s');
    const before = network.history();
    network.timeline.seek(1e6);
    network.run(4.999e9);
    expect(network.history()).toBe(before);
  });

  it('filters by the inside addresses', () => {
    const network = translating(
      {},
      {
        policy: { forward: 'drop' },
        rules: [
          { action: 'accept', direction: 'forward', established: true },
          { action: 'accept', direction: 'forward', from: 'eth0', source: { address: '10.0.0.1', prefix: 32 } },
        ],
      },
    );
    const one = network.ping('pc1', '203.0.113.80');
    const other = network.ping('pc2', '203.0.113.80');
    network.run('12s');
    expect(one().join('\n')).toContain('1 received');
    expect(other().join('\n')).toContain('0 received');
  });
});

describe('what comes from outside uninvited', () => {
  it('is for the router itself where there is no mapping', () => {
    const network = translating();
    const output = network.ping('server1', '203.0.113.1');
    network.run('2s');
    expect(output().join('\n')).toContain('1 received');
    network.steps('server1', sends('203.0.113.1', 4000));
    network.run('1s');
    expect(reasons(network)).toEqual(['port-unreachable']);
  });

  /** pc1 has sent to server1; now somebody sends back to its outside port. */
  function answered(nat: Partial<NatSettings>, by: string, from: number): string[] {
    const network = translating(nat);
    network.steps('pc1', sends('203.0.113.80', 53, 5000));
    network.run('1s');
    network.steps(by, sends('203.0.113.1', 5000, from));
    network.run('1s');
    return received(network, 'pc1');
  }

  it('comes in from an address that was sent to, from whatever port, and from no other', () => {
    expect(answered({}, 'server1', 53)).toEqual(['203.0.113.80:53 → 10.0.0.1:5000']);
    expect(answered({}, 'server1', 54)).toEqual(['203.0.113.80:54 → 10.0.0.1:5000']);
    expect(answered({}, 'server2', 53)).toEqual([]);
  });

  it('comes in from everybody when filtering is endpoint-independent', () => {
    expect(answered({ filtering: 'endpoint-independent' }, 'server2', 9)).toHaveLength(1);
  });

  it('comes in from just the ports that were sent to when filtering is so', () => {
    expect(answered({ filtering: 'address-and-port-dependent' }, 'server1', 54)).toEqual([]);
    expect(answered({ filtering: 'address-and-port-dependent' }, 'server1', 53)).toHaveLength(1);
  });

  it('is dropped with a reason of its own', () => {
    const network = translating();
    network.steps('pc1', sends('203.0.113.80', 53, 5000));
    network.run('1s');
    network.steps('server2', sends('203.0.113.1', 5000));
    network.run('1s');
    expect(reasons(network).at(-1)).toBe('nat-filtered');
  });
});

describe('a port forward', () => {
  const nat = { forwards: [{ protocol: 'tcp', port: 8080, address: '10.0.0.2', to: 80 } as const] };

  it('leads to a server inside, which sees who calls', () => {
    const network = translating(nat);
    serves(network, 'pc2');
    const output = connects(network, 'server1', '203.0.113.1', 8080);
    network.run('3s');
    expect(output()).toEqual(['']);
    expect(network.facts('tcp.received').find(({ device }) => device === 'pc2')!.detail.connection).toMatch(
      /^10\.0\.0\.2:80-203\.0\.113\.80:/,
    );
    expect(reasons(network)).toEqual([]);
  });

  it('stands in the table before anybody has used it', () => {
    const network = translating(nat);
    network.run('1s');
    expect(network.table('router1', 'translations')).toEqual([['tcp', '10.0.0.2:80', '*:8080', null, 'waiting', null]]);
  });

  it('tells the caller in the name of the outside when the server inside is closed', () => {
    const network = translating(nat);
    const output = connects(network, 'server1', '203.0.113.1', 8080);
    network.run('3s');
    expect(output()).toEqual(['connect: ECONNREFUSED']);
  });

  it('is found by neighbours inside under its outside name', () => {
    const network = translating(nat);
    serves(network, 'pc2');
    const output = connects(network, 'pc1', '203.0.113.1', 8080);
    network.run('3s');
    expect(output()).toEqual(['']);
    // The server must see the caller under its outside name, or it would answer past the router (RFC 4787 REQ-9).
    expect(network.facts('tcp.received').find(({ device }) => device === 'pc2')!.detail.connection).toMatch(
      /^10\.0\.0\.2:80-203\.0\.113\.1:/,
    );
    expect(reasons(network)).toEqual([]);
  });
});

describe('ICMP errors through a translator', () => {
  it('come back to the host whose packet they quote', () => {
    const network = translating();
    const output = network.steps('pc1', [
      { call: 'socket', as: 's', type: 'datagram' },
      { call: 'connect', socket: 's', address: '203.0.113.80', port: 9 },
      { call: 'send', socket: 's', length: 10 },
      { call: 'recv', socket: 's', length: 1 },
    ]);
    network.run('1s');
    expect(network.facts('icmp.error.received')).toMatchObject([
      { device: 'pc1', detail: { error: 'port-unreachable', peer: '203.0.113.80' } },
    ]);
    expect(output()).toEqual(['recv: ECONNREFUSED']);
  });

  it('come back about an echo too', () => {
    const network = translating();
    network.ping('pc1', '203.0.113.99');
    network.run('5s');
    expect(network.facts('icmp.error.received')).toMatchObject([
      { device: 'pc1', detail: { error: 'host-unreachable' } },
    ]);
  });

  it('quote the packet as its sender knows it, on the way out', () => {
    const network = translating({ forwards: [{ protocol: 'udp', port: 53, address: '10.0.0.2', to: 53 }] });
    const output = network.steps('server1', [
      { call: 'socket', as: 's', type: 'datagram' },
      { call: 'connect', socket: 's', address: '203.0.113.1', port: 53 },
      { call: 'send', socket: 's', length: 10 },
      { call: 'recv', socket: 's', length: 1 },
    ]);
    network.run('1s');
    expect(output()).toEqual(['recv: ECONNREFUSED']);
    expect(network.facts('icmp.error.received')).toMatchObject([
      { device: 'server1', detail: { error: 'port-unreachable', peer: '203.0.113.1' } },
    ]);
  });
});

describe('a packet in fragments', () => {
  it('is put together, translated, and cut again, both ways', () => {
    const network = lab(DRAWING, {
      addresses: ADDRESSES,
      settings: { router1: { nat: { outside: 'eth1' } } },
      // Larger on the outside: what was cut one way inside is cut another way there.
      cables: Object.fromEntries(
        [
          ['pc1-switch1', 600],
          ['switch1-router1', 600],
          ['router1-switch2', 800],
          ['switch2-server1', 800],
        ].map(([id, mtu]) => [id, { mtu: Number(mtu) }]),
      ),
    });
    network.start('pc1', { program: 'command', line: 'ping -c 1 -s 1400 -M dont 203.0.113.80' });
    network.run('5s');
    expect(network.facts('ip.fragment.kept').some(({ device }) => device === 'router1')).toBe(true);
    expect(network.facts('icmp.echo.answered')).toMatchObject([{ device: 'server1', detail: { peer: '203.0.113.1' } }]);
    expect(network.facts('nat.translated').map(({ detail }) => detail.side)).toEqual(['source', 'destination']);
  });
});

describe('a translator at its limits', () => {
  it('has no port left for the third host, and says so', () => {
    const network = translating({ ports: { first: 2000, last: 2001 } });
    listens(network, 'server1', 53);
    for (const port of [5000, 5001, 5002]) network.steps('pc1', sends('203.0.113.80', 53, port));
    network.run('1s');
    expect(received(network, 'server1')).toHaveLength(2);
    expect(reasons(network)).toEqual(['nat-ports-exhausted']);
    expect(network.facts('icmp.error.received')).toMatchObject([
      { device: 'pc1', detail: { error: 'admin-prohibited' } },
    ]);
  });

  it('gives a port away again once its mapping has expired', () => {
    const network = translating({ ports: { first: 2000, last: 2000 }, timeouts: { udp: 120e9 } });
    network.steps('pc1', sends('203.0.113.80', 53, 5000));
    network.run('121s');
    expect(network.facts('nat.expired')).toHaveLength(1);
    network.steps('pc2', sends('203.0.113.80', 53, 6000));
    network.run('1s');
    expect(network.facts('nat.mapped').map(({ detail }) => detail.outside)).toEqual([
      '203.0.113.1:2000',
      '203.0.113.1:2000',
    ]);
  });

  it('sends nothing with an inside address to the outside', () => {
    const network = translating();
    serves(network, 'server1');
    connects(network, 'pc1', '203.0.113.80');
    network.ping('pc2', '203.0.113.81');
    network.run('3s');
    const sources = network
      .facts('frame.sent')
      .filter(({ device, port }) => device === 'router1' && port === 'eth1')
      .flatMap(({ frame }) => {
        const ip = parseIpv4(network.timeline.trace.frameOf(frame)!);
        return isFault(ip) ? [] : [ip.source];
      });
    expect(sources.length).toBeGreaterThan(5);
    expect(new Set(sources)).toEqual(new Set([0xcb007101]));
  });

  it('shows a port forward nobody uses as waiting, though a stray segment came for it', () => {
    const forwards = [{ protocol: 'tcp' as const, port: 8080, address: '10.0.0.1', to: 80 }];
    const network = translating({ forwards });
    const waiting = [['tcp', '10.0.0.1:80', '*:8080', null, 'waiting', null]];
    expect(network.table('router1', 'translations')).toEqual(waiting);
    const stray = emitTcp(
      {
        sourcePort: 5000,
        destinationPort: 8080,
        sequence: 1,
        acknowledgment: 1,
        flags: ACK,
        window: 0,
        payload: EMPTY,
      },
      { source: 0xcb007150, destination: 0xcb007101, ttl: 64, identification: 0, dontFragment: true },
    );
    inject(network, 'router1', 'eth1', stray);
    network.run('1s');
    expect(network.table('router1', 'translations')).toEqual(waiting);
    expect(network.facts('nat.mapped')).toEqual([]);
  });
});

/** Puts a packet on a port as if it came by its cable. */
function inject(network: Lab, device: string, port: string, packet: Datagram): void {
  const { mac } = network.topology.devices.find(({ id }) => id === device)!.ports.find(({ name }) => name === port)!;
  const { head, body } = encapsulate(packet, {
    destination: parseMac(mac!)!,
    source: 0x0200_0000_00ee,
    type: ETHERTYPE_IPV4,
  });
  network.timeline.act({ kind: 'inject', device, port, bytes: Uint8Array.from([...head, ...body]) });
}

describe('the ports of the router itself', () => {
  it('are given to nobody inside: a server on the router goes on being reached', () => {
    const network = translating();
    listens(network, 'router1', 5000);
    // From port 5000 inside, which would be kept (RFC 4787 §4.2.1) were it free.
    network.steps('pc1', sends('203.0.113.80', 9, 5000));
    network.run('1s');
    const [mapped] = network.facts('nat.mapped');
    expect(mapped!.detail.inside).toBe('10.0.0.1:5000');
    expect(mapped!.detail.outside).not.toBe('203.0.113.1:5000');
    network.steps('server2', sends('203.0.113.1', 5000));
    network.run('1s');
    expect(network.facts('udp.received').filter(({ device }) => device === 'router1')).toHaveLength(1);
  });

  it('that were given away are no longer free for a server of its own, but at its inside', () => {
    const network = translating();
    network.steps('pc1', sends('203.0.113.80', 9, 5000));
    network.run('1s');
    expect(network.facts('nat.mapped')[0]!.detail.outside).toBe('203.0.113.1:5000');
    const bind = (address: string): SocketStep[] => [
      { call: 'socket', as: 's', type: 'datagram' },
      { call: 'bind', socket: 's', address, port: 5000 },
    ];
    for (const address of ['0.0.0.0', '203.0.113.1', '10.0.0.254']) network.steps('router1', bind(address));
    network.run('1s');
    const results = network
      .facts('socket.returned')
      .filter(({ device, detail }) => device === 'router1' && detail.call === 'bind');
    expect(results.map(({ detail }) => detail.result)).toEqual(['EADDRINUSE', 'EADDRINUSE', '0']);
  });
});
