import type { Datagram } from '../wire/datagram.ts';
import type { Frame } from '../wire/frame.ts';
import type { Ipv4 } from '../wire/ipv4.ts';
import type { Reason } from '../trace/reasons.ts';
import type { RejectWith } from './filter-settings.ts';
import type { FilterState } from './filter.ts';
import type { NatState } from './nat-state.ts';
import type { RoutingTable } from './routing.ts';
import type { NetworkOptions } from './settings.ts';

/** A packet that waits for ARP, with the fact that made it wait. */
export interface WaitingDatagram {
  datagram: Datagram;
  packet: number;
  cause: number;
  /** Whether this host sent it itself (its own transport hears of a failure), or forwards it for somebody. */
  own: boolean;
}

/**
 * The states of an ARP cache entry. RFC 826 knows none and RFC 1122 §2.3.2.1 asks for ageing and unicast polling;
 * the names are those of RFC 4861 §7.3.2, as real systems use them for ARP too. `permanent`: written by a person.
 */
export type ArpState = 'incomplete' | 'reachable' | 'stale' | 'probe' | 'permanent';

export interface ArpEntry {
  /** Unknown (0) while incomplete. */
  mac: number;
  state: ArpState;
  /** ns of the last change of state. */
  since: number;
  /** ns at which something is due: the next request, or the end of the state; Infinity: never. */
  deadline: number;
  /** Requests sent in this state. */
  attempts: number;
  waiting: WaitingDatagram[];
  /** The fact that last changed it. */
  cause: number;
}

/** An address that is coming into use. */
export interface Claim {
  address: number;
  prefix: number;
  /** `probe`: it is asked whether somebody has it, and it is not used yet. `announce`: it is used, and made known. */
  phase: 'probe' | 'announce';
  /** Probes or announcements sent. */
  sent: number;
  /** ns of what is to be done next. */
  deadline: number;
  /** The fact that asked for it. */
  cause: number;
}

/**
 * What passed one interface since its device was switched on, as `ip -s link` and `netstat -i` count: frames, and bytes
 * without the FCS. Counted in place: nothing is made for a frame that passes.
 */
export interface Counters {
  packetsIn: number;
  bytesIn: number;
  /** Frames that were damaged, or too short to be any. */
  errorsIn: number;
  /** Packets that came in and went no further, or never went out. */
  dropped: number;
  /** Frames handed to the adapter; whether its queue had room for them is the cable's to tell. */
  packetsOut: number;
  bytesOut: number;
  /** The same drops by their reasons. */
  reasons: Map<Reason, number>;
}

/** One adapter with what IP knows about it. */
export interface Interface {
  name: string;
  mac: number;
  /** Whether the person, or a program, has it switched on. */
  up: boolean;
  /** Own address, or null while none is set. */
  address: number | null;
  prefix: number;
  /** Directed broadcast address of its subnet; null where there is none (no address, /31 and /32: RFC 3021). */
  broadcast: number | null;
  arp: Map<number, ArpEntry>;
  /** An address that is coming into use, or has just done so. */
  claim: Claim | null;
  /** ns at which its address was last defended against somebody else's claim; null: never. */
  defendedAt: number | null;
  /** The newest sign that somebody else uses an address of this interface, or had one it wanted. */
  conflict: { address: number; mac: number; time: number } | null;
  /** Whether its link went away since it last had one. */
  linkLost: boolean;
  /** Whether it answers ARP requests for hosts behind other interfaces (RFC 1027). */
  proxyArp: boolean;
  counters: Counters;
  /** Multicast groups joined, with the number of sockets in each (RFC 1112 §7.1). */
  groups: Map<number, number>;
}

/** What has been learned about the way to one destination. */
export interface PathMtu {
  /** Largest packet known to get there whole, bytes. */
  mtu: number;
  /** ns at which it was last made smaller. */
  since: number;
  /** ns at which it is forgotten. */
  deadline: number;
  /** The fact by which it was learned. */
  cause: number;
}

/** A fragment that waits for the others. */
export interface HeldFragment {
  frame: Frame;
  ip: Ipv4;
  /** The fact that it was kept. */
  cause: number;
}

/** A packet of which some fragments have come. */
export interface Reassembly {
  /** In the order of their places; none overlap. */
  held: HeldFragment[];
  /** Bytes of payload held. */
  have: number;
  /** Bytes of payload when it is whole; -1 until the last fragment has come. */
  total: number;
  /** ns at which it is given up. */
  deadline: number;
  /** Two of its fragments claimed the same bytes: whatever comes of it is thrown away too. */
  refused: boolean;
  /** Index of the interface the first of them came in by. */
  port: number;
}

/** The network layer of one host or router, as plain data. */
export interface NetworkState {
  interfaces: Interface[];
  routes: RoutingTable;
  /** Whether packets for others are passed on: the difference between a router and a host (RFC 1122 §3.1). */
  forwarding: boolean;
  /** Packets to an address of its own: they never touch a cable. */
  looped: { datagram: Datagram; packet: number; cause: number }[];
  /** Null: none, and every packet passes. */
  filter: FilterState | null;
  /** Null: addresses pass as they are. */
  nat: NatState | null;
  /** What the person has set, or the standards say. */
  options: Readonly<NetworkOptions>;
  /** Packets of which fragments have come, by what they have in common, the oldest first. */
  reassembly: Map<string, Reassembly>;
  /** Bytes in there. */
  reassemblyBytes: number;
  /** ns at which the bucket of ICMP errors is full again. */
  errorsFullAt: number;
  /** ns of the last redirect to each host, the oldest first. */
  redirected: Map<number, number>;
  /** Smaller MTUs learned of, by destination, the oldest first (RFC 1191 §3). */
  paths: Map<number, PathMtu>;
  /** IPv4 identification of the next packet the network layer makes itself and that may be cut (RFC 6864 §4.3). */
  identification: number;
  /** Packets of its own that were too large for their first cable: their sender is still to be told. */
  tooLarge: { datagram: Datagram; packet: number; cause: number; mtu: number }[];
  /** Packets of its own that the filter rejected: they were not sent, and the sender is still to be told. */
  refused: { datagram: Datagram; packet: number; cause: number; rejectWith: RejectWith | null }[];
}
