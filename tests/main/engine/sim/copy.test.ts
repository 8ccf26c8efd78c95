import { describe, expect, it } from 'vitest';
import { copyPlain } from '#engine/sim/copy.ts';
import { Frame } from '#engine/wire/frame.ts';

describe('a copy of plain data', () => {
  it('is equal and lives on its own, however deep', () => {
    const original = {
      list: [{ a: 1 }],
      map: new Map([['x', { b: [2] }]]),
      set: new Set([3]),
      numbers: new Uint32Array([4]),
    };
    const copy = copyPlain(original);
    expect(copy).toEqual(original);
    copy.list[0]!.a = 9;
    copy.map.get('x')!.b.push(9);
    copy.set.add(9);
    copy.numbers[0] = 9;
    expect(original).toEqual({
      list: [{ a: 1 }],
      map: new Map([['x', { b: [2] }]]),
      set: new Set([3]),
      numbers: new Uint32Array([4]),
    });
  });

  it('shares frames and payloads, which never change', () => {
    const original = { frame: new Frame(1, 1, new Uint8Array(14), new Uint8Array(0)), payload: new Uint8Array(3) };
    const copy = copyPlain(original);
    expect(copy.frame).toBe(original.frame);
    expect(copy.payload).toBe(original.payload);
  });

  it('refuses what could not be taken back in time', () => {
    expect(() => copyPlain({ wake: () => 1 })).toThrow('function');
    expect(() => copyPlain({ when: new Date(0) })).toThrow('Date');
  });
});
