import type { Route, RouteChange } from '../../net/administration.ts';
import { formatAddress, maskOf, networkOf, parseAddress, prefixOfMask } from '../../wire/address.ts';
import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import { errorText } from '../error-text.ts';
import type { System } from '../system.ts';
import { wholeNumber } from '../words.ts';
import { left, right } from './columns.ts';

interface RouteOptions {
  do: 'show' | 'add' | 'del';
  /** Its `port` is found by the device's name when it runs. */
  change: RouteChange | null;
  device: string | null;
}

/** The routing table as it has been printed since 4.2BSD, and rows added or taken out. */
export const route: Command<RouteOptions, null> = {
  name: 'route',
  synopsis:
    'route [-n] | route {add | del} {default | [-net | -host] target [netmask mask]} [gw address] [metric n] [device]',

  parse(words): RouteOptions | Misuse {
    const rest = words.filter((word) => word !== '-n' && word !== '-e');
    const verb = rest.shift();
    if (verb === undefined) return { do: 'show', change: null, device: null };
    if (verb !== 'add' && verb !== 'del' && verb !== 'delete') return { misuse: `${verb}: add or del is expected` };
    return parseChange(verb === 'add' ? 'add' : 'del', rest);
  },

  begin: () => null,

  run(options, _memory, system) {
    if (options.change === null) return show(system);
    const { device } = options;
    const port = device === null ? null : system.network.portOf(device);
    if (port !== null && port < 0) return refused(system, options.do, 'ENODEV');
    const change = { ...options.change, port };
    const error = options.do === 'add' ? system.network.addRoute(change) : system.network.removeRoute(change);
    return error === null ? 0 : refused(system, options.do, error);
  },
};

function parseChange(verb: 'add' | 'del', words: string[]): RouteOptions | Misuse {
  let target: number | null = null;
  let prefix: number | null = null;
  let host = false;
  let device: string | null = null;
  let via: number | null = null;
  let metric: number | null = 0;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-net' || word === '-host') host = word === '-host';
    else if (word === 'gw') {
      via = parseAddress(words.shift() ?? '');
      if (via === null) return { misuse: 'gw: an address is expected' };
    } else if (word === 'netmask') {
      const mask = parseAddress(words.shift() ?? '');
      prefix = mask === null ? null : prefixOfMask(mask);
      if (prefix === null) return { misuse: 'netmask: not a mask' };
    } else if (word === 'metric') {
      metric = wholeNumber(words.shift() ?? '', 0, 2 ** 32 - 1);
      if (metric === null) return { misuse: 'metric: a number is expected' };
    } else if (word === 'dev') device = words.shift() ?? '';
    else if (target === null) {
      const [dotted = '', length] = word === 'default' ? ['0.0.0.0', '0'] : word.split('/');
      target = parseAddress(dotted);
      if (target === null) return { misuse: `${word}: Unknown host` };
      if (length !== undefined) prefix = wholeNumber(length, 0, 32);
    } else device = word;
  }
  if (target === null) return { misuse: 'a target is missing' };
  // Without a mask a target with host bits is a host (route(8)); a network of the old classes is not guessed here.
  const length = prefix ?? (target === 0 && !host ? 0 : 32);
  if (networkOf(target, length) !== target) return { misuse: `netmask doesn't match route address` };
  const change: RouteChange = { destination: target, prefix: length, via, port: null };
  if (metric !== 0) change.metric = metric;
  return { do: verb, change, device };
}

function show(system: System): number {
  system.print('Kernel IP routing table');
  system.print('Destination     Gateway         Genmask         Flags Metric Ref    Use Iface');
  for (const row of sorted(system.network.routes())) system.print(line(row, system));
  return 0;
}

/** The default route first, the rest in the order of their networks. */
export function sorted(rows: readonly Route[]): Route[] {
  return rows.toSorted((a, b) => Math.min(a.prefix, 1) - Math.min(b.prefix, 1) || a.network - b.network);
}

/** One row as `route -n` and `netstat -r` print it. */
export function line(
  { network, prefix, via, port, metric }: Route,
  system: System,
  figures = `${left(metric, 6)} ${left(0, 6)} ${right(0, 3)}`,
): string {
  const flags = `U${via === null ? '' : 'G'}${prefix === 32 ? 'H' : ''}`;
  const cells = [network, via ?? 0, maskOf(prefix)].map((address) => left(formatAddress(address), 15));
  const name = system.network.interfaces()[port]?.name ?? '*';
  return `${cells.join(' ')} ${left(flags, 5)} ${figures} ${name}`;
}

function refused(system: System, verb: string, error: string): number {
  system.print(`SIOC${verb === 'add' ? 'ADDRT' : 'DELRT'}: ${errorText(error)}`);
  return 7;
}
