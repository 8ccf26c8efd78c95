import type { Fault } from './fault.ts';
import { field, layout, read, readWord, write, writeWord } from './field.ts';
import type { Field } from './field.ts';

/** Option kinds: RFC 9293 §3.2, RFC 7323 §2.2 and §3.2, RFC 2018 §2 and §3. */
export const OPTION_END = 0;
export const OPTION_NOP = 1;
export const OPTION_MSS = 2;
export const OPTION_WINDOW_SCALE = 3;
export const OPTION_SACK_PERMITTED = 4;
export const OPTION_SACK = 5;
export const OPTION_TIMESTAMPS = 8;

/** Bytes of options a header has room for: 15 words less the 20 bytes before them. */
export const LONGEST_OPTIONS = 40;

/** The options of one segment; what is left out was not there. */
export interface TcpOptions {
  /** Bytes, 0 … 65535. */
  readonly maximumSegmentSize?: number;
  /** Shift count as sent; above 14 a receiver uses 14 (RFC 7323 §2.3). */
  readonly windowScale?: number;
  readonly sackPermitted?: boolean;
  /** Left and right edges (the right one exclusive), at most four blocks. */
  readonly sack?: readonly (readonly [left: number, right: number])[];
  readonly timestamps?: { readonly value: number; readonly echo: number };
  /** Options not known here, kept in their order. */
  readonly unknown?: readonly { readonly kind: number; readonly data: Uint8Array }[];
}

/** Where one option lies: `at` is its kind byte, `length` counts kind and length byte too. */
export interface OptionSpan {
  readonly kind: number;
  readonly at: number;
  readonly length: number;
}

const start = { kind: field('tcp.option_kind', 8), optionLength: field('tcp.option_len', 8) };
const ONE_BYTE = layout({ kind: field('tcp.option_kind', 8) });
/** What an option of an unknown kind, or a SACK option before its blocks, starts with. */
export const OPTION_START = layout(start);
const MSS = layout({ ...start, value: field('tcp.options.mss_val', 16) });
const WINDOW_SCALE = layout({ ...start, shift: field('tcp.options.wscale.shift', 8) });
const TIMESTAMPS = layout({
  ...start,
  value: field('tcp.options.timestamp.tsval', 32),
  echo: field('tcp.options.timestamp.tsecr', 32),
});
/** One block of a SACK option. */
export const SACK_BLOCK = layout({ left: field('tcp.options.sack_le', 32), right: field('tcp.options.sack_re', 32) });

/** The option as a whole by its kind: its filter name and fields. */
export const OPTIONS: Readonly<Record<number, { readonly key: string; readonly fields: readonly Field[] }>> = {
  [OPTION_END]: { key: 'tcp.options.eol', fields: ONE_BYTE.fields },
  [OPTION_NOP]: { key: 'tcp.options.nop', fields: ONE_BYTE.fields },
  [OPTION_MSS]: { key: 'tcp.options.mss', fields: MSS.fields },
  [OPTION_WINDOW_SCALE]: { key: 'tcp.options.wscale', fields: WINDOW_SCALE.fields },
  [OPTION_SACK_PERMITTED]: { key: 'tcp.options.sack_perm', fields: OPTION_START.fields },
  [OPTION_SACK]: { key: 'tcp.options.sack', fields: OPTION_START.fields },
  [OPTION_TIMESTAMPS]: { key: 'tcp.options.timestamp', fields: TIMESTAMPS.fields },
};

const LENGTHS: Readonly<Record<number, number>> = {
  [OPTION_MSS]: MSS.length,
  [OPTION_WINDOW_SCALE]: WINDOW_SCALE.length,
  [OPTION_SACK_PERMITTED]: OPTION_START.length,
  [OPTION_TIMESTAMPS]: TIMESTAMPS.length,
};

/**
 * Finds the options between `from` and `to`, stopping at the end-of-list option or at the first one that is wrong:
 * too short, running out of the header, or of a length its kind does not have (RFC 9293 §3.1, MUST-7).
 */
export function walkOptions(bytes: Uint8Array, from: number, to: number): { spans: OptionSpan[]; fault: Fault | null } {
  const spans: OptionSpan[] = [];
  let at = from;
  while (at < to) {
    const kind = bytes[at]!;
    if (kind === OPTION_END || kind === OPTION_NOP) {
      spans.push({ kind, at, length: 1 });
      if (kind === OPTION_END) break;
      at += 1;
      continue;
    }
    const length = at + 1 < to ? bytes[at + 1]! : 0;
    if (length < 2 || at + length > to || !lengthFits(kind, length)) {
      return { spans, fault: { fault: 'tcp.bad-option', at, parameters: { kind, found: length, longest: to - at } } };
    }
    spans.push({ kind, at, length });
    at += length;
  }
  return { spans, fault: null };
}

function lengthFits(kind: number, length: number): boolean {
  if (kind === OPTION_SACK) return length >= 10 && length % 8 === 2;
  const expected = LENGTHS[kind];
  return expected === undefined || expected === length;
}

const NONE: TcpOptions = {};

/** Two NOPs, and timestamps: all that most segments carry, as RFC 7323, appendix A lays it out. The stamps are left 0. */
const STAMPED = [OPTION_NOP, OPTION_NOP, OPTION_TIMESTAMPS, TIMESTAMPS.length, 0, 0, 0, 0, 0, 0, 0, 0];

/** Bytes timestamps take with the two NOPs before them. */
export const STAMPS_LENGTH = STAMPED.length;

/** Whether timestamps are the only options: then {@link writeStamps} writes them where they belong. */
export function isStampsOnly(options: TcpOptions): boolean {
  const { maximumSegmentSize, windowScale, sackPermitted, sack, timestamps, unknown } = options;
  if (timestamps === undefined || sack !== undefined || sackPermitted !== undefined) return false;
  return maximumSegmentSize === undefined && windowScale === undefined && unknown === undefined;
}

/** Writes timestamps with their two NOPs at `at`. */
export function writeStamps(bytes: Uint8Array, at: number, { value, echo }: { value: number; echo: number }): void {
  for (let k = 0; k < 4; k++) bytes[at + k] = STAMPED[k]!;
  writeWord(bytes, at + 2, TIMESTAMPS.value, value);
  writeWord(bytes, at + 2, TIMESTAMPS.echo, echo);
}

function isStamped(bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < 4; at++) if (bytes[from + at] !== STAMPED[at]) return false;
  return true;
}

/** Reads the options between `from` and `to`. Of an option that comes twice the last counts. */
export function parseOptions(bytes: Uint8Array, from: number, to: number): TcpOptions | Fault {
  if (from === to) return NONE;
  if (to - from === STAMPED.length && isStamped(bytes, from)) {
    const at = from + 2;
    return { timestamps: { value: readWord(bytes, at, TIMESTAMPS.value), echo: readWord(bytes, at, TIMESTAMPS.echo) } };
  }
  const { spans, fault } = walkOptions(bytes, from, to);
  if (fault !== null) return fault;
  const options: { -readonly [Key in keyof TcpOptions]: TcpOptions[Key] } = {};
  for (const { kind, at, length } of spans) {
    switch (kind) {
      case OPTION_END:
      case OPTION_NOP:
        break;
      case OPTION_MSS:
        options.maximumSegmentSize = read(bytes, at, MSS.value);
        break;
      case OPTION_WINDOW_SCALE:
        options.windowScale = read(bytes, at, WINDOW_SCALE.shift);
        break;
      case OPTION_SACK_PERMITTED:
        options.sackPermitted = true;
        break;
      case OPTION_SACK:
        options.sack = sackBlocks(bytes, at + 2, at + length);
        break;
      case OPTION_TIMESTAMPS:
        options.timestamps = { value: read(bytes, at, TIMESTAMPS.value), echo: read(bytes, at, TIMESTAMPS.echo) };
        break;
      default:
        options.unknown = [...(options.unknown ?? []), { kind, data: bytes.slice(at + 2, at + length) }];
    }
  }
  return options;
}

function sackBlocks(bytes: Uint8Array, from: number, to: number): [number, number][] {
  const blocks: [number, number][] = [];
  for (let at = from; at < to; at += SACK_BLOCK.length) {
    blocks.push([read(bytes, at, SACK_BLOCK.left), read(bytes, at, SACK_BLOCK.right)]);
  }
  return blocks;
}

/**
 * Writes options as the bytes of a header: a multiple of 4, aligned with NOPs as most stacks do. SACK blocks that do
 * not fit are left out from the end (RFC 2018 §3); anything else that does not fit is our bug.
 */
export function emitOptions(options: TcpOptions): Uint8Array {
  const { maximumSegmentSize, windowScale, sackPermitted, sack, timestamps, unknown } = options;
  if (isStampsOnly(options)) {
    const bytes = new Uint8Array(STAMPS_LENGTH);
    writeStamps(bytes, 0, timestamps!);
    return bytes;
  }
  const room = new Writer();
  if (maximumSegmentSize !== undefined) room.option(OPTION_MSS, [maximumSegmentSize]);
  if (sackPermitted === true) {
    // Beside timestamps (10 bytes) it takes the place of their two NOPs.
    if (timestamps === undefined) room.nops(2);
    room.option(OPTION_SACK_PERMITTED, []);
  }
  if (timestamps !== undefined) {
    if (sackPermitted !== true) room.nops(2);
    room.option(OPTION_TIMESTAMPS, [timestamps.value, timestamps.echo]);
  }
  if (windowScale !== undefined) {
    room.nops(1);
    room.option(OPTION_WINDOW_SCALE, [windowScale]);
  }
  for (const { kind, data } of unknown ?? []) {
    room.start(kind, data.length);
    room.raw(data);
  }
  room.nops(-room.length & 3);
  const blocks = (sack ?? []).slice(0, Math.max(0, Math.floor((LONGEST_OPTIONS - room.length - 4) / 8)));
  if (blocks.length > 0) {
    room.nops(2);
    room.start(OPTION_SACK, blocks.length * SACK_BLOCK.length);
    for (const block of blocks) room.values(SACK_BLOCK.fields, block);
  }
  return room.bytes();
}

/** Puts options one behind the other. */
class Writer {
  length = 0;
  readonly #room = new Uint8Array(LONGEST_OPTIONS);

  nops(count: number): void {
    for (let k = 0; k < count; k++) this.values(ONE_BYTE.fields, [OPTION_NOP]);
  }

  option(kind: number, values: readonly number[]): void {
    this.values(OPTIONS[kind]!.fields, [kind, LENGTHS[kind]!, ...values]);
  }

  /** The kind and the length of an option with `count` bytes behind them. */
  start(kind: number, count: number): void {
    this.values(OPTION_START.fields, [kind, OPTION_START.length + count]);
  }

  /** Values by their table. */
  values(fields: readonly Field[], values: readonly number[]): void {
    const at = this.#take(fields[fields.length - 1]!.to);
    fields.forEach((one, index) => write(this.#room, at, one, values[index]!));
  }

  raw(data: Uint8Array): void {
    const at = this.#take(data.length);
    this.#room.set(data, at);
  }

  bytes(): Uint8Array {
    return this.#room.subarray(0, this.length);
  }

  #take(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > LONGEST_OPTIONS) throw new RangeError('These TCP options do not fit a header.');
    return at;
  }
}
