import { LIMITS } from '#document/limits.ts';
import { EXIT, Failure } from './failure.ts';

export interface RunCommand {
  command: 'run';
  file: string;
  /** ns, or null: until quiet. */
  duration: number | null;
  /** Null: the project's own. */
  seed: number | null;
  pcap: string | null;
  events: string | null;
  json: boolean;
  /** Facts after which the network is stopped. */
  facts: number;
}

export type Command = RunCommand | { command: 'starter'; file: string } | { command: 'help' } | { command: 'version' };

/** Facts after which a network is stopped when nobody says how many: a storm of frames reaches them in seconds. */
const FACTS_UNASKED = 2_000_000;

export const HELP = `Hopscope: an offline network playground. This is its command line.

  hopscope run FILE.hop [options]   runs a project without a window
      --for TIME         how long, in simulated time: 10s, 250ms, 5us, 2m (default: until nothing happens, 60s at most)
      --seed NUMBER      the seed of all dice, 0 to 4294967295 (default: the project's)
      --pcap FILE        writes a capture of every cable, for Wireshark (pcapng, one interface a cable end)
      --events FILE      writes everything that happened, as JSON lines
      --facts NUMBER     stops the network when so much has happened in it (default: ${FACTS_UNASKED})
      --json             prints the summary as JSON
  hopscope starter FILE.hop         writes the starter project to a new file
  hopscope --help, --version

Programs start at the times written in the project. Exit codes: 0 done, 1 a program in the network failed,
2 the command was not understood, 3 the project was refused, 4 a file could not be read or written,
5 the network was stopped because it recorded as much as it may.
`;

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

/** Options of `run` that want a value. */
const VALUED = ['--for', '--seed', '--pcap', '--events', '--facts'];

/** What the words after the program's name ask for. Throws a `Failure` that says how to ask. */
export function parseArguments(words: readonly string[]): Command {
  const [first, ...rest] = words;
  if (first === undefined) throw usage('Say what to do.');
  if (words.includes('--help') || words.includes('-h') || first === 'help') return { command: 'help' };
  if (first === '--version' || first === '-v') return { command: 'version' };
  if (first === 'run') return parseRun(rest);
  if (first === 'starter') {
    const [file, more] = rest;
    if (file === undefined || file.startsWith('-')) throw usage('starter needs the name of the file to write.');
    if (more !== undefined) throw usage(`starter takes one file name, and "${more}" is left over.`);
    return { command: 'starter', file };
  }
  throw usage(`There is no command "${first}".`);
}

function parseRun(words: readonly string[]): RunCommand {
  const values = new Map<string, string>();
  const files: string[] = [];
  let json = false;
  let onlyFiles = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (onlyFiles || !word.startsWith('-')) {
      files.push(word);
      continue;
    }
    if (word === '--') {
      onlyFiles = true;
      continue;
    }
    const [option = '', ...given] = word.split('=');
    if (option === '--json' && given.length === 0) json = true;
    else if (VALUED.includes(option)) {
      const value = given.length > 0 ? given.join('=') : words[++i];
      if (value === undefined || value === '') throw usage(`${option} needs a value.`);
      if (values.has(option)) throw usage(`${option} is there twice.`);
      values.set(option, value);
    } else throw usage(`run knows no option "${word}".`);
  }
  const [file, more] = files;
  if (file === undefined) throw usage('run needs the name of a project file.');
  if (more !== undefined) throw usage(`run takes one project file, and "${more}" is left over.`);
  const duration = values.get('--for');
  const seed = values.get('--seed');
  const facts = values.get('--facts');
  return {
    command: 'run',
    file,
    duration: duration === undefined ? null : parseDuration(duration),
    seed: seed === undefined ? null : parseSeed(seed),
    pcap: values.get('--pcap') ?? null,
    events: values.get('--events') ?? null,
    json,
    facts: facts === undefined ? FACTS_UNASKED : parseFacts(facts),
  };
}

/** Whole ns of `10s`, `250ms`, `1.5us`, `2m`; fractions of a nanosecond are refused. */
export function parseDuration(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-zµμ]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit]! : undefined;
  if (digits === '' || factor === undefined) {
    throw usage(`--for does not understand "${text}". Write a number and a unit: 10s, 250ms, 5us, 100ns or 2m.`);
  }
  const time = Number((Number(digits) * factor).toPrecision(15));
  if (!Number.isInteger(time)) throw usage(`--for counts whole nanoseconds, and "${text}" is none.`);
  if (time > LIMITS.time) throw usage(`--for takes at most ${LIMITS.time / 3600e9} h, and "${text}" is more.`);
  return time;
}

function parseSeed(text: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seed < 2 ** 32)) throw usage(`--seed takes a whole number from 0 to ${2 ** 32 - 1}, and "${text}" is none.`);
  return seed;
}

function parseFacts(text: string): number {
  const facts = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (facts < 1) throw usage(`--facts takes a whole number from 1 to 9999999999, and "${text}" is none.`);
  return facts;
}

function usage(sentence: string): Failure {
  return new Failure(EXIT.usage, `${sentence}\nhopscope --help shows what there is.`);
}
