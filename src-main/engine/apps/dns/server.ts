import { formatAddress } from '../../wire/address.ts';
import {
  CLASS_IN,
  DNS,
  emitDns,
  LONGEST_TCP_MESSAGE,
  LONGEST_UDP_MESSAGE,
  parseDns,
  rcodeName,
  RCODES,
  typeName,
} from '../../wire/dns.ts';
import type { DnsMessage, DnsQuestion } from '../../wire/dns.ts';
import { printName } from '../../wire/dns-text.ts';
import { isFault } from '../../wire/fault.ts';
import { acceptAll } from '../listening.ts';
import type { Listening } from '../listening.ts';
import type { System } from '../system.ts';
import { fromZones } from './authority.ts';
import type { Finding } from './authority.ts';
import { forgetOld, recall } from './cache.ts';
import type { Cache } from './cache.ts';
import { newMessageStream, nextMessage, putMessage } from './message-stream.ts';
import type { MessageStream } from './message-stream.ts';
import { newInquiry, runInquiry } from './recursion.ts';
import type { Inquiry, Upstream } from './recursion.ts';
import type { Zone } from './zone.ts';

/** Who asked, and over which connection; null: with a datagram. */
interface Asker {
  address: number;
  port: number;
  connection: number | null;
}

/** A client whose answer has to be looked for. */
interface Waiting {
  asker: Asker;
  query: DnsMessage;
  inquiry: Inquiry;
}

/** A client that asks over TCP (RFC 7766): plain data. */
interface Connection {
  number: number;
  descriptor: number;
  address: number;
  port: number;
  stream: MessageStream;
  /** ns at which it has been idle too long. */
  until: number;
  ended: boolean;
}

/** A DNS server at work: plain data. */
export interface DnsService {
  descriptor: number;
  listening: Listening;
  connections: Connection[];
  nextConnection: number;
  zones: Zone[];
  /** Null: it answers for its zones only. */
  upstream: Upstream | null;
  cache: Cache;
  waiting: Waiting[];
  /** Whether each query is printed. */
  verbose: boolean;
}

/** How long a connection may be idle, ns (RFC 7766 §6.2.3: a few seconds). */
const IDLE = 10e9;
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
    hear(service, system, bytes, { address, port, connection: null });
  }
  for (const { descriptor, address, port } of acceptAll(service.listening, 'dns-server', system)) {
    const stream = { ...newMessageStream(), open: true };
    const number = service.nextConnection++;
    service.connections.push({ number, descriptor, address, port, stream, until: system.now + IDLE, ended: false });
  }
  for (const connection of service.connections) hearConnection(service, connection, system);
  const still: Waiting[] = [];
  for (const one of service.waiting) {
    const finding = runInquiry(one.inquiry, service.upstream!, service.cache, system);
    if (finding === null) still.push(one);
    else reply(service, system, one.query, finding, one.asker);
  }
  service.waiting = still;
  // What was answered just now leaves at once.
  for (const connection of service.connections) if (!connection.ended) hearConnection(service, connection, system);
  service.connections = service.connections.filter(({ ended }) => !ended);
  forgetOld(service.cache, system.now);
}

/** One message from a client. */
function hear(service: DnsService, system: System, bytes: Uint8Array, asker: Asker): void {
  const query = parseDns(bytes);
  if (isFault(query)) malformed(service, system, bytes, asker);
  else if (!query.response) take(service, system, query, asker);
}

function hearConnection(service: DnsService, connection: Connection, system: System): void {
  const { descriptor, stream, address, port, number } = connection;
  for (;;) {
    const bytes = nextMessage(stream, descriptor, system);
    if (bytes === 'wait' && system.now < connection.until) return system.wakeAt(connection.until);
    if (typeof bytes === 'string') {
      system.close(descriptor);
      connection.ended = true;
      return;
    }
    connection.until = system.now + IDLE;
    hear(service, system, bytes, { address, port, connection: number });
  }
}

/** A query that cannot be read is answered with its id, if it has one (RFC 1035 §4.1.1, "Format error"). */
function malformed(service: DnsService, system: System, bytes: Uint8Array, asker: Asker): void {
  if (bytes.length < DNS.length || (bytes[2]! & 0x80) !== 0) return;
  const id = (bytes[0]! << 8) | bytes[1]!;
  const opcode = (bytes[2]! >> 3) & 15;
  say(service, system, emitDns({ ...EMPTY, id, opcode, code: RCODES.FORMERR }), asker);
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

function take(service: DnsService, system: System, query: DnsMessage, asker: Asker): void {
  const [question] = query.questions;
  const refuse = (code: number): void => reply(service, system, query, nothing(code), asker);
  if (query.opcode !== 0) return refuse(RCODES.NOTIMP);
  // Nobody sends several questions, and nobody knows what an answer to them would be (RFC 9619).
  if (question === undefined || query.questions.length !== 1) return refuse(RCODES.FORMERR);
  if (question.class !== CLASS_IN) return refuse(RCODES.REFUSED);
  const own = fromZones(service.zones, question.name, question.type);
  const referral = own !== null && !own.authoritative && own.answers.length === 0;
  const recursive = service.upstream !== null && query.recursionDesired;
  if (own !== null && !(referral && recursive)) return reply(service, system, query, own, asker);
  const known = service.upstream === null ? null : recall(service.cache, question.name, question.type, system.now);
  if (known !== null) return reply(service, system, query, known, asker, 'cached');
  // RFC 8499: a server that neither has the zone nor looks elsewhere refuses.
  if (!recursive) return refuse(RCODES.REFUSED);
  if (service.waiting.length >= MOST_WAITING) return refuse(RCODES.SERVFAIL);
  service.waiting.push({ asker, query, inquiry: newInquiry(question.name, question.type) });
}

function reply(
  service: DnsService,
  system: System,
  query: DnsMessage,
  finding: Finding,
  asker: Asker,
  note = finding.authoritative ? 'authoritative' : 'not authoritative',
): void {
  const { code, authoritative, answers, authorities, additionals } = finding;
  const { id, opcode, questions, recursionDesired } = query;
  const recursionAvailable = service.upstream !== null;
  const flags = { response: true, authoritative, truncated: false, recursionDesired, recursionAvailable };
  const whole: DnsMessage = { id, opcode, code, ...flags, questions, answers, authorities, additionals };
  let bytes = emitDns(whole);
  // What does not fit is cut as a whole, so that nobody takes half a set for all of it (RFC 2181 §9).
  const most = asker.connection === null ? LONGEST_UDP_MESSAGE : LONGEST_TCP_MESSAGE;
  if (bytes.length > most) bytes = emitDns({ ...whole, additionals: [] });
  if (bytes.length > most) {
    bytes = emitDns({ ...whole, truncated: true, answers: [], authorities: [], additionals: [] });
  }
  say(service, system, bytes, asker);
  if (!service.verbose) return;
  const said = code === RCODES.NOERROR ? `${answers.length} answers, ${note}` : rcodeName(code);
  system.print(`client ${formatAddress(asker.address)}#${asker.port}: ${questionText(questions[0])}: ${said}`);
}

function say(service: DnsService, system: System, bytes: Uint8Array, { address, port, connection }: Asker): void {
  if (connection === null) system.sendTo(service.descriptor, bytes, address, port);
  // Who has left meanwhile is not told.
  for (const { number, ended, stream } of service.connections)
    if (number === connection && !ended) putMessage(stream, bytes);
}

function questionText(question: DnsQuestion | undefined): string {
  return question === undefined ? 'no question' : `${printName(question.name)} IN ${typeName(question.type)}`;
}
