import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '#engine/wire/explain.ts';
import { isSourceRouted, walkIpOptions } from '#engine/wire/ipv4-options.ts';
import { emitUdp } from '#engine/wire/udp.ts';

const SEED = 7126;
const walk = (...bytes: number[]) => walkIpOptions(Uint8Array.from(bytes), 0, bytes.length);

describe('the options of an IPv4 header', () => {
  it('are read one after the other, up to the end of the list', () => {
    const { spans, wrong } = walk(1, 148, 4, 0, 0, 7, 7, 4, 10, 0, 0, 1, 0, 99, 99);
    expect(spans.map(({ type, at, length }) => [type, at, length])).toEqual([
      [1, 0, 1],
      [148, 1, 4],
      [7, 5, 7],
      [0, 12, 1],
    ]);
    expect(wrong).toBe(-1);
  });

  it('that nobody knows are skipped by their length', () => {
    expect(walk(200, 6, 1, 2, 3, 4, 1).spans.map(({ type }) => type)).toEqual([200, 1]);
  });

  it.each([
    ['a length below two', [7, 1, 4, 0], 1],
    ['a length behind the end', [7, 9, 4, 0], 1],
    ['no length at all', [1, 1, 1, 7], 3],
    ['a route that is no whole number of addresses', [7, 6, 4, 0, 0, 0], 1],
    ['a pointer in front of the first place', [7, 7, 3, 0, 0, 0, 0], 2],
    ['a timestamp pointer in front of the first place', [68, 8, 4, 0, 0, 0, 0, 0], 2],
  ])('are given up at %s', (_, bytes, wrong) => {
    expect(walk(...bytes).wrong).toBe(wrong);
  });

  it('prescribe a way as long as the pointer has not passed the end', () => {
    const going = [131, 7, 4, 10, 0, 0, 1];
    const done = [131, 7, 8, 10, 0, 0, 1];
    expect(isSourceRouted(Uint8Array.from(going), walk(...going))).toBe(true);
    expect(isSourceRouted(Uint8Array.from(done), walk(...done))).toBe(false);
  });

  it(`never throw, whatever their bytes (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const { spans, wrong } = walkIpOptions(bytes, 0, bytes.length);
        const end = spans.reduce((_, span) => span.at + span.length, 0);
        expect(end).toBeLessThanOrEqual(bytes.length);
        expect(wrong).toBeLessThan(bytes.length);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('are named when a packet is explained', () => {
    const { head } = emitUdp(
      { sourcePort: 1, destinationPort: 2, payload: new Uint8Array(0) },
      { source: 1, destination: 2, ttl: 1, identification: 0 },
    );
    const options = [148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0, 0];
    const bytes = Uint8Array.from([...head.slice(0, 34), ...options, ...head.slice(34)]);
    bytes[12] = 8;
    bytes[14] = 0x48;
    const list = explain(bytes)
      .find(({ protocol }) => protocol === 'ipv4')!
      .fields.find(({ key }) => key === 'ip.options')!;
    const names = list.fields!.map(({ fields }) => fields![0]!.text);
    expect(names).toEqual(['148 (Router alert)', '7 (Record route)', '0 (End of options)']);
  });
});
