import { decodeText } from '../wire/text.ts';

/** Bytes of a character that has not come whole: kept until the rest is there. Plain data. */
export interface IncomingText {
  tail: number[];
}

export function newIncomingText(): IncomingText {
  return { tail: [] };
}

/** The text of what has come, but for a character cut off at its end. */
export function textOf(incoming: IncomingText, bytes: Uint8Array): string {
  const all = incoming.tail.length === 0 ? bytes : Uint8Array.from([...incoming.tail, ...bytes]);
  const cut = cutAt(all);
  incoming.tail = [...all.subarray(cut)];
  return decodeText(all.subarray(0, cut));
}

/** Where the last character begins if it is not whole, else the end. */
function cutAt(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >> 6 === 2) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
