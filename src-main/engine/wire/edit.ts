import { parseAddress, parseMac } from './address.ts';
import { checksumOf, pseudoHeaderSum, sum } from './checksum.ts';
import { ETHERNET, ETHERTYPE_IPV4 } from './ethernet.ts';
import { explain, FIELD_TABLES, type ExplainedField, type LayerProtocol } from './explain.ts';
import { read, readHalf, write, type Field } from './field.ts';
import { ICMP, ICMP_HEADER_LENGTH } from './icmp.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, readIpv4 } from './ipv4.ts';
import { TCP } from './tcp.ts';
import { UDP } from './udp.ts';
import { ETHERTYPE_VLAN, VLAN } from './vlan.ts';

/** Changing header fields of a frame by hand, by the same tables by which they are read and explained. */

/** A field of a frame that can be given another value. */
export interface EditableField {
  /** Filter name. */
  readonly key: string;
  readonly protocol: LayerProtocol;
  /** The value as it is printed, which is also a value that can be written. */
  readonly text: string;
  /** Largest value: a number takes 0 … `most`, in steps of `step`. */
  readonly most: number;
  readonly step: number;
  readonly format: Field['format'];
}

/** Why a field cannot be given a value. */
export interface EditFault {
  readonly fault: 'unknown-field' | 'field-not-there' | 'bad-value' | 'value-out-of-range' | 'not-a-step';
  readonly parameters: Readonly<Record<string, string | number>>;
}

const STATEMENTS: ReadonlyMap<string, Field> = statements();

function statements(): Map<string, Field> {
  const known = new Map<string, Field>();
  const put = (fields: readonly Field[]): void => {
    for (const one of fields) {
      if (!known.has(one.key)) known.set(one.key, one);
      put(one.parts);
    }
  };
  for (const { fields } of FIELD_TABLES) put(fields);
  return known;
}

/** The fields of a frame that can be edited, in their order; of those that are there twice the first. Quotations are left alone. */
export function editableFields(bytes: Uint8Array): EditableField[] {
  return placed(bytes).map((place) => {
    const { key, text, protocol } = place;
    const { scale, format } = STATEMENTS.get(key)!;
    return { key, protocol, text, most: largest(place), step: scale, format };
  });
}

/** Bits of a field where it was found: what is called the same is not as wide in every message. */
function width({ from, to, bits }: ExplainedField): number {
  return bits === null ? (to - from) * 8 : bits[1];
}

function largest(place: ExplainedField): number {
  return (2 ** width(place) - 1) * STATEMENTS.get(place.key)!.scale;
}

interface Placed extends ExplainedField {
  readonly protocol: LayerProtocol;
}

function placed(bytes: Uint8Array): Placed[] {
  const found = new Map<string, Placed>();
  const walk = (fields: readonly ExplainedField[], protocol: LayerProtocol): void => {
    for (const one of fields) {
      if (STATEMENTS.has(one.key) && typeof one.value === 'number' && !found.has(one.key)) {
        found.set(one.key, { ...one, protocol });
      }
      walk(one.fields ?? [], protocol);
    }
  };
  for (const layer of explain(bytes)) if (!layer.quoted) walk(layer.fields, layer.protocol);
  return [...found.values()];
}

/**
 * The bytes of a frame (without FCS) with other values in some fields: filter name → value as text, in the notation in which
 * it is printed, or as a number, decimal or after `0x`. All places are those in the frame as it was.
 *
 * `recompute`: the checksums of IPv4, ICMP, UDP and TCP fit again, where the packet is whole, but for one that is itself
 * among the fields; `keep`: no checksum is touched.
 */
export function editFrame(
  bytes: Uint8Array,
  values: Readonly<Record<string, string>>,
  checksums: 'recompute' | 'keep',
): Uint8Array<ArrayBuffer> | EditFault {
  const edited = new Uint8Array(bytes);
  const places = new Map(placed(bytes).map((one) => [one.key, one]));
  for (const [key, text] of Object.entries(values)) {
    const statement = STATEMENTS.get(key);
    if (statement === undefined) return { fault: 'unknown-field', parameters: { field: key } };
    const place = places.get(key);
    if (place === undefined) return { fault: 'field-not-there', parameters: { field: key } };
    const value = valueOf(statement, largest(place), text);
    if (typeof value !== 'number') return value;
    putBits(edited, place, value / statement.scale);
  }
  if (checksums === 'recompute') correctChecksums(edited, new Set(Object.keys(values)));
  return edited;
}

/** A text as the value of a field. */
function valueOf(field: Field, most: number, text: string): number | EditFault {
  const about = { field: field.key, value: text };
  const value = numberOf(field, text.trim());
  if (value === null) return { fault: 'bad-value', parameters: about };
  if (value > most) return { fault: 'value-out-of-range', parameters: { ...about, most } };
  if (value % field.scale !== 0) return { fault: 'not-a-step', parameters: { ...about, step: field.scale } };
  return value;
}

function numberOf(field: Field, text: string): number | null {
  if (field.format === 'mac') return parseMac(text);
  if (field.format === 'ipv4') return parseAddress(text);
  // As printed, a number may be followed by its name in brackets.
  const number = /^(0x[0-9a-f]+|\d+)(?:\s*\(.*\))?$/i.exec(text)?.[1];
  if (number !== undefined) return Number(number);
  const word = text.toLowerCase();
  if (field.format === 'flag') return word === 'true' ? 1 : word === 'false' ? 0 : null;
  if (field.format === 'flags') return flagsOf(field, word);
  for (const [value, name] of Object.entries(field.names)) if (name.toLowerCase() === word) return Number(value);
  return null;
}

/** `syn, ack`: the flags with these labels are set and no others. */
function flagsOf(field: Field, words: string): number | null {
  let value = 0;
  for (const word of words.split(/[\s,|]+/)) {
    const part = field.parts.find(({ label }) => label !== '' && label.toLowerCase() === word);
    if (part === undefined) return null;
    value += 2 ** (field.to * 8 - field.shift - (part.to * 8 - part.shift));
  }
  return value;
}

/** Writes a value where a field was found, bit by bit: a part of a field lies anywhere in its bytes. */
function putBits(bytes: Uint8Array, place: ExplainedField, value: number): void {
  const first = place.from * 8 + (place.bits?.[0] ?? 0);
  let rest = value;
  for (let bit = first + width(place) - 1; bit >= first; bit--) {
    const mask = 0x80 >> (bit & 7);
    if (rest % 2 === 1) bytes[bit >> 3]! |= mask;
    else bytes[bit >> 3]! &= ~mask;
    rest = Math.floor(rest / 2);
  }
}

/** Makes the checksums of a frame fit its bytes, in place, but for the fields in `but`. */
function correctChecksums(bytes: Uint8Array, but: ReadonlySet<string>): void {
  let at = ETHERNET.length;
  let type = bytes.length < at ? 0 : readHalf(bytes, 0, ETHERNET.type);
  while (type === ETHERTYPE_VLAN && bytes.length >= at + VLAN.length) {
    type = read(bytes, at, VLAN.type);
    at += VLAN.length;
  }
  if (type !== ETHERTYPE_IPV4 || bytes.length < at + IPV4.length) return;
  const ip = readIpv4(bytes, at);
  if (ip.headerLength < IPV4.length || ip.payloadAt > bytes.length) return;
  correct(bytes, at, IPV4.checksum, at, ip.payloadAt, 0, but);
  const end = at + ip.totalLength;
  // A checksum over what other fragments carry cannot be worked out here.
  if (ip.moreFragments || ip.fragmentOffset !== 0 || end > bytes.length || end <= ip.payloadAt) return;
  const pseudo = pseudoHeaderSum(ip.source, ip.destination, ip.protocol, ip.payloadLength);
  if (ip.protocol === PROTOCOL_TCP && ip.payloadLength >= TCP.length) {
    correct(bytes, ip.payloadAt, TCP.checksum, ip.payloadAt, end, pseudo, but);
  } else if (ip.protocol === PROTOCOL_ICMP && ip.payloadLength >= ICMP_HEADER_LENGTH) {
    correct(bytes, ip.payloadAt, ICMP.checksum, ip.payloadAt, end, 0, but);
  } else if (ip.protocol === PROTOCOL_UDP && ip.payloadLength >= UDP.length) {
    // What was sent without a checksum stays without one, and one that comes out 0 is written as its other form (RFC 768).
    if (readHalf(bytes, ip.payloadAt, UDP.checksum) === 0) return;
    const length = readHalf(bytes, ip.payloadAt, UDP.datagramLength);
    if (length < UDP.length || length > ip.payloadLength) return;
    const own = pseudoHeaderSum(ip.source, ip.destination, ip.protocol, length);
    correct(bytes, ip.payloadAt, UDP.checksum, ip.payloadAt, ip.payloadAt + length, own, but);
    if (!but.has(UDP.checksum.key) && readHalf(bytes, ip.payloadAt, UDP.checksum) === 0) {
      write(bytes, ip.payloadAt, UDP.checksum, 0xffff);
    }
  }
}

function correct(
  bytes: Uint8Array,
  base: number,
  field: Field,
  from: number,
  to: number,
  pseudo: number,
  but: ReadonlySet<string>,
): void {
  if (but.has(field.key)) return;
  write(bytes, base, field, 0);
  write(bytes, base, field, checksumOf(pseudo + sum(bytes, from, to)));
}
