import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append, discard, emptyQueue, peek, take } from '#engine/transport/tcp/buffers.ts';
import { resolveSettings } from '#engine/transport/settings.ts';
import { createConnection } from '#engine/transport/tcp/connection.ts';
import { takeText } from '#engine/transport/tcp/reassembly.ts';
import { advance } from '#engine/transport/tcp/sequence.ts';

const SEED = 20_262;

const stream = Uint8Array.from({ length: 400 }, (_, at) => (at * 37 + (at >> 8)) & 255);

function connectionAt(next: number, window: number): ReturnType<typeof createConnection> {
  const nobody = { address: 0, port: 0 };
  const connection = createConnection({
    id: 1,
    owner: 1,
    local: nobody,
    remote: nobody,
    name: '',
    initialSend: 0,
    ttl: 64,
    dscp: 0,
    announcedSize: 1460,
    settings: resolveSettings({}),
    own: {},
  });
  connection.receiveNext = next;
  connection.receiveEdge = advance(next, window);
  return connection;
}

test(`pieces in any order, repeated and overlapping, give the stream as far as it is whole (seed ${SEED})`, () => {
  const piece = fc.tuple(fc.integer({ min: -20, max: 420 }), fc.integer({ min: 0, max: 90 }));
  const start = fc.constantFrom(0, 5000, 2 ** 32 - 100);
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      start,
      fc.integer({ min: 1, max: 400 }),
      (pieces, first, window) => {
        const connection = connectionAt(first, window);
        const known = new Set<number>();
        for (const [at, length] of pieces) {
          const bytes = Uint8Array.from({ length }, (_, index) => stream[at + index] ?? 0);
          takeText(connection, advance(first, at), bytes);
          for (let index = Math.max(0, at); index < Math.min(at + length, window); index++) known.add(index);
          let whole = 0;
          while (known.has(whole)) whole++;
          expect(connection.receiveQueue.length).toBe(whole);
          expect(connection.receiveNext).toBe(advance(first, whole));
        }
        const { length } = connection.receiveQueue;
        expect(Array.from(take(connection.receiveQueue, length))).toEqual(Array.from(stream.subarray(0, length)));
        // What is kept is sorted, apart, and ahead.
        let end = length;
        for (const island of connection.islands) {
          const at = (island.sequence - first) >>> 0;
          expect(at).toBeGreaterThanOrEqual(end);
          end = at + island.bytes.length;
        }
      },
    ),
    { seed: SEED, numRuns: 500 },
  );
});

test('of two segments that claim the same number the first one wins', () => {
  const connection = connectionAt(0, 100);
  takeText(connection, 3, Uint8Array.of(1, 1, 1));
  takeText(connection, 0, Uint8Array.of(2, 2, 2, 2, 2, 2, 2, 2));
  expect(Array.from(take(connection.receiveQueue, 100))).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  takeText(connection, 10, Uint8Array.of(1, 1));
  takeText(connection, 9, Uint8Array.of(2, 2, 2, 2));
  takeText(connection, 8, Uint8Array.of(3));
  expect(Array.from(take(connection.receiveQueue, 100))).toEqual([3, 2, 1, 1, 2]);
});

test('what a peer can make us keep out of order is bounded', () => {
  const connection = connectionAt(0, 65_535);
  for (let at = 2; at < 10_000; at += 2) takeText(connection, at, Uint8Array.of(at & 255));
  expect(connection.islands.length).toBeLessThanOrEqual(1024);
  takeText(connection, 0, new Uint8Array(10_000));
  expect([connection.receiveQueue.length, connection.islands.length]).toEqual([10_000, 0]);
});

test(`a queue of chunks is a queue of bytes (seed ${SEED})`, () => {
  const step = fc.oneof(
    fc.record({ append: fc.uint8Array({ maxLength: 20 }) }),
    fc.record({ discard: fc.nat(30) }),
    fc.record({ take: fc.nat(30) }),
    fc.record({ peek: fc.tuple(fc.nat(30), fc.nat(30)) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const queue = emptyQueue();
      let model: number[] = [];
      for (const one of steps) {
        if ('append' in one) {
          append(queue, one.append);
          model.push(...one.append);
        } else if ('discard' in one) {
          discard(queue, one.discard);
          model = model.slice(one.discard);
        } else if ('take' in one) {
          expect(Array.from(take(queue, one.take))).toEqual(model.slice(0, one.take));
          model = model.slice(one.take);
        } else {
          const [at, count] = one.peek;
          expect(Array.from(peek(queue, at, count))).toEqual(model.slice(at, at + count));
        }
        expect(queue.length).toBe(model.length);
      }
    }),
    { seed: SEED },
  );
});
