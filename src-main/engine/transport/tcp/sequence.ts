/**
 * Arithmetic on sequence numbers: they are counted modulo 2^32, so "before" means "less than half the circle ahead"
 * (RFC 9293 §3.4). All take and return unsigned 32-bit numbers.
 */

/** The sequence number `count` after `sequence`; `count` may be negative. */
export function advance(sequence: number, count: number): number {
  return (sequence + count) >>> 0;
}

/** How far `to` lies after `from`; negative when it lies before it. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}

export function before(left: number, right: number): boolean {
  return ((left - right) | 0) < 0;
}

export function atOrBefore(left: number, right: number): boolean {
  return ((left - right) | 0) <= 0;
}

/** The later of two sequence numbers. */
export function later(left: number, right: number): number {
  return before(left, right) ? right : left;
}
