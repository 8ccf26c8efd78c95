import { formatAddress, formatMac } from './address.ts';

/** How a value is printed. `flags` prints the labels of the set parts; `named` a number and its name, if it has one. */
export type Format = 'number' | 'hex' | 'named' | 'named-hex' | 'mac' | 'ipv4' | 'flag' | 'flags';

/** One field as a protocol's table states it, in the order of the RFC's diagram. */
export interface FieldStatement {
  /** Wireshark's filter name, such as `ip.ttl`. */
  readonly key: string;
  readonly bits: number;
  readonly format: Format;
  /** Value = raw number × scale: 4 for a header length in 32-bit words, 8 for a fragment offset. */
  readonly scale: number;
  /** Names of values, for `named` and `named-hex`. */
  readonly names: Readonly<Record<number, string>>;
  /** What a set `flag` is called in its group, such as `SYN`. */
  readonly label: string;
  /** The fields this one consists of, in order; together as many bits. */
  readonly parts: readonly FieldStatement[];
}

/** One field of a header with its place worked out. */
export interface Field extends FieldStatement {
  /** First byte it touches, counted from the start of the header. */
  readonly at: number;
  /** Byte after the last one it touches. */
  readonly to: number;
  /** First bit in those bytes; 0 is the most significant bit of the first. */
  readonly first: number;
  /** Bits below it in those bytes. */
  readonly shift: number;
  /** Its bits as a mask after shifting; only for fields narrower than their bytes. */
  readonly mask: number;
  readonly parts: readonly Field[];
  readonly shape: Shape;
}

/** How a field is read: whole bytes of the usual widths go the quick way. */
type Shape = 1 | 2 | 4 | 6 | 0;

/** A header's fields by name; `fields` in order, `length` in bytes. */
export type Layout<Name extends string> = { readonly [name in Name]: Field } & {
  readonly fields: readonly Field[];
  readonly length: number;
};

/** States a field. */
export function field(
  key: string,
  bits: number,
  format: Format = 'number',
  more: Partial<Pick<FieldStatement, 'scale' | 'names' | 'label' | 'parts'>> = {},
): FieldStatement {
  const { scale = 1, names = {}, label = '', parts = [] } = more;
  return { key, bits, format, scale, names, label, parts };
}

/** Places fields one after the other, like the diagrams of the RFCs. Field names must not be `fields` or `length`. */
export function layout<Name extends string>(statements: Readonly<Record<Name, FieldStatement>>): Layout<Name> {
  const names = Object.keys(statements) as Name[];
  const fields = place(
    names.map((name) => statements[name]),
    0,
  );
  const last = fields[fields.length - 1]!;
  const byName = Object.fromEntries(names.map((name, index) => [name, fields[index]!]));
  return { ...byName, fields, length: last.to } as Layout<Name>;
}

function place(statements: readonly FieldStatement[], start: number): Field[] {
  let bit = start;
  return statements.map((statement) => {
    const from = bit;
    bit += statement.bits;
    const at = Math.floor(from / 8);
    const to = Math.ceil(bit / 8);
    const width = to - at;
    const whole = width * 8 === statement.bits;
    // Every field is made here, with the same properties in the same order: that is what makes `read` quick.
    return {
      shape: whole && (width === 1 || width === 2 || width === 4 || width === 6) ? width : 0,
      at,
      to,
      first: from - at * 8,
      shift: to * 8 - bit,
      mask: whole ? 0 : 2 ** statement.bits - 1,
      scale: statement.scale,
      key: statement.key,
      bits: statement.bits,
      format: statement.format,
      names: statement.names,
      label: statement.label,
      parts: place(statement.parts, from),
    };
  });
}

/** The value of a field of the header that starts at `base`; unsigned, scaled. The bytes must be there. */
export function read(bytes: Uint8Array, base: number, field: Field): number {
  const at = base + field.at;
  switch (field.shape) {
    case 1:
      return bytes[at]!;
    case 2:
      return (bytes[at]! << 8) | bytes[at + 1]!;
    case 4:
      return word(bytes, at);
    case 6:
      return long(bytes, at);
    case 0: {
      let raw = bytes[at]!;
      for (let k = at + 1; k < base + field.to; k++) raw = (raw << 8) | bytes[k]!;
      return ((raw >>> field.shift) & field.mask) * field.scale;
    }
  }
}

/** {@link read} for a field known to be one whole byte: where a stack reads every packet. */
export function readByte(bytes: Uint8Array, base: number, field: Field): number {
  return bytes[base + field.at]!;
}

/** {@link read} for a field known to be two whole bytes. */
export function readHalf(bytes: Uint8Array, base: number, field: Field): number {
  const at = base + field.at;
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** {@link read} for a field known to be four whole bytes. */
export function readWord(bytes: Uint8Array, base: number, field: Field): number {
  return word(bytes, base + field.at);
}

/** {@link read} for a field known to be six whole bytes. */
export function readLong(bytes: Uint8Array, base: number, field: Field): number {
  return long(bytes, base + field.at);
}

/** {@link write} for a field known to be two whole bytes. */
export function writeHalf(bytes: Uint8Array, base: number, field: Field, value: number): void {
  const at = base + field.at;
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** {@link write} for a field known to be four whole bytes. */
export function writeWord(bytes: Uint8Array, base: number, field: Field, value: number): void {
  putWord(bytes, base + field.at, value);
}

/** {@link write} for a field known to be six whole bytes. */
export function writeLong(bytes: Uint8Array, base: number, field: Field, value: number): void {
  putLong(bytes, base + field.at, value);
}

/** Writes a field of the header that starts at `base`, leaving its neighbours in the same bytes as they are. */
export function write(bytes: Uint8Array, base: number, field: Field, value: number): void {
  const at = base + field.at;
  switch (field.shape) {
    case 1:
      bytes[at] = value;
      return;
    case 2:
      bytes[at] = value >>> 8;
      bytes[at + 1] = value;
      return;
    case 4:
      putWord(bytes, at, value);
      return;
    case 6:
      putLong(bytes, at, value);
      return;
    case 0: {
      let rest = (Math.floor(value / field.scale) & field.mask) << field.shift;
      let keep = ~(field.mask << field.shift);
      for (let k = base + field.to - 1; k >= at; k--) {
        bytes[k] = (bytes[k]! & keep) | rest;
        rest >>>= 8;
        keep >>= 8;
      }
    }
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function long(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 8) | bytes[at + 1]!) * 0x1_0000_0000 + word(bytes, at + 2);
}

function putLong(bytes: Uint8Array, at: number, value: number): void {
  const upper = Math.floor(value * 2 ** -32);
  bytes[at] = upper >>> 8;
  bytes[at + 1] = upper;
  putWord(bytes, at + 2, value);
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** How a value of a field is printed: the field's notation, the same in every language. */
export function printValue(field: Field, value: number): string {
  switch (field.format) {
    case 'hex':
      return hexadecimal(value, field.bits);
    case 'named':
      return named(String(value), field.names[value]);
    case 'named-hex':
      return named(hexadecimal(value, field.bits), field.names[value]);
    case 'mac':
      return formatMac(value);
    case 'ipv4':
      return formatAddress(value);
    case 'flags':
      return field.parts
        .filter((part) => part.label !== '' && partOf(field, part, value) !== 0)
        .map((part) => part.label)
        .reverse()
        .join(', ');
    case 'flag':
    case 'number':
      return String(value);
  }
}

/** The value of a part, from the value of the whole. */
export function partOf(whole: Field, part: Field, value: number): number {
  const below = whole.to * 8 - whole.shift - (part.to * 8 - part.shift);
  return (value >>> below) & (2 ** part.bits - 1);
}

function named(number: string, name: string | undefined): string {
  return name === undefined ? number : `${number} (${name})`;
}

function hexadecimal(value: number, bits: number): string {
  return `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`;
}
