import { DNS_TYPES, RCODES } from '../../wire/dns.ts';
import type { DnsMessage, DnsRecord } from '../../wire/dns.ts';
import { nameKey } from '../../wire/dns-name.ts';
import { typeOf } from './authority.ts';
import type { Finding } from './authority.ts';

/** What a server remembers of one name and type. */
interface Remembered {
  /** Empty: there is nothing, or (NXDOMAIN) no such name. */
  records: DnsRecord[];
  code: number;
  /** The SOA that came with a "no". */
  authorities: DnsRecord[];
  /** ns at which it is forgotten. */
  until: number;
}

/** Answers of others, by `name/type`. Plain data. */
export type Cache = Map<string, Remembered>;

/** Answers kept at most; then the oldest goes. */
const MOST_REMEMBERED = 10_000;
/** Longest anything is remembered, seconds: a week (RFC 1035 §7.3: "limit all TTLs in the response to 1 week"). */
const LONGEST = 604_800;

/** Remembers the records of an answer, and a "no" for as long as its SOA says (RFC 2308 §5). */
export function remember(cache: Cache, message: DnsMessage, now: number): void {
  const sets = new Map<string, DnsRecord[]>();
  for (const record of [...message.answers, ...message.authorities, ...message.additionals]) {
    const type = typeOf(record.data);
    if (type === DNS_TYPES.SOA && !message.answers.includes(record)) continue;
    const key = keyOf(record.name, type);
    sets.set(key, [...(sets.get(key) ?? []), record]);
  }
  for (const [key, records] of sets) {
    keep(cache, key, { records, code: RCODES.NOERROR, authorities: [], until: until(now, ttlOf(records)) });
  }
  const [question] = message.questions;
  const authorities = message.authorities.filter(({ data }) => data.type === 'SOA');
  const [soa] = authorities;
  const denied = message.code === RCODES.NXDOMAIN || (message.code === RCODES.NOERROR && message.answers.length === 0);
  if (!denied || question === undefined || soa?.data.type !== 'SOA') return;
  const seconds = Math.min(soa.ttl, soa.data.minimum);
  keep(cache, keyOf(question.name, question.type), {
    records: [],
    code: message.code,
    authorities,
    until: until(now, seconds),
  });
}

/** What is remembered of a name and type, aliases followed, each record with the seconds it has left; null: not enough. */
export function recall(cache: Cache, name: string, type: number, now: number): Finding | null {
  const answers: DnsRecord[] = [];
  let current = name;
  for (;;) {
    const own = fresh(cache, keyOf(current, type), now);
    if (own !== null) {
      const authorities = aged(own.authorities, own.until, now);
      const all = [...answers, ...aged(own.records, own.until, now)];
      return { code: own.code, authoritative: false, answers: all, authorities, additionals: [] };
    }
    const alias = type === DNS_TYPES.CNAME ? null : fresh(cache, keyOf(current, DNS_TYPES.CNAME), now);
    const [record] = alias === null ? [] : aged(alias.records, alias.until, now);
    if (record?.data.type !== 'CNAME' || answers.length > 8) return null;
    answers.push(record);
    current = record.data.target;
  }
}

/** Forgets what is too old. */
export function forgetOld(cache: Cache, now: number): void {
  for (const [key, { until }] of cache) if (until <= now) cache.delete(key);
}

function fresh(cache: Cache, key: string, now: number): Remembered | null {
  const found = cache.get(key);
  return found === undefined || found.until <= now ? null : found;
}

/** The records with the whole seconds they have left (RFC 1035 §7.3). */
function aged(records: readonly DnsRecord[], until: number, now: number): DnsRecord[] {
  const left = Math.floor((until - now) / 1e9);
  return records.map((record) => ({ ...record, ttl: Math.min(record.ttl, left) }));
}

function keep(cache: Cache, key: string, what: Remembered): void {
  cache.delete(key);
  cache.set(key, what);
  if (cache.size > MOST_REMEMBERED) cache.delete(cache.keys().next().value!);
}

/** Records of one set grow old together: the shortest counts (RFC 2181 §5.2). */
function ttlOf(records: readonly DnsRecord[]): number {
  return Math.min(...records.map(({ ttl }) => ttl));
}

function until(now: number, seconds: number): number {
  return now + Math.min(seconds, LONGEST) * 1e9;
}

function keyOf(name: string, type: number): string {
  return `${nameKey(name)}/${type}`;
}
