import type { Station } from '../link/station.ts';
import type { NetworkState } from './state.ts';
import { newRoute, putRoute, settleRoutes, type Route } from './routing.ts';

/**
 * A next hop does not answer: of rows to one network those by other hops are taken before those by it, in turns if none
 * answers (RFC 1122 §3.3.1.4 and §3.3.1.5). A row without another beside it stays as it is. Hosts only.
 */
export function distrustHop(state: NetworkState, station: Station, port: number, hop: number): void {
  mark(state, station, port, hop, true);
}

/** A next hop has been heard of: rows by it count as before. */
export function trustHop(state: NetworkState, station: Station, port: number, hop: number): void {
  mark(state, station, port, hop, false);
}

function mark(state: NetworkState, station: Station, port: number, hop: number, silent: boolean): void {
  if (state.forwarding) return;
  const rows = rowsBy(state, port, hop).filter((row) => (silent ? hasOther(state, row) : row.silent));
  if (rows.length === 0) return;
  const names = state.interfaces.map(({ name }) => name);
  for (const row of rows) {
    putRoute(state.routes, newRoute({ ...row, silent }, names));
    station.record(silent ? 'route.doubted' : 'route.trusted', { port, detail: row.detail });
  }
  settleRoutes(state.routes);
}

/** Looks at all rows without making anything but the answer: every ARP packet comes through here. */
function rowsBy({ routes }: NetworkState, port: number, hop: number): Route[] {
  const found: Route[] = [];
  for (const { networks } of routes.lengths) {
    for (const rows of networks.values()) {
      for (const row of rows) if (row.via === hop && row.port === port && row.usable) found.push(row);
    }
  }
  return found;
}

function hasOther({ routes }: NetworkState, row: Route): boolean {
  const length = routes.lengths.find(({ prefix }) => prefix === row.prefix);
  return length?.networks.get(row.network)?.some(({ via, usable }) => usable && via !== row.via) === true;
}
