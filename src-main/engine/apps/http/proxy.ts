import { formatAddress } from '../../wire/address.ts';
import { encodeText } from '../../wire/text.ts';
import { errorText } from '../error-text.ts';
import { acceptAll } from '../listening.ts';
import type { Listening } from '../listening.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import type { Outgoing } from '../outgoing.ts';
import type { System } from '../system.ts';
import { chunkOf, emitHead, LAST_CHUNK, passedOn, phraseOf } from './message.ts';
import { bodyOf, ended, feed, headRead, listOf, newReading, persists, valuesOf } from './parser.ts';
import type { HttpField, HttpReading } from './parser.ts';

/** An application server behind the proxy. */
export interface Upstream {
  /** As it was given: `app:8080`. */
  name: string;
  address: number;
  port: number;
}

export interface ProxySettings {
  /** Connections to servers are kept for the next request. */
  keepAlive: boolean;
  /** ns a server may take to connect or to say something. */
  patience: number;
  /** ns a client may be idle. */
  idle: number;
}

/** A connection to a server: plain data. */
interface Back {
  descriptor: number;
  upstream: Upstream;
  connected: boolean;
  /** Answers it has carried: one that dies before its first is not tried again. */
  answers: number;
  out: Outgoing;
  reading: HttpReading;
  /** Pieces of the body passed on, and whether the head was. */
  passed: number;
  headPassed: boolean;
  /** ns at which it has taken too long. */
  until: number;
}

/** A client and, while it waits for an answer, the server that is asked for it: plain data. */
interface Front {
  descriptor: number;
  address: number;
  reading: HttpReading;
  rest: Uint8Array;
  out: Outgoing;
  back: Back | null;
  /** The answer is passed on in chunks. */
  chunked: boolean;
  until: number;
  stage: 'open' | 'closing' | 'closed';
}

/** A reverse proxy at work: plain data. */
export interface ProxyService {
  listening: Listening;
  upstreams: Upstream[];
  /** Index of the server whose turn it is. */
  turn: number;
  fronts: Front[];
  /** Connections to servers that wait for the next request. */
  idle: Back[];
}

const NOTHING = new Uint8Array(0);
/** Bytes that may wait for a slow client before its server has to wait too. */
const ENOUGH = 262_144;

/** Serves everybody as far as it goes now. */
export function serveProxy(service: ProxyService, settings: ProxySettings, system: System): void {
  for (const { descriptor, address } of acceptAll(service.listening, 'reverse-proxy', system)) {
    system.setOption(descriptor, 'TCP_NODELAY', 1);
    service.fronts.push({
      descriptor,
      address,
      reading: newReading('request'),
      rest: NOTHING,
      out: newOutgoing(),
      back: null,
      chunked: false,
      until: system.now + settings.idle,
      stage: 'open',
    });
  }
  dropDead(service, system);
  for (const front of service.fronts) serveFront(front, service, settings, system);
  service.fronts = service.fronts.filter(({ stage }) => stage !== 'closed');
}

/** Kept connections that their server has closed. */
function dropDead(service: ProxyService, system: System): void {
  service.idle = service.idle.filter(({ descriptor }) => {
    // Asked with a call, so that the end of the stream is seen when it comes.
    if (system.receive(descriptor, 1) === 'EAGAIN') return true;
    system.close(descriptor);
    return false;
  });
}

function serveFront(front: Front, service: ProxyService, settings: ProxySettings, system: System): void {
  for (;;) {
    const sent = flush(front.out, front.descriptor, system);
    if (typeof sent === 'string') return shut(front, system);
    if (front.back !== null) {
      if (front.out.length > ENOUGH) return;
      if (!serveBack(front, front.back, service, settings, system)) {
        if (front.out.length > 0) flush(front.out, front.descriptor, system);
        return;
      }
      continue;
    }
    if (!sent) return;
    if (front.stage === 'closing') return shut(front, system);
    const got = read(front, system);
    if (got === 'wait' && system.now < front.until) return system.wakeAt(front.until);
    if (got !== 'request') return shut(front, system);
    const { fault } = front.reading;
    if (fault !== null) refuse(front, fault.status, fault.problem, settings, system);
    else front.back = dispatch(front, service, settings, system);
  }
}

function read(front: Front, system: System): 'request' | 'wait' | 'gone' {
  const { reading } = front;
  for (;;) {
    if (front.rest.length === 0) {
      const bytes = system.receive(front.descriptor, 65_536);
      if (bytes === 'EAGAIN') return 'wait';
      if (typeof bytes === 'string' || (bytes.length === 0 && !reading.begun)) return 'gone';
      if (bytes.length === 0) ended(reading);
      front.rest = bytes;
    }
    front.rest = front.rest.subarray(feed(reading, front.rest));
    if (reading.stage === 'done' || reading.stage === 'bad') return 'request';
  }
}

/** Hands the request to the server whose turn it is, over a kept connection where there is one. */
function dispatch(front: Front, service: ProxyService, settings: ProxySettings, system: System): Back | null {
  const upstream = service.upstreams[service.turn++ % service.upstreams.length]!;
  const kept = service.idle.findIndex((back) => back.upstream.name === upstream.name);
  const [known] = kept < 0 ? [] : service.idle.splice(kept, 1);
  return known === undefined ? fresh(front, upstream, settings, system) : asked(known, front, settings, system);
}

function fresh(front: Front, upstream: Upstream, settings: ProxySettings, system: System): Back | null {
  const descriptor = system.socket('stream');
  if (typeof descriptor === 'string') {
    refuse(front, 502, `socket: ${errorText(descriptor)}`, settings, system);
    return null;
  }
  system.setOption(descriptor, 'TCP_NODELAY', 1);
  const back: Back = {
    descriptor,
    upstream,
    connected: false,
    answers: 0,
    out: newOutgoing(),
    reading: newReading('response'),
    passed: 0,
    headPassed: false,
    until: 0,
  };
  return asked(back, front, settings, system);
}

/** The client's request as the server gets it, for a connection that is ready for it. */
function asked(back: Back, front: Front, settings: ProxySettings, system: System): Back {
  const { method, target, fields, bodyLength } = front.reading;
  const sent: HttpField[] = passedOn(fields, listOf(fields, 'connection')).filter(
    ([name]) => name.toLowerCase() !== 'content-length',
  );
  if (bodyLength > 0 || method === 'POST') sent.push(['Content-Length', `${bodyLength}`]);
  if (valuesOf(fields, 'host').length === 0) sent.unshift(['Host', back.upstream.name]);
  sent.push(
    ['Forwarded', `for=${formatAddress(front.address)}`],
    ['Via', `1.${front.reading.minor} ${system.environment.hostname}`],
  );
  sent.push(['Connection', settings.keepAlive ? 'keep-alive' : 'close']);
  back.out = newOutgoing();
  put(back.out, emitHead(`${method} ${target} HTTP/1.1`, sent), bodyOf(front.reading));
  back.reading = newReading('response', method);
  back.passed = 0;
  back.headPassed = false;
  back.until = system.now + settings.patience;
  return back;
}

/** Goes on with the server's side. False: it has to wait; true: the answer is through, or something else to be done. */
function serveBack(front: Front, back: Back, service: ProxyService, settings: ProxySettings, system: System): boolean {
  if (!back.connected) {
    const result = system.connect(back.descriptor, back.upstream.address, back.upstream.port);
    if (result === 'EINPROGRESS' || result === 'EALREADY') return waits(front, back, settings, system);
    if (result !== 0) return lost(front, back, errorText(result), settings, system);
    back.connected = true;
  }
  const sent = flush(back.out, back.descriptor, system);
  if (typeof sent === 'string') return lost(front, back, errorText(sent), settings, system);
  for (;;) {
    const bytes = system.receive(back.descriptor, 65_536);
    if (bytes === 'EAGAIN') return waits(front, back, settings, system);
    if (typeof bytes === 'string') return lost(front, back, errorText(bytes), settings, system);
    back.until = system.now + settings.patience;
    if (bytes.length === 0) {
      if (!back.reading.begun) return lost(front, back, 'closed without an answer', settings, system);
      ended(back.reading);
    } else feed(back.reading, bytes);
    if (back.reading.stage === 'bad') return lost(front, back, back.reading.fault!.problem, settings, system);
    passOn(front, back, settings, system);
    if (back.reading.stage === 'done') return through(front, back, service, settings, system);
    if (front.out.length > ENOUGH) return true;
  }
}

function waits(front: Front, back: Back, settings: ProxySettings, system: System): boolean {
  if (system.now >= back.until) return lost(front, back, '', settings, system);
  system.wakeAt(back.until);
  return false;
}

/** The server failed. What was not answered at all on a kept connection is asked for again (RFC 9112 §9.3.1). */
function lost(front: Front, back: Back, problem: string, settings: ProxySettings, system: System): true {
  system.close(back.descriptor);
  front.back = null;
  if (back.headPassed) {
    // Half an answer is out: only the end of the connection can say that the rest is missing.
    front.stage = 'closing';
    system.print(`${back.upstream.name}: ${problem === '' ? 'timed out' : problem} in the middle of an answer`);
  } else if (back.answers > 0 && !back.reading.begun && front.reading.method !== 'POST') {
    front.back = fresh(front, back.upstream, settings, system);
  } else {
    system.print(`${back.upstream.name}: ${problem === '' ? 'timed out' : problem}`);
    refuse(front, problem === '' ? 504 : 502, problem, settings, system);
  }
  return true;
}

/** Passes on what of the answer has come since. */
function passOn(front: Front, back: Back, settings: ProxySettings, system: System): void {
  const { reading } = back;
  if (!headRead(reading)) return;
  if (!back.headPassed) {
    const { status, reason, fields } = reading;
    const bodiless = front.reading.method === 'HEAD' || status === 204 || status === 304;
    const measured = valuesOf(fields, 'content-length').length > 0;
    front.chunked = !bodiless && !measured && front.reading.minor === 1;
    const goesOn = persists(front.reading) && front.reading.minor === 1 && (bodiless || measured || front.chunked);
    const sent = passedOn(fields, listOf(fields, 'connection'));
    if (front.chunked) sent.push(['Transfer-Encoding', 'chunked']);
    sent.push(
      ['Via', `1.${reading.minor} ${system.environment.hostname}`],
      ['Connection', goesOn ? 'keep-alive' : 'close'],
    );
    put(front.out, emitHead(`HTTP/1.1 ${status} ${reason}`, sent));
    back.headPassed = true;
    if (!goesOn) front.stage = 'closing';
  }
  for (; back.passed < reading.body.length; back.passed++) {
    const piece = reading.body[back.passed]!;
    put(front.out, ...(front.chunked ? chunkOf(piece) : [piece]));
    // What is passed on need not be kept.
    reading.body[back.passed] = NOTHING;
  }
  front.until = system.now + settings.idle;
}

function through(front: Front, back: Back, service: ProxyService, settings: ProxySettings, system: System): true {
  if (front.chunked) put(front.out, LAST_CHUNK);
  const { method, target, minor } = front.reading;
  const client = formatAddress(front.address);
  system.print(`${client} "${method} ${target} HTTP/1.${minor}" ${back.reading.status} -> ${back.upstream.name}`);
  front.back = null;
  front.chunked = false;
  front.reading = newReading('request');
  back.answers++;
  if (settings.keepAlive && persists(back.reading)) service.idle.push(back);
  else system.close(back.descriptor);
  return true;
}

/** An answer of the proxy's own. */
function refuse(front: Front, status: number, problem: string, settings: ProxySettings, system: System): void {
  const body = encodeText(`${status} ${phraseOf(status)}${problem === '' ? '' : `: ${problem}`}\n`);
  const goesOn = front.reading.fault === null && persists(front.reading) && front.reading.minor === 1;
  const fields: HttpField[] = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', `${body.length}`],
    ['Connection', goesOn ? 'keep-alive' : 'close'],
  ];
  put(front.out, emitHead(`HTTP/1.1 ${status} ${phraseOf(status)}`, fields));
  if (front.reading.method !== 'HEAD') put(front.out, body);
  if (!goesOn) front.stage = 'closing';
  front.reading = newReading('request');
  front.until = system.now + settings.idle;
}

function shut(front: Front, system: System): void {
  if (front.back !== null) system.close(front.back.descriptor);
  system.close(front.descriptor);
  front.stage = 'closed';
}
