import { DATAGRAM_HEADER } from './options.ts';

/** The sequence number that says: this was all. */
export const END = 0xffff_ffff;

/** A datagram: its number and the time it left (ns) in front, the rest empty. */
export function datagramOf(sequence: number, time: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(length, DATAGRAM_HEADER));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, sequence);
  view.setUint32(4, Math.floor(time / 2 ** 32));
  view.setUint32(8, time % 2 ** 32);
  return bytes;
}

/** The number and time in front of a datagram; null: it is too short. */
export function readDatagram(bytes: Uint8Array): { sequence: number; time: number } | null {
  if (bytes.length < DATAGRAM_HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { sequence: view.getUint32(0), time: view.getUint32(4) * 2 ** 32 + view.getUint32(8) };
}
