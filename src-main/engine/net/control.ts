/** What programs of a host change in its network layer while it runs: the kernel side of `ip`, `route` and `arp`. */
import type { Station } from '../link/station.ts';
import { broadcastOf, formatAddress, isLoopback, isMulticast, isMulticastMac, networkOf } from '../wire/address.ts';
import { claimAddress, comeUp, probesFirst } from './address-claim.ts';
import { rememberNeighbour } from './arp-cache.ts';
import {
  isBroadcastOf,
  isOnSubnet,
  isOwn,
  loseNeighbours,
  portTo,
  readdress,
  refreshRoutes,
  subnetText,
} from './interface.ts';
import type { NetworkState } from './state.ts';
import {
  newRoute,
  putRoute,
  routesOf,
  sameRoute,
  settleRoutes,
  takeRoute,
  type Route,
  type RouteKind,
} from './routing.ts';

/** Why a change was refused, by the names of the real calls' errors (rtnetlink(7)). */
export type ControlError = 'EADDRNOTAVAIL' | 'EEXIST' | 'EINVAL' | 'ENETDOWN' | 'ENETUNREACH' | 'ENODEV' | 'ESRCH';

/**
 * Gives an interface another address, or none (null). The ARP cache of the old one is emptied and rows of the routing
 * table through it that the drawing does not say are gone. `probe`: first it is asked for some seconds whether somebody
 * has it (RFC 5227 §2.1), and until then the interface has none; left out, as the host is set. Null: done, or begun.
 * EINVAL: no host can have it.
 */
export function setAddress(
  state: NetworkState,
  station: Station,
  port: number,
  address: number | null,
  prefix: number,
  probe = probesFirst(state),
): ControlError | null {
  const one = state.interfaces[port];
  if (one === undefined) return 'ENODEV';
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > 32) return 'EINVAL';
  if (address !== null && !isUsable(address, prefix)) return 'EINVAL';
  if (one.address === address && one.claim?.phase !== 'probe') {
    if (address === null) return null;
    if (one.prefix === prefix) return 'EEXIST';
  }
  one.claim = null;
  loseNeighbours(one, station, port, 'arp-unanswered');
  // An interface that is off asks nobody; it will when it comes up, if its host is set so.
  if (address !== null && (!probe || !one.up)) {
    claimAddress(state, station, port, address, prefix, false);
    return null;
  }
  if (one.address !== null) {
    station.record('interface.address', { port, detail: { from: subnetText(one.address, one.prefix), to: '' } });
    readdress(one, null, one.prefix);
    refreshRoutes(state);
  }
  one.conflict = null;
  if (address !== null) claimAddress(state, station, port, address, prefix, true);
  return null;
}

/** Whether a host may have this address on a subnet this large (RFC 1122 §3.2.1.3, RFC 3021, RFC 1112 §4). */
function isUsable(address: number, prefix: number): boolean {
  if (isMulticast(address) || isLoopback(address) || address >>> 24 === 0 || address >>> 28 === 15) return false;
  return prefix > 30 || (address !== networkOf(address, prefix) && address !== broadcastOf(address, prefix));
}

/** Switches an interface on or off. Off, it neither sends nor receives, and forgets its neighbours. */
export function setInterface(state: NetworkState, station: Station, port: number, up: boolean): ControlError | null {
  const one = state.interfaces[port];
  if (one === undefined) return 'ENODEV';
  if (one.up === up) return null;
  const before = station.cause;
  station.cause = station.record('interface.state', { port, detail: { to: up ? 'up' : 'down' } });
  if (!up) loseNeighbours(one, station, port, 'interface-down');
  one.up = up;
  // What was being probed is probed anew when the interface is back.
  if (one.claim?.phase === 'probe') readdress(one, one.claim.address, one.claim.prefix);
  one.claim = null;
  refreshRoutes(state);
  if (up) comeUp(state, station, port);
  station.cause = before;
  return null;
}

/** A row to add or to take out. */
export interface RouteChange {
  /** Network with no host bits set; 0 with prefix 0: everywhere. */
  destination: number;
  prefix: number;
  /** Next hop; null: the destinations are on the link itself. */
  via: number | null;
  /** Index of the interface; null: the one on whose subnet the next hop is. */
  port: number | null;
  /** 0 … 2^32-1; default 0. */
  metric?: number;
  /** Default `static`, or `default` for a route to everywhere. */
  kind?: Exclude<RouteKind, 'connected'>;
}

/**
 * Adds a row, or gives the same one another metric. EINVAL: host bits set. EEXIST: it is there. ENETUNREACH: the next
 * hop is on no subnet of ours. ENODEV, ENETDOWN: the interface.
 */
export function addRoute(state: NetworkState, station: Station, change: RouteChange): ControlError | null {
  const { destination, prefix, via, metric = 0 } = change;
  const kind = change.kind ?? (prefix === 0 ? 'default' : 'static');
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > 32) return 'EINVAL';
  if (networkOf(destination, prefix) !== destination) return 'EINVAL';
  if (via === null && change.port === null) return 'ENODEV';
  if (via !== null && (isOwn(state, via) || isMulticast(via) || via === 0)) return 'EINVAL';
  const port = change.port ?? portTo(state, via!);
  const one = state.interfaces[port];
  if (one === undefined) return change.port === null ? 'ENETUNREACH' : 'ENODEV';
  if (!one.up) return 'ENETDOWN';
  if (via !== null && (!isOnSubnet(one, via) || isBroadcastOf(one, via))) return 'ENETUNREACH';
  const names = state.interfaces.map(({ name }) => name);
  const route = newRoute({ network: destination, prefix, via, port, kind, metric, drawn: false }, names);
  const known = routesOf(state.routes).find((row) => row.usable && sameRoute(row, route));
  if (known?.metric === metric) return 'EEXIST';
  putRoute(state.routes, route);
  settleRoutes(state.routes);
  station.record('route.added', { port, detail: route.detail });
  return null;
}

/**
 * Takes out the best row that fits: what is left out of the change (`via` and `port` null, no metric, no kind) fits any.
 * A row of the drawing can be taken out too; it is back when the drawing says it anew. ESRCH: there is none.
 */
export function removeRoute(state: NetworkState, station: Station, change: RouteChange): ControlError | null {
  const { destination, prefix, via, port, metric, kind } = change;
  const route = routesOf(state.routes).find(
    (row) =>
      row.usable &&
      row.network === destination &&
      row.prefix === prefix &&
      (via === null || row.via === via) &&
      (port === null || row.port === port) &&
      (metric === undefined || row.metric === metric) &&
      (kind === undefined ? row.kind !== 'connected' : row.kind === kind),
  );
  if (route === undefined) return 'ESRCH';
  removeRow(state, station, route);
  return null;
}

/** Takes a row out of the table, on record. */
export function removeRow(state: NetworkState, station: Station, route: Route): void {
  takeRoute(state.routes, route);
  settleRoutes(state.routes);
  station.record('route.removed', { port: route.port, detail: route.detail });
}

/** A next hop that a redirect named does not answer: the way there is given up for the one before (RFC 1122 §3.3.1.4). */
export function dropRedirectsTo(state: NetworkState, station: Station, hop: number): void {
  for (const row of routesOf(state.routes)) {
    if (row.kind === 'redirect' && (row.via ?? row.network) === hop) removeRow(state, station, row);
  }
}

/** Writes an entry into the ARP cache that no answer changes and no time ends. EINVAL: not a neighbour's, or a group MAC. */
export function addNeighbour(
  state: NetworkState,
  station: Station,
  port: number,
  address: number,
  mac: number,
): ControlError | null {
  const one = state.interfaces[port];
  if (one === undefined) return 'ENODEV';
  if (!one.up) return 'ENETDOWN';
  if (isOwn(state, address) || isMulticast(address) || isBroadcastOf(one, address) || address === 0) return 'EINVAL';
  if (isMulticastMac(mac) || mac === 0) return 'EINVAL';
  rememberNeighbour(one, station, port, address, mac);
  return null;
}

/** Takes an entry out of the ARP cache; what waited for it is lost. ESRCH: there is none. */
export function removeNeighbour(
  state: NetworkState,
  station: Station,
  port: number,
  address: number,
): ControlError | null {
  const one = state.interfaces[port];
  if (one === undefined) return 'ENODEV';
  const entry = one.arp.get(address);
  if (entry === undefined) return 'ESRCH';
  one.arp.delete(address);
  const detail = { address: formatAddress(address), from: entry.state, to: '' };
  const cause = station.record('arp.state', { port, detail });
  for (const { packet, cause: waited } of entry.waiting) {
    station.record('frame.dropped', { port, packet, reason: 'arp-unanswered', cause: waited, value: cause });
  }
  return null;
}

/** A socket joins a multicast group on an interface (RFC 1112 §7.1). EINVAL: not a group. */
export function joinGroup(state: NetworkState, port: number, group: number): ControlError | null {
  const one = state.interfaces[port];
  if (one === undefined) return 'ENODEV';
  if (!isMulticast(group)) return 'EINVAL';
  one.groups.set(group, (one.groups.get(group) ?? 0) + 1);
  return null;
}

/** A socket leaves a group it has joined. */
export function leaveGroup(state: NetworkState, port: number, group: number): void {
  const groups = state.interfaces[port]?.groups;
  const members = groups?.get(group) ?? 0;
  if (members > 1) groups!.set(group, members - 1);
  else groups?.delete(group);
}
