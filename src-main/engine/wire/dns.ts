import { NameWriter, readName } from './dns-name.ts';
import type { Fault } from './fault.ts';
import { isFault, truncated } from './fault.ts';
import { field, layout, read } from './field.ts';

/** The port of name servers (RFC 1035 §4.2). */
export const DNS_PORT = 53;
/** Longest message over UDP, bytes (RFC 1035 §4.2.1); what does not fit is cut and marked. */
export const LONGEST_UDP_MESSAGE = 512;
/** Longest message over TCP: its length stands in two bytes (RFC 1035 §4.2.2). */
export const LONGEST_TCP_MESSAGE = 65_535;

/** Record types: those of RFC 1035 §3.2.2 that are understood here, and names for the others a student may meet. */
export const DNS_TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, ANY: 255 } as const;
export type DnsType = keyof typeof DNS_TYPES;
/** The Internet class (RFC 1035 §3.2.4). */
export const CLASS_IN = 1;

/** Response codes (RFC 1035 §4.1.1; NOTIMP, REFUSED and NXDOMAIN by the names of RFC 2136 §2.2). */
export const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type Rcode = keyof typeof RCODES;

const RCODE_NAMES = { 0: 'No error', 1: 'Format error', 2: 'Server failure', 3: 'No such name' };
const TYPE_NAMES = Object.fromEntries(Object.entries(DNS_TYPES).map(([name, code]) => [code, name]));

/** The header, RFC 1035 §4.1.1; AD and CD: RFC 4035 §3. */
export const DNS = layout({
  id: field('dns.id', 16, 'hex'),
  flags: field('dns.flags', 16, 'hex', {
    parts: [
      field('dns.flags.response', 1, 'flag'),
      field('dns.flags.opcode', 4, 'named', { names: { 0: 'Standard query' } }),
      field('dns.flags.authoritative', 1, 'flag'),
      field('dns.flags.truncated', 1, 'flag'),
      field('dns.flags.recdesired', 1, 'flag'),
      field('dns.flags.recavail', 1, 'flag'),
      field('dns.flags.z', 1, 'flag'),
      field('dns.flags.authenticated', 1, 'flag'),
      field('dns.flags.checkdisable', 1, 'flag'),
      field('dns.flags.rcode', 4, 'named', { names: { ...RCODE_NAMES, 4: 'Not implemented', 5: 'Refused' } }),
    ],
  }),
  questions: field('dns.count.queries', 16),
  answers: field('dns.count.answers', 16),
  authorities: field('dns.count.auth_rr', 16),
  additionals: field('dns.count.add_rr', 16),
});
/** What follows the name of a question (RFC 1035 §4.1.2). */
export const DNS_QUESTION = layout({
  type: field('dns.qry.type', 16, 'named', { names: TYPE_NAMES }),
  class: field('dns.qry.class', 16, 'named', { names: { 1: 'IN' } }),
});
/** What follows the name of a record (RFC 1035 §4.1.3). */
export const DNS_RECORD = layout({
  type: field('dns.resp.type', 16, 'named', { names: TYPE_NAMES }),
  class: field('dns.resp.class', 16, 'named', { names: { 1: 'IN' } }),
  ttl: field('dns.resp.ttl', 32),
  dataLength: field('dns.resp.len', 16),
});
/** Data of an A record (RFC 1035 §3.4.1). */
export const DNS_ADDRESS = layout({ address: field('dns.a', 32, 'ipv4') });
/** The numbers at the end of SOA data (RFC 1035 §3.3.13). */
export const DNS_SOA = layout({
  serial: field('dns.soa.serial_number', 32),
  refresh: field('dns.soa.refresh_interval', 32),
  retry: field('dns.soa.retry_interval', 32),
  expire: field('dns.soa.expire_limit', 32),
  minimum: field('dns.soa.minimum_ttl', 32),
});

/** Bits of the header's second half-word. */
const QR = 0x8000;
const AA = 0x0400;
const TC = 0x0200;
const RD = 0x0100;
const RA = 0x0080;

export interface DnsQuestion {
  readonly name: string;
  /** A code of `DNS_TYPES`, or another. */
  readonly type: number;
  readonly class: number;
}

/** What a record says. Names without a dot at the end. */
export type DnsData =
  | { readonly type: 'A'; readonly address: number }
  | { readonly type: 'NS' | 'CNAME' | 'PTR'; readonly target: string }
  | {
      readonly type: 'SOA';
      readonly primary: string;
      readonly mailbox: string;
      readonly serial: number;
      /** Seconds, as the four that follow. */
      readonly refresh: number;
      readonly retry: number;
      readonly expire: number;
      /** How long "no such name" may be remembered (RFC 2308 §4). */
      readonly minimum: number;
    }
  | { readonly type: 'other'; readonly code: number; readonly class: number; readonly bytes: Uint8Array };

export interface DnsRecord {
  readonly name: string;
  /** Seconds it may be remembered, 0 … 2^31-1 (RFC 2181 §8). */
  readonly ttl: number;
  readonly data: DnsData;
}

/** A whole message. */
export interface DnsMessage {
  readonly id: number;
  readonly response: boolean;
  /** 0: standard query. */
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** A code of `RCODES`, or another. */
  readonly code: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

export const DNS_SECTIONS = ['questions', 'answers', 'authorities', 'additionals'] as const;
export type DnsSection = (typeof DNS_SECTIONS)[number];

/** Where one question or record lies in a message. Offsets as those of the bytes it was read from. */
export interface DnsEntry {
  readonly section: DnsSection;
  readonly name: string;
  readonly at: number;
  /** Where the name ends and the fixed fields begin. */
  readonly fieldsAt: number;
  readonly type: number;
  /** Records: their data. Questions: nothing, at the end. */
  readonly dataAt: number;
  readonly to: number;
}

/** Finds the questions and records of the message in `bytes[at … end)`, as far as it makes sense. */
export function walkDns(bytes: Uint8Array, at: number, end: number): { entries: DnsEntry[]; fault: Fault | null } {
  const entries: DnsEntry[] = [];
  if (end - at < DNS.length) return { entries, fault: truncated('dns.truncated', at, DNS.length, end) };
  let next = at + DNS.length;
  for (const section of DNS_SECTIONS) {
    for (let left = read(bytes, at, DNS[section]); left > 0; left--) {
      const name = readName(bytes, at, next, end);
      if (isFault(name)) return { entries, fault: name };
      const fieldsAt = name.next;
      const table = section === 'questions' ? DNS_QUESTION : DNS_RECORD;
      const dataAt = fieldsAt + table.length;
      if (dataAt > end) return { entries, fault: truncated('dns.truncated', fieldsAt, table.length, end) };
      const length = section === 'questions' ? 0 : read(bytes, fieldsAt, DNS_RECORD.dataLength);
      const to = dataAt + length;
      if (to > end) return { entries, fault: truncated('dns.truncated', dataAt, length, end) };
      const type = read(bytes, fieldsAt, table.type);
      entries.push({ section, name: name.name, at: next, fieldsAt, type, dataAt, to });
      next = to;
    }
  }
  return { entries, fault: null };
}

/** Reads the message in `bytes[at … end)`. Bytes behind it are let be. */
export function parseDns(bytes: Uint8Array, at = 0, end = bytes.length): DnsMessage | Fault {
  const { entries, fault } = walkDns(bytes, at, end);
  if (fault !== null) return fault;
  const found: Record<DnsSection, unknown[]> = { questions: [], answers: [], authorities: [], additionals: [] };
  for (const entry of entries) {
    if (entry.section === 'questions') {
      found.questions.push({
        name: entry.name,
        type: entry.type,
        class: read(bytes, entry.fieldsAt, DNS_QUESTION.class),
      });
      continue;
    }
    const data = readData(bytes, at, entry);
    if (isFault(data)) return data;
    // A TTL with its highest bit set is taken for 0 (RFC 2181 §8).
    const ttl = read(bytes, entry.fieldsAt, DNS_RECORD.ttl);
    found[entry.section].push({ name: entry.name, ttl: ttl >= 2 ** 31 ? 0 : ttl, data });
  }
  const flags = read(bytes, at, DNS.flags);
  return {
    id: read(bytes, at, DNS.id),
    response: (flags & QR) !== 0,
    opcode: (flags >> 11) & 15,
    authoritative: (flags & AA) !== 0,
    truncated: (flags & TC) !== 0,
    recursionDesired: (flags & RD) !== 0,
    recursionAvailable: (flags & RA) !== 0,
    code: flags & 15,
    ...(found as unknown as Pick<DnsMessage, DnsSection>),
  };
}

/** Reads the data of a record of the message that starts at `start`. */
export function readData(bytes: Uint8Array, start: number, entry: DnsEntry): DnsData | Fault {
  const { type, dataAt, to, fieldsAt } = entry;
  const bad: Fault = { fault: 'dns.bad-record', at: fieldsAt + DNS_RECORD.dataLength.at };
  const kind = read(bytes, fieldsAt, DNS_RECORD.class) === CLASS_IN ? type : -1;
  switch (kind) {
    case DNS_TYPES.A:
      if (to - dataAt !== DNS_ADDRESS.length) return bad;
      return { type: 'A', address: read(bytes, dataAt, DNS_ADDRESS.address) };
    case DNS_TYPES.NS:
    case DNS_TYPES.CNAME:
    case DNS_TYPES.PTR: {
      const target = readName(bytes, start, dataAt, to);
      if (isFault(target) || target.next !== to) return isFault(target) ? target : bad;
      const word = kind === DNS_TYPES.NS ? 'NS' : kind === DNS_TYPES.PTR ? 'PTR' : 'CNAME';
      return { type: word, target: target.name };
    }
    case DNS_TYPES.SOA: {
      const primary = readName(bytes, start, dataAt, to);
      if (isFault(primary)) return primary;
      const mailbox = readName(bytes, start, primary.next, to);
      if (isFault(mailbox)) return mailbox;
      const at = mailbox.next;
      if (at + DNS_SOA.length !== to) return bad;
      return {
        type: 'SOA',
        primary: primary.name,
        mailbox: mailbox.name,
        serial: read(bytes, at, DNS_SOA.serial),
        refresh: read(bytes, at, DNS_SOA.refresh),
        retry: read(bytes, at, DNS_SOA.retry),
        expire: read(bytes, at, DNS_SOA.expire),
        minimum: read(bytes, at, DNS_SOA.minimum),
      };
    }
    default: {
      const own = read(bytes, fieldsAt, DNS_RECORD.class);
      return { type: 'other', code: type, class: own, bytes: bytes.slice(dataAt, to) };
    }
  }
}

/** Writes a message, its names compressed. */
export function emitDns(message: DnsMessage): Uint8Array {
  const out: number[] = [];
  const names = new NameWriter(out);
  let flags = (message.opcode << 11) | message.code;
  if (message.response) flags |= QR;
  if (message.authoritative) flags |= AA;
  if (message.truncated) flags |= TC;
  if (message.recursionDesired) flags |= RD;
  if (message.recursionAvailable) flags |= RA;
  half(out, message.id);
  half(out, flags);
  for (const section of DNS_SECTIONS) half(out, message[section].length);
  for (const { name, type, class: own } of message.questions) {
    names.write(name);
    half(out, type);
    half(out, own);
  }
  for (const { name, ttl, data } of [...message.answers, ...message.authorities, ...message.additionals]) {
    names.write(name);
    half(out, data.type === 'other' ? data.code : DNS_TYPES[data.type]);
    half(out, data.type === 'other' ? data.class : CLASS_IN);
    word(out, ttl);
    const lengthAt = out.length;
    half(out, 0);
    emitData(out, names, data);
    const length = out.length - lengthAt - 2;
    out[lengthAt] = length >> 8;
    out[lengthAt + 1] = length & 255;
  }
  return Uint8Array.from(out);
}

function emitData(out: number[], names: NameWriter, data: DnsData): void {
  switch (data.type) {
    case 'A':
      word(out, data.address);
      return;
    case 'NS':
    case 'CNAME':
    case 'PTR':
      names.write(data.target);
      return;
    case 'SOA':
      names.write(data.primary);
      names.write(data.mailbox);
      for (const number of [data.serial, data.refresh, data.retry, data.expire, data.minimum]) word(out, number);
      return;
    case 'other':
      out.push(...data.bytes);
  }
}

function half(out: number[], value: number): void {
  out.push((value >> 8) & 255, value & 255);
}

function word(out: number[], value: number): void {
  out.push(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** `A`, `AAAA`, `TYPE99` (RFC 3597 §5). */
export function typeName(code: number): string {
  return TYPE_NAMES[code] ?? `TYPE${code}`;
}

/** `NOERROR`, `NXDOMAIN`, `RCODE9`. */
export function rcodeName(code: number): string {
  return Object.entries(RCODES).find(([, value]) => value === code)?.[0] ?? `RCODE${code}`;
}
