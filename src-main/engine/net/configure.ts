import { parseAddress, parseMac } from '../wire/address.ts';
import type { Station } from '../link/station.ts';
import { comeUp } from './address-claim.ts';
import { reconfigureFilter } from './filter.ts';
import { drawnRoutes, newInterface, writeNeighbours } from './create.ts';
import { loseNeighbours, readdress, refreshRoutes, type NetworkSettings } from './interface.ts';
import type { NetworkState } from './state.ts';
import { reconfigureNat } from './nat-state.ts';
import { newRoute, newRoutingTable, putRoute, routesOf, type RouteToAdd } from './routing.ts';
import { networkOptionsOf, type NetworkLayerSettings } from './settings.ts';

/**
 * Settings other than `before` while it runs: what they changed is done, and the rest stays as it is, with what programs
 * have set meanwhile. An interface that keeps its name, MAC and subnet keeps its ARP cache, as a real system does; one
 * that was given another address starts with an empty one, and what waited for an answer to the old one is lost.
 */
export function configureNetwork(
  state: NetworkState,
  station: Station,
  settings: NetworkSettings,
  before: NetworkSettings,
): void {
  const known = new Map(state.interfaces.map((one) => [one.name, one]));
  const portsBefore = new Map(before.ports.map((port) => [port.name, port]));
  const namesBefore = state.interfaces.map(({ name }) => name);
  const fresh: number[] = [];
  state.interfaces = settings.ports.map((port, index) => {
    const one = known.get(port.name);
    const was = portsBefore.get(port.name);
    if (one === undefined || was === undefined) {
      fresh.push(index);
      return newInterface(port);
    }
    known.delete(port.name);
    const readdressed = was.address !== port.address || was.prefix !== port.prefix;
    if (was.mac === port.mac && !readdressed) return one;
    loseNeighbours(one, station, index, 'arp-unanswered');
    one.mac = port.mac === null ? 0 : (parseMac(port.mac) ?? 0);
    if (!readdressed) return one;
    one.claim = null;
    one.conflict = null;
    readdress(one, port.address === null ? null : parseAddress(port.address), port.prefix);
    fresh.push(index);
    return one;
  });
  for (const gone of known.values()) loseNeighbours(gone, station, -1, 'arp-unanswered');
  moveRoutes(state, namesBefore);
  redrawRoutes(state, drawnRoutes(settings), drawnRoutes(before));
  refreshRoutes(state);
  state.filter = reconfigureFilter(state.filter, settings.filter);
  state.nat = reconfigureNat(state.nat, settings.nat);
  state.options = networkOptionsOf(settings.network);
  configureNeighbours(state, settings.network ?? {}, before.network ?? {});
  for (const port of fresh) comeUp(state, station, port);
}

/** Entries no longer written by hand go; those that are written now are there. */
function configureNeighbours(state: NetworkState, now: NetworkLayerSettings, before: NetworkLayerSettings): void {
  for (const one of state.interfaces) {
    one.proxyArp = now.proxyArp?.includes(one.name) ?? false;
    if (JSON.stringify(now.neighbours) === JSON.stringify(before.neighbours)) continue;
    for (const { port, address } of before.neighbours ?? []) {
      if (port === one.name) one.arp.delete(parseAddress(address)!);
    }
    writeNeighbours(one, now.neighbours ?? []);
  }
}

/** Indexes of interfaces change when ports come and go. */
function moveRoutes(state: NetworkState, namesBefore: string[]): void {
  const names = state.interfaces.map(({ name }) => name);
  if (names.length === namesBefore.length && names.every((name, index) => name === namesBefore[index])) return;
  const rows = routesOf(state.routes);
  state.routes = newRoutingTable([], names);
  for (const row of rows) {
    const port = names.indexOf(namesBefore[row.port] ?? '');
    if (port >= 0 || row.drawn) putRoute(state.routes, newRoute({ ...row, port }, names));
  }
}

/** Takes out what the drawing no longer says and puts in what it says now; what a program took out stays out. */
function redrawRoutes(state: NetworkState, now: RouteToAdd[], before: RouteToAdd[]): void {
  const key = ({ network, prefix, via, kind }: RouteToAdd): string => `${network}/${prefix} ${via} ${kind}`;
  const stays = new Set(now.map(key));
  const was = new Set(before.map(key));
  const rows = routesOf(state.routes).filter((row) => !row.drawn || row.kind === 'connected' || stays.has(key(row)));
  state.routes = newRoutingTable([], []);
  for (const row of rows) putRoute(state.routes, row);
  for (const route of now) if (!was.has(key(route))) putRoute(state.routes, newRoute(route, []));
}
