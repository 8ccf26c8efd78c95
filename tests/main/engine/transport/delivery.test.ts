import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Line } from '#support/transport-pair.ts';
import { Pair } from '#support/transport-pair.ts';
import { HERE, PEER } from '#support/transport-peer.ts';
import type { Stack } from '#support/transport-stack.ts';

const SEED = 20_261;

/** Byte `at` of the stream that `side` sends: no two stretches look alike. */
function byteOf(side: number, at: number): number {
  return (Math.imul(at + 1, 0x9e3779b1) >>> (8 + side)) & 255;
}

const LONGEST = 1_460_000;
const streams = [0, 1].map((side) => Uint8Array.from({ length: LONGEST }, (_, at) => byteOf(side, at)));

interface Talk {
  fd: number | null;
  written: number;
  read: number;
  wrong: number;
  ended: boolean;
  closed: boolean;
  failure: string | null;
}

const silent = (): Talk => ({ fd: null, written: 0, read: 0, wrong: 0, ended: false, closed: false, failure: null });

/** A program that sends `total` bytes in pieces, reads to the end of the stream in pieces, then closes. */
function converse(stack: Stack, talk: Talk, side: number, total: number, piece: number): void {
  const { fd } = talk;
  if (fd === null || talk.closed) return;
  for (;;) {
    const got = stack.recv(fd, piece);
    if (typeof got === 'string') {
      if (got !== 'EAGAIN') talk.failure = got;
      break;
    }
    if (got.length === 0) {
      talk.ended = true;
      break;
    }
    got.forEach((byte, index) => {
      if (byte !== byteOf(1 - side, talk.read + index)) talk.wrong++;
    });
    talk.read += got.length;
  }
  while (talk.written < total) {
    const sent = stack.send(fd, streams[side]!.subarray(talk.written, Math.min(talk.written + piece, total)));
    if (typeof sent === 'string') {
      if (sent !== 'EAGAIN') talk.failure = sent;
      return;
    }
    talk.written += sent;
    if (talk.written === total) stack.shutdown(fd);
  }
  if (total === 0 && !talk.ended && stack.view(fd).state === 'ESTABLISHED') stack.shutdown(fd);
  if (talk.ended && talk.written === total) {
    stack.close(fd);
    talk.closed = true;
  }
}

interface Case {
  line: Partial<Line>;
  seed: number;
  totals: [number, number];
  pieces: [number, number];
}

function conversation({ line, seed, totals, pieces }: Case): { pair: Pair; client: Talk; server: Talk } {
  const pair = new Pair(line, seed);
  const client = silent();
  const server = silent();
  const listening = pair.b.socket();
  pair.b.bind(listening, 80);
  pair.b.listen(listening);
  client.fd = pair.a.socket();
  pair.a.connect(client.fd, PEER, 80);
  let connected = false;
  pair.pumps = [
    (stack) => {
      if (!connected) {
        const result = stack.connect(client.fd!, PEER, 80);
        if (result === 'EALREADY') return;
        if (result !== 0) client.failure = result;
        connected = true;
      }
      if (client.failure === null) converse(stack, client, 0, totals[0], pieces[0]);
    },
    (stack) => {
      const accepted = stack.accept(listening);
      if (typeof accepted !== 'string') server.fd = accepted.descriptor;
      converse(stack, server, 1, totals[1], pieces[1]);
    },
  ];
  pair.run();
  return { pair, client, server };
}

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
