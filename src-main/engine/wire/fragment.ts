import { checksumOf, sum } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { EMPTY } from './ethernet.ts';
import { write } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, readIpv4 } from './ipv4.ts';
import type { Ipv4 } from './ipv4.ts';
import { isCopied, walkIpOptions } from './ipv4-options.ts';
import { splitFrame } from './split.ts';

/** Fragments count their place in units of so many bytes (RFC 791 §3.1). */
export const FRAGMENT_UNIT = 8;
/** Least MTU of any link: the longest header and one unit (RFC 791 §3.2). */
export const SMALLEST_MTU = 68;

const MORE_FRAGMENTS = 1;

/** One fragment, with its place in the payload of the packet as it first was. Lengths in bytes. */
export interface Fragment {
  readonly datagram: Datagram;
  readonly offset: number;
  readonly length: number;
  readonly more: boolean;
}

/**
 * Cuts a packet so that every piece fits `mtu` (at least 68), as RFC 791 §3.2 does; a fragment may be cut again. The
 * payload is shared, not copied. The first piece keeps all options, the others those that ask for it.
 */
export function fragmentsOf({ head, body }: Datagram, mtu: number): Fragment[] {
  const at = ETHERNET_HEADER_LENGTH;
  const ip = readIpv4(head, at);
  const header = head.subarray(0, ip.payloadAt);
  const laterHeader = withoutFirstOnly(header);
  const fragments: Fragment[] = [];
  let from = 0;
  while (from < ip.payloadLength) {
    const own = from === 0 ? header : laterHeader;
    const room = Math.floor((mtu - (own.length - at)) / FRAGMENT_UNIT) * FRAGMENT_UNIT;
    const to = Math.min(ip.payloadLength, from + room);
    const more = to < ip.payloadLength || ip.moreFragments;
    const offset = ip.fragmentOffset + from;
    const datagram = piece(own, head, body, ip.payloadAt, from, to);
    finishHeader(datagram.head, own.length, { length: to - from, offset, more, dontFragment: ip.dontFragment });
    fragments.push({ datagram, offset, length: to - from, more });
    from = to;
  }
  return fragments;
}

/** A header, and the bytes `from` … `to` of the payload that lies behind `payloadAt` in head and body. */
function piece(
  header: Uint8Array,
  head: Uint8Array,
  body: Uint8Array,
  payloadAt: number,
  from: number,
  to: number,
): Datagram {
  const inHead = head.subarray(Math.min(payloadAt + from, head.length), Math.min(payloadAt + to, head.length));
  const own = new Uint8Array(header.length + inHead.length);
  own.set(header);
  own.set(inHead, header.length);
  const cut = head.length - payloadAt;
  const rest = to <= cut ? EMPTY : body.subarray(Math.max(0, from - cut), to - cut);
  return { head: own, body: rest };
}

/** A header whose options that are not copied are gone (RFC 791 §3.1), its list filled up to a multiple of 4. */
function withoutFirstOnly(header: Uint8Array): Uint8Array {
  const from = ETHERNET_HEADER_LENGTH + IPV4.length;
  if (header.length === from) return header;
  const kept = walkIpOptions(header, from, header.length).spans.filter(({ type }) => isCopied(type));
  const length = kept.reduce((total, span) => total + span.length, 0);
  const shorter = new Uint8Array(from + Math.ceil(length / 4) * 4);
  shorter.set(header.subarray(0, from));
  let to = from;
  for (const span of kept) {
    shorter.set(header.subarray(span.at, span.at + span.length), to);
    to += span.length;
  }
  return shorter;
}

/** Writes what differs between the packets a payload is carried in, and the checksum. */
function finishHeader(
  head: Uint8Array,
  headerEnd: number,
  { length, offset, more, dontFragment }: { length: number; offset: number; more: boolean; dontFragment: boolean },
): void {
  const at = ETHERNET_HEADER_LENGTH;
  write(head, at, IPV4.headerLength, headerEnd - at);
  write(head, at, IPV4.totalLength, headerEnd - at + length);
  write(head, at, IPV4.flags, (dontFragment ? 2 : 0) | (more ? MORE_FRAGMENTS : 0));
  write(head, at, IPV4.fragmentOffset, offset);
  write(head, at, IPV4.checksum, 0);
  write(head, at, IPV4.checksum, checksumOf(sum(head, at, headerEnd)));
}

/** A fragment that came in: the frame that carries it and its header. */
export interface Piece {
  readonly frame: Frame;
  readonly ip: Ipv4;
}

/**
 * The packet that `pieces`, in the order of their places and without holes, are the fragments of: the header of the
 * first, all the data, and "congestion experienced" if one of them had it (RFC 3168 §5.3).
 */
export function reassemble(pieces: readonly Piece[]): Datagram {
  const [{ frame, ip }] = pieces as readonly [Piece];
  const length = pieces.reduce((total, one) => total + one.ip.payloadLength, 0);
  const bytes = new Uint8Array(ip.payloadAt + length);
  bytes.set(frame.slice(0, ip.payloadAt));
  for (const one of pieces) {
    const data = one.frame.slice(one.ip.payloadAt, one.ip.payloadLength);
    bytes.set(data, ip.payloadAt + one.ip.fragmentOffset);
  }
  if (pieces.some((one) => one.ip.ecn === CONGESTION_EXPERIENCED)) {
    write(bytes, ip.at, IPV4.services, (ip.dscp << 2) | CONGESTION_EXPERIENCED);
  }
  finishHeader(bytes, ip.payloadAt, { length, offset: 0, more: false, dontFragment: ip.dontFragment });
  return splitFrame(bytes);
}

const CONGESTION_EXPERIENCED = 3;
