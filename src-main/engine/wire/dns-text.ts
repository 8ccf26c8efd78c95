import { formatAddress } from './address.ts';
import type { DnsEntry, DnsMessage, DnsRecord } from './dns.ts';
import { DNS, DNS_ADDRESS, DNS_QUESTION, DNS_RECORD, DNS_SOA, rcodeName, readData, typeName, walkDns } from './dns.ts';
import { readName } from './dns-name.ts';
import type { ExplainedField } from './explained.ts';
import { DATA_KEY, explainBytes, explainTable, faultWithin } from './explained.ts';
import type { Fault } from './fault.ts';
import { isFault } from './fault.ts';
import { field, layout, read } from './field.ts';

/** What stands in front of a message over TCP (RFC 1035 §4.2.2). */
const DNS_OVER_TCP = layout({ messageLength: field('dns.length', 16) });

/** Keys of fields that no table states: each question and record as a whole, and the names in them. */
const ENTRY_KEYS = {
  questions: 'dns.question',
  answers: 'dns.answer',
  authorities: 'dns.authority',
  additionals: 'dns.additional',
} as const;
const NAME_KEYS = {
  question: 'dns.qry.name',
  record: 'dns.resp.name',
  NS: 'dns.ns',
  CNAME: 'dns.cname',
  PTR: 'dns.ptr.domain_name',
  primary: 'dns.soa.mname',
  mailbox: 'dns.soa.rname',
} as const;

/** Keys an explained DNS message can have besides those of its tables. */
export const DNS_KEYS: readonly string[] = [...Object.values(ENTRY_KEYS), ...Object.values(NAME_KEYS)];

/** The tables of a DNS message. */
export const DNS_TABLES = [DNS_OVER_TCP, DNS, DNS_QUESTION, DNS_RECORD, DNS_ADDRESS, DNS_SOA];

/** Explains the message in `bytes[at … end)` as far as it makes sense; what follows is data. */
export function explainDns(
  bytes: Uint8Array,
  at: number,
  end: number,
): { fields: ExplainedField[]; fault: Fault | null } {
  const { entries, fault: broken } = walkDns(bytes, at, end);
  let fault = broken;
  const fields = explainTable(bytes, at, Math.min(end, at + DNS.length), DNS.fields, broken);
  let shown = Math.min(end, at + DNS.length);
  for (const entry of entries) {
    const own = explainEntry(bytes, at, entry);
    fault ??= own.fault;
    fields.push(own);
    shown = entry.to;
  }
  if (shown < end) fields.push(explainBytes(DATA_KEY, bytes, shown, end, broken));
  return { fields, fault };
}

/**
 * Where the message begins that fills what a segment carries, `bytes[at … end)`; null: it carries a part of one, or several.
 */
export function dnsOverTcp(bytes: Uint8Array, at: number, end: number): number | null {
  const from = at + DNS_OVER_TCP.length;
  return end - from >= DNS.length && read(bytes, at, DNS_OVER_TCP.messageLength) === end - from ? from : null;
}

/** Explains such a message with its length. */
export function explainDnsOverTcp(bytes: Uint8Array, at: number, end: number): ReturnType<typeof explainDns> {
  const from = at + DNS_OVER_TCP.length;
  const { fields, fault } = explainDns(bytes, from, end);
  return { fields: [...explainTable(bytes, at, from, DNS_OVER_TCP.fields, null), ...fields], fault };
}

function explainEntry(bytes: Uint8Array, start: number, entry: DnsEntry): ExplainedField {
  const { section, name, at, fieldsAt, dataAt, to } = entry;
  const question = section === 'questions';
  const fields = [
    nameField(question ? NAME_KEYS.question : NAME_KEYS.record, name, at, fieldsAt),
    ...explainTable(bytes, fieldsAt, dataAt, question ? DNS_QUESTION.fields : DNS_RECORD.fields, null),
  ];
  const data = question ? null : readData(bytes, start, entry);
  const fault = data !== null && isFault(data) ? data : null;
  let text = `${printName(name)} ${typeName(entry.type)}`;
  if (data !== null && !isFault(data)) text = recordText({ name, ttl: 0, data });
  if (!question) fields.push(...dataFields(bytes, start, entry));
  return {
    key: ENTRY_KEYS[section],
    from: at,
    to,
    bits: null,
    value: name,
    text,
    fault: faultWithin(fault, at, to),
    fields,
  };
}

function dataFields(bytes: Uint8Array, start: number, entry: DnsEntry): ExplainedField[] {
  const { dataAt, to } = entry;
  const data = readData(bytes, start, entry);
  if (dataAt === to) return [];
  if (isFault(data)) return [explainBytes(DATA_KEY, bytes, dataAt, to, data)];
  switch (data.type) {
    case 'A':
      return explainTable(bytes, dataAt, to, DNS_ADDRESS.fields, null);
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return [nameField(NAME_KEYS[data.type], data.target, dataAt, to)];
    case 'SOA': {
      const first = readName(bytes, start, dataAt, to);
      const middle = isFault(first) ? dataAt : first.next;
      const numbers = to - DNS_SOA.length;
      return [
        nameField(NAME_KEYS.primary, data.primary, dataAt, middle),
        nameField(NAME_KEYS.mailbox, data.mailbox, middle, numbers),
        ...explainTable(bytes, numbers, to, DNS_SOA.fields, null),
      ];
    }
    case 'other':
      return [explainBytes(DATA_KEY, bytes, dataAt, to, null)];
  }
}

function nameField(key: string, name: string, from: number, to: number): ExplainedField {
  return { key, from, to, bits: null, value: name, text: printName(name), fault: null };
}

/** A name for the eye: the root is a dot. */
export function printName(name: string): string {
  return name === '' ? '.' : name;
}

/** `www.example.com A 10.0.0.5`. */
export function recordText({ name, data }: DnsRecord): string {
  const what = data.type === 'other' ? typeName(data.code) : data.type;
  const value = dataText(data);
  return `${printName(name)} ${what}${value === '' ? '' : ` ${value}`}`;
}

function dataText(data: DnsRecord['data']): string {
  switch (data.type) {
    case 'A':
      return formatAddress(data.address);
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return printName(data.target);
    case 'SOA':
      return printName(data.primary);
    case 'other':
      return '';
  }
}

/** Records named in one line at most. */
const NAMED = 4;

/** One line about a message: `Query 0x1a2b A www.example.com`, `Response 0x1a2b NXDOMAIN www.example.com A`. */
export function dnsInfo(message: DnsMessage): string {
  const id = `0x${message.id.toString(16).padStart(4, '0')}`;
  const [question] = message.questions;
  const asked = question === undefined ? '' : ` ${typeName(question.type)} ${printName(question.name)}`;
  if (!message.response) return `Query ${id}${asked}`;
  const failed = message.code === 0 ? '' : ` ${rcodeName(message.code)}`;
  const cut = message.truncated ? ' [TC]' : '';
  const shown = message.answers.slice(0, NAMED).map(({ data }) => {
    const what = data.type === 'other' ? typeName(data.code) : data.type;
    return ` ${what} ${dataText(data)}`.trimEnd();
  });
  const more = message.answers.length > NAMED ? ' …' : '';
  return `Response ${id}${failed}${cut}${asked}${shown.join('')}${more}`;
}
