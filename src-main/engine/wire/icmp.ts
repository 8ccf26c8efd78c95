import type { Ipv4Address } from './address.ts';
import { checksumOf, sumOf, sumOfFrame } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { bytesUpTo } from './ethernet.ts';
import { badChecksum, truncated } from './fault.ts';
import type { Fault } from './fault.ts';
import { field, layout, read, write } from './field.ts';
import type { Field } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4, IPV4_HEADER_LENGTH, ipv4Head, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, readIpv4 } from './ipv4.ts';
import type { Ipv4, Ipv4Fields } from './ipv4.ts';

export const ICMP_ECHO_REPLY = 0;
export const ICMP_UNREACHABLE = 3;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO_REQUEST = 8;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMP_PARAMETER_PROBLEM = 12;

/** Codes of destination unreachable (RFC 792 "Destination Unreachable Message"). */
export const UNREACHABLE_NETWORK = 0;
export const UNREACHABLE_HOST = 1;
export const UNREACHABLE_PROTOCOL = 2;
export const UNREACHABLE_PORT = 3;
/** Fragmentation needed and DF set; carries the next-hop MTU (RFC 1191 §4). */
export const UNREACHABLE_FRAGMENTATION = 4;
/** Codes of time exceeded. */
export const EXCEEDED_IN_TRANSIT = 0;
export const EXCEEDED_IN_REASSEMBLY = 1;

/** Longest IPv4 packet an ICMP error may become, bytes (RFC 1812 §4.3.2.3). */
const LONGEST_ERROR = 576;

/** What every message starts with, and the four bytes whose meaning the type gives (RFC 792). */
const start = {
  type: field('icmp.type', 8, 'named', {
    names: {
      0: 'Echo (ping) reply',
      3: 'Destination unreachable',
      5: 'Redirect',
      8: 'Echo (ping) request',
      11: 'Time-to-live exceeded',
      12: 'Parameter problem',
    },
  }),
  code: field('icmp.code', 8),
  checksum: field('icmp.checksum', 16, 'hex'),
};
const UNREACHABLE_CODES = {
  0: 'Network unreachable',
  1: 'Host unreachable',
  2: 'Protocol unreachable',
  3: 'Port unreachable',
  4: 'Fragmentation needed',
  5: 'Source route failed',
  10: 'Host administratively prohibited',
  13: 'Communication administratively filtered',
};
const EXCEEDED_CODES = { 0: 'Time to live exceeded in transit', 1: 'Fragment reassembly time exceeded' };

/** A message whose last four header bytes mean nothing to us. */
export const ICMP = layout({ ...start, rest: field('icmp.unused', 32, 'hex') });
export const ICMP_ECHO = layout({ ...start, identifier: field('icmp.ident', 16), sequence: field('icmp.seq', 16) });
export const ICMP_UNREACHABLE_MESSAGE = layout({
  ...start,
  code: field('icmp.code', 8, 'named', { names: UNREACHABLE_CODES }),
  unused: field('icmp.unused', 16, 'hex'),
  mtu: field('icmp.mtu', 16),
});
export const ICMP_EXCEEDED_MESSAGE = layout({
  ...start,
  code: field('icmp.code', 8, 'named', { names: EXCEEDED_CODES }),
  unused: field('icmp.unused', 32, 'hex'),
});
export const ICMP_PROBLEM_MESSAGE = layout({
  ...start,
  pointer: field('icmp.pointer', 8),
  unused: field('icmp.unused', 24, 'hex'),
});
export const ICMP_REDIRECT_MESSAGE = layout({ ...start, gateway: field('icmp.redir_gw', 32, 'ipv4') });

/** Bytes of every ICMP header. */
export const ICMP_HEADER_LENGTH = ICMP.length;

/** The layout of a type, and whether the message quotes the packet it is about. */
export function icmpLayout(type: number): { readonly fields: readonly Field[]; readonly quotes: boolean } {
  switch (type) {
    case ICMP_ECHO_REQUEST:
    case ICMP_ECHO_REPLY:
      return { fields: ICMP_ECHO.fields, quotes: false };
    case ICMP_UNREACHABLE:
      return { fields: ICMP_UNREACHABLE_MESSAGE.fields, quotes: true };
    case ICMP_TIME_EXCEEDED:
      return { fields: ICMP_EXCEEDED_MESSAGE.fields, quotes: true };
    case ICMP_PARAMETER_PROBLEM:
      return { fields: ICMP_PROBLEM_MESSAGE.fields, quotes: true };
    case ICMP_REDIRECT:
      return { fields: ICMP_REDIRECT_MESSAGE.fields, quotes: true };
    default:
      return { fields: ICMP.fields, quotes: false };
  }
}

/** What an ICMP message says (RFC 792). `quoted` is the start of the packet an error is about. */
export type Icmp =
  | {
      readonly kind: 'echo-request' | 'echo-reply';
      readonly identifier: number;
      readonly sequence: number;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'unreachable';
      readonly code: number;
      /** Next-hop MTU in bytes with code 4, else 0. */
      readonly mtu: number;
      readonly quoted: Uint8Array;
    }
  | { readonly kind: 'time-exceeded'; readonly code: number; readonly quoted: Uint8Array }
  | { readonly kind: 'parameter-problem'; readonly pointer: number; readonly quoted: Uint8Array }
  | {
      readonly kind: 'redirect';
      readonly code: number;
      readonly gateway: Ipv4Address;
      readonly quoted: Uint8Array;
    }
  /** Any other type or code; `data` starts behind the checksum. */
  | { readonly kind: 'other'; readonly type: number; readonly code: number; readonly data: Uint8Array };

/** Reads the ICMP message an IPv4 packet carries; its checksum covers all of it. */
export function parseIcmp(frame: Frame, ip: Ipv4): Icmp | Fault {
  const at = ip.payloadAt;
  const end = at + ip.payloadLength;
  if (ip.payloadLength < ICMP_HEADER_LENGTH) return truncated('icmp.truncated', at, ICMP_HEADER_LENGTH, end);
  const bytes = bytesUpTo(frame, at + ICMP_HEADER_LENGTH);
  const rest = checksumOf(sumOfFrame(frame, at, end));
  if (rest !== 0) {
    return badChecksum('icmp.bad-checksum', at + ICMP.checksum.at, read(bytes, at, ICMP.checksum), rest);
  }
  return readIcmp(frame, bytes, at, end);
}

function readIcmp(frame: Frame, bytes: Uint8Array, at: number, end: number): Icmp {
  const type = read(bytes, at, ICMP.type);
  const code = read(bytes, at, ICMP.code);
  const behind = frame.slice(at + ICMP_HEADER_LENGTH, end - at - ICMP_HEADER_LENGTH);
  switch (type) {
    case ICMP_ECHO_REQUEST:
    case ICMP_ECHO_REPLY:
      if (code !== 0) break;
      return {
        kind: type === ICMP_ECHO_REQUEST ? 'echo-request' : 'echo-reply',
        identifier: read(bytes, at, ICMP_ECHO.identifier),
        sequence: read(bytes, at, ICMP_ECHO.sequence),
        data: behind,
      };
    case ICMP_UNREACHABLE: {
      const mtu = code === UNREACHABLE_FRAGMENTATION ? read(bytes, at, ICMP_UNREACHABLE_MESSAGE.mtu) : 0;
      return { kind: 'unreachable', code, mtu, quoted: behind };
    }
    case ICMP_TIME_EXCEEDED:
      return { kind: 'time-exceeded', code, quoted: behind };
    case ICMP_PARAMETER_PROBLEM:
      if (code !== 0) break;
      return { kind: 'parameter-problem', pointer: read(bytes, at, ICMP_PROBLEM_MESSAGE.pointer), quoted: behind };
    case ICMP_REDIRECT:
      return { kind: 'redirect', code, gateway: read(bytes, at, ICMP_REDIRECT_MESSAGE.gateway), quoted: behind };
  }
  return { kind: 'other', type, code, data: frame.slice(at + ICMP.rest.at, end - at - ICMP.rest.at) };
}

/** Writes an ICMP message in an IPv4 packet. Its data or quotation becomes the body and is shared. */
export function emitIcmp(icmp: Icmp, fields: Ipv4Fields): Datagram {
  const at = ETHERNET_HEADER_LENGTH + IPV4_HEADER_LENGTH;
  if (icmp.kind === 'other') {
    const head = ipv4Head(fields, PROTOCOL_ICMP, ICMP.rest.at, ICMP.rest.at + icmp.data.length);
    return finish(head, icmp.data, at, icmp.type, icmp.code);
  }
  const body = 'data' in icmp ? icmp.data : icmp.quoted;
  const head = ipv4Head(fields, PROTOCOL_ICMP, ICMP_HEADER_LENGTH, ICMP_HEADER_LENGTH + body.length);
  switch (icmp.kind) {
    case 'echo-request':
    case 'echo-reply':
      write(head, at, ICMP_ECHO.identifier, icmp.identifier);
      write(head, at, ICMP_ECHO.sequence, icmp.sequence);
      return finish(head, body, at, icmp.kind === 'echo-request' ? ICMP_ECHO_REQUEST : ICMP_ECHO_REPLY, 0);
    case 'unreachable':
      if (icmp.code === UNREACHABLE_FRAGMENTATION) write(head, at, ICMP_UNREACHABLE_MESSAGE.mtu, icmp.mtu);
      return finish(head, body, at, ICMP_UNREACHABLE, icmp.code);
    case 'time-exceeded':
      return finish(head, body, at, ICMP_TIME_EXCEEDED, icmp.code);
    case 'parameter-problem':
      write(head, at, ICMP_PROBLEM_MESSAGE.pointer, icmp.pointer);
      return finish(head, body, at, ICMP_PARAMETER_PROBLEM, 0);
    case 'redirect':
      write(head, at, ICMP_REDIRECT_MESSAGE.gateway, icmp.gateway);
      return finish(head, body, at, ICMP_REDIRECT, icmp.code);
  }
}

function finish(head: Uint8Array, body: Uint8Array, at: number, type: number, code: number): Datagram {
  write(head, at, ICMP.type, type);
  write(head, at, ICMP.code, code);
  write(head, at, ICMP.checksum, checksumOf(sumOf(head, body, at, head.length + body.length)));
  return { head, body };
}

/**
 * What an ICMP error about this packet quotes: as much of it, from its IPv4 header on, as fits an error of 576 bytes
 * (RFC 1812 §4.3.2.3).
 */
export function quote(frame: Frame, ip: Ipv4): Uint8Array {
  const longest = LONGEST_ERROR - IPV4_HEADER_LENGTH - ICMP_HEADER_LENGTH;
  return frame.slice(ip.at, Math.min(longest, ip.headerLength + ip.payloadLength));
}

/** Whose packet an ICMP error is about. */
export interface Quoted {
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly protocol: number;
  /** UDP and TCP; an ICMP echo's identifier; else 0. */
  readonly sourcePort: number;
  /** UDP and TCP; else 0. */
  readonly destinationPort: number;
  /** TCP sequence number; an ICMP echo's sequence number; else 0. */
  readonly sequence: number;
}

/** Bytes behind the IPv4 header that every ICMP error quotes at least (RFC 792). */
const ALWAYS_QUOTED = 8;

/**
 * Reads what an error quotes: an IPv4 header and at least 8 bytes more. Checksums are not checked, for the packet was
 * cut and may have been changed on its way. A fault's `at` counts from the start of the quotation.
 */
export function parseQuoted(bytes: Uint8Array): Quoted | Fault {
  if (bytes.length < IPV4.length) return truncated('ipv4.truncated', 0, IPV4.length, bytes.length);
  const version = read(bytes, 0, IPV4.version);
  if (version !== 4) return { fault: 'ipv4.bad-version', at: 0, parameters: { found: version, expected: 4 } };
  const { headerLength, source, destination, protocol, fragmentOffset, payloadAt } = readIpv4(bytes, 0);
  if (headerLength < IPV4.length) {
    return { fault: 'ipv4.bad-header-length', at: 0, parameters: { found: headerLength, expected: IPV4.length } };
  }
  const needed = headerLength + ALWAYS_QUOTED;
  if (bytes.length < needed) return truncated('ipv4.truncated', 0, needed, bytes.length);
  const nothing = { source, destination, protocol, sourcePort: 0, destinationPort: 0, sequence: 0 };
  if (fragmentOffset !== 0) return nothing;
  const at = payloadAt;
  const words = [0, 2, 4, 6].map((k) => (bytes[at + k]! << 8) | bytes[at + k + 1]!) as [number, number, number, number];
  switch (protocol) {
    case PROTOCOL_TCP:
      return { ...nothing, sourcePort: words[0], destinationPort: words[1], sequence: words[2] * 0x10000 + words[3] };
    case PROTOCOL_UDP:
      return { ...nothing, sourcePort: words[0], destinationPort: words[1] };
    case PROTOCOL_ICMP: {
      const type = read(bytes, at, ICMP.type);
      if (type !== ICMP_ECHO_REQUEST && type !== ICMP_ECHO_REPLY) return nothing;
      return { ...nothing, sourcePort: words[2], sequence: words[3] };
    }
    default:
      return nothing;
  }
}
