import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteText, decodeText, encodeText } from '#engine/wire/text.ts';

const seed = 20261121;

describe('Text as bytes', () => {
  it(`is what the platform makes of it (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\ufeff')),
        (text) => {
          expect(encodeText(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)));
          expect(decodeText(encodeText(text))).toBe(new TextDecoder().decode(new TextEncoder().encode(text)));
        },
      ),
      { seed, numRuns: 1000 },
    );
  });

  it(`can be made of any bytes, each wrong one a replacement character (seed ${seed})`, () => {
    expect(decodeText(Uint8Array.of(0x61, 0xff, 0xc0, 0x80, 0x62))).toBe('a\ufffd\ufffd\ufffdb');
    expect(decodeText(Uint8Array.of(0xed, 0xa0, 0x80))).not.toMatch(/[\ud800-\udfff]/u);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeText(bytes)).not.toMatch(/[\ud800-\udfff]/u);
        expect(byteText(bytes)).toBe(String.fromCharCode(...bytes));
      }),
      { seed, numRuns: 1000 },
    );
  });
});
