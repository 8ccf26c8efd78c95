import { formatAddress } from '../../wire/address.ts';
import { acceptAll } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { chunkOf, emitHead, LAST_CHUNK, phraseOf } from './message.ts';
import { bodyOf, ended, feed, newReading, persists } from './parser.ts';
import type { HttpField, HttpReading } from './parser.ts';
import { contentFor, plain } from './site.ts';
import type { Content } from './site.ts';

/** How a server treats its clients. */
export interface HttpServing {
  /** Requests one connection may carry; after the last it is closed. */
  requests: number;
  /** ns a connection may be idle between two requests. */
  patience: number;
  /** ns from a request to its answer: the work it stands for. */
  delay: number;
  /** Bodies leave in chunks instead of with their length. */
  chunked: boolean;
}

/** One client: plain data. */
interface Client {
  descriptor: number;
  address: number;
  reading: HttpReading;
  /** Bytes that came behind the request at work. */
  rest: Uint8Array;
  out: Outgoing;
  /** Answers given. */
  served: number;
  /** ns at which the request that has come is answered; null: none has. */
  due: number | null;
  /** The fact by which the request had come. */
  occasion: number;
  /** ns at which it is given up, unless something comes. */
  until: number;
  stage: 'open' | 'closing' | 'lingering' | 'closed';
}

/** An HTTP server at work: plain data. */
export interface HttpService {
  listening: Listening;
  clients: Client[];
}

const NOTHING = new Uint8Array(0);
/** Bytes of a chunk. */
const CHUNK = 4096;
/** How long a client may still send once it was told that the connection closes, ns (RFC 9112 §9.6). */
const LINGER = 2e9;

/** Serves everybody as far as it goes now. */
export function serveHttp(service: HttpService, serving: HttpServing, system: System): void {
  for (const { descriptor, address } of acceptAll(service.listening, 'http-server', system)) {
    // As the real ones do: an answer is written whole, and must not wait for the client's acknowledgment of the last one.
    system.setOption(descriptor, 'TCP_NODELAY', 1);
    service.clients.push({
      descriptor,
      address,
      reading: newReading('request'),
      rest: NOTHING,
      out: newOutgoing(),
      served: 0,
      due: null,
      occasion: 0,
      until: system.now + serving.patience,
      stage: 'open',
    });
  }
  for (const client of service.clients) serveClient(client, serving, system);
  service.clients = service.clients.filter(({ stage }) => stage !== 'closed');
}

function serveClient(client: Client, serving: HttpServing, system: System): void {
  for (;;) {
    const sent = flush(client.out, client.descriptor, system);
    // The client has gone: there is nobody to tell.
    if (typeof sent === 'string') return shut(client, system);
    if (!sent) return;
    if (client.stage === 'closing') close(client, system);
    if (client.stage === 'lingering') return linger(client, system);
    if (client.stage === 'closed') return;
    if (client.due !== null) {
      if (system.now < client.due) return system.wakeAt(client.due, client.occasion);
      answer(client, serving, system);
      continue;
    }
    const got = read(client, system);
    if (got === 'wait') {
      if (system.now < client.until) return system.wakeAt(client.until);
      return shut(client, system);
    }
    if (got === 'gone') return shut(client, system);
    client.due = system.now + (client.reading.stage === 'bad' ? 0 : serving.delay);
    client.occasion = system.occasion;
  }
}

/** Reads until a request is there, whole or beyond help. */
function read(client: Client, system: System): 'request' | 'wait' | 'gone' {
  const { reading } = client;
  for (;;) {
    if (client.rest.length === 0) {
      const bytes = system.receive(client.descriptor, 65_536);
      if (bytes === 'EAGAIN') return 'wait';
      if (typeof bytes === 'string') return 'gone';
      if (bytes.length === 0) {
        // The end between two requests is the usual one.
        if (!reading.begun) return 'gone';
        ended(reading);
      }
      client.rest = bytes;
    }
    client.rest = client.rest.subarray(feed(reading, client.rest));
    if (reading.stage === 'done' || reading.stage === 'bad') return 'request';
  }
}

function answer(client: Client, serving: HttpServing, system: System): void {
  const { reading } = client;
  const { method, target, fault } = reading;
  const { files, hostname } = system.environment;
  const content = fault === null ? contentFor(method, target, bodyOf(reading), files, hostname) : plain(fault.status);
  client.served++;
  const goesOn = fault === null && persists(reading) && reading.minor === 1 && client.served < serving.requests;
  put(client.out, ...responseOf(content, reading, goesOn, serving.chunked));
  log(client, reading, content, system);
  client.due = null;
  client.until = system.now + serving.patience;
  client.reading = newReading('request');
  if (!goesOn) client.stage = 'closing';
}

/** An answer as bytes. There is no Date: a server without a clock sends none (RFC 9110 §6.6.1). */
function responseOf(content: Content, request: HttpReading, goesOn: boolean, chunked: boolean): Uint8Array[] {
  const { status, type, body } = content;
  const inChunks = chunked && request.minor === 1 && request.fault === null;
  const fields: HttpField[] = [['Server', 'hopscope'], ...content.fields, ['Content-Type', type]];
  if (inChunks) fields.push(['Transfer-Encoding', 'chunked']);
  // What is said in HTTP/1.0 ends with its connection, as it did then (RFC 1945 §7.2.2): the server closes first.
  else if (request.minor === 1 || request.fault !== null) fields.push(['Content-Length', `${body.length}`]);
  fields.push(['Connection', goesOn ? 'keep-alive' : 'close']);
  // A server says the version it speaks, whatever it was asked in (RFC 9110 §2.5).
  const head = emitHead(`HTTP/1.1 ${status} ${phraseOf(status)}`, fields);
  if (request.method === 'HEAD') return [head];
  if (!inChunks) return [head, body];
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += CHUNK) chunks.push(...chunkOf(body.subarray(at, at + CHUNK)));
  return [head, ...chunks, LAST_CHUNK];
}

function log(client: Client, { method, target, minor, fault }: HttpReading, { status, body }: Content, system: System) {
  const line = fault === null ? `${method} ${target} HTTP/1.${minor}` : `- (${fault.problem})`;
  system.print(`${formatAddress(client.address)} "${line}" ${status} ${body.length}`);
}

/**
 * Everything is said. Where the client has said more than was read, the connection is only half closed and the rest read
 * away: a reset could destroy the answer before it was read (RFC 9112 §9.6).
 */
function close(client: Client, system: System): void {
  const { readable } = { readable: false, ...(system.poll(client.descriptor) as object) };
  if (client.rest.length === 0 && !readable) return shut(client, system);
  system.shutdown(client.descriptor, 'write');
  client.stage = 'lingering';
  client.until = system.now + LINGER;
}

function linger(client: Client, system: System): void {
  for (;;) {
    const bytes = system.receive(client.descriptor, 65_536);
    if (bytes === 'EAGAIN' && system.now < client.until) return system.wakeAt(client.until);
    if (typeof bytes === 'string' || bytes.length === 0) return shut(client, system);
  }
}

function shut(client: Client, system: System): void {
  system.close(client.descriptor);
  client.stage = 'closed';
}
