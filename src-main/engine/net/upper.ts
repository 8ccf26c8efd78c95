import type { Detail } from '../trace/kinds.ts';
import type { Reason } from '../trace/reasons.ts';
import type { Frame } from '../wire/frame.ts';
import type { Icmp } from '../wire/icmp.ts';
import type { Ipv4 } from '../wire/ipv4.ts';

/** What a host does with packets for itself: the transport layer, as the network layer sees it. */
export interface Upper {
  /**
   * A packet for this host, from the interface with index `port`; -1: from itself. Returns why it was thrown away, or
   * null. `icmp` is given for ICMP packets.
   */
  received(ip: Ipv4, frame: Frame, port: number, icmp?: Icmp): Reason | null;
  /** What the check found and expected for which the last packet was thrown away, where that is told. */
  check?: Detail | undefined;
  /** Whether a socket of this host holds a port of a protocol (of ICMP: an identifier). */
  holds(protocol: number, port: number): boolean;
  /** An ICMP error about a packet this host sent, and who told it. */
  failed(error: IcmpError, from: number): void;
  /** What was learned of the path MTU to an address was forgotten: larger packets may be tried (RFC 1191 §6.3). */
  widened(destination: number): void;
}

/** The ICMP messages that say what became of a packet. */
export type IcmpError = Extract<Icmp, { kind: 'unreachable' | 'time-exceeded' | 'parameter-problem' }>;
