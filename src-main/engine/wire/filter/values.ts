import { maskOf, networkOf, parseAddress, parseMac } from '../address.ts';
import { encodeText } from '../text.ts';
import { FilterError } from './faults.ts';
import type { FieldType, FilterField } from './fields.ts';
import { nearest } from './nearest.ts';
import type { Operand } from './syntax.ts';

/** A value as it was written, of the type its field asks for. */
export type FilterValue =
  | { readonly type: 'number'; readonly value: number; readonly prefix: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array };

const DECIMAL = /^\d{1,15}$/;
const HEXADECIMAL = /^0x[0-9a-f]{1,12}$/i;
const TRUE = /^(?:1|true|yes)$/i;
const FALSE = /^(?:0|false|no)$/i;
const PREFIXED = /^(.*)\/(\d{1,2})$/;
const TIME = /^(-?)(\d{0,12})(?:\.(\d{0,9}))?(ns|us|µs|ms|s)?$/;
const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** Reads what stands beside a field. Throws a {@link FilterError}. */
export function valueFor(field: FilterField, operand: Operand, type: FieldType = field.type): FilterValue {
  const { text, at, length } = operand;
  if (operand.slice !== null || operand.mask !== null) throw wrongType(field, operand, type);
  switch (type) {
    case 'number':
      return { type: 'number', value: numberFor(field, operand), prefix: 32 };
    case 'flag':
      if (TRUE.test(text)) return { type: 'number', value: 1, prefix: 32 };
      if (FALSE.test(text)) return { type: 'number', value: 0, prefix: 32 };
      throw wrongType(field, operand, type);
    case 'mac': {
      const value = parseMac(text) ?? dottedMac(text);
      if (value === null) throw wrongType(field, operand, type);
      return { type: 'number', value, prefix: 32 };
    }
    case 'ipv4':
      return addressFor(field, operand);
    case 'time': {
      const value = timeOf(text);
      if (value === null) throw wrongType(field, operand, type);
      return { type: 'number', value, prefix: 32 };
    }
    case 'text':
      if (field.texts.length > 0 && !field.texts.includes(text)) {
        const suggestion = nearest(text, field.texts);
        throw new FilterError('filter.unknown-value', at, length, { found: text, field: field.name, suggestion });
      }
      return { type: 'text', value: text };
    case 'bytes':
    case 'protocol':
      return { type: 'bytes', value: bytesFor(field, operand) };
    case 'event':
      throw new FilterError('filter.wrong-type', at, length, { found: text, field: field.name, type });
  }
}

function wrongType(field: FilterField, { text, at, length }: Operand, type: FieldType): FilterError {
  return new FilterError('filter.wrong-type', at, length, { found: text, field: field.name, type });
}

/** A number, or the name of one where its field has names; also the name's first word, or what stands in brackets. */
function numberFor(field: FilterField, operand: Operand): number {
  const { text, at, length } = operand;
  const quoted = operand.kind === 'text';
  if (!quoted && (DECIMAL.test(text) || HEXADECIMAL.test(text))) {
    const value = Number(text);
    if (value > field.most) {
      throw new FilterError('filter.out-of-range', at, length, { found: text, field: field.name, most: field.most });
    }
    return value;
  }
  const named = Object.entries(field.names);
  if (named.length === 0) throw wrongType(field, operand, 'number');
  const wanted = text.toLowerCase();
  const found = named.find(([, name]) => name.toLowerCase() === wanted);
  if (found !== undefined) return Number(found[0]);
  const suggestion = nearest(text, Object.values(field.names));
  throw new FilterError('filter.unknown-value', at, length, { found: text, field: field.name, suggestion });
}

/** An address, or a prefix that stands for all addresses in it. */
function addressFor(field: FilterField, operand: Operand): FilterValue {
  const [, head, length] = PREFIXED.exec(operand.text) ?? [];
  const prefix = length === undefined ? 32 : Number(length);
  const value = parseAddress(head ?? operand.text);
  if (value === null || prefix > 32) throw wrongType(field, operand, 'ipv4');
  return { type: 'number', value: networkOf(value, prefix), prefix };
}

/** The mask of the addresses a value stands for, or null where it is a single one. */
export function prefixMask({ prefix }: { readonly prefix: number }): number | null {
  return prefix === 32 ? null : maskOf(prefix);
}

/** `0200.0000.0001`, as some devices print it. */
function dottedMac(text: string): number | null {
  return /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i.test(text) ? Number.parseInt(text.replaceAll('.', ''), 16) : null;
}

/** Seconds, or a number with its unit, in ns; null: neither. Exact to the nanosecond. */
export function timeOf(text: string): number | null {
  const [whole, sign, digits = '', fraction = '', unit = 's'] = TIME.exec(text) ?? [];
  if (whole === undefined || digits + fraction === '') return null;
  const scale = UNITS[unit]!;
  const value = Number(digits || '0') * scale + Math.round((Number(fraction || '0') * scale) / 10 ** fraction.length);
  return sign === '-' ? -value : value;
}

/** Pairs of hexadecimal digits, together or with `:`, `-` or `.` between; in quotes, the text's own bytes. */
export function bytesFor(field: FilterField, operand: Operand): Uint8Array {
  if (operand.kind === 'text') return encodeText(operand.text);
  const one = /^0x([0-9a-f]{2})$/i.exec(operand.text);
  const digits = one?.[1] ?? operand.text.replace(/([0-9a-f]{2})[:.-](?=[0-9a-f]{2})/gi, '$1');
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) throw wrongType(field, operand, 'bytes');
  return Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}
