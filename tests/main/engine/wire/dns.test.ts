import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASS_IN, DNS_TYPES, emitDns, parseDns, RCODES, rcodeName, typeName } from '#engine/wire/dns.ts';
import type { DnsData, DnsMessage, DnsRecord } from '#engine/wire/dns.ts';
import { isWithin, labelsOf, readName, reverseName, sameName } from '#engine/wire/dns-name.ts';
import { dnsInfo, explainDns } from '#engine/wire/dns-text.ts';
import { isFault } from '#engine/wire/fault.ts';
import { word } from './arbitraries.ts';
import { hex } from './samples.ts';

const seed = 20261122;

const QUERY: DnsMessage = {
  id: 0x1234,
  response: false,
  opcode: 0,
  authoritative: false,
  truncated: false,
  recursionDesired: true,
  recursionAvailable: false,
  code: RCODES.NOERROR,
  questions: [{ name: 'www.example.com', type: DNS_TYPES.A, class: CLASS_IN }],
  answers: [],
  authorities: [],
  additionals: [],
};
/** After the diagrams of RFC 1035 §4.1, by hand: header, one question. */
const QUERY_BYTES = hex('1234 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001');

/** An alias and its address: the name, the alias's target and the second owner are pointers into what stood before. */
const ANSWER_BYTES = hex(
  '1234 8580 0001 0002 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001',
  'c00c 0005 0001 0000012c 0006 03776562 c010',
  'c02d 0001 0001 0000003c 0004 0a000005',
);
const ANSWER: DnsMessage = {
  ...QUERY,
  response: true,
  authoritative: true,
  recursionAvailable: true,
  answers: [
    { name: 'www.example.com', ttl: 300, data: { type: 'CNAME', target: 'web.example.com' } },
    { name: 'web.example.com', ttl: 60, data: { type: 'A', address: 0x0a000005 } },
  ],
};

const label = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
const name = fc.array(label, { maxLength: 6 }).map((labels) => labels.join('.'));
const data: fc.Arbitrary<DnsData> = fc.oneof(
  word.map((address) => ({ type: 'A' as const, address })),
  fc.record({ type: fc.constantFrom('NS' as const, 'CNAME' as const, 'PTR' as const), target: name }),
  fc.record({
    type: fc.constant('SOA' as const),
    primary: name,
    mailbox: name,
    serial: word,
    refresh: word,
    retry: word,
    expire: word,
    minimum: word,
  }),
  fc.record({
    type: fc.constant('other' as const),
    code: fc.constantFrom(15, 16, 28, 41, 99),
    class: fc.constantFrom(1, 3, 4096),
    bytes: fc.uint8Array({ maxLength: 40 }),
  }),
);
const records: fc.Arbitrary<DnsRecord[]> = fc.array(fc.record({ name, ttl: fc.nat(2 ** 31 - 1), data }), {
  maxLength: 4,
});
const message: fc.Arbitrary<DnsMessage> = fc.record({
  id: fc.nat(0xffff),
  response: fc.boolean(),
  opcode: fc.nat(15),
  authoritative: fc.boolean(),
  truncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  code: fc.nat(15),
  questions: fc.array(fc.record({ name, type: fc.nat(0xffff), class: fc.nat(0xffff) }), { maxLength: 2 }),
  answers: records,
  authorities: records,
  additionals: records,
});

describe('A DNS message', () => {
  it('is read from its bytes', () => {
    expect(parseDns(QUERY_BYTES)).toEqual(QUERY);
    expect(parseDns(ANSWER_BYTES)).toEqual(ANSWER);
  });

  it('is written as those bytes, each name that stood before as a pointer', () => {
    expect(emitDns(QUERY)).toEqual(QUERY_BYTES);
    expect(emitDns(ANSWER)).toEqual(ANSWER_BYTES);
  });

  it(`is read as it was written (seed ${seed})`, () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(parseDns(emitDns(one))).toEqual(one);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('cut short anywhere is truncated', () => {
    for (let length = 0; length < ANSWER_BYTES.length; length++) {
      expect(parseDns(ANSWER_BYTES.subarray(0, length))).toMatchObject({ fault: 'dns.truncated', at: length });
    }
  });

  it('with a name that points at itself, forwards or in a circle is refused', () => {
    const bytes = ANSWER_BYTES.slice();
    for (const target of [0x21, 0x22, 0x30]) {
      bytes.set([0xc0, target], 0x21);
      expect(parseDns(bytes)).toMatchObject({ fault: 'dns.bad-name' });
    }
  });

  it('with a label of a reserved kind or more than 255 bytes of name is refused', () => {
    expect(readName(hex('40 61 00'), 0, 0, 3)).toMatchObject({ fault: 'dns.bad-name', at: 0 });
    const long = hex(...Array.from({ length: 5 }, () => `3f${'61'.repeat(63)}`), '00');
    expect(readName(long, 0, 0, long.length)).toMatchObject({ fault: 'dns.bad-name' });
  });

  it('with data of another length than its type has is refused', () => {
    const bytes = ANSWER_BYTES.slice(0, -1);
    bytes[bytes.length - 4] = 3;
    expect(parseDns(bytes)).toMatchObject({ fault: 'dns.bad-record', at: bytes.length - 5 });
  });

  it('takes a TTL with its highest bit set for zero', () => {
    const bytes = ANSWER_BYTES.slice();
    bytes[0x27] = 0x80;
    expect((parseDns(bytes) as DnsMessage).answers[0]!.ttl).toBe(0);
  });

  it(`of any bytes is a message or a fault, and is explained to its last byte (seed ${seed})`, () => {
    const changed = fc
      .tuple(fc.constantFrom(QUERY_BYTES, ANSWER_BYTES), fc.nat(), fc.nat(255))
      .map(([one, at, value]) => {
        const bytes = one.slice();
        bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), changed), (bytes) => {
        const parsed = parseDns(bytes);
        const { fields, fault } = explainDns(bytes, 0, bytes.length);
        expect(fault === null).toBe(!isFault(parsed));
        expect(fields.at(-1)?.to ?? 0).toBe(bytes.length);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('is summed up in a line', () => {
    expect(dnsInfo(QUERY)).toBe('Query 0x1234 A www.example.com');
    expect(dnsInfo(ANSWER)).toBe('Response 0x1234 A www.example.com CNAME web.example.com A 10.0.0.5');
    expect(dnsInfo({ ...ANSWER, code: RCODES.NXDOMAIN, answers: [] })).toBe(
      'Response 0x1234 NXDOMAIN A www.example.com',
    );
    expect([typeName(28), typeName(99), rcodeName(3), rcodeName(9)]).toEqual(['AAAA', 'TYPE99', 'NXDOMAIN', 'RCODE9']);
  });

  it('is explained record by record', () => {
    const { fields } = explainDns(ANSWER_BYTES, 0, ANSWER_BYTES.length);
    expect(fields.slice(6).map(({ key, text }) => [key, text])).toEqual([
      ['dns.question', 'www.example.com A'],
      ['dns.answer', 'www.example.com CNAME web.example.com'],
      ['dns.answer', 'web.example.com A 10.0.0.5'],
    ]);
  });
});

describe('A domain name', () => {
  it('has labels of 1 … 63 bytes, 255 in all', () => {
    expect(labelsOf('a.bc.')).toEqual([[97], [98, 99]]);
    expect(labelsOf('')).toEqual([]);
    expect(labelsOf('.')).toEqual([]);
    for (const wrong of ['a..b', '.a', 'a b', 'ü', `${'a'.repeat(64)}.b`, Array(128).fill('a').join('.') + '.a']) {
      expect(labelsOf(wrong)).toBeNull();
    }
  });

  it('with bytes that would read as something else is written with their numbers, and read back', () => {
    const bytes = hex('03 2e5c00 00');
    expect(readName(bytes, 0, 0, 5)).toEqual({ name: '\\046\\092\\000', next: 5 });
    expect(labelsOf('\\046\\092\\000')).toEqual([[0x2e, 0x5c, 0]]);
  });

  it('is the same in large and small letters', () => {
    expect(sameName('WWW.Example.com', 'www.example.COM.')).toBe(true);
    expect(isWithin('www.example.com', 'example.com')).toBe(true);
    expect(isWithin('badexample.com', 'example.com')).toBe(false);
    expect(isWithin('anything', '')).toBe(true);
  });

  it('of an address has its octets backwards', () => {
    expect(reverseName(0xc0a8010a)).toBe('10.1.168.192.in-addr.arpa');
  });
});
