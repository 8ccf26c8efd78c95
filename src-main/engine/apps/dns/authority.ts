import { DNS_TYPES, RCODES } from '../../wire/dns.ts';
import type { DnsRecord } from '../../wire/dns.ts';
import { isWithin, nameKey } from '../../wire/dns-name.ts';
import { recordsAt } from './zone.ts';
import type { Zone } from './zone.ts';

/** What a server says to a question: the parts of its answer that depend on what it knows. */
export interface Finding {
  /** A code of `RCODES`. */
  code: number;
  authoritative: boolean;
  answers: DnsRecord[];
  authorities: DnsRecord[];
  additionals: DnsRecord[];
}

/** Most aliases followed inside one answer. */
const MOST_ALIASES = 8;

/** The zone closest to a name (RFC 1034 §4.3.2 step 2); null: none of them. */
export function zoneFor(zones: readonly Zone[], key: string): Zone | null {
  let best: Zone | null = null;
  for (const zone of zones) {
    if (isWithin(key, zone.origin) && (best === null || zone.origin.length > best.origin.length)) best = zone;
  }
  return best;
}

/** Answers from the zones alone, by the algorithm of RFC 1034 §4.3.2; null: the name is in none of them. */
export function fromZones(zones: readonly Zone[], name: string, type: number): Finding | null {
  const answers: DnsRecord[] = [];
  let key = nameKey(name);
  let owner = name;
  for (;;) {
    const zone = zoneFor(zones, key);
    if (zone === null) return answers.length === 0 ? null : found(answers);
    const cut = delegation(zone, key);
    if (cut !== null) {
      const additionals = cut.flatMap(({ data }) => (data.type === 'NS' ? glue(zone, data.target) : []));
      const referral = { code: RCODES.NOERROR, authoritative: answers.length > 0 };
      return { ...referral, answers, authorities: cut, additionals };
    }
    const own = at(zone, key, owner);
    if (own === null) return { ...found(answers), code: RCODES.NXDOMAIN, authorities: authority(zone) };
    const wanted = own.filter(({ data }) => type === DNS_TYPES.ANY || typeOf(data) === type);
    if (wanted.length > 0) return found([...answers, ...wanted]);
    const alias = own.find(({ data }) => data.type === 'CNAME');
    if (alias?.data.type !== 'CNAME') return { ...found(answers), authorities: authority(zone) };
    answers.push(alias);
    if (answers.length > MOST_ALIASES) return found(answers);
    owner = alias.data.target;
    key = nameKey(owner);
  }
}

/** The code of a record's type. */
export function typeOf(data: DnsRecord['data']): number {
  return data.type === 'other' ? data.code : DNS_TYPES[data.type];
}

function found(answers: DnsRecord[]): Finding {
  return { code: RCODES.NOERROR, authoritative: true, answers, authorities: [], additionals: [] };
}

/** The NS records that give a part of the zone away above `key` (RFC 1034 §4.2.1); null: it is not given away. */
function delegation(zone: Zone, key: string): DnsRecord[] | null {
  const labels = key.split('.');
  for (let from = labels.length - 1; from >= 0; from--) {
    const ancestor = labels.slice(from).join('.');
    if (ancestor.length <= zone.origin.length) continue;
    const servers = recordsAt(zone, ancestor).filter(({ data }) => data.type === 'NS');
    if (servers.length > 0) return servers;
  }
  return null;
}

function glue(zone: Zone, server: string): DnsRecord[] {
  return recordsAt(zone, nameKey(server)).filter(({ data }) => data.type === 'A');
}

/** The records of a name, made from a wildcard where there is one (RFC 1034 §4.3.3); null: there is no such name. */
function at(zone: Zone, key: string, owner: string): readonly DnsRecord[] | null {
  if (exists(zone, key)) return recordsAt(zone, key);
  for (let rest = key; rest !== '' && rest !== zone.origin;) {
    rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '';
    const wild = recordsAt(zone, rest === '' ? '*' : `*.${rest}`);
    if (wild.length > 0) return wild.map((record) => ({ ...record, name: owner }));
    if (exists(zone, rest)) return null;
  }
  return null;
}

/** Whether a name is there, be it only because one below it is (RFC 8020). */
function exists(zone: Zone, key: string): boolean {
  if (zone.records.has(key)) return true;
  for (const known of zone.records.keys()) if (known.endsWith(`.${key}`)) return true;
  return false;
}

/** The SOA that tells how long "no" may be remembered: its TTL is no longer than that (RFC 2308 §3). */
function authority(zone: Zone): DnsRecord[] {
  return recordsAt(zone, zone.origin).flatMap((record) =>
    record.data.type === 'SOA' ? [{ ...record, ttl: Math.min(record.ttl, record.data.minimum) }] : [],
  );
}
