import type { SocketOptionName } from '../transport/option-names.ts';

/** What a document says about a program: where it runs, when it starts, and what it does. */
export interface ProgramSettings {
  id: string;
  /** Shown to the user: `ping server`. */
  name: string;
  /** Device id of a host, server or router. */
  device: string;
  /** Simulated ns at which it starts by itself, or null: only when asked. */
  start: number | null;
  run: PingSettings | StepsSettings | CommandSettings;
}

export interface PingSettings {
  program: 'ping';
  /** Dotted address. */
  destination: string;
  /** Echo requests to send, 1 … 1000. */
  count: number;
  /** ns between them, 1e6 … 1e12. */
  interval: number;
  /** Data bytes in each, 0 … 65,507; more than the cable carries is cut into fragments. */
  size: number;
}

/** What a person would type in a terminal of the device: `ping -c 3 server`, `curl http://10.0.0.2/ && netstat -an`. */
export interface CommandSettings {
  program: 'command';
  /** One line, 1 … 1,000 characters. */
  line: string;
}

/** A socket program as a list of calls: each waits until its call is done, then the next follows. */
export interface StepsSettings {
  program: 'steps';
  steps: SocketStep[];
  /** Every call waits until a person lets it be made. */
  stepwise?: boolean;
}

/**
 * One call. A socket is known by the name the program gives it (`as`, `socket`).
 * `recv` waits until exactly `length` bytes came, or until the end of the stream when `length` is null.
 */
export type SocketStep =
  | { call: 'socket'; as: string; type: 'stream' | 'datagram' }
  | { call: 'bind'; socket: string; address: string; port: number }
  | { call: 'listen'; socket: string; backlog: number }
  | { call: 'accept'; socket: string; as: string }
  | { call: 'connect'; socket: string; address: string; port: number }
  /** `urgent`: urgent data ends behind it (`MSG_OOB`). */
  | { call: 'send'; socket: string; length: number; text?: string; urgent?: boolean }
  | { call: 'sendto'; socket: string; address: string; port: number; length: number; text?: string }
  /**
   * `peek`: waits until something is there, looks at `length` bytes of it at most, and leaves them (`MSG_PEEK`). `errors`: waits
   * for an ICMP error about something sent, and prints it (`MSG_ERRQUEUE`; UDP with IP_RECVERR).
   */
  | { call: 'recv'; socket: string; length: number | null; peek?: boolean; errors?: boolean }
  /** The value is in the option's own unit: `socket-options.ts`. */
  | { call: 'setsockopt'; socket: string; option: SocketOptionName; value: number | string }
  /** Prints the value. */
  | { call: 'getsockopt'; socket: string; option: SocketOptionName }
  | { call: 'shutdown'; socket: string; how: 'read' | 'write' | 'both' }
  | { call: 'close'; socket: string }
  | { call: 'wait'; time: number }
  /** No call: the program goes on with step number `from` (counted from 1, an earlier one), as a server's loop does. */
  | { call: 'repeat'; from: number };
