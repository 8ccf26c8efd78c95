import type { InterfaceView } from '../../../net/administration.ts';
import { parseAddress } from '../../../wire/address.ts';
import type { Misuse } from '../../misuse.ts';
import { errorText } from '../../error-text.ts';
import type { System } from '../../system.ts';

/** Words that stand in pairs (`via 10.0.0.1 dev eth0`), after those that stand alone. */
export interface IpWords {
  /** Word by word, before the first known name. */
  alone: string[];
  named: Map<string, string>;
}

/** Sorts words into pairs under `names`; what follows a name is its value. */
export function pairs(words: readonly string[], names: readonly string[]): IpWords | Misuse {
  const found: IpWords = { alone: [], named: new Map() };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!names.includes(word)) {
      found.alone.push(word);
      continue;
    }
    const value = words[++at];
    if (value === undefined) return { misuse: `"${word}" needs a value.` };
    found.named.set(word, value);
  }
  return found;
}

/** `10.0.0.0/24`, an address alone (/32), or `default`. */
export function parsePrefix(text: string): { address: number; prefix: number } | null {
  if (text === 'default' || text === 'any' || text === 'all') return { address: 0, prefix: 0 };
  const [dotted = '', length = '32', ...more] = text.split('/');
  const address = parseAddress(dotted);
  if (address === null || more.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32) return null;
  return { address, prefix: Number(length) };
}

/** The interface of a name; a misuse says that there is none. */
export function interfaceNamed(name: string, system: System): InterfaceView | Misuse {
  return system.network.interfaces().find((one) => one.name === name) ?? { misuse: `Cannot find device "${name}"` };
}

/** The status of a change; says what the kernel answered when it did not do it. */
export function answered(error: string | null, system: System): number {
  if (error === null) return 0;
  system.print(`RTNETLINK answers: ${errorText(error)}`);
  return 2;
}
