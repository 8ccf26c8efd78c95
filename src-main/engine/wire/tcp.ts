import { checksumOf, pseudoHeaderSum, sumOf, sumOfFrame } from './checksum.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { bytesUpTo } from './ethernet.ts';
import { badChecksum, isFault, truncated } from './fault.ts';
import type { Fault } from './fault.ts';
import { field, layout, printValue, read, readHalf, readWord, write, writeHalf, writeWord } from './field.ts';
import type { Frame } from './frame.ts';
import { IPV4_HEADER_LENGTH, ipv4Head, PROTOCOL_TCP } from './ipv4.ts';
import type { Ipv4, Ipv4Fields } from './ipv4.ts';
import { emitOptions, isStampsOnly, parseOptions, STAMPS_LENGTH, writeStamps } from './tcp-options.ts';
import type { TcpOptions } from './tcp-options.ts';

export type { TcpOptions } from './tcp-options.ts';

/** Control bits, RFC 9293 §3.1. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;
export const URG = 32;
/** RFC 3168 §6.1. */
export const ECE = 64;
export const CWR = 128;
const CONTROL_BITS = 0xff;

/** The TCP header, RFC 9293 §3.1; the bit after the reserved ones is AE of RFC 9768. */
export const TCP = layout({
  sourcePort: field('tcp.srcport', 16),
  destinationPort: field('tcp.dstport', 16),
  sequence: field('tcp.seq', 32),
  acknowledgment: field('tcp.ack', 32),
  dataOffset: field('tcp.hdr_len', 4, 'number', { scale: 4 }),
  flags: field('tcp.flags', 12, 'flags', {
    parts: [
      field('tcp.flags.res', 3),
      field('tcp.flags.ae', 1, 'flag', { label: 'AE' }),
      field('tcp.flags.cwr', 1, 'flag', { label: 'CWR' }),
      field('tcp.flags.ece', 1, 'flag', { label: 'ECE' }),
      field('tcp.flags.urg', 1, 'flag', { label: 'URG' }),
      field('tcp.flags.ack', 1, 'flag', { label: 'ACK' }),
      field('tcp.flags.push', 1, 'flag', { label: 'PSH' }),
      field('tcp.flags.reset', 1, 'flag', { label: 'RST' }),
      field('tcp.flags.syn', 1, 'flag', { label: 'SYN' }),
      field('tcp.flags.fin', 1, 'flag', { label: 'FIN' }),
    ],
  }),
  window: field('tcp.window_size_value', 16),
  checksum: field('tcp.checksum', 16, 'hex'),
  urgentPointer: field('tcp.urgent_pointer', 16),
});

/** What a TCP header says. Lengths and offsets in bytes. */
export interface Tcp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  /** Sum of FIN … CWR; the reserved bits are ignored (RFC 9293 §3.1). */
  readonly flags: number;
  /** As carried, without the window scale. */
  readonly window: number;
  readonly checksum: number;
  readonly urgentPointer: number;
  readonly options: TcpOptions;
  /** Length of the header, 20 … 60. */
  readonly dataOffset: number;
  /** Where the payload starts in the frame. */
  readonly payloadAt: number;
  readonly payloadLength: number;
}

/** Reads the TCP segment a whole (not fragmented) IPv4 packet carries. */
export function parseTcp(frame: Frame, ip: Ipv4): Tcp | Fault {
  const at = ip.payloadAt;
  const end = at + ip.payloadLength;
  if (ip.payloadLength < TCP.length) return truncated('tcp.truncated', at, TCP.length, end);
  let bytes = bytesUpTo(frame, at + TCP.length);
  const dataOffset = read(bytes, at, TCP.dataOffset);
  if (dataOffset < TCP.length || dataOffset > ip.payloadLength) {
    const parameters = { found: dataOffset, shortest: TCP.length, longest: ip.payloadLength };
    return { fault: 'tcp.bad-data-offset', at: at + TCP.dataOffset.at, parameters };
  }
  bytes = bytesUpTo(frame, at + dataOffset);
  const checksum = read(bytes, at, TCP.checksum);
  const pseudo = pseudoHeaderSum(ip.source, ip.destination, PROTOCOL_TCP, ip.payloadLength);
  const rest = checksumOf(pseudo + sumOfFrame(frame, at, end));
  if (rest !== 0) return badChecksum('tcp.bad-checksum', at + TCP.checksum.at, checksum, rest);
  const options = parseOptions(bytes, at + TCP.length, at + dataOffset);
  if (isFault(options)) return options;
  return {
    sourcePort: readHalf(bytes, at, TCP.sourcePort),
    destinationPort: readHalf(bytes, at, TCP.destinationPort),
    sequence: readWord(bytes, at, TCP.sequence),
    acknowledgment: readWord(bytes, at, TCP.acknowledgment),
    flags: read(bytes, at, TCP.flags) & CONTROL_BITS,
    window: readHalf(bytes, at, TCP.window),
    checksum,
    urgentPointer: readHalf(bytes, at, TCP.urgentPointer),
    options,
    dataOffset,
    payloadAt: at + dataOffset,
    payloadLength: ip.payloadLength - dataOffset,
  };
}

/** What a sender chooses about a TCP segment. */
export interface TcpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  /** Sum of FIN … CWR. */
  readonly flags: number;
  /** 0 … 65535, already scaled down. */
  readonly window: number;
  /** Left out: 0. */
  readonly urgentPointer?: number;
  readonly options?: TcpOptions | undefined;
  /** Becomes the body and is shared. */
  readonly payload: Uint8Array;
}

/** Writes a TCP segment in an IPv4 packet. */
export function emitTcp(tcp: TcpFields, fields: Ipv4Fields): Datagram {
  const at = ETHERNET_HEADER_LENGTH + IPV4_HEADER_LENGTH;
  const options = tcp.options === undefined || isStampsOnly(tcp.options) ? null : emitOptions(tcp.options);
  const stamps = options === null ? tcp.options?.timestamps : undefined;
  const dataOffset = TCP.length + (options === null ? (stamps === undefined ? 0 : STAMPS_LENGTH) : options.length);
  const length = dataOffset + tcp.payload.length;
  const head = ipv4Head(fields, PROTOCOL_TCP, dataOffset, length);
  writeHalf(head, at, TCP.sourcePort, tcp.sourcePort);
  writeHalf(head, at, TCP.destinationPort, tcp.destinationPort);
  writeWord(head, at, TCP.sequence, tcp.sequence);
  writeWord(head, at, TCP.acknowledgment, tcp.acknowledgment);
  write(head, at, TCP.dataOffset, dataOffset);
  write(head, at, TCP.flags, tcp.flags & CONTROL_BITS);
  writeHalf(head, at, TCP.window, tcp.window);
  writeHalf(head, at, TCP.urgentPointer, tcp.urgentPointer ?? 0);
  if (stamps !== undefined) writeStamps(head, at + TCP.length, stamps);
  else if (options !== null) head.set(options, at + TCP.length);
  const pseudo = pseudoHeaderSum(fields.source, fields.destination, PROTOCOL_TCP, length);
  writeHalf(
    head,
    at,
    TCP.checksum,
    checksumOf(pseudo + sumOf(head, tcp.payload, at, head.length + tcp.payload.length)),
  );
  return { head, body: tcp.payload };
}

/** The names of the set flags, lowest bit first: `SYN, ACK`. */
export function formatFlags(flags: number): string {
  return (flagNames[flags] ??= printValue(TCP.flags, flags));
}

/** By their sum, as they are asked for. */
const flagNames: string[] = [];
