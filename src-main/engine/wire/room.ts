/**
 * Room for the heads of frames. An array of more than 64 bytes has memory of its own in JavaScript, which takes longer to
 * get and to give back than all that a router does with a packet; so heads are cut from larger pieces of memory.
 *
 * ```
 *   piece 64 KiB: │ head │ head │ head │ … free │      a head is never written again once it is a frame's
 * ```
 *
 * A piece lives as long as any head in it: what keeps heads for long (the trace) copies them.
 */
const PIECE = 1 << 16;

let piece = new ArrayBuffer(PIECE);
let used = 0;

/** `length` zero bytes that belong to the caller. */
export function room(length: number): Uint8Array {
  if (used + length > PIECE) {
    if (length > PIECE / 16) return new Uint8Array(length);
    piece = new ArrayBuffer(PIECE);
    used = 0;
  }
  const bytes = new Uint8Array(piece, used, length);
  used += length;
  return bytes;
}

/** The same with the bytes of another array. */
export function roomFor(bytes: Uint8Array): Uint8Array {
  const copy = room(bytes.length);
  copy.set(bytes);
  return copy;
}
