import type { InterfaceView } from '../../../net/administration.ts';
import { formatAddress } from '../../../wire/address.ts';
import type { Misuse } from '../../misuse.ts';
import type { System } from '../../system.ts';
import { counterLines, LOOPBACK_LINES, linkLines, shownInterfaces } from './link.ts';
import { answered, interfaceNamed, pairs, parsePrefix } from './words.ts';

/** `ip addr [show] [dev]`, `ip addr add|del|replace address/prefix dev name`, `ip addr flush dev name`. */
export function address(words: readonly string[], system: System, statistics: boolean): number | Misuse {
  const [verb = 'show', ...rest] = words;
  switch (verb) {
    case 'add':
    case 'replace':
    case 'change':
    case 'del':
    case 'delete':
      return change(verb, rest, system);
    case 'flush':
      return flush(rest, system);
    default:
      return show(['show', 'list', 'ls', 'sh'].includes(verb) ? rest : words, system, statistics);
  }
}

function show(words: readonly string[], system: System, statistics: boolean): number | Misuse {
  const chosen = shownInterfaces(words, system);
  if ('misuse' in chosen) return chosen;
  if (words.length === 0) {
    for (const line of [...LOOPBACK_LINES, '    inet 127.0.0.1/8 scope host lo']) system.print(line);
  }
  for (const one of chosen) {
    for (const line of [...linkLines(one), ...addressLines(one), ...(statistics ? counterLines(one) : [])])
      system.print(line);
  }
  return 0;
}

function addressLines({ name, address: own, prefix, broadcast, tentative }: InterfaceView): string[] {
  // Probed and not used yet (RFC 5227 §2.1).
  if (tentative !== null) {
    return [`    inet ${formatAddress(tentative.address)}/${tentative.prefix} scope global tentative ${name}`];
  }
  if (own === null) return [];
  const brd = broadcast === null ? '' : ` brd ${formatAddress(broadcast)}`;
  return [`    inet ${formatAddress(own)}/${prefix}${brd} scope global ${name}`];
}

function change(verb: string, words: readonly string[], system: System): number | Misuse {
  const read = pairs(words, ['dev', 'brd', 'broadcast', 'label', 'scope']);
  if ('misuse' in read) return read;
  const given = parsePrefix(read.alone[0] ?? '');
  if (given === null) return { misuse: `any valid prefix is expected rather than "${read.alone[0] ?? ''}".` };
  const device = read.named.get('dev');
  if (device === undefined) return { misuse: 'Not enough information: "dev" argument is required.' };
  const one = interfaceNamed(device, system);
  if ('misuse' in one) return one;
  const known = one.address === given.address && one.prefix === given.prefix;
  if (verb.startsWith('del')) {
    if (!known) return answered('EADDRNOTAVAIL', system);
    return answered(system.network.setAddress(one.port, null, one.prefix), system);
  }
  if (verb === 'add' && known) return answered('EEXIST', system);
  if (verb === 'add' && one.address !== null) {
    // Real interfaces take several; here one is what the drawing can show.
    const own = `${formatAddress(one.address)}/${one.prefix}`;
    return { misuse: `${one.name} has ${own} already and takes one address: use "replace", or "del" first.` };
  }
  if (known) return 0;
  return answered(system.network.setAddress(one.port, given.address, given.prefix), system);
}

function flush(words: readonly string[], system: System): number | Misuse {
  const chosen = words.length === 0 ? { misuse: 'Flush requires arguments.' } : shownInterfaces(words, system);
  if ('misuse' in chosen) return chosen;
  for (const { port, prefix, address: own } of chosen) {
    if (own !== null) system.network.setAddress(port, null, prefix);
  }
  return 0;
}
