import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, incrementalChecksum, sum, sumOf } from '#engine/wire/checksum.ts';
import { hex } from './samples.ts';

const seed = 20261103;

describe('The Internet checksum', () => {
  it('is that of the example in RFC 1071 §3', () => {
    const bytes = hex('0001 f203 f4f5 f6f7');
    expect(sum(bytes, 0, 8)).toBe(0x2ddf0);
    expect(checksumOf(sum(bytes, 0, 8))).toBe(0x220d);
  });

  it('pads an odd last byte with zero', () => {
    expect(sum(hex('0102 03'), 0, 3)).toBe(0x0102 + 0x0300);
  });

  it(`is the same for a head and a body as for their bytes together, wherever the cut (seed ${seed})`, () => {
    const bytes = fc.uint8Array({ maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), fc.nat(), (head, body, a, b) => {
        const whole = new Uint8Array([...head, ...body]);
        const [from, to] = [a % (whole.length + 1), b % (whole.length + 1)].sort((x, y) => x - y) as [number, number];
        // The body is summed from memory the second time.
        for (let time = 0; time < 2; time++) {
          expect(checksumOf(sumOf(head, body, from, to))).toBe(checksumOf(sum(whole, from, to)));
          expect(checksumOf(sumOf(head, body, 0, whole.length))).toBe(checksumOf(sum(whole, 0, whole.length)));
        }
      }),
      { seed },
    );
  });

  it('changes with one word as in the example of RFC 1624 §4', () => {
    expect(incrementalChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
  });

  it(`changed for one word equals the checksum worked out anew (seed ${seed})`, () => {
    const word = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      // The version and length of a real header: a sum is never zero.
      fc.property(fc.uint8Array({ minLength: 18, maxLength: 18 }), fc.nat(8), word, (rest, index, after) => {
        const bytes = new Uint8Array([0x45, 0, ...rest]);
        const at = 2 + 2 * index;
        const before = (bytes[at]! << 8) | bytes[at + 1]!;
        const checksum = checksumOf(sum(bytes, 0, 20));
        bytes.set([after >>> 8, after & 255], at);
        expect(incrementalChecksum(checksum, before, after)).toBe(checksumOf(sum(bytes, 0, 20)));
      }),
      { seed },
    );
  });
});
