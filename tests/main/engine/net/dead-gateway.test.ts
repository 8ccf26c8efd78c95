/** What a host does when nothing it sends is answered any more (RFC 9293 §3.8.3, RFC 1122 §2.3.2.1 and §3.3.1.4). */
import { describe, expect, it } from 'vitest';
import { formatMac } from '#engine/wire/address.ts';
import { ETHERNET } from '#engine/wire/ethernet.ts';
import { readLong } from '#engine/wire/field.ts';
import { connecting, pause, send, serving } from '#support/programs.ts';
import { lab, type Fact, type Lab } from '#support/lab.ts';
import { BOTH_ROUTERS, TWO_WAYS } from '#support/two-ways.ts';

/** A device drawn anew, at the present moment. */
function redraw(network: Lab, name: string, change: object): void {
  const device = network.topology.devices.find(({ id }) => id === name)!;
  network.change({ devices: [{ ...device, ...change }] });
}

const asked = (network: Lab, device: string): Fact[] =>
  network.facts('arp.requested').filter((fact) => fact.device === device);

/** Two hosts behind two switches: what happens beyond the cable between these is not seen at pc1. */
function talking(settings: object = {}): Lab {
  const network = lab('pc1 -- switch1 -- switch2 -- server1', { settings: { pc1: settings } });
  network.steps('server1', serving(80, pause(300)));
  network.steps('pc1', connecting('10.0.0.2', 80, send(100), pause(5), send(100)));
  network.run('4s');
  return network;
}

describe('a neighbour that has another adapter than before', () => {
  it('is asked after three retransmissions, itself first, and found again before the connection dies', () => {
    const network = talking();
    network.unplug('switch1-switch2');
    redraw(network, 'server1', { ports: [{ ...network.topology.devices[3]!.ports[0]!, mac: '02:00:00:00:00:77' }] });
    network.run('200ms');
    network.plug('switch1-switch2');
    const before = asked(network, 'pc1').length;
    network.run('30s');
    const [advice] = network.facts('tcp.advised');
    expect(advice).toMatchObject({ device: 'pc1', detail: { count: 3 } });
    const doubted = network.facts('arp.state').find(({ detail }) => detail.from === 'reachable')!;
    expect(doubted).toMatchObject({ cause: advice!.seq, detail: { address: '10.0.0.2', to: 'probe' } });
    const requests = asked(network, 'pc1').slice(before);
    expect(requests.map(({ detail }) => detail.attempt)).toEqual([1, 2, 3, 1]);
    expect(requests[0]!.cause).toBe(doubted.seq);
    // Three polls of the adapter that is no more, and then everybody is asked.
    const destinations = requests.map(({ packet }) => {
      const { frame } = network.facts('frame.sent').find((fact) => fact.packet === packet)!;
      const bytes = network.timeline.trace.frameOf(frame)!.bytes();
      return formatMac(readLong(bytes, 0, ETHERNET.destination));
    });
    const [old, all] = ['02:00:00:00:00:02', 'ff:ff:ff:ff:ff:ff'];
    expect(destinations).toEqual([old, old, old, all]);
    const [row] = network.table('pc1', 'arp');
    expect(row!.slice(0, 4)).toEqual(['10.0.0.2', '02:00:00:00:00:77', 'eth0', 'reachable']);
    expect(network.facts('tcp.failed')).toEqual([]);
    // All of it has come, the end of the stream included.
    const [, there] = network.table('server1', 'sockets').map(([, , , state]) => state);
    expect(there).toBe('CLOSE-WAIT');
  });

  it('is not asked when a person wrote its entry: that is believed to the end', () => {
    const written = { network: { neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:02', port: 'eth0' }] } };
    const network = talking(written);
    network.unplug('switch1-switch2');
    network.run('60s');
    expect(network.facts('tcp.advised').length).toBeGreaterThan(1);
    expect(asked(network, 'pc1')).toEqual([]);
  });
});

/** A host with two routers to the other side; it takes router1 as long as that answers. */
function twoWays(): Lab {
  const network = lab(TWO_WAYS, {
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.252',
      server1: '10.0.2.1/24 via 10.0.2.252',
      ...BOTH_ROUTERS,
    },
    routes: { pc1: [{ destination: '0.0.0.0', prefix: 0, via: '10.0.1.251' }] },
  });
  network.steps('server1', serving(80, pause(300)));
  network.steps('pc1', connecting('10.0.2.1', 80, send(100), pause(5), send(100), pause(60), send(100)));
  return network.run('4s');
}

const hops = (network: Lab): unknown[] =>
  network
    .facts('ip.originated')
    .filter(({ device, detail }) => device === 'pc1' && detail.route === '0.0.0.0/0')
    .map(({ detail }) => detail.via);

describe('a gateway that is dead', () => {
  it('is noticed by TCP, asked, and left for the other one: the connection lives on', () => {
    const network = twoWays();
    redraw(network, 'router1', { powered: false });
    network.run('56s');
    const doubted = network.facts('route.doubted');
    expect(doubted).toMatchObject([{ device: 'pc1', detail: { via: '10.0.1.251' } }]);
    const [failed] = network.facts('arp.failed').filter(({ device }) => device === 'pc1');
    expect(doubted[0]!.cause).toBe(failed!.seq);
    expect(new Set(hops(network))).toEqual(new Set(['10.0.1.251', '10.0.1.252']));
    expect(hops(network).at(-1)).toBe('10.0.1.252');
    expect(network.facts('tcp.failed')).toEqual([]);
    expect(network.facts('tcp.acknowledged').filter(({ device }) => device === 'pc1')).toHaveLength(3);
  });

  it('is taken again once it was heard of, if its row is the better one', () => {
    const network = twoWays();
    // The other row is worse from the start: then a router that is back is preferred.
    network.type('pc1', 'ip route del default via 10.0.1.252');
    network.type('pc1', 'ip route add default via 10.0.1.252 metric 10');
    redraw(network, 'router1', { powered: false });
    network.run('40s');
    expect(network.facts('route.doubted')).toHaveLength(1);
    redraw(network, 'router1', {});
    network.run('10s');
    expect(network.facts('route.trusted')).toEqual([]);
    network.ping('router1', '10.0.1.1');
    network.run('60s');
    expect(network.facts('route.trusted')).toMatchObject([{ device: 'pc1', detail: { via: '10.0.1.251' } }]);
    expect(hops(network).at(-1)).toBe('10.0.1.251');
    expect(network.facts('tcp.failed')).toEqual([]);
  });

  it('without another is asked in vain, again and again, and keeps its row', () => {
    const network = lab('pc1 -- router1 -- server1', {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.254',
        router1: ['10.0.1.254/24', '10.0.2.254/24'],
        server1: '10.0.2.1/24 via 10.0.2.254',
      },
    });
    network.steps('server1', serving(80, pause(300)));
    network.steps('pc1', connecting('10.0.2.1', 80, send(100), pause(5), send(100)));
    network.run('4s');
    redraw(network, 'router1', { powered: false });
    network.run('60s');
    expect(network.facts('arp.failed').length).toBeGreaterThan(1);
    expect(network.facts('route.doubted')).toEqual([]);
    redraw(network, 'router1', {});
    network.run('60s');
    expect(network.facts('tcp.failed')).toEqual([]);
    expect(network.facts('tcp.acknowledged').filter(({ device }) => device === 'pc1')).toHaveLength(3);
  });
});
