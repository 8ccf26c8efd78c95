import { describe, expect, it } from 'vitest';
import { parseAddress } from '#engine/wire/address.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { emitIcmp, quote } from '#engine/wire/icmp.ts';
import { Frame } from '#engine/wire/frame.ts';
import { readIpv4 } from '#engine/wire/ipv4.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import { lab, type Lab } from '#support/lab.ts';

const at = (text: string): number => parseAddress(text)!;

/** A host whose gateway is router1, though router2 on the same switch is the one that leads to pc2. */
function detour(more: object = {}): Lab {
  const network = lab(
    `pc1 -- switch1
     router1 -- switch1
     router2 -- switch1
     router2 -- pc2`,
    {
      addresses: {
        pc1: '10.0.1.1/24 via 10.0.1.251',
        pc2: '10.0.2.1/24 via 10.0.2.254',
        router1: ['10.0.1.251/24'],
        router2: ['10.0.1.252/24', '10.0.2.254/24'],
      },
      routes: { router1: [{ destination: '10.0.2.0', prefix: 24, via: '10.0.1.252' }] },
    },
  );
  const [pc1, router1] = ['pc1', 'router1'].map((name) => network.topology.devices.find(({ id }) => id === name)!);
  const devices = [
    { ...pc1!, network: more },
    { ...router1!, network: more },
  ];
  network.timeline.act({
    kind: 'change',
    change: { devices, cables: network.topology.cables, programs: [], remove: [] },
  });
  return network;
}

/** A redirect injected into pc1, as if `from` had sent it: to `destination` by `gateway`. */
function forge(network: Lab, from: string, destination: string, gateway: string): void {
  const about = emitUdp(
    { sourcePort: 1, destinationPort: 2, payload: new Uint8Array(8) },
    { source: at('10.0.1.1'), destination: at(destination), ttl: 64, identification: 0 },
  );
  const quoted = quote(new Frame(0, 0, about.head, about.body, 0), readIpv4(about.head, 14));
  const fields = { source: at(from), destination: at('10.0.1.1'), ttl: 64, identification: 0 };
  const redirect = emitIcmp({ kind: 'redirect', code: 1, gateway: at(gateway), quoted }, fields);
  const header = { destination: 0x0200_0000_0001, source: 0x0200_0000_00ee, type: ETHERTYPE_IPV4 };
  const { head, body } = encapsulate(redirect, header);
  network.timeline.act({
    kind: 'inject',
    device: 'pc1',
    port: 'eth0',
    bytes: Uint8Array.from([...head, ...body]),
  });
  network.run('1ms');
}

const routes = (network: Lab): string[] =>
  network.table('pc1', 'routes').map(([to, via, , kind]) => `${to} ${via} ${kind}`);

describe('a redirect', () => {
  it('tells a host of the better router, which it then uses for that destination', () => {
    const network = detour();
    const output = network.ping('pc1', '10.0.2.1', 3);
    network.run('4s');
    expect(output().join('\n')).toContain('3 received');
    expect(network.facts('icmp.redirect.sent')).toMatchObject([
      { device: 'router1', detail: { peer: '10.0.1.1', address: '10.0.2.1', gateway: '10.0.1.252' } },
    ]);
    const [received] = network.facts('icmp.redirect.received');
    expect(received).toMatchObject({ device: 'pc1', detail: { peer: '10.0.1.251', gateway: '10.0.1.252' } });
    expect(network.facts('route.added')).toMatchObject([{ device: 'pc1', cause: received!.seq }]);
    expect(routes(network)).toContain('10.0.2.1/32 10.0.1.252 redirect');
    // Only the first request went the long way.
    expect(network.facts('ip.forwarded').filter(({ device }) => device === 'router1')).toHaveLength(1);
  });

  it('is not sent where the router is told not to, and not believed where the host is', () => {
    const network = detour({ sendRedirects: false });
    network.ping('pc1', '10.0.2.1', 2);
    network.run('3s');
    expect(network.facts('icmp.redirect.sent')).toEqual([]);
    const deaf = detour({ acceptRedirects: false });
    deaf.ping('pc1', '10.0.2.1', 2);
    deaf.run('3s');
    expect(deaf.facts('icmp.redirect.sent').length).toBeGreaterThan(0);
    expect(deaf.facts('frame.dropped').map(({ reason }) => reason)).toContain('redirect-ignored');
    expect(routes(deaf).join()).not.toContain('redirect');
  });

  it('is sent to one host once a second at most', () => {
    const network = detour({ acceptRedirects: false });
    network.ping('pc1', '10.0.2.1', 25, { interval: '100ms' });
    network.run('2900ms');
    expect(network.facts('icmp.redirect.sent')).toHaveLength(3);
  });

  it.each([
    ['does not come from the hop now used', '10.0.1.252', '10.0.2.1', '10.0.1.77'],
    ['names a hop on another subnet', '10.0.1.251', '10.0.2.1', '10.0.9.9'],
    ['names the host itself', '10.0.1.251', '10.0.2.1', '10.0.1.1'],
    ['is about a neighbour', '10.0.1.251', '10.0.1.9', '10.0.1.252'],
  ])('is not believed when it %s', (_, from, destination, gateway) => {
    const network = detour();
    forge(network, from, destination, gateway);
    expect(network.facts('frame.dropped')).toMatchObject([{ device: 'pc1', reason: 'redirect-ignored' }]);
    expect(routes(network).join()).not.toContain('redirect');
  });

  it('is given up when the hop it named does not answer', () => {
    const network = detour();
    forge(network, '10.0.1.251', '10.0.2.1', '10.0.1.77');
    expect(routes(network)).toContain('10.0.2.1/32 10.0.1.77 redirect');
    network.ping('pc1', '10.0.2.1');
    network.run('5s');
    expect(routes(network).join()).not.toContain('redirect');
    const failed = network.facts('arp.failed')[0]!;
    expect(network.facts('route.removed')).toMatchObject([{ device: 'pc1', cause: failed.seq }]);
  });

  it('takes the place of an earlier one for the same destination', () => {
    const network = detour();
    forge(network, '10.0.1.251', '10.0.2.1', '10.0.1.252');
    forge(network, '10.0.1.252', '10.0.2.1', '10.0.1.253');
    expect(routes(network).filter((row) => row.includes('redirect'))).toEqual(['10.0.2.1/32 10.0.1.253 redirect']);
  });
});
