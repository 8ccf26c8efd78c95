import { describe, expect, it } from 'vitest';
import { traceOf, type WrittenFact } from '#support/trace-of.ts';
import { Frame } from '#engine/wire/frame.ts';
import { captureOf, captureOfInChunks, type CaptureNames } from '#notes/capture.ts';

const names: CaptureNames = {
  cables: [
    { id: 'cable1', a: { device: 'pc1', port: 'eth0' }, b: { device: 'switch1', port: 'port1' } },
    { id: 'cable2', a: { device: 'switch1', port: 'port2' }, b: { device: 'pc2', port: 'eth0' } },
  ],
  deviceName: (id) => ({ pc1: 'alice', pc2: 'bob' })[id] ?? id,
};

/** A frame from alice over the switch to bob, who throws it away; a second one is still on its way. */
function trace() {
  const store = traceOf(
    [
      'frame.sent',
      0,
      'pc1',
      { port: 'eth0', frame: 1, packet: 1, value: 10, detail: { cable: 'cable1', to: 'switch1', toPort: 'port1' } },
    ],
    [
      'frame.arrived',
      10,
      'switch1',
      { port: 'port1', frame: 1, packet: 1, detail: { cable: 'cable1', from: 'pc1', fromPort: 'eth0' } },
    ],
    [
      'frame.sent',
      10,
      'switch1',
      { port: 'port2', frame: 1, packet: 1, detail: { cable: 'cable2', to: 'pc2', toPort: 'eth0' } },
    ],
    [
      'frame.arrived',
      20,
      'pc2',
      { port: 'eth0', frame: 1, packet: 1, detail: { cable: 'cable2', from: 'switch1', fromPort: 'port2' } },
    ],
    ['frame.dropped', 20, 'pc2', { port: 'eth0', frame: 1, packet: 1, reason: 'not-for-this-adapter', cause: 4 }],
    [
      'frame.sent',
      30,
      'pc1',
      { port: 'eth0', frame: 2, packet: 2, detail: { cable: 'cable1', to: 'switch1', toPort: 'port1' } },
    ],
  );
  for (const id of [1, 2]) store.keep(new Frame(id, id, new Uint8Array(20).fill(id), new Uint8Array(40).fill(7)));
  return store;
}

interface Sighting {
  at: string;
  time: number;
  first: number;
  length: number;
  text: string;
}

/** A reader of our own captures: what was seen where. */
function read(capture: Uint8Array): { interfaces: string[]; seen: Sighting[] } {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length);
  const interfaces: string[] = [];
  const seen: Sighting[] = [];
  for (let at = 0; at < capture.length; at += view.getUint32(at + 4, true)) {
    const type = view.getUint32(at, true);
    const text = new TextDecoder().decode(capture.subarray(at, at + view.getUint32(at + 4, true)));
    if (type === 1) interfaces.push(/[\w.]+\.[a-z]+\d/.exec(text)![0]);
    if (type !== 6) continue;
    const time = view.getUint32(at + 12, true) * 2 ** 32 + view.getUint32(at + 16, true);
    const length = view.getUint32(at + 20, true);
    const comment = /dropped: [\w.-]+/.exec(text)?.[0] ?? '';
    seen.push({ at: interfaces[view.getUint32(at + 8, true)]!, time, first: capture[at + 28]!, length, text: comment });
  }
  return { interfaces, seen };
}

describe('a capture of all cables', () => {
  it('has an interface for each cable end, by the names of the drawing', () => {
    expect(read(captureOf(trace(), names, null, 99)).interfaces).toEqual([
      'alice.eth0',
      'switch1.port1',
      'switch1.port2',
      'bob.eth0',
    ]);
  });

  it('shows each frame where it was sent and where it arrived, at those times, with its FCS', () => {
    expect(read(captureOf(trace(), names, null, 99)).seen).toEqual([
      { at: 'alice.eth0', time: 0, first: 1, length: 64, text: '' },
      { at: 'switch1.port1', time: 10, first: 1, length: 64, text: '' },
      { at: 'switch1.port2', time: 10, first: 1, length: 64, text: '' },
      { at: 'bob.eth0', time: 20, first: 1, length: 64, text: 'dropped: not-for-this-adapter' },
      { at: 'alice.eth0', time: 30, first: 2, length: 64, text: '' },
    ]);
  });

  it('ends with the fact it was asked to end with', () => {
    expect(read(captureOf(trace(), names, null, 2)).seen.map(({ time }) => time)).toEqual([0, 10]);
  });

  it('is the same in pieces', () => {
    const pieces = Buffer.concat([...captureOfInChunks(trace(), names, null, 99)]);
    expect(pieces.equals(captureOf(trace(), names, null, 99))).toBe(true);
  });
});

it('of a long history says how much is done: more each time, from nothing to all', () => {
  const many = traceOf(...Array.from({ length: 40_000 }, (_, time) => ['input.injected', time, 'pc1'] as WrittenFact));
  const shares: number[] = [];
  for (const piece of captureOfInChunks(many, names, null, many.length, null, (share) => shares.push(share)))
    void piece;
  expect(shares.length).toBeGreaterThan(10);
  expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  expect(shares[0]).toBeLessThan(0.05);
  expect(shares.at(-1)).toBeGreaterThan(0.9);
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});

describe('a capture of one cable', () => {
  it('has its two ends and what passed there', () => {
    const { interfaces, seen } = read(captureOf(trace(), names, 'cable2', 99));
    expect(interfaces).toEqual(['switch1.port2', 'bob.eth0']);
    expect(seen.map(({ at, time }) => [at, time])).toEqual([
      ['switch1.port2', 10],
      ['bob.eth0', 20],
    ]);
  });

  it('that was taken away since still has its ends', () => {
    const gone = { ...names, cables: [] };
    expect(read(captureOf(trace(), gone, 'cable1', 99)).interfaces).toEqual(['alice.eth0', 'switch1.port1']);
  });

  it('that nothing passed has its ends and no packets', () => {
    expect(read(captureOf(traceOf(), names, 'cable1', 99))).toEqual({
      interfaces: ['alice.eth0', 'switch1.port1'],
      seen: [],
    });
  });
});
