import { captureChunks, joined, type CapturedPacket, type CaptureInterface } from '#notes/pcapng.ts';

/** A whole capture at once, as other programs read it. */
export function writeCapture(
  interfaces: readonly CaptureInterface[],
  packets: Iterable<CapturedPacket>,
): Uint8Array<ArrayBuffer> {
  return joined([...captureChunks(interfaces, packets)]);
}
