import { broadcastOf, formatAddress, formatMac, networkOf } from '../wire/address.ts';
import type { Reason } from '../trace/reasons.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import type { Datagram } from '../wire/datagram.ts';
import type { FilterSettings, RejectWith } from './filter-settings.ts';
import type { NatSettings } from './nat-settings.ts';
import type { NatState } from './nat-state.ts';
import type { Counters } from './counters.ts';
import type { Claim } from './address-claim.ts';
import type { FilterState } from './filter.ts';
import type { PathMtu } from './path-mtu.ts';
import type { Reassembly } from './reassembly.ts';
import type { NetworkLayerSettings, NetworkOptions } from './settings.ts';
import {
  newRoute,
  newRoutingTable,
  putRoute,
  routesOf,
  type Route,
  type RouteToAdd,
  type RoutingTable,
} from './routing.ts';

/** What the settings of a host or router say about its network layer. */
export interface NetworkSettings {
  ports: { name: string; mac: string | null; address: string | null; prefix: number }[];
  gateway: string | null;
  routes: { destination: string; prefix: number; via: string }[];
  filter?: FilterSettings;
  nat?: NatSettings;
  network?: NetworkLayerSettings;
}

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
  /** Whether it answers ARP requests for hosts behind other interfaces (RFC 1027). */
  proxyArp: boolean;
  counters: Counters;
  /** Multicast groups joined, with the number of sockets in each (RFC 1112 §7.1). */
  groups: Map<number, number>;
}

/** The network layer of one host or router, as plain data. */
export interface NetworkState {
  interfaces: Interface[];
  routes: RoutingTable;
  /** Whether packets for others are passed on: the difference between a router and a host (RFC 1122 §3.3.4.2). */
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

/** `10.0.0.1/24`, or nothing without an address. */
export function subnetText(address: number | null, prefix: number): string {
  return address === null ? '' : `${formatAddress(address)}/${prefix}`;
}

/** Gives an interface another address, and nothing else. */
export function readdress(one: Interface, address: number | null, prefix: number): void {
  one.address = address;
  one.prefix = prefix;
  one.broadcast = address === null || prefix > 30 ? null : broadcastOf(address, prefix);
}

/** The device is taken away, and every packet it still holds with it. */
export function discardNetwork(state: NetworkState, station: Station): void {
  state.interfaces.forEach((one, port) => loseNeighbours(one, station, port, 'device-removed'));
  for (const { packet, cause } of state.looped) {
    station.record('frame.dropped', { packet, reason: 'device-removed', cause });
  }
  for (const { held, port } of state.reassembly.values()) {
    for (const { frame, cause } of held) {
      station.record('frame.dropped', {
        port,
        frame: frame.id,
        packet: frame.packet,
        reason: 'device-removed',
        cause,
      });
    }
  }
}

/** Empties an ARP cache, but for what a person wrote into it. What waited for an answer is lost, on record. */
export function loseNeighbours(one: Interface, station: Station, port: number, reason: Reason): void {
  for (const [address, { waiting, state }] of one.arp) {
    for (const { packet, cause } of waiting) station.record('frame.dropped', { port, packet, reason, cause });
    if (state !== 'permanent') one.arp.delete(address);
  }
}

/**
 * Looks at all rows anew after an address, an interface or the drawing has changed. Rows of the drawing that cannot be
 * used now are kept for when they can; others are gone, as in a real system.
 */
export function refreshRoutes(state: NetworkState): void {
  const names = state.interfaces.map(({ name }) => name);
  const rows = routesOf(state.routes);
  state.routes = newRoutingTable([], names);
  state.interfaces.forEach(({ address, prefix, up }, port) => {
    if (address === null || !up) return;
    const network = networkOf(address, prefix);
    putRoute(state.routes, newRoute({ network, prefix, via: null, port, kind: 'connected' }, names));
  });
  for (const row of rows) {
    if (row.kind === 'connected') continue;
    const fresh = newRoute(placed(state, row), names);
    if (fresh.usable || fresh.drawn) putRoute(state.routes, fresh);
  }
}

function placed(state: NetworkState, row: Route): RouteToAdd {
  // A row of the drawing names its next hop and no interface.
  const port = row.drawn && row.via !== null ? portTo(state, row.via) : row.port;
  const usable =
    state.interfaces[port]?.up === true && (row.via === null || isOnSubnet(state.interfaces[port], row.via));
  return { ...row, port, usable };
}

/** Index of the interface on whose subnet an address is, or -1. */
export function portTo(state: NetworkState, address: number): number {
  // Where subnets overlap, the smallest one that holds it is meant, as for any packet (RFC 1812 §5.2.4.3).
  let port = -1;
  state.interfaces.forEach((one, index) => {
    if (!one.up || !isOnSubnet(one, address)) return;
    if (port < 0 || one.prefix > state.interfaces[port]!.prefix) port = index;
  });
  return port;
}

/** Whether an address is on the subnet of an interface. */
export function isOnSubnet({ address, prefix }: Interface, other: number): boolean {
  return address !== null && networkOf(address, prefix) === networkOf(other, prefix);
}

/** Whether `address` belongs to this host: one of its interfaces', or loopback (RFC 1122 §3.2.1.3 (g)). */
export function isOwn(state: NetworkState, address: number): boolean {
  if (address >>> 24 === 127) return true;
  for (const one of state.interfaces) if (one.address === address) return true;
  return false;
}

/**
 * Whether a packet to `address` that came in by interface `port` is for this host. A strong host takes it only where the
 * address is that interface's own (RFC 1122 §3.3.4.2); a router always does what a weak one does (RFC 1812 §2.2.2).
 */
export function isOwnAt(state: NetworkState, port: number, address: number): boolean {
  if (state.forwarding || state.options.hostModel === 'weak') return isOwn(state, address);
  return state.interfaces[port]?.address === address;
}

/** Whether `address` is a broadcast that an interface takes up (RFC 1122 §3.3.6). */
export function isBroadcastOf(one: Interface, address: number): boolean {
  return address === 0xffffffff || address === one.broadcast;
}

function stateOf({ up, claim, conflict }: Interface): string {
  if (!up) return 'down';
  if (claim?.phase === 'probe') return 'probing';
  return conflict === null ? 'up' : 'conflict';
}

/** The interfaces as a table. */
export function portsTable(state: NetworkState): Table {
  const rows = state.interfaces.map((one) => [
    one.name,
    formatMac(one.mac),
    one.address === null ? null : subnetText(one.address, one.prefix),
    stateOf(one),
  ]);
  return { name: 'ports', columns: ['port', 'mac', 'address', 'state'], rows };
}
