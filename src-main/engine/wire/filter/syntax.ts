import { FilterError, type FilterExpectation } from './faults.ts';
import { tokensOf, type OperatorName, type Token } from './words.ts';

/** Deepest nesting of brackets and negations. */
const DEEPEST = 100;

/** Bytes `from … to` of a value (`to` exclusive); negative: counted from its end; `to` null: to its end. */
export interface Slice {
  readonly from: number;
  readonly to: number | null;
  readonly at: number;
  readonly length: number;
}

/** One side of a comparison: a field or a value; which of them, the table of fields decides. */
export interface Operand {
  readonly kind: 'word' | 'text';
  readonly text: string;
  readonly slice: Slice | null;
  /** Behind `&`: the bits that are looked at. */
  readonly mask: Operand | null;
  /** The characters of it all. */
  readonly at: number;
  readonly length: number;
}

export type Comparison = '==' | '!=' | '===' | '~=' | '<' | '>' | '<=' | '>=' | 'contains';

/** What a filter's text says, before anybody asked what its names are. */
export type Syntax =
  | { readonly kind: 'and' | 'or' | 'xor'; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'not'; readonly of: Syntax }
  | { readonly kind: 'there'; readonly operand: Operand }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly operatorAt: number;
      readonly operatorLength: number;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'in';
      readonly operand: Operand;
      readonly operatorAt: number;
      readonly operatorLength: number;
      readonly ranges: readonly { readonly from: Operand; readonly to: Operand | null }[];
    };

const COMPARISONS: readonly string[] = ['==', '!=', '===', '~=', '<', '>', '<=', '>=', 'contains'];

/**
 * Reads a filter. `not` binds closer than `and`, that closer than `xor`, that closer than `or`, as in Wireshark from
 * version 4.0 on. Throws a {@link FilterError}.
 */
export function parseFilter(text: string): Syntax {
  return new Parser(tokensOf(text)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Syntax {
    const syntax = this.#any();
    if (this.#token.kind !== 'end') this.#fail('joiner');
    return syntax;
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(): Token {
    return this.#tokens[this.#next++]!;
  }

  #isOperator(name: OperatorName): boolean {
    return this.#token.kind === 'operator' && this.#token.text === name;
  }

  #isMark(mark: string): boolean {
    return this.#token.kind === 'mark' && this.#token.text === mark;
  }

  #fail(expected: FilterExpectation): never {
    const { kind, text, at, length } = this.#token;
    if (kind === 'end') throw new FilterError('filter.unexpected-end', at, 1, { expected });
    throw new FilterError('filter.unexpected', at, length, { found: text, expected });
  }

  #any(): Syntax {
    let left = this.#either();
    while (this.#isOperator('or')) {
      this.#take();
      left = { kind: 'or', left, right: this.#either() };
    }
    return left;
  }

  #either(): Syntax {
    let left = this.#all();
    while (this.#isOperator('xor')) {
      this.#take();
      left = { kind: 'xor', left, right: this.#all() };
    }
    return left;
  }

  #all(): Syntax {
    let left = this.#one();
    while (this.#isOperator('and')) {
      this.#take();
      left = { kind: 'and', left, right: this.#one() };
    }
    return left;
  }

  #one(): Syntax {
    const { at, length } = this.#token;
    if (++this.#depth > DEEPEST) throw new FilterError('filter.too-deep', at, length, { most: DEEPEST });
    const syntax = this.#negatedOrNot();
    this.#depth--;
    return syntax;
  }

  #negatedOrNot(): Syntax {
    if (this.#isOperator('not')) {
      this.#take();
      return { kind: 'not', of: this.#one() };
    }
    if (!this.#isMark('(')) return this.#test();
    const open = this.#take();
    const inner = this.#any();
    if (this.#token.kind === 'end') {
      throw new FilterError('filter.unclosed', open.at, open.length, { found: '(', expected: ')' });
    }
    if (!this.#isMark(')')) this.#fail('joiner');
    this.#take();
    return inner;
  }

  #test(): Syntax {
    const left = this.#operand('test');
    const { kind, text, at: operatorAt, length: operatorLength } = this.#token;
    if (kind === 'word' || kind === 'text') this.#fail('operator');
    if (kind !== 'operator') return { kind: 'there', operand: left };
    if (COMPARISONS.includes(text)) {
      this.#take();
      const right = this.#operand('value');
      return { kind: 'compare', operator: text as Comparison, operatorAt, operatorLength, left, right };
    }
    if (text === 'in') return this.#in(left);
    const following = this.#tokens[this.#next + 1]!;
    if (text === 'not' && following.kind === 'operator' && following.text === 'in') {
      this.#take();
      return { kind: 'not', of: this.#in(left) };
    }
    return { kind: 'there', operand: left };
  }

  #in(operand: Operand): Syntax {
    const { at: operatorAt, length: operatorLength } = this.#take();
    if (!this.#isMark('{')) this.#fail('list');
    const open = this.#take();
    const ranges: { from: Operand; to: Operand | null }[] = [];
    do {
      const from = this.#operand('value');
      let to: Operand | null = null;
      if (this.#isMark('..')) {
        this.#take();
        to = this.#operand('value');
      }
      ranges.push({ from, to });
      // Wireshark took blanks between the values before it took commas.
      if (this.#isMark(',')) this.#take();
      else if (this.#token.kind !== 'word' && this.#token.kind !== 'text') break;
    } while (this.#token.kind !== 'end');
    if (this.#token.kind === 'end') {
      throw new FilterError('filter.unclosed', open.at, open.length, { found: '{', expected: '}' });
    }
    if (!this.#isMark('}')) this.#fail('range');
    this.#take();
    return { kind: 'in', operand, operatorAt, operatorLength, ranges };
  }

  #operand(expected: FilterExpectation): Operand {
    const token = this.#token;
    if (token.kind !== 'word' && token.kind !== 'text') this.#fail(expected);
    this.#take();
    let end = token.at + token.length;
    let slice: Slice | null = null;
    if (this.#token.kind === 'slice') {
      slice = sliceOf(this.#take());
      end = slice.at + slice.length;
    }
    let mask: Operand | null = null;
    if (this.#isOperator('&')) {
      this.#take();
      const bits = this.#token;
      if (bits.kind !== 'word') this.#fail('value');
      this.#take();
      mask = { kind: 'word', text: bits.text, slice: null, mask: null, at: bits.at, length: bits.length };
      end = bits.at + bits.length;
    }
    return { kind: token.kind, text: token.text, slice, mask, at: token.at, length: end - token.at };
  }
}

/** `[i:n]` n bytes from i, `[i-j]` from i to j, `[i]` one byte, `[:n]` the first n, `[i:]` all from i. */
const SLICE = /^\s*(-?\d{1,6})?\s*(?:(:)\s*(\d{1,6})?|-\s*(\d{1,6}))?\s*$/;

function sliceOf({ text, at, length }: Token): Slice {
  const match = SLICE.exec(text);
  const [, first, colon, count, last] = match ?? [];
  const wrong = new FilterError('filter.bad-slice', at, length, { found: text.trim() });
  if (match === null || (first === undefined && (colon === undefined || count === undefined))) throw wrong;
  const from = Number(first ?? 0);
  let to: number | null;
  if (last !== undefined) to = Number(last) + 1;
  else if (colon !== undefined) to = count === undefined ? null : from + Number(count);
  else to = from + 1;
  // The last bytes, counted from the end: behind them is the end itself.
  if (from < 0 && to === 0) to = null;
  const empty = to !== null && (from < 0 ? to >= 0 || to <= from : to <= from);
  if (empty) throw wrong;
  return { from, to, at, length };
}
