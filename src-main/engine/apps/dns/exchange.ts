/**
 * Names and addresses: asking DNS servers, and being one. Everything goes through the socket API, so that each question
 * is a datagram a student sees; nothing here decides what a name means to the program that asked.
 */
import { CLASS_IN, DNS_PORT, emitDns, parseDns, RCODES } from '../../wire/dns.ts';
import type { DnsMessage, DnsQuestion } from '../../wire/dns.ts';
import { sameName } from '../../wire/dns-name.ts';
import { isFault } from '../../wire/fault.ts';
import type { System } from '../system.ts';
import { newMessageStream, nextMessage, putMessage } from './message-stream.ts';
import type { MessageStream } from './message-stream.ts';

/** One question put to a list of servers until one answers: plain data. */
export interface Exchange {
  question: DnsQuestion;
  /** Whether the server is asked to find the answer elsewhere (RD). */
  recursion: boolean;
  /** Servers still asked, in order. */
  servers: number[];
  port: number;
  /** ns a server is given in each round; a round asks every server once. */
  timeouts: number[];
  /** Queries sent. */
  sent: number;
  round: number;
  /** Index of the server being asked. */
  turn: number;
  /** -1: no socket. */
  descriptor: number;
  id: number;
  sentAt: number;
  deadline: number;
  /** The connection the question is asked over again, once an answer was cut (RFC 7766 §5); null: datagrams. */
  stream: MessageStream | null;
  /** Whether an answer was cut on the way to this one. */
  wasCut: boolean;
  /** An answer that says the server could not help, kept in case no other can. */
  failed: Answer | null;
}

/** An answer, who gave it, how long it took (ns) and how long it was (bytes). */
export interface Answer {
  message: DnsMessage;
  server: number;
  time: number;
  size: number;
}

/** How an exchange ended: an answer, or nobody answered. */
export type Outcome = Answer | 'TIMEOUT';

/** A question about a name, not asked yet. */
export function newExchange(
  name: string,
  type: number,
  servers: readonly number[],
  more: { recursion?: boolean; timeouts?: number[]; port?: number } = {},
): Exchange {
  const { recursion = true, timeouts = [5e9, 10e9], port = DNS_PORT } = more;
  return {
    question: { name, type, class: CLASS_IN },
    recursion,
    servers: [...servers],
    port,
    timeouts,
    sent: 0,
    round: 0,
    turn: -1,
    descriptor: -1,
    id: 0,
    sentAt: 0,
    deadline: 0,
    stream: null,
    wasCut: false,
    failed: null,
  };
}

/** Response codes after which the next server is asked. */
const HOPELESS: readonly number[] = [RCODES.FORMERR, RCODES.SERVFAIL, RCODES.NOTIMP, RCODES.REFUSED];

/**
 * Goes on with an exchange; null while it waits for an answer. Servers are asked in turn, each round with its own
 * patience (RFC 1034 §5.3.3, RFC 1536: retries back off). Every query has a socket and so a source port of its own, and
 * only an answer from the server asked, with its id and question, counts (RFC 5452 §9.1).
 */
export function runExchange(exchange: Exchange, system: System): Outcome | null {
  for (;;) {
    if (exchange.descriptor < 0 && !ask(exchange, system)) return exchange.failed ?? 'TIMEOUT';
    const answer =
      exchange.stream === null ? listen(exchange, system) : listenToStream(exchange, exchange.stream, system);
    if (answer === null) {
      system.wakeAt(exchange.deadline);
      return null;
    }
    endExchange(exchange, system);
    if (answer === 'next') continue;
    if (answer.message.truncated && !exchange.wasCut && askAgain(exchange, system)) continue;
    if (!HOPELESS.includes(answer.message.code)) return answer;
    exchange.failed = answer;
    exchange.servers.splice(exchange.turn--, 1);
  }
}

/** Gives the socket back. */
export function endExchange(exchange: Exchange, system: System): void {
  if (exchange.descriptor >= 0) system.close(exchange.descriptor);
  exchange.descriptor = -1;
  exchange.stream = null;
}

/** Sends the question to the next server that can be sent to; false: there is none left. */
function ask(exchange: Exchange, system: System): boolean {
  while (exchange.servers.length > 0) {
    if (++exchange.turn >= exchange.servers.length) {
      exchange.turn = 0;
      exchange.round++;
    }
    const timeout = exchange.timeouts[exchange.round];
    if (timeout === undefined) return false;
    const descriptor = system.socket('datagram');
    if (typeof descriptor === 'string') return false;
    exchange.descriptor = descriptor;
    exchange.id = system.random() & 0xffff;
    const server = exchange.servers[exchange.turn]!;
    const sent =
      system.connect(descriptor, server, exchange.port) === 0
        ? system.send(descriptor, emitDns(queryOf(exchange)))
        : '';
    if (typeof sent === 'number') {
      exchange.sent++;
      exchange.sentAt = system.now;
      exchange.deadline = system.now + timeout;
      return true;
    }
    endExchange(exchange, system);
  }
  return false;
}

/** Puts the question to the same server over a connection; false: there is no socket for it. */
function askAgain(exchange: Exchange, system: System): boolean {
  const descriptor = system.socket('stream');
  if (typeof descriptor === 'string') return false;
  exchange.descriptor = descriptor;
  exchange.wasCut = true;
  exchange.stream = newMessageStream();
  putMessage(exchange.stream, emitDns(queryOf(exchange)));
  exchange.deadline = system.now + exchange.timeouts[exchange.round]!;
  return true;
}

function listenToStream(exchange: Exchange, stream: MessageStream, system: System): Answer | 'next' | null {
  const { descriptor, port, deadline } = exchange;
  const server = exchange.servers[exchange.turn]!;
  const late = system.now >= deadline ? 'next' : null;
  if (!stream.open) {
    const result = system.connect(descriptor, server, port);
    if (result === 'EINPROGRESS' || result === 'EALREADY') return late;
    if (result !== 0) return 'next';
    stream.open = true;
  }
  for (;;) {
    const bytes = nextMessage(stream, descriptor, system);
    if (bytes === 'wait') return late;
    if (bytes === 'ended') return 'next';
    const message = parseDns(bytes);
    if (isFault(message) || !fits(exchange, message)) continue;
    return { message, server, time: system.now - exchange.sentAt, size: bytes.length };
  }
}

function queryOf({ id, question, recursion }: Exchange): DnsMessage {
  return {
    id,
    response: false,
    opcode: 0,
    authoritative: false,
    truncated: false,
    recursionDesired: recursion,
    recursionAvailable: false,
    code: RCODES.NOERROR,
    questions: [question],
    answers: [],
    authorities: [],
    additionals: [],
  };
}

/** The answer; `next`: this server will give none; null: not yet. */
function listen(exchange: Exchange, system: System): Answer | 'next' | null {
  for (;;) {
    const bytes = system.receive(exchange.descriptor, 65_535);
    if (bytes === 'EAGAIN') return system.now >= exchange.deadline ? 'next' : null;
    // ECONNREFUSED: nobody has that port there.
    if (typeof bytes === 'string') return 'next';
    const message = parseDns(bytes);
    if (isFault(message) || !fits(exchange, message)) continue;
    const server = exchange.servers[exchange.turn]!;
    return { message, server, time: system.now - exchange.sentAt, size: bytes.length };
  }
}

function fits({ id, question }: Exchange, message: DnsMessage): boolean {
  if (!message.response || message.id !== id) return false;
  const [asked] = message.questions;
  // A server that could not read the question need not repeat it.
  if (asked === undefined) return message.code === RCODES.FORMERR;
  return asked.type === question.type && asked.class === question.class && sameName(asked.name, question.name);
}
