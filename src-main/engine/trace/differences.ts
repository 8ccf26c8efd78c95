import type { Heading } from '../wire/frame.ts';
import { putNumber, type ByteReader, type ByteWriter } from './bytes.ts';

/** The bytes of `head` that are not those of `other`, which is as long. A run bridges gaps of one byte: a run costs two. */
export function writeDifferences(writer: ByteWriter, other: Uint8Array, head: Uint8Array): void {
  const { bytes } = writer;
  const { length } = head;
  let place = writer.at;
  let behind = 0;
  for (let at = 0; at < length; at++) {
    if (head[at] === other[at]) continue;
    let end = at + 1;
    while (end < length && (head[end] !== other[end] || (end + 1 < length && head[end + 1] !== other[end + 1]))) end++;
    place = putNumber(bytes, putNumber(bytes, place, end - at), at - behind);
    for (; at < end; at++) bytes[place++] = head[at]!;
    behind = end;
  }
  bytes[place] = 0;
  writer.at = place + 1;
}

/** The same for a head of which nothing needs to be compared: where it may differ is known. */
export function writeRuns(writer: ByteWriter, heading: Heading): void {
  const { bytes } = writer;
  const { runs } = heading;
  let place = writer.at;
  for (let run = 0; 2 * run < runs.length; run++) {
    place = putNumber(bytes, putNumber(bytes, place, runs[2 * run + 1]!), runs[2 * run]!);
    place = heading.putRun(run, bytes, place);
  }
  bytes[place] = 0;
  writer.at = place + 1;
}

/** Writes them over `head`, which holds the other's bytes. */
export function readDifferences(reader: ByteReader, head: Uint8Array): void {
  let at = 0;
  for (let count = reader.number(); count > 0; count = reader.number()) {
    at += reader.number();
    for (const end = at + count; at < end; at++) head[at] = reader.byte();
  }
}
