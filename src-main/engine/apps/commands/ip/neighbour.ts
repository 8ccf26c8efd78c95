import { formatAddress, formatMac, parseAddress, parseMac } from '../../../wire/address.ts';
import type { Misuse } from '../../misuse.ts';
import type { System } from '../../system.ts';
import { answered, interfaceNamed, pairs } from './words.ts';

/** `ip neigh [show]`, `ip neigh add|replace|del address [lladdr mac] dev name`, `ip neigh flush dev name|all`. */
export function neighbour(words: readonly string[], system: System): number | Misuse {
  const [verb = 'show', ...rest] = words;
  const read = pairs(
    ['show', 'list', 'ls', 'sh', 'add', 'replace', 'change', 'del', 'delete', 'flush'].includes(verb) ? rest : words,
    ['dev', 'lladdr', 'nud', 'to'],
  );
  if ('misuse' in read) return read;
  const device = read.named.get('dev');
  const one = device === undefined ? null : interfaceNamed(device, system);
  if (one !== null && 'misuse' in one) return one;
  const word = read.named.get('to') ?? read.alone[0];
  const address = word === undefined || word === 'all' ? null : parseAddress(word);
  if (word !== undefined && word !== 'all' && address === null) {
    return { misuse: `any valid address is expected rather than "${word}".` };
  }
  const fitting = system.network
    .neighbours()
    .filter((known) => (one?.port ?? known.port) === known.port && (address ?? known.address) === known.address);
  switch (verb) {
    case 'add':
    case 'replace':
    case 'change': {
      const mac = parseMac(read.named.get('lladdr') ?? '');
      if (address === null || mac === null || one === null) {
        return { misuse: 'Device, destination and "lladdr" are required arguments.' };
      }
      if (verb === 'add' && fitting.length > 0) return answered('EEXIST', system);
      return answered(system.network.addNeighbour(one.port, address, mac), system);
    }
    case 'del':
    case 'delete':
      if (address === null || one === null) return { misuse: 'Device and destination are required arguments.' };
      return answered(system.network.removeNeighbour(one.port, address), system);
    case 'flush':
      if (one === null && word === undefined) return { misuse: 'Flush requires arguments.' };
      for (const known of fitting) {
        // What a person has written stays until it is named.
        if (known.state !== 'permanent') system.network.removeNeighbour(known.port, known.address);
      }
      return 0;
    default:
      for (const { address: at, mac, device: name, state } of fitting) {
        const hardware = mac === null ? '' : ` lladdr ${formatMac(mac)}`;
        system.print(`${formatAddress(at)} dev ${name}${hardware} ${state.toUpperCase()}`);
      }
      return 0;
  }
}
