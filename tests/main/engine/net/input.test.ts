import { describe, expect, it } from 'vitest';
import { BROADCAST_MAC, parseAddress } from '#engine/wire/address.ts';
import type { Datagram } from '#engine/wire/datagram.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import type { Ipv4Fields } from '#engine/wire/ipv4.ts';
import { emitTcp, SYN } from '#engine/wire/tcp.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import { lab, type Lab } from '#support/lab.ts';

const TWO_SUBNETS = {
  addresses: {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    pc2: '10.0.2.1/24 via 10.0.2.254',
    router1: ['10.0.1.254/24', '10.0.2.254/24'],
  },
};
const PC1 = 0x020000000001;
const ROUTER1 = 0x020000000003;

/** A frame from a stranger. */
function bytesOf(datagram: Datagram, to: number): Uint8Array {
  const { head, body } = encapsulate(datagram, { destination: to, source: 0x0200000000ee, type: ETHERTYPE_IPV4 });
  return Uint8Array.from([...head, ...body]);
}

function fields(source: string, destination: string, more: Partial<Ipv4Fields> = {}): Ipv4Fields {
  return {
    source: parseAddress(source)!,
    destination: parseAddress(destination)!,
    ttl: 64,
    identification: 1,
    ...more,
  };
}

function echo(source: string, destination: string, more: Partial<Ipv4Fields> = {}): Datagram {
  return emitIcmp(
    { kind: 'echo-request', identifier: 1, sequence: 1, data: new Uint8Array(8) },
    fields(source, destination, more),
  );
}

function inject(network: Lab, device: string, bytes: Uint8Array, port = 'eth0'): Lab {
  network.timeline.act({ kind: 'inject', device, port, bytes });
  return network.run('10ms');
}

function drops(network: Lab): string[] {
  return network.facts('frame.dropped').map(({ device, reason }) => `${device}: ${reason}`);
}

describe('what bridges say to each other', () => {
  it('is not for the adapter of a host, which lets it pass without a fault', () => {
    const network = lab('pc1 -- pc2', { addresses: { pc1: '10.0.0.1/24', pc2: '10.0.0.2/24' } });
    // IEEE 802.1Q §8.6.3, with a length where others have their EtherType (IEEE 802.3 §3.2.6).
    const head = [0x01, 0x80, 0xc2, 0, 0, 0, 0x02, 0, 0, 0, 0, 0xee, 0, 0x26];
    inject(network, 'pc1', Uint8Array.from([...head, ...new Uint8Array(46)]));
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toEqual(['not-for-this-adapter']);
  });
});

describe('an address that can send nothing', () => {
  it('is the own one of the host: a SYN in its name opens no connection with itself', () => {
    const network = lab('pc1 -- pc2', { limit: 5_000 });
    network.steps('pc1', [
      { call: 'socket', as: 'listener', type: 'stream' },
      { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'listener', backlog: 5 },
      { call: 'accept', socket: 'listener', as: 'connection' },
    ]);
    const land = emitTcp(
      {
        sourcePort: 80,
        destinationPort: 80,
        sequence: 77,
        acknowledgment: 0,
        flags: SYN,
        window: 1000,
        payload: new Uint8Array(0),
      },
      fields('10.0.0.1', '10.0.0.1'),
    );
    inject(network, 'pc1', bytesOf(land, PC1)).run('1s');
    expect(drops(network)).toEqual(['pc1: martian-address']);
  });

  it('is the broadcast of a subnet: no echo is answered to all', () => {
    const network = lab('pc1 -- pc2');
    inject(network, 'pc1', bytesOf(echo('10.0.0.255', '10.0.0.1'), PC1));
    expect(drops(network)).toEqual(['pc1: martian-address']);
    expect(network.facts('frame.sent')).toEqual([]);
  });

  it('is 0.0.0.0: its echo is not answered, and a router passes nothing from it or to it', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    inject(network, 'pc1', bytesOf(echo('0.0.0.0', '10.0.1.1'), PC1));
    inject(network, 'router1', bytesOf(echo('0.0.0.0', '10.0.2.1'), ROUTER1));
    inject(network, 'router1', bytesOf(echo('10.0.1.1', '0.0.0.0'), ROUTER1));
    inject(network, 'router1', bytesOf(echo('240.0.0.1', '10.0.2.1'), ROUTER1));
    expect(drops(network)).toEqual(['pc1: martian-address', ...Array<string>(3).fill('router1: martian-address')]);
    expect(network.facts('frame.sent')).toEqual([]);
  });

  it('is no destination either: nothing leaves for 0.0.0.0', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    const output = network.ping('pc1', '0.0.0.0');
    network.run('12s');
    expect(output().join('\n')).toContain('Network is unreachable');
    expect(network.facts('frame.sent')).toEqual([]);
  });

  it('is loopback: a socket bound to it sends nothing onto a cable', () => {
    const network = lab('pc1 -- pc2');
    network.steps('pc1', [
      { call: 'socket', as: 'one', type: 'datagram' },
      { call: 'bind', socket: 'one', address: '127.0.0.1', port: 5000 },
      { call: 'sendto', socket: 'one', address: '10.0.0.2', port: 9, length: 5 },
    ]);
    network.run('1s');
    expect(drops(network)).toEqual(['pc1: martian-address']);
    expect(network.facts('frame.sent')).toEqual([]);
  });
});

describe('a broadcast', () => {
  it('directed to a subnet from outside of it is kept out by the router', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    inject(network, 'router1', bytesOf(echo('10.0.1.1', '10.0.2.255'), ROUTER1));
    expect(drops(network)).toEqual(['router1: broadcast-not-forwarded']);
    expect(network.facts('frame.sent')).toEqual([]);
  });

  it('of the link that carries a packet for one host is no packet, and earns no ICMP error', () => {
    const network = lab('pc1 -- pc2');
    const udp = emitUdp(
      { sourcePort: 9, destinationPort: 9, payload: new Uint8Array(4) },
      fields('10.0.0.2', '10.0.0.1'),
    );
    inject(network, 'pc1', bytesOf(udp, BROADCAST_MAC));
    expect(drops(network)).toEqual(['pc1: not-forwarding']);
    expect(network.facts('icmp.error.sent')).toEqual([]);
  });
});

describe('a forwarded packet', () => {
  it('leaves behind what the link put after it', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    const long = new Uint8Array(3000).fill(0xee);
    long.set(bytesOf(echo('10.0.1.1', '10.0.2.1'), ROUTER1).subarray(0, 50));
    inject(network, 'router1', long);
    const [sent] = network.facts('frame.sent').filter(({ frame }) => network.summary(frame).protocol === 'icmp');
    const bytes = network.timeline.trace.frameOf(sent!.frame)!.bytes();
    expect(bytes).toHaveLength(60);
    expect([...bytes.subarray(50)]).toEqual(Array(10).fill(0));
    expect(network.facts('icmp.echo.answered')).toHaveLength(1);
  });

  it('of an ICMP type nobody here knows still earns an error when its time is over; an ICMP error never does', () => {
    const timestamp = (type: number) =>
      emitIcmp({ kind: 'other', type, code: 0, data: new Uint8Array(16) }, fields('10.0.1.1', '10.0.2.1', { ttl: 1 }));
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    inject(network, 'router1', bytesOf(timestamp(13), ROUTER1));
    expect(network.facts('icmp.error.sent')).toHaveLength(1);
    inject(network, 'router1', bytesOf(timestamp(4), ROUTER1));
    inject(network, 'router1', bytesOf(timestamp(11), ROUTER1));
    expect(network.facts('icmp.error.sent')).toHaveLength(1);
    expect(drops(network)).toEqual(Array(3).fill('router1: ttl-expired'));
  });
});

describe('a route', () => {
  it('leaves by the smallest of several subnets that hold its next hop', () => {
    const network = lab('router1 -- router2, router1 -- router3', {
      addresses: { router1: ['10.0.0.1/8', '10.0.1.1/24'], router2: ['10.9.9.9/8'], router3: ['10.0.1.254/24'] },
      routes: { router1: [{ destination: '192.0.2.0', prefix: 24, via: '10.0.1.254' }] },
    });
    expect(network.table('router1', 'routes')).toContainEqual(['192.0.2.0/24', '10.0.1.254', 'eth1', 'static', 0]);
  });
});

describe('a host with TCP to itself', () => {
  it.each(['127.0.0.1', '10.0.0.1'])(
    'carries a whole exchange to %s without a cable and without standing still',
    (address) => {
      const network = lab('pc1 -- pc2', { limit: 100_000 });
      const server = network.steps('pc1', [
        { call: 'socket', as: 'listener', type: 'stream' },
        { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
        { call: 'listen', socket: 'listener', backlog: 5 },
        { call: 'accept', socket: 'listener', as: 'connection' },
        { call: 'recv', socket: 'connection', length: 300_000 },
        { call: 'close', socket: 'connection' },
      ]);
      network.steps('pc1', [
        { call: 'socket', as: 'socket', type: 'stream' },
        { call: 'connect', socket: 'socket', address, port: 80 },
        { call: 'send', socket: 'socket', length: 300_000 },
        { call: 'recv', socket: 'socket', length: null },
        { call: 'close', socket: 'socket' },
      ]);
      network.run('10s');
      expect(server()).toEqual(['']);
      expect(network.timeline.programs().map(({ status }) => status)).toEqual([0, 0]);
      expect(network.facts('frame.sent')).toEqual([]);
    },
  );

  it('connects one socket to itself, as two sockets would that open at the same moment', () => {
    const network = lab('pc1 -- pc2', { limit: 5_000 });
    network.steps('pc1', [
      { call: 'socket', as: 'one', type: 'stream' },
      { call: 'bind', socket: 'one', address: '10.0.0.1', port: 5000 },
      { call: 'connect', socket: 'one', address: '10.0.0.1', port: 5000 },
      { call: 'send', socket: 'one', length: 10 },
      { call: 'recv', socket: 'one', length: 10 },
      { call: 'close', socket: 'one' },
    ]);
    network.run('1s');
    expect(network.timeline.programs()).toMatchObject([{ state: 'ended', status: 0 }]);
  });
});
