import type { InterfaceView } from '../../net/administration.ts';
import { formatAddress, formatMac, maskOf, parseAddress, prefixOfMask } from '../../wire/address.ts';
import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import { errorText } from '../error-text.ts';
import type { System } from '../system.ts';

interface IfconfigOptions {
  device: string | null;
  /** Also those that are switched off. */
  all: boolean;
  up: boolean | null;
  address: number | null;
  prefix: number | null;
}

/** Interfaces with their addresses; sets the address, the mask and whether one is switched on. */
export const ifconfig: Command<IfconfigOptions, null> = {
  name: 'ifconfig',
  synopsis: 'ifconfig [-a] [device [address[/prefix]] [netmask mask] [up | down]]',

  parse(words): IfconfigOptions | Misuse {
    const options: IfconfigOptions = { device: null, all: false, up: null, address: null, prefix: null };
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '-a') options.all = true;
      else if (options.device === null) options.device = word;
      else if (word === 'up' || word === 'down') options.up = word === 'up';
      else if (word === 'netmask') {
        const mask = parseAddress(rest.shift() ?? '');
        options.prefix = mask === null ? null : prefixOfMask(mask);
        if (options.prefix === null) return { misuse: 'netmask: not a mask' };
      } else {
        const [dotted = '', length] = word.split('/');
        options.address = parseAddress(dotted);
        if (options.address === null) return { misuse: `${word}: Unknown host` };
        if (length === undefined) continue;
        if (!/^\d{1,2}$/.test(length) || Number(length) > 32) return { misuse: `${word}: bad prefix length` };
        options.prefix = Number(length);
      }
    }
    return options;
  },

  begin: () => null,

  run(options, _memory, system) {
    const all = system.network.interfaces();
    const chosen = options.device === null ? all : all.filter(({ name }) => name === options.device);
    if (options.device !== null && options.device !== 'lo' && chosen.length === 0) {
      system.print(`${options.device}: error fetching interface information: Device not found`);
      return 1;
    }
    const [one] = chosen;
    if (options.device !== null && one !== undefined && sets(options)) return set(one, options, system);
    for (const shown of chosen) {
      if (options.device === null && !options.all && !shown.up) continue;
      for (const line of lines(shown)) system.print(line);
      system.print('');
    }
    if (options.device === null || options.device === 'lo') for (const line of LOOPBACK) system.print(line);
    return 0;
  },
};

function sets({ up, address, prefix }: IfconfigOptions): boolean {
  return up !== null || address !== null || prefix !== null;
}

function set(one: InterfaceView, { up, address, prefix }: IfconfigOptions, system: System): number {
  const errors: (string | null)[] = [];
  if (address !== null || prefix !== null) {
    const next = address ?? one.address;
    // 0.0.0.0 takes the address away.
    const errno =
      next === null
        ? 'EADDRNOTAVAIL'
        : system.network.setAddress(one.port, next === 0 ? null : next, prefix ?? classOf(next));
    // The same again is nothing to complain about.
    if (errno !== 'EEXIST') errors.push(errno === null ? null : `SIOCSIFADDR: ${errorText(errno)}`);
  }
  // Giving an interface an address switches it on, as the well-known command does.
  const on = up ?? (address !== null && address !== 0 ? true : null);
  if (on !== null) {
    const errno = system.network.setInterface(one.port, on);
    errors.push(errno === null ? null : `SIOCSIFFLAGS: ${errorText(errno)}`);
  }
  for (const error of errors) if (error !== null) system.print(error);
  return errors.every((error) => error === null) ? 0 : 1;
}

/** The prefix length that went with an address before masks were told (RFC 791 §3.2). */
function classOf(address: number): number {
  const first = address >>> 24;
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

function lines({ name, mac, address, prefix, broadcast, mtu, up, linked, counters }: InterfaceView): string[] {
  const running = up && linked;
  // The flags' values are those of if.h: UP 1, BROADCAST 2, RUNNING 64, MULTICAST 4096.
  const value = 2 + 4096 + (up ? 1 : 0) + (running ? 64 : 0);
  const names = [...(up ? ['UP'] : []), 'BROADCAST', ...(running ? ['RUNNING'] : []), 'MULTICAST'].join(',');
  const brd = broadcast === null ? '' : `  broadcast ${formatAddress(broadcast)}`;
  return [
    `${name}: flags=${value}<${names}>  mtu ${mtu}`,
    ...(address === null
      ? []
      : [`        inet ${formatAddress(address)}  netmask ${formatAddress(maskOf(prefix))}${brd}`]),
    `        ether ${formatMac(mac)}  (Ethernet)`,
    `        RX packets ${counters.packetsIn}  bytes ${counters.bytesIn} (${sizeText(counters.bytesIn)})`,
    `        RX errors ${counters.errorsIn}  dropped ${counters.dropped}`,
    `        TX packets ${counters.packetsOut}  bytes ${counters.bytesOut} (${sizeText(counters.bytesOut)})`,
  ];
}

/** Bytes in the unit that leaves one to four digits, as the well-known command writes them. */
function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  let size = bytes;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${size.toFixed(1)} ${units[unit]}`;
}

const LOOPBACK: readonly string[] = [
  'lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65535',
  '        inet 127.0.0.1  netmask 255.0.0.0',
  '        loop  (Local Loopback)',
];
