import type { ConversationEnd, StreamPiece } from '#contract/conversation.ts';

/** What a person reads of one piece. */
export interface ReadPiece {
  piece: StreamPiece;
  text: string;
}

/** What one end sent before the other sent something. */
export interface Turn {
  end: ConversationEnd;
  pieces: ReadPiece[];
}

/** One row of bytes: where it begins in the stream of its end, and the bytes. */
export interface HexRow {
  offset: number;
  hex: string;
  text: string;
}

/** Pieces as turns, with their bytes as UTF-8: a letter cut in two by segments is read whole, with the second of them. */
export function turnsOf(pieces: readonly StreamPiece[]): Turn[] {
  const turns: Turn[] = [];
  let decoder = new TextDecoder();
  pieces.forEach((piece, index) => {
    let turn = turns.at(-1);
    if (turn?.end !== piece.end) {
      turns.push((turn = { end: piece.end, pieces: [] }));
      decoder = new TextDecoder();
    }
    const ends = pieces[index + 1]?.end !== piece.end;
    turn.pieces.push({ piece, text: printable(decoder.decode(piece.bytes, { stream: !ends })) });
  });
  return turns;
}

/** Bytes in rows of 16. */
export function hexRows({ bytes, offset }: Pick<StreamPiece, 'bytes' | 'offset'>): HexRow[] {
  const rows: HexRow[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    rows.push({
      offset: offset + at,
      hex: Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    });
  }
  return rows;
}

/** What a person looks for as bytes: `48 65 6c` or `0x48656c` as hexadecimal, anything else as UTF-8. Null: nothing. */
export function soughtBytes(text: string, hex: boolean): Uint8Array<ArrayBuffer> | null {
  if (text === '') return null;
  if (!hex) return new TextEncoder().encode(text);
  const digits = text.replace(/0x|[\s:]/gi, '');
  if (!/^([0-9a-f]{2})+$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

/** Letters that would move the cursor or be invisible are shown as a point; ends of lines stay. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is replaced
  return text.replace(/\r\n/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/g, '·');
}
