import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, crc32Combine } from '#engine/wire/crc32.ts';
import { ECHO_REQUEST_FCS, ECHO_REQUEST_FRAME } from './samples.ts';

const seed = 20261102;

/** Bit by bit, as IEEE 802.3 §3.2.9 tells it. */
function slowly(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('CRC-32', () => {
  it('has the check value of the catalogue for "123456789"', () => {
    expect(crc32(new Uint8Array([...'123456789'].map((digit) => digit.charCodeAt(0))))).toBe(0xcbf43926);
  });

  it('is 0 for no bytes and right for a whole frame', () => {
    expect(crc32(new Uint8Array(0))).toBe(0);
    expect(crc32(ECHO_REQUEST_FRAME)).toBe(ECHO_REQUEST_FCS);
  });

  it(`is the same eight bytes at a time as bit by bit (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(crc32(bytes)).toBe(slowly(bytes));
      }),
      { seed },
    );
  });

  it(`of two pieces gives the CRC of the whole (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 2000, size: 'max' }), (a, b) => {
        const whole = new Uint8Array([...a, ...b]);
        expect(crc32Combine(crc32(a), crc32(b), b.length)).toBe(crc32(whole));
      }),
      { seed },
    );
  });

  it('of two pieces is right beyond the lengths whose table is kept', () => {
    const whole = Uint8Array.from({ length: 70_000 }, (_, at) => at * 7);
    for (const cut of [0, 1, 54, 60_783, 60_784]) {
      const [a, b] = [whole.subarray(0, cut), whole.subarray(cut)];
      expect(crc32Combine(crc32(a), crc32(b), b.length)).toBe(crc32(whole));
    }
  });
});
