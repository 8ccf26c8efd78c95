import { formatAddress, maskOf, prefixOfMask, type Ipv4Address } from './address.ts';
import { DATA_KEY, explainBytes, explainTable, type ExplainedField } from './explained.ts';
import type { Fault } from './fault.ts';
import { truncated } from './fault.ts';
import { field, layout, read, write } from './field.ts';

/** Port of routing daemons, source and destination of their updates (RFC 2453 §3.6). */
export const RIP_PORT = 520;
/** 224.0.0.9: all RIPv2 routers of the link (RFC 2453 §4.5). */
export const RIP_GROUP: Ipv4Address = 0xe000_0009;
/** The metric of what cannot be reached (RFC 2453 §3.6). */
export const RIP_INFINITY = 16;
/** Entries one message carries at most (RFC 2453 §4). */
export const RIP_ENTRIES = 25;

const REQUEST = 1;
const RESPONSE = 2;
const VERSION = 2;
/** Address families of entries (RFC 2453 §4); 0 asks for the whole table (§3.9.1). */
const FAMILY_IP = 2;
const FAMILY_NONE = 0;

/** What a message starts with, RFC 2453 §4. */
export const RIP = layout({
  command: field('rip.command', 8, 'named', { names: { 1: 'Request', 2: 'Response' } }),
  version: field('rip.version', 8),
  unused: field('rip.routing_domain', 16, 'hex'),
});
/** One entry, RFC 2453 §4. */
export const RIP_ENTRY = layout({
  family: field('rip.family', 16, 'named', { names: { 0: 'Unspecified', 2: 'IP', 0xffff: 'Authentication' } }),
  tag: field('rip.route_tag', 16),
  address: field('rip.ip', 32, 'ipv4'),
  mask: field('rip.netmask', 32, 'ipv4'),
  nextHop: field('rip.next_hop', 32, 'ipv4'),
  metric: field('rip.metric', 32),
});
const ENTRY_KEY = 'rip.entry';

export const RIP_TABLES = [RIP, RIP_ENTRY];
/** Keys an explained message can have besides those of its tables. */
export const RIP_KEYS: readonly string[] = [ENTRY_KEY];

export interface RipEntry {
  readonly family: number;
  readonly tag: number;
  readonly address: Ipv4Address;
  /** Subnet mask as carried: it may be none. */
  readonly mask: number;
  /** 0: whoever sent the message. */
  readonly nextHop: Ipv4Address;
  /** 1 … 16 in good messages. */
  readonly metric: number;
}
export interface RipMessage {
  readonly command: 'request' | 'response';
  readonly version: number;
  readonly entries: readonly RipEntry[];
}

/** Reads the payload of a UDP datagram; entries are judged by whoever uses them (RFC 2453 §3.9.2). */
export function parseRip(bytes: Uint8Array, from = 0, to = bytes.length): RipMessage | Fault {
  const fault = checkRip(bytes, from, to);
  if (fault !== null) return fault;
  const entries: RipEntry[] = [];
  for (let at = from + RIP.length; at < to; at += RIP_ENTRY.length) {
    entries.push({
      family: read(bytes, at, RIP_ENTRY.family),
      tag: read(bytes, at, RIP_ENTRY.tag),
      address: read(bytes, at, RIP_ENTRY.address),
      mask: read(bytes, at, RIP_ENTRY.mask),
      nextHop: read(bytes, at, RIP_ENTRY.nextHop),
      metric: read(bytes, at, RIP_ENTRY.metric),
    });
  }
  const command = read(bytes, from, RIP.command) === REQUEST ? 'request' : 'response';
  return { command, version: read(bytes, from, RIP.version), entries };
}

function checkRip(bytes: Uint8Array, from: number, to: number): Fault | null {
  if (to - from < RIP.length) return truncated('rip.truncated', from, RIP.length, to);
  const command = read(bytes, from, RIP.command);
  if (command !== REQUEST && command !== RESPONSE) {
    return { fault: 'rip.bad-command', at: from, parameters: { found: command } };
  }
  const version = read(bytes, from, RIP.version);
  if (version !== VERSION) {
    // Version 1 knows no masks (RFC 2453 §5.1 lets a router listen to version 2 only).
    return { fault: 'rip.bad-version', at: from + RIP.version.at, parameters: { found: version, expected: VERSION } };
  }
  const rest = (to - from - RIP.length) % RIP_ENTRY.length;
  return rest === 0 ? null : { fault: 'rip.bad-length', at: to - rest };
}

/** Writes a message; at most `RIP_ENTRIES` entries. */
export function emitRip(command: 'request' | 'response', entries: readonly RipEntry[]): Uint8Array {
  const bytes = new Uint8Array(RIP.length + entries.length * RIP_ENTRY.length);
  write(bytes, 0, RIP.command, command === 'request' ? REQUEST : RESPONSE);
  write(bytes, 0, RIP.version, VERSION);
  entries.forEach((entry, index) => {
    const at = RIP.length + index * RIP_ENTRY.length;
    write(bytes, at, RIP_ENTRY.family, entry.family);
    write(bytes, at, RIP_ENTRY.tag, entry.tag);
    write(bytes, at, RIP_ENTRY.address, entry.address);
    write(bytes, at, RIP_ENTRY.mask, entry.mask);
    write(bytes, at, RIP_ENTRY.nextHop, entry.nextHop);
    write(bytes, at, RIP_ENTRY.metric, entry.metric);
  });
  return bytes;
}

/** The entry of a route. */
export function ripEntry(network: Ipv4Address, prefix: number, metric: number): RipEntry {
  return { family: FAMILY_IP, tag: 0, address: network, mask: maskOf(prefix), nextHop: 0, metric };
}

/** The one entry of a request for the whole table (RFC 2453 §3.9.1). */
export const WHOLE_TABLE: RipEntry = { ...ripEntry(0, 0, RIP_INFINITY), family: FAMILY_NONE };

export function asksForAll({ command, entries }: RipMessage): boolean {
  const [one, more] = entries;
  return command === 'request' && more === undefined && one?.family === FAMILY_NONE && one.metric === RIP_INFINITY;
}

/** Explains the message in `bytes[at … end)` as far as it makes sense. */
export function explainRip(
  bytes: Uint8Array,
  at: number,
  end: number,
): { fields: ExplainedField[]; fault: Fault | null } {
  const fault = checkRip(bytes, at, end);
  const fields = explainTable(bytes, at, Math.min(end, at + RIP.length), RIP.fields, fault);
  let shown = Math.min(end, at + RIP.length);
  for (; shown + RIP_ENTRY.length <= end; shown += RIP_ENTRY.length) {
    const to = shown + RIP_ENTRY.length;
    const own = explainTable(bytes, shown, to, RIP_ENTRY.fields, null);
    const text = `${networkText(read(bytes, shown, RIP_ENTRY.address), read(bytes, shown, RIP_ENTRY.mask))} metric ${read(bytes, shown, RIP_ENTRY.metric)}`;
    fields.push({ key: ENTRY_KEY, from: shown, to, bits: null, value: text, text, fault: null, fields: own });
  }
  if (shown < end) fields.push(explainBytes(DATA_KEY, bytes, shown, end, fault));
  return { fields, fault };
}

/** Routes named in one line at most. */
const NAMED = 4;

/** One line about a message: `Response 10.0.1.0/24=1, 10.0.2.0/24=16`. */
export function ripInfo(message: RipMessage): string {
  if (asksForAll(message)) return 'Request (whole table)';
  const name = message.command === 'request' ? 'Request' : 'Response';
  const shown = message.entries.slice(0, NAMED);
  const routes = shown.map(({ address, mask, metric }) => `${networkText(address, mask)}=${metric}`).join(', ');
  const more = message.entries.length > NAMED ? ` … (${message.entries.length})` : '';
  return `${name} ${routes}${more}`.trimEnd();
}

function networkText(address: Ipv4Address, mask: number): string {
  const prefix = prefixOfMask(mask);
  return `${formatAddress(address)}/${prefix ?? formatAddress(mask)}`;
}
