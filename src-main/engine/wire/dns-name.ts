import type { Fault } from './fault.ts';

/** Longest name on the wire, bytes, its lengths and the root included (RFC 1035 §2.3.4). */
const LONGEST_NAME = 255;
/** Longest label, bytes (RFC 1035 §2.3.4). */
const LONGEST_LABEL = 63;
/** The two high bits of a length byte that make it and the next byte a pointer (RFC 1035 §4.1.4). */
const POINTER = 0xc0;
/** What a pointer can reach: 14 bits of offset. */
const REACH = 0x4000;

/** A domain name read from a message, and where the bytes behind it begin. */
export interface ReadName {
  /** Labels joined by dots, without one at the end; the root is the empty text. */
  readonly name: string;
  readonly next: number;
}

/**
 * Reads the name at `at` of the message that starts at `start` and ends before `end`. Pointers must lead backwards, so
 * that none can lead in a circle. Bytes that would read as something else are written `\DDD` (RFC 1035 §5.1).
 */
export function readName(bytes: Uint8Array, start: number, at: number, end: number): ReadName | Fault {
  const labels: string[] = [];
  let next = -1;
  let from = at;
  let lowest = at;
  let length = 1;
  for (;;) {
    if (from >= end) return { fault: 'dns.truncated', at: end, parameters: { needed: 1, available: 0 } };
    const size = bytes[from]!;
    if (size === 0) return { name: labels.join('.'), next: next < 0 ? from + 1 : next };
    if (size >= POINTER) {
      if (from + 1 >= end) return { fault: 'dns.truncated', at: end, parameters: { needed: 2, available: 1 } };
      const target = start + (((size & ~POINTER) << 8) | bytes[from + 1]!);
      if (target >= lowest) return { fault: 'dns.bad-name', at: from };
      if (next < 0) next = from + 2;
      lowest = target;
      from = target;
      continue;
    }
    // 01 and 10 are reserved (RFC 1035 §4.1.4).
    length += size + 1;
    if (size > LONGEST_LABEL || length > LONGEST_NAME) return { fault: 'dns.bad-name', at: from };
    if (from + 1 + size > end) {
      return { fault: 'dns.truncated', at: end, parameters: { needed: size, available: end - from - 1 } };
    }
    labels.push(labelText(bytes, from + 1, size));
    from += 1 + size;
  }
}

function labelText(bytes: Uint8Array, from: number, length: number): string {
  let text = '';
  for (let at = from; at < from + length; at++) {
    const byte = bytes[at]!;
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}

/**
 * The labels of a name as it is written, with or without a dot at the end; null when it cannot stand in a message: an
 * empty label, one of more than 63 bytes, or more than 255 in all. `\DDD` is one byte.
 */
export function labelsOf(name: string): number[][] | null {
  const trimmed = name.endsWith('.') ? name.slice(0, -1) : name;
  if (trimmed === '') return name === '' || name === '.' ? [] : null;
  const labels: number[][] = [];
  let total = 1;
  for (const text of trimmed.split('.')) {
    const label = labelBytes(text);
    if (label === null || label.length === 0 || label.length > LONGEST_LABEL) return null;
    total += label.length + 1;
    labels.push(label);
  }
  return total > LONGEST_NAME ? null : labels;
}

function labelBytes(text: string): number[] | null {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (text[at] !== '\\') {
      if (code <= 0x20 || code > 0x7e) return null;
      bytes.push(code);
      continue;
    }
    const digits = text.slice(at + 1, at + 4);
    if (!/^\d{3}$/.test(digits) || Number(digits) > 255) return null;
    bytes.push(Number(digits));
    at += 3;
  }
  return bytes;
}

/** Whether two names are the same: the case of ASCII letters does not count (RFC 1035 §2.3.3, RFC 4343). */
export function sameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

/** A name as it is looked up: small letters, no dot at the end. */
export function nameKey(name: string): string {
  const key = name.toLowerCase();
  return key.endsWith('.') ? key.slice(0, -1) : key;
}

/** Whether `name` is `zone` or lies below it. Both as {@link nameKey} gives them. */
export function isWithin(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`);
}

/** The name under which an address is looked up backwards: `5.0.0.10.in-addr.arpa` (RFC 1035 §3.5). */
export function reverseName(address: number): string {
  return `${address & 255}.${(address >>> 8) & 255}.${(address >>> 16) & 255}.${address >>> 24}.in-addr.arpa`;
}

/** Appends names to a message; a suffix that stood there before becomes a pointer to it (RFC 1035 §4.1.4). */
export class NameWriter {
  readonly #out: number[];
  readonly #places = new Map<string, number>();

  /** `out`: the message so far, from its first byte. */
  constructor(out: number[]) {
    this.#out = out;
  }

  /** @throws RangeError for a name that cannot stand in a message: whoever chose it must have looked (`labelsOf`). */
  write(name: string): void {
    const labels = labelsOf(name);
    if (labels === null) throw new RangeError(`no domain name: ${name}`);
    for (let at = 0; at < labels.length; at++) {
      // The exact bytes are the key: a pointer must not change the case of what was written.
      const key = labels
        .slice(at)
        .map((label) => label.join())
        .join('.');
      const place = this.#places.get(key);
      if (place !== undefined) {
        this.#out.push(POINTER | (place >> 8), place & 255);
        return;
      }
      if (this.#out.length < REACH) this.#places.set(key, this.#out.length);
      const label = labels[at]!;
      this.#out.push(label.length, ...label);
    }
    this.#out.push(0);
  }
}
