import type { Detail } from '../trace/kinds.ts';
import type { Recorder } from '../trace/recorder.ts';
import type { Datagram } from '../wire/datagram.ts';
import type { SocketType } from './state.ts';

/**
 * All that UDP, TCP and the sockets ask of the host they live in. Everything else they know themselves.
 * One object a host, valid only while that host is being run.
 */
export interface TransportOutside extends Recorder {
  /** Simulated time, whole ns. */
  readonly now: number;
  /** What the check found and expected for which a packet is thrown away; whoever returns the reason may say it. */
  check?: Detail | undefined;
  /**
   * Source address for a packet to `destination` (RFC 1122 §3.3.4.3), or null without a route or an address. `port`: the
   * index of the interface it will leave by, where a socket is bound to one.
   */
  sourceFor(destination: number, port?: number): number | null;
  /**
   * Largest IP packet in bytes that gets to `destination` whole, as far as is known (RFC 1191 §3): what the outgoing
   * interface carries, or less where a router on the way has told so; 576 without a route.
   */
  mtuFor(destination: number): number;
  /** What the outgoing interface to `destination` carries, bytes: the MSS to announce comes from it (RFC 1191 §3.1). */
  linkMtuFor(destination: number): number;
  /** TTL of what is sent, unless a socket says otherwise (RFC 1122 §3.2.1.7). */
  readonly timeToLive: number;
  /** Whether what is sent may carry DF to find out what its path carries (RFC 1191 §3). */
  readonly discoversPathMtu: boolean;
  /** Whether an address is one of this host's own. */
  isLocal(address: number): boolean;
  /** Whether an address means everybody on a link: the limited broadcast, or the directed one of an interface. */
  isBroadcast(address: number): boolean;
  /**
   * Whether an address translator of this host has given a port (of `icmp`: an identifier) at `address` (0: any) away to
   * somebody inside. Left out: there is none.
   */
  givenAway?(type: SocketType, address: number, port: number): boolean;
  /** Index of the interface of this name, or -1. */
  portOf(device: string): number;
  /** Name of the interface with this index; empty for -1, the host itself. */
  deviceAt(port: number): string;
  /** Joins a multicast group on an interface, or leaves it. Joined twice is left twice. */
  join(port: number, group: number): void;
  leave(port: number, group: number): void;
  /** A world-wide number for a packet about to be sent, so that a fact can name it before it leaves. */
  newPacket(): number;
  /**
   * Hands a packet to IP, which routes it, waits for ARP and sends it. `cause` of what follows is `Recorder.cause`.
   * Returns false without a route (the caller reports ENETUNREACH). `port`: index of the interface it must leave by; left
   * out: the routing table chooses.
   */
  send(datagram: Datagram, packet: number, port?: number): boolean;
  /**
   * Tells IP that nothing sent from `source` to `destination` is answered (RFC 9293 §3.8.3: negative advice), so that it
   * finds out whether the next hop is still there. `cause` is the advice.
   */
  adviseTrouble(source: number, destination: number): void;
  /**
   * Asks to be woken (`transportWoken`) at `time` ns or before. Every wake must ask again for what is still to come: of
   * several wakes asked for, only the earliest is sure.
   */
  wakeAt(time: number): void;
  /** Next number of this device's dice, 0 … 2^32-1. */
  random(): number;
  /** Something a program may wait for has changed on a socket of process `owner`: it will be run again, later in this step. */
  ready(owner: number): void;
}
