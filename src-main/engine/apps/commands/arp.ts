import { formatAddress, formatMac, parseAddress, parseMac } from '../../wire/address.ts';
import type { NeighbourView } from '../../net/administration.ts';
import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import { errorText } from '../error-text.ts';
import type { System } from '../system.ts';
import { lastValue, readWords } from '../words.ts';
import { left } from './columns.ts';

type ArpOptions =
  | { do: 'show'; about: number | null; device: string | null; plain: boolean }
  | { do: 'delete'; address: number; device: string | null }
  | { do: 'set'; address: number; mac: number; device: string | null };

/** The ARP cache: told, or an entry written (`-s`) or taken out (`-d`). */
export const arp: Command<ArpOptions, null> = {
  name: 'arp',
  synopsis: 'arp [-an] [-i device] [address] | arp -d address | arp -s address mac',

  parse(given): ArpOptions | Misuse {
    const words = readWords(given, { flags: ['a', 'n', 'e', 'v', 'd', 's'], values: ['i'] });
    if ('misuse' in words) return words;
    const { flags, operands } = words;
    const device = lastValue(words, 'i') ?? null;
    const address = operands[0] === undefined ? null : parseAddress(operands[0]);
    if (operands[0] !== undefined && address === null) return { misuse: `${operands[0]}: Unknown host` };
    if (flags.has('s')) {
      const mac = parseMac(operands[1] ?? '');
      if (address === null || mac === null) return { misuse: 'need an address and a hardware address' };
      return { do: 'set', address, mac, device };
    }
    if (flags.has('d')) {
      return address === null ? { misuse: 'need an address' } : { do: 'delete', address, device };
    }
    return { do: 'show', about: address, device, plain: flags.has('a') };
  },

  begin: () => null,

  run(options, _memory, system) {
    if (options.do === 'show') return show(options, system);
    const known = system.network.neighbours().find(({ address }) => address === options.address);
    // An entry to be written belongs to the interface that its address would be reached by.
    const port =
      options.device === null
        ? (known?.port ?? system.network.routeTo(options.address)?.port ?? -1)
        : system.network.portOf(options.device);
    if (port < 0 && options.device !== null) return failed(system, `${options.device}: No such device`);
    if (options.do === 'delete') {
      if (known === undefined) return failed(system, `No ARP entry for ${formatAddress(options.address)}`);
      const error = system.network.removeNeighbour(port, options.address);
      return error === null ? 0 : failed(system, `SIOCDARP: ${errorText(error)}`);
    }
    const error = port < 0 ? 'ENETUNREACH' : system.network.addNeighbour(port, options.address, options.mac);
    return error === null ? 0 : failed(system, `SIOCSARP: ${errorText(error)}`);
  },
};

function show(options: Extract<ArpOptions, { do: 'show' }>, system: System): number {
  const found = system.network
    .neighbours()
    .filter(({ address, device }) => (options.about ?? address) === address && (options.device ?? device) === device);
  if (options.about !== null && found.length === 0) {
    return failed(system, `${formatAddress(options.about)} (${formatAddress(options.about)}) -- no entry`);
  }
  if (options.plain) {
    for (const one of found) system.print(plainLine(one));
    return 0;
  }
  if (found.length > 0)
    system.print('Address                  HWtype  HWaddress           Flags Mask            Iface');
  for (const { address, mac, device, state } of found) {
    const flags = mac === null ? '' : state === 'permanent' ? 'CM' : 'C';
    const hardware = mac === null ? '        (incomplete)       ' : `ether   ${left(formatMac(mac), 19)}`;
    system.print(`${left(formatAddress(address), 24)} ${left(hardware, 27)} ${left(flags, 21)} ${device}`);
  }
  return 0;
}

function plainLine({ address, mac, device, state }: NeighbourView): string {
  const at = mac === null ? '<incomplete>' : `${formatMac(mac)} [ether]${state === 'permanent' ? ' PERM' : ''}`;
  return `? (${formatAddress(address)}) at ${at} on ${device}`;
}

function failed(system: System, text: string): number {
  system.print(`arp: ${text}`);
  return 1;
}
