import { isLoopback, isMulticast, networkOf, prefixOfMask } from '../../wire/address.ts';
import { isFault } from '../../wire/fault.ts';
import {
  asksForAll,
  emitRip,
  parseRip,
  RIP_GROUP,
  RIP_INFINITY,
  RIP_PORT,
  WHOLE_TABLE,
  type RipEntry,
  type RipMessage,
} from '../../wire/rip.ts';
import type { InterfaceView } from '../../net/administration.ts';
import type { Received } from '../../transport/results.ts';
import type { System } from '../system.ts';
import { keyOf, routeText, type RipRoute, type RipTable } from './routes.ts';
import { RIP_TIMES, type RipSettings, type RipTimes, type SplitHorizon } from './settings.ts';
import { entriesFor, sendEntries, sendUpdates } from './updates.ts';

/** After a triggered update the next waits so many ns, by chance (RFC 2453 §3.10.1). */
const QUIET_LEAST = 1e9;
const QUIET_MOST = 5e9;
/** Regular updates come up to so large a part of their time earlier or later (RFC 2453 §3.8: 5 s of 30). */
const SPREAD = 1 / 6;

/** What a routing daemon remembers besides its routes, which lie in the environment of its router. */
export interface RipDaemon {
  sockets: Map<string, number>;
  /** ns of the next regular update; -1 before the first. */
  updateAt: number;
  /** The facts because of which the next regular and the next triggered update come. */
  updateOccasion: number;
  triggerOccasion: number;
  /** ns before which no triggered update is sent, and of the one that waits; Infinity: none. */
  quietUntil: number;
  triggerAt: number;
}

export function newRipDaemon(): RipDaemon {
  const occasions = { updateOccasion: 0, triggerOccasion: 0 };
  return { sockets: new Map(), updateAt: -1, quietUntil: 0, triggerAt: Infinity, ...occasions };
}

interface Round {
  system: System;
  table: RipTable;
  times: RipTimes;
  splitHorizon: SplitHorizon;
  triggered: boolean;
  interfaces: InterfaceView[];
}

/** Does what is due. Returns why it cannot go on, or null. */
export function runRip(daemon: RipDaemon, settings: RipSettings, system: System): string | null {
  const standard = Object.entries(RIP_TIMES).map(([name, { standard: value }]) => [name, value]);
  const round: Round = {
    system,
    table: system.environment.rip,
    times: { ...(Object.fromEntries(standard) as RipTimes), ...settings.times },
    splitHorizon: settings.splitHorizon ?? 'poisoned',
    triggered: settings.triggered ?? true,
    interfaces: system.network.interfaces().filter(({ address, up, linked }) => address !== null && up && linked),
  };
  const spoken = round.interfaces.flatMap(({ name }) => (settings.ports?.includes(name) === false ? [] : [name]));
  refreshOwn(round, settings.announceStatic === true);
  const failed = openPorts(daemon, round, spoken);
  if (failed !== null) return failed;
  for (const [device, descriptor] of daemon.sockets) receive(round, device, descriptor);
  age(round);
  tell(daemon, round);
  const { time, occasion } = nextTime(daemon, round);
  system.wakeAt(time, occasion);
  return null;
}

/** Routes a daemon has written are taken out of the routing table when it ends. */
export function withdrawRoutes(system: System): void {
  for (const route of system.environment.rip.values()) write(system, route, null);
  system.environment.rip.clear();
}

/** Opens a socket on each interface, and asks there for everything that is known (RFC 2453 §3.9.1). */
function openPorts(daemon: RipDaemon, { system }: Round, devices: readonly string[]): string | null {
  for (const [device, descriptor] of daemon.sockets) {
    if (devices.includes(device)) continue;
    system.close(descriptor);
    daemon.sockets.delete(device);
  }
  for (const device of devices) {
    if (daemon.sockets.has(device)) continue;
    const descriptor = system.socket('datagram');
    if (typeof descriptor === 'string') return `socket: ${descriptor}`;
    const set = system.setMessageOptions(descriptor, { device });
    const bound = set === 0 ? system.bind(descriptor, 0, RIP_PORT) : set;
    const joined = bound === 0 ? system.joinGroup(descriptor, RIP_GROUP, device) : bound;
    if (joined !== 0) {
      system.close(descriptor);
      return `${device}: ${joined}`;
    }
    daemon.sockets.set(device, descriptor);
    system.sendTo(descriptor, emitRip('request', [WHOLE_TABLE]), RIP_GROUP, RIP_PORT);
  }
  return null;
}

/** Its own subnets, and what a person wrote, as they are now; what leads over an interface that is gone is unreachable. */
function refreshOwn(round: Round, announceStatic: boolean): void {
  const { system, table, interfaces } = round;
  const own = new Map<string, Pick<RipRoute, 'network' | 'prefix' | 'device'>>();
  for (const { name, address, prefix } of interfaces) {
    const network = networkOf(address!, prefix);
    own.set(keyOf(network, prefix), { network, prefix, device: name });
  }
  for (const { network, prefix, kind, detail } of announceStatic ? system.network.routes() : []) {
    if (kind !== 'static' && kind !== 'default') continue;
    const key = keyOf(network, prefix);
    if (!own.has(key)) own.set(key, { network, prefix, device: detail.port });
  }
  for (const [key, found] of own) {
    const known = table.get(key);
    const stays = known !== undefined && known.from === 0 && known.device === found.device;
    if (stays && known.metric < RIP_INFINITY) continue;
    if (known !== undefined) write(system, known, null);
    const times = { until: Infinity, garbageAt: Infinity, occasion: system.occasion };
    table.set(key, { ...found, ...times, metric: 1, via: null, from: 0, changed: true });
  }
  const names = new Set(interfaces.map(({ name }) => name));
  for (const [key, route] of table) {
    if (route.metric >= RIP_INFINITY) continue;
    const gone = route.from === 0 ? !own.has(key) : !names.has(route.device);
    if (gone) lose(round, route, 'lost with its interface');
  }
}

function receive(round: Round, device: string, descriptor: number): void {
  const { system } = round;
  for (;;) {
    const received = system.receiveFrom(descriptor);
    if (received === 'EAGAIN' || received === 'EBADF') return;
    if (typeof received === 'string') continue;
    const message = parseRip(received.bytes);
    if (isFault(message)) continue;
    if (message.command === 'request') answer(round, device, descriptor, message, received);
    else if (isNeighbour(round, device, received)) learn(round, device, message, received.address);
  }
}

/** Updates come from port 520 of somebody on the same subnet, and never from ourselves (RFC 2453 §3.9.2). */
function isNeighbour({ system, interfaces }: Round, device: string, { address, port }: Received): boolean {
  if (port !== RIP_PORT || system.network.isLocal(address)) return false;
  const one = interfaces.find(({ name }) => name === device);
  return one !== undefined && networkOf(one.address!, one.prefix) === networkOf(address, one.prefix);
}

/** RFC 2453 §3.9.1: everything, as in an update; or just the metrics of the networks named. */
function answer(
  { table, splitHorizon, system }: Round,
  device: string,
  descriptor: number,
  message: RipMessage,
  { address, port }: Received,
): void {
  if (system.network.isLocal(address)) return;
  if (asksForAll(message)) {
    sendEntries(system, descriptor, entriesFor(table.values(), device, splitHorizon), address, port);
    return;
  }
  const entries = message.entries.map((entry) => {
    const prefix = prefixOfMask(entry.mask);
    const known = prefix === null ? undefined : table.get(keyOf(entry.address, prefix));
    return { ...entry, metric: known?.metric ?? RIP_INFINITY };
  });
  sendEntries(system, descriptor, entries, address, port);
}

/** RFC 2453 §3.9.2, entry by entry. */
function learn(round: Round, device: string, message: RipMessage, from: number): void {
  for (const entry of message.entries) {
    const prefix = prefixOfMask(entry.mask);
    if (prefix === null || !isGood(entry, prefix)) continue;
    const metric = Math.min(entry.metric + 1, RIP_INFINITY);
    const known = round.table.get(keyOf(entry.address, prefix));
    if (known === undefined) {
      if (metric < RIP_INFINITY) adopt(round, null, entry, metric, device, from);
      continue;
    }
    // Nobody knows better about what is plugged in here.
    if (known.from === 0 && known.metric < RIP_INFINITY) continue;
    const same = known.from === from && known.device === device;
    if (same && known.metric < RIP_INFINITY) {
      known.until = round.system.now + round.times.timeout;
      known.occasion = round.system.occasion;
    }
    const late = known.until - round.system.now < round.times.timeout / 2;
    const takes = same
      ? metric !== known.metric
      : metric < known.metric || (metric === known.metric && metric < RIP_INFINITY && late);
    if (!takes) continue;
    if (metric < RIP_INFINITY) adopt(round, known, entry, metric, device, from);
    else lose(round, known, 'told unreachable by its next hop');
  }
}

function isGood({ family, address, metric }: RipEntry, prefix: number): boolean {
  if (family !== 2 || metric < 1 || metric > RIP_INFINITY) return false;
  if (isMulticast(address) || isLoopback(address) || address >>> 28 === 0xf) return false;
  return networkOf(address, prefix) === address && (address >>> 24 !== 0 || (address === 0 && prefix === 0));
}

function adopt(
  { system, table, times, interfaces }: Round,
  known: RipRoute | null,
  { address: network, mask, nextHop }: RipEntry,
  metric: number,
  device: string,
  from: number,
): void {
  const until = system.now + times.timeout;
  const prefix = prefixOfMask(mask)!;
  // A better next hop than the one who tells it, if it can be reached directly (RFC 2453 §4.4).
  const one = interfaces.find(({ name }) => name === device)!;
  const direct = nextHop !== 0 && networkOf(nextHop, one.prefix) === networkOf(one.address!, one.prefix);
  const via = direct && !system.network.isLocal(nextHop) ? nextHop : from;
  const route: RipRoute = {
    ...{ network, prefix, metric, via, from, device, until },
    ...{ garbageAt: Infinity, occasion: system.occasion, changed: true },
  };
  const what = known === null || known.metric >= RIP_INFINITY ? 'learned' : 'changed';
  system.print(`${what} ${routeText(route)} metric ${metric}`);
  table.set(keyOf(network, prefix), route);
  write(system, known, route);
}

/** The deletion process of RFC 2453 §3.8 begins: unreachable, told so for a while, then forgotten. */
function lose({ system, times }: Round, route: RipRoute, why: string): void {
  system.print(`unreachable ${routeText(route)}: ${why}`);
  write(system, route, null);
  route.metric = RIP_INFINITY;
  route.until = Infinity;
  route.garbageAt = system.now + times.garbage;
  route.occasion = system.occasion;
  route.changed = true;
}

/** Brings the routing table in line: the row of `before` goes, that of `after` comes. */
function write(system: System, before: RipRoute | null, after: RipRoute | null): void {
  const { network } = system;
  const row = ({ network: destination, prefix, via, device, metric }: RipRoute) =>
    ({ destination, prefix, via, port: network.portOf(device), metric, kind: 'rip' }) as const;
  const had = before !== null && before.via !== null && before.metric < RIP_INFINITY;
  const moved = had && (after === null || after.via !== before.via || after.device !== before.device);
  if (moved) network.removeRoute(row(before));
  if (after === null || after.via === null) return;
  const failed = network.addRoute(row(after));
  if (failed !== null && failed !== 'EEXIST') system.print(`${routeText(after)}: ${failed}`);
}

function age(round: Round): void {
  const { system, table } = round;
  for (const [key, route] of table) {
    if (route.until <= system.now) lose(round, route, 'not heard of for too long');
    else if (route.garbageAt <= system.now) table.delete(key);
  }
}

/** The regular update when it is time, and triggered ones in between (RFC 2453 §3.10.1). */
function tell(daemon: RipDaemon, { system, table, times, splitHorizon, triggered }: Round): void {
  const { now } = system;
  // By the time a triggered update may leave, what it was to tell can be forgotten, or nobody wants it any more.
  const waits = daemon.triggerAt < Infinity;
  daemon.triggerAt = Infinity;
  if (daemon.updateAt <= now) {
    sendUpdates(system, daemon.sockets, table, splitHorizon, false);
    const spread = times.update * SPREAD;
    daemon.updateAt = now + Math.round(times.update - spread + (system.random() / 2 ** 32) * 2 * spread);
    daemon.updateOccasion = system.occasion;
    return;
  }
  if (!triggered || ![...table.values()].some(({ changed }) => changed)) return;
  if (now < daemon.quietUntil) {
    daemon.triggerAt = daemon.quietUntil;
    if (!waits) daemon.triggerOccasion = system.occasion;
    return;
  }
  sendUpdates(system, daemon.sockets, table, splitHorizon, true);
  daemon.quietUntil = now + QUIET_LEAST + (system.random() % (QUIET_MOST - QUIET_LEAST));
}

/** When there is something to do next, and the fact because of which. */
function nextTime(daemon: RipDaemon, { table }: Round): { time: number; occasion: number } {
  let next = { time: daemon.updateAt, occasion: daemon.updateOccasion };
  if (daemon.triggerAt < next.time) next = { time: daemon.triggerAt, occasion: daemon.triggerOccasion };
  for (const { until, garbageAt, occasion } of table.values()) {
    const time = Math.min(until, garbageAt);
    if (time < next.time) next = { time, occasion };
  }
  return next;
}
