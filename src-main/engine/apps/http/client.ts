import { formatAddress } from '../../wire/address.ts';
import { decodeText, encodeText } from '../../wire/text.ts';
import { errorText } from '../error-text.ts';
import { flush, newOutgoing, put } from '../outgoing.ts';
import { endLookup, lookUpName, runLookup } from '../resolver.ts';
import type { System } from '../system.ts';
import type { CurlOptions } from './client-options.ts';
import { emitHead } from './message.ts';
import { bodyOf, ended, feed, headRead, newReading, persists, valuesOf } from './parser.ts';
import type { HttpField, HttpReading } from './parser.ts';
import type { Transfer } from './transfer.ts';
import { readUrl } from './url.ts';
import { written } from './write-out.ts';

/** The connection it has, which may serve several URLs. */
interface ClientConnection {
  descriptor: number;
  host: string;
  port: number;
  address: number;
  number: number;
  /** Answers it has carried. */
  answers: number;
}

export interface CurlMemory {
  /** Index of the URL at work. */
  at: number;
  transfer: Transfer | null;
  connection: ClientConnection | null;
  /** Connections made. */
  connections: number;
  /** Exit code of the last failure. */
  status: number;
}

/** A failure with curl's own code (`man curl`, EXIT CODES). */
interface Failure {
  code: number;
  text: string;
}

const MILLISECOND = 1e6;

export function beginTransfers(): CurlMemory {
  return { at: 0, transfer: null, connection: null, connections: 0, status: 0 };
}

/** Fetches one URL after the other; null while it waits, then the exit code of the last one. */
export function runTransfers(options: CurlOptions, memory: CurlMemory, system: System): number | null {
  while (memory.at < options.urls.length) {
    const text = options.urls[memory.at]!;
    const result = memory.transfer === null ? start(text, memory, system) : go(options, memory, system);
    if (result === null) return null;
    if (result === 'again') continue;
    if (result !== 'done') {
      // A failure before the request is that of a connection too, as the real one counts them.
      if (memory.transfer !== null) {
        if (result.code !== 22) note(options, system, result.text);
        if (result.code !== 22 || memory.connection !== null) {
          const tried = result.code === 6 ? memory.connections++ : memory.connections - 1;
          note(options, system, `Closing connection ${memory.connection?.number ?? tried}`);
        }
      }
      if (!options.silent) system.print(`curl: (${result.code}) ${result.text}`);
      drop(memory, system);
    }
    memory.status = result === 'done' ? 0 : result.code;
    if (memory.transfer !== null && options.format !== '')
      system.write(written(options.format, memory.transfer, memory.status, system.now));
    memory.transfer = null;
    memory.at++;
  }
  drop(memory, system);
  return memory.status;
}

function start(text: string, memory: CurlMemory, system: System): Failure | 'again' {
  const url = readUrl(text);
  if (url === null) return { code: 3, text: 'URL rejected: Malformed input to a URL function' };
  if ('scheme' in url) return { code: 1, text: `Protocol "${url.scheme}" not supported or disabled in libcurl` };
  memory.transfer = {
    url,
    stage: 'resolving',
    begun: system.now,
    resolved: null,
    connected: null,
    firstByte: null,
    connects: 0,
    lookup: null,
    addresses: [],
    out: newOutgoing(),
    reading: newReading('response'),
    shown: false,
  };
  return 'again';
}

/** Goes on with the transfer as far as it can. */
function go(options: CurlOptions, memory: CurlMemory, system: System): Failure | 'done' | 'again' | null {
  const transfer = memory.transfer!;
  const result = stage(options, memory, transfer, system);
  if (result !== null) return result;
  const limit = options.limit === null ? Infinity : transfer.begun + options.limit;
  const connectLimit = transfer.connected === null ? transfer.begun + options.connectLimit : Infinity;
  const end = Math.min(limit, connectLimit);
  if (system.now >= end) return late(transfer, limit, system);
  if (end !== Infinity) system.wakeAt(end);
  return null;
}

function late(transfer: Transfer, limit: number, system: System): Failure {
  const time = since(transfer.begun, system.now);
  if (transfer.lookup !== null) endLookup(transfer.lookup, system);
  if (transfer.stage === 'resolving') return { code: 28, text: `Resolving timed out after ${time} milliseconds` };
  if (transfer.connected === null) return { code: 28, text: `Connection timed out after ${time} milliseconds` };
  const got = `${transfer.reading.bodyLength} bytes received`;
  return { code: 28, text: `Operation timed out after ${limit === Infinity ? 0 : time} milliseconds with ${got}` };
}

function stage(
  options: CurlOptions,
  memory: CurlMemory,
  transfer: Transfer,
  system: System,
): Failure | 'done' | 'again' | null {
  switch (transfer.stage) {
    case 'resolving':
      return resolve(options, memory, transfer, system);
    case 'connecting':
      return connect(options, memory, transfer, system);
    case 'sending':
      return send(options, memory, transfer, system);
    case 'receiving':
      return receive(options, memory, transfer, system);
  }
}

function resolve(
  options: CurlOptions,
  memory: CurlMemory,
  transfer: Transfer,
  system: System,
): Failure | 'again' | null {
  const { url } = transfer;
  const open = memory.connection;
  if (open !== null) {
    if (open.host === url.host && open.port === url.port && alive(open, system)) {
      note(options, system, `Re-using existing connection with host ${url.host}`);
      transfer.resolved = transfer.connected = system.now;
      ask(options, transfer, system);
      return 'again';
    }
    drop(memory, system);
  }
  transfer.lookup ??= lookUpName(url.host);
  const found = runLookup(transfer.lookup, system);
  if (found === null) return null;
  transfer.lookup = null;
  if (typeof found === 'string') return { code: 6, text: `Could not resolve host: ${url.host}` };
  transfer.resolved = system.now;
  transfer.addresses = [...found.addresses];
  transfer.stage = 'connecting';
  return 'again';
}

/** Whether nothing has come on an idle connection: not its end, and nothing nobody asked for. */
function alive({ descriptor }: ClientConnection, system: System): boolean {
  const readiness = system.poll(descriptor);
  return readiness !== 'EBADF' && !readiness.readable && readiness.error === null;
}

function connect(
  options: CurlOptions,
  memory: CurlMemory,
  transfer: Transfer,
  system: System,
): Failure | 'again' | null {
  const { host, port } = transfer.url;
  if (memory.connection === null) {
    const [address] = transfer.addresses;
    const descriptor = system.socket('stream');
    if (address === undefined || typeof descriptor === 'string') return { code: 7, text: "Couldn't connect to server" };
    system.setOption(descriptor, 'TCP_NODELAY', 1);
    note(options, system, `  Trying ${formatAddress(address)}:${port}...`);
    memory.connection = { descriptor, host, port, address, number: memory.connections++, answers: 0 };
  }
  const { descriptor, address } = memory.connection;
  const result = system.connect(descriptor, address, port);
  if (result === 'EINPROGRESS' || result === 'EALREADY') return null;
  if (result === 0) {
    transfer.connected = system.now;
    transfer.connects++;
    note(options, system, `Connected to ${host} (${formatAddress(address)}) port ${port}`);
    ask(options, transfer, system);
    return 'again';
  }
  note(options, system, `connect to ${formatAddress(address)} port ${port} failed: ${errorText(result)}`);
  drop(memory, system);
  transfer.addresses.shift();
  if (transfer.addresses.length > 0) return 'again';
  const time = since(transfer.begun, system.now);
  // The system has given up waiting: curl calls that a time-out as well.
  if (result === 'ETIMEDOUT')
    return { code: 28, text: `Failed to connect to ${host} port ${port} after ${time} ms: Timeout was reached` };
  return { code: 7, text: `Failed to connect to ${host} port ${port} after ${time} ms: Couldn't connect to server` };
}

/** Puts the request together. */
function ask(options: CurlOptions, transfer: Transfer, system: System): void {
  const { method, data, minor } = options;
  const { url } = transfer;
  const start = `${method} ${url.target} HTTP/1.${minor}`;
  const own: HttpField[] = [
    ['Host', url.authority],
    ['User-Agent', 'curl (hopscope)'],
    ['Accept', '*/*'],
  ];
  const body = encodeText(data ?? '');
  if (data !== null) {
    own.push(['Content-Length', `${body.length}`], ['Content-Type', 'application/x-www-form-urlencoded']);
  }
  const given = options.fields.map(([name]) => name.toLowerCase());
  const fields = [...own.filter(([name]) => !given.includes(name.toLowerCase())), ...options.fields];
  if (options.verbose) {
    for (const line of [start, ...fields.map(([name, value]) => `${name}: ${value}`), '']) system.print(`> ${line}`);
  }
  transfer.reading = newReading('response', method);
  transfer.out = newOutgoing();
  put(transfer.out, emitHead(start, fields), body);
  transfer.stage = 'sending';
}

function send(options: CurlOptions, memory: CurlMemory, transfer: Transfer, system: System): Failure | 'again' | null {
  const sent = flush(transfer.out, memory.connection!.descriptor, system);
  if (sent === false) return null;
  if (sent === true) {
    transfer.stage = 'receiving';
    return 'again';
  }
  return retried(options, memory, transfer, system) ?? { code: 55, text: `Send failure: ${errorText(sent)}` };
}

function receive(
  options: CurlOptions,
  memory: CurlMemory,
  transfer: Transfer,
  system: System,
): Failure | 'done' | 'again' | null {
  const { reading } = transfer;
  const connection = memory.connection!;
  while (reading.stage !== 'done' && reading.stage !== 'bad') {
    const bytes = system.receive(connection.descriptor, 65_536);
    if (bytes === 'EAGAIN') return null;
    if (typeof bytes === 'string') {
      if (!reading.begun && bytes === 'ECONNRESET') {
        const again = retried(options, memory, transfer, system);
        if (again !== null) return again;
      }
      return { code: 56, text: `Recv failure: ${errorText(bytes)}` };
    }
    if (bytes.length === 0) {
      if (!reading.begun) {
        return retried(options, memory, transfer, system) ?? { code: 52, text: 'Empty reply from server' };
      }
      const { left } = reading;
      ended(reading);
      if (isBad(reading)) return cut(reading, left);
    } else {
      transfer.firstByte ??= system.now;
      feed(reading, bytes);
    }
    if (headRead(reading) && !transfer.shown) showHead(options, transfer, system);
  }
  if (isBad(reading)) {
    if (reading.fault!.problem === 'bad status line') return { code: 1, text: 'Received HTTP/0.9 when not allowed' };
    return { code: 8, text: `Weird server reply: ${reading.fault!.problem}` };
  }
  return finish(options, memory, transfer, system);
}

/** Asked anew: the stage changes behind the compiler's back. */
function isBad({ stage }: HttpReading): boolean {
  return stage === 'bad';
}

function cut(reading: HttpReading, left: number): Failure {
  if (reading.bodyLength === 0 && reading.status === 0) return { code: 56, text: 'Recv failure: header cut short' };
  const what = left > 0 ? `${left} bytes remaining to read` : 'outstanding read data remaining';
  return { code: 18, text: `end of response with ${what}` };
}

/**
 * A connection kept open may end just as it is used again: what was not answered at all is asked for again on a new one
 * (RFC 9112 §9.3.1), unless asking twice could do something twice. Null: it was the first request, or must not be.
 */
function retried(options: CurlOptions, memory: CurlMemory, transfer: Transfer, system: System): 'again' | null {
  if (memory.connection!.answers === 0 || options.method === 'POST') return null;
  note(options, system, 'Connection died, retrying a fresh connect');
  drop(memory, system);
  transfer.stage = 'resolving';
  return 'again';
}

function showHead(options: CurlOptions, transfer: Transfer, system: System): void {
  const { minor, status, reason, fields } = transfer.reading;
  transfer.shown = true;
  const lines = [
    `HTTP/1.${minor} ${status} ${reason}`.trimEnd(),
    ...fields.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
  for (const line of lines) {
    if (options.verbose) system.print(`< ${line}`);
    else if (options.include) system.print(line);
  }
}

function finish(options: CurlOptions, memory: CurlMemory, transfer: Transfer, system: System): Failure | 'done' {
  const { reading } = transfer;
  const connection = memory.connection!;
  connection.answers++;
  const failed = options.fail && reading.status >= 400;
  const output = options.outputs[memory.at];
  const text = failed ? '' : decodeText(bodyOf(reading));
  if (output === undefined) system.write(text);
  else if (output !== '/dev/null') {
    system.environment.files.set(output.startsWith('/') ? output : `/${output}`, text);
  }
  // Without a length only the end of the connection told where the body ends.
  const measured =
    valuesOf(reading.fields, 'content-length').length + valuesOf(reading.fields, 'transfer-encoding').length;
  const bodiless = options.method === 'HEAD' || reading.status === 204 || reading.status === 304;
  const goesOn = options.minor === 1 && persists(reading) && (measured > 0 || bodiless);
  if (goesOn) note(options, system, `Connection #${connection.number} to host ${connection.host} left intact`);
  else {
    note(options, system, `Closing connection ${connection.number}`);
    drop(memory, system);
  }
  return failed ? { code: 22, text: `The requested URL returned error: ${reading.status}` } : 'done';
}

function drop(memory: CurlMemory, system: System): void {
  if (memory.connection !== null) system.close(memory.connection.descriptor);
  memory.connection = null;
}

function note({ verbose }: CurlOptions, system: System, text: string): void {
  if (verbose) system.print(`* ${text}`);
}

/** Whole milliseconds between two times. */
function since(from: number, to: number): number {
  return Math.round((to - from) / MILLISECOND);
}
