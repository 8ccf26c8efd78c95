import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datagram } from '#engine/wire/datagram.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { emitIcmp, parseIcmp, parseQuoted, quote } from '#engine/wire/icmp.ts';
import { parseIpv4, type Ipv4 } from '#engine/wire/ipv4.ts';
import { emitTcp, parseTcp } from '#engine/wire/tcp.ts';
import { withEnd, withQuotedEnd } from '#engine/wire/translate.ts';
import { emitUdp, parseUdp } from '#engine/wire/udp.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });
const half = fc.integer({ min: 0, max: 0xffff });
const fields = { source: 0x0a000001, destination: 0xcb007150, ttl: 64, identification: 7 };
const tcp = { sequence: 1, acknowledgment: 2, flags: 16, window: 3 };

const frameOf = ({ head, body }: Datagram): Frame => new Frame(1, 1, head, body, 0);
function ipOf(datagram: Datagram): Ipv4 {
  const ip = parseIpv4(frameOf(datagram));
  if (isFault(ip)) throw new Error(ip.fault);
  return ip;
}
/** The same packet as one whose headers do not all lie in its head. */
function cut({ head, body }: Datagram): Datagram {
  const rest = new Uint8Array(head.length - 34 + body.length);
  rest.set(head.subarray(34));
  rest.set(body, head.length - 34);
  return { head: head.slice(0, 34), body: rest };
}

describe('a packet under another address and port', () => {
  it('has every checksum right whatever was translated into what (seed 3022)', () => {
    const sample = fc.record({
      address: word,
      port: half,
      payload: fc.uint8Array({ maxLength: 40 }),
      side: fc.constantFrom('source' as const, 'destination' as const),
      kind: fc.constantFrom('udp' as const, 'tcp' as const, 'icmp' as const),
      apart: fc.boolean(),
    });
    fc.assert(
      fc.property(sample, ({ address, port, payload, side, kind, apart }) => {
        const ports = { sourcePort: 1234, destinationPort: 80, payload };
        const packet =
          kind === 'udp'
            ? emitUdp(ports, fields)
            : kind === 'tcp'
              ? emitTcp({ ...ports, ...tcp }, fields)
              : emitIcmp({ kind: 'echo-request', identifier: 1234, sequence: 1, data: payload }, fields);
        const given = apart ? cut(packet) : packet;
        const before = [...given.head];
        const translated = withEnd(given, ipOf(given), side, { address, port });
        expect([...given.head]).toEqual(before);
        const ip = ipOf(translated);
        expect(ip).toMatchObject({ [side]: address });
        const frame = frameOf(translated);
        if (kind === 'icmp') expect(parseIcmp(frame, ip)).toMatchObject({ identifier: port });
        else
          expect(kind === 'udp' ? parseUdp(frame, ip) : parseTcp(frame, ip)).toMatchObject({ [`${side}Port`]: port });
      }),
      { seed: 3022, numRuns: 300 },
    );
  });

  it('leaves a UDP datagram without a checksum without one', () => {
    const packet = emitUdp({ sourcePort: 1, destinationPort: 2, payload: new Uint8Array(4) }, fields);
    packet.head[40] = packet.head[41] = 0;
    const { head } = withEnd(packet, ipOf(packet), 'source', { address: 1, port: 9 });
    expect([head[40], head[41]]).toEqual([0, 0]);
  });
});

describe('an ICMP error about a translated packet', () => {
  it('quotes it under its other name, with the checksums of error and quotation right (seed 5508)', () => {
    const sample = fc.record({ address: word, port: half, length: fc.integer({ min: 0, max: 60 }), udp: fc.boolean() });
    fc.assert(
      fc.property(sample, ({ address, port, length, udp }) => {
        const ports = { sourcePort: 1234, destinationPort: 80, payload: new Uint8Array(length).fill(7) };
        const inner = udp ? emitUdp(ports, fields) : emitTcp({ ...ports, ...tcp }, fields);
        const error = emitIcmp(
          { kind: 'unreachable', code: 3, mtu: 0, quoted: quote(frameOf(inner), ipOf(inner)) },
          { source: fields.destination, destination: fields.source, ttl: 64, identification: 0 },
        );
        const end = { address, port };
        const translated = withQuotedEnd(error, ipOf(error), 'destination', address, 'source', end);
        const ip = ipOf(translated);
        expect(ip.destination).toBe(address);
        const icmp = parseIcmp(frameOf(translated), ip);
        if (isFault(icmp) || icmp.kind !== 'unreachable') throw new Error('not an error any more');
        expect(parseQuoted(icmp.quoted)).toMatchObject({ source: address, sourcePort: port });
        // The quotation is a whole packet here: its own checksums must be right as well.
        const quoted = new Uint8Array(14 + icmp.quoted.length);
        quoted.set(icmp.quoted, 14);
        const frame = new Frame(1, 1, quoted, new Uint8Array(0), 0);
        const within = parseIpv4(frame);
        if (isFault(within)) throw new Error(within.fault);
        expect(isFault(udp ? parseUdp(frame, within) : parseTcp(frame, within))).toBe(false);
      }),
      { seed: 5508, numRuns: 200 },
    );
  });

  it('may quote no more than eight bytes of it', () => {
    const inner = emitTcp({ sourcePort: 5, destinationPort: 6, ...tcp, payload: new Uint8Array(9) }, fields);
    const quoted = quote(frameOf(inner), ipOf(inner)).slice(0, 28);
    const error = emitIcmp({ kind: 'time-exceeded', code: 0, quoted }, { ...fields, source: 9 });
    const translated = withQuotedEnd(error, ipOf(error), 'destination', 1, 'source', { address: 1, port: 2 });
    const icmp = parseIcmp(frameOf(translated), ipOf(translated));
    expect(isFault(icmp)).toBe(false);
  });
});
