import { emitRip, RIP_ENTRIES, RIP_GROUP, RIP_INFINITY, RIP_PORT, ripEntry, type RipEntry } from '../../wire/rip.ts';
import type { System } from '../system.ts';
import type { RipRoute, RipTable } from './routes.ts';
import type { SplitHorizon } from './settings.ts';

/** The routes as they are told on one interface (RFC 2453 §3.10.2 and §3.4.3). */
export function entriesFor(routes: Iterable<RipRoute>, device: string, splitHorizon: SplitHorizon): RipEntry[] {
  const entries: RipEntry[] = [];
  for (const route of routes) {
    const { network, prefix, metric } = route;
    const back = route.device === device && splitHorizon !== 'off';
    if (!back) entries.push(ripEntry(network, prefix, metric));
    // Who is on the subnet knows it: poisoning it would be a lie.
    else if (splitHorizon === 'poisoned' && route.from !== 0) entries.push(ripEntry(network, prefix, RIP_INFINITY));
  }
  return entries;
}

/** Sends routes to a group or to who asked, in as many messages as it takes. */
export function sendEntries(
  system: System,
  descriptor: number,
  entries: readonly RipEntry[],
  to: number = RIP_GROUP,
  port: number = RIP_PORT,
): void {
  for (let at = 0; at < entries.length; at += RIP_ENTRIES) {
    system.sendTo(descriptor, emitRip('response', entries.slice(at, at + RIP_ENTRIES)), to, port);
  }
}

/** Tells everybody on all interfaces: the whole table, or (`changed`) what has changed since it was told last. */
export function sendUpdates(
  system: System,
  sockets: ReadonlyMap<string, number>,
  table: RipTable,
  splitHorizon: SplitHorizon,
  changed: boolean,
): void {
  const routes = [...table.values()].filter((route) => !changed || route.changed);
  for (const [device, descriptor] of sockets) {
    sendEntries(system, descriptor, entriesFor(routes, device, splitHorizon));
  }
  for (const route of table.values()) route.changed = false;
}
