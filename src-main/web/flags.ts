/** What was asked for on the command line. */
export interface Flags {
  open: boolean;
  /** 0: any. */
  port: number;
  /** Folder of the built window; null: the one built beside this program. */
  renderer: string | null;
  printAddress: boolean;
  /** Milliseconds to wait for the first page, and after the last; null: as usual. Infinity: for ever. */
  waitFirst: number | null;
  waitLast: number | null;
  /** Project to open. */
  file: string | null;
}

/** How to use it, one line a flag. */
export const USAGE = `usage: web [--no-open] [--port PORT] [--renderer FOLDER] [--print-address] [--wait-first SECONDS] [--wait-last SECONDS] [FILE.hop]`;

const VALUED = ['--port', '--renderer', '--wait-first', '--wait-last'] as const;

/** Reads the command line; a sentence when it cannot be understood. */
export function readFlags(words: readonly string[]): Flags | string {
  const flags: Flags = {
    open: true,
    port: 0,
    renderer: null,
    printAddress: false,
    waitFirst: null,
    waitLast: null,
    file: null,
  };
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--no-open') flags.open = false;
    else if (word === '--print-address') flags.printAddress = true;
    else if (word.startsWith('--')) {
      const [name = '', ...rest] = word.split('=');
      if (!(VALUED as readonly string[]).includes(name)) return `there is no flag ${name}`;
      const value = rest.length > 0 ? rest.join('=') : left.shift();
      if (value === undefined || value === '') return `${name} needs a value`;
      const wrong = setValue(flags, name as (typeof VALUED)[number], value);
      if (wrong !== null) return wrong;
    } else if (flags.file === null) flags.file = word;
    else return 'only one project can be opened at a time';
  }
  return flags;
}

function setValue(flags: Flags, name: (typeof VALUED)[number], value: string): string | null {
  if (name === '--renderer') {
    flags.renderer = value;
    return null;
  }
  const number = value === 'forever' ? Infinity : Number(value);
  if (name === '--port') {
    if (!Number.isInteger(number) || number < 0 || number > 65535) return '--port needs a number from 0 to 65535';
    flags.port = number;
    return null;
  }
  if (!(number >= 0)) return `${name} needs a number of seconds, or "forever"`;
  if (name === '--wait-first') flags.waitFirst = number * 1000;
  else flags.waitLast = number * 1000;
  return null;
}
