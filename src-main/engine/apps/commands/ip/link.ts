import type { InterfaceView } from '../../../net/administration.ts';
import { formatMac } from '../../../wire/address.ts';
import type { Misuse } from '../../misuse.ts';
import type { System } from '../../system.ts';
import { right } from '../columns.ts';
import { answered, interfaceNamed, pairs } from './words.ts';

/** `ip link [show] [dev]`, `ip link set dev up|down`. */
export function link(words: readonly string[], system: System, statistics: boolean): number | Misuse {
  const [verb = 'show', ...rest] = words;
  if (verb === 'set') return set(rest, system);
  const chosen = shownInterfaces(['show', 'list', 'ls', 'sh'].includes(verb) ? rest : words, system);
  if ('misuse' in chosen) return chosen;
  for (const one of chosen) {
    const lines = [...linkLines(one), ...(statistics ? counterLines(one) : [])];
    for (const line of lines) system.print(line);
  }
  return 0;
}

function set(words: readonly string[], system: System): number | Misuse {
  const read = pairs(words, ['dev']);
  if ('misuse' in read) return read;
  const [first = '', second] = read.alone;
  const name = read.named.get('dev') ?? first;
  const state = read.named.has('dev') ? first : second;
  const one = interfaceNamed(name, system);
  if ('misuse' in one) return one;
  if (state !== 'up' && state !== 'down') return { misuse: 'either "up" or "down" is required.' };
  return answered(system.network.setInterface(one.port, state === 'up'), system);
}

/** The interface of the words `[dev] name`, or all. */
export function shownInterfaces(words: readonly string[], system: System): InterfaceView[] | Misuse {
  const name = words[0] === 'dev' ? words[1] : words[0];
  if (name === undefined) return system.network.interfaces();
  const one = interfaceNamed(name, system);
  return 'misuse' in one ? one : [one];
}

/** The two lines of an interface that `ip link` and `ip addr` begin with. */
export function linkLines({ port, name, mac, mtu, up, linked }: InterfaceView): string[] {
  const flags = [
    ...(up && !linked ? ['NO-CARRIER'] : []),
    'BROADCAST',
    'MULTICAST',
    ...(up ? ['UP'] : []),
    ...(up && linked ? ['LOWER_UP'] : []),
  ];
  // Number 1 is the loopback of every host.
  return [
    `${port + 2}: ${name}: <${flags.join(',')}> mtu ${mtu} state ${up && linked ? 'UP' : 'DOWN'}`,
    `    link/ether ${formatMac(mac)} brd ff:ff:ff:ff:ff:ff`,
  ];
}

/** What went through an interface: two lines each way, numbers below their names. */
export function counterLines({ counters }: InterfaceView): string[] {
  const { bytesIn, packetsIn, errorsIn, dropped, bytesOut, packetsOut } = counters;
  const row = (...numbers: number[]) => `   ${numbers.map((one) => right(one, 10)).join(' ')}`;
  return [
    '    RX:  bytes    packets     errors    dropped',
    row(bytesIn, packetsIn, errorsIn, dropped),
    '    TX:  bytes    packets',
    row(bytesOut, packetsOut),
  ];
}

/** What `ip` says of the loopback, which every host has (RFC 1122 §3.2.1.3 (g)). */
export const LOOPBACK_LINES: readonly string[] = [
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65535 state UNKNOWN',
  '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
];
