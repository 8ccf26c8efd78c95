import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import type { LabCall, LabOutcome } from '#contract/kernel-lab.ts';
import type { LoopbackAddress } from '../loopback.ts';

/** ms for which a call that would block is waited for, before it counts as one that blocks. */
const PATIENCE = 400;
/** ms after the first bytes in which the rest of what has come is collected. */
const COLLECTING = 30;
/** Most characters of what was read that are shown. */
const MOST_TEXT = 200;

/** One end of a connection. Nothing is read from it but by `recv`. */
interface Stream {
  socket: Socket;
  /** Why it failed, until a call tells. */
  error: string | null;
  /** Whether the other end has finished and that was read. */
  ended: boolean;
}

interface Listener {
  server: Server;
  /** Accepted by the runtime already, not yet by a call. */
  waiting: Socket[];
}

interface Datagrams {
  socket: DatagramSocket;
  received: Buffer[];
}

/** Real sockets of this process, moved call by call. Each call ends with an outcome; none throws. */
export class Performer {
  readonly #streams = new Map<string, Stream>();
  readonly #listeners = new Map<string, Listener>();
  readonly #datagrams = new Map<string, Datagrams>();
  readonly #address: LoopbackAddress;

  /** `address`: where all its sockets are. */
  constructor(address: LoopbackAddress) {
    this.#address = address;
  }

  async perform(call: LabCall): Promise<LabOutcome> {
    switch (call.call) {
      case 'listen':
        return this.#listen(call.socket, call.port, call.backlog);
      case 'accept':
        return this.#accept(call.socket, call.as);
      case 'connect':
        return this.#connect(call.socket, call.port, call.from);
      case 'bind':
        return this.#bind(call.socket, call.port);
      case 'sendto':
        return this.#sendTo(call.socket, call.port, call.length);
      case 'recvfrom':
        return this.#receiveFrom(call.socket);
      case 'send':
        return this.#send(call.socket, call.length, call.text);
      case 'recv':
        return this.#receive(call.socket, call.length);
      case 'shutdown':
        return this.#shutdown(call.socket);
      case 'close':
        return this.#close(call.socket);
      case 'abort':
        return this.#abort(call.socket);
      default:
        // What is done to the program and not by it.
        return failed('ENOSYS');
    }
  }

  async #listen(name: string, port: number, backlog: number): Promise<LabOutcome> {
    const listener: Listener = { server: createServer({ allowHalfOpen: true, pauseOnConnect: true }), waiting: [] };
    const { server } = listener;
    server.on('connection', (socket) => listener.waiting.push(socket));
    const outcome = await new Promise<LabOutcome>((resolve) => {
      server.once('error', (error) => resolve(failed(codeOf(error))));
      server.listen({ host: this.#address, port, backlog, exclusive: true }, () => {
        resolve(returned((server.address() as AddressInfo).port));
      });
    });
    if (outcome.error === null) this.#listeners.set(name, listener);
    return outcome;
  }

  async #accept(name: string, as: string): Promise<LabOutcome> {
    const listener = this.#listeners.get(name);
    if (listener === undefined) return failed('EBADF');
    await until(() => listener.waiting.length > 0);
    const socket = listener.waiting.shift();
    if (socket === undefined) return failed('EAGAIN');
    this.#keep(as, socket);
    return returned(socket.remotePort ?? 0);
  }

  async #connect(name: string, port: number, from: number): Promise<LabOutcome> {
    const socket = new Socket({ allowHalfOpen: true });
    // Otherwise the runtime would begin to read by itself.
    socket.pause();
    const stream = this.#keep(name, socket);
    const own = from === 0 ? {} : { localAddress: this.#address, localPort: from };
    socket.connect({ host: this.#address, port, ...own });
    await until(() => !socket.connecting || stream.error !== null);
    const error = told(stream);
    if (error !== null) return failed(error);
    const value = socket.localPort ?? 0;
    return { error: socket.connecting ? 'EINPROGRESS' : null, value, text: null };
  }

  async #send(name: string, length: number, text: string | null): Promise<LabOutcome> {
    const stream = this.#streams.get(name);
    if (stream === undefined) return failed('EBADF');
    const { socket } = stream;
    const error = told(stream);
    if (error !== null) return failed(error);
    if (socket.connecting) return failed('EAGAIN');
    if (socket.destroyed || socket.writableEnded) return failed('EPIPE');
    const bytes = text === null ? Buffer.alloc(length, 0x2e) : Buffer.from(text);
    let done = false;
    socket.write(bytes, () => (done = true));
    await until(() => done || stream.error !== null);
    const after = told(stream);
    if (after !== null) return failed(after);
    // What the system has not taken yet waits in the runtime: to a program it is a call that blocks, and goes on.
    return done ? returned(bytes.length) : failed('EAGAIN');
  }

  async #receive(name: string, length: number): Promise<LabOutcome> {
    const stream = this.#streams.get(name);
    if (stream === undefined) return failed('EBADF');
    const { socket } = stream;
    let bytes: Buffer = readNow(socket, length);
    if (bytes.length === 0 && stream.error === null && !stream.ended && !socket.destroyed) {
      const chunks: Buffer[] = [];
      const collect = (chunk: Buffer): void => void chunks.push(chunk);
      const end = (): void => void (stream.ended = true);
      socket.on('data', collect).once('end', end);
      socket.resume();
      await until(() => chunks.length > 0 || stream.ended || stream.error !== null);
      if (chunks.length > 0) await until(() => stream.ended || sum(chunks) >= length, COLLECTING);
      socket.pause();
      socket.off('data', collect).off('end', end);
      const all = Buffer.concat(chunks);
      bytes = all.subarray(0, length);
      if (all.length > length) socket.unshift(all.subarray(length));
    }
    if (bytes.length > 0) return { error: null, value: bytes.length, text: shown(bytes) };
    const error = told(stream);
    if (error !== null) return failed(error);
    return stream.ended || socket.readableEnded ? returned(0) : failed('EAGAIN');
  }

  async #shutdown(name: string): Promise<LabOutcome> {
    const stream = this.#streams.get(name);
    if (stream === undefined) return failed('EBADF');
    const error = told(stream);
    if (error !== null) return failed(error);
    if (stream.socket.writableEnded) return failed('ENOTCONN');
    let done = false;
    stream.socket.end(() => (done = true));
    await until(() => done || stream.error !== null);
    return returned(0);
  }

  async #close(name: string): Promise<LabOutcome> {
    const stream = this.#streams.get(name);
    const listener = this.#listeners.get(name);
    const datagrams = this.#datagrams.get(name);
    if (stream !== undefined) {
      this.#streams.delete(name);
      await ended(stream.socket, () => stream.socket.destroy());
    } else if (listener !== undefined) {
      this.#listeners.delete(name);
      // As when a listening socket is closed: what it had not given to the program is gone.
      for (const socket of listener.waiting) socket.destroy();
      await new Promise<void>((resolve) => {
        listener.server.close(() => resolve());
        setTimeout(resolve, PATIENCE);
      });
    } else if (datagrams !== undefined) {
      this.#datagrams.delete(name);
      await new Promise<void>((resolve) => datagrams.socket.close(() => resolve()));
    } else return failed('EBADF');
    return returned(0);
  }

  async #abort(name: string): Promise<LabOutcome> {
    const stream = this.#streams.get(name);
    if (stream === undefined) return failed('EBADF');
    this.#streams.delete(name);
    await ended(stream.socket, () => stream.socket.resetAndDestroy());
    return returned(0);
  }

  async #bind(name: string, port: number): Promise<LabOutcome> {
    const socket = createSocket(this.#address === '::1' ? 'udp6' : 'udp4');
    const datagrams: Datagrams = { socket, received: [] };
    socket.on('message', (bytes) => datagrams.received.push(bytes));
    const outcome = await new Promise<LabOutcome>((resolve) => {
      socket.once('error', (error) => resolve(failed(codeOf(error))));
      socket.bind({ address: this.#address, port, exclusive: true }, () => resolve(returned(socket.address().port)));
    });
    if (outcome.error === null) {
      socket.on('error', () => undefined);
      this.#datagrams.set(name, datagrams);
    }
    return outcome;
  }

  async #sendTo(name: string, port: number, length: number): Promise<LabOutcome> {
    const found = this.#datagrams.get(name);
    if (found === undefined) return failed('EBADF');
    return new Promise((resolve) => {
      found.socket.send(Buffer.alloc(length, 0x2e), port, this.#address, (error, sent) =>
        resolve(error === null ? returned(sent) : failed(codeOf(error))),
      );
    });
  }

  async #receiveFrom(name: string): Promise<LabOutcome> {
    const found = this.#datagrams.get(name);
    if (found === undefined) return failed('EBADF');
    await until(() => found.received.length > 0);
    const bytes = found.received.shift();
    return bytes === undefined ? failed('EAGAIN') : returned(bytes.length);
  }

  #keep(name: string, socket: Socket): Stream {
    const stream: Stream = { socket, error: null, ended: false };
    socket.on('error', (error) => (stream.error = codeOf(error)));
    this.#streams.set(name, stream);
    return stream;
  }
}

/** What the runtime has read ahead. */
function readNow(socket: Socket, length: number): Buffer {
  const bytes =
    socket.readableLength > 0 ? (socket.read(Math.min(length, socket.readableLength)) as Buffer | null) : null;
  return bytes ?? Buffer.alloc(0);
}

/** The error of a connection, once. */
function told(stream: Stream): string | null {
  const { error } = stream;
  stream.error = null;
  return error;
}

async function ended(socket: Socket, end: () => void): Promise<void> {
  if (socket.destroyed) return;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  end();
  await closed;
}

/** Waits until something is so, at most `patience` ms. */
async function until(so: () => boolean, patience: number = PATIENCE): Promise<void> {
  const end = performance.now() + patience;
  while (!so() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 2));
}

function sum(chunks: readonly Buffer[]): number {
  return chunks.reduce((total, { length }) => total + length, 0);
}

/** What was read, if it is text that was meant to be read. */
function shown(bytes: Buffer): string | null {
  const text = bytes.subarray(0, MOST_TEXT).toString('latin1');
  return /[a-z]/i.test(text) && /^[\x09\x0a\x0d\x20-\x7e]*$/.test(text) ? text : null;
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message.slice(0, 64);
}

function returned(value: number): LabOutcome {
  return { error: null, value, text: null };
}

function failed(error: string): LabOutcome {
  return { error, value: null, text: null };
}
