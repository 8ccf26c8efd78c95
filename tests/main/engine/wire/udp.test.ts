import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, encapsulate } from '#engine/wire/ethernet.ts';
import { Frame } from '#engine/wire/frame.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import type { Ipv4 } from '#engine/wire/ipv4.ts';
import { emitUdp, parseUdp } from '#engine/wire/udp.ts';
import type { Udp } from '#engine/wire/udp.ts';
import { fields, port } from './arbitraries.ts';
import { UDP_FRAME } from './samples.ts';

const seed = 20261109;
const ethernet = { destination: 0x020000000002, source: 0x020000000001, type: 0x0800 };
const whole = (bytes: Uint8Array) => new Frame(1, 1, bytes, EMPTY, 0);
function parse(frame: Frame) {
  return parseUdp(frame, parseIpv4(frame) as Ipv4);
}

describe('A UDP datagram', () => {
  it('is read from a frame', () => {
    expect(parse(whole(UDP_FRAME))).toEqual({
      sourcePort: 49152,
      destinationPort: 53,
      length: 41,
      checksum: (UDP_FRAME[40]! << 8) | UDP_FRAME[41]!,
      payloadAt: 42,
      payloadLength: 33,
    });
  });

  it('is written as the same bytes by two implementations, and shares its payload', () => {
    const payload = UDP_FRAME.slice(42);
    const by = { source: 0xc0a8000a, destination: 0x0a000005, ttl: 64, identification: 0x1c46 };
    const { head, body } = encapsulate(emitUdp({ sourcePort: 49152, destinationPort: 53, payload }, by), ethernet);
    expect(new Frame(1, 1, head, body).bytes()).toEqual(UDP_FRAME);
    expect(body).toBe(payload);
  });

  it(`is read as it was written (seed ${seed})`, () => {
    fc.assert(
      fc.property(port, port, fc.uint8Array({ maxLength: 200, size: 'max' }), fields, (from, to, payload, by) => {
        const { head, body } = encapsulate(emitUdp({ sourcePort: from, destinationPort: to, payload }, by), ethernet);
        const frame = new Frame(1, 1, head, body);
        const udp = parse(frame) as Udp;
        expect(udp).toMatchObject({ sourcePort: from, destinationPort: to, length: 8 + payload.length });
        expect(udp.checksum).not.toBe(0);
        expect(frame.slice(udp.payloadAt, udp.payloadLength)).toEqual(payload);
      }),
      { seed },
    );
  });

  it('whose checksum comes out as zero carries all ones', () => {
    const by = { source: 0, destination: 0, ttl: 64, identification: 0 };
    // Pseudo header 17 + 10, header 10, ports 0: this payload brings the sum to 0xffff.
    const payload = new Uint8Array([0xff, 0xff - 37]);
    const { head, body } = emitUdp({ sourcePort: 0, destinationPort: 0, payload }, by);
    expect(parse(new Frame(1, 1, head, body))).toMatchObject({ checksum: 0xffff });
  });

  it('with a checksum of zero is not checked', () => {
    const bytes = UDP_FRAME.slice();
    bytes.set([0, 0], 40);
    bytes[50]! ^= 1;
    expect(parse(whole(bytes))).toMatchObject({ checksum: 0, payloadLength: 33 });
  });

  it('with a bit turned over fails its checksum', () => {
    for (let bit = 42 * 8; bit < UDP_FRAME.length * 8; bit += 3) {
      const bytes = UDP_FRAME.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(parse(whole(bytes))).toMatchObject({ fault: 'udp.bad-checksum', at: 40 });
    }
  });

  it('cut inside its header is truncated, and cut behind it has a length that does not fit', () => {
    const frame = whole(UDP_FRAME);
    const ip = parseIpv4(frame) as Ipv4;
    for (let payloadLength = 0; payloadLength < ip.payloadLength; payloadLength++) {
      const expected =
        payloadLength < 8
          ? { fault: 'udp.truncated', at: 34 + payloadLength }
          : { fault: 'udp.bad-length', at: 38, parameters: { found: 41, shortest: 8, longest: payloadLength } };
      expect(parseUdp(frame, { ...ip, payloadLength })).toMatchObject(expected);
    }
  });

  it('that states less than its header is refused', () => {
    const bytes = UDP_FRAME.slice();
    bytes.set([0, 7], 38);
    expect(parse(whole(bytes))).toMatchObject({ fault: 'udp.bad-length', at: 38 });
  });
});
