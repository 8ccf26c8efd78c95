/**
 * A message as one run of bytes, for channels that carry only bytes.
 *
 *   0        4               4+n      padded to 8                 padded to 8
 *   +--------+----------------+--------+---------------------------+--------- - -
 *   | n      | header, n bytes| zeros  | attachment 0              | attachment 1 …
 *   | u32 LE | JSON, UTF-8    |        | little-endian, packed     |
 *   +--------+----------------+--------+---------------------------+--------- - -
 *
 * The header is `{"attachments":[[kind,length],…],"message":…}`. In the message a typed array is `{"$":index}`, each index
 * used once, in order of the walk; an object that has a key `$` of its own travels as `{"$":[object]}`.
 * Every machine this runs on is little-endian, so typed arrays are copied as they lie.
 */
import { DEEPEST_MESSAGE, LARGEST_MESSAGE } from './gate.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** Most typed arrays in one message. */
export const MOST_ATTACHMENTS = 256;
/** Most bytes of an encoded message: the largest message, each character three bytes, and its marks. */
export const LARGEST_ENCODED = 3 * LARGEST_MESSAGE + 1024 * 1024;

type Attachment = Uint8Array | Uint32Array | Float64Array;
const KINDS = { u8: Uint8Array, u32: Uint32Array, f64: Float64Array } as const;
type Kind = keyof typeof KINDS;

/** Why bytes are no message. */
export type EncodingFault =
  'too-large' | 'too-short' | 'not-json' | 'bad-header' | 'bad-attachment' | 'bad-mark' | 'too-deep' | 'bad-key';

/** Bytes understood, or why not. */
export type Decoded = { message: unknown } | { fault: EncodingFault };

const padded = (length: number): number => (length + 7) & ~7;

function kindOf(value: ArrayBufferView): Kind {
  if (value instanceof Uint8Array) return 'u8';
  if (value instanceof Uint32Array) return 'u32';
  if (value instanceof Float64Array) return 'f64';
  throw new TypeError('only Uint8Array, Uint32Array and Float64Array cross a channel');
}

/** The bytes of a message. Throws a TypeError for what is no data (functions, other buffers) or nested too deep. */
export function encode(message: unknown): Uint8Array<ArrayBuffer> {
  const attachments: Attachment[] = [];

  function marked(value: unknown, depth: number): unknown {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      throw new TypeError(`a ${typeof value} cannot be posted`);
    }
    if (typeof value !== 'object' || value === null) return value;
    // The message is nested in `message` and its envelope: one level more than the gate counts would be refused there.
    if (depth > DEEPEST_MESSAGE + 1) throw new TypeError('nested too deep');
    if (ArrayBuffer.isView(value)) {
      kindOf(value);
      attachments.push(value as Attachment);
      return { $: attachments.length - 1 };
    }
    if (Array.isArray(value)) return value.map((element) => marked(element, depth + 1));
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') throw new TypeError('a key replaces the prototype');
      copy[key] = marked(inner, depth + 1);
    }
    return Object.hasOwn(copy, '$') ? { $: [copy] } : copy;
  }

  const tree = marked(message, 0) ?? null;
  if (attachments.length > MOST_ATTACHMENTS) throw new TypeError('too many attachments');
  const table = attachments.map((attachment) => [kindOf(attachment), attachment.length]);
  const header = toUtf8(JSON.stringify({ attachments: table, message: tree }));
  let length = padded(4 + header.length);
  const starts = attachments.map((attachment) => {
    const start = length;
    length += padded(attachment.byteLength);
    return start;
  });
  const encoded = new Uint8Array(length);
  new DataView(encoded.buffer).setUint32(0, header.length, true);
  encoded.set(header, 4);
  attachments.forEach((attachment, index) => {
    encoded.set(new Uint8Array(attachment.buffer, attachment.byteOffset, attachment.byteLength), starts[index]);
  });
  return encoded;
}

class Fault extends Error {
  readonly fault: EncodingFault;
  constructor(fault: EncodingFault) {
    super(fault);
    this.fault = fault;
  }
}

/** The message in `bytes`. Never throws: whatever is not exactly an encoded message has a fault. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return { message: understood(bytes) };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    throw error;
  }
}

function understood(bytes: Uint8Array): unknown {
  if (bytes.length > LARGEST_ENCODED) throw new Fault('too-large');
  if (bytes.length < 4) throw new Fault('too-short');
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  if (padded(4 + length) > bytes.length || length > LARGEST_ENCODED) throw new Fault('too-short');
  const header = parsed(bytes.subarray(4, 4 + length));
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new Fault('bad-header');
  const { attachments: table, message } = header as { attachments?: unknown; message?: unknown };
  if (Object.keys(header).length !== 2 || !Array.isArray(table) || message === undefined) throw new Fault('bad-header');
  const attachments = attached(table, bytes, padded(4 + length));
  let next = 0;

  function revived(value: unknown, depth: number): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST_MESSAGE + 2) throw new Fault('too-deep');
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) value[index] = revived(value[index], depth + 1);
      return value;
    }
    if (!Object.hasOwn(value, '$')) return fields(value as Record<string, unknown>, depth);
    const mark = (value as { $: unknown }).$;
    if (Object.keys(value).length !== 1) throw new Fault('bad-mark');
    if (typeof mark === 'number') {
      if (mark !== next || next >= attachments.length) throw new Fault('bad-mark');
      return attachments[next++];
    }
    const inner: unknown = Array.isArray(mark) && mark.length === 1 ? mark[0] : null;
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, '$')) throw new Fault('bad-mark');
    return fields(inner as Record<string, unknown>, depth);
  }

  function fields(record: Record<string, unknown>, depth: number): Record<string, unknown> {
    for (const key of Object.keys(record)) {
      if (key === '__proto__') throw new Fault('bad-key');
      record[key] = revived(record[key], depth + 1);
    }
    return record;
  }

  const revivedMessage = revived(message, 0);
  if (next !== attachments.length) throw new Fault('bad-attachment');
  return revivedMessage;
}

function parsed(header: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(header));
  } catch {
    throw new Fault('not-json');
  }
}

function attached(table: unknown[], bytes: Uint8Array, start: number): Attachment[] {
  if (table.length > MOST_ATTACHMENTS) throw new Fault('bad-attachment');
  let at = start;
  const attachments = table.map((entry): Attachment => {
    if (!Array.isArray(entry) || entry.length !== 2) throw new Fault('bad-attachment');
    const [kind, length] = entry as [unknown, unknown];
    if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) throw new Fault('bad-attachment');
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) throw new Fault('bad-attachment');
    const type = KINDS[kind as Kind];
    const size = length * type.BYTES_PER_ELEMENT;
    if (at + size > bytes.length) throw new Fault('bad-attachment');
    // Copied: what arrives may lie at any offset of a buffer that is used again.
    const own = new Uint8Array(size);
    own.set(bytes.subarray(at, at + size));
    at += padded(size);
    return new type(own.buffer);
  });
  if (at !== bytes.length) throw new Fault('bad-attachment');
  return attachments;
}
