import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encapsulate } from '#engine/wire/ethernet.ts';
import { isFault } from '#engine/wire/fault.ts';
import { Frame } from '#engine/wire/frame.ts';
import { forwardedHead, parseIpv4 } from '#engine/wire/ipv4.ts';
import { splitFrame } from '#engine/wire/split.ts';
import { emitUdp } from '#engine/wire/udp.ts';
import * as samples from './samples.ts';

const seed = 20261111;
const frames = Object.values(samples).filter((sample) => sample instanceof Uint8Array);
const ethernet = { destination: 1, source: 2, type: 0x0800 };

/** Random bytes, and damaged frames, which get deeper. */
const anything = fc.oneof(
  fc.uint8Array({ maxLength: 300, size: 'max' }),
  fc
    .record({
      sample: fc.constantFrom(...frames),
      at: fc.nat(),
      value: fc.nat(255),
      length: fc.nat(),
      tail: fc.uint8Array(),
    })
    .map(({ sample, at, value, length, tail }) => {
      const bytes = new Uint8Array([...sample.subarray(0, 1 + (length % sample.length)), ...tail]);
      bytes[at % bytes.length] = value;
      return bytes;
    }),
);

describe('A frame from outside', () => {
  it('is cut where a long payload starts', () => {
    const payload = Uint8Array.from({ length: 500 }, (_, at) => at);
    const by = { source: 1, destination: 2, ttl: 64, identification: 0 };
    const { head, body } = encapsulate(emitUdp({ sourcePort: 1, destinationPort: 2, payload }, by), ethernet);
    const split = splitFrame(new Frame(1, 1, head, body).bytes());
    expect(split.head).toEqual(head);
    expect(split.body).toEqual(payload);
  });

  it('that is short stays in one piece', () => {
    for (const frame of frames) expect(splitFrame(frame).head).toBe(frame);
  });

  it(`of any bytes keeps them, and can be forwarded if its header is good (seed ${seed})`, () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const { head, body } = splitFrame(bytes);
        const frame = new Frame(1, 1, head, body);
        expect(frame.bytes()).toEqual(bytes);
        const ip = parseIpv4(frame);
        expect(ip).toEqual(parseIpv4(new Frame(1, 1, bytes, new Uint8Array(0))));
        if (isFault(ip) || ip.ttl === 0) return;
        expect(parseIpv4(new Frame(2, 1, forwardedHead(frame, ip, ethernet), body))).toMatchObject({ ttl: ip.ttl - 1 });
      }),
      { seed, numRuns: 1000 },
    );
  });
});
