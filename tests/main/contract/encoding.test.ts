import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '#contract/encoding.ts';

const SEED = 20_261_121;

/** Data a message may hold: JSON and typed arrays, with keys that look like marks. */
const data = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.string({ unit: 'binary' }),
      fc.uint8Array().map((array) => new Uint8Array(array)),
      fc.uint32Array(),
      fc.float64Array(),
      fc.array(tie('value')),
      fc.dictionary(fc.oneof(fc.constantFrom('$', 'message', 'attachments', '0', '1'), fc.string()), tie('value'), {
        noNullPrototype: true,
      }),
    ),
  }))
  .value.filter((value) => !JSON.stringify(value).includes('__proto__'));

/** The header of an encoded message, changed. */
function withHeader(header: string, attachments: number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const start = (4 + json.length + 7) & ~7;
  const bytes = new Uint8Array(start + attachments.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  bytes.set(attachments, start);
  return bytes;
}

describe('a message as bytes', () => {
  it(`comes back as it went (random, seed ${SEED})`, () => {
    fc.assert(
      fc.property(data, (message) => {
        expect(decode(encode(message))).toEqual({ message: normal(message) });
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('is read at any offset of a larger buffer', () => {
    const encoded = encode({ times: new Float64Array([1.5, -2]) });
    const larger = new Uint8Array(encoded.length + 3);
    larger.set(encoded, 3);
    expect(decode(larger.subarray(3))).toEqual({ message: { times: new Float64Array([1.5, -2]) } });
  });

  it('carries only the part of a buffer that an array shows', () => {
    const part = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3);
    expect(decode(encode(part))).toEqual({ message: new Uint8Array([2, 3]) });
  });

  it(`has a fault when a byte is missing or more, wherever (random, seed ${SEED})`, () => {
    fc.assert(
      fc.property(data, fc.nat(), (message, at) => {
        const encoded = encode({ message, tail: new Uint8Array([1]) });
        expect(decode(encoded.subarray(0, at % encoded.length))).toHaveProperty('fault');
        const longer = new Uint8Array(encoded.length + 1 + (at % 20));
        longer.set(encoded);
        expect(decode(longer)).toHaveProperty('fault');
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it(`never throws for any bytes (random, seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decode(bytes)).not.toThrow();
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it(`never throws for a message with any bytes changed (random, seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        data,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (message, changes) => {
          const encoded = encode(message);
          for (const [at, byte] of changes) encoded[at % encoded.length] = byte;
          expect(() => decode(encoded)).not.toThrow();
        },
      ),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it.each([
    ['not-json', '{'],
    ['bad-header', '[]'],
    ['bad-header', '{"message":1}'],
    ['bad-header', '{"attachments":[],"message":1,"more":1}'],
    ['bad-attachment', '{"attachments":[["u8",0]],"message":1}'],
    ['bad-attachment', '{"attachments":[["u8",-1]],"message":{"$":0}}'],
    ['bad-attachment', '{"attachments":[["u8",1e300]],"message":{"$":0}}'],
    ['bad-attachment', '{"attachments":[["constructor",0]],"message":{"$":0}}'],
    ['bad-attachment', '{"attachments":[["u8",9]],"message":{"$":0}}'],
    ['bad-mark', '{"attachments":[],"message":{"$":0}}'],
    ['bad-mark', '{"attachments":[],"message":{"$":"x"}}'],
    ['bad-mark', '{"attachments":[],"message":{"$":[{}]}}'],
    ['bad-mark', '{"attachments":[["u8",0]],"message":[{"$":0},{"$":0}]}'],
    ['bad-key', '{"attachments":[],"message":{"__proto__":{"polluted":1}}}'],
    ['too-deep', `{"attachments":[],"message":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('has the fault %s: %s', (fault, header) => {
    expect(decode(withHeader(header))).toEqual({ fault });
  });

  it('has a fault when it is not UTF-8', () => {
    const bytes = withHeader('{"attachments":[],"message":"x"}');
    bytes[bytes.indexOf(0x78)] = 0xff;
    expect(decode(bytes)).toEqual({ fault: 'not-json' });
  });

  it('throws for what is no data', () => {
    expect(() => encode({ run: () => {} })).toThrow(TypeError);
    expect(() => encode(new Int16Array(1))).toThrow(TypeError);
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => encode(circle)).toThrow('nested too deep');
  });
});

/** What JSON makes of a message, typed arrays left alone: minus zero is zero. */
function normal(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(normal);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
}
