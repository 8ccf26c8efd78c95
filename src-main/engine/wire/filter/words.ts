import { FilterError } from './faults.ts';

/** Longest filter, characters. */
export const LONGEST_FILTER = 2000;

export type OperatorName =
  '==' | '!=' | '===' | '~=' | '<' | '>' | '<=' | '>=' | 'contains' | 'in' | '&' | 'and' | 'or' | 'xor' | 'not';

/** One piece of a filter's text. `text` of a word is as written; of a text, without its quotes. */
export interface Token {
  readonly kind: 'word' | 'text' | 'operator' | 'mark' | 'slice' | 'end';
  readonly text: string;
  readonly at: number;
  readonly length: number;
}

/** Wireshark's spellings, each with the one used here. */
const SPELLINGS: Readonly<Record<string, OperatorName>> = {
  '==': '==',
  eq: '==',
  any_eq: '==',
  '!=': '!=',
  ne: '!=',
  all_ne: '!=',
  '===': '===',
  all_eq: '===',
  '~=': '~=',
  any_ne: '~=',
  '<': '<',
  lt: '<',
  '>': '>',
  gt: '>',
  '<=': '<=',
  le: '<=',
  '>=': '>=',
  ge: '>=',
  contains: 'contains',
  in: 'in',
  '&': '&',
  '&&': 'and',
  and: 'and',
  '||': 'or',
  or: 'or',
  '^^': 'xor',
  xor: 'xor',
  '!': 'not',
  not: 'not',
};

const SIGNS = ['===', '==', '!=', '~=', '<=', '>=', '&&', '||', '^^', '<', '>', '&', '!'] as const;
const MARKS = ['(', ')', '{', '}', ',', '..'] as const;

/** What a word may be made of: names, numbers, addresses, prefixes, times, and names of devices in any script. */
const WORD = /[\p{L}\p{N}_.:/%#µ-]/u;
const BLANK = /\s/;

/** Cuts a filter into tokens; the last is `end`. Throws a {@link FilterError}. */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST_FILTER) {
    throw new FilterError('filter.too-long', LONGEST_FILTER, text.length - LONGEST_FILTER, { most: LONGEST_FILTER });
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (BLANK.test(text[at]!)) {
      at++;
      continue;
    }
    const token = tokenAt(text, at, tokens.at(-1));
    tokens.push(token);
    at += token.length;
  }
  tokens.push({ kind: 'end', text: '', at: text.length, length: 0 });
  return tokens;
}

function tokenAt(text: string, at: number, before: Token | undefined): Token {
  if (text[at] === '"') return textAt(text, at);
  // A slice follows its field at once; elsewhere a bracket means nothing.
  if (text[at] === '[' && before !== undefined && before.at + before.length === at) return sliceAt(text, at);
  const mark = MARKS.find((one) => text.startsWith(one, at));
  if (mark !== undefined) return { kind: 'mark', text: mark, at, length: mark.length };
  const sign = SIGNS.find((one) => text.startsWith(one, at));
  if (sign !== undefined) return { kind: 'operator', text: SPELLINGS[sign]!, at, length: sign.length };
  const end = endOfWord(text, at);
  if (end > at) {
    const word = text.slice(at, end);
    const operator = Object.hasOwn(SPELLINGS, word.toLowerCase()) ? SPELLINGS[word.toLowerCase()] : undefined;
    return { kind: operator === undefined ? 'word' : 'operator', text: operator ?? word, at, length: end - at };
  }
  const found = String.fromCodePoint(text.codePointAt(at)!);
  // A single `=` is the commonest slip: what was meant is said.
  const suggestion = { '=': '==', '|': '||', '^': '^^', "'": '"' }[found] ?? '';
  throw new FilterError('filter.unexpected-character', at, found.length, { found, suggestion });
}

/** Whether a character can stand in a word. */
export function isWordCharacter(character: string): boolean {
  return WORD.test(character);
}

/** Behind the last character of the word at `at`; a range's two dots end it. */
export function endOfWord(text: string, at: number): number {
  let end = at;
  while (end < text.length && !text.startsWith('..', end)) {
    const character = String.fromCodePoint(text.codePointAt(end)!);
    if (!WORD.test(character)) break;
    end += character.length;
  }
  return end;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"' };

function textAt(text: string, at: number): Token {
  let read = '';
  let place = at + 1;
  while (place < text.length && text[place] !== '"') {
    if (text[place] !== '\\') {
      read += text[place++];
      continue;
    }
    const hex = /^\\x([0-9a-f]{2})/i.exec(text.slice(place, place + 4));
    if (hex !== null) {
      read += String.fromCharCode(Number.parseInt(hex[1]!, 16));
      place += 4;
    } else {
      // A backslash before anything else stands for itself.
      const escaped = ESCAPES[text[place + 1] ?? ''];
      read += escaped ?? '\\';
      place += escaped === undefined ? 1 : 2;
    }
  }
  if (place >= text.length) throw new FilterError('filter.unclosed-text', at, text.length - at);
  return { kind: 'text', text: read, at, length: place + 1 - at };
}

function sliceAt(text: string, at: number): Token {
  const end = text.indexOf(']', at);
  if (end < 0) throw new FilterError('filter.unclosed', at, 1, { found: '[', expected: ']' });
  return { kind: 'slice', text: text.slice(at + 1, end), at, length: end + 1 - at };
}
