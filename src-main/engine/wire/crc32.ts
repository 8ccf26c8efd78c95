/** The polynomial of IEEE 802.3 §3.2.9, bit-reversed: bit 31 stands for x^0, bit 0 for x^31. */
const POLYNOMIAL = 0xedb88320;

// slices[256 k + b]: what byte b does to the remainder after k further bytes. Eight bytes a round instead of one.
const slices = new Int32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = timesX(remainder);
  slices[byte] = remainder;
}
for (let at = 256; at < slices.length; at++) {
  const before = slices[at - 256]!;
  slices[at] = slices[before & 255]! ^ (before >>> 8);
}

/** CRC-32 of IEEE 802.3 §3.2.9 as an unsigned number; 0 for no bytes. Slicing by eight. */
export function crc32(bytes: Uint8Array): number {
  const length = bytes.length;
  const rounds = length - 7;
  const t = slices;
  let crc = -1;
  let at = 0;
  for (; at < rounds; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t[1792 + (low & 255)]! ^
      t[1536 + ((low >>> 8) & 255)]! ^
      t[1280 + ((low >>> 16) & 255)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (; at < length; at++) crc = t[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * CRC-32 of A followed by B, from the CRC of each and the length of B in bytes.
 * Appending n bytes multiplies the remainder of A by x^(8n) modulo the polynomial, which is linear: eight table
 * look-ups, with one 512-byte table a length, made at its first use.
 */
export function crc32Combine(crcA: number, crcB: number, lengthB: number): number {
  const t = lengthB <= LONGEST_KEPT ? (operators[lengthB] ??= operatorFor(lengthB)) : operatorFor(lengthB);
  return (
    (t[crcA & 15]! ^
      t[16 + ((crcA >>> 4) & 15)]! ^
      t[32 + ((crcA >>> 8) & 15)]! ^
      t[48 + ((crcA >>> 12) & 15)]! ^
      t[64 + ((crcA >>> 16) & 15)]! ^
      t[80 + ((crcA >>> 20) & 15)]! ^
      t[96 + ((crcA >>> 24) & 15)]! ^
      t[112 + (crcA >>> 28)]! ^
      crcB) >>>
    0
  );
}

/** Jumbo frames are the longest bodies that come again and again; a table for each length up to there is 4.5 MiB. */
const LONGEST_KEPT = 9216;
const operators: (Int32Array | undefined)[] = [];

function operatorFor(length: number): Int32Array {
  // The product with each single bit, from bit 31 (x^0) down; then every nibble is a sum of four of them.
  const products = new Int32Array(32);
  let product = powerOfX8(length);
  for (let bit = 31; bit >= 0; bit--) {
    products[bit] = product;
    product = timesX(product);
  }
  const table = new Int32Array(8 * 16);
  for (let at = 0; at < table.length; at++) {
    const bit = (at >>> 4) * 4;
    for (let k = 0; k < 4; k++) if ((at >>> k) & 1) table[at] = table[at]! ^ products[bit + k]!;
  }
  return table;
}

/** x^(8n) modulo the polynomial, by squaring. */
function powerOfX8(n: number): number {
  let result = 1 << 31;
  let square = 1 << 23;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= b;
    b = timesX(b);
  }
  return product;
}

function timesX(polynomial: number): number {
  return polynomial & 1 ? (polynomial >>> 1) ^ POLYNOMIAL : polynomial >>> 1;
}
