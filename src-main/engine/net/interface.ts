import { broadcastOf, formatAddress, formatMac, networkOf } from '../wire/address.ts';
import type { Reason } from '../trace/reasons.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import type { FilterSettings } from './filter-settings.ts';
import type { NatSettings } from './nat-settings.ts';
import type { NetworkLayerSettings } from './settings.ts';
import { newRoute, newRoutingTable, putRoute, routesOf, settleRoutes, type Route, type RouteToAdd } from './routing.ts';
import type { Interface, NetworkState } from './state.ts';

/** What the settings of a host or router say about its network layer. */
export interface NetworkSettings {
  ports: { name: string; mac: string | null; address: string | null; prefix: number }[];
  gateway: string | null;
  routes: { destination: string; prefix: number; via: string }[];
  filter?: FilterSettings;
  nat?: NatSettings;
  network?: NetworkLayerSettings;
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
export function discardNetwork(state: NetworkState, station: Station, reason: Reason): void {
  state.interfaces.forEach((one, port) => loseNeighbours(one, station, port, reason));
  const value = station.cause;
  for (const { packet, cause } of state.looped) {
    station.record('frame.dropped', { packet, reason, cause, value });
  }
  for (const { held, port } of state.reassembly.values()) {
    for (const { frame, cause } of held) {
      station.record('frame.dropped', {
        port,
        frame: frame.id,
        packet: frame.packet,
        reason,
        cause,
        value,
      });
    }
  }
}

/** Empties an ARP cache, but for what a person wrote into it. What waited for an answer is lost, on record. */
export function loseNeighbours(one: Interface, station: Station, port: number, reason: Reason): void {
  for (const [address, { waiting, state }] of one.arp) {
    const value = station.cause;
    for (const { packet, cause } of waiting) station.record('frame.dropped', { port, packet, reason, cause, value });
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
  settleRoutes(state.routes);
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
 * address is that interface's own (RFC 1122 §3.3.4.2); a router always does what a weak one does (RFC 1812 §5.2.3).
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
