import { describe, expect, it } from 'vitest';
import { parseAddress } from '#engine/wire/address.ts';
import type { Datagram } from '#engine/wire/datagram.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { fragmentsOf } from '#engine/wire/fragment.ts';
import { emitIcmp } from '#engine/wire/icmp.ts';
import { ipv4Head, type Ipv4Fields } from '#engine/wire/ipv4.ts';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import { lab, type Lab } from '#support/lab.ts';

const PC2 = 0x0200_0000_0002;
const at = (text: string): number => parseAddress(text)!;
const fields = (more: Partial<Ipv4Fields> = {}): Ipv4Fields => ({
  source: at('10.0.0.1'),
  destination: at('10.0.0.2'),
  ttl: 64,
  identification: 1,
  ...more,
});

function inject(network: Lab, datagram: Datagram, to = PC2, device = 'pc2'): void {
  const frame = encapsulate(
    { head: datagram.head.slice(), body: datagram.body },
    { destination: to, source: 0x0200_0000_0001, type: ETHERTYPE_IPV4 },
  );
  const bytes = Uint8Array.from([...frame.head, ...frame.body]);
  network.timeline.act({ kind: 'inject', device, port: 'eth0', bytes });
  network.run('1ms');
}

function set(network: Lab, device: string, settings: object): void {
  const found = network.topology.devices.find(({ id }) => id === device)!;
  const changed = { ...found, network: settings };
  network.timeline.act({ kind: 'change', change: { devices: [changed], cables: [], programs: [], remove: [] } });
}

const udp = (more: Partial<Ipv4Fields> = {}): Datagram =>
  emitUdp(
    { sourcePort: 9, destinationPort: 7, payload: Uint8Array.from({ length: 700 }, (_, k) => k & 255) },
    fields(more),
  );

/** A packet with these options, a multiple of four bytes. */
function withOptions(...options: number[]): Datagram {
  const plain = ipv4Head(fields(), 17, 0, 8);
  const head = Uint8Array.from([...plain, ...options, 0, 9, 0, 7, 0, 8, 0, 0]);
  head[14] = 0x45 + options.length / 4;
  head[17] = 28 + options.length;
  head[24] = head[25] = 0;
  const check = checksumOf(sum(head, 14, 34 + options.length));
  head[24] = check >> 8;
  head[25] = check & 255;
  return { head, body: new Uint8Array(0) };
}

/** Type, code, the word behind them and the quotation of the newest ICMP message a device has sent. */
function lastError(network: Lab, device: string) {
  const { frame } = network.facts('frame.sent').findLast((fact) => fact.device === device)!;
  const bytes = network.timeline.trace.frameOf(frame)!.bytes();
  const end = 14 + ((bytes[16]! << 8) | bytes[17]!);
  return { type: bytes[34], code: bytes[35], rest: [...bytes.slice(38, 42)], quoted: [...bytes.slice(42, end)] };
}

const errors = (network: Lab): unknown[] => network.facts('icmp.error.sent').map(({ detail }) => detail.error);

describe('an ICMP error', () => {
  it('quotes the packet it is about from its header on, up to 576 bytes in all', () => {
    const network = lab('pc1 -- pc2');
    inject(network, udp());
    const { head, body } = udp();
    const error = lastError(network, 'pc2');
    expect(error).toMatchObject({ type: 3, code: 3, rest: [0, 0, 0, 0] });
    expect(error.quoted).toEqual([...head, ...body].slice(14, 14 + 548));
  });

  it('says which protocol is not spoken here', () => {
    const network = lab('pc1 -- pc2');
    inject(network, { head: ipv4Head(fields(), 132, 12, 12), body: new Uint8Array(0) });
    expect(lastError(network, 'pc2')).toMatchObject({ type: 3, code: 2 });
  });

  it('points at the byte of the header that makes no sense', () => {
    const network = lab('pc1 -- pc2');
    inject(network, withOptions(1, 7, 6, 4, 0, 0, 0, 0));
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'ipv4.bad-option' }]);
    // Header 20 bytes, one byte of no operation, and then the length of the record route.
    expect(lastError(network, 'pc2')).toMatchObject({ type: 12, code: 0, rest: [22, 0, 0, 0] });
  });

  it('refuses to pass on what prescribes its way', () => {
    const network = lab('pc1 -- pc2');
    inject(network, withOptions(131, 7, 4, 10, 0, 0, 9, 0));
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'source-routed' }]);
    expect(lastError(network, 'pc2')).toMatchObject({ type: 3, code: 5 });
  });

  it('is not needed where the options make sense: they are skipped, and a router passes them on', () => {
    const network = lab('pc1 -- router1 -- pc2', {
      addresses: { pc1: '10.0.1.1/24', pc2: '10.0.0.2/24 via 10.0.0.254', router1: ['10.0.1.254/24', '10.0.0.254/24'] },
    });
    const options = [148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0, 0];
    network.ping('pc2', '10.0.1.1');
    network.run('1s');
    inject(network, withOptions(...options), 0x0200_0000_0003, 'router1');
    const { frame } = network.facts('frame.sent').findLast(({ device }) => device === 'router1')!;
    expect([...network.timeline.trace.frameOf(frame)!.bytes().slice(34, 46)]).toEqual([
      ...[148, 4, 0, 0],
      // Only into the record route does it write: by which address the packet goes on.
      ...[7, 7, 8, 10, 0, 0, 254, 0],
    ]);
    expect(network.facts('icmp.error.sent')).toMatchObject([{ device: 'pc2', detail: { error: 'port-unreachable' } }]);
  });

  it.each([
    ['another error', emitIcmp({ kind: 'time-exceeded', code: 0, quoted: udp().head.slice(14) }, fields({ ttl: 1 }))],
    ['a broadcast', udp({ destination: at('10.0.0.255') })],
    ['a packet of nobody', udp({ source: 0 })],
  ])('is never sent about %s', (what, datagram) => {
    const network = lab('pc1 -- pc2');
    inject(network, datagram, what === 'a broadcast' ? 0xffff_ffff_ffff : PC2);
    expect(errors(network)).toEqual([]);
  });

  it('is sent about the first fragment of a packet and about no other', () => {
    const network = lab('router1 -- pc2', { addresses: { router1: ['10.0.0.2/24'], pc2: '10.0.0.1/24' } });
    const [first, second] = fragmentsOf(udp({ destination: at('10.9.9.9') }), 576);
    inject(network, second!.datagram, 0x0200_0000_0002, 'router1');
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'no-route' }]);
    expect(errors(network)).toEqual([]);
    inject(network, first!.datagram, 0x0200_0000_0002, 'router1');
    expect(errors(network)).toEqual(['net-unreachable']);
  });

  it('leaves no more often than the host is allowed to, after a burst', () => {
    const network = lab('pc1 -- pc2');
    set(network, 'pc2', { icmpErrorRate: 10, icmpErrorBurst: 3 });
    for (let count = 0; count < 8; count++) inject(network, udp());
    expect(errors(network)).toHaveLength(3);
    expect(network.facts('icmp.error.held')).toHaveLength(5);
    network.run('200ms');
    for (let count = 0; count < 8; count++) inject(network, udp());
    expect(errors(network)).toHaveLength(5);
    set(network, 'pc2', { icmpErrorRate: 0 });
    network.run('10s');
    inject(network, udp());
    expect(errors(network)).toHaveLength(5);
  });
});
