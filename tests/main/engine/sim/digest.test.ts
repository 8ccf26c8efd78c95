import { describe, expect, it } from 'vitest';
import { digestOf } from '#engine/sim/digest.ts';
import { newWorldState, type WorldState } from '#engine/sim/state.ts';
import { Frame } from '#engine/wire/frame.ts';

/** A state with something in one of its programs that a digest must see. */
const holding = (settings: unknown): WorldState => ({
  ...newWorldState(),
  programs: [{ settings, started: false }] as never,
});
const digest = (settings: unknown) => digestOf(holding(settings));

describe('the digest of a state', () => {
  it('is the same for equal states, whatever the order of their fields', () => {
    expect(digest({ a: 1, b: 'x' })).toBe(digest({ b: 'x', a: 1 }));
    expect(digestOf(newWorldState())).toMatch(/^[0-9a-f]{16}$/);
  });

  it('leaves out how a state is kept', () => {
    expect(digest({ a: 1, inSnapshot: true, inOthers: true, packing: {} })).toBe(digest({ a: 1 }));
  });

  it.each([
    ['a number', 1, 2],
    ['a number by its last bit', 0.1 + 0.2, 0.3],
    ['the sign of zero', 0, -0],
    ['a text', 'ab', 'ba'],
    ['null and nothing', null, undefined],
    ['a number and its text', 1, '1'],
    ['the length of a list', [0], [0, 0]],
    [
      'the order of a Map',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    ['the members of a Set', new Set([1]), new Set([2])],
    ['a byte', new Uint8Array([1, 2]), new Uint8Array([1, 3])],
    ['a word', new Uint32Array([1]), new Uint32Array([2])],
    ['where one list ends', [[1], []], [[], [1]]],
    ['the bytes of a frame', frame(1, 60), frame(1, 60, 7)],
    ['the number of a frame', frame(1, 60), frame(2, 60)],
    ['the FCS of a frame', frame(1, 60), frame(1, 60, 0, 5)],
  ])('tells %s apart', (_, one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });
});

function frame(id: number, length: number, byte = 0, fcs?: number): Frame {
  return new Frame(id, 1, new Uint8Array(length).fill(byte), new Uint8Array(), fcs);
}
