import type { Misuse } from './misuse.ts';

/** Options a command knows, without their dashes: `flags` stand alone, `values` take a word. Long names may be among them. */
export interface WordRules {
  flags?: readonly string[];
  values?: readonly string[];
  /** Other names of options: `{ head: 'I' }`. */
  aliases?: Readonly<Record<string, string>>;
}

/** What the words after a command's name say. */
export interface Words {
  flags: ReadonlySet<string>;
  /** Every value given to an option, in order. */
  values: ReadonlyMap<string, string[]>;
  operands: string[];
}

/**
 * Reads words by the guidelines for utilities (IEEE Std 1003.1, Base Definitions 12.2) with long names as GNU writes them:
 * `-vo name`, `-oname`, `--output=name`; options may follow operands, `--` ends them, `-` alone is an operand.
 */
export function readWords(
  words: readonly string[],
  { flags = [], values = [], aliases = {} }: WordRules,
): Words | Misuse {
  const found = { flags: new Set<string>(), values: new Map<string, string[]>(), operands: [] as string[] };
  const give = (name: string, value: string): void => {
    found.values.set(name, [...(found.values.get(name) ?? []), value]);
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      found.operands.push(...words.slice(at + 1));
      break;
    }
    if (word.startsWith('--')) {
      const [given = '', ...rest] = word.slice(2).split('=');
      const name = aliases[given] ?? given;
      if (flags.includes(name) && rest.length === 0) found.flags.add(name);
      else if (!values.includes(name)) return { misuse: `unrecognized option '${word}'` };
      else if (rest.length > 0) give(name, rest.join('='));
      else if (at + 1 < words.length) give(name, words[++at]!);
      else return { misuse: `option '--${given}' requires an argument` };
    } else if (word.startsWith('-') && word !== '-') {
      for (let letter = 1; letter < word.length; letter++) {
        const given = word[letter]!;
        const name = aliases[given] ?? given;
        if (flags.includes(name)) {
          found.flags.add(name);
          continue;
        }
        if (!values.includes(name)) return { misuse: `invalid option -- '${given}'` };
        if (letter + 1 < word.length) give(name, word.slice(letter + 1));
        else if (at + 1 < words.length) give(name, words[++at]!);
        else return { misuse: `option requires an argument -- '${given}'` };
        break;
      }
    } else found.operands.push(word);
  }
  return found;
}

/** The last value given to an option; undefined: none. */
export function lastValue(words: Words, name: string): string | undefined {
  return words.values.get(name)?.at(-1);
}

/** A whole number within bounds, or null. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}

/** A number of bytes or bits with K, M or G (of `step`: 1024 or 1000), or null. */
export function amount(text: string, step: number, most: number): number | null {
  const [, digits, unit] = /^(\d{1,12}(?:\.\d+)?)([kmg]?)$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const value = Math.round(Number(digits) * step ** ['', 'k', 'm', 'g'].indexOf(unit!.toLowerCase()));
  return value >= 1 && value <= most ? value : null;
}

/** Seconds as ns, to the nearest; null for anything else, or more than a million seconds. */
export function secondsAsTime(text: string): number | null {
  if (!/^\d{1,7}(\.\d+)?$/.test(text)) return null;
  const time = Math.round(Number(text) * 1e9);
  return time <= 1e15 ? time : null;
}

/** A port number 1 … 65535, or null. */
export function portNumber(text: string): number | null {
  return wholeNumber(text, 1, 65_535);
}
