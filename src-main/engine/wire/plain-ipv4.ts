/**
 * IPv4 as nearly all of it is: in an Ethernet II frame, without options, nothing behind the packet. Here it is read and
 * rewritten without an object for what it says. {@link parseIpv4} reads all there can be; where both read a header, they
 * read the same.
 */
import { checksumOf, incrementalChecksum, sum } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import { ETHERNET, ETHERTYPE_IPV4 } from './ethernet.ts';
import { readByte, readHalf, readLong, readWord, write, writeHalf, writeLong } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, IPV4_HEADER_LENGTH } from './ipv4.ts';
import { roomFor } from './room.ts';

/** What a router asks of a packet. */
export interface PlainHeading {
  destinationMac: number;
  totalLength: number;
  ttl: number;
  source: number;
  destination: number;
}

const AT = ETHERNET_HEADER_LENGTH;
/** Version 4, and a header of five words. */
const FIRST_BYTE = 0x45;

/** Reads a header into `heading`. False: it is not plain, or not right; `heading` means nothing then. */
export function readPlainHeading(frame: Frame, heading: PlainHeading): boolean {
  const { head } = frame;
  if (head.length < AT + IPV4_HEADER_LENGTH) return false;
  if (head[AT] !== FIRST_BYTE || readHalf(head, 0, ETHERNET.type) !== ETHERTYPE_IPV4) return false;
  heading.totalLength = readHalf(head, AT, IPV4.totalLength);
  if (heading.totalLength !== frame.length - AT) return false;
  heading.destinationMac = readLong(head, 0, ETHERNET.destination);
  heading.ttl = readByte(head, AT, IPV4.ttl);
  heading.source = readWord(head, AT, IPV4.source);
  heading.destination = readWord(head, AT, IPV4.destination);
  return checksumOf(sum(head, AT, AT + IPV4_HEADER_LENGTH)) === 0;
}

/**
 * All that is different in {@link rewrittenHead}, as runs of bytes, each after how many that are the same: both addresses of
 * Ethernet; TTL, protocol and checksum.
 */
export const REWRITTEN: readonly number[] = [0, ETHERNET.type.at, AT + IPV4.ttl.at - ETHERNET.type.at, 4];

/** Such a head as a router sends it on: new MAC addresses, TTL one less, the checksum corrected (RFC 1812 §5.3.1, RFC 1624). */
export function rewrittenHead(head: Uint8Array, destinationMac: number, sourceMac: number): Uint8Array {
  const fresh = roomFor(head);
  writeLong(fresh, 0, ETHERNET.destination, destinationMac);
  writeLong(fresh, 0, ETHERNET.source, sourceMac);
  const ttl = readByte(head, AT, IPV4.ttl);
  // TTL is the upper byte of a checksum word, whose lower byte is the protocol.
  const word = (ttl << 8) | readByte(head, AT, IPV4.protocol);
  write(fresh, AT, IPV4.ttl, ttl - 1);
  const checksum = incrementalChecksum(readHalf(head, AT, IPV4.checksum), word, word - 0x100);
  writeHalf(fresh, AT, IPV4.checksum, checksum);
  return fresh;
}
