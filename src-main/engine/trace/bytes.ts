/** Whole numbers of any size as few bytes as they need: seven bits a byte, the least significant first, bit 7 set on all but the last. */

/** Most bytes one number takes: 2^53 has 54 bits. */
export const LONGEST_NUMBER = 8;

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

/** Writes a number 0 … 2^53 at `at` and returns where the next one goes. For loops that keep the place to themselves. */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let place = at;
  while (rest >= 0x80) {
    bytes[place++] = (rest & 0x7f) | 0x80;
    rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 128);
  }
  bytes[place] = rest;
  return place + 1;
}

/** The same for -2^52 … 2^52: the sign is the lowest bit, so that what is near to zero is short. */
export function putSigned(bytes: Uint8Array, at: number, value: number): number {
  return putNumber(bytes, at, value < 0 ? -2 * value - 1 : 2 * value);
}

/** Writes numbers one behind the other; its bytes grow as needed. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  at = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` further bytes. The methods below do not ask. */
  ensure(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + count));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** 0 … 2^53. */
  number(value: number): void {
    this.at = putNumber(this.bytes, this.at, value);
  }

  /** -2^52 … 2^52. */
  signed(value: number): void {
    this.at = putSigned(this.bytes, this.at, value);
  }

  /** Any number, in eight bytes. */
  float(value: number): void {
    float[0] = value;
    for (let k = 0; k < 8; k++) this.bytes[this.at++] = floatBytes[k]!;
  }
}

/** Reads what a {@link ByteWriter} wrote. */
export class ByteReader {
  bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.bytes[this.at++]!;
  }

  number(): number {
    const { bytes } = this;
    let byte = bytes[this.at++]!;
    let value = byte & 0x7f;
    for (let scale = 128; byte >= 0x80; scale *= 128) {
      byte = bytes[this.at++]!;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  signed(): number {
    const coded = this.number();
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  float(): number {
    for (let k = 0; k < 8; k++) floatBytes[k] = this.bytes[this.at++]!;
    return float[0]!;
  }
}
