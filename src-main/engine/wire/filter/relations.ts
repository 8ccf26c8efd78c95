import type { FactValue } from './tests.ts';
import type { Layers } from './layers.ts';
import type { Source } from './sources.ts';
import type { Comparison } from './syntax.ts';

/** How values are compared: less than 0, 0, more than 0; `has` for `contains`. */
export interface Order<Value> {
  compare(one: Value, other: Value): number;
  has(one: Value, other: Value): boolean;
}

export const NUMBERS: Order<number> = {
  compare: (one, other) => one - other,
  has: (one, other) => one === other,
};
export const TEXTS: Order<string> = {
  compare: (one, other) => (one < other ? -1 : one > other ? 1 : 0),
  has: (one, other) => one.includes(other),
};

/** A comparison of one value with another. `!=` and `===` ask whether one value is different: see {@link relate}. */
export function testOf<Value>(
  operator: Comparison,
  { compare, has }: Order<Value>,
  other: Value,
): (value: Value) => boolean {
  switch (operator) {
    case '==':
    case '!=':
      return (value) => compare(value, other) === 0;
    case '===':
    case '~=':
      return (value) => compare(value, other) !== 0;
    case '<':
      return (value) => compare(value, other) < 0;
    case '>':
      return (value) => compare(value, other) > 0;
    case '<=':
      return (value) => compare(value, other) <= 0;
    case '>=':
      return (value) => compare(value, other) >= 0;
    case 'contains':
      return (value) => has(value, other);
  }
}

/** Whether all values have to stand the test, not any: `!=` and `===`. The test given is the one none may pass. */
export function asksAll(operator: Comparison): boolean {
  return operator === '!=' || operator === '===';
}

/**
 * A comparison of all values of a field (Wireshark's meaning from 3.6 on): any of them for most operators; `!=` holds when
 * there is a value and all are different, `===` when all are equal, `~=` when any is different.
 */
export function relate<Test>(source: Source<Test>, operator: Comparison, test: Test, anything: Test) {
  if (!asksAll(operator)) return (layers: Layers) => source.some(layers, test);
  return (layers: Layers) => source.some(layers, anything) && !source.some(layers, test);
}

/** The same for what is known of a fact. */
export function relateFact(operator: Comparison, test: (value: never) => boolean): (value: FactValue) => boolean {
  const one = test as (value: string | number) => boolean;
  const any = (value: FactValue): boolean => {
    if (value === null) return false;
    return typeof value === 'object' ? value.some(one) : one(value);
  };
  return asksAll(operator) ? (value) => isKnown(value) && !any(value) : any;
}

/** Whether anything is known. */
export function isKnown(value: FactValue): boolean {
  return value !== null && (typeof value !== 'object' || value.length > 0);
}

/** Bytes in the order of the first that differs. */
export function compareBytes(bytes: Uint8Array, from: number, to: number, other: Uint8Array): number {
  const length = Math.min(to - from, other.length);
  for (let at = 0; at < length; at++) {
    const difference = bytes[from + at]! - other[at]!;
    if (difference !== 0) return difference;
  }
  return to - from - other.length;
}

export function containsBytes(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array): boolean {
  if (wanted.length === 0) return true;
  const last = to - wanted.length;
  for (let at = bytes.indexOf(wanted[0]!, from); at >= 0 && at <= last; at = bytes.indexOf(wanted[0]!, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
    if (same === wanted.length) return true;
  }
  return false;
}
