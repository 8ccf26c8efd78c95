import { parseAddress, parseMac } from '../wire/address.ts';
import { newCounters } from './counters.ts';
import { newFilter } from './filter.ts';
import { readdress, refreshRoutes, type NetworkSettings } from './interface.ts';
import type { Interface, NetworkState } from './state.ts';
import { newNat } from './nat-state.ts';
import { newRoute, newRoutingTable, putRoute, type RouteToAdd } from './routing.ts';
import { networkOptionsOf, type NetworkLayerSettings } from './settings.ts';

/** A network layer as its settings say, with empty ARP caches: nothing is filled in to look friendly. */
export function newNetwork(settings: NetworkSettings, forwarding: boolean): NetworkState {
  const interfaces = settings.ports.map(newInterface);
  const state: NetworkState = {
    interfaces,
    routes: newRoutingTable([], []),
    forwarding,
    looped: [],
    filter: newFilter(settings.filter),
    nat: newNat(settings.nat),
    refused: [],
    options: networkOptionsOf(settings.network),
    reassembly: new Map(),
    reassemblyBytes: 0,
    tooLarge: [],
    errorsFullAt: 0,
    redirected: new Map(),
    paths: new Map(),
    identification: 0x8000,
  };
  for (const route of drawnRoutes(settings)) putRoute(state.routes, newRoute(route, []));
  for (const one of interfaces) one.proxyArp = settings.network?.proxyArp?.includes(one.name) ?? false;
  for (const one of interfaces) writeNeighbours(one, settings.network?.neighbours ?? []);
  if (state.options.addressConflictDetection === 'always') interfaces.forEach(probeFirst);
  refreshRoutes(state);
  return state;
}

/** Puts the entries that the person has written for an interface into its ARP cache. */
export function writeNeighbours(one: Interface, entries: NonNullable<NetworkLayerSettings['neighbours']>): void {
  for (const { port, address, mac } of entries) {
    if (port !== one.name) continue;
    one.arp.set(parseAddress(address)!, {
      mac: parseMac(mac)!,
      state: 'permanent',
      since: 0,
      deadline: Infinity,
      attempts: 0,
      waiting: [],
      cause: 0,
    });
  }
}

/** A drawn address that is not used until nobody else was found to have it (RFC 5227 §2.1). */
function probeFirst(one: Interface): void {
  const { address, prefix } = one;
  if (address === null) return;
  readdress(one, null, prefix);
  one.claim = { address, prefix, phase: 'probe', sent: 0, deadline: 0, cause: 0 };
}

/** An interface as its port is drawn. */
export function newInterface(port: NetworkSettings['ports'][number]): Interface {
  const one: Interface = {
    name: port.name,
    mac: port.mac === null ? 0 : (parseMac(port.mac) ?? 0),
    up: true,
    address: null,
    prefix: port.prefix,
    broadcast: null,
    arp: new Map(),
    claim: null,
    defendedAt: null,
    conflict: null,
    linkLost: false,
    proxyArp: false,
    counters: newCounters(),
    groups: new Map(),
  };
  readdress(one, port.address === null ? null : parseAddress(port.address), port.prefix);
  return one;
}

/** The rows the drawing says, not yet placed. */
export function drawnRoutes(settings: NetworkSettings): RouteToAdd[] {
  const routes = settings.routes.map(({ destination, prefix, via }): RouteToAdd => {
    const network = parseAddress(destination)!;
    return { network, prefix, via: parseAddress(via), port: -1, kind: prefix === 0 ? 'default' : 'static' };
  });
  const via = settings.gateway === null ? null : parseAddress(settings.gateway);
  return via === null ? routes : [...routes, { network: 0, prefix: 0, via, port: -1, kind: 'default' }];
}
