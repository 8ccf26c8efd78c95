import { describe, expect, it } from 'vitest';
import type { FilterSettings } from '#engine/net/filter-settings.ts';
import { BROADCAST_MAC } from '#engine/wire/address.ts';
import { EMPTY, encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { ACK, emitTcp, parseTcp, RST, SYN } from '#engine/wire/tcp.ts';
import { lab, type Lab } from '#support/lab.ts';

const ADDRESSES = {
  pc1: '10.0.1.1/24 via 10.0.1.254',
  pc2: '10.0.2.1/24 via 10.0.2.254',
  router1: ['10.0.1.254/24', '10.0.2.254/24'],
};

/** pc1 and pc2 with a filtering router between them. */
function between(filter: FilterSettings): Lab {
  return lab('pc1 -- router1 -- pc2', { addresses: ADDRESSES, settings: { router1: { filter } } });
}

/** A UDP echo of one datagram: pc2 listens on port 7, pc1 sends. */
function datagram(network: Lab, port = 7): void {
  network.steps('pc2', [
    { call: 'socket', as: 's', type: 'datagram' },
    { call: 'bind', socket: 's', address: '0.0.0.0', port },
    { call: 'recv', socket: 's', length: 10 },
    { call: 'close', socket: 's' },
  ]);
  network.steps('pc1', [
    { call: 'socket', as: 's', type: 'datagram' },
    { call: 'sendto', socket: 's', address: '10.0.2.1', port, length: 10 },
    { call: 'wait', time: 1e9 },
  ]);
  network.run('2s');
}

/** A TCP connection from `from`; what the program prints. */
function connect(network: Lab, from: string, to: string, port = 80): () => string[] {
  return network.steps(from, [
    { call: 'socket', as: 's', type: 'stream' },
    { call: 'connect', socket: 's', address: to, port },
    { call: 'send', socket: 's', length: 10 },
    { call: 'recv', socket: 's', length: 5 },
    { call: 'wait', time: 1e9 },
    { call: 'close', socket: 's' },
  ]);
}
function serve(network: Lab, on: string, port = 80): void {
  network.steps(on, [
    { call: 'socket', as: 'l', type: 'stream' },
    { call: 'bind', socket: 'l', address: '0.0.0.0', port },
    { call: 'listen', socket: 'l', backlog: 4 },
    { call: 'accept', socket: 'l', as: 'c' },
    { call: 'recv', socket: 'c', length: 10 },
    { call: 'send', socket: 'c', length: 5 },
    { call: 'wait', time: 10e9 },
  ]);
}
const drops = (network: Lab): unknown[] =>
  network
    .facts('frame.dropped')
    .map(({ device, reason, cause }) => [device, reason, network.facts().find(({ seq }) => seq === cause)?.detail]);

describe('a packet filter', () => {
  it('lets everything pass while it has no rules', () => {
    const network = between({ rules: [] });
    const output = network.ping('pc1', '10.0.2.1');
    network.run('2s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('drops by protocol in silence and names the rule', () => {
    const network = between({
      rules: [
        { action: 'accept', direction: 'forward', protocol: 'udp' },
        { action: 'drop', direction: 'forward', protocol: 'icmp' },
      ],
    });
    network.ping('pc1', '10.0.2.1');
    network.run('2s');
    expect(drops(network)).toEqual([
      ['router1', 'filtered', { rule: 2, action: 'drop', direction: 'forward', match: 'icmp * → *' }],
    ]);
    expect(network.facts('icmp.error.sent')).toEqual([]);
    datagram(network);
    expect(network.facts('udp.received')).toMatchObject([{ device: 'pc2' }]);
  });

  it('lets the first rule that matches decide', () => {
    const network = between({
      rules: [
        { action: 'accept', direction: 'forward', source: { address: '10.0.1.0', prefix: 24 }, protocol: 'icmp' },
        { action: 'drop', direction: 'forward', source: { address: '10.0.1.1', prefix: 32 } },
      ],
    });
    network.ping('pc1', '10.0.2.1');
    network.run('1s');
    datagram(network);
    expect(drops(network)).toMatchObject([['router1', 'filtered', { rule: 2 }]]);
  });

  it('decides by policy where no rule matches', () => {
    const network = between({
      policy: { forward: 'drop' },
      rules: [{ action: 'accept', direction: 'forward', protocol: 'tcp' }],
    });
    network.ping('pc1', '10.0.2.1');
    network.run('1s');
    expect(drops(network)).toEqual([
      ['router1', 'filtered', { rule: 0, action: 'drop', direction: 'forward', match: '* * → *' }],
    ]);
    expect(network.facts('filter.defaulted')).toHaveLength(1);
  });

  it('matches ranges of ports', () => {
    const network = between({
      rules: [
        { action: 'drop', direction: 'forward', protocol: 'udp', destinationPorts: { first: 7, last: 9 } },
        { action: 'drop', direction: 'forward', protocol: 'udp', sourcePorts: { first: 0, last: 1023 } },
      ],
    });
    datagram(network, 9);
    expect(drops(network)).toMatchObject([['router1', 'filtered', { rule: 1 }]]);
    datagram(network, 10);
    expect(network.facts('udp.received')).toHaveLength(1);
  });

  it('matches the ports a packet comes in by and leaves by', () => {
    const network = between({ rules: [{ action: 'drop', direction: 'forward', from: 'eth1', to: 'eth0' }] });
    network.ping('pc1', '10.0.2.1');
    network.run('1s');
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
    expect(drops(network)).toMatchObject([['router1', 'filtered', { rule: 1 }]]);
  });

  it('keeps connections from being opened from one side by their flags, and lets the other side open them', () => {
    const network = between({
      rules: [
        { action: 'drop', direction: 'forward', from: 'eth1', protocol: 'tcp', flags: { mask: 0b10010, set: 0b10 } },
      ],
    });
    serve(network, 'pc2');
    const inside = connect(network, 'pc1', '10.0.2.1');
    network.run('3s');
    expect(inside()).toEqual(['']);
    expect(network.facts('tcp.received').some(({ device, detail }) => device === 'pc2' && detail.length === 10)).toBe(
      true,
    );
    serve(network, 'pc1', 8080);
    connect(network, 'pc2', '10.0.1.1', 8080);
    network.run('3s');
    expect(drops(network).length).toBeGreaterThan(0);
    expect(network.facts('tcp.received').some(({ device, detail }) => device === 'pc1' && detail.flags === 'SYN')).toBe(
      false,
    );
  });

  it('counts what each rule and policy decided, in packets and bytes', () => {
    const network = between({
      policy: { forward: 'accept' },
      rules: [{ action: 'accept', direction: 'forward', protocol: 'icmp', from: 'eth0' }],
    });
    network.ping('pc1', '10.0.2.1', 2);
    network.run('3s');
    expect(network.table('router1', 'filter')).toEqual([
      [1, 'forward', 'accept', 'icmp * → * (eth0 → *)', 2, 168],
      [null, 'in', 'accept', null, 0, 0],
      [null, 'out', 'accept', null, 0, 0],
      [null, 'forward', 'accept', null, 2, 168],
    ]);
  });

  it('keeps its counts when another rule is added, and forgets those of one that is changed', () => {
    const first = { action: 'accept', direction: 'forward', protocol: 'icmp' } as const;
    const network = between({ rules: [first] });
    network.ping('pc1', '10.0.2.1');
    network.run('2s');
    change(network, { rules: [{ action: 'drop', direction: 'forward', protocol: 'udp' }, first] });
    expect(network.table('router1', 'filter').slice(0, 2)).toMatchObject([
      [1, 'forward', 'drop', 'udp * → *', 0, 0],
      [2, 'forward', 'accept', 'icmp * → *', 2, 168],
    ]);
    change(network, undefined);
    expect(network.table('router1', 'filter')).toEqual([]);
  });

  it('replays to the same history', () => {
    const network = between({ policy: { forward: 'drop' }, rules: [STATEFUL, { ...OUTWARD, protocol: 'icmp' }] });
    network.ping('pc1', '10.0.2.1', 3);
    network.run('5s');
    const before = network.history();
    network.timeline.seek(0);
    network.run('5s');
    expect(network.history()).toBe(before);
  });
});

function change(network: Lab, filter: FilterSettings | undefined): void {
  const router = network.topology.devices.find(({ id }) => id === 'router1')!;
  const { filter: _, ...rest } = router;
  const devices = [filter === undefined ? rest : { ...rest, filter }];
  network.timeline.act({ kind: 'change', change: { devices, cables: [], programs: [], remove: [] } });
}

describe('a filter that rejects', () => {
  it('answers UDP with “administratively prohibited” from the router', () => {
    const network = between({ rules: [{ action: 'reject', direction: 'forward', protocol: 'udp' }] });
    datagram(network);
    const [refused] = network.facts('filter.matched');
    expect(network.facts('icmp.error.sent')).toMatchObject([
      { device: 'router1', detail: { error: 'admin-prohibited', peer: '10.0.1.1' }, cause: refused!.seq },
    ]);
    expect(network.facts('icmp.error.received')).toMatchObject([{ device: 'pc1' }]);
  });

  it('answers with the ICMP error a rule asks for, TCP too', () => {
    const rule = { action: 'reject', direction: 'forward', protocol: 'tcp', rejectWith: 'port-unreachable' } as const;
    const network = between({ rules: [rule] });
    const output = connect(network, 'pc1', '10.0.2.1');
    network.run('1s');
    expect(network.facts('icmp.error.sent')).toMatchObject([{ detail: { error: 'port-unreachable' } }]);
    expect(output()).toEqual(['connect: ECONNREFUSED']);
  });

  it('answers TCP with the reset of a closed port, in the name of the server', () => {
    const network = between({ rules: [{ action: 'reject', direction: 'forward' }] });
    const output = connect(network, 'pc1', '10.0.2.1');
    network.run('1s');
    expect(output()).toEqual(['connect: ECONNREFUSED']);
    expect(network.facts('filter.reset')).toMatchObject([{ device: 'router1', detail: { peer: '10.0.1.1' } }]);
    const { packet } = network.facts('filter.reset')[0]!;
    const sent = network.facts('frame.sent').find((fact) => fact.packet === packet)!;
    const frame = network.timeline.trace.frameOf(sent.frame)!;
    const ip = parseIpv4(frame);
    if (isFault(ip)) throw new Error(ip.fault);
    expect(ip.source).toBe(0x0a000201);
    const tcp = parseTcp(frame, ip);
    expect(tcp).toMatchObject({ sourcePort: 80, flags: RST | ACK, sequence: 0 });
  });

  it('never answers a reset', () => {
    const network = between({ rules: [{ action: 'reject', direction: 'forward', from: 'eth1', protocol: 'tcp' }] });
    connect(network, 'pc1', '10.0.2.1');
    network.run('500ms');
    // The server's reset is refused in turn, and that is the end of it.
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'pc2', reason: 'tcp.no-connection' },
      { device: 'router1', reason: 'filtered' },
    ]);
    expect(network.facts('filter.reset')).toEqual([]);
  });

  it('tells a program of the host itself what it may not send', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: ADDRESSES,
      settings: { pc1: { filter: { rules: [{ action: 'reject', direction: 'out', protocol: 'tcp' }] } } },
    });
    const output = connect(network, 'pc1', '10.0.2.1');
    network.run('100ms');
    expect(output()).toEqual(['connect: ECONNREFUSED']);
    expect(network.sent('pc1')).toEqual([]);
  });
});

const STATEFUL = { action: 'accept', direction: 'forward', established: true } as const;
const OUTWARD = { action: 'accept', direction: 'forward', from: 'eth0' } as const;

describe('a filter that knows exchanges', () => {
  const filter: FilterSettings = { policy: { forward: 'drop' }, rules: [STATEFUL, OUTWARD] };

  it('lets answers in and refuses what nobody asked for', () => {
    const network = between(filter);
    const asked = network.ping('pc1', '10.0.2.1');
    const uninvited = network.ping('pc2', '10.0.1.1');
    network.run('15s');
    expect(asked().join('\n')).toContain('1 received');
    expect(uninvited().join('\n')).toContain('0 received');
  });

  it('follows a TCP connection from its first segment to its last', () => {
    const network = between(filter);
    serve(network, 'pc2');
    connect(network, 'pc1', '10.0.2.1');
    network.run('1s');
    const [flow] = network.table('router1', 'flows');
    expect(flow).toMatchObject([
      'tcp',
      expect.stringMatching(/^10\.0\.1\.1:/),
      '10.0.2.1:80',
      'established',
      expect.any(Number),
    ]);
    network.run('20s');
    expect(network.facts('frame.dropped')).toEqual([]);
    expect(network.table('router1', 'flows')[0]![3]).toBe('closing');
    network.run('250s');
    expect(network.table('router1', 'flows')).toEqual([]);
  });

  it('does not take a segment out of the blue for part of a connection', () => {
    const network = between(filter);
    serve(network, 'pc2');
    connect(network, 'pc1', '10.0.2.1');
    network.run('1s');
    // The filter forgets everything, as after a restart: what goes on from outside is refused now.
    change(network, undefined);
    change(network, filter);
    network.run('12s');
    expect(network.facts('frame.dropped').length).toBeGreaterThan(0);
  });

  it('lets ICMP errors about a known exchange in', () => {
    const network = between(filter);
    network.steps('pc1', [
      { call: 'socket', as: 's', type: 'datagram' },
      { call: 'sendto', socket: 's', address: '10.0.2.1', port: 9, length: 10 },
      { call: 'wait', time: 1e9 },
    ]);
    network.run('2s');
    expect(network.facts('icmp.error.received')).toMatchObject([{ device: 'pc1' }]);
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toEqual(['port-unreachable']);
  });
});

describe('a filter on a host', () => {
  it('drops what is for the host, and the sender finds out by itself', () => {
    const filter: FilterSettings = { rules: [{ action: 'drop', direction: 'in', protocol: 'tcp' }] };
    const network = lab('pc1 -- switch1 -- pc2', { settings: { pc2: { filter } } });
    serve(network, 'pc2');
    connect(network, 'pc1', '10.0.0.2');
    network.run('5s');
    expect(network.facts('tcp.retransmitted').length).toBeGreaterThan(0);
    expect(network.facts('tcp.received')).toEqual([]);
    expect(
      network.facts('frame.dropped').every(({ reason, device }) => reason === 'filtered' && device === 'pc2'),
    ).toBe(true);
  });

  it('leaves what a host sends to itself alone', () => {
    const filter: FilterSettings = { policy: { in: 'drop', out: 'drop' }, rules: [] };
    const network = lab('pc1 -- switch1 -- pc2', { settings: { pc1: { filter } } });
    const output = network.ping('pc1', '127.0.0.1');
    network.run('2s');
    expect(output().join('\n')).toContain('1 received');
  });

  it('answers no segment that was sent to a group or a broadcast address (RFC 1122 §4.2.3.10)', () => {
    const filter: FilterSettings = { rules: [{ action: 'reject', direction: 'in', protocol: 'tcp' }] };
    const network = lab('pc1 -- pc2', { settings: { pc2: { filter } } });
    for (const destination of [0xe000_0001, 0x0a00_00ff, 0xffff_ffff]) {
      const syn = { sourcePort: 1, destinationPort: 80, sequence: 1, acknowledgment: 0, flags: SYN, window: 0 };
      const fields = { source: 0x0a00_0001, destination, ttl: 64, identification: 0, dontFragment: true };
      const ethernet = { destination: BROADCAST_MAC, source: 0x0200_0000_0001, type: ETHERTYPE_IPV4 };
      const { head, body } = encapsulate(emitTcp({ ...syn, payload: EMPTY }, fields), ethernet);
      const bytes = Uint8Array.from([...head, ...body]);
      network.timeline.act({ kind: 'inject', device: 'pc2', port: 'eth0', bytes });
      network.run('1s');
    }
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toEqual(['filtered', 'filtered', 'filtered']);
    expect(network.facts('filter.reset')).toEqual([]);
  });
});
