import { parseAddress } from '../wire/address.ts';
import { DNS_TYPES, RCODES } from '../wire/dns.ts';
import type { DnsMessage, DnsRecord } from '../wire/dns.ts';
import { labelsOf, nameKey, reverseName, sameName } from '../wire/dns-name.ts';
import { endExchange, newExchange, runExchange } from './dns/exchange.ts';
import type { Exchange } from './dns/exchange.ts';
import { hostsOf } from './dns/hosts.ts';
import type { System } from './system.ts';

/** A name on its way to an address, or an address to a name: plain data in the memory of the program that asked. */
export interface Lookup {
  /** As it was asked. */
  readonly name: string;
  readonly type: 'A' | 'PTR';
  /** The name that is asked for now: the last alias found. */
  current: string;
  /** Aliases followed. */
  aliases: number;
  exchange: Exchange | null;
}

/** Why there is no answer. `NO-SERVERS`: the host knows no DNS server; `TIMEOUT`: none of them answered. */
export type LookupFailure = 'NXDOMAIN' | 'NODATA' | 'SERVFAIL' | 'TIMEOUT' | 'NO-SERVERS';

/** What was found: at least one address, or (PTR) the name; and the name that really has it. */
export interface Resolved {
  addresses: number[];
  name: string;
}

/** Most aliases in a row: longer ones are a circle (RFC 1034 §5.2.2 asks for a limit). */
const MOST_ALIASES = 8;

/** Looks up the address of a host: dotted, in `/etc/hosts`, `localhost`, or through DNS. */
export function lookUpName(name: string): Lookup {
  return { name, type: 'A', current: name, aliases: 0, exchange: null };
}

/** Looks up the name of an address. */
export function lookUpAddress(address: number): Lookup {
  const name = reverseName(address);
  return { name, type: 'PTR', current: name, aliases: 0, exchange: null };
}

/**
 * Goes on with a lookup, as `getaddrinfo` does it: null while it waits, then what was found or why nothing was. A query
 * that gets no answer is sent again after 5 s, then 10 s, to each server of the host in turn.
 */
export function runLookup(lookup: Lookup, system: System): Resolved | LookupFailure | null {
  if (lookup.exchange === null) {
    const local = withoutAsking(lookup, system);
    if (local !== null) return local;
  }
  for (;;) {
    lookup.exchange ??= newExchange(lookup.current, DNS_TYPES[lookup.type], system.environment.resolver);
    const outcome = runExchange(lookup.exchange, system);
    if (outcome === null) return null;
    lookup.exchange = null;
    if (outcome === 'TIMEOUT') return 'TIMEOUT';
    const { message } = outcome;
    if (message.code === RCODES.NXDOMAIN) return 'NXDOMAIN';
    if (message.code !== RCODES.NOERROR) return 'SERVFAIL';
    const found = follow(lookup, message);
    if (found !== null) return found;
  }
}

/** Gives up, and gives the socket back. */
export function endLookup({ exchange }: Lookup, system: System): void {
  if (exchange !== null) endExchange(exchange, system);
}

/** What can be said without a DNS server; null: nothing. */
function withoutAsking(lookup: Lookup, system: System): Resolved | LookupFailure | null {
  const { name, type } = lookup;
  if (type === 'A') {
    const address = parseAddress(name);
    if (address !== null) return { addresses: [address], name };
    if (labelsOf(name)?.length === 0 || labelsOf(name) === null) return 'NXDOMAIN';
  }
  for (const host of hostsOf(system.environment.files)) {
    if (type === 'A' && host.names.some((known) => sameName(known, name))) {
      return { addresses: [host.address], name: host.names[0]! };
    }
    if (type === 'PTR' && sameName(reverseName(host.address), name)) {
      return { addresses: [host.address], name: host.names[0]! };
    }
  }
  // RFC 6761 §6.3: never asked for.
  if (type === 'A' && nameKey(name) === 'localhost') return { addresses: [0x7f000001], name };
  return system.environment.resolver.length === 0 ? 'NO-SERVERS' : null;
}

/** Looks for the answer at the end of the aliases; null: the last one must be asked for. */
function follow(lookup: Lookup, { answers }: DnsMessage): Resolved | LookupFailure | null {
  const before = lookup.current;
  for (;;) {
    const own = answers.filter(({ name }) => sameName(name, lookup.current));
    const addresses = own.flatMap(({ data }: DnsRecord) => (data.type === 'A' ? [data.address] : []));
    if (lookup.type === 'A' && addresses.length > 0) return { addresses, name: lookup.current };
    for (const { data } of own) {
      if (lookup.type === 'PTR' && data.type === 'PTR') return { addresses: [], name: data.target };
    }
    const alias = own.find(({ data }) => data.type === 'CNAME')?.data;
    if (alias?.type !== 'CNAME') return lookup.current === before ? 'NODATA' : null;
    if (++lookup.aliases > MOST_ALIASES) return 'SERVFAIL';
    lookup.current = alias.target;
  }
}

/** What `gai_strerror` says of a failure (RFC 3493 §6.1 names the cases, the GNU C library the words). */
export function lookupText(failure: LookupFailure): string {
  switch (failure) {
    case 'NXDOMAIN':
      return 'Name or service not known';
    case 'NODATA':
      return 'No address associated with hostname';
    case 'SERVFAIL':
    case 'TIMEOUT':
    case 'NO-SERVERS':
      return 'Temporary failure in name resolution';
  }
}
