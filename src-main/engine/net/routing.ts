/**
 * The network layer: ARP, IPv4, ICMP and routing of one host or router. This room finds the next hop and never opens a
 * segment or datagram of the transport layer.
 */
import { formatAddress, maskOf } from '../wire/address.ts';
import type { Table } from '../link/table.ts';

/** Where a row came from. `default`: written as a gateway, or as a route to everywhere. */
export type RouteKind = 'connected' | 'static' | 'default' | 'redirect' | 'dhcp' | 'rip';

/**
 * Which kind is believed first when several know a way to the same network (RFC 1812 §7.4 asks for such an order and
 * leaves it to the administrator): what is plugged in, what a person wrote, what was learned.
 */
const PREFERENCE: Readonly<Record<RouteKind, number>> = {
  connected: 0,
  static: 1,
  default: 1,
  redirect: 2,
  dhcp: 3,
  rip: 4,
};

/** One row of a routing table. Never changed: replaced. */
export interface Route {
  readonly network: number;
  readonly prefix: number;
  /** Next hop, or null when the destination itself is on the subnet. */
  readonly via: number | null;
  /** Index of the interface; -1: the next hop is on no subnet of ours now. */
  readonly port: number;
  readonly kind: RouteKind;
  /** Of several rows of one kind to one network the smallest decides. */
  readonly metric: number;
  /** Whether the drawing says it. Other rows go when their interface goes. */
  readonly drawn: boolean;
  /** Whether packets may take it now: its interface is up and its next hop on a subnet of ours. */
  readonly usable: boolean;
  /** Whether its next hop did not answer when it was asked last: then other rows to that network are taken before it. */
  readonly silent: boolean;
  /** The parameters of every fact about this row, shared by all of them. */
  readonly detail: { route: string; via: string; port: string; kind: string; metric: string };
}

/** A row as it is asked for. */
export type RouteToAdd = Pick<Route, 'network' | 'prefix' | 'via' | 'port' | 'kind'> &
  Partial<Pick<Route, 'metric' | 'drawn' | 'usable' | 'silent'>>;

/**
 * A routing table: one map of networks for each prefix length in use, longest first, so that looking up costs a map
 * look-up a length and not a comparison a row. Of the rows to one network the best comes first.
 */
export interface RoutingTable {
  lengths: RoutesOfLength[];
}

/** The rows of one prefix length. Frozen once a table is settled: then copies of the host share it, and it never changes. */
interface RoutesOfLength {
  readonly prefix: number;
  readonly mask: number;
  readonly networks: Map<number, readonly Route[]>;
}

/** A row with what is missing filled in. `portNames` are the names of the interfaces, by index. */
export function newRoute(route: RouteToAdd, portNames: readonly string[]): Route {
  const { network, prefix, via, port, kind, metric = 0, drawn = true, usable = port >= 0, silent = false } = route;
  const detail = {
    route: `${formatAddress(network)}/${prefix}`,
    via: via === null ? '' : formatAddress(via),
    port: portNames[port] ?? '',
    kind,
    metric: String(metric),
  };
  // Frozen, so that copies of the table share its rows.
  return Object.freeze({ network, prefix, via, port, kind, metric, drawn, usable, silent, detail });
}

/** Builds a table. Of two equally good routes to the same network the earlier in `routes` wins. */
export function newRoutingTable(routes: readonly RouteToAdd[], portNames: readonly string[]): RoutingTable {
  const table: RoutingTable = { lengths: [] };
  for (const route of routes) putRoute(table, newRoute(route, portNames));
  settleRoutes(table);
  return table;
}

/** Says that a table stays as it is for a while. Whoever changes it all the same changes copies of the rows concerned. */
export function settleRoutes({ lengths }: RoutingTable): void {
  for (const length of lengths) Object.freeze(length);
}

/** The rows of one prefix length to be changed; undefined: there are none. */
function ownLength(table: RoutingTable, wanted: number): RoutesOfLength | undefined {
  const at = table.lengths.findIndex(({ prefix }) => prefix === wanted);
  const length = table.lengths[at];
  if (length === undefined || !Object.isFrozen(length)) return length;
  return (table.lengths[at] = { ...length, networks: new Map(length.networks) });
}

/** Adds a row behind those that are as good, or takes the place of the same row: to one network by one next hop and interface. */
export function putRoute(table: RoutingTable, route: Route): void {
  let length = ownLength(table, route.prefix);
  if (length === undefined) {
    length = { prefix: route.prefix, mask: maskOf(route.prefix), networks: new Map<number, readonly Route[]>() };
    table.lengths.push(length);
    table.lengths.sort((a, b) => b.prefix - a.prefix);
  }
  const routes = (length.networks.get(route.network) ?? []).filter((known) => !sameRoute(known, route));
  const worse = routes.findIndex((known) => rank(known) > rank(route));
  routes.splice(worse < 0 ? routes.length : worse, 0, route);
  length.networks.set(route.network, Object.freeze(routes));
}

/** Takes a row out. */
export function takeRoute(table: RoutingTable, route: Route): void {
  const length = ownLength(table, route.prefix);
  const rest = length?.networks.get(route.network)?.filter((known) => known !== route) ?? [];
  if (length === undefined) return;
  if (rest.length > 0) length.networks.set(route.network, Object.freeze(rest));
  else length.networks.delete(route.network);
  if (length.networks.size === 0) table.lengths = table.lengths.filter((one) => one !== length);
}

/** Whether two rows say the same: one kind of row to one network by one next hop and interface. */
export function sameRoute(one: Route, other: Route): boolean {
  return (
    one.network === other.network &&
    one.prefix === other.prefix &&
    one.via === other.via &&
    one.kind === other.kind &&
    (one.port === other.port || one.port < 0 || other.port < 0)
  );
}

function rank({ usable, silent, kind, metric }: Route): number {
  return (usable ? 0 : 2 ** 40) + (silent ? 2 ** 39 : 0) + PREFERENCE[kind] * 2 ** 34 + metric;
}

/** The row with the longest prefix that holds `destination` (RFC 1812 §5.2.4.3), or undefined. */
export function lookUp(table: RoutingTable, destination: number): Route | undefined {
  for (const { mask, networks } of table.lengths) {
    const route = networks.get((destination & mask) >>> 0)?.[0];
    if (route !== undefined && route.usable) return route;
  }
  return undefined;
}

/** The same among the rows of one interface only. */
export function lookUpOn(table: RoutingTable, destination: number, port: number): Route | undefined {
  for (const { mask, networks } of table.lengths) {
    const routes = networks.get((destination & mask) >>> 0);
    const route = routes?.find((known) => known.port === port && known.usable);
    if (route !== undefined) return route;
  }
  return undefined;
}

/** All rows, longest prefix first, those that cannot be used now included. */
export function routesOf(table: RoutingTable): Route[] {
  return table.lengths.flatMap(({ networks }) => [...networks.values()].flat());
}

/** The routing table as a student reads it. */
export function routesTable(table: RoutingTable): Table {
  const rows: Table['rows'] = [];
  for (const { detail, kind, metric, usable } of routesOf(table)) {
    if (usable) rows.push([detail.route, detail.via || null, detail.port, kind, metric]);
  }
  return { name: 'routes', columns: ['destination', 'via', 'port', 'kind', 'metric'], rows };
}
