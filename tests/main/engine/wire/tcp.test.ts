import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, pseudoHeaderSum, sum } from '#engine/wire/checksum.ts';
import { EMPTY, encapsulate } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import type { Ipv4 } from '#engine/wire/ipv4.ts';
import { ACK, CWR, ECE, emitTcp, FIN, formatFlags, parseTcp, PSH, RST, SYN, URG } from '#engine/wire/tcp.ts';
import type { Tcp } from '#engine/wire/tcp.ts';
import { fields, port, word } from './arbitraries.ts';
import { SACK_FRAME, SYN_FRAME, TCP_DATA_FRAME } from './samples.ts';

const seed = 20261110;
const ethernet = { destination: 0x020000000002, source: 0x020000000001, type: 0x0800 };
const whole = (bytes: Uint8Array) => new Frame(1, 1, bytes, EMPTY, 0);
function parse(frame: Frame) {
  return parseTcp(frame, parseIpv4(frame) as Ipv4);
}

/** A copy with other bytes and a checksum that fits them. */
function changed(sample: Uint8Array, at: number, ...values: number[]): Frame {
  const bytes = sample.slice();
  bytes.set(values, at);
  bytes.set([0, 0], 50);
  const ip = parseIpv4(whole(bytes)) as Ipv4;
  const end = ip.payloadAt + ip.payloadLength;
  const pseudo = pseudoHeaderSum(ip.source, ip.destination, 6, ip.payloadLength);
  const checksum = checksumOf(pseudo + sum(bytes, ip.payloadAt, end));
  bytes.set([checksum >>> 8, checksum & 255], 50);
  return whole(bytes);
}

describe('A TCP segment', () => {
  it('is read from a frame, options and all', () => {
    expect(parse(whole(SYN_FRAME))).toEqual({
      sourcePort: 49152,
      destinationPort: 80,
      sequence: 1000,
      acknowledgment: 0,
      flags: SYN,
      window: 65535,
      checksum: 0xb528,
      urgentPointer: 0,
      options: {
        maximumSegmentSize: 1460,
        sackPermitted: true,
        timestamps: { value: 1000, echo: 0 },
        windowScale: 7,
      },
      dataOffset: 40,
      payloadAt: 74,
      payloadLength: 0,
    });
    expect(parse(whole(SACK_FRAME))).toMatchObject({
      options: {
        sack: [
          [3001, 3997],
          [6001, 6101],
        ],
      },
    });
    expect(parse(whole(TCP_DATA_FRAME))).toMatchObject({
      flags: PSH | ACK,
      options: {},
      payloadAt: 54,
      payloadLength: 18,
    });
  });

  it('is written as the same bytes by two implementations', () => {
    const by = { source: 0xc0a8000a, destination: 0x0a000005, ttl: 64, dontFragment: true };
    const ports = { sourcePort: 49152, destinationPort: 80, window: 65535 };
    const options = {
      maximumSegmentSize: 1460,
      sackPermitted: true,
      timestamps: { value: 1000, echo: 0 },
      windowScale: 7,
    };
    const syn = { ...ports, sequence: 1000, acknowledgment: 0, flags: SYN, options, payload: EMPTY };
    const data = {
      ...ports,
      sequence: 1001,
      acknowledgment: 2001,
      flags: PSH | ACK,
      payload: TCP_DATA_FRAME.slice(54),
    };
    for (const [segment, identification, sample] of [
      [syn, 1, SYN_FRAME],
      [data, 2, TCP_DATA_FRAME],
    ] as const) {
      const { head, body } = encapsulate(emitTcp(segment, { ...by, identification }), ethernet);
      expect(new Frame(1, 1, head, body).bytes()).toEqual(sample);
      expect(body).toBe(segment.payload);
    }
  });

  it(`is read as it was written, options included (seed ${seed})`, () => {
    const half = fc.nat(0xffff);
    const options = fc.oneof(
      fc.record(
        {
          maximumSegmentSize: half,
          windowScale: fc.nat(255),
          sackPermitted: fc.constant(true),
          timestamps: fc.record({ value: word, echo: word }),
          unknown: fc.array(fc.record({ kind: fc.constantFrom(34, 253, 254), data: fc.uint8Array({ maxLength: 6 }) }), {
            minLength: 1,
            maxLength: 2,
          }),
        },
        { requiredKeys: [] },
      ),
      fc.record({ sack: fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 4 }) }),
      fc.record({
        timestamps: fc.record({ value: word, echo: word }),
        sack: fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 }),
      }),
    );
    const segment = fc.record({
      sourcePort: port,
      destinationPort: port,
      sequence: word,
      acknowledgment: word,
      flags: fc.nat(255),
      window: half,
      urgentPointer: half,
      options,
      payload: fc.uint8Array({ maxLength: 150, size: 'max' }),
    });
    fc.assert(
      fc.property(segment, fields, (wanted, by) => {
        const { head, body } = encapsulate(emitTcp(wanted, by), ethernet);
        const frame = new Frame(1, 1, head, body);
        const tcp = parse(frame) as Tcp;
        const { payload, ...header } = wanted;
        expect(tcp).toMatchObject(header);
        expect(Object.keys(tcp.options).sort()).toEqual(Object.keys(wanted.options).sort());
        expect(frame.slice(tcp.payloadAt, tcp.payloadLength)).toEqual(payload);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('carries as many SACK blocks as there is room for beside the other options', () => {
    const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, acknowledgment: 4, flags: ACK, window: 5 };
    const sack = [1, 2, 3, 4].map((n) => [n, n + 1] as const);
    const timestamps = { value: 1, echo: 2 };
    const by = { source: 1, destination: 2, ttl: 64, identification: 0 };
    const { head } = emitTcp({ ...segment, options: { sack, timestamps }, payload: EMPTY }, by);
    const tcp = parse(new Frame(1, 1, head, EMPTY)) as Tcp;
    expect(tcp.dataOffset).toBe(60);
    expect(tcp.options.sack).toEqual(sack.slice(0, 3));
  });

  it('cut inside its header is truncated or has an offset that does not fit, and cut behind it fails its checksum', () => {
    for (const sample of [SYN_FRAME, TCP_DATA_FRAME]) {
      const frame = whole(sample);
      const ip = parseIpv4(frame) as Ipv4;
      const { dataOffset } = parse(frame) as Tcp;
      for (let payloadLength = 0; payloadLength < ip.payloadLength; payloadLength++) {
        const expected =
          payloadLength < 20
            ? { fault: 'tcp.truncated', at: 34 + payloadLength }
            : payloadLength < dataOffset
              ? { fault: 'tcp.bad-data-offset', at: 46 }
              : { fault: 'tcp.bad-checksum', at: 50 };
        expect(parseTcp(frame, { ...ip, payloadLength })).toMatchObject(expected);
      }
    }
  });

  it('with a data offset below five words is refused', () => {
    expect(parse(changed(SYN_FRAME, 46, 0x40))).toMatchObject({ fault: 'tcp.bad-data-offset', at: 46 });
  });

  it('with a bit turned over fails its checksum', () => {
    for (let bit = 48 * 8; bit < TCP_DATA_FRAME.length * 8; bit += 3) {
      const bytes = TCP_DATA_FRAME.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(parse(whole(bytes))).toMatchObject({ fault: 'tcp.bad-checksum', at: 50 });
    }
  });

  it('ignores the reserved bits', () => {
    expect(parse(changed(TCP_DATA_FRAME, 46, 0x5f))).toMatchObject({ flags: PSH | ACK });
  });
});

describe('TCP options', () => {
  it.each([
    ['of length zero', [34, 0], 54],
    ['of length one', [34, 1], 54],
    ['that runs out of the header', [1, 34, 20], 55],
    ['of a maximum segment size with a wrong length', [2, 3, 5], 54],
    ['of selective acknowledgment with half a block', [5, 6, 0, 0, 0, 0], 54],
  ])('refuse an option %s', (_, bytes, at) => {
    expect(parse(changed(SYN_FRAME, 54, ...bytes))).toMatchObject({ fault: 'tcp.bad-option', at });
  });

  it('refuse a kind without a length at the end of the header', () => {
    expect(parse(changed(SYN_FRAME, 54, ...new Array<number>(19).fill(1), 2))).toMatchObject({
      fault: 'tcp.bad-option',
      at: 73,
    });
  });

  it('end at the end-of-list option, whatever follows', () => {
    const parsed = parse(changed(SYN_FRAME, 58, 0, 34, 0)) as Tcp;
    expect(isFault(parsed)).toBe(false);
    expect(parsed.options).toEqual({ maximumSegmentSize: 1460 });
  });

  it('keep what they do not know', () => {
    const parsed = parse(changed(SYN_FRAME, 58, 254, 4, 7, 9, 0)) as Tcp;
    expect(parsed.options.unknown).toEqual([{ kind: 254, data: new Uint8Array([7, 9]) }]);
  });

  it('that do not fit a header are our bug', () => {
    const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, acknowledgment: 4, flags: ACK, window: 5 };
    const unknown = [{ kind: 254, data: new Uint8Array(39) }];
    const by = { source: 1, destination: 2, ttl: 64, identification: 0 };
    expect(() => emitTcp({ ...segment, options: { unknown }, payload: EMPTY }, by)).toThrow(RangeError);
  });
});

describe('Flags', () => {
  it('are printed by name, lowest bit first', () => {
    expect(formatFlags(SYN | ACK)).toBe('SYN, ACK');
    expect(formatFlags(FIN | PSH | ACK)).toBe('FIN, PSH, ACK');
    expect(formatFlags(RST | URG | ECE | CWR)).toBe('RST, URG, ECE, CWR');
    expect(formatFlags(0)).toBe('');
  });
});
