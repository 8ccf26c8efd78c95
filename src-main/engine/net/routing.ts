/**
 * The network layer: ARP, IPv4, ICMP and routing of one host or router. This room finds the next hop and never opens a
 * segment or datagram of the transport layer.
 */
import { formatAddress, maskOf } from '../wire/address.ts';
import type { Table } from '../link/table.ts';

/** One row of a routing table. */
export interface Route {
  network: number;
  prefix: number;
  /** Next hop, or null when the destination itself is on the subnet. */
  via: number | null;
  /** Index of the interface. */
  port: number;
  kind: 'connected' | 'static' | 'default';
  /** The parameters of every fact about this row, shared by all of them. */
  detail: { route: string; via: string; port: string };
}

/**
 * A routing table: one map of networks for each prefix length in use, longest first, so that looking up costs a map
 * look-up a length and not a comparison a row.
 */
export interface RoutingTable {
  lengths: { prefix: number; mask: number; networks: Map<number, Route> }[];
}

/** Builds a table. Of two routes to the same network the earlier in `routes` wins. */
export function newRoutingTable(routes: Omit<Route, 'detail'>[], portNames: string[]): RoutingTable {
  const lengths = new Map<number, Map<number, Route>>();
  for (const route of routes) {
    let networks = lengths.get(route.prefix);
    if (networks === undefined) lengths.set(route.prefix, (networks = new Map<number, Route>()));
    if (networks.has(route.network)) continue;
    const detail = {
      route: `${formatAddress(route.network)}/${route.prefix}`,
      via: route.via === null ? '' : formatAddress(route.via),
      port: portNames[route.port]!,
    };
    networks.set(route.network, { ...route, detail });
  }
  return {
    lengths: [...lengths]
      .sort(([a], [b]) => b - a)
      .map(([prefix, networks]) => ({ prefix, mask: maskOf(prefix), networks })),
  };
}

/** The row with the longest prefix that holds `destination` (RFC 1812 §5.2.4.3), or undefined. */
export function lookUp(table: RoutingTable, destination: number): Route | undefined {
  for (const { mask, networks } of table.lengths) {
    const route = networks.get((destination & mask) >>> 0);
    if (route !== undefined) return route;
  }
  return undefined;
}

/** The routing table as a student reads it. */
export function routesTable(table: RoutingTable): Table {
  const rows: Table['rows'] = [];
  for (const { networks } of table.lengths) {
    for (const { detail, kind } of networks.values()) rows.push([detail.route, detail.via || null, detail.port, kind]);
  }
  return { name: 'routes', columns: ['destination', 'via', 'port', 'kind'], rows };
}
