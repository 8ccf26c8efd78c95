import { FilterError } from './faults.ts';
import { FILTER_FIELDS, type FieldType, type FilterField } from './fields.ts';
import { endOfWord, isWordCharacter, tokensOf, type Token } from './words.ts';

/** One thing that could stand at the caret. */
export interface FilterSuggestion {
  /** What is written: a field's name, an operator, or a value, in quotes where it needs them. */
  readonly insert: string;
  readonly kind: 'field' | 'operator' | 'value';
  /** The field it is, or is a value of; empty for an operator. */
  readonly field: string;
  /** For a value with a number of its own, that number; else empty. */
  readonly number: string;
}

/** What could stand at the caret, and the characters it would take the place of. */
export interface FilterCompletion {
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly FilterSuggestion[];
}

/** What only the caller knows: names of devices, ports and cables, addresses in use. */
export type KnownValues = (field: FilterField) => readonly string[];

/** Most suggestions at once. */
const MOST = 60;

/** Shown first while nothing is written: one of each sort. */
const FIRST = [
  ...['ip.addr', 'tcp.port', 'tcp.flags.syn', 'hop.device', 'hop.kind', 'hop.reason', 'frame.time'],
  ...['arp', 'icmp', 'udp', 'tcp', 'http', 'dns', 'dhcp', 'rip', 'stp', 'vlan', 'ip', 'eth', 'ip.src', 'ip.dst'],
  ...['eth.addr', 'tcp.analysis.retransmission', 'frame.len', 'frame.number', 'hop.packet', 'hop.cable', 'hop.port'],
];

/** Suggests how a filter could go on at `caret`; nothing where what stands before it is wrong. Never throws. */
export function completeFilter(text: string, caret: number, known: KnownValues = () => []): FilterCompletion {
  const place = Math.max(0, Math.min(caret, text.length));
  const from = startOfWord(text, place);
  const to = text[from] === '"' ? endOfText(text, from) : Math.max(place, endOfWord(text, from));
  const nothing = { from, to, suggestions: [] };
  let tokens: Token[];
  try {
    tokens = tokensOf(text.slice(0, from));
  } catch (error) {
    if (error instanceof FilterError) return nothing;
    throw error;
  }
  const written = text.slice(from, place).replace(/^"/, '').toLowerCase();
  const { expected, field, list } = stateAfter(tokens);
  const asked = FILTER_FIELDS.get(field.toLowerCase());
  switch (expected) {
    case 'test':
      return { from, to, suggestions: fieldSuggestions(written) };
    case 'operator': {
      const operators = [...(asked === undefined ? [] : OPERATORS[asked.type]), ...JOINERS];
      return { from, to, suggestions: operatorSuggestions(operators, written) };
    }
    case 'joiner':
      return { from, to, suggestions: operatorSuggestions(list ? [',', '}'] : JOINERS, written) };
    case 'list':
      return { from, to, suggestions: operatorSuggestions(['{'], written) };
    case 'value':
      return asked === undefined ? nothing : { from, to, suggestions: valueSuggestions(asked, written, known) };
  }
}

const JOINERS = ['&&', '||'];
const EQUAL = ['==', '!='];
const ORDERED = [...EQUAL, '<', '>', '<=', '>=', 'in'];
const OPERATORS: Readonly<Record<FieldType, readonly string[]>> = {
  number: [...ORDERED, '&'],
  flag: EQUAL,
  mac: [...EQUAL, 'in', 'contains'],
  ipv4: [...EQUAL, 'in', '<', '>', '<=', '>='],
  time: ORDERED,
  text: [...EQUAL, 'contains', 'in'],
  bytes: ['contains', ...EQUAL],
  protocol: ['contains'],
  event: [],
};

/** Where the word, or the text in quotes, begins that the caret stands in or behind. */
function startOfWord(text: string, caret: number): number {
  let quotes = 0;
  let last = 0;
  for (let at = 0; at < caret; at++) {
    if (text[at] !== '"' || (quotes % 2 === 1 && text[at - 1] === '\\')) continue;
    quotes++;
    last = at;
  }
  if (quotes % 2 === 1) return last;
  let from = caret;
  while (from > 0 && isWordCharacter(text[from - 1]!) && !text.slice(0, from).endsWith('..')) from--;
  return from;
}

function endOfText(text: string, from: number): number {
  const end = text.indexOf('"', from + 1);
  return end < 0 ? text.length : end + 1;
}

interface State {
  expected: 'test' | 'operator' | 'value' | 'joiner' | 'list';
  /** The field that is compared. */
  field: string;
  /** Inside braces. */
  list: boolean;
}

function stateAfter(tokens: readonly Token[]): State {
  const state: State = { expected: 'test', field: '', list: false };
  for (const { kind, text } of tokens) {
    if (kind === 'word' || kind === 'text') {
      if (state.expected === 'test') state.field = text;
      state.expected = state.expected === 'test' ? 'operator' : 'joiner';
    } else if (kind === 'operator') {
      if (['and', 'or', 'xor'].includes(text)) state.expected = 'test';
      else if (text === 'in') state.expected = 'list';
      else if (text !== 'not') state.expected = 'value';
    } else if (kind === 'mark') {
      if (text === '{') state.list = true;
      if (text === '}') state.list = false;
      state.expected = text === '(' ? 'test' : text === ')' || text === '}' ? 'joiner' : 'value';
    }
  }
  return state;
}

function operatorSuggestions(operators: readonly string[], written: string): FilterSuggestion[] {
  return operators
    .filter((one) => one.startsWith(written))
    .map((insert) => ({ insert, kind: 'operator', field: '', number: '' }));
}

function fieldSuggestions(written: string): FilterSuggestion[] {
  const names = [...FILTER_FIELDS.keys()];
  let found: string[];
  if (written === '') found = FIRST;
  else {
    const starts = names.filter((name) => name.startsWith(written));
    const ranked = [...FIRST.filter((name) => starts.includes(name)), ...starts];
    // A part of a name is enough: `syn`, `dst`.
    const within = names.filter(
      (name) => name.includes(`.${written}`) || (written.length > 2 && name.includes(written)),
    );
    found = [...ranked, ...within];
  }
  return [...new Set(found)].slice(0, MOST).map((name) => ({ insert: name, kind: 'field', field: name, number: '' }));
}

function valueSuggestions(field: FilterField, written: string, known: KnownValues): FilterSuggestion[] {
  const numbers = new Map(Object.entries(field.names).map(([number, name]) => [name, number]));
  const flags = field.type === 'flag' ? ['1', '0'] : [];
  const all = new Set([...known(field), ...flags, ...field.texts, ...numbers.keys()]);
  const starts = [...all].filter((value) => value.toLowerCase().startsWith(written));
  const within = [...all].filter((value) => !starts.includes(value) && value.toLowerCase().includes(written));
  return [...starts, ...within].slice(0, MOST).map((value) => ({
    insert: quoted(value),
    kind: 'value',
    field: field.name,
    number: numbers.get(value) ?? '',
  }));
}

/** A value as it is written: in quotes unless it is one word and no operator. */
export function quoted(value: string): string {
  let plain = value !== '' && endOfWord(value, 0) === value.length;
  if (plain) {
    const [token] = tokensOf(value);
    plain = token?.kind === 'word';
  }
  return plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
