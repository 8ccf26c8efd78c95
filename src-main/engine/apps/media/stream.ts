/**
 * A paced media stream: frames of one size that leave at one interval and are played at the same one. This room knows
 * what is asked for and when a frame is due; its two ends know the sockets.
 */
import { byteText, encodeText } from '../../wire/text.ts';

/** What a viewer asks for. */
export interface StreamRequest {
  /** Bytes of a frame, 8 … 1400. */
  size: number;
  /** ns between frames, 1e6 … 1e10. */
  interval: number;
  /** Frames, 1 … 100,000. */
  count: number;
}

/** The port of RTP by habit (RFC 3551 §8). */
export const STREAM_PORT = 5004;
export const SMALLEST_FRAME = 8;
export const LARGEST_FRAME = 1400;

/** `PLAY 1000 20000 250`: bytes, microseconds, frames. */
export function emitRequest({ size, interval, count }: StreamRequest): Uint8Array {
  return encodeText(`PLAY ${size} ${Math.round(interval / 1000)} ${count}\n`);
}

/** Reads a request; null: it is none. */
export function readRequest(bytes: Uint8Array): StreamRequest | null {
  const [, size = 0, interval = 0, count = 0] = (
    /^PLAY (\d{1,4}) (\d{1,8}) (\d{1,6})\n$/.exec(byteText(bytes)) ?? []
  ).map(Number);
  if (size < SMALLEST_FRAME || size > LARGEST_FRAME || interval < 1000 || count < 1 || count > 100_000) return null;
  return { size, interval: interval * 1000, count };
}

/** A frame: its number in front, then a pattern. */
export function frameOf(number: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(number & 0xff);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/** The number of a frame. */
export function frameNumber(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0);
}
