import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCapture } from '#support/capture.ts';
import type { Datagram } from '#engine/wire/datagram.ts';
import { encapsulate, ETHERTYPE_IPV4 } from '#engine/wire/ethernet.ts';
import { fragmentsOf } from '#engine/wire/fragment.ts';
import { parseAddress } from '#engine/wire/address.ts';
import { emitIcmp, parseQuoted } from '#engine/wire/icmp.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import type { Received } from '#engine/transport/results.ts';
import { folders } from '#support/folder.ts';
import { callKernel } from '#support/kernel.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

const SEED = 815;
const temporary = folders();
const PC2 = 0x0200_0000_0002;
const NARROW = {
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

const payload = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8)) & 255);
const FIELDS = { source: parseAddress('10.0.0.1')!, destination: parseAddress('10.0.0.2')!, ttl: 64 };

/** A network of two hosts of which one listens on UDP port 5000. */
function listening(more: object = {}): { network: Lab; received: () => Uint8Array[] } {
  const network = lab('pc1 -- pc2', more);
  const fd = callKernel(network, 'pc2', { name: 'socket', arguments: ['datagram'] }) as number;
  callKernel(network, 'pc2', { name: 'bind', arguments: [fd, 0, 5000] });
  const received = (): Uint8Array[] => {
    const all: Uint8Array[] = [];
    for (;;) {
      const got = callKernel(network, 'pc2', { name: 'receiveFrom', arguments: [fd] }) as Received | string;
      if (typeof got === 'string') return all;
      all.push(got.bytes);
    }
  };
  return { network, received };
}

function inject(network: Lab, { head, body }: Datagram): void {
  const own = { head: head.slice(), body };
  const frame = encapsulate(own, { destination: PC2, source: 0x0200_0000_0001, type: ETHERTYPE_IPV4 });
  const bytes = Uint8Array.from([...frame.head, ...frame.body]);
  network.timeline.act({ kind: 'inject', device: 'pc2', port: 'eth0', bytes });
  network.run(0);
}

function cut(length: number, mtu: number, identification = 7): Datagram[] {
  const whole = emitUdp(
    { sourcePort: 9, destinationPort: 5000, payload: payload(length) },
    { ...FIELDS, identification },
  );
  return fragmentsOf(whole, mtu).map(({ datagram }) => datagram);
}

const reasons = (network: Lab): string[] => network.facts('frame.dropped').map(({ reason }) => reason);

describe('a packet larger than the cable', () => {
  it('is cut where it starts and put together where it ends, with a fact for each piece', () => {
    const network = lab('pc1 -- pc2');
    const output = network.ping('pc1', '10.0.0.2', 1, { size: 4000 });
    network.run('1s');
    expect(output()[1]).toContain('4008 bytes from 10.0.0.2');
    const cuts = network.facts('ip.fragmented').filter(({ device }) => device === 'pc1');
    expect(cuts.map(({ detail }) => [detail.offset, detail.length, detail.more])).toEqual([
      [0, 1480, 1],
      [1480, 1480, 1],
      [2960, 1048, 0],
    ]);
    const [originated] = network.facts('ip.originated');
    expect(cuts.every(({ cause }) => cause === originated!.seq)).toBe(true);
    expect(network.facts('ip.fragment.kept').filter(({ device }) => device === 'pc2')).toHaveLength(3);
    const [whole] = network.facts('ip.reassembled');
    expect(whole).toMatchObject({ device: 'pc2', packet: originated!.packet, detail: { fragments: 3, length: 4028 } });
    expect(network.facts('ip.delivered')[0]).toMatchObject({ cause: whole!.seq, packet: originated!.packet });
  });

  it('is cut by a router whose next cable is narrower, and put together by the receiver only', () => {
    const network = lab('pc1 -- router1 -- router2 -- pc2', NARROW);
    const narrow = { ...network.topology.cables[1]!, mtu: 576 };
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [narrow], programs: [], remove: [] } });
    const fd = callKernel(network, 'pc1', { name: 'socket', arguments: ['datagram'] }) as number;
    const to = parseAddress('10.0.3.1')!;
    const options = { dontFragment: false } as never;
    callKernel(network, 'pc1', { name: 'sendTo', arguments: [fd, payload(1400), to, 7, options] });
    network.run('1s');
    expect(network.facts('ip.fragmented').map(({ device, detail }) => [device, detail.offset])).toEqual([
      ['router1', 0],
      ['router1', 552],
      ['router1', 1104],
    ]);
    expect(network.facts('ip.reassembled').map(({ device }) => device)).toEqual(['pc2']);
    expect(network.facts('icmp.error.sent')).toMatchObject([{ device: 'pc2', detail: { error: 'port-unreachable' } }]);
  });

  it('is read the same by tshark, which puts it together too', async (context) => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2', 1, { size: 4000 });
    network.run('1s');
    const file = join(await temporary(), 'fragments.pcapng');
    const packets = network.facts('frame.sent').map(({ time, frame }) => {
      const bytes = network.timeline.trace.frameOf(frame)!.bytes();
      return { interface: 0, time, bytes: Uint8Array.from([...bytes, 0, 0, 0, 0]), direction: 'out' as const };
    });
    await writeFile(file, writeCapture([{ name: 'cable', description: '' }], packets));
    const fields = ['icmp.type', 'ip.fragment.count', 'ip.reassembled.length', 'icmp.checksum.status', '_ws.malformed'];
    const options = ['-o', 'ip.check_checksum:TRUE', '-Y', 'icmp', '-T', 'fields'];
    const shown = tshark(context, '-r', file, ...options, ...fields.flatMap((field) => ['-e', field]));
    expect(shown.split('\n').map((line) => line.split('\t'))).toEqual([
      ['8', '3', '4008', '1', ''],
      ['0', '3', '4008', '1', ''],
      [''],
    ]);
  });
});

describe('fragments', () => {
  it('make the packet whole in any order, and twice the same does no harm', () => {
    const { network, received } = listening();
    const [a, b, c] = cut(3000, 1500);
    for (const piece of [c, a, c, a, b]) inject(network, piece!);
    expect(received()).toEqual([payload(3000)]);
    expect(reasons(network)).toEqual(['fragment-duplicate', 'fragment-duplicate']);
  });

  it('that claim the same bytes take their packet with them, and what comes of it later', () => {
    const { network, received } = listening();
    const [a, b, c] = cut(3000, 1500);
    const overlapping = cut(3000, 700)[1]!;
    for (const piece of [a, overlapping, b, c]) inject(network, piece!);
    expect(received()).toEqual([]);
    expect(reasons(network)).toEqual(['fragment-overlap', 'fragment-overlap', 'fragment-overlap', 'fragment-overlap']);
  });

  it('that stay alone are given up after a minute, and the sender is told if it was the first', () => {
    const { network } = listening();
    const [a] = cut(3000, 1500, 1);
    const [, b] = cut(3000, 1500, 2);
    inject(network, a!);
    inject(network, b!);
    network.run('59s');
    expect(reasons(network)).toEqual([]);
    network.run('2s');
    expect(reasons(network)).toEqual(['reassembly-timeout', 'reassembly-timeout']);
    expect(network.facts('icmp.error.sent')).toMatchObject([
      { device: 'pc2', time: 60e9, detail: { error: 'reassembly-timeout', peer: '10.0.0.1' } },
    ]);
    const error = network.facts('frame.sent').findLast(({ device }) => device === 'pc2')!;
    const { head, body } = network.timeline.trace.frameOf(error.frame)!;
    const bytes = Uint8Array.from([...head, ...body]);
    expect([...bytes.slice(34, 36)]).toEqual([11, 1]);
    expect(parseQuoted(bytes.subarray(42))).toMatchObject({ source: FIELDS.source, destinationPort: 5000 });
    expect([...bytes.slice(42, 42 + 40)]).toEqual([...a!.head, ...a!.body].slice(14, 54));
  });

  it('wait as long as the host is set to, and nobody is told where the first is missing (RFC 1122 §3.3.2)', () => {
    const { network } = listening({ settings: { pc2: { network: { reassemblyTimeout: 2e9 } } } });
    inject(network, cut(3000, 1500, 1)[1]!);
    network.run('3s');
    expect(network.facts('frame.dropped')).toMatchObject([{ time: 2e9, reason: 'reassembly-timeout' }]);
    expect(network.facts('icmp.error.sent')).toEqual([]);
  });

  it('of no use are dropped: empty, odd, or behind the end of the largest packet', () => {
    const { network } = listening();
    const [a] = cut(3000, 1500);
    const odd = emitUdp(
      { sourcePort: 1, destinationPort: 5000, payload: payload(21) },
      { ...FIELDS, identification: 9 },
    );
    const change = (datagram: Datagram, flags: number, offset: number): Datagram => {
      const head = datagram.head.slice();
      head[20] = (flags << 5) | (offset >> 8);
      head[21] = offset & 255;
      // The checksum, corrected for the word that was changed (RFC 1624).
      const before = (datagram.head[20]! << 8) | datagram.head[21]!;
      const after = (head[20]! << 8) | head[21]!;
      let total = (~((head[24]! << 8) | head[25]!) & 0xffff) + (~before & 0xffff) + after;
      while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
      head[24] = (~total >> 8) & 255;
      head[25] = ~total & 255;
      return { head, body: datagram.body };
    };
    inject(network, change(odd, 1, 0));
    inject(network, change(a!, 0, 8191));
    inject(
      network,
      change(
        emitIcmp(
          { kind: 'echo-request', identifier: 1, sequence: 1, data: payload(0) },
          { ...FIELDS, identification: 3 },
        ),
        1,
        1,
      ),
    );
    expect(reasons(network)).toEqual(['bad-fragment', 'bad-fragment']);
  });

  it('beyond the memory set aside push out the packet that has waited longest', () => {
    const network = lab('pc1 -- pc2');
    const [, settings] = network.topology.devices;
    const changed = { ...settings!, network: { reassemblyMemory: 3000 } };
    network.timeline.act({ kind: 'change', change: { devices: [changed], cables: [], programs: [], remove: [] } });
    for (const identification of [1, 2, 3]) inject(network, cut(3000, 1500, identification)[0]!);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'reassembly-full', time: 0 }]);
  });

  it(`in any order, lost, doubled or forged, give the packet as it was or nothing (seed ${SEED})`, () => {
    const piece = fc.record({ mtu: fc.constantFrom(68, 100, 300, 576), index: fc.nat(60), forged: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 900 }), fc.array(piece, { maxLength: 40 }), (length, pieces) => {
        const { network, received } = listening();
        for (const { mtu, index, forged } of pieces) {
          const all = cut(length, mtu);
          const { head, body } = all[index % all.length]!;
          // A forger writes other data; UDP's checksum is what tells.
          inject(network, { head, body: forged ? body.map((byte) => byte ^ 0x55) : body });
        }
        for (const datagram of cut(length, 68, 8)) inject(network, datagram);
        for (const got of received()) expect(got).toEqual(payload(length));
        const held = network.facts('ip.fragment.kept').length;
        expect(held).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it(`of pure chance never break anything (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 20, maxLength: 120 }), { maxLength: 30 }), (all) => {
        const { network } = listening();
        for (const bytes of all) {
          const head = new Uint8Array(34);
          head.set(cut(100, 1500)[0]!.head.subarray(0, 34));
          const fragment = { head: Uint8Array.from([...head.subarray(0, 14), ...bytes]), body: new Uint8Array(0) };
          fragment.head[14] = 0x45 + (bytes[0]! % 4);
          inject(network, fragment);
        }
        network.run('61s');
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

describe('fragments that make up more than a packet can be', () => {
  it('are thrown away though each of them is good, and nothing is put together', () => {
    const { network } = listening();
    const first = cut(1472 * 2, 1500)[0]!;
    const ip = 14;
    /** The first fragment with 40 bytes of options before its payload. */
    const long = new Uint8Array(first.head.length + first.body.length + 40).fill(1, 0, 74);
    long.set(first.head.subarray(0, ip + 20));
    long.set(first.head.subarray(ip + 20), ip + 60);
    long.set(first.body, ip + 60 + first.head.length - ip - 20);
    const rewrite = (bytes: Uint8Array, more: boolean, offset: number, length: number): Datagram => {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const header = (bytes[ip]! & 15) * 4;
      view.setUint16(ip + 2, header + length);
      view.setUint16(ip + 6, (more ? 0x2000 : 0) | (offset / 8));
      view.setUint16(ip + 10, 0);
      let sum = 0;
      for (let at = ip; at < ip + header; at += 2) sum += view.getUint16(at);
      while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
      view.setUint16(ip + 10, ~sum & 0xffff);
      return { head: bytes.slice(0, ip + header + length), body: new Uint8Array(0) };
    };
    long[ip] = 0x4f;
    const plain = Uint8Array.from([...first.head, ...first.body]);
    inject(network, rewrite(long, true, 0, 1440));
    for (let offset = 1440; offset < 65_515; offset += 1480) {
      const length = Math.min(1480, 65_515 - offset);
      inject(network, rewrite(plain.slice(), offset + length < 65_515, offset, length));
    }
    expect(network.facts('ip.reassembled')).toEqual([]);
    expect(new Set(reasons(network))).toEqual(new Set(['bad-fragment']));
  });
});
