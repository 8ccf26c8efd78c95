import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameStore } from '#engine/trace/frames.ts';
import { FrameScan } from '#engine/trace/frame-scan.ts';
import { Frame } from '#engine/wire/frame.ts';
import { ipv4Head, parseIpv4 } from '#engine/wire/ipv4.ts';
import { plainHeadingOf } from '#engine/wire/plain-ipv4.ts';
import { ETHERTYPE_IPV4, writeEthernet } from '#engine/wire/ethernet.ts';

const SEED = 20261121;

/** What a frame is, without being that object. */
const told = (frame: Frame | undefined) =>
  frame && [frame.id, frame.packet, frame.fcs, frame.intact, frame.head.length, ...frame.bytes()];

/** Heads of few flows, so that many are like another; a rewriting changes some bytes of the frame before. */
const made = fc.record({
  fill: fc.nat(3),
  length: fc.constantFrom(0, 14, 42, 54, 54, 54, 66, 300),
  changes: fc.array(fc.tuple(fc.nat(53), fc.nat(255)), { maxLength: 6 }),
  body: fc.constantFrom(0, 0, 6, 46, 64, 65, 1448),
  of: fc.constantFrom('own', 'own', 'before', 'zeros'),
  before: fc.nat(4),
  damaged: fc.boolean(),
  skip: fc.constantFrom(0, 0, 0, 1),
});

function framesOf(all: readonly (typeof made extends fc.Arbitrary<infer Made> ? Made : never)[]) {
  const payload = new Uint8Array(4000).map((_, at) => at * 7);
  const frames: { frame: Frame; before: Frame | undefined }[] = [];
  let id = 0;
  for (const { fill, length, changes, body, of, before, damaged, skip } of all) {
    id += 1 + skip;
    const parent = before === 0 ? undefined : frames[frames.length - before]?.frame;
    const head = of === 'before' && parent ? parent.head.slice() : new Uint8Array(length).fill(fill);
    for (const [at, value] of changes) if (at < head.length) head[at] = value;
    const bytes =
      of === 'before' && parent
        ? parent.body
        : of === 'zeros'
          ? new Uint8Array(body)
          : payload.subarray(fill, fill + body);
    const packet = parent?.packet ?? id;
    const frame = new Frame(id, packet, head, bytes, damaged ? 0xdeadbeef : undefined, parent);
    frames.push({ frame, before: parent });
  }
  return frames;
}

describe('the frames of a history', () => {
  it(`come back byte for byte, whatever they were written by (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 60 }), (all) => {
        const store = new FrameStore();
        const frames = framesOf(all);
        for (const { frame, before } of frames) store.keep(frame, before);
        for (const { frame } of frames) expect(told(store.get(frame.id))).toEqual(told(frame));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it(`come back after later ones were cut off and others followed (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 40 }), fc.nat(40), (all, cut) => {
        const store = new FrameStore();
        const frames = framesOf(all);
        for (const { frame, before } of frames) store.keep(frame, before);
        for (const { frame } of frames) store.get(frame.id);
        store.cut(cut);
        const kept = frames.filter(({ frame }) => frame.id <= cut);
        for (const { frame } of frames) if (frame.id > cut) expect(store.get(frame.id)).toBeUndefined();
        const next = new Frame(cut + 1, 1, new Uint8Array(54).fill(9), new Uint8Array(0));
        store.keep(next, undefined);
        for (const { frame } of [...kept, { frame: next }]) expect(told(store.get(frame.id))).toEqual(told(frame));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('come back as a router rewrote them, when it is known beforehand what that changes', () => {
    const store = new FrameStore();
    const head = ipv4Head(
      { source: 0x0a000001, destination: 0xc0a80001, ttl: 200, identification: 9, dontFragment: true },
      17,
      0,
      100,
    );
    writeEthernet(head, { destination: 0x0200_0000_0001, source: 0xfe00_1234_5678, type: ETHERTYPE_IPV4 });
    let frame = new Frame(1, 1, head, new Uint8Array(100));
    store.keep(frame, undefined);
    const way = [frame];
    // More often than frames may be written by one another.
    for (let hop = 1; hop < 150; hop++) {
      const left = plainHeadingOf(frame)!.passedOn(0x0200_0000_0001 + hop, 0xffff_0000_0000 - hop);
      const next = new Frame(1 + hop, 1, left, frame.body, undefined, frame);
      store.keepRewriting(next, frame, left);
      way.push((frame = next));
    }
    const scan = new FrameScan(store);
    way.forEach((one, hop) => {
      expect(told(store.get(one.id))).toEqual(told(one));
      expect(scan.read(one.id)).toBe(true);
      expect(scan.head).toEqual(one.head);
      expect(parseIpv4(one)).toMatchObject({ ttl: 200 - hop, source: 0x0a000001, destination: 0xc0a80001 });
    });
  });

  it('share the payload of a program instead of copying it', () => {
    const store = new FrameStore();
    const payload = new Uint8Array(10_000);
    for (let id = 1; id <= 7; id++) {
      store.keep(new Frame(id, id, new Uint8Array(54), payload.subarray(id * 1000, id * 1000 + 1000)), undefined);
    }
    expect(store.payload).toBe(10_000);
    expect(store.get(3)!.body.buffer).toBe(payload.buffer);
  });

  it('come back from the far end of a long way', () => {
    const store = new FrameStore();
    let before: Frame | undefined;
    for (let id = 1; id <= 300; id++) {
      const head = (before?.head ?? new Uint8Array(54)).slice();
      head[22]! -= 1;
      const frame: Frame = new Frame(id, 1, head, before?.body ?? new Uint8Array(500), undefined, before);
      store.keep(frame, before);
      before = frame;
    }
    expect(told(store.get(300))).toEqual(told(before));
  });

  it('do not know one that was never kept', () => {
    const store = new FrameStore();
    store.keep(new Frame(5, 5, new Uint8Array(14), new Uint8Array(0)), undefined);
    expect([0, 4, 6].map((id) => store.get(id))).toEqual([undefined, undefined, undefined]);
  });
});
