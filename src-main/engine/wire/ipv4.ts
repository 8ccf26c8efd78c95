import type { Ipv4Address } from './address.ts';
import { checksumOf, incrementalChecksum, sum } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { bytesUpTo, EMPTY, ETHERNET, ETHERTYPE_IPV4, writeEthernet } from './ethernet.ts';
import type { Ethernet } from './ethernet.ts';
import { badChecksum, truncated } from './fault.ts';
import type { Fault } from './fault.ts';
import { field, layout, read, readByte, readHalf, readWord, write, writeHalf, writeWord } from './field.ts';
import type { Frame } from './frame.ts';
import { room, roomFor } from './room.ts';
import { ETHERTYPE_VLAN, VLAN } from './vlan.ts';

export const PROTOCOL_ICMP = 1;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;

/** Bytes of a header without options. */
export const IPV4_HEADER_LENGTH = 20;
/** Largest total length, bytes (RFC 791 §3.1). */
const LONGEST = 0xffff;

/** The IPv4 header, RFC 791 §3.1; type of service as RFC 2474 §3 and RFC 3168 §5 read it. */
export const IPV4 = layout({
  version: field('ip.version', 4),
  headerLength: field('ip.hdr_len', 4, 'number', { scale: 4 }),
  services: field('ip.dsfield', 8, 'hex', {
    parts: [
      field('ip.dsfield.dscp', 6, 'named', { names: { 0: 'CS0', 10: 'AF11', 34: 'AF41', 46: 'EF' } }),
      field('ip.dsfield.ecn', 2, 'named', { names: { 0: 'Not-ECT', 1: 'ECT(1)', 2: 'ECT(0)', 3: 'CE' } }),
    ],
  }),
  totalLength: field('ip.len', 16),
  identification: field('ip.id', 16, 'hex'),
  flags: field('ip.flags', 3, 'flags', {
    parts: [
      field('ip.flags.rb', 1, 'flag'),
      field('ip.flags.df', 1, 'flag', { label: 'DF' }),
      field('ip.flags.mf', 1, 'flag', { label: 'MF' }),
    ],
  }),
  fragmentOffset: field('ip.frag_offset', 13, 'number', { scale: 8 }),
  ttl: field('ip.ttl', 8),
  protocol: field('ip.proto', 8, 'named', { names: { 1: 'ICMP', 2: 'IGMP', 6: 'TCP', 17: 'UDP', 41: 'IPv6' } }),
  checksum: field('ip.checksum', 16, 'hex'),
  source: field('ip.src', 32, 'ipv4'),
  destination: field('ip.dst', 32, 'ipv4'),
});

const DONT_FRAGMENT = 2;
const MORE_FRAGMENTS = 1;

/** What an IPv4 header says. Lengths and offsets in bytes. */
export interface Ipv4 {
  /** 20 … 60. */
  readonly headerLength: number;
  readonly totalLength: number;
  readonly dscp: number;
  readonly ecn: number;
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** A multiple of 8. */
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly checksum: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  /** Where the header starts in the frame. */
  readonly at: number;
  /** Where the payload starts in the frame. */
  readonly payloadAt: number;
  readonly payloadLength: number;
}

/**
 * Reads the IPv4 header at `at` and makes the checks of RFC 1812 §5.2.2. Options are skipped; bytes after the total
 * length are padding of the link.
 */
export function parseIpv4(frame: Frame, at: number = ETHERNET_HEADER_LENGTH): Ipv4 | Fault {
  const available = frame.length - at;
  if (available < IPV4.length) return truncated('ipv4.truncated', at, IPV4.length, frame.length);
  let bytes = bytesUpTo(frame, at + IPV4.length);
  const version = read(bytes, at, IPV4.version);
  if (version !== 4) return { fault: 'ipv4.bad-version', at, parameters: { found: version, expected: 4 } };
  const headerLength = read(bytes, at, IPV4.headerLength);
  if (headerLength < IPV4.length) {
    return { fault: 'ipv4.bad-header-length', at, parameters: { found: headerLength, expected: IPV4.length } };
  }
  if (available < headerLength) return truncated('ipv4.truncated', at, headerLength, frame.length);
  bytes = bytesUpTo(frame, at + headerLength);
  const rest = checksumOf(sum(bytes, at, at + headerLength));
  if (rest !== 0) {
    return badChecksum('ipv4.bad-checksum', at + IPV4.checksum.at, read(bytes, at, IPV4.checksum), rest);
  }
  const totalLength = read(bytes, at, IPV4.totalLength);
  if (totalLength < headerLength || totalLength > available) {
    return {
      fault: 'ipv4.bad-total-length',
      at: at + IPV4.totalLength.at,
      parameters: { found: totalLength, shortest: headerLength, longest: available },
    };
  }
  return readIpv4(bytes, at);
}

/**
 * What the header at `at` says, unchecked: the bytes of a header without options must be there.
 * For what shows damaged packets; a stack calls {@link parseIpv4}.
 */
export function readIpv4(bytes: Uint8Array, at: number): Ipv4 {
  const headerLength = read(bytes, at, IPV4.headerLength);
  const totalLength = readHalf(bytes, at, IPV4.totalLength);
  const services = readByte(bytes, at, IPV4.services);
  const flags = read(bytes, at, IPV4.flags);
  return {
    headerLength,
    totalLength,
    dscp: services >>> 2,
    ecn: services & 3,
    identification: readHalf(bytes, at, IPV4.identification),
    dontFragment: (flags & DONT_FRAGMENT) !== 0,
    moreFragments: (flags & MORE_FRAGMENTS) !== 0,
    fragmentOffset: read(bytes, at, IPV4.fragmentOffset),
    ttl: readByte(bytes, at, IPV4.ttl),
    protocol: readByte(bytes, at, IPV4.protocol),
    checksum: readHalf(bytes, at, IPV4.checksum),
    source: readWord(bytes, at, IPV4.source),
    destination: readWord(bytes, at, IPV4.destination),
    at,
    payloadAt: at + headerLength,
    payloadLength: totalLength - headerLength,
  };
}

/** What a sender chooses about the IPv4 header. */
export interface Ipv4Fields {
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  /** 1 … 255. */
  readonly ttl: number;
  /** 0 … 65535. */
  readonly identification: number;
  /** Left out: false. */
  readonly dontFragment?: boolean;
  /** 0 … 63; left out: 0. */
  readonly dscp?: number;
  /** 0 … 3; left out: 0. */
  readonly ecn?: number;
}

/**
 * A new head with a finished IPv4 header, room for the Ethernet header before it and `space` zero bytes behind it for the
 * header of the payload's protocol. `length` counts all bytes behind the IPv4 header; more than fit in a packet are our bug.
 */
export function ipv4Head(fields: Ipv4Fields, protocol: number, space: number, length: number): Uint8Array {
  const totalLength = IPV4.length + length;
  if (totalLength > LONGEST) throw new RangeError(`An IPv4 packet of ${totalLength} bytes cannot exist.`);
  const at = ETHERNET_HEADER_LENGTH;
  const head = room(at + IPV4.length + space);
  write(head, at, IPV4.version, 4);
  write(head, at, IPV4.headerLength, IPV4.length);
  write(head, at, IPV4.services, ((fields.dscp ?? 0) << 2) | (fields.ecn ?? 0));
  writeHalf(head, at, IPV4.totalLength, totalLength);
  writeHalf(head, at, IPV4.identification, fields.identification);
  if (fields.dontFragment === true) write(head, at, IPV4.flags, DONT_FRAGMENT);
  write(head, at, IPV4.ttl, fields.ttl);
  write(head, at, IPV4.protocol, protocol);
  writeWord(head, at, IPV4.source, fields.source);
  writeWord(head, at, IPV4.destination, fields.destination);
  writeHalf(head, at, IPV4.checksum, checksumOf(sum(head, at, at + IPV4.length)));
  return head;
}

/**
 * The head of a frame as a router sends it on: new Ethernet header, TTL one less (it must not be 0), checksum corrected
 * for just that (RFC 1812 §5.3.1, RFC 1624). The body is the frame's own, shared by the caller.
 * `frame.head` must hold the IPv4 header: the emitters and `splitFrame` see to that.
 */
export function forwardedHead(frame: Frame, ip: Ipv4, ethernet: Ethernet): Uint8Array {
  const head = roomFor(frame.head);
  writeEthernet(head, ethernet);
  // TTL is the upper byte of a checksum word, whose lower byte is the protocol.
  const word = (ip.ttl << 8) | ip.protocol;
  write(head, ip.at, IPV4.ttl, ip.ttl - 1);
  write(head, ip.at, IPV4.checksum, incrementalChecksum(ip.checksum, word, word - 0x100));
  return head;
}

/**
 * The head of a frame whose packet is marked as having met congestion (CE), checksum corrected for just that; null: it is no
 * IPv4 packet whose sender says that it may be marked (RFC 3168 §5).
 */
export function markedHead(frame: Frame): Uint8Array | null {
  if (frame.head.length < ETHERNET_HEADER_LENGTH) return null;
  let at = ETHERNET_HEADER_LENGTH;
  let type = readHalf(frame.head, 0, ETHERNET.type);
  if (type === ETHERTYPE_VLAN && frame.head.length >= at + VLAN.length) {
    type = read(frame.head, at, VLAN.type);
    at += VLAN.length;
  }
  if (type !== ETHERTYPE_IPV4 || frame.head.length < at + IPV4.length) return null;
  const services = read(frame.head, at, IPV4.services);
  const ecn = services & 3;
  if (ecn === 0 || ecn === 3) return null;
  const head = frame.head.slice();
  // The services are the lower byte of the header's first word.
  const word = (head[at]! << 8) | services;
  write(head, at, IPV4.services, services | 3);
  write(head, at, IPV4.checksum, incrementalChecksum(readHalf(head, at, IPV4.checksum), word, word | 3));
  return head;
}

/** Most bytes of options a header has room for: its length is told in four bits (RFC 791 §3.1). */
export const LONGEST_OPTIONS = 40;

/** A packet without options with these in its header: whole words, at most {@link LONGEST_OPTIONS} bytes. */
export function withIpOptions({ head, body }: Datagram, options: Uint8Array): Datagram {
  if (options.length === 0) return { head, body };
  const at = ETHERNET_HEADER_LENGTH;
  const end = at + IPV4.length;
  const longer = room(head.length + options.length);
  longer.set(head.subarray(0, end));
  longer.set(options, end);
  longer.set(head.subarray(end), end + options.length);
  write(longer, at, IPV4.headerLength, IPV4.length + options.length);
  writeHalf(longer, at, IPV4.totalLength, readHalf(head, at, IPV4.totalLength) + options.length);
  writeHalf(longer, at, IPV4.checksum, 0);
  writeHalf(longer, at, IPV4.checksum, checksumOf(sum(longer, at, end + options.length)));
  return { head: longer, body };
}

/**
 * The packet of a received frame as a datagram of its own: without padding, its head copied (Ethernet header included,
 * free to be written), its body shared.
 */
export function datagramOf(frame: Frame, ip: Ipv4): Datagram {
  const end = ip.payloadAt + ip.payloadLength;
  const { head, body } = frame;
  const inBody = end - head.length;
  if (inBody <= 0) return { head: head.slice(0, end), body: EMPTY };
  return { head: head.slice(), body: inBody === body.length ? body : body.subarray(0, inBody) };
}
