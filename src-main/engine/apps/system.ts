import { formatAddress } from '../wire/address.ts';
import type { TransportOutside } from '../transport/outside.ts';
import type { Accepted, Received } from '../transport/results.ts';
import * as sockets from '../transport/sockets.ts';
import type { Errno, SocketType, TransportState } from '../transport/transport.ts';
import type { ProcessState } from './process-state.ts';

/** Errors that mean "not yet": the call is made again when something has changed. */
const NOT_YET = new Set<unknown>(['EAGAIN', 'EINPROGRESS', 'EALREADY']);

/**
 * The operating system as a program of a drawn host sees it: the socket API, time, and a place to print to.
 * Every call is on record, once when it is made and once when it returns, however often it had to be tried in between.
 */
export class System {
  readonly #process: ProcessState;
  readonly #transport: TransportState;
  readonly #outside: TransportOutside;
  readonly #outputLimit: number;

  constructor(process: ProcessState, transport: TransportState, outside: TransportOutside, outputLimit: number) {
    this.#process = process;
    this.#transport = transport;
    this.#outside = outside;
    this.#outputLimit = outputLimit;
  }

  /** Simulated ns. */
  get now(): number {
    return this.#outside.now;
  }

  /** Asks to be run again at `time` ns, if nothing else happens before. */
  wakeAt(time: number): void {
    const { wakeAt } = this.#process;
    this.#process.wakeAt = wakeAt === null ? time : Math.min(wakeAt, time);
    this.#outside.wakeAt(time);
  }

  /** Prints one line. */
  print(line: string): void {
    const { output, settings } = this.#process;
    output.push(line);
    if (output.length > this.#outputLimit) output.shift();
    this.#outside.record('program.printed', { detail: { program: settings.name, line } });
  }

  socket(type: SocketType): number | Errno {
    return this.#call('socket', -1, type, () => sockets.socket(this.#transport, this.#outside, this.#owner, type));
  }
  bind(descriptor: number, address: number, port: number): 0 | Errno {
    const endpoint = print(address, port);
    return this.#call('bind', descriptor, endpoint, (owner) =>
      sockets.bind(this.#transport, this.#outside, owner, descriptor, address, port),
    );
  }
  listen(descriptor: number, backlog: number): 0 | Errno {
    return this.#call('listen', descriptor, `${backlog}`, (owner) =>
      sockets.listen(this.#transport, this.#outside, owner, descriptor, backlog),
    );
  }
  accept(descriptor: number): Accepted | Errno {
    return this.#call('accept', descriptor, '', (owner) =>
      sockets.accept(this.#transport, this.#outside, owner, descriptor),
    );
  }
  connect(descriptor: number, address: number, port: number): 0 | Errno {
    return this.#call('connect', descriptor, print(address, port), (owner) =>
      sockets.connect(this.#transport, this.#outside, owner, descriptor, address, port),
    );
  }
  send(descriptor: number, bytes: Uint8Array): number | Errno {
    return this.#call('send', descriptor, `${bytes.length}`, (owner) =>
      sockets.send(this.#transport, this.#outside, owner, descriptor, bytes),
    );
  }
  /** Sent with DF set, as Linux sends what it has discovered no smaller path for (RFC 1191 §3). */
  sendTo(descriptor: number, bytes: Uint8Array, address: number, port: number, sequence?: number): number | Errno {
    const endpoint = `${bytes.length}, ${port === 0 ? formatAddress(address) : print(address, port)}`;
    return this.#call('sendto', descriptor, endpoint, (owner) =>
      sockets.sendTo(this.#transport, this.#outside, owner, descriptor, bytes, address, port, {
        sequence,
        dontFragment: true,
      }),
    );
  }
  receive(descriptor: number, most: number): Uint8Array | Errno {
    return this.#call('recv', descriptor, `${most}`, (owner) =>
      sockets.receive(this.#transport, this.#outside, owner, descriptor, most),
    );
  }
  receiveFrom(descriptor: number): Received | Errno {
    return this.#call('recvfrom', descriptor, '', (owner) =>
      sockets.receiveFrom(this.#transport, this.#outside, owner, descriptor),
    );
  }
  shutdown(descriptor: number, how: 'read' | 'write' | 'both'): 0 | Errno {
    return this.#call('shutdown', descriptor, how, (owner) =>
      sockets.shutdown(this.#transport, this.#outside, owner, descriptor, how),
    );
  }
  close(descriptor: number): 0 | Errno {
    return this.#call('close', descriptor, '', (owner) =>
      sockets.close(this.#transport, this.#outside, owner, descriptor),
    );
  }

  get #owner(): number {
    return this.#process.number;
  }

  #call<R>(call: string, descriptor: number, given: string, make: (owner: number) => R): R {
    const outside = this.#outside;
    const program = this.#process.settings.name;
    const cause = outside.cause;
    const name = `${call} ${descriptor}`;
    // A call that had to wait is the same call when it is tried again.
    if (this.#process.blocked !== name) {
      outside.cause = outside.record('socket.called', { detail: { program, call, descriptor, arguments: given } });
    }
    const result = make(this.#owner);
    if (NOT_YET.has(result)) {
      this.#process.blocked = name;
    } else {
      this.#process.blocked = null;
      outside.record('socket.returned', { detail: { program, call, descriptor, result: resultText(result) } });
    }
    outside.cause = cause;
    return result;
  }
}

function print(address: number, port: number): string {
  return `${formatAddress(address)}:${port}`;
}

function resultText(result: unknown): string {
  if (typeof result === 'number' || typeof result === 'string') return `${result}`;
  if (result instanceof Uint8Array) return `${result.length}`;
  const { descriptor, bytes, address, port } = result as Partial<Accepted & Received>;
  if (descriptor !== undefined) return `${descriptor}, ${print(address!, port!)}`;
  return `${bytes!.length}, ${print(address!, port!)}`;
}
