import type { Ipv4Address } from './address.ts';
import { incrementalChecksum } from './checksum.ts';
import type { Datagram } from './datagram.ts';
import { EMPTY } from './ethernet.ts';
import { readHalf, readWord, write, type Field } from './field.ts';
import { ICMP, ICMP_ECHO, ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST, ICMP_HEADER_LENGTH } from './icmp.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, readIpv4, type Ipv4 } from './ipv4.ts';
import { TCP } from './tcp.ts';
import { UDP } from './udp.ts';

/** Packets under other addresses and ports, with every checksum corrected for just what changed (RFC 3022 §4.2, RFC 1624). */

/** One end of an exchange. The port of an ICMP echo is its identifier (RFC 5508 §3). */
export interface End {
  readonly address: Ipv4Address;
  readonly port: number;
}
export type Side = 'source' | 'destination';

/** Bytes of the largest header that is written to. */
const TRANSPORT_HEADER = TCP.length;

/**
 * The packet with another source or destination. Its head is a new one, its body shared. It must be a first fragment of
 * TCP, UDP or an ICMP echo with a whole header, and its head must hold the IPv4 header.
 */
export function withEnd(datagram: Datagram, ip: Ipv4, side: Side, end: End): Datagram {
  const copy = writable(datagram, ip.payloadAt + Math.min(TRANSPORT_HEADER, ip.payloadLength));
  rewriteEnd(copy.head, ip, side, end, ip.payloadLength);
  return copy;
}

/**
 * An ICMP error with another outer source or destination, about the packet as it was under other addresses: the quotation
 * is rewritten on `quotedSide` with its own checksums (RFC 5508 §4.2, RFC 3022 §4.3). The quotation must hold an
 * IPv4 header and 8 bytes more.
 */
export function withQuotedEnd(
  datagram: Datagram,
  ip: Ipv4,
  side: Side,
  address: Ipv4Address,
  quotedSide: Side,
  end: End,
): Datagram {
  const { head } = writable(datagram, ip.payloadAt + ip.payloadLength);
  const before = head.slice();
  rewriteAddress(head, ip, side, address);
  const quoted = readIpv4(head, ip.payloadAt + ICMP_HEADER_LENGTH);
  const available = head.length - quoted.payloadAt;
  rewriteEnd(head, quoted, quotedSide, end, available);
  // The message's own checksum covers every word that was changed in the quotation, its checksums included.
  const checksumAt = ip.payloadAt + ICMP.checksum.at;
  let checksum = readHalf(head, ip.payloadAt, ICMP.checksum);
  for (let at = quoted.at; at + 1 < head.length; at += 2) {
    const [was, is] = [half(before, at), half(head, at)];
    if (was !== is) checksum = incrementalChecksum(checksum, was, is);
  }
  head[checksumAt] = checksum >>> 8;
  head[checksumAt + 1] = checksum & 0xff;
  return { head, body: EMPTY };
}

/** The datagram with a head of its own that holds at least the first `length` bytes. */
function writable({ head, body }: Datagram, length: number): { head: Uint8Array; body: Uint8Array } {
  if (head.length >= length) return { head: head.slice(), body };
  const taken = length - head.length;
  const whole = new Uint8Array(length);
  whole.set(head);
  whole.set(body.subarray(0, taken), head.length);
  return { head: whole, body: body.subarray(taken) };
}

/** `available`: bytes behind the IPv4 header that are there to be written; a quotation may end before the checksum. */
function rewriteEnd(bytes: Uint8Array, ip: Ipv4, side: Side, { address, port }: End, available: number): void {
  const before = readWord(bytes, ip.at, IPV4[side]);
  rewriteAddress(bytes, ip, side, address);
  const at = ip.payloadAt;
  switch (ip.protocol) {
    case PROTOCOL_TCP: {
      const field = side === 'source' ? TCP.sourcePort : TCP.destinationPort;
      const was = readHalf(bytes, at, field);
      write(bytes, at, field, port);
      if (available < TCP.checksum.to) return;
      correct(bytes, at, TCP.checksum, [[was, port], ...words(before, address)]);
      return;
    }
    case PROTOCOL_UDP: {
      const field = side === 'source' ? UDP.sourcePort : UDP.destinationPort;
      const was = readHalf(bytes, at, field);
      write(bytes, at, field, port);
      // A datagram sent without a checksum goes on without one (RFC 3022 §4.1).
      if (available < UDP.checksum.to || readHalf(bytes, at, UDP.checksum) === 0) return;
      correct(bytes, at, UDP.checksum, [[was, port], ...words(before, address)]);
      if (readHalf(bytes, at, UDP.checksum) === 0) write(bytes, at, UDP.checksum, 0xffff);
      return;
    }
    case PROTOCOL_ICMP: {
      const type = bytes[at + ICMP.type.at];
      if (type !== ICMP_ECHO_REQUEST && type !== ICMP_ECHO_REPLY) return;
      const was = readHalf(bytes, at, ICMP_ECHO.identifier);
      write(bytes, at, ICMP_ECHO.identifier, port);
      // ICMP's checksum covers no addresses.
      correct(bytes, at, ICMP.checksum, [[was, port]]);
    }
  }
}

function rewriteAddress(bytes: Uint8Array, ip: Ipv4, side: Side, address: Ipv4Address): void {
  const before = readWord(bytes, ip.at, IPV4[side]);
  write(bytes, ip.at, IPV4[side], address);
  correct(bytes, ip.at, IPV4.checksum, words(before, address));
}

type Changed = readonly [before: number, after: number];

function words(before: number, after: number): Changed[] {
  return [
    [before >>> 16, after >>> 16],
    [before & 0xffff, after & 0xffff],
  ];
}

function correct(bytes: Uint8Array, at: number, field: Field, changed: readonly Changed[]): void {
  let checksum = readHalf(bytes, at, field);
  for (const [before, after] of changed) checksum = incrementalChecksum(checksum, before, after);
  write(bytes, at, field, checksum);
}

function half(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}
