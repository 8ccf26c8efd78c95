import { field, layout, read } from './field.ts';
import type { Field } from './field.ts';

/** Option types with their copy bit and class (RFC 791 §3.1; router alert: RFC 2113 §2.1). */
const END = 0;
const NO_OPERATION = 1;
export const OPTION_RECORD_ROUTE = 7;
export const OPTION_TIMESTAMP = 68;
export const OPTION_LOOSE_SOURCE_ROUTE = 131;
export const OPTION_STRICT_SOURCE_ROUTE = 137;
export const OPTION_ROUTER_ALERT = 148;

/** What every option of more than one byte starts with. */
const start = {
  type: field('ip.opt.type', 8, 'named', {
    names: {
      0: 'End of options',
      1: 'No operation',
      7: 'Record route',
      68: 'Timestamp',
      130: 'Security',
      131: 'Loose source route',
      136: 'Stream ID',
      137: 'Strict source route',
      148: 'Router alert',
    },
  }),
};
const more = { ...start, optionLength: field('ip.opt.len', 8) };
const ONE_BYTE = layout(start);
const ANY_OPTION = layout(more);
/** Record route and both source routes; addresses follow. */
export const ROUTE_OPTION = layout({ ...more, pointer: field('ip.opt.ptr', 8) });
export const TIMESTAMP_OPTION = layout({
  ...more,
  pointer: field('ip.opt.ptr', 8),
  overflow: field('ip.opt.overflow', 4),
  flag: field('ip.opt.flag', 4, 'named', { names: { 0: 'times', 1: 'times and addresses', 3: 'given addresses' } }),
});
const ALERT_OPTION = layout({ ...more, alert: field('ip.opt.ra', 16) });

/** The tables the options are explained with. */
export const IP_OPTION_TABLES: readonly { readonly fields: readonly Field[] }[] = [
  ONE_BYTE,
  ANY_OPTION,
  ROUTE_OPTION,
  TIMESTAMP_OPTION,
  ALERT_OPTION,
];

/** One option: where it lies and how it is read. */
export interface OptionSpan {
  readonly type: number;
  readonly at: number;
  readonly length: number;
  readonly fields: readonly Field[];
}

/** What a list of options holds. `wrong`: index of the byte that makes no sense, where the rest was given up; -1: none. */
export interface OptionList {
  readonly spans: readonly OptionSpan[];
  readonly wrong: number;
}

/**
 * Walks over the options of an IPv4 header, `from` … `to` in `bytes` (RFC 791 §3.1). Options nobody knows are skipped by
 * their length (RFC 1122 §3.2.1.8).
 */
export function walkIpOptions(bytes: Uint8Array, from: number, to: number): OptionList {
  const spans: OptionSpan[] = [];
  let at = from;
  while (at < to) {
    const type = bytes[at]!;
    if (type === END || type === NO_OPERATION) {
      spans.push({ type, at, length: 1, fields: ONE_BYTE.fields });
      // What lies behind the end of the list is padding.
      if (type === END) break;
      at++;
      continue;
    }
    if (at + 1 >= to) return { spans, wrong: at };
    const length = bytes[at + 1]!;
    if (length < 2 || at + length > to) return { spans, wrong: at + 1 };
    const wrong = wrongInside(bytes, at, type, length);
    if (wrong >= 0) return { spans, wrong };
    spans.push({ type, at, length, fields: tableOf(type, length).fields });
    at += length;
  }
  return { spans, wrong: -1 };
}

function tableOf(type: number, length: number): { readonly fields: readonly Field[] } {
  switch (type) {
    case OPTION_RECORD_ROUTE:
    case OPTION_LOOSE_SOURCE_ROUTE:
    case OPTION_STRICT_SOURCE_ROUTE:
      return ROUTE_OPTION;
    case OPTION_TIMESTAMP:
      return TIMESTAMP_OPTION;
    case OPTION_ROUTER_ALERT:
      return length === ALERT_OPTION.length ? ALERT_OPTION : ANY_OPTION;
    default:
      return ANY_OPTION;
  }
}

/** Byte at which an option of a known type contradicts itself, or -1. */
function wrongInside(bytes: Uint8Array, at: number, type: number, length: number): number {
  switch (type) {
    case OPTION_RECORD_ROUTE:
    case OPTION_LOOSE_SOURCE_ROUTE:
    case OPTION_STRICT_SOURCE_ROUTE:
      // "The smallest legal value for the pointer is 4", and the data are whole addresses (RFC 791 §3.1).
      if (length < ROUTE_OPTION.length || (length - ROUTE_OPTION.length) % 4 !== 0) return at + 1;
      // It points at a whole address, or behind the last.
      const pointer = read(bytes, at, ROUTE_OPTION.pointer);
      return pointer < 4 || pointer % 4 !== 0 ? at + 2 : -1;
    case OPTION_TIMESTAMP:
      if (length < TIMESTAMP_OPTION.length || length > 40) return at + 1;
      const next = read(bytes, at, TIMESTAMP_OPTION.pointer);
      if (next < 5) return at + 2;
      // "If there is some room but not enough room for a full timestamp … the original datagram is considered to be in error."
      if (next <= length) return next + timestampSize(bytes, at) - 1 > length ? at + 2 : -1;
      // The same when it is full and this device is one more than four bits can count: "the overflow count itself overflows".
      return countsOver(bytes, at) ? at + 3 : -1;
    default:
      return -1;
  }
}

/** What a timestamp option notes of each device (RFC 791 §3.1). */
export const TIMES_ONLY = 0;
export const TIMES_AND_ADDRESSES = 1;
export const GIVEN_ADDRESSES = 3;

/** Most devices that found no room a timestamp option can count: four bits (RFC 791 §3.1). */
export const MOST_OVERFLOW = 15;

/** Whether a full timestamp option has counted as many devices as it can. Who is not asked for is not counted. */
function countsOver(bytes: Uint8Array, at: number): boolean {
  const counted = read(bytes, at, TIMESTAMP_OPTION.overflow) >= MOST_OVERFLOW;
  return counted && read(bytes, at, TIMESTAMP_OPTION.flag) !== GIVEN_ADDRESSES;
}

/** Bytes one device takes in the timestamp option at `at`: its time, and its address unless times are all it holds. */
export function timestampSize(bytes: Uint8Array, at: number): number {
  return read(bytes, at, TIMESTAMP_OPTION.flag) === TIMES_ONLY ? 4 : 8;
}

/** A record route option with all the room there can be, nine addresses (RFC 791 §3.1), and a byte to fill the word. */
export function emptyRecordRoute(): Uint8Array {
  const options = new Uint8Array(40);
  options.set([NO_OPERATION, OPTION_RECORD_ROUTE, 39, 4]);
  return options;
}

/** A timestamp option: nine times, or four with the addresses they are from; with `asked` only the times of these (at most four). */
export function emptyTimestamp(flag: number, asked: readonly number[] = []): Uint8Array {
  const options = new Uint8Array(flag === TIMES_ONLY ? 40 : flag === TIMES_AND_ADDRESSES ? 36 : 4 + 8 * asked.length);
  options.set([OPTION_TIMESTAMP, options.length, 5, flag]);
  const view = new DataView(options.buffer);
  asked.forEach((address, index) => view.setUint32(4 + 8 * index, address));
  return options;
}

/** Whether a source route has still hops to go: its pointer has not passed its end (RFC 791 §3.1). */
export function isSourceRouted(bytes: Uint8Array, { spans }: OptionList): boolean {
  return spans.some(
    ({ type, at, length }) =>
      (type === OPTION_LOOSE_SOURCE_ROUTE || type === OPTION_STRICT_SOURCE_ROUTE) &&
      read(bytes, at, ROUTE_OPTION.pointer) <= length,
  );
}

/** Whether an option goes into every fragment, or into the first only: the first bit of its type (RFC 791 §3.1). */
export function isCopied(type: number): boolean {
  return type >= 128;
}
