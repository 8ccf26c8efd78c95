import { BRIDGE_WINDOW, type DrawnEvent } from '#contract/bridge.ts';
import type { SocketCall } from '#engine/devices/behaviour.ts';
import type { Readiness } from '#engine/transport/results.ts';

/** The sockets of a gateway in the drawn network. Every call is an input; looking is none. */
export interface DrawnSockets {
  call(name: SocketCall['name'], ...given: SocketCall['arguments'][number][]): unknown;
  readiness(descriptor: number): Readiness | 'EBADF';
  tell(event: DrawnEvent): void;
}

/** Bytes read from a drawn socket at once. */
const MOST_READ = 64 * 1024;

/**
 * One connection (or, for UDP, one peer) that crosses the gateway: a drawn socket, and what waits on either side of it.
 * What the drawn socket does not take stays here, and is no more than the window the real side keeps to; what the real
 * side has not taken is not read.
 */
export class Crossing {
  readonly number: number;
  readonly #sockets: DrawnSockets;
  readonly #descriptor: number;
  readonly #datagrams: boolean;
  /** The drawn handshake, or for one that began in the drawing the real one. */
  #opening: 'drawn' | 'real' | null;
  #waiting: Uint8Array[] = [];
  #realEnded = false;
  #finSent = false;
  #drawnEnded = false;
  /** Bytes told to the real side that it has not given on. */
  #underWay = 0;
  closed = false;

  constructor(
    number: number,
    sockets: DrawnSockets,
    descriptor: number,
    { opening, datagrams = false }: { opening: 'drawn' | 'real' | null; datagrams?: boolean },
  ) {
    this.number = number;
    this.#sockets = sockets;
    this.#descriptor = descriptor;
    this.#opening = opening;
    this.#datagrams = datagrams;
  }

  /** The real server has taken the connection. */
  opened(): void {
    this.#opening = null;
  }

  data(bytes: Uint8Array): void {
    if (bytes.length > 0 || this.#datagrams) this.#waiting.push(bytes);
  }

  end(): void {
    this.#realEnded = true;
  }

  taken(length: number): void {
    this.#underWay -= length;
  }

  /** Does all that can be done now. True: something was done. */
  pump(): boolean {
    let moved = false;
    while (!this.closed && this.#step()) moved = true;
    return moved;
  }

  /** Ends it at once: the drawn end gets a reset (SO_LINGER 0, RFC 9293 §3.10.5). */
  reset(): void {
    if (this.closed) return;
    if (!this.#datagrams) this.#sockets.call('setSocketOption', this.#descriptor, 'SO_LINGER', 0);
    this.#close();
  }

  #step(): boolean {
    const ready = this.#sockets.readiness(this.#descriptor);
    if (ready === 'EBADF' || ready.error !== null) return this.#broken();
    if (this.#opening === 'drawn') {
      if (!ready.writable) return false;
      this.#opening = null;
      this.#sockets.tell({ what: 'opened', connection: this.number });
      return true;
    }
    if (this.#opening === 'real') return false;
    return this.#send(ready) || this.#finish() || this.#receive(ready);
  }

  #send(ready: Readiness): boolean {
    const bytes = this.#waiting[0];
    if (bytes === undefined || !ready.writable) return false;
    const sent = this.#sockets.call('send', this.#descriptor, bytes);
    // A datagram that is refused is lost, as any may be.
    if (typeof sent !== 'number' && !this.#datagrams) return sent === 'EAGAIN' ? false : this.#broken();
    const length = typeof sent === 'number' ? sent : bytes.length;
    if (length < bytes.length) this.#waiting[0] = bytes.subarray(length);
    else this.#waiting.shift();
    this.#sockets.tell({ what: 'taken', connection: this.number, length });
    return true;
  }

  #finish(): boolean {
    if (!this.#realEnded || this.#finSent || this.#waiting.length > 0) return false;
    this.#finSent = true;
    this.#sockets.call('shutdown', this.#descriptor, 'write');
    if (this.#drawnEnded) this.#close();
    return true;
  }

  #receive(ready: Readiness): boolean {
    if (this.#drawnEnded || !ready.readable || this.#underWay >= BRIDGE_WINDOW) return false;
    const bytes = this.#sockets.call('receive', this.#descriptor, MOST_READ);
    if (!(bytes instanceof Uint8Array)) return bytes === 'EAGAIN' ? false : this.#broken();
    if (bytes.length === 0 && !this.#datagrams) {
      this.#drawnEnded = true;
      this.#sockets.tell({ what: 'end', connection: this.number });
      if (this.#finSent) this.#close();
      return true;
    }
    this.#underWay += bytes.length;
    // The engine never writes to it again, but it may be a part of something larger.
    this.#sockets.tell({ what: 'data', connection: this.number, bytes: bytes.slice() });
    return true;
  }

  #broken(): boolean {
    // An ICMP error about a datagram ends nothing; it is told once and gone.
    if (this.#datagrams && this.#sockets.readiness(this.#descriptor) !== 'EBADF') {
      this.#sockets.call('getSocketOption', this.#descriptor, 'SO_ERROR');
      return true;
    }
    this.#sockets.tell({ what: 'reset', connection: this.number });
    this.#close();
    return true;
  }

  #close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#sockets.call('close', this.#descriptor);
  }
}
