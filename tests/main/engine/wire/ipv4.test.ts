import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { EMPTY, encapsulate } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { datagramOf, forwardedHead, ipv4Head, markedHead, parseIpv4 } from '#engine/wire/ipv4.ts';
import type { Ipv4 } from '#engine/wire/ipv4.ts';
import { withTag } from '#engine/wire/vlan.ts';
import { ECHO_REQUEST_FRAME, hex, IP_OPTIONS_FRAME, SYN_FRAME } from './samples.ts';
import { fields } from './arbitraries.ts';

const seed = 20261107;
const whole = (bytes: Uint8Array) => new Frame(1, 1, bytes, EMPTY, 0);
const ethernet = { destination: 3, source: 4, type: 0x0800 };

describe('An IPv4 header', () => {
  it('has the checksum of a published example', () => {
    const head = ipv4Head(
      { source: 0xc0a80001, destination: 0xc0a800c7, ttl: 64, identification: 0, dontFragment: true },
      17,
      0,
      0x5f,
    );
    expect(head.subarray(14)).toEqual(hex('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7'));
  });

  it('is read from a frame', () => {
    expect(parseIpv4(whole(SYN_FRAME))).toEqual({
      headerLength: 20,
      totalLength: 60,
      dscp: 0,
      ecn: 0,
      identification: 1,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      protocol: 6,
      checksum: 0x7004,
      source: 0xc0a8000a,
      destination: 0x0a000005,
      at: 14,
      payloadAt: 34,
      payloadLength: 40,
    });
  });

  it('with options is skipped to its payload', () => {
    expect(parseIpv4(whole(IP_OPTIONS_FRAME))).toMatchObject({ headerLength: 24, payloadAt: 38, payloadLength: 13 });
  });

  it('of a fragment gives its offset in bytes', () => {
    const bytes = ECHO_REQUEST_FRAME.slice();
    bytes.set([0x20, 0xb9, 64, 1, 0, 0], 20);
    const checksum = checksumOf(sum(bytes, 14, 34));
    bytes.set([checksum >>> 8, checksum & 255], 24);
    expect(parseIpv4(whole(bytes))).toMatchObject({ moreFragments: true, dontFragment: false, fragmentOffset: 1480 });
  });

  it(`is read as it was written, padding left out (seed ${seed})`, () => {
    fc.assert(
      fc.property(fields, fc.nat(255), fc.uint8Array({ maxLength: 100 }), (chosen, protocol, body) => {
        const { head, body: padded } = encapsulate(
          { head: ipv4Head(chosen, protocol, 0, body.length), body },
          ethernet,
        );
        const frame = new Frame(1, 1, head, padded);
        const ip = parseIpv4(frame) as Ipv4;
        expect(ip).toMatchObject({ ...chosen, protocol, payloadLength: body.length, moreFragments: false });
        expect(frame.slice(ip.payloadAt, ip.payloadLength)).toEqual(body);
      }),
      { seed },
    );
  });

  it('cut anywhere is a fault at a place inside the frame or at its end', () => {
    for (const sample of [SYN_FRAME, IP_OPTIONS_FRAME]) {
      for (let length = 0; length < sample.length; length++) {
        const parsed = parseIpv4(whole(sample.subarray(0, length)));
        expect(isFault(parsed), `${length} bytes`).toBe(true);
        if (isFault(parsed)) expect(parsed.at).toBeLessThanOrEqual(length);
      }
    }
  });

  it.each([
    [14, 0x65, 'ipv4.bad-version', 14],
    [14, 0x44, 'ipv4.bad-header-length', 14],
    [14, 0x4f, 'ipv4.bad-checksum', 24],
    [22, 63, 'ipv4.bad-checksum', 24],
    [29, 11, 'ipv4.bad-checksum', 24],
  ])('with byte %i set to %i is refused: %s', (offset, value, fault, at) => {
    const bytes = SYN_FRAME.slice();
    bytes[offset] = value;
    expect(parseIpv4(whole(bytes))).toMatchObject({ fault, at });
  });

  it('names the checksum that would have been right', () => {
    const bytes = SYN_FRAME.slice();
    bytes.set([0, 1], 24);
    expect(parseIpv4(whole(bytes))).toMatchObject({ parameters: { found: '0x0001', expected: '0x7004' } });
  });

  it.each([19, 61])('that states a total length of %i bytes in 60 is refused', (length) => {
    const bytes = SYN_FRAME.slice();
    bytes.set([0, length], 16);
    bytes.set([0, 0], 24);
    const checksum = checksumOf(sum(bytes, 14, 34));
    bytes.set([checksum >>> 8, checksum & 255], 24);
    expect(parseIpv4(whole(bytes))).toMatchObject({ fault: 'ipv4.bad-total-length', at: 16 });
  });

  it('of a packet too long to exist is our bug', () => {
    const chosen = { source: 1, destination: 2, ttl: 64, identification: 0 };
    expect(() => ipv4Head(chosen, 17, 8, 65516)).toThrow(RangeError);
  });
});

describe('A forwarded packet', () => {
  it(`has a TTL one less and a right checksum, and only that changed (seed ${seed})`, () => {
    fc.assert(
      fc.property(fields, fc.nat(255), fc.uint8Array({ minLength: 26, maxLength: 60 }), (chosen, protocol, body) => {
        const frame = new Frame(1, 1, ipv4Head(chosen, protocol, 0, body.length), body);
        const before = frame.bytes();
        const ip = parseIpv4(frame) as Ipv4;
        const head = forwardedHead(frame, ip, ethernet);
        const after = parseIpv4(new Frame(2, 1, head, body)) as Ipv4;
        expect(after).toEqual({ ...ip, ttl: ip.ttl - 1, checksum: after.checksum });
        expect(frame.bytes()).toEqual(before);
      }),
      { seed },
    );
  });
});

describe('A marked packet', () => {
  it(`says CE and nothing else, with a right checksum, if its sender lets it be marked (seed ${seed})`, () => {
    fc.assert(
      fc.property(fields, fc.integer({ min: 0, max: 3 }), (chosen, ecn) => {
        const sent = encapsulate({ head: ipv4Head({ ...chosen, ecn }, 6, 0, 3), body: new Uint8Array(3) }, ethernet);
        const frame = new Frame(1, 1, sent.head, sent.body);
        const ip = parseIpv4(frame) as Ipv4;
        const head = markedHead(frame);
        expect(head !== null).toBe(ecn === 1 || ecn === 2);
        if (head === null) return;
        const after = parseIpv4(new Frame(2, 1, head, sent.body)) as Ipv4;
        expect(after).toEqual({ ...ip, ecn: 3, checksum: after.checksum });
      }),
      { seed },
    );
  });

  it('is marked behind the tag of a VLAN as it is without one', () => {
    const chosen = { source: 1, destination: 2, ttl: 9, identification: 7, ecn: 2 };
    const sent = encapsulate({ head: ipv4Head(chosen, 6, 0, 40), body: new Uint8Array(40) }, ethernet);
    const tag = { priority: 0, dropEligible: false, id: 7 };
    const tagged = withTag(sent, tag);
    const marked = markedHead(new Frame(1, 1, sent.head, sent.body))!;
    expect(markedHead(new Frame(2, 1, tagged.head, tagged.body))).toEqual(
      withTag({ head: marked, body: sent.body }, tag).head,
    );
  });

  it('is never made of what is no IPv4 packet', () => {
    expect(markedHead(new Frame(1, 1, new Uint8Array(60).fill(2), EMPTY))).toBeNull();
    expect(markedHead(new Frame(1, 1, new Uint8Array(14), EMPTY))).toBeNull();
    expect(markedHead(new Frame(1, 1, new Uint8Array(10), EMPTY))).toBeNull();
  });
});

describe('The datagram of a frame', () => {
  it('leaves padding behind and shares a body without any', () => {
    const chosen = { source: 1, destination: 2, ttl: 64, identification: 0 };
    for (const [length, shared] of [
      [3, false],
      [26, true],
    ] as const) {
      const body = new Uint8Array(length).fill(5);
      const sent = encapsulate({ head: ipv4Head(chosen, 99, 0, length), body }, ethernet);
      const frame = new Frame(1, 1, sent.head, sent.body);
      const datagram = datagramOf(frame, parseIpv4(frame) as Ipv4);
      expect(datagram.body).toEqual(body);
      expect(datagram.body === frame.body).toBe(shared);
      expect(datagram.head).toEqual(frame.head);
      expect(datagram.head).not.toBe(frame.head);
    }
  });

  it('is whole where a frame from outside has everything in its head', () => {
    const frame = whole(new Uint8Array([...IP_OPTIONS_FRAME, ...new Uint8Array(9)]));
    const { head, body } = datagramOf(frame, parseIpv4(frame) as Ipv4);
    expect(head).toEqual(IP_OPTIONS_FRAME);
    expect(body.length).toBe(0);
  });
});
