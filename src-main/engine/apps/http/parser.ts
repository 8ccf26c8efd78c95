/**
 * HTTP/1 as text over a stream (RFC 9112): reading and writing messages piece by piece. This room knows no sockets and no
 * files: its callers carry the bytes.
 */
import { byteText } from '../../wire/text.ts';

/** One field line; names as they came. */
export type HttpField = [name: string, value: string];

/** Why a message is refused, as the status a server answers it with (RFC 9110 §15). */
export interface HttpFault {
  status: number;
  /** In a few words: `bad header line`. */
  problem: string;
}

/** A message on its way in: plain data, fed with `feed`. */
export interface HttpReading {
  role: 'request' | 'response';
  /** Responses: the method asked with, for the answer to HEAD has no body. */
  asked: string;
  stage:
    'start' | 'fields' | 'fixed' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers' | 'rest' | 'done' | 'bad';
  /** The line that is not whole yet. */
  line: string;
  /** Characters of start line and fields so far. */
  headLength: number;
  /** Whether anything of it has come. */
  begun: boolean;
  method: string;
  target: string;
  status: number;
  /** What follows the status. */
  reason: string;
  /** The 0 or 1 behind `HTTP/1.`. */
  minor: number;
  fields: HttpField[];
  /** Bytes the body, or its present chunk, still has. */
  left: number;
  body: Uint8Array[];
  bodyLength: number;
  fault: HttpFault | null;
}

/** Longest start line and fields together, bytes; RFC 9112 §3 asks for 8000 at least of the request line. */
const LONGEST_HEAD = 65_536;
/** Longest body a receiver here takes, bytes. */
const LONGEST_BODY = 64 * 2 ** 20;
/** The characters of a method or field name (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function newReading(role: HttpReading['role'], asked = ''): HttpReading {
  return {
    role,
    asked,
    stage: 'start',
    line: '',
    headLength: 0,
    begun: false,
    method: '',
    target: '',
    status: 0,
    reason: '',
    minor: 1,
    fields: [],
    left: 0,
    body: [],
    bodyLength: 0,
    fault: null,
  };
}

/** Whether start line and fields are there. */
export function headRead({ stage }: HttpReading): boolean {
  return stage !== 'start' && stage !== 'fields' && stage !== 'bad';
}

/** Takes what belongs to the message and returns how many bytes that was; the rest belongs to the next one. */
export function feed(reading: HttpReading, bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && reading.stage !== 'done' && reading.stage !== 'bad') {
    reading.begun = true;
    switch (reading.stage) {
      case 'fixed':
      case 'chunk-data':
      case 'rest': {
        const most = reading.stage === 'rest' ? bytes.length : reading.left;
        const piece = bytes.subarray(at, Math.min(bytes.length, at + most));
        at += piece.length;
        keep(reading, piece);
        break;
      }
      default: {
        const end = bytes.indexOf(0x0a, at);
        const stop = end < 0 ? bytes.length : end;
        reading.headLength += stop - at + 1;
        if (reading.headLength > LONGEST_HEAD) refuse(reading, 431, 'header too long');
        reading.line += byteText(bytes.subarray(at, stop));
        at = Math.min(bytes.length, stop + 1);
        if (end >= 0 && reading.fault === null) lineRead(reading);
      }
    }
  }
  return at;
}

/** The stream has ended: some bodies end so (RFC 9112 §6.3 item 8), everything else is cut short. */
export function ended(reading: HttpReading): void {
  if (reading.stage === 'rest') reading.stage = 'done';
  else if (reading.stage !== 'done') refuse(reading, 400, 'cut short');
}

function keep(reading: HttpReading, piece: Uint8Array): void {
  reading.body.push(piece);
  reading.bodyLength += piece.length;
  if (reading.bodyLength > LONGEST_BODY) return refuse(reading, 413, 'body too long');
  if (reading.stage === 'rest') return;
  reading.left -= piece.length;
  if (reading.left === 0) reading.stage = reading.stage === 'fixed' ? 'done' : 'chunk-end';
}

function lineRead(reading: HttpReading): void {
  const line = reading.line.endsWith('\r') ? reading.line.slice(0, -1) : reading.line;
  reading.line = '';
  switch (reading.stage) {
    case 'start':
      // Empty lines in front of a request are passed over (RFC 9112 §2.2).
      if (line === '' && reading.role === 'request') return;
      if (reading.role === 'request') requestLine(reading, line);
      else statusLine(reading, line);
      return;
    case 'fields':
      if (line !== '') fieldLine(reading, line);
      else headEnd(reading);
      return;
    case 'chunk-size': {
      const [, digits] = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(line) ?? [];
      if (digits === undefined) return refuse(reading, 400, 'bad chunk size');
      reading.left = Number.parseInt(digits, 16);
      reading.stage = reading.left === 0 ? 'trailers' : 'chunk-data';
      return;
    }
    case 'chunk-end':
      if (line !== '') return refuse(reading, 400, 'bad chunk');
      reading.stage = 'chunk-size';
      return;
    case 'trailers':
      if (line === '') reading.stage = 'done';
  }
}

/** RFC 9112 §3. */
function requestLine(reading: HttpReading, line: string): void {
  const [, method, target, major, minor] = /^(\S+) (\S+) HTTP\/(\d)\.(\d)$/.exec(line) ?? [];
  if (method === undefined || !TOKEN.test(method)) return refuse(reading, 400, 'bad request line');
  if (major !== '1') return refuse(reading, 505, 'HTTP version not supported');
  Object.assign(reading, { method, target, minor: Math.min(1, Number(minor)), stage: 'fields' });
}

/** RFC 9112 §4. */
function statusLine(reading: HttpReading, line: string): void {
  const [, minor, status, reason] = /^HTTP\/1\.(\d) ([1-5]\d\d)(?: (.*))?$/.exec(line) ?? [];
  if (status === undefined) return refuse(reading, 502, 'bad status line');
  Object.assign(reading, { minor: Math.min(1, Number(minor)), status: Number(status), reason: reason ?? '' });
  reading.stage = 'fields';
}

/** RFC 9112 §5: no blank before the colon (§5.1), no line that goes on in the next (§5.2). */
function fieldLine(reading: HttpReading, line: string): void {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon));
  if (!TOKEN.test(name)) return refuse(reading, 400, 'bad header line');
  reading.fields.push([name, line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')]);
}

/** How long the body is (RFC 9112 §6.3). */
function headEnd(reading: HttpReading): void {
  const { role, status, fields } = reading;
  if (role === 'request' && reading.minor === 1 && valuesOf(fields, 'host').length !== 1) {
    return refuse(reading, 400, 'no Host, or several');
  }
  if (role === 'response') {
    // An interim answer: the real one follows (RFC 9110 §15.2).
    if (status >= 100 && status < 200) {
      Object.assign(reading, { stage: 'start', fields: [], headLength: 0 });
      return;
    }
    if (reading.asked === 'HEAD' || status === 204 || status === 304) {
      reading.stage = 'done';
      return;
    }
  }
  const coding = valuesOf(fields, 'transfer-encoding').join(', ').toLowerCase();
  const lengths = valuesOf(fields, 'content-length').flatMap((value) => value.split(/[ \t]*,[ \t]*/));
  if (coding !== '') {
    if (lengths.length > 0) return refuse(reading, 400, 'both Content-Length and Transfer-Encoding');
    if (coding !== 'chunked') return refuse(reading, role === 'request' ? 501 : 502, 'unknown Transfer-Encoding');
    reading.stage = 'chunk-size';
    return;
  }
  const [length] = lengths;
  if (length === undefined) {
    reading.stage = role === 'request' ? 'done' : 'rest';
    return;
  }
  if (!/^\d{1,15}$/.test(length) || lengths.some((other) => other !== length)) {
    return refuse(reading, 400, 'bad Content-Length');
  }
  if (Number(length) > LONGEST_BODY) return refuse(reading, 413, 'body too long');
  reading.left = Number(length);
  reading.stage = reading.left === 0 ? 'done' : 'fixed';
}

function refuse(reading: HttpReading, status: number, problem: string): void {
  reading.stage = 'bad';
  reading.fault ??= { status, problem };
}

/** The values of a field; `name` in small letters. */
export function valuesOf(fields: readonly HttpField[], name: string): string[] {
  return fields.flatMap(([own, value]) => (own.toLowerCase() === name ? [value] : []));
}

/** The words of a list such as `Connection`, in small letters. */
export function listOf(fields: readonly HttpField[], name: string): string[] {
  return valuesOf(fields, name).flatMap((value) => value.toLowerCase().split(/[ \t]*,[ \t]*/));
}

/** Whether the connection goes on after this message, as far as its sender is concerned (RFC 9112 §9.3). */
export function persists({ minor, fields, role, stage }: HttpReading): boolean {
  const options = listOf(fields, 'connection');
  if (options.includes('close')) return false;
  if (role === 'response' && stage === 'rest') return false;
  return minor >= 1 || options.includes('keep-alive');
}

/** The body put together. */
export function bodyOf({ body, bodyLength }: HttpReading): Uint8Array {
  const whole = new Uint8Array(bodyLength);
  let at = 0;
  for (const piece of body) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
