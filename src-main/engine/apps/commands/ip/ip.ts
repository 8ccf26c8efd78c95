/**
 * `ip`: addresses, links, routes and neighbours, told and set as iproute2 does it. One file an object; each tells and
 * sets through `System.network` only.
 */
import type { Command } from '../../command.ts';
import type { Misuse } from '../../misuse.ts';
import type { System } from '../../system.ts';
import { address } from './address.ts';
import { link } from './link.ts';
import { neighbour } from './neighbour.ts';
import { route } from './route.ts';

/** One object of `ip`: does what its words say and returns the status. A misuse is told with the usage. */
export type IpObject = (words: readonly string[], system: System, statistics: boolean) => number | Misuse;

const OBJECTS: readonly { names: readonly string[]; act: IpObject }[] = [
  { names: ['address', 'addr', 'a'], act: address },
  { names: ['link', 'l'], act: link },
  { names: ['route', 'ro', 'r'], act: route },
  { names: ['neighbour', 'neighbor', 'neigh', 'n'], act: neighbour },
];

interface IpOptions {
  object: string;
  words: string[];
  /** With the counters of interfaces (`-s`). */
  statistics: boolean;
}

export const ip: Command<IpOptions, null> = {
  name: 'ip',
  synopsis: 'ip [-s] {addr | link | route | neigh} [show | add | del | replace | get | set | flush] …',

  parse(given): IpOptions | Misuse {
    const words = [...given];
    let statistics = false;
    while (words[0]?.startsWith('-') === true) {
      const option = words.shift()!;
      if (option === '-s') statistics = true;
      else if (option !== '-4') return { misuse: `Option "${option}" is unknown, try "help ip".` };
    }
    const [object, ...rest] = words;
    if (object === undefined) return { misuse: 'an object is missing: addr, link, route or neigh' };
    if (objectOf(object) === undefined) return { misuse: `Object "${object}" is unknown, try "help ip".` };
    return { object, words: rest, statistics };
  },

  begin: () => null,

  run({ object, words, statistics }, _memory, system) {
    const outcome = objectOf(object)!(words, system, statistics);
    if (typeof outcome === 'number') return outcome;
    system.print(`Error: ${outcome.misuse}`);
    return 255;
  },
};

function objectOf(name: string): IpObject | undefined {
  return OBJECTS.find(({ names }) => names.includes(name))?.act;
}
