import { networkOf, parseAddress } from '../../../wire/address.ts';
import type { Misuse } from '../../misuse.ts';
import { stateNamed } from '../socket-states.ts';

/** A condition on sockets, as `ss` takes it: plain data. */
export type SocketFilter =
  | { is: 'all' }
  | { is: 'not'; one: SocketFilter }
  | { is: 'and' | 'or'; one: SocketFilter; other: SocketFilter }
  | { is: 'state'; states: string[] }
  | { is: 'port'; end: 'local' | 'remote'; operator: Operator; port: number }
  | { is: 'address'; end: 'local' | 'remote'; address: number; prefix: number; port: number | null };

type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** Spelled-out operators of ss(8). */
const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  eq: '=',
  '!=': '!=',
  neq: '!=',
  ne: '!=',
  '<': '<',
  lt: '<',
  '>': '>',
  gt: '>',
  '<=': '<=',
  le: '<=',
  '>=': '>=',
  ge: '>=',
};

/** State names that stand for several (ss(8)). */
const STATE_SETS: Readonly<Record<string, (state: string) => boolean>> = {
  all: () => true,
  connected: (state) => state !== 'LISTEN' && state !== 'CLOSED',
  synchronized: (state) => !['LISTEN', 'CLOSED', 'SYN-SENT'].includes(state),
  bucket: (state) => state === 'SYN-RECEIVED' || state === 'TIME-WAIT',
  big: (state) => state !== 'SYN-RECEIVED' && state !== 'TIME-WAIT',
};
const STATES = [
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
  'CLOSED',
];

/** Reads the words of a filter: `state established '( sport = :80 or dport = :80 )' dst 10.0.0.0/8`. No words: all. */
export function parseSocketFilter(words: readonly string[]): SocketFilter | Misuse {
  // Brackets and operators may stick to their neighbours.
  const tokens = words.flatMap((word) => word.match(/[()]|[<>!=]=?|[^()<>!=\s]+/g) ?? []);
  const reader = { tokens, at: 0 };
  let found: SocketFilter = { is: 'all' };
  while (reader.at < tokens.length) {
    const next = readOr(reader);
    if ('misuse' in next) return next;
    // Conditions side by side must all be true.
    found = found.is === 'all' ? next : { is: 'and', one: found, other: next };
  }
  return found;
}

interface Reader {
  tokens: string[];
  at: number;
}

function readOr(reader: Reader): SocketFilter | Misuse {
  return readJoined(reader, ['or', '|', '||'], 'or', () =>
    readJoined(reader, ['and', '&', '&&'], 'and', () => readOne(reader)),
  );
}

function readJoined(
  reader: Reader,
  words: readonly string[],
  is: 'and' | 'or',
  read: () => SocketFilter | Misuse,
): SocketFilter | Misuse {
  let one = read();
  while (!('misuse' in one) && words.includes(reader.tokens[reader.at] ?? '')) {
    reader.at++;
    const other = read();
    if ('misuse' in other) return other;
    one = { is, one, other };
  }
  return one;
}

function readOne(reader: Reader): SocketFilter | Misuse {
  const { tokens } = reader;
  const word = tokens[reader.at++];
  switch (word) {
    case undefined:
      return { misuse: 'the filter ends where a condition is expected' };
    case '(': {
      const inner = readOr(reader);
      if ('misuse' in inner) return inner;
      return tokens[reader.at++] === ')' ? inner : { misuse: 'a bracket of the filter is not closed' };
    }
    case 'not':
    case '!': {
      const one = readOne(reader);
      return 'misuse' in one ? one : { is: 'not', one };
    }
    case 'state':
    case 'exclude': {
      const states = statesOf(tokens[reader.at++] ?? '');
      if (states === null) return { misuse: `wrong state name: ${tokens[reader.at - 1] ?? ''}` };
      const filter: SocketFilter = { is: 'state', states };
      return word === 'state' ? filter : { is: 'not', one: filter };
    }
    case 'sport':
    case 'dport': {
      const operator = OPERATORS[tokens[reader.at] ?? ''];
      if (operator !== undefined) reader.at++;
      const port = /^:?(\d{1,5})$/.exec(tokens[reader.at++] ?? '')?.[1];
      if (port === undefined) return { misuse: `${word}: a port is expected (${word} = :80)` };
      return { is: 'port', end: word === 'sport' ? 'local' : 'remote', operator: operator ?? '=', port: Number(port) };
    }
    case 'src':
    case 'dst': {
      if (OPERATORS[tokens[reader.at] ?? ''] !== undefined) reader.at++;
      return readAddress(word === 'src' ? 'local' : 'remote', tokens[reader.at++] ?? '');
    }
    default:
      return { misuse: `‘${word}’: state, sport, dport, src or dst is expected` };
  }
}

function statesOf(word: string): string[] | null {
  const set = Object.hasOwn(STATE_SETS, word) ? STATE_SETS[word] : undefined;
  if (set !== undefined) return STATES.filter(set);
  const one = stateNamed(word === 'unconnected' ? 'CLOSED' : word);
  return one === null ? null : [one];
}

function readAddress(end: 'local' | 'remote', word: string): SocketFilter | Misuse {
  const [host = '', port, ...more] = word.split(':');
  const [dotted = '', length = '32'] = host.split('/');
  const address = host === '' || host === '*' ? 0 : parseAddress(dotted);
  const prefix = host === '' || host === '*' ? 0 : Number(length);
  if (address === null || !(prefix <= 32) || more.length > 0 || (port !== undefined && !/^\d{1,5}$/.test(port))) {
    return { misuse: `${word}: an address is expected (10.0.0.1, 10.0.0.0/8, 10.0.0.1:80)` };
  }
  return { is: 'address', end, address, prefix, port: port === undefined ? null : Number(port) };
}

/** What a filter looks at. */
export interface Filtered {
  local: string;
  remote: string;
  state: string;
}

export function passes(filter: SocketFilter, row: Filtered): boolean {
  switch (filter.is) {
    case 'all':
      return true;
    case 'not':
      return !passes(filter.one, row);
    case 'and':
      return passes(filter.one, row) && passes(filter.other, row);
    case 'or':
      return passes(filter.one, row) || passes(filter.other, row);
    case 'state':
      return filter.states.includes(row.state);
    case 'port':
      return compare(portOf(row[filter.end]), filter.operator, filter.port);
    case 'address': {
      const own = parseAddress(row[filter.end].split(':')[0]!) ?? 0;
      const inside = networkOf(own, filter.prefix) === networkOf(filter.address, filter.prefix);
      return inside && (filter.port === null || portOf(row[filter.end]) === filter.port);
    }
  }
}

/** The port of `10.0.0.1:80`; 0 for `*`. */
function portOf(endpoint: string): number {
  const port = endpoint.slice(endpoint.lastIndexOf(':') + 1);
  return port === '*' ? 0 : Number(port);
}

function compare(one: number, operator: Operator, other: number): boolean {
  switch (operator) {
    case '=':
      return one === other;
    case '!=':
      return one !== other;
    case '<':
      return one < other;
    case '>':
      return one > other;
    case '<=':
      return one <= other;
    case '>=':
      return one >= other;
  }
}
