import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, encapsulate } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { emitIcmp, parseIcmp, parseQuoted, quote } from '#engine/wire/icmp.ts';
import type { Icmp } from '#engine/wire/icmp.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import type { Ipv4 } from '#engine/wire/ipv4.ts';
import { emitTcp } from '#engine/wire/tcp.ts';
import { fields, word } from './arbitraries.ts';
import {
  ECHO_REPLY_FRAME,
  ECHO_REQUEST_FRAME,
  FRAGMENTATION_NEEDED_FRAME,
  SYN_FRAME,
  TIME_EXCEEDED_FRAME,
  UDP_FRAME,
} from './samples.ts';

const seed = 20261108;
const ethernet = { destination: 3, source: 4, type: 0x0800 };
const chosen = { source: 1, destination: 2, ttl: 64, identification: 0 };

const whole = (bytes: Uint8Array) => new Frame(1, 1, bytes, EMPTY, 0);
function parse(frame: Frame) {
  return parseIcmp(frame, parseIpv4(frame) as Ipv4);
}
function sent(icmp: Icmp, by = chosen): Frame {
  const { head, body } = encapsulate(emitIcmp(icmp, by), ethernet);
  return new Frame(1, 1, head, body);
}

describe('An ICMP message', () => {
  it('is read as echo request and echo reply', () => {
    const data = ECHO_REQUEST_FRAME.subarray(42);
    expect(parse(whole(ECHO_REQUEST_FRAME))).toEqual({ kind: 'echo-request', identifier: 1, sequence: 1, data });
    expect(parse(whole(ECHO_REPLY_FRAME))).toEqual({ kind: 'echo-reply', identifier: 1, sequence: 1, data });
  });

  it('about a fragment that was needed tells the MTU of the next hop', () => {
    expect(parse(whole(FRAGMENTATION_NEEDED_FRAME))).toMatchObject({ kind: 'unreachable', code: 4, mtu: 1400 });
  });

  it(`is read as it was written, whatever its kind (seed ${seed})`, () => {
    const data = fc.uint8Array({ maxLength: 80 });
    const byte = fc.nat(255);
    const half = fc.nat(0xffff);
    const message: fc.Arbitrary<Icmp> = fc.oneof(
      fc.record({ kind: fc.constantFrom('echo-request', 'echo-reply'), identifier: half, sequence: half, data }),
      fc.record({ kind: fc.constant('unreachable' as const), code: fc.nat(3), mtu: fc.constant(0), quoted: data }),
      fc.record({ kind: fc.constant('unreachable' as const), code: fc.constant(4), mtu: half, quoted: data }),
      fc.record({ kind: fc.constant('time-exceeded' as const), code: byte, quoted: data }),
      fc.record({ kind: fc.constant('parameter-problem' as const), pointer: byte, quoted: data }),
      fc.record({ kind: fc.constant('redirect' as const), code: byte, gateway: word, quoted: data }),
      fc.record({
        kind: fc.constant('other' as const),
        type: fc.constantFrom(13, 14, 255),
        code: byte,
        data: fc.uint8Array({ minLength: 4, maxLength: 80 }),
      }),
    );
    fc.assert(
      fc.property(message, fields, (icmp, by) => {
        expect(parse(sent(icmp, by))).toEqual(icmp);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('shorter than its header is truncated, and shorter than its packet says fails its checksum', () => {
    const frame = whole(ECHO_REQUEST_FRAME);
    const ip = parseIpv4(frame) as Ipv4;
    for (let payloadLength = 0; payloadLength < ip.payloadLength; payloadLength++) {
      const fault = payloadLength < 8 ? 'icmp.truncated' : 'icmp.bad-checksum';
      const at = payloadLength < 8 ? 34 + payloadLength : 36;
      expect(parseIcmp(frame, { ...ip, payloadLength })).toMatchObject({ fault, at });
    }
  });

  it('with any bit turned over fails its checksum', () => {
    for (let bit = 34 * 8; bit < ECHO_REQUEST_FRAME.length * 8; bit += 5) {
      const bytes = ECHO_REQUEST_FRAME.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(parse(whole(bytes))).toMatchObject({ fault: 'icmp.bad-checksum', at: 36 });
    }
  });
});

describe('What an ICMP error quotes', () => {
  it('is the whole of a short packet without its padding', () => {
    const frame = whole(new Uint8Array([...UDP_FRAME, 0, 0, 0]));
    expect(quote(frame, parseIpv4(frame) as Ipv4)).toEqual(UDP_FRAME.subarray(14));
  });

  it('of a long packet makes an error of 576 bytes', () => {
    const ports = { sourcePort: 1, destinationPort: 2, sequence: 3, acknowledgment: 4, flags: 16, window: 5 };
    const { head, body } = emitTcp({ ...ports, payload: new Uint8Array(1460).fill(7) }, chosen);
    const frame = new Frame(1, 1, head, body);
    const quoted = quote(frame, parseIpv4(frame) as Ipv4);
    const error = emitIcmp({ kind: 'time-exceeded', code: 0, quoted }, chosen);
    expect(error.head.length + error.body.length - 14).toBe(576);
    expect(quoted).toEqual(frame.bytes().subarray(14, 14 + 548));
  });

  it('tells whose packet it was, for TCP, UDP and echo', () => {
    const ends = { source: 0xc0a8000a, destination: 0x0a000005 };
    const ports = { sourcePort: 49152, destinationPort: 80, sequence: 1000 };
    expect(parseQuoted(SYN_FRAME.subarray(14))).toEqual({ ...ends, protocol: 6, ...ports });
    expect(parseQuoted(TIME_EXCEEDED_FRAME.subarray(42))).toEqual({
      ...ends,
      protocol: 17,
      sourcePort: 49152,
      destinationPort: 33434,
      sequence: 0,
    });
    expect(parseQuoted(ECHO_REQUEST_FRAME.subarray(14))).toEqual({
      ...ends,
      protocol: 1,
      sourcePort: 1,
      destinationPort: 0,
      sequence: 1,
    });
  });

  it('is enough with 8 bytes of the payload and a fault with less', () => {
    const packet = SYN_FRAME.subarray(14);
    for (let length = 0; length < 28; length++) {
      expect(parseQuoted(packet.subarray(0, length))).toMatchObject({ fault: 'ipv4.truncated', at: length });
    }
    expect(isFault(parseQuoted(packet.subarray(0, 28)))).toBe(false);
  });
});
