import { describe, expect, it } from 'vitest';
import type { KernelCall } from '#engine/devices/behaviour.ts';
import type { Received } from '#engine/transport/results.ts';
import { formatAddress, formatMac, LIMITED_BROADCAST, parseAddress } from '#engine/wire/address.ts';
import { parseEthernet, type Ethernet } from '#engine/wire/ethernet.ts';
import { parseIpv4, type Ipv4 } from '#engine/wire/ipv4.ts';
import { callKernel, kernelOf } from '#support/kernel.ts';
import { lab, type Lab } from '#support/lab.ts';

const at = (text: string): number => parseAddress(text)!;
const RIP_GROUP = at('224.0.0.9');

/** A UDP socket of a device, bound to a port. */
function udp(network: Lab, device: string, port: number) {
  const call = (name: KernelCall['name'], ...given: unknown[]): unknown =>
    callKernel(network, device, { name, arguments: [descriptor, ...given] } as KernelCall);
  const descriptor = callKernel(network, device, { name: 'socket', arguments: ['datagram'] }) as number;
  expect(call('bind', 0, port)).toBe(0);
  return {
    call,
    sendTo: (to: number, toPort: number) => call('sendTo', Uint8Array.of(1, 2, 3), to, toPort),
    /** Who sent what waits, to which address, over which interface. */
    received(): string[] {
      const all: string[] = [];
      for (;;) {
        const got = call('receiveFrom') as Received | 'EAGAIN';
        if (got === 'EAGAIN') return all;
        all.push(`${formatAddress(got.address)}:${got.port} > ${formatAddress(got.destination)} ${got.device}`);
      }
    },
  };
}

function headersOf(network: Lab): { ethernet: Ethernet; ip: Ipv4 }[] {
  return network.facts('frame.sent').map(({ frame }) => {
    const bytes = network.timeline.trace.frameOf(frame)!;
    return { ethernet: parseEthernet(bytes) as Ethernet, ip: parseIpv4(bytes) as Ipv4 };
  });
}

const NO_ADDRESS = { addresses: { pc1: '10.0.0.1/24', pc2: '10.0.0.2/24', pc3: '10.0.0.3/24' } };

function withoutAddress(drawing: string): Lab {
  const network = lab(drawing, NO_ADDRESS);
  kernelOf(network, 'pc1').setAddress(0, null, 24);
  return network;
}

describe('a host without an address', () => {
  it('sends to everybody from 0.0.0.0 over the interface a socket is bound to, and hears the answer', () => {
    const network = withoutAddress('pc1 -- switch1 -- pc2');
    const client = udp(network, 'pc1', 68);
    const server = udp(network, 'pc2', 67);
    client.call('setMessageOptions', { broadcast: true, device: 'eth0' });
    server.call('setMessageOptions', { broadcast: true, device: 'eth0' });
    expect(client.sendTo(LIMITED_BROADCAST, 67)).toBe(3);
    network.run('10ms');
    expect(server.received()).toEqual(['0.0.0.0:68 > 255.255.255.255 eth0']);
    expect(server.sendTo(LIMITED_BROADCAST, 68)).toBe(3);
    network.run('10ms');
    expect(client.received()).toEqual(['10.0.0.2:67 > 255.255.255.255 eth0']);
    const [question] = headersOf(network);
    expect(formatMac(question!.ethernet.destination)).toBe('ff:ff:ff:ff:ff:ff');
    expect(question!.ip).toMatchObject({ source: 0, destination: LIMITED_BROADCAST, ttl: 64 });
  });

  it('sends nothing to a single host, and nothing to everybody without saying where', () => {
    const network = withoutAddress('pc1 -- pc2');
    const client = udp(network, 'pc1', 68);
    client.call('setMessageOptions', { broadcast: true });
    expect(client.sendTo(at('10.0.0.2'), 67)).toBe('ENETUNREACH');
    expect(client.sendTo(LIMITED_BROADCAST, 67)).toBe('ENETUNREACH');
    client.call('setMessageOptions', { device: 'eth0' });
    expect(client.sendTo(at('10.0.0.2'), 67)).toBe('ENETUNREACH');
    expect(client.call('setMessageOptions', { device: 'eth7' })).toBe('ENODEV');
  });
});

describe('a datagram without a checksum', () => {
  it('says so in its header, and is taken all the same', () => {
    const network = lab('pc1 -- pc2');
    const [sender, receiver] = [udp(network, 'pc1', 5000), udp(network, 'pc2', 7)];
    sender.call('setMessageOptions', { checksum: false });
    sender.sendTo(at('10.0.0.2'), 7);
    network.run('10ms');
    const { frame } = network.facts('frame.sent').findLast(({ device }) => device === 'pc1')!;
    expect([...network.timeline.trace.frameOf(frame)!.bytes().slice(40, 42)]).toEqual([0, 0]);
    expect(receiver.received()).toHaveLength(1);
  });
});

describe('the type of service a program asks for', () => {
  it('stands in the header, and routers leave it alone', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: { pc1: '10.0.1.1/24 via 10.0.1.254', pc2: '10.0.2.1/24', router1: ['10.0.1.254/24', '10.0.2.254/24'] },
    });
    const sender = udp(network, 'pc1', 5000);
    expect(sender.call('setMessageOptions', { typeOfService: 256 })).toBe('EINVAL');
    expect(sender.call('setMessageOptions', { typeOfService: (46 << 2) | 2 })).toBe(0);
    sender.sendTo(at('10.0.2.1'), 7);
    network.run('10ms');
    const packets = headersOf(network).filter(({ ip }) => ip.protocol === 17);
    expect(packets.map(({ ip }) => [ip.ttl, ip.dscp, ip.ecn])).toEqual([
      [64, 46, 2],
      [63, 46, 2],
    ]);
  });
});

describe('a broadcast', () => {
  it('needs leave, and reaches every socket on its port of every host of the subnet', () => {
    const network = lab('pc1 -- switch1 -- pc2, pc3 -- switch1');
    const [sender, one, other] = [udp(network, 'pc1', 5000), udp(network, 'pc2', 5000), udp(network, 'pc3', 5000)];
    expect(sender.sendTo(at('10.0.0.255'), 5000)).toBe('EACCES');
    expect(sender.sendTo(LIMITED_BROADCAST, 5000)).toBe('EACCES');
    sender.call('setMessageOptions', { broadcast: true });
    expect(sender.sendTo(at('10.0.0.255'), 5000)).toBe(3);
    network.run('10ms');
    expect(one.received()).toEqual(['10.0.0.1:5000 > 10.0.0.255 eth0']);
    expect(other.received()).toEqual(['10.0.0.1:5000 > 10.0.0.255 eth0']);
    expect(network.facts('arp.requested')).toEqual([]);
  });

  it('is not taken by a socket bound to another interface', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: { pc1: '10.0.1.1/24', pc2: '10.0.2.1/24', router1: ['10.0.1.254/24', '10.0.2.254/24'] },
    });
    const server = udp(network, 'router1', 67);
    server.call('setMessageOptions', { device: 'eth1' });
    const [left, right] = [udp(network, 'pc1', 68), udp(network, 'pc2', 68)];
    for (const client of [left, right]) {
      client.call('setMessageOptions', { broadcast: true });
      client.sendTo(LIMITED_BROADCAST, 67);
    }
    network.run('10ms');
    expect(server.received()).toEqual(['10.0.2.1:68 > 255.255.255.255 eth1']);
  });

  it('that nobody wants is answered by no error', () => {
    const network = lab('pc1 -- pc2');
    const sender = udp(network, 'pc1', 5000);
    sender.call('setMessageOptions', { broadcast: true });
    sender.sendTo(at('10.0.0.255'), 7);
    network.run('10ms');
    expect(network.facts('frame.dropped')).toMatchObject([
      { device: 'pc2', reason: 'port-unreachable', detail: { found: '10.0.0.255:7' } },
    ]);
    expect(network.facts('icmp.error.sent')).toEqual([]);
  });
});

describe('a multicast group', () => {
  const routers = (): Lab =>
    lab('router1 -- router2 -- router3', {
      addresses: { router1: ['10.0.1.1/24'], router2: ['10.0.1.2/24', '10.0.2.2/24'], router3: ['10.0.2.3/24'] },
    });

  it('is reached by its own MAC address, with a TTL of 1, by those on the link who have joined it', () => {
    const network = routers();
    const speakers = ['router1', 'router2', 'router3'].map((name) => udp(network, name, 520));
    expect(speakers[1]!.call('joinGroup', RIP_GROUP, 'eth0')).toBe(0);
    expect(speakers[2]!.call('joinGroup', RIP_GROUP, 'eth0')).toBe(0);
    expect(speakers[0]!.sendTo(RIP_GROUP, 520)).toBe(3);
    network.run('10ms');
    expect(speakers[1]!.received()).toEqual(['10.0.1.1:520 > 224.0.0.9 eth0']);
    expect(speakers[2]!.received()).toEqual([]);
    const [sent] = headersOf(network);
    expect(formatMac(sent!.ethernet.destination)).toBe('01:00:5e:00:00:09');
    expect(sent!.ip).toMatchObject({ source: at('10.0.1.1'), ttl: 1 });
  });

  it('is spoken to over the interface the socket names', () => {
    const network = routers();
    const [left, middle, right] = ['router1', 'router2', 'router3'].map((name) => udp(network, name, 520));
    left!.call('joinGroup', RIP_GROUP, 'eth0');
    right!.call('joinGroup', RIP_GROUP, 'eth0');
    for (const multicastDevice of ['eth0', 'eth1']) {
      middle!.call('setMessageOptions', { multicastDevice });
      middle!.sendTo(RIP_GROUP, 520);
    }
    network.run('10ms');
    expect(left!.received()).toEqual(['10.0.1.2:520 > 224.0.0.9 eth0']);
    expect(right!.received()).toEqual(['10.0.2.2:520 > 224.0.0.9 eth0']);
  });

  it('is heard no more once it was left, or its socket closed', () => {
    const network = routers();
    const [left, middle] = ['router1', 'router2'].map((name) => udp(network, name, 520));
    middle!.call('joinGroup', RIP_GROUP, 'eth0');
    expect(middle!.call('joinGroup', RIP_GROUP, 'eth0')).toBe('EADDRINUSE');
    expect(middle!.call('joinGroup', at('10.0.0.1'), 'eth0')).toBe('EINVAL');
    expect(middle!.call('leaveGroup', RIP_GROUP, 'eth0')).toBe(0);
    expect(middle!.call('leaveGroup', RIP_GROUP, 'eth0')).toBe('EADDRNOTAVAIL');
    middle!.call('joinGroup', RIP_GROUP, 'eth0');
    expect(kernelOf(network, 'router2').interfaces()[0]!.groups).toEqual([RIP_GROUP]);
    middle!.call('close');
    expect(kernelOf(network, 'router2').interfaces()[0]!.groups).toEqual([]);
    left!.sendTo(RIP_GROUP, 520);
    network.run('10ms');
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'router2', reason: 'broadcast-not-forwarded' }]);
  });
});
