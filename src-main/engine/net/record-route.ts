import { checksumOf, sum } from '../wire/checksum.ts';
import { read, write } from '../wire/field.ts';
import { IPV4, IPV4_HEADER_LENGTH } from '../wire/ipv4.ts';
import {
  GIVEN_ADDRESSES,
  MOST_OVERFLOW,
  OPTION_RECORD_ROUTE,
  OPTION_TIMESTAMP,
  ROUTE_OPTION,
  TIMES_AND_ADDRESSES,
  TIMES_ONLY,
  TIMESTAMP_OPTION,
  timestampSize,
  walkIpOptions,
} from '../wire/ipv4-options.ts';

/** Bytes of an address, and of a time. */
const WORD = 4;
const DAY = 86_400_000;

/** The device a packet leaves, as its options name it. */
export interface Passage {
  /** Address of the interface it leaves by; null: none, and nothing is noted. */
  address: number | null;
  /** Whether an address is one of the device's. */
  own: (address: number) => boolean;
  /** Simulated time, ns. */
  now: number;
}

/**
 * Writes down in a packet that leaves a device, where its options ask for that, the address by which it leaves and the
 * time (RFC 791 §3.1, record route and timestamp; RFC 1812 §5.3.13.5, §5.3.13.6), and corrects the checksum of the header.
 * `head` is the device's own copy; the IPv4 header is at `at`. A full record route is left as it is: "the datagram is
 * forwarded without inserting the address"; a full timestamp option counts who found no room.
 */
export function recordRoute(head: Uint8Array, at: number, headerLength: number, passage: Passage): void {
  if (headerLength === IPV4_HEADER_LENGTH || passage.address === null || head.length < at + headerLength) return;
  const end = at + headerLength;
  for (const { type, at: option, length } of walkIpOptions(head, at + IPV4_HEADER_LENGTH, end).spans) {
    if (type === OPTION_RECORD_ROUTE) noteAddress(head, option, length, passage.address);
    else if (type === OPTION_TIMESTAMP) noteTime(head, option, length, passage.address, passage);
  }
  write(head, at, IPV4.checksum, 0);
  write(head, at, IPV4.checksum, checksumOf(sum(head, at, end)));
}

function noteAddress(head: Uint8Array, at: number, length: number, address: number): void {
  const pointer = read(head, at, ROUTE_OPTION.pointer);
  // The pointer counts from 1, at the first byte of the option.
  if (pointer + WORD - 1 > length) return;
  writeWord(head, at + pointer - 1, address);
  write(head, at, ROUTE_OPTION.pointer, pointer + WORD);
}

function noteTime(head: Uint8Array, at: number, length: number, address: number, { own, now }: Passage): void {
  const pointer = read(head, at, TIMESTAMP_OPTION.pointer);
  const flag = read(head, at, TIMESTAMP_OPTION.flag);
  // What another flag would mean nobody has said.
  if (flag !== TIMES_ONLY && flag !== TIMES_AND_ADDRESSES && flag !== GIVEN_ADDRESSES) return;
  const size = timestampSize(head, at);
  if (pointer + size - 1 > length) {
    const overflow = read(head, at, TIMESTAMP_OPTION.overflow);
    if (flag !== GIVEN_ADDRESSES && overflow < MOST_OVERFLOW) write(head, at, TIMESTAMP_OPTION.overflow, overflow + 1);
    return;
  }
  const to = at + pointer - 1;
  // "Only registers its timestamp if it matches its own address with the next specified internet address."
  if (flag === GIVEN_ADDRESSES && !own(readWord(head, to))) return;
  if (flag === TIMES_AND_ADDRESSES) writeWord(head, to, address);
  // Milliseconds since midnight: the clock of the network begins at one.
  writeWord(head, to + size - WORD, Math.floor(now / 1e6) % DAY);
  write(head, at, TIMESTAMP_OPTION.pointer, pointer + size);
}

function readWord(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

function writeWord(bytes: Uint8Array, at: number, value: number): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value);
}
