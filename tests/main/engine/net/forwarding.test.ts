import { describe, expect, it } from 'vitest';
import type { Frame } from '#engine/wire/frame.ts';
import { parseEthernet } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { lab, type Lab } from '#support/lab.ts';

const TWO_SUBNETS = {
  addresses: {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    pc2: '10.0.2.1/24 via 10.0.2.254',
    router1: ['10.0.1.254/24', '10.0.2.254/24'],
  },
};
const THREE_ROUTERS = {
  addresses: {
    pc1: '10.0.1.1/24 via 10.0.1.254',
    pc2: '10.0.4.1/24 via 10.0.4.254',
    router1: ['10.0.1.254/24', '10.0.2.1/24'],
    router2: ['10.0.2.2/24', '10.0.3.1/24'],
    router3: ['10.0.3.2/24', '10.0.4.254/24'],
  },
  routes: {
    router1: [{ destination: '0.0.0.0', prefix: 0, via: '10.0.2.2' }],
    router2: [
      { destination: '10.0.1.0', prefix: 24, via: '10.0.2.1' },
      { destination: '10.0.4.0', prefix: 24, via: '10.0.3.2' },
    ],
    router3: [{ destination: '0.0.0.0', prefix: 0, via: '10.0.3.1' }],
  },
};

describe('a router', () => {
  it('rewrites the MAC addresses, takes one from TTL, and leaves the IP addresses and the data alone', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    network.ping('pc1', '10.0.2.1');
    network.run('1s');
    const [before, after] = hops(network, 'request');
    expect(before).toMatchObject({ source: 0x020000000001, destination: 0x020000000003, ttl: 64 });
    expect(after).toMatchObject({ source: 0x020000000004, destination: 0x020000000002, ttl: 63 });
    expect(after!.addresses).toEqual(before!.addresses);
    expect(after!.checksum).not.toBe(before!.checksum);
    expect(after!.body).toBe(before!.body);
  });

  it('names the row of the routing table it used', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    network.ping('pc1', '10.0.2.1');
    network.run('1s');
    expect(network.facts('ip.forwarded').map(({ detail }) => detail)).toEqual([
      { route: '10.0.2.0/24', via: '', port: 'eth1', kind: 'connected', metric: '0' },
      { route: '10.0.1.0/24', via: '', port: 'eth0', kind: 'connected', metric: '0' },
    ]);
  });

  it('reaches a far subnet over static and default routes', () => {
    const network = lab('pc1 -- router1 -- router2 -- router3 -- pc2', THREE_ROUTERS);
    const output = network.ping('pc1', '10.0.4.1', 2);
    network.run('3s');
    expect(output()[1]).toContain('icmp_seq=1 ttl=61');
    expect(output().join('\n')).toContain('2 packets transmitted, 2 received, 0% packet loss');
  });

  it('answers with time exceeded when TTL runs out between two routers that point at each other', () => {
    const network = lab('pc1 -- router1 -- router2', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254/24', '10.0.2.1/24'],
        router2: ['10.0.2.2/24'],
      },
      routes: {
        router1: [{ destination: '0.0.0.0', prefix: 0, via: '10.0.2.2' }],
        router2: [{ destination: '0.0.0.0', prefix: 0, via: '10.0.2.1' }],
      },
    });
    network.ping('pc1', '192.0.2.1');
    network.run('1s');
    expect(network.facts('frame.dropped')).toMatchObject([
      { reason: 'ttl-expired', detail: { found: '1', expected: '2' } },
    ]);
    expect(network.facts('icmp.error.sent')).toMatchObject([{ detail: { error: 'time-exceeded', peer: '10.0.1.1' } }]);
    expect(network.facts('icmp.error.received')).toMatchObject([{ device: 'pc1' }]);
    expect(network.facts('ip.forwarded').filter(({ detail }) => detail.route === '0.0.0.0/0').length).toBe(63);
  });

  it('answers with network unreachable where no route leads on', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    const output = network.ping('pc1', '172.16.0.1');
    network.run('12s');
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'router1', reason: 'no-route', detail: { found: '172.16.0.1' } },
    ]);
    expect(network.facts('icmp.error.received')).toMatchObject([{ detail: { error: 'net-unreachable' } }]);
    expect(output().at(-1)).toContain('100% packet loss');
  });

  it('answers with host unreachable when ARP finds nobody on the last subnet', () => {
    const network = lab('pc1 -- router1 -- switch1', {
      addresses: { pc1: '10.0.1.1/24 via 10.0.1.254', router1: ['10.0.1.254/24', '10.0.2.254/24'] },
    });
    network.ping('pc1', '10.0.2.9');
    network.run('5s');
    expect(network.facts('icmp.error.sent')).toMatchObject([
      { device: 'router1', detail: { error: 'host-unreachable' } },
    ]);
  });

  it('answers with fragmentation needed when a packet that must stay whole meets a smaller MTU', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    const cable = network.topology.cables[1]!;
    const change = { devices: [], cables: [{ ...cable, mtu: 600 }], programs: [], remove: [] };
    network.timeline.act({ kind: 'change', change });
    network.ping('pc1', '10.0.2.1', 1, { size: 1000 });
    network.run('1s');
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'router1', reason: 'larger-than-mtu', detail: { found: '1028', expected: '600' } },
    ]);
    expect(network.facts('icmp.error.received')).toMatchObject([{ detail: { error: 'fragmentation-needed' } }]);
  });

  it('forwards no broadcast', () => {
    const network = lab('pc1 -- router1 -- pc2', TWO_SUBNETS);
    network.ping('pc1', '255.255.255.255');
    network.run('1s');
    expect(network.facts('ip.forwarded')).toHaveLength(0);
  });
});

describe('a host', () => {
  it('does not forward what is not for it', () => {
    const network = lab('pc1 -- pc2', { addresses: { pc1: '10.0.0.1/24 via 10.0.0.2', pc2: '10.0.0.2/24' } });
    network.ping('pc1', '192.0.2.1');
    network.run('1s');
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'pc2', reason: 'not-forwarding', detail: { found: '192.0.2.1', expected: '10.0.0.2' } },
    ]);
  });

  it('answers its own address without a cable', () => {
    const network = lab('pc1 -- pc2');
    const output = network.ping('pc1', '127.0.0.1');
    network.run('1s');
    expect(output().join('\n')).toContain('1 received');
    expect(network.facts('frame.sent')).toHaveLength(0);
  });

  it('says so when it has no route', () => {
    const network = lab('pc1 -- pc2');
    const output = network.ping('pc1', '192.0.2.1');
    network.run('12s');
    expect(output().join('\n')).toContain('Network is unreachable');
    expect(network.facts('frame.sent')).toHaveLength(0);
  });

  it('drops a packet whose header checksum is wrong', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const echo = network.facts('frame.sent').find(({ frame }) => network.summary(frame).protocol === 'icmp')!;
    const bytes = network.timeline.trace.frameOf(echo.frame)!.bytes();
    const right = ((bytes[14 + 10]! << 8) | bytes[14 + 11]!).toString(16).padStart(4, '0');
    bytes[14 + 10] = bytes[14 + 10]! ^ 1;
    const wrong = ((bytes[14 + 10]! << 8) | bytes[14 + 11]!).toString(16).padStart(4, '0');
    network.timeline.act({ kind: 'inject', device: 'switch1', port: 'port1', bytes });
    network.run('1ms');
    expect(network.facts('frame.dropped').at(-1)).toMatchObject({
      device: 'pc2',
      reason: 'ipv4.bad-checksum',
      detail: { found: `0x${wrong}`, expected: `0x${right}` },
    });
  });
});

function hops(network: Lab, which: 'request' | 'reply') {
  return network
    .facts('frame.sent')
    .map(({ frame }) => network.timeline.trace.frameOf(frame)!)
    .filter((frame) => network.summary(frame.id).info.includes(`(ping) ${which}`))
    .map((frame: Frame) => {
      const ethernet = parseEthernet(frame);
      const ip = parseIpv4(frame);
      if (isFault(ethernet) || isFault(ip)) throw new Error('a sent frame cannot be read');
      const { source, destination } = ethernet;
      return {
        source,
        destination,
        ttl: ip.ttl,
        checksum: ip.checksum,
        addresses: [ip.source, ip.destination],
        body: frame.body,
      };
    });
}
