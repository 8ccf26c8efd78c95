import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datagram } from '#engine/wire/datagram.ts';
import { isFault } from '#engine/wire/fault.ts';
import { FRAGMENT_UNIT, fragmentsOf, reassemble, SMALLEST_MTU } from '#engine/wire/fragment.ts';
import { Frame } from '#engine/wire/frame.ts';
import { ipv4Head, parseIpv4, PROTOCOL_UDP, type Ipv4 } from '#engine/wire/ipv4.ts';
import { parseUdp, emitUdp } from '#engine/wire/udp.ts';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { fields } from './arbitraries.ts';

const SEED = 791;
const FIELDS = { source: 0x0a000001, destination: 0x0a000002, ttl: 64, identification: 0x1234 };

const frameOf = ({ head, body }: Datagram): Frame => new Frame(1, 1, head, body);
const bytesOf = (datagram: Datagram): number[] => [...frameOf(datagram).bytes()].slice(14);

function headerOf(datagram: Datagram): Ipv4 {
  const ip = parseIpv4(frameOf(datagram));
  if (isFault(ip)) throw new Error(ip.fault);
  return ip;
}

const pieceOf = (datagram: Datagram) => ({ frame: frameOf(datagram), ip: headerOf(datagram) });
const payload = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 7) & 255);

/** A packet with these options (a multiple of 4 bytes) before `length` bytes of data. */
function withOptions(options: number[], length: number): Datagram {
  const plain = ipv4Head(FIELDS, PROTOCOL_UDP, 0, length);
  const head = new Uint8Array(plain.length + options.length);
  head.set(plain);
  head.set(options, plain.length);
  head[14] = 0x40 | (5 + options.length / 4);
  const total = 20 + options.length + length;
  head[16] = total >> 8;
  head[17] = total & 255;
  head[24] = head[25] = 0;
  const check = checksumOf(sum(head, 14, head.length));
  head[24] = check >> 8;
  head[25] = check & 255;
  return { head, body: payload(length) };
}

describe('cutting a packet', () => {
  it('gives pieces that fit, say where they belong, and share the data', () => {
    const whole = emitUdp({ sourcePort: 1, destinationPort: 2, payload: payload(3000) }, FIELDS);
    const pieces = fragmentsOf(whole, 1500);
    expect(pieces.map(({ offset, length, more }) => [offset, length, more])).toEqual([
      [0, 1480, true],
      [1480, 1480, true],
      [2960, 48, false],
    ]);
    expect(pieces.map(({ datagram }) => headerOf(datagram)).map((ip) => [ip.totalLength, ip.identification])).toEqual([
      [1500, 0x1234],
      [1500, 0x1234],
      [68, 0x1234],
    ]);
    expect(pieces.every(({ datagram }) => datagram.body.buffer === whole.body.buffer)).toBe(true);
  });

  it('cuts a fragment again so that its last piece is the last of all only if it was', () => {
    const whole = emitUdp({ sourcePort: 1, destinationPort: 2, payload: payload(3000) }, FIELDS);
    const [first, , last] = fragmentsOf(whole, 1500);
    expect(fragmentsOf(first!.datagram, 600).map(({ offset, more }) => [offset, more])).toEqual([
      [0, true],
      [576, true],
      [1152, true],
    ]);
    expect(fragmentsOf(last!.datagram, 68).map(({ offset, more }) => [offset, more])).toEqual([[2960, false]]);
  });

  it('leaves out of later pieces the options that only the first carries', () => {
    // Record route (7) is not copied, router alert (148) is.
    const whole = withOptions([7, 7, 4, 0, 0, 0, 0, 1, 148, 4, 0, 0], 200);
    const [first, second] = fragmentsOf(whole, 100).map(({ datagram }) => datagram);
    expect(headerOf(first!).headerLength).toBe(32);
    expect(headerOf(second!).headerLength).toBe(24);
    expect(bytesOf(second!).slice(20, 24)).toEqual([148, 4, 0, 0]);
  });

  it(`and putting the pieces together again gives the same packet, however often it was cut (seed ${SEED})`, () => {
    const mtu = fc.integer({ min: SMALLEST_MTU, max: 2000 });
    fc.assert(
      fc.property(fields, fc.nat(4000), mtu, mtu, (chosen, length, one, other) => {
        const whole = emitUdp({ sourcePort: 9, destinationPort: 10, payload: payload(length) }, chosen);
        const pieces = fragmentsOf(whole, one).flatMap(({ datagram }) => fragmentsOf(datagram, other));
        for (const piece of pieces) {
          const ip = headerOf(piece.datagram);
          expect(ip.totalLength).toBeLessThanOrEqual(Math.min(one, other));
          expect(!piece.more || ip.payloadLength % FRAGMENT_UNIT === 0).toBe(true);
        }
        const again = reassemble(pieces.map(({ datagram }) => pieceOf(datagram)));
        expect(bytesOf(again)).toEqual(bytesOf(whole));
        expect(isFault(parseUdp(frameOf(again), headerOf(again)))).toBe(false);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('keeps word of congestion that one piece met', () => {
    const whole = emitUdp({ sourcePort: 1, destinationPort: 2, payload: payload(100) }, { ...FIELDS, ecn: 2 });
    const met = emitUdp({ sourcePort: 1, destinationPort: 2, payload: payload(100) }, { ...FIELDS, ecn: 3 });
    const [first] = fragmentsOf(whole, 68);
    const rest = fragmentsOf(met, 68).slice(1);
    const again = reassemble([first!, ...rest].map(({ datagram }) => pieceOf(datagram)));
    expect(headerOf(again).ecn).toBe(3);
  });
});
