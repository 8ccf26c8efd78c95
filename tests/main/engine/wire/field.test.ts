import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, layout, partOf, printValue, read, write } from '#engine/wire/field.ts';
import type { Field } from '#engine/wire/field.ts';
import { ARP } from '#engine/wire/arp.ts';
import { ETHERNET } from '#engine/wire/ethernet.ts';
import { IPV4 } from '#engine/wire/ipv4.ts';
import { TCP } from '#engine/wire/tcp.ts';
import { UDP } from '#engine/wire/udp.ts';

const seed = 20261104;

describe('A table of fields', () => {
  it('is as long as the RFC says', () => {
    expect([ETHERNET, ARP, IPV4, UDP, TCP].map(({ length }) => length)).toEqual([14, 28, 20, 8, 20]);
  });

  it('places fields inside and across bytes', () => {
    const { a, b, c } = layout({ a: field('a', 3), b: field('b', 13), c: field('c', 8) });
    expect([a, b, c].map(({ at, to, first }) => [at, to, first])).toEqual([
      [0, 1, 0],
      [0, 2, 3],
      [2, 3, 0],
    ]);
  });

  it.each(
    [...ETHERNET.fields, ...ARP.fields, ...IPV4.fields, ...UDP.fields, ...TCP.fields].map((one) => [one.key, one]),
  )(`reads what it wrote to %s and leaves the neighbours alone (seed ${seed})`, (_, one: Field) => {
    const values = fc.integer({ min: 0, max: 2 ** one.bits - 1 });
    fc.assert(
      fc.property(values, fc.constantFrom(0, 0xff), (raw, filling) => {
        const bytes = new Uint8Array(40).fill(filling);
        write(bytes, 3, one, raw * one.scale);
        expect(read(bytes, 3, one)).toBe(raw * one.scale);
        const all = filling === 0 ? 0 : (2 ** one.bits - 1) * one.scale;
        write(bytes, 3, one, all);
        expect(bytes).toEqual(new Uint8Array(40).fill(filling));
      }),
      { seed, numRuns: 30 },
    );
  });

  it('has parts that together make the whole', () => {
    for (const whole of [IPV4.services, IPV4.flags, TCP.flags]) {
      expect(whole.parts.reduce((bits, part) => bits + part.bits, 0)).toBe(whole.bits);
    }
    expect(TCP.flags.parts.map((part) => partOf(TCP.flags, part, 0b101_1_01010101))).toEqual([
      5, 1, 0, 1, 0, 1, 0, 1, 0, 1,
    ]);
  });

  it('prints values in the notation of the field', () => {
    expect(printValue(ETHERNET.type, 0x0800)).toBe('0x0800 (IPv4)');
    expect(printValue(ETHERNET.type, 0x1234)).toBe('0x1234');
    expect(printValue(IPV4.protocol, 6)).toBe('6 (TCP)');
    expect(printValue(IPV4.source, 0x0a000001)).toBe('10.0.0.1');
    expect(printValue(TCP.flags, 0x112)).toBe('SYN, ACK, AE');
    expect(printValue(IPV4.flags, 2)).toBe('DF');
  });
});
