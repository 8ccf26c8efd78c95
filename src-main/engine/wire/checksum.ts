import type { Ipv4Address } from './address.ts';
import type { Frame } from './frame.ts';

/**
 * The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
 * A "sum" here is a plain number below 2^53 that has not been folded yet, so sums can be added.
 */

/** Bytes from which on it is quicker to look at them as the words this machine has. */
const WORTH_A_VIEW = 64;
/** Whether its words have their bytes the other way round than those of the network. */
const SWAPPED = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The sum of the bytes from `from` to `to` (exclusive) as big-endian words; an odd last byte is padded with zero. */
export function sum(bytes: Uint8Array, from: number, to: number): number {
  const last = to - 1;
  let total = 0;
  let at = from;
  if (to - from >= WORTH_A_VIEW && ((bytes.byteOffset + from) & 1) === 0) {
    const words = new Uint16Array(bytes.buffer, bytes.byteOffset + from, (to - from) >> 1);
    for (let word = 0; word < words.length; word++) total += words[word]!;
    // A sum of swapped words is the swapped sum (RFC 1071 §2 (B)).
    if (SWAPPED) total = swap(total);
    at = from + 2 * words.length;
  }
  for (; at < last; at += 2) total += (bytes[at]! << 8) | bytes[at + 1]!;
  if (at === last) total += bytes[at]! << 8;
  return total;
}

/** The sum of `from` … `to` (exclusive) of head followed by body. */
export function sumOf(head: Uint8Array, body: Uint8Array, from: number, to: number): number {
  const cut = head.length;
  if (to <= cut) return sum(head, from, to);
  const inBody = from < cut ? 0 : from - cut;
  const ofBody = inBody === 0 && to - cut === body.length ? bodySum(body) : sum(body, inBody, to - cut);
  if (from >= cut) return ofBody;
  return sum(head, from, cut) + behind(cut - from, ofBody);
}

/** What a sum counts behind `count` bytes: from the middle of a word on, its bytes are swapped (RFC 1071 §2 (B)). */
function behind(count: number, total: number): number {
  return count % 2 === 0 ? total : swap(total);
}

/** The same for a frame, which remembers the sum of its body. */
export function sumOfFrame(frame: Frame, from: number, to: number): number {
  const { head, body } = frame;
  const cut = head.length;
  if (from > cut || to !== cut + body.length) return sumOf(head, body, from, to);
  return sum(head, from, cut) + behind(cut - from, frame.bodySum);
}

/** The sum of the pseudo header of UDP and TCP (RFC 768, RFC 9293 §3.1); `length` in bytes of header and payload. */
export function pseudoHeaderSum(
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  length: number,
): number {
  return (
    (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol + (length & 0xffff)
  );
}

/** The checksum a sum gives: 0 … 0xffff. Over bytes that contain their right checksum it gives 0. */
export function checksumOf(total: number): number {
  return ~fold(total) & 0xffff;
}

/** A checksum after one 16-bit word under it has changed: HC' = ~(~HC + ~m + m') (RFC 1624 §3, eqn. 3). */
export function incrementalChecksum(checksum: number, before: number, after: number): number {
  return ~fold((~checksum & 0xffff) + (~before & 0xffff) + after) & 0xffff;
}

function fold(total: number): number {
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x10000);
  return total;
}

function swap(total: number): number {
  const folded = fold(total);
  return ((folded & 0xff) << 8) | (folded >>> 8);
}

// A sender sums a body and makes the frame of it at once, so the last sum is all that has to be remembered until then.
let lastBody: Uint8Array = new Uint8Array(0);
let lastSum = 0;

/** The sum of a whole body that starts with a word. */
export function bodySum(body: Uint8Array): number {
  if (body === lastBody) return lastSum;
  lastBody = body;
  return (lastSum = sum(body, 0, body.length));
}

/** The same if it is at hand, else undefined. */
export function knownBodySum(body: Uint8Array): number | undefined {
  return body === lastBody ? lastSum : undefined;
}
