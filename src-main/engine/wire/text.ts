/** Text as bytes and back, without help from the platform: the engine has none. */

/** UTF-8 (RFC 3629 §3). A lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** Smallest code point a sequence of two, three and four bytes may stand for: anything shorter was written too long. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

/** The text of UTF-8 bytes; each byte that belongs to no sequence becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      at++;
      continue;
    }
    const length = first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    let code = first & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) {
      const next = bytes[at + k];
      code = next === undefined || next >> 6 !== 2 ? -1 : code < 0 ? -1 : (code << 6) | (next & 0x3f);
    }
    const valid = length > 1 && first < 0xf8 && code >= SMALLEST[length]! && code <= 0x10ffff;
    if (valid && (code < 0xd800 || code > 0xdfff)) {
      text += String.fromCodePoint(code);
      at += length;
    } else {
      text += '\ufffd';
      at++;
    }
  }
  return text;
}

/** One character a byte (ISO 8859-1), as the lines of HTTP are read (RFC 9112 §2.2): no sequence can be broken. */
export function byteText(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
