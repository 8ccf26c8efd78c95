/** Two programs that talk to each other over a bad line, and count what arrives. */
import type { TransportSettings } from '#engine/transport/transport.ts';
import type { Line } from './transport-pair.ts';
import { Pair } from './transport-pair.ts';
import { PEER } from './transport-peer.ts';
import type { Stack } from './transport-stack.ts';

/** Byte `at` of the stream that `side` sends: no two stretches look alike. */
export function byteOf(side: number, at: number): number {
  return (Math.imul(at + 1, 0x9e3779b1) >>> (8 + side)) & 255;
}

/** Bytes of each stream. */
export const LONGEST = 1_460_000;
export const streams = [0, 1].map((side) => Uint8Array.from({ length: LONGEST }, (_, at) => byteOf(side, at)));

/** How far one end has come. */
export interface Talk {
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

/** A conversation: how the line is, and what each end sends in pieces of what size. */
export interface Case {
  line: Partial<Line>;
  seed: number;
  totals: [number, number];
  pieces: [number, number];
  settings?: [TransportSettings?, TransportSettings?];
  /** Stops here, ns. */
  until?: number;
}

/** `a` connects to `b`; both send all they have, read to the end and close. */
export function conversation({ line, seed, totals, pieces, settings, until }: Case): {
  pair: Pair;
  client: Talk;
  server: Talk;
} {
  const pair = new Pair(line, seed, settings);
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
  pair.run(until);
  return { pair, client, server };
}
