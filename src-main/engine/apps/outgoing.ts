import type { Errno } from '../transport/errno.ts';
import type { System } from './system.ts';

/** Bytes on their way into a socket that may not take them all at once: plain data. */
export interface Outgoing {
  pieces: Uint8Array[];
  /** Bytes of the first piece that were taken. */
  taken: number;
  /** Bytes not taken yet. */
  length: number;
}

export function newOutgoing(): Outgoing {
  return { pieces: [], taken: 0, length: 0 };
}

/** Puts pieces behind what waits. They must not be written afterwards. */
export function put(outgoing: Outgoing, ...pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) {
    if (piece.length === 0) continue;
    outgoing.pieces.push(piece);
    outgoing.length += piece.length;
  }
}

/** Most bytes of small pieces put together for one call. */
const TOGETHER = 65_536;

/**
 * Sends as much as the socket takes, small pieces together as `writev` would: pieces sent one by one would have Nagle's
 * algorithm wait for a delayed acknowledgment between them (RFC 896, RFC 1122 §4.2.3.4). True: all of it; false: the rest must wait; else why it cannot be sent.
 */
export function flush(outgoing: Outgoing, descriptor: number, system: System): boolean | Errno {
  while (outgoing.pieces.length > 0) {
    join(outgoing);
    const first = outgoing.pieces[0]!;
    const result = system.send(descriptor, outgoing.taken === 0 ? first : first.subarray(outgoing.taken));
    if (result === 'EAGAIN') return false;
    if (typeof result === 'string') return result;
    outgoing.taken += result;
    outgoing.length -= result;
    if (outgoing.taken < first.length) continue;
    outgoing.pieces.shift();
    outgoing.taken = 0;
  }
  return true;
}

/** Makes one piece of the first ones that are small enough. */
function join(outgoing: Outgoing): void {
  const { pieces, taken } = outgoing;
  let length = pieces[0]!.length - taken;
  let count = 1;
  for (; count < pieces.length && length + pieces[count]!.length <= TOGETHER; count++) length += pieces[count]!.length;
  if (count === 1) return;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const [index, piece] of pieces.splice(0, count).entries()) {
    const rest = index === 0 ? piece.subarray(taken) : piece;
    whole.set(rest, at);
    at += rest.length;
  }
  pieces.unshift(whole);
  outgoing.taken = 0;
}
