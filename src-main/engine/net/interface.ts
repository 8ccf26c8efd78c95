import { broadcastOf, formatAddress, formatMac, networkOf, parseAddress, parseMac } from '../wire/address.ts';
import type { Reason } from '../trace/reasons.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import type { Datagram } from '../wire/datagram.ts';
import type { FilterSettings, RejectWith } from './filter-settings.ts';
import { newFilter, reconfigureFilter, type FilterState } from './filter.ts';
import { newRoutingTable, type Route, type RoutingTable } from './routing.ts';

/** What the settings of a host or router say about its network layer. */
export interface NetworkSettings {
  ports: { name: string; mac: string | null; address: string | null; prefix: number }[];
  gateway: string | null;
  routes: { destination: string; prefix: number; via: string }[];
  filter?: FilterSettings;
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
 * the names are those of RFC 4861 §7.3.2, as real systems use them for ARP too.
 */
export type ArpState = 'incomplete' | 'reachable' | 'stale' | 'probe';

export interface ArpEntry {
  /** Unknown (0) while incomplete. */
  mac: number;
  state: ArpState;
  /** ns of the last change of state. */
  since: number;
  /** ns at which something is due: the next request, or the end of the state. */
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
  /** Own address, or null while none is set. */
  address: number | null;
  prefix: number;
  /** Directed broadcast address of its subnet; null where there is none (no address, /31 and /32: RFC 3021). */
  broadcast: number | null;
  arp: Map<number, ArpEntry>;
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
  /** Packets of its own that the filter rejected: they were not sent, and the sender is still to be told. */
  refused: { datagram: Datagram; packet: number; cause: number; rejectWith: RejectWith | null }[];
}

/** A network layer as its settings say, with empty ARP caches: nothing is filled in to look friendly. */
export function newNetwork(settings: NetworkSettings, forwarding: boolean): NetworkState {
  const interfaces = settings.ports.map((port): Interface => {
    const address = port.address === null ? null : parseAddress(port.address);
    return {
      name: port.name,
      mac: port.mac === null ? 0 : (parseMac(port.mac) ?? 0),
      address,
      prefix: port.prefix,
      broadcast: address === null || port.prefix > 30 ? null : broadcastOf(address, port.prefix),
      arp: new Map(),
    };
  });
  return {
    interfaces,
    routes: routesOf(settings, interfaces),
    forwarding,
    looped: [],
    filter: newFilter(settings.filter),
    refused: [],
  };
}

/**
 * New settings while it runs. An interface that keeps its name, MAC and subnet keeps its ARP cache, as a real system
 * does; one that was given another address starts with an empty one, and what waited for an answer to the old one is lost.
 */
export function configureNetwork(state: NetworkState, station: Station, settings: NetworkSettings): void {
  const before = new Map(state.interfaces.map((known) => [known.name, known]));
  const next = newNetwork(settings, state.forwarding);
  for (const now of next.interfaces) {
    const known = before.get(now.name);
    if (known && known.mac === now.mac && known.address === now.address && known.prefix === now.prefix) {
      now.arp = known.arp;
      before.delete(now.name);
    }
  }
  for (const gone of before.values()) {
    const port = next.interfaces.findIndex(({ name }) => name === gone.name);
    loseWaiting(gone, station, port, 'arp-unanswered');
  }
  state.interfaces = next.interfaces;
  state.routes = next.routes;
  state.filter = reconfigureFilter(state.filter, settings.filter);
}

/** The device is taken away, and every packet it still holds with it. */
export function discardNetwork(state: NetworkState, station: Station): void {
  state.interfaces.forEach((one, port) => loseWaiting(one, station, port, 'device-removed'));
  for (const { packet, cause } of state.looped) {
    station.record('frame.dropped', { packet, reason: 'device-removed', cause });
  }
}

function loseWaiting(one: Interface, station: Station, port: number, reason: Reason): void {
  for (const { waiting } of one.arp.values()) {
    for (const { packet, cause } of waiting) station.record('frame.dropped', { port, packet, reason, cause });
  }
}

function routesOf(settings: NetworkSettings, interfaces: Interface[]): RoutingTable {
  const routes: Omit<Route, 'detail'>[] = [];
  interfaces.forEach(({ address, prefix }, port) => {
    if (address === null) return;
    routes.push({ network: networkOf(address, prefix), prefix, via: null, port, kind: 'connected' });
  });
  for (const { destination, prefix, via } of settings.routes) {
    const network = parseAddress(destination)!;
    add({ network, prefix, via: parseAddress(via)!, kind: prefix === 0 ? 'default' : 'static' });
  }
  const gateway = settings.gateway === null ? null : parseAddress(settings.gateway);
  if (gateway !== null) add({ network: 0, prefix: 0, via: gateway, kind: 'default' });
  return newRoutingTable(
    routes,
    interfaces.map(({ name }) => name),
  );

  // A next hop that is on no subnet of ours cannot be reached: the route stays out of the table until it can.
  function add(route: Omit<Route, 'detail' | 'port'> & { via: number }): void {
    // Where subnets overlap, the smallest one that holds it is meant, as for any packet (RFC 1812 §5.2.4.3).
    let port = -1;
    interfaces.forEach(({ address, prefix }, index) => {
      if (address === null || networkOf(address, prefix) !== networkOf(route.via, prefix)) return;
      if (port < 0 || prefix > interfaces[port]!.prefix) port = index;
    });
    if (port >= 0) routes.push({ ...route, port });
  }
}

/** Whether `address` belongs to this host: one of its interfaces', or loopback (RFC 1122 §3.2.1.3 (g)). */
export function isOwn(state: NetworkState, address: number): boolean {
  if (address >>> 24 === 127) return true;
  for (const one of state.interfaces) if (one.address === address) return true;
  return false;
}

/** Whether `address` is a broadcast that an interface takes up (RFC 1122 §3.3.6). */
export function isBroadcastOf(one: Interface, address: number): boolean {
  return address === 0xffffffff || address === one.broadcast;
}

/** The interfaces as a table. */
export function portsTable(state: NetworkState): Table {
  const rows = state.interfaces.map(({ name, mac, address, prefix }) => [
    name,
    formatMac(mac),
    address === null ? null : `${formatAddress(address)}/${prefix}`,
  ]);
  return { name: 'ports', columns: ['port', 'mac', 'address'], rows };
}
