import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, atOrBefore, before, distance, later } from '#engine/transport/tcp/sequence.ts';
import { Pair } from '#support/transport-pair.ts';
import { PEER } from '#support/transport-peer.ts';

test('sequence numbers go round the circle', () => {
  expect(advance(0xffff_fffe, 5)).toBe(3);
  expect(advance(3, -5)).toBe(0xffff_fffe);
  expect(distance(0xffff_fffe, 3)).toBe(5);
  expect(distance(3, 0xffff_fffe)).toBe(-5);
  expect(before(0xffff_fffe, 3)).toBe(true);
  expect(before(3, 0xffff_fffe)).toBe(false);
  expect([atOrBefore(7, 7), before(7, 7)]).toEqual([true, false]);
  expect(later(0xffff_fffe, 3)).toBe(3);
});

test('distance undoes advance for less than half the circle (seed 20261)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
      (from, step) => {
        expect(distance(from, advance(from, step))).toBe(step === 0 ? 0 : step);
        expect(before(from, advance(from, step))).toBe(step > 0);
      },
    ),
    { seed: 20_261 },
  );
});

test('a connection lives through the wrap of its sequence numbers', () => {
  const pair = new Pair({ loss: 0.1 }, 3, [
    { initialSequenceNumber: 2 ** 32 - 5000 },
    { initialSequenceNumber: 2 ** 32 - 1 },
  ]);
  const listening = pair.b.socket();
  pair.b.bind(listening, 80);
  pair.b.listen(listening);
  const fd = pair.a.socket();
  pair.a.connect(fd, PEER, 80);
  pair.run();
  expect(pair.a.connect(fd, PEER, 80)).toBe(0);
  expect(pair.b.accept(listening)).toMatchObject({ descriptor: 4 });
  pair.a.send(fd, 'x'.repeat(20_000));
  pair.b.send(4, 'back');
  pair.run();
  expect(pair.b.recvText(4)).toBe('x'.repeat(20_000));
  expect(pair.a.recvText(fd)).toBe('back');
});
