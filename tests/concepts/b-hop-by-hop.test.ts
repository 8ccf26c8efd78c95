/** What a learner must be able to see happen, section B: Ethernet, IP, hop by hop. */
import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';
import { bytesOf, fieldOf, frameLike, hopsOf, packetLike } from '#support/seen.ts';

/** Two subnets and the link between their routers. */
function routed() {
  return lab('pc1 -- router1 -- router2 -- pc2', {
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.254',
      pc2: '10.0.2.1/24 via 10.0.2.254',
      router1: ['10.0.1.254/24', '10.0.9.1/24'],
      router2: ['10.0.9.2/24', '10.0.2.254/24'],
    },
    routes: {
      router1: [{ destination: '10.0.2.0', prefix: 24, via: '10.0.9.2' }],
      router2: [{ destination: '10.0.1.0', prefix: 24, via: '10.0.9.1' }],
    },
  });
}

describe('B1: an Ethernet packet is MAC header, IP header, TCP header and data', () => {
  it('and each of them is found in the bytes', () => {
    const seen = lab('pc1 -- pc2');
    seen.steps('pc2', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'bind', socket: 's', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 's', backlog: 1 },
      { call: 'accept', socket: 's', as: 'c' },
    ]);
    seen.steps('pc1', [
      { call: 'socket', as: 'c', type: 'stream' },
      { call: 'connect', socket: 'c', address: '10.0.0.2', port: 80 },
      { call: 'send', socket: 'c', length: 5, text: 'hello' },
    ]);
    seen.run('1s');
    const bytes = bytesOf(seen, frameLike(seen, /PSH/).frame);
    expect(fieldOf(bytes, 'eth.type')).toBe('0x0800 (IPv4)');
    expect(fieldOf(bytes, 'ip.dst')).toBe('10.0.0.2');
    expect(fieldOf(bytes, 'tcp.dstport')).toBe('80');
    expect(fieldOf(bytes, 'data.data')).toBe('68656c6c6f');
  });
});

describe('B2: IP names the final destination, the MAC header only the next device', () => {
  it('so that at each router MAC addresses, TTL and checksum change and the IP addresses do not', () => {
    const seen = routed();
    seen.ping('pc1', '10.0.2.1');
    seen.run('5s');
    const hops = hopsOf(seen, packetLike(seen, /request/));
    const column = (key: string) => hops.map((bytes) => fieldOf(bytes, key));
    expect(hops).toHaveLength(3);
    expect(new Set(column('eth.src')).size).toBe(3);
    expect(new Set(column('eth.dst')).size).toBe(3);
    expect(column('ip.ttl')).toEqual(['64', '63', '62']);
    expect(new Set(column('ip.checksum')).size).toBe(3);
    expect(new Set(column('ip.src'))).toEqual(new Set(['10.0.1.1']));
    expect(new Set(column('ip.dst'))).toEqual(new Set(['10.0.2.1']));
  });
});

describe('B4: ARP resolves the next hop inside the subnet', () => {
  it('by a broadcast and a unicast reply, after which the packet that waited leaves', () => {
    const seen = routed();
    seen.ping('pc1', '10.0.2.1');
    seen.run('5s');
    expect(seen.sent('pc1').slice(0, 2)).toEqual([
      'pc1: arp Who has 10.0.1.254? Tell 10.0.1.1',
      expect.stringContaining('pc1: icmp Echo (ping) request'),
    ]);
    const asked = bytesOf(seen, frameLike(seen, /Who has 10.0.1.254/).frame);
    const told = bytesOf(seen, frameLike(seen, /10.0.1.254 is at/).frame);
    expect(fieldOf(asked, 'eth.dst')).toBe('ff:ff:ff:ff:ff:ff');
    expect(fieldOf(told, 'eth.dst')).toBe(fieldOf(asked, 'eth.src'));
    expect(seen.table('pc1', 'arp').map(([address]) => address)).toEqual(['10.0.1.254']);
  });
});

describe('B5: a hub repeats, a switch learns, a router joins subnets', () => {
  it('over a hub every station gets every frame', () => {
    const seen = lab('pc1 -- hub1\n pc2 -- hub1\n pc3 -- hub1');
    seen.ping('pc1', '10.0.0.2');
    seen.run('2s');
    const ignored = seen.facts('frame.dropped').filter(({ device }) => device === 'pc3');
    expect(ignored.map(({ reason }) => reason)).toContain('not-for-this-adapter');
  });

  it('over a switch the first frame floods, and what is learned is forwarded', () => {
    const seen = lab('pc1 -- switch1\n pc2 -- switch1\n pc3 -- switch1');
    seen.ping('pc1', '10.0.0.2');
    seen.run('2s');
    expect(seen.facts('switch.flooded')).toHaveLength(1);
    expect(seen.facts('switch.forwarded').length).toBeGreaterThan(1);
    expect(seen.facts('frame.arrived').filter(({ device }) => device === 'pc3')).toHaveLength(1);
    expect(seen.table('switch1', 'mac')).toHaveLength(2);
  });

  it('a broadcast stays in its subnet', () => {
    const seen = routed();
    seen.ping('pc1', '10.0.2.1');
    seen.run('5s');
    const asked = seen.facts('frame.arrived').filter(({ frame }) => /Who has 10.0.1/.test(seen.summary(frame).info));
    expect(new Set(asked.map(({ device }) => device))).toEqual(new Set(['router1']));
  });
});

describe('B6: ICMP carries errors and control', () => {
  it('a port nobody listens on is told', () => {
    const seen = lab('pc1 -- pc2');
    seen.steps('pc1', [
      { call: 'socket', as: 'u', type: 'datagram' },
      { call: 'connect', socket: 'u', address: '10.0.0.2', port: 9 },
      { call: 'sendto', socket: 'u', address: '10.0.0.2', port: 9, length: 4 },
      { call: 'recv', socket: 'u', length: null },
    ]);
    seen.run('1s');
    expect(seen.facts('icmp.error.sent').map(({ detail }) => detail.error)).toEqual(['port-unreachable']);
    expect(seen.output('pc1', 'program1')).toEqual(['recv: ECONNREFUSED']);
  });

  it('a network nobody knows is told', () => {
    const seen = routed();
    seen.ping('pc1', '172.16.0.1');
    seen.run('20s');
    expect(seen.facts('icmp.error.sent').map(({ device, detail }) => `${device} ${detail.error}`)).toEqual([
      'router1 net-unreachable',
    ]);
  });
});

describe('B7: adapters and routers never repair', () => {
  it('a frame with a flipped bit is thrown away for its check sequence, and nobody answers it', () => {
    const seen = lab('pc1 -- pc2', { cable: { directions: [{ damage: [2] }, {}] } });
    seen.ping('pc1', '10.0.0.2');
    seen.run('2s');
    const dropped = seen.facts('frame.dropped').map(({ device, reason }) => `${device} ${reason}`);
    expect(dropped).toEqual(['pc2 ethernet.bad-fcs']);
    expect(seen.facts('icmp.echo.answered')).toEqual([]);
  });
});

describe('B8: what a cable cannot carry whole is cut, or refused', () => {
  it('a datagram larger than the MTU leaves in fragments and is put together by the receiver', () => {
    const seen = lab('pc1 -- pc2', { settings: { pc1: { network: { pathMtuDiscovery: false } } } });
    const printed = seen.ping('pc1', '10.0.0.2', 1, { size: 3000 });
    seen.run('3s');
    const offsets = seen
      .facts('frame.sent')
      .filter(({ device }) => device === 'pc1')
      .map(({ frame }) => fieldOf(bytesOf(seen, frame), 'ip.frag_offset'));
    // An ARP request first, which has no such field; 1480 bytes of each whole fragment are data.
    expect(offsets).toEqual([null, '0 (0)', '1480 (185)', '2960 (370)']);
    expect(printed().some((line) => line.startsWith('3008 bytes from 10.0.0.2'))).toBe(true);
  });
});
