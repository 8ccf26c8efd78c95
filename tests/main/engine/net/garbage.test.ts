import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, sum } from '#engine/wire/checksum.ts';
import { lab } from '#support/lab.ts';

const SEED = 1122;

/** Addresses that mean something to the devices below, and some that mean nothing to anybody. */
const address = fc.oneof(
  fc.constantFrom('10.0.1.1', '10.0.1.254', '10.0.2.254', '10.0.2.1', '10.0.1.255', '255.255.255.255', '224.0.0.1'),
  fc.constantFrom('224.0.0.9', '0.0.0.0', '127.0.0.1', '240.0.0.1', '10.0.9.9'),
);
const octets = (text: string): number[] => text.split('.').map(Number);

/** A frame whose headers are nearly right. */
const frame = fc
  .record({
    device: fc.constantFrom('pc1', 'router1'),
    destination: fc.constantFrom(
      [2, 0, 0, 0, 0, 1],
      [2, 0, 0, 0, 0, 3],
      [255, 255, 255, 255, 255, 255],
      [1, 0, 94, 0, 0, 9],
    ),
    kind: fc.constantFrom('ipv4', 'arp', 'other'),
    words: fc.integer({ min: 5, max: 15 }),
    rest: fc.uint8Array({ minLength: 46, maxLength: 200 }),
    source: address,
    target: address,
    protocol: fc.constantFrom(1, 6, 17, 2, 99),
    ttl: fc.constantFrom(0, 1, 2, 64),
    flags: fc.constantFrom(0, 0x40, 0x20, 0x01, 0x21),
    icmp: fc.constantFrom(0, 3, 5, 8, 11, 12, 13),
  })
  .map(({ device, destination, kind, words, rest, source, target, protocol, ttl, flags, icmp }) => {
    const head = [...destination, 2, 0, 0, 0, 0, 0xee, 8, kind === 'arp' ? 6 : kind === 'ipv4' ? 0 : 0xff];
    const bytes = Uint8Array.from([...head, ...rest]);
    if (kind === 'arp') {
      bytes.set([0, 1, 8, 0, 6, 4, 0, 1 + (rest[0]! % 3)], 14);
      bytes.set(octets(source), 28);
      bytes.set(octets(target), 38);
      return { device, bytes };
    }
    const length = Math.min(words, Math.floor(rest.length / 4)) * 4;
    bytes.set([0x40 + length / 4, rest[1]!, rest.length >> 8, rest.length & 255], 14);
    bytes.set([flags, rest[2]! & 3, ttl, protocol, 0, 0, ...octets(source), ...octets(target)], 20);
    const header = checksumOf(sum(bytes, 14, 14 + length));
    bytes.set([header >> 8, header & 255], 24);
    if (protocol === 1 && bytes.length >= 14 + length + 8) {
      bytes.set([icmp, rest[3]! % 6, 0, 0], 14 + length);
      const check = checksumOf(sum(bytes, 14 + length, bytes.length));
      bytes.set([check >> 8, check & 255], 16 + length);
    }
    return { device, bytes };
  });

describe('the network layer', () => {
  it(`takes any frames without harm, and history repeats itself exactly (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 40 }), (frames) => {
        const network = lab('pc1 -- router1 -- pc2', {
          addresses: {
            pc1: '10.0.1.1/24 via 10.0.1.254',
            pc2: '10.0.2.1/24 via 10.0.2.254',
            router1: ['10.0.1.254/24', '10.0.2.254/24'],
          },
        });
        for (const { device, bytes } of frames) {
          network.timeline.act({ kind: 'inject', device, port: 'eth0', bytes });
          network.run('300ms');
        }
        network.run('70s');
        const { now } = network.timeline;
        const history = network.history();
        network.timeline.seek(now / 2);
        network.timeline.seek(now);
        expect(network.history()).toBe(history);
        expect(network.facts('frame.dropped').every(({ reason }) => reason !== 'none')).toBe(true);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
