import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveTogether } from '#engine/sim/packed-form.ts';
import { Packer, weightOf } from '#engine/sim/packing.ts';
import { packEvents, unpackEvents } from '#engine/sim/packed-events.ts';
import { eventsOf, newEventQueue } from '#engine/sim/event-queue.ts';
import type { Event } from '#engine/sim/events.ts';
import { Frame } from '#engine/wire/frame.ts';

const SEED = 52_021;

const frames = new Map([1, 2, 3].map((id) => [id, new Frame(id, id, new Uint8Array(60).fill(id), new Uint8Array())]));
const frameOf = (id: number) => frames.get(id)!;

/** Packs a slot and unpacks it again. */
function through(value: object, packer = new Packer()): unknown {
  return packer.unpack(packer.packSlot(value, true), frameOf);
}

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 239, 240, 127, 128, 2 ** 31, 2 ** 32, -1),
    fc.string({ maxLength: 60 }),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.constantFrom(-0, 2 ** 50, -(2 ** 50), 0.5)), {
      minLength: 10,
      maxLength: 16,
    }),
    fc.array(fc.integer(), { minLength: 10, maxLength: 40 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'settings', 'state'), tie('value'), { noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.uniqueArray(fc.integer(), { maxLength: 5 }).map((members) => new Set(members)),
    fc.constantFrom(...frames.values()),
    fc.uint32Array({ maxLength: 5 }),
    fc.uint8Array({ maxLength: 5 }),
  ),
})).value;

describe('plain data, packed', () => {
  it(`is the same when it is unpacked, whatever it is (seed ${SEED})`, () => {
    const packer = new Packer();
    fc.assert(
      fc.property(plain, (value) => {
        expect(through({ value }, packer)).toStrictEqual({ value });
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it('is unpacked as a new copy each time, that can be changed without changing the others', () => {
    const packer = new Packer();
    const packing = packer.packSlot({ list: [1, 2], table: new Map([['a', { n: 1 }]]) }, true);
    const one = packer.unpack(packing, frameOf) as { list: number[]; table: Map<string, { n: number }> };
    one.list.push(3);
    one.table.get('a')!.n = 2;
    expect(packer.unpack(packing, frameOf)).toEqual({ list: [1, 2], table: new Map([['a', { n: 1 }]]) });
  });

  it('stays as it was when what it was packed from changes', () => {
    const packer = new Packer();
    const value = { list: [1], words: new Uint32Array([7]) };
    const packing = packer.packSlot(value, true);
    value.list.push(2);
    value.words[0] = 8;
    expect(packer.unpack(packing, frameOf)).toEqual({ list: [1], words: new Uint32Array([7]) });
  });

  it('shares byte arrays, what is frozen, and the settings of a slot', () => {
    const value = { bytes: new Uint8Array(3), frozen: Object.freeze({ a: 1 }), settings: { name: 'pc1' } };
    const again = through(value) as typeof value;
    expect(again.bytes).toBe(value.bytes);
    expect(again.frozen).toBe(value.frozen);
    expect(again.settings).toBe(value.settings);
    // Inside of a slot, something of that name is its own.
    const inner = { state: { settings: { name: 'x' } } };
    expect((through(inner) as typeof inner).state.settings).not.toBe(inner.state.settings);
  });

  it('finds frames by their number, or shares them when the trace may not know them', () => {
    const frame = new Frame(2, 9, new Uint8Array(60), new Uint8Array());
    const packer = new Packer();
    expect(packer.unpack(packer.packSlot({ frame }, true), frameOf)).toEqual({ frame: frames.get(2) });
    expect((packer.unpack(packer.packSlot({ frame }, false), frameOf) as { frame: Frame }).frame).toBe(frame);
  });

  it('tells objects with the same fields in another order apart', () => {
    const packer = new Packer();
    expect(Object.keys(through({ state: { a: 1, b: 2 } }, packer) as object)).toEqual(['state']);
    const other = through({ state: { b: 2, a: 1 } }, packer) as { state: object };
    expect(Object.keys(other.state)).toEqual(['b', 'a']);
  });

  it.each([
    ['a function', { run: () => 1 }],
    ['a class instance', { when: new (class Wall {})() }],
  ])('cannot hold %s', (_, value) => {
    expect(() => new Packer().packSlot(value, true)).toThrow('a state must be plain data');
  });

  it('takes a few bytes a number', () => {
    const packing = new Packer().packSlot({ numbers: Array.from({ length: 100 }, (_, at) => at) }, true);
    expect(packing.length).toBeLessThan(110);
    expect(weightOf(packing)).toBeGreaterThan(packing.length);
  });

  it('lies in one piece of memory with what is packed together with it, and can be moved out of it', () => {
    const packer = new Packer();
    const [one, two, three] = packer.together(() =>
      [[1], 'two', { three: 3 }].map((v) => packer.packSlot({ v }, true)),
    );
    expect(two!.memory).toBe(one!.memory);
    expect(packer.packSlot({ v: 4 }, true).memory).not.toBe(one!.memory);
    const before = one!.memory;
    moveTogether([one!, three!]);
    expect(one!.memory.length).toBe(one!.length + three!.length);
    expect(two!.memory).toBe(before);
    const values = [one, two, three].map((packing) => packer.unpack(packing!, frameOf));
    expect(values).toEqual([{ v: [1] }, { v: 'two' }, { v: { three: 3 } }]);
  });

  it(`is the earlier packing again if nothing has changed since, and only then (seed ${SEED})`, () => {
    const packer = new Packer();
    fc.assert(
      fc.property(plain, plain, (value, other) => {
        const before = packer.packSlot({ value }, true);
        const after = packer.packSlot({ value: other }, true, before);
        expect(packer.unpack(after, frameOf)).toStrictEqual({ value: other });
        if (after === before) expect(other).toStrictEqual(value);
      }),
      { seed: SEED, numRuns: 500 },
    );
    const slot = { settings: { name: 'pc1' }, list: [1, { a: 2 }], bytes: new Uint8Array(3) };
    const before = packer.packSlot(slot, true);
    expect(packer.packSlot({ ...slot, list: [1, { a: 2 }] }, true, before)).toBe(before);
    expect(packer.packSlot({ ...slot, settings: { name: 'pc1' } }, true, before)).not.toBe(before);
    slot.list = [1, { a: 3 }];
    const changed = packer.packSlot(slot, true, before);
    expect(changed).not.toBe(before);
    expect(changed.shared).toBe(before.shared);
  });
});

describe('a queue of events, packed', () => {
  it(`is the same queue (seed ${SEED})`, () => {
    const event: fc.Arbitrary<Event> = fc.record({
      type: fc.constantFrom(0, 1, 2, 9),
      time: fc.maxSafeNat(),
      order: fc.nat(2 ** 40),
      target: fc.integer({ min: -5, max: 100_000 }),
      direction: fc.nat(1000),
      frame: fc.constantFrom(null, ...frames.values()),
      departure: fc.maxSafeNat(),
      cause: fc.nat(2 ** 32 - 1),
    });
    fc.assert(
      fc.property(fc.array(event), (heap) => {
        const queue = newEventQueue(heap);
        expect(eventsOf(unpackEvents(packEvents(queue), frameOf))).toEqual(eventsOf(queue));
      }),
      { seed: SEED },
    );
  });
});
