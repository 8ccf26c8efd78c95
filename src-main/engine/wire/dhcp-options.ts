import type { Ipv4Address } from './address.ts';
import type { Fault } from './fault.ts';
import { field, layout, type Field } from './field.ts';
import { decodeText, encodeText } from './text.ts';

/** Time that never ends, s (RFC 2131 §3.3). */
export const INFINITE_LEASE = 0xffff_ffff;

/** Options of a DHCP message that are understood here; RFC 2132 gives the numbers. Times are s. */
export interface DhcpOptions {
  /** Kept apart from the rest: see `DhcpMessage.type`. */
  readonly subnetMask?: number;
  readonly routers?: readonly Ipv4Address[];
  readonly nameServers?: readonly Ipv4Address[];
  readonly hostName?: string;
  readonly domainName?: string;
  readonly broadcastAddress?: Ipv4Address;
  readonly requestedAddress?: Ipv4Address;
  readonly leaseTime?: number;
  readonly serverIdentifier?: Ipv4Address;
  /** Numbers of options the client would like to have. */
  readonly parameters?: readonly number[];
  /** Why a NAK or a DECLINE. */
  readonly message?: string;
  readonly renewalTime?: number;
  readonly rebindingTime?: number;
  readonly clientIdentifier?: Uint8Array;
}

type Kind = 'address' | 'addresses' | 'number' | 'text' | 'codes' | 'bytes' | 'type';

/** One option: its number, what its data are, and what Wireshark calls them. */
interface OptionStatement {
  code: number;
  kind: Kind;
  key: string;
}

/** In the order in which they are written (RFC 2131 fixes none). */
export const DHCP_OPTIONS: Readonly<Record<keyof DhcpOptions | 'type', OptionStatement>> = {
  type: { code: 53, kind: 'type', key: 'dhcp.option.dhcp' },
  serverIdentifier: { code: 54, kind: 'address', key: 'dhcp.option.dhcp_server_id' },
  leaseTime: { code: 51, kind: 'number', key: 'dhcp.option.ip_address_lease_time' },
  renewalTime: { code: 58, kind: 'number', key: 'dhcp.option.renewal_time_value' },
  rebindingTime: { code: 59, kind: 'number', key: 'dhcp.option.rebinding_time_value' },
  subnetMask: { code: 1, kind: 'address', key: 'dhcp.option.subnet_mask' },
  broadcastAddress: { code: 28, kind: 'address', key: 'dhcp.option.broadcast_address' },
  routers: { code: 3, kind: 'addresses', key: 'dhcp.option.router' },
  nameServers: { code: 6, kind: 'addresses', key: 'dhcp.option.domain_name_server' },
  domainName: { code: 15, kind: 'text', key: 'dhcp.option.domain_name' },
  requestedAddress: { code: 50, kind: 'address', key: 'dhcp.option.requested_ip_address' },
  clientIdentifier: { code: 61, kind: 'bytes', key: 'dhcp.client_id' },
  hostName: { code: 12, kind: 'text', key: 'dhcp.option.hostname' },
  parameters: { code: 55, kind: 'codes', key: 'dhcp.option.request_list_item' },
  message: { code: 56, kind: 'text', key: 'dhcp.option.message' },
};
/** Titles as the registry of options has them. */
const TITLES: Readonly<Record<keyof DhcpOptions | 'type', string>> = {
  type: 'DHCP Message Type',
  serverIdentifier: 'DHCP Server Identifier',
  leaseTime: 'IP Address Lease Time',
  renewalTime: 'Renewal Time Value',
  rebindingTime: 'Rebinding Time Value',
  subnetMask: 'Subnet Mask',
  broadcastAddress: 'Broadcast Address',
  routers: 'Router',
  nameServers: 'Domain Name Server',
  domainName: 'Domain Name',
  requestedAddress: 'Requested IP Address',
  clientIdentifier: 'Client Identifier',
  hostName: 'Host Name',
  parameters: 'Parameter Request List',
  message: 'Message',
};
/** RFC 2132 §9.6. */
export const DHCP_TYPES = ['DISCOVER', 'OFFER', 'REQUEST', 'DECLINE', 'ACK', 'NAK', 'RELEASE', 'INFORM'] as const;
export type DhcpType = (typeof DHCP_TYPES)[number];
const DHCP_TYPE_NAMES = Object.fromEntries(DHCP_TYPES.map((name, index) => [index + 1, name]));

const NAMES = Object.keys(DHCP_OPTIONS) as (keyof typeof DHCP_OPTIONS)[];
const BY_CODE = new Map(NAMES.map((name) => [DHCP_OPTIONS[name].code, name]));

/** What every option but padding and end starts with. */
export const DHCP_OPTION = layout({
  code: field('dhcp.option.type', 8, 'named', {
    names: Object.fromEntries([
      ...NAMES.map((name) => [DHCP_OPTIONS[name].code, TITLES[name]]),
      [0, 'Padding'],
      [255, 'End'],
    ]),
  }),
  size: field('dhcp.option.length', 8),
});

/** Tables of the data of options with one value, by key. */
export const DHCP_VALUES: ReadonlyMap<string, { readonly fields: readonly Field[] }> = new Map(
  NAMES.flatMap((name) => {
    const { kind, key } = DHCP_OPTIONS[name];
    if (kind === 'address') return [[key, layout({ value: field(key, 32, 'ipv4') })]];
    if (kind === 'addresses') return [[key, layout({ value: field(key, 32, 'ipv4') })]];
    if (kind === 'number') return [[key, layout({ value: field(key, 32) })]];
    if (kind === 'codes') return [[key, layout({ value: field(key, 8, 'named', { names: DHCP_OPTION.code.names }) })]];
    if (kind === 'type') return [[key, layout({ value: field(key, 8, 'named', { names: DHCP_TYPE_NAMES }) })]];
    return [];
  }),
);

/** Where one option lies: its number at `at`, its data in `dataAt … to`. */
export interface DhcpOptionSpan {
  readonly code: number;
  readonly name: keyof DhcpOptions | 'type' | null;
  readonly at: number;
  readonly dataAt: number;
  readonly to: number;
}

const PAD = 0;
const END = 255;
/** Data lengths by kind: a multiple of the first, at least the second (RFC 2132). */
const SIZES: Readonly<Record<Kind, readonly [unit: number, least: number, most: number]>> = {
  address: [4, 4, 4],
  addresses: [4, 4, 252],
  number: [4, 4, 4],
  text: [1, 1, 255],
  codes: [1, 1, 255],
  bytes: [1, 2, 255],
  type: [1, 1, 1],
};

/** Finds the options in `bytes[from … to)`, padding left out, as far as they make sense. */
export function walkDhcpOptions(
  bytes: Uint8Array,
  from: number,
  to: number,
): { spans: DhcpOptionSpan[]; end: number; fault: Fault | null } {
  const spans: DhcpOptionSpan[] = [];
  let at = from;
  while (at < to) {
    const code = bytes[at]!;
    if (code === END) return { spans, end: at + 1, fault: null };
    if (code === PAD) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    const dataAt = at + DHCP_OPTION.length;
    const name = BY_CODE.get(code) ?? null;
    const [unit, least, most] = name === null ? [1, 0, 255] : SIZES[DHCP_OPTIONS[name].kind];
    const fits = length % unit === 0 && length >= least && length <= most;
    if (dataAt + length > to || !fits) return { spans, end: at, fault: { fault: 'dhcp.bad-option', at } };
    spans.push({ code, name, at, dataAt, to: dataAt + length });
    at = dataAt + length;
  }
  return { spans, end: at, fault: null };
}

/** What the options say. Of an option that is there twice the first counts. */
export function readOptions(
  bytes: Uint8Array,
  spans: readonly DhcpOptionSpan[],
): { type: number | undefined; options: DhcpOptions } {
  const found: Record<string, unknown> = {};
  for (const { name, dataAt, to } of spans) {
    if (name === null || name in found) continue;
    found[name] = readData(DHCP_OPTIONS[name].kind, bytes.subarray(dataAt, to));
  }
  const { type, ...options } = found;
  return { type: type as number | undefined, options };
}

function readData(kind: Kind, data: Uint8Array): unknown {
  switch (kind) {
    case 'type':
      return data[0];
    case 'address':
    case 'number':
      return wordAt(data, 0);
    case 'addresses':
      return Array.from({ length: data.length / 4 }, (_, index) => wordAt(data, index * 4));
    case 'text':
      return decodeText(data);
    case 'codes':
      return [...data];
    case 'bytes':
      return data.slice();
  }
}

/** Writes the type and the options, and the end of them. */
export function emitOptions(type: number, options: DhcpOptions): Uint8Array {
  const bytes: number[] = [];
  for (const name of NAMES) {
    const value = name === 'type' ? type : options[name];
    if (value === undefined) continue;
    const data = emitData(DHCP_OPTIONS[name].kind, value);
    if (data.length > 0) bytes.push(DHCP_OPTIONS[name].code, data.length, ...data);
  }
  bytes.push(END);
  return Uint8Array.from(bytes);
}

function emitData(kind: Kind, value: unknown): number[] {
  switch (kind) {
    case 'type':
      return [value as number];
    case 'address':
    case 'number':
      return word(value as number);
    case 'addresses':
      return (value as number[]).flatMap(word);
    case 'text':
      return [...encodeText(value as string).subarray(0, 255)];
    case 'codes':
    case 'bytes':
      return [...(value as Iterable<number>)].slice(0, 255);
  }
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function wordAt(data: Uint8Array, at: number): number {
  return ((data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!) >>> 0;
}
