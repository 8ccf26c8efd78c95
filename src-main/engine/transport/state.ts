import type { Endpoint } from './endpoint.ts';
import type { Errno } from './errno.ts';
import type { TcpSettings } from './settings.ts';
import type { Connection } from './tcp/connection.ts';

export type SocketType = 'stream' | 'datagram' | 'icmp';

/** One datagram or echo reply that waits to be read. */
export interface Message {
  bytes: Uint8Array;
  /** Who sent it. */
  address: number;
  port: number;
  /** TTL it arrived with. */
  ttl: number;
  /** When it arrived, ns. */
  time: number;
  /** Echo replies: their sequence number. Datagrams: 0. */
  sequence: number;
  /** The address it was sent to: one of the host's own, a broadcast, or a group (`IP_PKTINFO`). */
  destination: number;
  /** Name of the interface it came in by; empty when the host sent it itself. */
  device: string;
  /** The options of its IPv4 header (`IP_RECVOPTS`); empty: none. */
  ipOptions: Uint8Array;
}

/** An ICMP error about something a socket sent, as a program that asked for them reads it (ip(7), `IP_RECVERR`). */
export interface MessageError {
  kind: 'unreachable' | 'time-exceeded';
  /** ICMP code (RFC 792). */
  code: number;
  /** Next-hop MTU of "fragmentation needed", bytes; 0: not told. */
  mtu: number;
  /** Who told it. */
  from: number;
  /** Where the packet was going. */
  address: number;
  port: number;
  /** Sequence number of an echo request. */
  sequence: number;
  /** When it arrived, ns. */
  time: number;
}

/** What a program sets on a UDP or echo socket, by the names of its options. */
export interface MessageOptions {
  /** May send to broadcast addresses (`SO_BROADCAST`; RFC 1122 §3.3.6). */
  broadcast: boolean;
  /** Name of the only interface it uses (`SO_BINDTODEVICE`); empty: any. */
  device: string;
  /** TTL of what goes to one host (`IP_TTL`) and to a group (`IP_MULTICAST_TTL`; RFC 1112 §6.1: 1). */
  ttl: number;
  multicastTtl: number;
  /** Name of the interface what goes to a group leaves by (`IP_MULTICAST_IF`); empty: as the routing table says. */
  multicastDevice: string;
  /** DSCP and ECN of what it sends, as one byte (`IP_TOS`; RFC 2474 §3, RFC 3168 §5). */
  typeOfService: number;
  /** Whether UDP datagrams carry a checksum (`SO_NO_CHECK` is the opposite; RFC 1122 §4.1.3.4: on unless switched off). */
  checksum: boolean;
  /** Options its packets carry in their IPv4 headers (`IP_OPTIONS`): whole words, at most 40 bytes; empty: none. */
  ipOptions: Uint8Array;
  /** Bytes that may wait to be read before what comes is thrown away (`SO_RCVBUF`). */
  receiveBuffer: number;
  /** Whether what it sends may be cut (`IP_MTU_DISCOVER`): `want`, not where that can be avoided; `do`, never; `dont`, anywhere. */
  discovery: 'want' | 'do' | 'dont';
  /** ICMP errors wait to be read one by one, and no call fails with them (`IP_RECVERR`). */
  receiveErrors: boolean;
}

interface AnySocket {
  /** Number within the host, never used again. */
  id: number;
  /** The process that holds it. */
  owner: number;
  descriptor: number;
  local: Endpoint;
  /** May share its port as `ports.ts` says (`SO_REUSEADDR`). */
  reuse: boolean;
  /** How long a program that blocks lets its calls wait. */
  patience: Patience;
}

/** ns a call waits at most; null: as long as it takes. `receive`: `SO_RCVTIMEO`, also of `accept`; `send`: `SO_SNDTIMEO`, also of `connect`. */
export interface Patience {
  receive: number | null;
  send: number | null;
  /** `O_NONBLOCK`: no call waits, whatever the two say. */
  none: boolean;
}

export const newPatience = (): Patience => ({ receive: null, send: null, none: false });

export interface StreamSocket extends AnySocket {
  type: 'stream';
  /** The connection it stands for; null before connect and while listening. */
  connection: number | null;
  listener: Listener | null;
  /** `connect` has not told yet how it went. */
  connecting: boolean;
  /** What its program has set otherwise than the host has it; accepted connections take it over. */
  own: Partial<TcpSettings>;
  /** ns `close` waits for what was sent; 0: it throws that away with a reset; null: it does not wait (`SO_LINGER`). */
  linger: number | null;
  /** When a `close` that waits began, ns. */
  lingering: number | null;
  /** TTL of its packets (`IP_TTL`). */
  ttl: number;
  /** Differentiated services codepoint of its segments, 0 … 63 (`IP_TOS` without its two lowest bits, which are ECN's). */
  dscp: number;
  /** Its connections acknowledge at once (true) or when there is something to send (false); null: as usual (`TCP_QUICKACK`). */
  quick: boolean | null;
}

/** What `listen` adds to a socket. */
export interface Listener {
  /** Connections that may wait, half open or not yet accepted; at least 1. */
  backlog: number;
  /** Connections in SYN-RECEIVED, oldest first. */
  halfOpen: number[];
  /** Connections ready for `accept`, oldest first. */
  complete: number[];
}

/** A UDP socket, or one that sends ICMP echo requests and reads the replies (Linux calls it a ping socket). */
export interface MessageSocket extends AnySocket {
  type: 'datagram' | 'icmp';
  /** Set by connect: the only peer. */
  remote: Endpoint | null;
  /** A failure nobody was told yet; the next call tells it and clears it (`SO_ERROR`). */
  error: Errno | null;
  queue: Message[];
  /** Bytes in `queue`. */
  queued: number;
  readShut: boolean;
  writeShut: boolean;
  options: MessageOptions;
  /** ICMP errors not yet read, oldest first. */
  errors: MessageError[];
  /** Multicast groups it has joined, each on an interface. */
  groups: { device: string; group: number }[];
}

export type Socket = StreamSocket | MessageSocket;

/**
 * All that UDP, TCP and the sockets of one host know. Plain data, and a tree (nothing is held in two places): things
 * name each other by number, so that a copy of it is a copy of the host.
 */
export interface TransportState {
  /** What new sockets begin with. */
  settings: TcpSettings;
  /** By socket number, in the order of `socket` and `accept`. */
  sockets: Map<number, Socket>;
  /** Socket numbers by descriptor, by process. */
  descriptors: Map<number, Map<number, number>>;
  /** Descriptors a process may hold, where it was given less than the host's. By process. */
  limits: Map<number, number>;
  /** By connection number. */
  connections: Map<number, Connection>;
  /** Connection numbers by both endpoints (`pairKey`); what is here can still receive. */
  pairs: Map<string, number>;
  nextSocket: number;
  nextConnection: number;
  /** IPv4 identification of the next packet (RFC 6864 asks only that it does not repeat soon). */
  identification: number;
  /** The earliest wake asked for and not yet had, ns; null: none. Keeps one restarted timer from asking a thousand times. */
  wake: number | null;
  /** Challenge ACKs sent in the second that began at `since`, ns (RFC 5961 §7). */
  challenges: { since: number; count: number };
  /** Secret of the initial sequence numbers (RFC 6528); null until the first is drawn. */
  secret: number | null;
}

/** Takes the next IPv4 identification. */
export function nextIdentification(state: TransportState): number {
  const { identification } = state;
  state.identification = (identification + 1) & 0xffff;
  return identification;
}
