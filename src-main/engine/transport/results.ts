import type { Errno } from './errno.ts';
import type { Message } from './state.ts';

/** A connection taken from a listening socket, and its peer. */
export interface Accepted {
  descriptor: number;
  address: number;
  port: number;
}

/** What a program may ask for one datagram or echo request. */
export interface SendOptions {
  /** 1 … 255; default 64. */
  ttl?: number;
  /** Sequence number of an echo request, 0 … 65535; default 0. */
  sequence?: number;
  /**
   * DF (`IP_MTU_DISCOVER`). True: what the path cannot carry whole, as far as is known, is EMSGSIZE. False: never set.
   * Left out: set where it fits, and what does not fit is cut before it leaves, as real systems do (RFC 1191 §6.1).
   */
  dontFragment?: boolean;
}

/** One datagram or echo reply, with who sent it, the TTL it came with and when it came (ns). */
export type Received = Message;

/** What a call would find. `error` is pending, and is not cleared by looking. */
export interface Readiness {
  /** `accept` or `receive` would not be EAGAIN. */
  readable: boolean;
  /** `send` would not be EAGAIN. */
  writable: boolean;
  error: Errno | null;
}
