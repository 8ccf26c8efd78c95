import type { Ipv4Address, MacAddress } from './address.ts';
import {
  DHCP_TYPES,
  emitOptions,
  readOptions,
  walkDhcpOptions,
  type DhcpOptions,
  type DhcpType,
} from './dhcp-options.ts';
import type { Fault } from './fault.ts';
import { truncated } from './fault.ts';
import { field, layout, read, write } from './field.ts';

export type { DhcpOptions, DhcpType } from './dhcp-options.ts';

/** Ports of server and client (RFC 2131 §4.1). */
export const DHCP_SERVER_PORT = 67;
export const DHCP_CLIENT_PORT = 68;

/** The fixed part up to the client's hardware address (RFC 2131 §2, figure 1). */
export const DHCP = layout({
  operation: field('dhcp.type', 8, 'named', { names: { 1: 'Boot Request', 2: 'Boot Reply' } }),
  hardwareType: field('dhcp.hw.type', 8, 'named', { names: { 1: 'Ethernet' } }),
  hardwareLength: field('dhcp.hw.len', 8),
  hops: field('dhcp.hops', 8),
  id: field('dhcp.id', 32, 'hex'),
  seconds: field('dhcp.secs', 16),
  flags: field('dhcp.flags', 16, 'flags', {
    parts: [field('dhcp.flags.bc', 1, 'flag', { label: 'Broadcast' }), field('dhcp.flags.reserved', 15, 'hex')],
  }),
  clientAddress: field('dhcp.ip.client', 32, 'ipv4'),
  yourAddress: field('dhcp.ip.your', 32, 'ipv4'),
  serverAddress: field('dhcp.ip.server', 32, 'ipv4'),
  relayAddress: field('dhcp.ip.relay', 32, 'ipv4'),
  hardware: field('dhcp.hw.mac_addr', 48, 'mac'),
});

/** Where the parts behind it start, bytes: rest of `chaddr`, `sname`, `file`, the cookie, the options. */
export const DHCP_PARTS = { padding: 34, serverName: 44, file: 108, cookie: 236, options: 240 } as const;
/** What the options begin behind (RFC 2131 §3). */
export const DHCP_COOKIE = layout({ cookie: field('dhcp.cookie', 32, 'hex') });
const MAGIC_COOKIE = 0x63825363;
const BROADCAST_FLAG = 0x8000;
const BOOT_REQUEST = 1;
const BOOT_REPLY = 2;
const ETHERNET_TYPE = 1;
const MAC_LENGTH = 6;
/** Shortest message that is sent, bytes: that of BOOTP (RFC 1542 §2.1). */
const SHORTEST = 300;

/** What a DHCP message says. Addresses are 0 where there is none. */
export interface DhcpMessage {
  /** From client to server (BOOTREQUEST), or back. */
  readonly request: boolean;
  readonly type: DhcpType;
  readonly hops: number;
  /** Chosen by the client; answers carry it. */
  readonly id: number;
  /** Since the client began, s. */
  readonly seconds: number;
  /** The client cannot take unicast yet. */
  readonly broadcast: boolean;
  /** Address the client has and answers ARP for. */
  readonly clientAddress: Ipv4Address;
  /** Address given to it. */
  readonly yourAddress: Ipv4Address;
  /** Next server of a boot; unused here. */
  readonly serverAddress: Ipv4Address;
  /** Relay agent the message came by (RFC 1542 §4). */
  readonly relayAddress: Ipv4Address;
  readonly hardware: MacAddress;
  readonly options: DhcpOptions;
}

/** Reads the payload of a UDP datagram. A fault's `at` counts from its start. */
export function parseDhcp(bytes: Uint8Array, from = 0, to = bytes.length): DhcpMessage | Fault {
  const fault = checkDhcp(bytes, from, to);
  if (fault !== null) return fault;
  const walked = walkDhcpOptions(bytes, from + DHCP_PARTS.options, to);
  if (walked.fault !== null) return walked.fault;
  const found = readOptions(bytes, walked.spans);
  const type = DHCP_TYPES[(found.type ?? 0) - 1];
  // A message without a type is one of BOOTP (RFC 2131 §3): nobody here speaks that.
  if (type === undefined) return { fault: 'dhcp.no-type', at: from + DHCP_PARTS.options };
  return {
    request: read(bytes, from, DHCP.operation) === BOOT_REQUEST,
    type,
    hops: read(bytes, from, DHCP.hops),
    id: read(bytes, from, DHCP.id),
    seconds: read(bytes, from, DHCP.seconds),
    broadcast: (read(bytes, from, DHCP.flags) & BROADCAST_FLAG) !== 0,
    clientAddress: read(bytes, from, DHCP.clientAddress),
    yourAddress: read(bytes, from, DHCP.yourAddress),
    serverAddress: read(bytes, from, DHCP.serverAddress),
    relayAddress: read(bytes, from, DHCP.relayAddress),
    hardware: read(bytes, from, DHCP.hardware),
    options: found.options,
  };
}

/** What is wrong with the fixed part, or null. */
export function checkDhcp(bytes: Uint8Array, from: number, to: number): Fault | null {
  if (to - from < DHCP_PARTS.options) return truncated('dhcp.truncated', from, DHCP_PARTS.options, to);
  const operation = read(bytes, from, DHCP.operation);
  if (operation !== BOOT_REQUEST && operation !== BOOT_REPLY) {
    return { fault: 'dhcp.bad-operation', at: from, parameters: { found: operation } };
  }
  const ethernet =
    read(bytes, from, DHCP.hardwareType) === ETHERNET_TYPE && read(bytes, from, DHCP.hardwareLength) === MAC_LENGTH;
  if (!ethernet) return { fault: 'dhcp.not-ethernet', at: from + DHCP.hardwareType.at };
  if (read(bytes, from + DHCP_PARTS.cookie, DHCP_COOKIE.cookie) !== MAGIC_COOKIE) {
    return { fault: 'dhcp.bad-cookie', at: from + DHCP_PARTS.cookie };
  }
  return null;
}

/** Writes a message as the payload of a UDP datagram. */
export function emitDhcp(message: DhcpMessage): Uint8Array {
  const options = emitOptions(DHCP_TYPES.indexOf(message.type) + 1, message.options);
  const bytes = new Uint8Array(Math.max(SHORTEST, DHCP_PARTS.options + options.length));
  write(bytes, 0, DHCP.operation, message.request ? BOOT_REQUEST : BOOT_REPLY);
  write(bytes, 0, DHCP.hardwareType, ETHERNET_TYPE);
  write(bytes, 0, DHCP.hardwareLength, MAC_LENGTH);
  write(bytes, 0, DHCP.hops, message.hops);
  write(bytes, 0, DHCP.id, message.id);
  write(bytes, 0, DHCP.seconds, Math.min(message.seconds, 0xffff));
  write(bytes, 0, DHCP.flags, message.broadcast ? BROADCAST_FLAG : 0);
  write(bytes, 0, DHCP.clientAddress, message.clientAddress);
  write(bytes, 0, DHCP.yourAddress, message.yourAddress);
  write(bytes, 0, DHCP.serverAddress, message.serverAddress);
  write(bytes, 0, DHCP.relayAddress, message.relayAddress);
  write(bytes, 0, DHCP.hardware, message.hardware);
  write(bytes, DHCP_PARTS.cookie, DHCP_COOKIE.cookie, MAGIC_COOKIE);
  bytes.set(options, DHCP_PARTS.options);
  return bytes;
}

/**
 * A message as a relay agent passes it on: one hop more and its own address (RFC 1542 §4.1.1), everything else as it was.
 */
export function relayedDhcp(bytes: Uint8Array, hops: number, relayAddress: Ipv4Address): Uint8Array {
  const copy = bytes.slice();
  write(copy, 0, DHCP.hops, hops);
  write(copy, 0, DHCP.relayAddress, relayAddress);
  return copy;
}
