import { formatAddress } from '../../wire/address.ts';
import { CLASS_IN, DNS, emitDns, LONGEST_UDP_MESSAGE, parseDns, rcodeName, RCODES, typeName } from '../../wire/dns.ts';
import type { DnsMessage, DnsQuestion } from '../../wire/dns.ts';
import { printName } from '../../wire/dns-text.ts';
import { isFault } from '../../wire/fault.ts';
import type { System } from '../system.ts';
import { fromZones } from './authority.ts';
import type { Finding } from './authority.ts';
import { forgetOld, recall } from './cache.ts';
import type { Cache } from './cache.ts';
import { endInquiry, newInquiry, runInquiry } from './recursion.ts';
import type { Inquiry, Upstream } from './recursion.ts';
import type { Zone } from './zone.ts';

/** A client whose answer has to be looked for. */
interface Waiting {
  address: number;
  port: number;
  query: DnsMessage;
  inquiry: Inquiry;
}

/** A DNS server at work: plain data. */
export interface DnsService {
  descriptor: number;
  zones: Zone[];
  /** Null: it answers for its zones only. */
  upstream: Upstream | null;
  cache: Cache;
  waiting: Waiting[];
  /** Whether each query is printed. */
  verbose: boolean;
}

/** Clients served at a time from elsewhere; more are told to come again. */
const MOST_WAITING = 1000;

/** Takes all queries that are there, and goes on with those that wait for other servers. */
export function serveNames(service: DnsService, system: System): void {
  for (;;) {
    const got = system.receiveFrom(service.descriptor);
    if (got === 'EAGAIN') break;
    // An ICMP error about an answer whose client has gone.
    if (typeof got === 'string') continue;
    const { bytes, address, port } = got;
    const query = parseDns(bytes);
    if (isFault(query)) malformed(service, system, bytes, address, port);
    else if (!query.response) take(service, system, query, address, port);
  }
  const still: Waiting[] = [];
  for (const one of service.waiting) {
    const finding = runInquiry(one.inquiry, service.upstream!, service.cache, system);
    if (finding === null) still.push(one);
    else reply(service, system, one.query, finding, one.address, one.port);
  }
  service.waiting = still;
  forgetOld(service.cache, system.now);
}

/** A query that cannot be read is answered with its id, if it has one (RFC 1035 §4.1.1, "Format error"). */
function malformed(service: DnsService, system: System, bytes: Uint8Array, address: number, port: number): void {
  if (bytes.length < DNS.length || (bytes[2]! & 0x80) !== 0) return;
  const id = (bytes[0]! << 8) | bytes[1]!;
  const opcode = (bytes[2]! >> 3) & 15;
  system.sendTo(service.descriptor, emitDns({ ...EMPTY, id, opcode, code: RCODES.FORMERR }), address, port);
}

const EMPTY: DnsMessage = {
  id: 0,
  response: true,
  opcode: 0,
  authoritative: false,
  truncated: false,
  recursionDesired: false,
  recursionAvailable: false,
  code: RCODES.NOERROR,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

function nothing(code: number): Finding {
  return { code, authoritative: false, answers: [], authorities: [], additionals: [] };
}

function take(service: DnsService, system: System, query: DnsMessage, address: number, port: number): void {
  const [question] = query.questions;
  const refuse = (code: number): void => reply(service, system, query, nothing(code), address, port);
  if (query.opcode !== 0) return refuse(RCODES.NOTIMP);
  // Nobody sends several questions, and nobody knows what an answer to them would be (RFC 9619).
  if (question === undefined || query.questions.length !== 1) return refuse(RCODES.FORMERR);
  if (question.class !== CLASS_IN) return refuse(RCODES.REFUSED);
  const own = fromZones(service.zones, question.name, question.type);
  const referral = own !== null && !own.authoritative && own.answers.length === 0;
  const recursive = service.upstream !== null && query.recursionDesired;
  if (own !== null && !(referral && recursive)) return reply(service, system, query, own, address, port);
  const known = service.upstream === null ? null : recall(service.cache, question.name, question.type, system.now);
  if (known !== null) return reply(service, system, query, known, address, port, 'cached');
  // RFC 8499: a server that neither has the zone nor looks elsewhere refuses.
  if (!recursive) return refuse(RCODES.REFUSED);
  if (service.waiting.length >= MOST_WAITING) return refuse(RCODES.SERVFAIL);
  service.waiting.push({ address, port, query, inquiry: newInquiry(question.name, question.type) });
}

function reply(
  service: DnsService,
  system: System,
  query: DnsMessage,
  finding: Finding,
  address: number,
  port: number,
  note = finding.authoritative ? 'authoritative' : 'not authoritative',
): void {
  const { code, authoritative, answers, authorities, additionals } = finding;
  const { id, opcode, questions, recursionDesired } = query;
  const recursionAvailable = service.upstream !== null;
  const flags = { response: true, authoritative, truncated: false, recursionDesired, recursionAvailable };
  const whole: DnsMessage = { id, opcode, code, ...flags, questions, answers, authorities, additionals };
  let bytes = emitDns(whole);
  // What does not fit is cut as a whole, so that nobody takes half a set for all of it (RFC 2181 §9).
  if (bytes.length > LONGEST_UDP_MESSAGE) bytes = emitDns({ ...whole, additionals: [] });
  if (bytes.length > LONGEST_UDP_MESSAGE) {
    bytes = emitDns({ ...whole, truncated: true, answers: [], authorities: [], additionals: [] });
  }
  system.sendTo(service.descriptor, bytes, address, port);
  if (!service.verbose) return;
  const said = code === RCODES.NOERROR ? `${answers.length} answers, ${note}` : rcodeName(code);
  system.print(`client ${formatAddress(address)}#${port}: ${questionText(questions[0])}: ${said}`);
}

function questionText(question: DnsQuestion | undefined): string {
  return question === undefined ? 'no question' : `${printName(question.name)} IN ${typeName(question.type)}`;
}

/** Gives up what it waits for. */
export function endService(service: DnsService, system: System): void {
  for (const { inquiry } of service.waiting) endInquiry(inquiry, system);
  service.waiting = [];
}
