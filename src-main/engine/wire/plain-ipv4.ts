/**
 * IPv4 as nearly all of it is: in an Ethernet II frame, without options, nothing behind the packet. A router reads such a
 * packet once, however many routers it passes, and rewrites it without writing bytes: {@link PlainHeading} is what one frame
 * of it has of its own. `parseIpv4` reads all there can be; where both read a header, they read the same.
 */
import { isLoopback, isMulticast, type Ipv4Address, type MacAddress } from './address.ts';
import { checksumOf, incrementalChecksum, sum } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import { ETHERNET, ETHERTYPE_IPV4 } from './ethernet.ts';
import { readByte, readHalf, readLong, readWord } from './field.ts';
import type { Frame, Heading } from './frame.ts';
import { IPV4, IPV4_HEADER_LENGTH } from './ipv4.ts';
import { roomFor } from './room.ts';

const AT = ETHERNET_HEADER_LENGTH;
/** Version 4, and a header of five words. */
const FIRST_BYTE = 0x45;

/** All in which heads of one packet differ, as runs of bytes: both addresses of Ethernet; TTL, protocol and checksum. */
const ADDRESSES = 0;
const RUNS: readonly number[] = [0, ETHERNET.type.at, AT + IPV4.ttl.at - ETHERNET.type.at, 4];

/** What all frames of one packet have in common, from router to router. */
export interface PlainPacket {
  /** The head of the frame that was read; what is different in others they say themselves. */
  readonly first: Uint8Array;
  /** Bytes of every head, and of every frame without its FCS. */
  readonly length: number;
  readonly frameLength: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
}

/** A MAC address as two numbers of 24 bits: whole ones of 48 would each need an object in JavaScript. */
const HALF = 2 ** 24;

/**
 * What one frame says in the bytes that a router rewrites, and all that a router asks of the rest: it is a copy, so that a
 * frame on its way needs no memory but its own. Its IPv4 checksum is right: it was checked, then corrected.
 */
export class PlainHeading implements Heading, PlainPacket {
  readonly first: Uint8Array;
  readonly length: number;
  readonly frameLength: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly #toHigh: number;
  readonly #toLow: number;
  readonly #fromHigh: number;
  readonly #fromLow: number;
  /** TTL and protocol: a word under the checksum. */
  readonly #word: number;
  readonly #checksum: number;

  constructor(packet: PlainPacket, to: MacAddress, from: MacAddress, word: number, checksum: number) {
    this.first = packet.first;
    this.length = packet.length;
    this.frameLength = packet.frameLength;
    this.source = packet.source;
    this.destination = packet.destination;
    this.#toHigh = (to / HALF) | 0;
    this.#toLow = (to - this.#toHigh * HALF) | 0;
    this.#fromHigh = (from / HALF) | 0;
    this.#fromLow = (from - this.#fromHigh * HALF) | 0;
    this.#word = word;
    this.#checksum = checksum;
  }

  get runs(): readonly number[] {
    return RUNS;
  }

  get ttl(): number {
    return this.#word >>> 8;
  }

  /** Whether the frame is addressed to one adapter. */
  isFor(mac: MacAddress): boolean {
    return this.#toHigh * HALF + this.#toLow === mac;
  }

  /** As a router sends the packet on: new MAC addresses, TTL one less, the checksum corrected (RFC 1812 §5.3.1, RFC 1624). */
  passedOn(to: MacAddress, from: MacAddress): PlainHeading {
    const word = this.#word - 0x100;
    return new PlainHeading(this, to, from, word, incrementalChecksum(this.#checksum, this.#word, word));
  }

  written(): Uint8Array {
    const head = roomFor(this.first);
    let at = 0;
    for (let run = 0; 2 * run < RUNS.length; run++) at = this.putRun(run, head, at + RUNS[2 * run]!);
    return head;
  }

  putRun(run: number, bytes: Uint8Array, at: number): number {
    if (run !== ADDRESSES) return put(bytes, put(bytes, at, this.#word, 2), this.#checksum, 2);
    const from = put(bytes, put(bytes, at, this.#toHigh, 3), this.#toLow, 3);
    return put(bytes, put(bytes, from, this.#fromHigh, 3), this.#fromLow, 3);
  }
}

/** Writes the lowest `count` bytes of a number, the most significant first. */
function put(bytes: Uint8Array, at: number, value: number, count: 2 | 3): number {
  if (count === 3) bytes[at] = value >>> 16;
  const end = at + count;
  bytes[end - 2] = value >>> 8;
  bytes[end - 1] = value;
  return end;
}

/**
 * What a frame says as far as routers rewrite it; null: it is not plain, not right, or not from one host to another. A frame
 * is read once.
 */
export function plainHeadingOf(frame: Frame): PlainHeading | null {
  const { heading } = frame;
  if (heading === undefined) return (frame.heading = readHeading(frame));
  return heading as PlainHeading | null;
}

function readHeading(frame: Frame): PlainHeading | null {
  const { head, length: frameLength } = frame;
  if (head.length < AT + IPV4_HEADER_LENGTH) return null;
  if (head[AT] !== FIRST_BYTE || readHalf(head, 0, ETHERNET.type) !== ETHERTYPE_IPV4) return null;
  if (readHalf(head, AT, IPV4.totalLength) !== frameLength - AT) return null;
  if (checksumOf(sum(head, AT, AT + IPV4_HEADER_LENGTH)) !== 0) return null;
  const source = readWord(head, AT, IPV4.source);
  const destination = readWord(head, AT, IPV4.destination);
  if (!isForOne(source) || !isForOne(destination)) return null;
  const packet = { first: head, length: head.length, frameLength, source, destination };
  const to = readLong(head, 0, ETHERNET.destination);
  const from = readLong(head, 0, ETHERNET.source);
  const word = (readByte(head, AT, IPV4.ttl) << 8) | readByte(head, AT, IPV4.protocol);
  return new PlainHeading(packet, to, from, word, readHalf(head, AT, IPV4.checksum));
}

/** Whether an address can be that of one host anywhere: not loopback, a group, network 0 or the reserved class E. */
export function isForOne(address: Ipv4Address): boolean {
  return !isLoopback(address) && !isMulticast(address) && address >>> 24 !== 0 && address >>> 28 !== 0xf;
}
