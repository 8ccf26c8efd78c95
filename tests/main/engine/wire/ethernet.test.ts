import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encapsulate, EMPTY, ETHERTYPE_IPV4, parseEthernet } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { ECHO_REQUEST_FCS, ECHO_REQUEST_FRAME } from './samples.ts';

const seed = 20261105;
const mac = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const header = fc.record({ destination: mac, source: mac, type: fc.integer({ min: 0, max: 0xffff }) });

describe('An Ethernet header', () => {
  it('is read from a frame', () => {
    expect(parseEthernet(new Frame(1, 1, ECHO_REQUEST_FRAME, EMPTY))).toEqual({
      destination: 0x020000000002,
      source: 0x020000000001,
      type: ETHERTYPE_IPV4,
    });
  });

  it(`is read as it was written, in place (seed ${seed})`, () => {
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 80 }), (ethernet, body) => {
        const head = new Uint8Array(34).fill(7);
        const result = encapsulate({ head, body }, ethernet);
        expect(result.head).toBe(head);
        expect(head.subarray(14)).toEqual(new Uint8Array(20).fill(7));
        expect(parseEthernet(new Frame(1, 1, result.head, result.body))).toEqual(ethernet);
      }),
      { seed },
    );
  });

  it('is followed by zeros up to the shortest frame, and by nothing more than the body beyond', () => {
    const ethernet = { destination: 1, source: 2, type: ETHERTYPE_IPV4 };
    for (const length of [0, 1, 5, 25, 26, 27, 100]) {
      const body = new Uint8Array(length).fill(9);
      const result = encapsulate({ head: new Uint8Array(34), body }, ethernet);
      expect(result.head.length + result.body.length).toBe(Math.max(60, 34 + length));
      expect(result.body.subarray(0, length)).toEqual(body);
      expect(result.body.subarray(length).every((byte) => byte === 0)).toBe(true);
      if (length >= 26) expect(result.body).toBe(body);
    }
  });

  it('that ends too early is a fault at the place where it ends', () => {
    for (let length = 0; length < 14; length++) {
      const parsed = parseEthernet(new Frame(1, 1, ECHO_REQUEST_FRAME.subarray(0, length), EMPTY));
      expect(parsed).toMatchObject({ fault: 'ethernet.truncated', at: length });
      expect(isFault(parsed)).toBe(true);
    }
  });
});

describe('A frame', () => {
  it('has the same FCS whole as cut into head and body', () => {
    for (const cut of [0, 14, 54, 74]) {
      const frame = new Frame(1, 1, ECHO_REQUEST_FRAME.subarray(0, cut), ECHO_REQUEST_FRAME.subarray(cut));
      expect(frame.fcs).toBe(ECHO_REQUEST_FCS);
      expect(frame.bytes()).toEqual(ECHO_REQUEST_FRAME);
      expect(frame.slice(10, 50)).toEqual(ECHO_REQUEST_FRAME.subarray(10, 60));
    }
  });

  it('with one bit turned over is not intact under the FCS it came with', () => {
    for (let bit = 0; bit < ECHO_REQUEST_FRAME.length * 8; bit += 13) {
      const bytes = ECHO_REQUEST_FRAME.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(new Frame(1, 1, bytes, EMPTY, ECHO_REQUEST_FCS).intact).toBe(false);
    }
    expect(new Frame(1, 1, ECHO_REQUEST_FRAME, EMPTY, ECHO_REQUEST_FCS).intact).toBe(true);
  });
});
