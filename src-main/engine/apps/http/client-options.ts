import type { Misuse } from '../misuse.ts';
import { isMisuse } from '../misuse.ts';
import { lastValue, readWords, secondsAsTime } from '../words.ts';
import type { HttpField } from './parser.ts';

/** What the words of `curl` ask for. */
export interface CurlOptions {
  urls: string[];
  /** Where bodies go, URL by URL: a file of the host, `/dev/null`, or the screen where there is none. */
  outputs: string[];
  method: string;
  /** Body of a request; null: none. */
  data: string | null;
  fields: HttpField[];
  minor: 0 | 1;
  verbose: boolean;
  /** Fields of the answer are printed too. */
  include: boolean;
  silent: boolean;
  /** Statuses from 400 on are failures. */
  fail: boolean;
  /** ns for each URL, and for opening a connection. */
  limit: number | null;
  connectLimit: number;
  /** Printed after each transfer. */
  format: string;
}

/** curl's own limit for opening a connection. */
const CONNECT_LIMIT = 300e9;

const RULES = {
  flags: ['v', 'i', 'I', 's', 'S', 'f', '0', '1.1'],
  values: ['o', 'X', 'H', 'd', 'm', 'w', 'A', 'connect-timeout'],
  aliases: {
    verbose: 'v',
    include: 'i',
    head: 'I',
    silent: 's',
    'show-error': 'S',
    fail: 'f',
    'http1.0': '0',
    'http1.1': '1.1',
    output: 'o',
    request: 'X',
    header: 'H',
    data: 'd',
    'max-time': 'm',
    'write-out': 'w',
    'user-agent': 'A',
  },
};

export function readCurl(words: readonly string[]): CurlOptions | Misuse {
  const read = readWords(words, RULES);
  if (isMisuse(read)) return read;
  if (read.operands.length === 0) return { misuse: 'no URL specified!' };
  const limit = secondsAsTime(lastValue(read, 'm') ?? '0');
  const connectLimit = secondsAsTime(lastValue(read, 'connect-timeout') ?? '0');
  if (limit === null || connectLimit === null) return { misuse: 'a time is a number of seconds' };
  const fields: HttpField[] = [];
  for (const header of read.values.get('H') ?? []) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\t]*)$/.exec(header) ?? [];
    if (name === undefined) return { misuse: `not a header: '${header}'` };
    fields.push([name, value!.trim()]);
  }
  const agent = lastValue(read, 'A');
  if (agent !== undefined) fields.push(['User-Agent', agent]);
  const head = read.flags.has('I');
  const data = read.values.get('d')?.join('&') ?? null;
  const method = lastValue(read, 'X') ?? (head ? 'HEAD' : data === null ? 'GET' : 'POST');
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method)) return { misuse: `not a method: '${method}'` };
  return {
    urls: read.operands,
    outputs: read.values.get('o') ?? [],
    method,
    data,
    fields,
    minor: read.flags.has('0') ? 0 : 1,
    verbose: read.flags.has('v'),
    include: read.flags.has('i') || head,
    silent: read.flags.has('s') && !read.flags.has('S'),
    fail: read.flags.has('f'),
    limit: limit === 0 ? null : limit,
    connectLimit: connectLimit === 0 ? CONNECT_LIMIT : connectLimit,
    format: lastValue(read, 'w') ?? '',
  };
}
