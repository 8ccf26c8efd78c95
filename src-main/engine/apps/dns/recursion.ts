import { DNS_TYPES, RCODES } from '../../wire/dns.ts';
import type { DnsMessage, DnsRecord } from '../../wire/dns.ts';
import { isWithin, nameKey, sameName } from '../../wire/dns-name.ts';
import type { System } from '../system.ts';
import { typeOf } from './authority.ts';
import type { Finding } from './authority.ts';
import { recall, remember } from './cache.ts';
import type { Cache } from './cache.ts';
import { newExchange, runExchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';

/** Where answers are found that a server does not have: with forwarders, or from the root of the tree down. */
export interface Upstream {
  /** Asked to do the whole work. */
  forwarders: number[];
  /** Servers of the root; asked when there are no forwarders. */
  roots: number[];
}

/** One name being looked for. */
interface Search {
  name: string;
  type: number;
  /** Whom to ask next; empty: not decided. */
  servers: number[];
  /** The zone those servers have. */
  zone: string;
  /** Aliases found so far. */
  answers: DnsRecord[];
}

/** A question of a client that is being looked into: plain data. The last search is the one at work. */
export interface Inquiry {
  searches: Search[];
  exchange: Exchange | null;
  /** Servers asked so far. */
  steps: number;
}

/** Servers asked for one question at most: more is a circle (RFC 1034 §5.3.3 step 1 asks for a limit). */
const MOST_STEPS = 30;
/** Patience with each server in each round, ns: less than a client has with us. */
const TIMEOUTS = [1e9, 2e9];
const FAILED: Finding = {
  code: RCODES.SERVFAIL,
  authoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
};

export function newInquiry(name: string, type: number): Inquiry {
  return { searches: [newSearch(name, type)], exchange: null, steps: 0 };
}

function newSearch(name: string, type: number): Search {
  return { name, type, servers: [], zone: '', answers: [] };
}

/** Goes on with an inquiry: null while it waits, then what to tell the client. */
export function runInquiry(inquiry: Inquiry, upstream: Upstream, cache: Cache, system: System): Finding | null {
  for (;;) {
    const search = inquiry.searches.at(-1)!;
    if (inquiry.exchange === null) {
      const known = recall(cache, search.name, search.type, system.now);
      if (known !== null) {
        const whole = { ...known, answers: [...search.answers, ...known.answers] };
        if (settle(inquiry, whole)) return whole;
        continue;
      }
      if (++inquiry.steps > MOST_STEPS || !begin(inquiry, search, upstream, cache, system.now)) return FAILED;
    }
    const outcome = runExchange(inquiry.exchange!, system);
    if (outcome === null) return null;
    inquiry.exchange = null;
    if (outcome === 'TIMEOUT') return FAILED;
    const finding = judge(inquiry, search, upstream, outcome.message, cache, system.now);
    if (finding !== null && settle(inquiry, finding)) return finding;
  }
}

/** Ends the search at work; true: it was the client's. One for a server's address goes into the search that needs it. */
function settle(inquiry: Inquiry, finding: Finding): boolean {
  if (inquiry.searches.length === 1) return true;
  inquiry.searches.pop();
  const waiting = inquiry.searches.at(-1)!;
  waiting.servers = finding.answers.flatMap(({ data }) => (data.type === 'A' ? [data.address] : []));
  return waiting.servers.length === 0 && inquiry.searches.length === 1 && fail(finding);
}

/** A server whose address nobody knows cannot be asked. */
function fail(finding: Finding): true {
  Object.assign(finding, FAILED);
  return true;
}

/** Puts the question of the search at work to somebody; false: to whom? */
function begin(inquiry: Inquiry, search: Search, upstream: Upstream, cache: Cache, now: number): boolean {
  const { forwarders, roots } = upstream;
  if (forwarders.length === 0 && search.servers.length === 0) closest(search, roots, cache, now);
  const servers = forwarders.length > 0 ? forwarders : search.servers;
  if (servers.length === 0) return false;
  const recursion = forwarders.length > 0;
  inquiry.exchange = newExchange(search.name, search.type, servers, { recursion, timeouts: TIMEOUTS });
  return true;
}

/** The servers closest to a name that are remembered with their addresses, else those of the root. */
function closest(search: Search, roots: number[], cache: Cache, now: number): void {
  const labels = nameKey(search.name).split('.');
  for (let from = 0; from < labels.length; from++) {
    const zone = labels.slice(from).join('.');
    const servers = recall(cache, zone, DNS_TYPES.NS, now)?.answers ?? [];
    const known = servers.flatMap(({ data }) =>
      data.type === 'NS' ? (recall(cache, data.target, DNS_TYPES.A, now)?.answers ?? []) : [],
    );
    search.servers = known.flatMap(({ data }) => (data.type === 'A' ? [data.address] : []));
    search.zone = zone;
    if (search.servers.length > 0) return;
  }
  search.servers = [...roots];
  search.zone = '';
}

/** What an answer means for the search at work: its result, or null when it goes on elsewhere. */
function judge(
  inquiry: Inquiry,
  search: Search,
  upstream: Upstream,
  message: DnsMessage,
  cache: Cache,
  now: number,
): Finding | null {
  if (message.code !== RCODES.NOERROR && message.code !== RCODES.NXDOMAIN) return { ...FAILED };
  // Only what the servers asked have authority for is believed (RFC 5452 §6).
  const believed = (records: readonly DnsRecord[]): DnsRecord[] =>
    records.filter(({ name }) => isWithin(nameKey(name), search.zone));
  const answers = believed(message.answers);
  const authorities = believed(message.authorities);
  const additionals = believed(message.additionals);
  remember(cache, { ...message, answers, authorities, additionals }, now);
  const { target, wanted } = chain(search, answers);
  const whole = { code: message.code, authoritative: false, answers: search.answers, authorities: [], additionals: [] };
  if (wanted) return whole;
  if (target !== null && message.code === RCODES.NOERROR) {
    search.name = target;
    search.servers = [];
    search.zone = '';
    return null;
  }
  const delegated = authorities.filter(({ data }) => data.type === 'NS');
  const [first] = delegated;
  const deeper = first !== undefined && nameKey(first.name).length > search.zone.length;
  if (upstream.forwarders.length > 0 || message.code === RCODES.NXDOMAIN || !deeper) {
    return { ...whole, authorities: authorities.filter(({ data }) => data.type === 'SOA') };
  }
  refer(inquiry, search, delegated, additionals);
  return null;
}

/** Follows the aliases in an answer and takes along what is on the way; whether the end of them was there. */
function chain(search: Search, answers: readonly DnsRecord[]): { target: string | null; wanted: boolean } {
  let target: string | null = null;
  for (let steps = 0; steps < 8; steps++) {
    const own = answers.filter(({ name }) => sameName(name, target ?? search.name));
    const wanted = own.filter(({ data }) => search.type === DNS_TYPES.ANY || typeOf(data) === search.type);
    search.answers.push(...wanted);
    if (wanted.length > 0) return { target, wanted: true };
    const alias = own.find(({ data }) => data.type === 'CNAME');
    if (alias?.data.type !== 'CNAME') break;
    search.answers.push(alias);
    target = alias.data.target;
  }
  return { target, wanted: false };
}

/** Goes on with the servers a referral names; without their addresses, one of those is looked for first. */
function refer(inquiry: Inquiry, search: Search, delegated: DnsRecord[], additionals: readonly DnsRecord[]): void {
  const names = delegated.flatMap(({ data }) => (data.type === 'NS' ? [data.target] : []));
  search.zone = nameKey(delegated[0]!.name);
  search.servers = additionals.flatMap(({ name, data }) =>
    data.type === 'A' && names.some((server) => sameName(server, name)) ? [data.address] : [],
  );
  if (search.servers.length === 0) inquiry.searches.push(newSearch(names[0]!, DNS_TYPES.A));
}
