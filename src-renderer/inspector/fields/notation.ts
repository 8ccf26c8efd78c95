/**
 * What is typed into the fields of forms, read and written in the notation of the field. Everything here is plain text and
 * values; the sentence for what cannot be read is the form's.
 */
import { rangeText, type PortRange } from '#document/filter.ts';
import { readWhole } from '../../locales/units.ts';

export {
  formatBitRate,
  readBitRate,
  formatDelay,
  readDelay,
  readWhole,
  formatPercent,
  readPercent,
  readRatio,
  formatBytes,
  readBytes,
} from '../../locales/units.ts';

/** A prefix length from `24`, `/24` or a mask `255.255.255.0`. Null: none of these. */
export function readPrefix(text: string): number | null {
  const trimmed = text.trim();
  const plain = /^\/?(\d{1,2})$/.exec(trimmed);
  if (plain) return Number(plain[1]) <= 32 ? Number(plain[1]) : null;
  const parts = trimmed.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  const bits = parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replace(/0+$/, '').length : null;
}

/** Whether it is written like a mask and is none, because a one stands behind a zero: `255.0.255.0` (RFC 4632 §5.1). */
export function isBrokenMask(text: string): boolean {
  const parts = text.trim().split('.');
  const octets = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return octets && readPrefix(text) === null;
}

/** The mask of a prefix length 0…32: `255.255.255.0`. */
export function formatMask(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

/** An address with its prefix when both were typed into one field: `10.0.0.1/8`, `10.0.0.1 255.0.0.0`. */
export function splitAddress(text: string): { address: string; prefix: number | null } | null {
  const [address = '', mask, more] = text.trim().split(/\s*\/\s*|\s+/);
  if (more !== undefined) return null;
  if (mask === undefined) return { address, prefix: null };
  const prefix = readPrefix(mask);
  return prefix === null ? null : { address, prefix };
}

/**
 * What is wrong with what `splitAddress` cannot read, and the part of it that is: the mask, the prefix, or the way both are
 * written.
 */
export function unsplit(text: string): { what: 'mask' | 'prefix' | 'address'; value: string } {
  const [, mask = '', more] = text.trim().split(/\s*\/\s*|\s+/);
  if (more !== undefined || mask === '') return { what: 'address', value: text.trim() };
  return { what: isBrokenMask(mask) ? 'mask' : 'prefix', value: mask };
}

/** Of a field that may be left empty. Nothing typed: `undefined`. Null: it means nothing. */
export type Typed<T> = T | undefined | null;

/** Whether a condition is left open: nothing, or `*`. */
export function isAny(text: string): boolean {
  return text.trim() === '' || text.trim() === '*';
}

/** The words of a list: `10.0.0.1, 10.0.0.2`. Nothing typed: undefined. */
export function readList(text: string): string[] | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  return words.length === 0 ? undefined : words;
}

/** Ports: `80`, `1024-65535`. */
export function readRange(text: string): Typed<PortRange> {
  if (isAny(text)) return undefined;
  const [first, last, more] = text.split('-').map(readWhole);
  if (first === null || first === undefined || last === null || more !== undefined) return null;
  return { first, last: last ?? first };
}

export function writeRange(range: PortRange | undefined): string {
  return range === undefined ? '' : rangeText(range);
}

/** Numbers of frames from `3, 5 7`; empty for none. Null: something that is no whole number from 1. */
export function readOrdinals(text: string): number[] | null {
  const words = readList(text) ?? [];
  if (!words.every((word) => /^[1-9]\d{0,8}$/.test(word))) return null;
  return [...new Set(words.map(Number))].sort((a, b) => a - b);
}
