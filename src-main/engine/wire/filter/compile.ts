import { FilterError } from './faults.ts';
import { FILTER_FIELDS, type FieldType, type FilterField } from './fields.ts';
import { LAYER, type Layers } from './layers.ts';
import { nearest } from './nearest.ts';
import {
  asksAll,
  compareBytes,
  containsBytes,
  isKnown,
  NUMBERS,
  relate,
  relateFact,
  testOf,
  TEXTS,
  type Order,
} from './relations.ts';
import { bytesOf, numbersOf, textsOf, type BytesSource, type BytesTest, type NumberSource } from './sources.ts';
import type { Comparison, Operand, Slice, Syntax } from './syntax.ts';
import { differ, join, negate, type Test } from './tests.ts';
import { bytesFor, prefixMask, valueFor, type FilterValue } from './values.ts';

/** What a compiled filter asks for. */
export interface Compiled {
  readonly test: Test;
  /** Whether it asks for layers that only the bytes a segment carries tell of. */
  readonly deep: boolean;
  /** What it asks of a fact. */
  readonly facts: ReadonlySet<string>;
}

/** Gives names and values their meaning. Throws a {@link FilterError}. */
export function compileSyntax(syntax: Syntax): Compiled {
  const compiler = new Compiler();
  const test = compiler.test(syntax);
  return { test, deep: compiler.deep, facts: compiler.facts };
}

/** A field as it stands in a filter, with its slice or mask. */
interface Asked {
  readonly field: FilterField;
  readonly slice: Slice | null;
  readonly mask: number | null;
  readonly operand: Operand;
}

type Compare = Extract<Syntax, { kind: 'compare' }>;
type In = Extract<Syntax, { kind: 'in' }>;

const DEEP: ReadonlySet<number> = new Set([LAYER.dns, LAYER.http, LAYER.data]);
const DEEP_MEASURES = /^(?:http|data)\./;

const ANYTHING = (): boolean => true;

class Compiler {
  deep = false;
  readonly facts = new Set<string>();

  test(syntax: Syntax): Test {
    switch (syntax.kind) {
      case 'and':
        return join('all', this.test(syntax.left), this.test(syntax.right));
      case 'or':
        return join('any', this.test(syntax.left), this.test(syntax.right));
      case 'xor':
        return differ(this.test(syntax.left), this.test(syntax.right));
      case 'not':
        return negate(this.test(syntax.of));
      case 'there':
        return this.#there(syntax.operand);
      case 'compare':
        return this.#compare(syntax);
      case 'in':
        return this.#in(syntax);
    }
  }

  #there(operand: Operand): Test {
    const asked = this.#asked(operand);
    const { field, mask } = asked;
    if (field.type === 'event') {
      return this.#fact(
        field,
        relateFact('==', (value: string) => field.texts.includes(value)),
      );
    }
    if (field.origin.from === 'fact') return this.#fact(field, isKnown);
    if (mask !== null) return frameTest(masked(asked), '==', (value: number) => value !== 0, ANYTHING);
    if (isBytes(asked)) return frameTest(sliced(asked), '==', ANYTHING, ANYTHING);
    if (field.type === 'text') return frameTest(textsOf(field), '==', ANYTHING, ANYTHING);
    return frameTest(numbersOf(field), '==', ANYTHING, ANYTHING);
  }

  #compare(syntax: Compare): Test {
    const { left, right } = syntax;
    if (this.#known(left) === undefined && this.#known(right) !== undefined) {
      return this.#withValue(syntax, this.#asked(right), left, FLIPPED[syntax.operator]);
    }
    const asked = this.#asked(left);
    const other = this.#known(right);
    if (other === undefined || isValueOf(asked, right, other)) {
      return this.#withValue(syntax, asked, right, syntax.operator);
    }
    return this.#withField(syntax, asked, this.#asked(right));
  }

  #in({ operand, operatorAt, operatorLength, ranges }: In): Test {
    const asked = this.#asked(operand);
    const tests = ranges.map(({ from, to }): Test => {
      const compare = (operator: Comparison, right: Operand): Test =>
        this.#withValue(
          { kind: 'compare', operator, operatorAt, operatorLength, left: operand, right },
          asked,
          right,
          operator,
        );
      if (to === null) return compare('==', from);
      return this.#between(asked, from, to, operatorAt, operatorLength);
    });
    return tests.reduce((one, other) => join('any', one, other));
  }

  /** Of several values one and the same has to lie in the range. */
  #between(asked: Asked, from: Operand, to: Operand, operatorAt: number, operatorLength: number): Test {
    const { field } = asked;
    if (isBytes(asked) && field.type !== 'mac' && field.type !== 'ipv4') {
      throw wrongOperator(asked, '..', operatorAt, operatorLength);
    }
    const [least, most] = [this.#value(asked, from), this.#value(asked, to)];
    const reversed = 'value' in least && typeof least.value === typeof most.value && least.value > most.value;
    if (reversed) {
      const length = to.at + to.length - from.at;
      throw new FilterError('filter.reversed-range', from.at, length, { found: from.text, most: to.text });
    }
    if (least.type === 'text' && most.type === 'text') {
      const within = (value: string) => value >= least.value && value <= most.value;
      if (field.origin.from === 'fact') return this.#fact(field, relateFact('==', within));
      return frameTest(textsOf(field), '==', within, ANYTHING);
    }
    const [low, high] = [Number(least.value), Number(most.value)];
    const within = (value: number) => value >= low && value <= high;
    if (field.origin.from === 'fact') return this.#fact(field, relateFact('==', within));
    return frameTest(asked.mask === null ? numbersOf(field) : masked(asked), '==', within, ANYTHING);
  }

  #value({ field }: Asked, operand: Operand): FilterValue {
    return valueFor(field, operand);
  }

  /** A field and a value. */
  #withValue(syntax: Compare, asked: Asked, operand: Operand, operator: Comparison): Test {
    const { field, mask } = asked;
    const { operatorAt, operatorLength } = syntax;
    if (field.type === 'event') throw wrongOperator(asked, syntax.operator, operatorAt, operatorLength);
    if (mask === null && (isBytes(asked) || (operator === 'contains' && isAddress(field)))) {
      return this.#withBytes(asked, operand, operator);
    }
    // What is part of a kind's name is no kind itself.
    const loose = field.type === 'text' && operator !== '==' && operator !== '!=' ? { ...field, texts: [] } : field;
    const value = valueFor(mask === null ? loose : { ...field, names: {} }, operand);
    if (value.type === 'text') return this.#texts(field, operator, value.value);
    if (value.type !== 'number' || operator === 'contains') {
      throw wrongOperator(asked, syntax.operator, operatorAt, operatorLength);
    }
    const bits = field.type === 'ipv4' ? prefixMask(value) : null;
    const order: Order<number> =
      bits === null ? NUMBERS : { ...NUMBERS, compare: (one, other) => ((one & bits) >>> 0) - other };
    const test = testOf(operator, order, value.value);
    if (field.origin.from === 'fact') return this.#fact(field, relateFact(operator, test));
    return frameTest(mask === null ? numbersOf(field) : masked(asked), operator, test, ANYTHING);
  }

  #texts(field: FilterField, operator: Comparison, value: string): Test {
    const test = testOf(operator, TEXTS, value);
    // A parameter may be a number with one kind and a text with another.
    const written = (known: string | number) => test(String(known));
    if (field.origin.from === 'fact') return this.#fact(field, relateFact(operator, written));
    return frameTest(textsOf(field), operator, test, ANYTHING);
  }

  #withBytes(asked: Asked, operand: Operand, operator: Comparison): Test {
    const wanted = bytesFor(asked.field, operand);
    let test: BytesTest;
    if (operator === 'contains') test = (bytes, from, to) => containsBytes(bytes, from, to, wanted);
    else {
      const passes = testOf(operator, NUMBERS, 0);
      test = (bytes, from, to) => passes(compareBytes(bytes, from, to, wanted));
    }
    return frameTest(sliced(asked), operator, test, ANYTHING);
  }

  /** A field and another: any value of the one with any of the other. */
  #withField(syntax: Compare, one: Asked, other: Asked): Test {
    const { operator } = syntax;
    const incomparable = new FilterError('filter.not-comparable', other.operand.at, other.operand.length, {
      field: one.field.name,
      found: other.operand.text,
    });
    if (one.field.origin.from === 'fact' || other.field.origin.from === 'fact') throw incomparable;
    if (isBytes(one) && isBytes(other)) {
      const [left, right] = [sliced(one), sliced(other)];
      return pairTest(operator, (layers, holds) =>
        left.some(layers, (bytes, from, to) =>
          right.some(layers, (others, start, end) => {
            const wanted = others.subarray(start, end);
            return operator === 'contains'
              ? containsBytes(bytes, from, to, wanted)
              : holds(compareBytes(bytes, from, to, wanted));
          }),
        ),
      );
    }
    if (isBytes(one) || isBytes(other) || family(one) !== family(other) || operator === 'contains') throw incomparable;
    if (one.field.type === 'text') {
      const [left, right] = [textsOf(one.field), textsOf(other.field)];
      return pairTest(operator, (layers, holds) =>
        left.some(layers, (value) => right.some(layers, (against) => holds(TEXTS.compare(value, against)))),
      );
    }
    const [left, right] = [masked(one), masked(other)];
    return pairTest(operator, (layers, holds) =>
      left.some(layers, (value) => right.some(layers, (against) => holds(value - against))),
    );
  }

  #fact(field: FilterField, holds: Extract<Test, { kind: 'fact' }>['holds']): Test {
    const { fact } = field.origin as Extract<FilterField['origin'], { from: 'fact' }>;
    this.facts.add(fact);
    return { kind: 'fact', fact, holds };
  }

  #known(operand: Operand): FilterField | undefined {
    return operand.kind === 'word' ? FILTER_FIELDS.get(operand.text.toLowerCase()) : undefined;
  }

  #asked(operand: Operand): Asked {
    const field = this.#known(operand);
    const { text, slice, at } = operand;
    const length = text.length;
    if (field === undefined) {
      if (operand.kind === 'text' || /^[\d-]/.test(text)) {
        throw new FilterError('filter.no-field', at, operand.length, { found: text });
      }
      const suggestion = nearest(text, [...FILTER_FIELDS.keys()]);
      throw new FilterError('filter.unknown-field', at, length, { found: text, suggestion });
    }
    this.#note(field);
    let mask: number | null = null;
    if (operand.mask !== null) {
      if (field.type !== 'number' || field.origin.from === 'fact' || slice !== null) {
        throw new FilterError('filter.wrong-operator', at, operand.length, {
          found: '&',
          field: text,
          type: field.type,
        });
      }
      mask = Number(valueFor({ ...field, names: {} }, operand.mask).value);
    }
    const sliceable = isAddress(field) || field.type === 'bytes' || field.type === 'protocol';
    if (slice !== null && !sliceable) {
      throw new FilterError('filter.wrong-operator', slice.at, slice.length, {
        found: '[ ]',
        field: text,
        type: field.type,
      });
    }
    return { field, slice, mask, operand };
  }

  #note({ origin }: FilterField): void {
    if ('layer' in origin && DEEP.has(origin.layer)) this.deep = true;
    if (origin.from === 'measured' && DEEP_MEASURES.test(origin.what)) this.deep = true;
  }
}

const FLIPPED: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '===': '===',
  '~=': '~=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  contains: 'contains',
};

function wrongOperator({ field }: Asked, operator: string, at: number, length: number): FilterError {
  return new FilterError('filter.wrong-operator', at, length, { found: operator, field: field.name, type: field.type });
}

/** Whether a word that is also a field's name stands for a value: what values are called goes before names of fields. */
function isValueOf(asked: Asked, { text, slice }: Operand, other: FilterField): boolean {
  const { field } = asked;
  if (field.texts.includes(text)) return true;
  if (Object.values(field.names).some((name) => name.toLowerCase() === text.toLowerCase())) return true;
  // A protocol's bytes can be compared with bytes only.
  return other.type === 'protocol' && slice === null && !isBytes(asked);
}

function isAddress({ type }: FilterField): boolean {
  return type === 'mac' || type === 'ipv4';
}

/** Whether it is compared byte by byte. */
function isBytes({ field, slice }: Asked): boolean {
  return slice !== null || field.type === 'bytes' || field.type === 'protocol';
}

/** Flags are numbers too. */
function family({ field }: Asked): FieldType {
  return field.type === 'flag' ? 'number' : field.type;
}

function frameTest<Tester>(
  source: { some(layers: Layers, test: Tester): boolean },
  operator: Comparison,
  test: Tester,
  anything: Tester,
): Test {
  return { kind: 'frame', holds: relate(source, operator, test, anything) };
}

/** A comparison of pairs. `some`: whether the difference of any pair passes. */
function pairTest(
  operator: Comparison,
  some: (layers: Layers, holds: (difference: number) => boolean) => boolean,
): Test {
  const passes = testOf(operator, NUMBERS, 0);
  if (!asksAll(operator)) return { kind: 'frame', holds: (layers) => some(layers, passes) };
  return { kind: 'frame', holds: (layers) => some(layers, ANYTHING) && !some(layers, passes) };
}

function masked({ field, mask }: Asked): NumberSource {
  const source = numbersOf(field);
  if (mask === null) return source;
  return { some: (layers, test) => source.some(layers, (value) => test((value & mask) >>> 0)) };
}

function sliced({ field, slice }: Asked): BytesSource {
  const source = bytesOf(field);
  if (slice === null) return source;
  const { from: first, to: last } = slice;
  return {
    some: (layers, test) =>
      source.some(layers, (bytes, from, to) => {
        const start = first < 0 ? to + first : from + first;
        const end = last === null ? to : last <= 0 ? to + last : from + last;
        // A value too short for the slice has no such bytes.
        return start >= from && start < end && end <= to && test(bytes, start, end);
      }),
  };
}
