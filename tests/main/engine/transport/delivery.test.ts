import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conversation, LONGEST, streams } from '#support/conversation.ts';
import type { Case } from '#support/conversation.ts';
import { Pair } from '#support/transport-pair.ts';
import { HERE, PEER } from '#support/transport-peer.ts';

const SEED = 20_261;

const size = fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 60_000, max: 150_000 }));
const piece = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 500, max: 70_000 }));
const cases = fc.record<Case>({
  line: fc.record({
    delay: fc.integer({ min: 1, max: 200_000_000 }),
    loss: fc.constantFrom(0, 0.02, 0.1, 0.25),
    duplication: fc.constantFrom(0, 0.1, 0.4),
    jitter: fc.constantFrom(0, 1_000_000, 150_000_000),
  }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  totals: fc.tuple(size, size),
  pieces: fc.tuple(piece, piece),
});

test(`every byte arrives once and in order both ways, whatever the line does (seed ${SEED})`, () => {
  fc.assert(
    fc.property(cases, (given) => {
      // Single bytes over a long stream only make the test slow.
      const pieces = given.pieces.map((p, i) => Math.max(p, Math.ceil(given.totals[i]! / 500))) as [number, number];
      const { pair, client, server } = conversation({ ...given, pieces });
      expect({ client, server }).toMatchObject({
        client: { written: given.totals[0], read: given.totals[1], wrong: 0, ended: true, closed: true, failure: null },
        server: { written: given.totals[1], read: given.totals[0], wrong: 0, ended: true, closed: true, failure: null },
      });
      // Nothing is left but the listening socket.
      expect(pair.a.data.state.connections.size).toBe(0);
      expect(pair.b.data.state.connections.size).toBe(0);
      expect(pair.b.rows().map((row) => row.state)).toEqual(['LISTEN']);
    }),
    { seed: SEED, numRuns: 120 },
  );
});

test(`a copy taken in the middle has the same future (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 3_000 }), (seed, millisecond) => {
      const line = { delay: 20_000_000, loss: 0.15, duplication: 0.1, jitter: 40_000_000 };
      const pair = new Pair(line, seed);
      const listening = pair.b.socket();
      pair.b.bind(listening, 80);
      pair.b.listen(listening);
      const fd = pair.a.socket();
      pair.a.connect(fd, PEER, 80);
      // These programs keep nothing: what they do follows from the state of their sockets.
      pair.pumps = [
        (stack) => {
          if (stack.connect(fd, PEER, 80) === 0) {
            stack.send(fd, streams[0]!.subarray(0, 40_000));
            stack.shutdown(fd);
          }
        },
        (stack) => {
          const accepted = stack.accept(listening);
          const held = typeof accepted === 'string' ? listening + 1 : accepted.descriptor;
          const got = stack.recv(held);
          if (typeof got !== 'string' && got.length === 0) stack.close(held);
        },
      ];
      pair.run(millisecond * 1_000_000);
      const copy = pair.copy();
      pair.run();
      const before = copy.log.length;
      expect(before).toBeLessThanOrEqual(pair.log.length);
      copy.run();
      expect(copy.log).toEqual(pair.log);
      expect(copy.a.data.facts).toEqual(pair.a.data.facts);
      expect(copy.b.data.facts).toEqual(pair.b.data.facts);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test('two ends that open at once have one connection, and close it at once', () => {
  const pair = new Pair();
  const fds = [pair.a, pair.b].map((stack, side) => {
    const fd = stack.socket();
    stack.bind(fd, 80);
    stack.connect(fd, side === 0 ? PEER : HERE, 80);
    return fd;
  });
  pair.run(1_000_000_000);
  expect(pair.a.states()).toBe('CLOSED > SYN-SENT > SYN-RECEIVED > ESTABLISHED');
  expect(pair.b.states()).toBe(pair.a.states());
  pair.a.send(fds[0]!, 'from a');
  pair.b.send(fds[1]!, 'from b');
  pair.a.shutdown(fds[0]!);
  pair.b.shutdown(fds[1]!);
  pair.run();
  expect([pair.a.recvText(fds[0]!), pair.b.recvText(fds[1]!)]).toEqual(['from b', 'from a']);
  const closing = ' > FIN-WAIT-1 > CLOSING > TIME-WAIT > CLOSED';
  expect(pair.a.states()).toBe(`CLOSED > SYN-SENT > SYN-RECEIVED > ESTABLISHED${closing}`);
  expect(pair.b.states()).toBe(pair.a.states());
});

test('two thousand segments cross a line that loses nothing without one being sent twice', () => {
  const { pair, client, server } = conversation({
    line: { delay: 1_000_000 },
    seed: 7,
    totals: [LONGEST, LONGEST],
    pieces: [50_000, 50_000],
  });
  expect([client.read, server.read, client.wrong, server.wrong]).toEqual([LONGEST, LONGEST, 0, 0]);
  expect(pair.a.facts('tcp.retransmitted')).toEqual([]);
  expect(pair.b.facts('tcp.retransmitted')).toEqual([]);
});
