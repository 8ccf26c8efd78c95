import { parseAddress } from '../../wire/address.ts';
import { DNS_TYPES } from '../../wire/dns.ts';
import type { DnsData, DnsRecord } from '../../wire/dns.ts';
import { isWithin, labelsOf, nameKey } from '../../wire/dns-name.ts';
import { wholeNumber } from '../words.ts';

/** A zone: all records of one server about one part of the tree of names. Plain data. */
export interface Zone {
  /** As `nameKey` gives it. */
  origin: string;
  /** By `nameKey` of their owner, in the order of the file. */
  records: Map<string, DnsRecord[]>;
}

/** Why a file is no zone; `line` counts from 1. */
export interface ZoneFault {
  line: number;
  problem: string;
}

export function isZoneFault(value: Zone | ZoneFault): value is ZoneFault {
  return 'problem' in value;
}

/** Seconds records without a TTL of their own are remembered. */
const DEFAULT_TTL = 3600;

/**
 * Reads a master file (RFC 1035 §5.1; `$TTL`: RFC 2308 §4): `$ORIGIN`, `$TTL`, `@`, owners left out, `( … )` over several
 * lines, `;` comments, and records A, NS, CNAME, PTR and SOA of class IN. The first record, or `$ORIGIN`, names the zone.
 */
export function readZone(text: string): Zone | ZoneFault {
  let origin: string | null = null;
  let apex: string | null = null;
  let ttl = DEFAULT_TTL;
  let owner: string | null = null;
  const records = new Map<string, DnsRecord[]>();
  for (const { line, words, indented } of entriesOf(text)) {
    const fault = (problem: string): ZoneFault => ({ line, problem });
    const [first = ''] = words;
    if (first.toUpperCase() === '$ORIGIN') {
      origin = absolute(words[1] ?? '', origin);
      if (origin === null) return fault('$ORIGIN needs a name with a dot at its end');
      apex ??= origin;
      continue;
    }
    if (first.toUpperCase() === '$TTL') {
      const seconds = duration(words[1] ?? '');
      if (seconds === null) return fault('$TTL needs a number of seconds');
      ttl = seconds;
      continue;
    }
    if (first.startsWith('$')) return fault(`unknown directive ${first}`);
    if (!indented) {
      owner = absolute(words.shift()!, origin);
      if (owner === null) return fault(`bad name ‘${first}’`);
    }
    if (owner === null) return fault('the first record has no name');
    const own = takeTtl(words) ?? ttl;
    const data = dataOf(words, origin);
    if (typeof data === 'string') return fault(data);
    apex ??= owner;
    if (!isWithin(nameKey(owner), nameKey(apex))) return fault(`${owner} is outside of the zone ${apex}`);
    put(records, { name: owner, ttl: own, data });
  }
  if (apex === null) return { line: 1, problem: 'no records' };
  return withAuthority({ origin: nameKey(apex), records }, ttl);
}

/** The zones that hold these addresses: the domain each name is in, and the reverse zone of each address. */
export function zonesOf(hosts: readonly { name: string; address?: number; alias?: string }[]): Zone[] {
  const zones = new Map<string, Zone>();
  const into = (origin: string, record: DnsRecord): void => {
    let zone = zones.get(origin);
    if (zone === undefined) zones.set(origin, (zone = { origin, records: new Map() }));
    put(zone.records, record);
  };
  for (const { name, address, alias } of hosts) {
    const key = nameKey(name);
    const parent = key.includes('.') ? key.slice(key.indexOf('.') + 1) : key;
    if (alias !== undefined) into(parent, { name, ttl: DEFAULT_TTL, data: { type: 'CNAME', target: alias } });
    if (address === undefined) continue;
    into(parent, { name, ttl: DEFAULT_TTL, data: { type: 'A', address } });
    const octets = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
    const reverse = `${octets[2]}.${octets[1]}.${octets[0]}.in-addr.arpa`;
    into(reverse, { name: `${octets[3]}.${reverse}`, ttl: DEFAULT_TTL, data: { type: 'PTR', target: name } });
  }
  return [...zones.values()].map((zone) => withAuthority(zone, DEFAULT_TTL));
}

/** A zone has exactly one SOA (RFC 1034 §4.2.1): where none was written, a plain one. */
function withAuthority(zone: Zone, minimum: number): Zone {
  const { origin, records } = zone;
  if (recordsAt(zone, origin).some(({ data }) => data.type === 'SOA')) return zone;
  const server = recordsAt(zone, origin).flatMap(({ data }) => (data.type === 'NS' ? [data.target] : []))[0];
  const primary = server ?? (origin === '' ? 'ns' : `ns.${origin}`);
  const mailbox = origin === '' ? 'hostmaster' : `hostmaster.${origin}`;
  const data: DnsData = {
    type: 'SOA',
    primary,
    mailbox,
    serial: 1,
    refresh: 7200,
    retry: 900,
    expire: 1209600,
    minimum,
  };
  put(records, { name: origin, ttl: minimum, data });
  return zone;
}

/** The records of a name, given as `nameKey`. */
export function recordsAt({ records }: Zone, key: string): readonly DnsRecord[] {
  return records.get(key) ?? [];
}

function put(records: Map<string, DnsRecord[]>, record: DnsRecord): void {
  const key = nameKey(record.name);
  const known = records.get(key);
  if (known === undefined) records.set(key, [record]);
  else known.push(record);
}

interface Entry {
  line: number;
  words: string[];
  /** It begins with a blank: the owner is that of the record before. */
  indented: boolean;
}

/** The entries of a master file: lines, put together where parentheses are open. */
function* entriesOf(text: string): Generator<Entry> {
  let open: Entry | null = null;
  let depth = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const bare = raw.replace(/;.*/, '');
    if (bare.trim() === '' && open === null) continue;
    open ??= { line: index + 1, words: [], indented: /^\s/.test(bare) };
    for (const token of bare.match(/[()]|[^\s()]+/g) ?? []) {
      if (token === '(') depth++;
      else if (token === ')') depth = Math.max(0, depth - 1);
      else open.words.push(token);
    }
    if (depth > 0) continue;
    if (open.words.length > 0) yield open;
    open = null;
  }
  if (open !== null && open.words.length > 0) yield open;
}

/** A name in full, without the dot at its end; null: none, or relative where nothing says to what. */
function absolute(text: string, origin: string | null): string | null {
  if (text === '@') return origin;
  if (text === '' || labelsOf(text) === null) return null;
  if (text.endsWith('.')) return text.slice(0, -1);
  if (origin === null) return null;
  const full = origin === '' ? text : `${text}.${origin}`;
  return labelsOf(full) === null ? null : full;
}

/** Takes TTL and class from the front, in either order (RFC 1035 §5.1). */
function takeTtl(words: string[]): number | null {
  let ttl: number | null = null;
  for (let looked = 0; looked < 2; looked++) {
    const [first = ''] = words;
    const seconds = duration(first);
    if (seconds !== null) ttl = seconds;
    else if (first.toUpperCase() !== 'IN') break;
    words.shift();
  }
  return ttl;
}

/** Seconds, plain or as BIND writes them: `1h`, `2d`. */
function duration(text: string): number | null {
  const [, digits, unit] = /^(\d{1,9})([smhdw]?)$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const seconds = Number(digits) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[unit!.toLowerCase()]!;
  return seconds < 2 ** 31 ? seconds : null;
}

/** The data of a record from its type on, or what is wrong with it. */
function dataOf([type = '', ...words]: string[], origin: string | null): DnsData | string {
  const name = (text: string | undefined): string | null => absolute(text ?? '', origin);
  const kind = type.toUpperCase();
  switch (kind) {
    case 'A': {
      const address = parseAddress(words[0] ?? '');
      return address === null ? `bad address ‘${words[0] ?? ''}’` : { type: 'A', address };
    }
    case 'NS':
    case 'CNAME':
    case 'PTR': {
      const target = name(words[0]);
      return target === null ? `bad name ‘${words[0] ?? ''}’` : { type: kind, target };
    }
    case 'SOA': {
      const [primary, mailbox] = [name(words[0]), name(words[1])];
      // The serial number is a number of 32 bits, the others are times (RFC 1035 §3.3.13).
      const serialNumber = wholeNumber(words[2] ?? '', 0, 2 ** 32 - 1);
      const numbers = [serialNumber, ...words.slice(3, 7).map(duration)];
      if (primary === null || mailbox === null || numbers.length < 5 || numbers.includes(null)) {
        return 'SOA needs a server, a mailbox and five numbers';
      }
      const [serial, refresh, retry, expire, minimum] = numbers as [number, number, number, number, number];
      return { type: 'SOA', primary, mailbox, serial, refresh, retry, expire, minimum };
    }
    default:
      return `records of type ‘${type}’ are not served here (${Object.keys(DNS_TYPES).slice(0, 5).join(', ')} are)`;
  }
}
