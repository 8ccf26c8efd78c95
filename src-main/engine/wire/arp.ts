import type { Ipv4Address, MacAddress } from './address.ts';
import { ETHERNET_HEADER_LENGTH } from './datagram.ts';
import type { Datagram } from './datagram.ts';
import { bytesUpTo, EMPTY } from './ethernet.ts';
import { truncated } from './fault.ts';
import type { Fault } from './fault.ts';
import { field, layout, read, write } from './field.ts';
import type { Frame } from './frame.ts';

/** ares_op$REQUEST (RFC 826). */
export const ARP_REQUEST = 1;
/** ares_op$REPLY (RFC 826). */
export const ARP_REPLY = 2;

const HARDWARE_ETHERNET = 1;
const PROTOCOL_IPV4 = 0x0800;
const HARDWARE_LENGTH = 6;
const PROTOCOL_LENGTH = 4;

/** ARP for Ethernet and IPv4, RFC 826 "Packet format". */
export const ARP = layout({
  hardwareType: field('arp.hw.type', 16, 'named', { names: { 1: 'Ethernet' } }),
  protocolType: field('arp.proto.type', 16, 'named-hex', { names: { 0x0800: 'IPv4' } }),
  hardwareLength: field('arp.hw.size', 8),
  protocolLength: field('arp.proto.size', 8),
  operation: field('arp.opcode', 16, 'named', { names: { 1: 'request', 2: 'reply' } }),
  senderMac: field('arp.src.hw_mac', 48, 'mac'),
  senderAddress: field('arp.src.proto_ipv4', 32, 'ipv4'),
  targetMac: field('arp.dst.hw_mac', 48, 'mac'),
  targetAddress: field('arp.dst.proto_ipv4', 32, 'ipv4'),
});

/** What an ARP packet says. */
export interface Arp {
  readonly operation: typeof ARP_REQUEST | typeof ARP_REPLY;
  readonly senderMac: MacAddress;
  readonly senderAddress: Ipv4Address;
  /** Without meaning in a request; 0 by custom. */
  readonly targetMac: MacAddress;
  readonly targetAddress: Ipv4Address;
}

/** Reads the ARP packet at `at`, as a rule behind the Ethernet header; bytes after it are padding. */
export function parseArp(frame: Frame, at: number = ETHERNET_HEADER_LENGTH): Arp | Fault {
  const end = at + ARP.length;
  if (frame.length < end) return truncated('arp.truncated', at, ARP.length, frame.length);
  const bytes = bytesUpTo(frame, end);
  for (const [expected, wanted] of ETHERNET_AND_IPV4) {
    const found = read(bytes, at, wanted);
    if (found !== expected) {
      return { fault: 'arp.not-ethernet-ipv4', at: at + wanted.at, parameters: { found, expected } };
    }
  }
  const operation = read(bytes, at, ARP.operation);
  if (operation !== ARP_REQUEST && operation !== ARP_REPLY) {
    return { fault: 'arp.bad-operation', at: at + ARP.operation.at, parameters: { found: operation } };
  }
  return {
    operation,
    senderMac: read(bytes, at, ARP.senderMac),
    senderAddress: read(bytes, at, ARP.senderAddress),
    targetMac: read(bytes, at, ARP.targetMac),
    targetAddress: read(bytes, at, ARP.targetAddress),
  };
}

const ETHERNET_AND_IPV4 = [
  [HARDWARE_ETHERNET, ARP.hardwareType],
  [PROTOCOL_IPV4, ARP.protocolType],
  [HARDWARE_LENGTH, ARP.hardwareLength],
  [PROTOCOL_LENGTH, ARP.protocolLength],
] as const;

/** Writes an ARP packet, with room for the Ethernet header before it. */
export function emitArp(arp: Arp): Datagram {
  const at = ETHERNET_HEADER_LENGTH;
  const head = new Uint8Array(at + ARP.length);
  for (const [value, constant] of ETHERNET_AND_IPV4) write(head, at, constant, value);
  write(head, at, ARP.operation, arp.operation);
  write(head, at, ARP.senderMac, arp.senderMac);
  write(head, at, ARP.senderAddress, arp.senderAddress);
  write(head, at, ARP.targetMac, arp.targetMac);
  write(head, at, ARP.targetAddress, arp.targetAddress);
  return { head, body: EMPTY };
}
