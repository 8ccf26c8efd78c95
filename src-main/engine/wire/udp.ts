import { checksumOf, pseudoHeaderSum, sumOf, sumOfFrame } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { bytesUpTo } from './ethernet.ts';
import { badChecksum, truncated } from './fault.ts';
import type { Fault } from './fault.ts';
import { field, layout, read, write } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4_HEADER_LENGTH, ipv4Head, PROTOCOL_UDP } from './ipv4.ts';
import type { Ipv4, Ipv4Fields } from './ipv4.ts';

/** The UDP header, RFC 768 "Format". */
export const UDP = layout({
  sourcePort: field('udp.srcport', 16),
  destinationPort: field('udp.dstport', 16),
  datagramLength: field('udp.length', 16),
  checksum: field('udp.checksum', 16, 'hex'),
});

/** What a UDP header says. Lengths in bytes. */
export interface Udp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Header and payload. */
  readonly length: number;
  /** 0: the sender made none (RFC 768). */
  readonly checksum: number;
  /** Where the payload starts in the frame. */
  readonly payloadAt: number;
  readonly payloadLength: number;
}

/** Reads the UDP datagram a whole (not fragmented) IPv4 packet carries. */
export function parseUdp(frame: Frame, ip: Ipv4): Udp | Fault {
  const at = ip.payloadAt;
  if (ip.payloadLength < UDP.length) {
    return truncated('udp.truncated', at, UDP.length, at + ip.payloadLength);
  }
  const bytes = bytesUpTo(frame, at + UDP.length);
  const length = read(bytes, at, UDP.datagramLength);
  if (length < UDP.length || length > ip.payloadLength) {
    const parameters = { found: length, shortest: UDP.length, longest: ip.payloadLength };
    return { fault: 'udp.bad-length', at: at + UDP.datagramLength.at, parameters };
  }
  const checksum = read(bytes, at, UDP.checksum);
  if (checksum !== 0) {
    const pseudo = pseudoHeaderSum(ip.source, ip.destination, PROTOCOL_UDP, length);
    const rest = checksumOf(pseudo + sumOfFrame(frame, at, at + length));
    if (rest !== 0) return badChecksum('udp.bad-checksum', at + UDP.checksum.at, checksum, rest);
  }
  return {
    sourcePort: read(bytes, at, UDP.sourcePort),
    destinationPort: read(bytes, at, UDP.destinationPort),
    length,
    checksum,
    payloadAt: at + UDP.length,
    payloadLength: length - UDP.length,
  };
}

/** What a sender chooses about a UDP datagram. */
export interface UdpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** At most 65507 bytes; becomes the body and is shared. */
  readonly payload: Uint8Array;
  /** False: the checksum field says that there is none (RFC 768). */
  readonly checksummed?: boolean;
}

/** Writes a UDP datagram, with its checksum, in an IPv4 packet. */
export function emitUdp(udp: UdpFields, fields: Ipv4Fields): Datagram {
  const { sourcePort, destinationPort, payload, checksummed = true } = udp;
  const at = ETHERNET_HEADER_LENGTH + IPV4_HEADER_LENGTH;
  const length = UDP.length + payload.length;
  const head = ipv4Head(fields, PROTOCOL_UDP, UDP.length, length);
  write(head, at, UDP.sourcePort, sourcePort);
  write(head, at, UDP.destinationPort, destinationPort);
  write(head, at, UDP.datagramLength, length);
  if (!checksummed) return { head, body: payload };
  const pseudo = pseudoHeaderSum(fields.source, fields.destination, PROTOCOL_UDP, length);
  const checksum = checksumOf(pseudo + sumOf(head, payload, at, head.length + payload.length));
  // All zeros means "no checksum", so a checksum that comes out zero is sent as its other form, all ones (RFC 768).
  write(head, at, UDP.checksum, checksum === 0 ? 0xffff : checksum);
  return { head, body: payload };
}
