import { describe, expect, it } from 'vitest';
import type { StreamPiece } from '#contract/conversation.ts';
import { hexRows, soughtBytes, turnsOf } from '#renderer/conversations/stream.ts';

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
let at = 0;
const piece = (end: StreamPiece['end'], bytes: Uint8Array<ArrayBuffer>): StreamPiece => ({
  ...{ end, bytes, at: at++, offset: 0, fact: at, packet: at, time: at, again: [] },
});

describe('a stream', () => {
  it('is read in turns, each with the pieces its segments brought', () => {
    const turns = turnsOf([
      piece('client', utf8('GET ')),
      piece('client', utf8('/\r\n')),
      piece('server', utf8('200')),
    ]);
    expect(turns.map(({ end, pieces }) => [end, ...pieces.map(({ text }) => text)])).toEqual([
      ['client', 'GET ', '/\n'],
      ['server', '200'],
    ]);
  });

  it('reads a letter that two segments cut in two', () => {
    const bytes = utf8('한글');
    const turns = turnsOf([piece('client', bytes.slice(0, 4)), piece('client', bytes.slice(4))]);
    expect(turns[0]!.pieces.map(({ text }) => text)).toEqual(['한', '글']);
  });

  it('shows what cannot be printed as a point', () => {
    expect(turnsOf([piece('client', Uint8Array.of(0, 65, 7, 255))])[0]!.pieces[0]!.text).toBe('·A··');
  });

  it('is printed as bytes with their places', () => {
    const rows = hexRows({ bytes: utf8('0123456789abcdefg'), offset: 32 });
    expect(rows).toMatchObject([
      { offset: 32, text: '0123456789abcdef' },
      { offset: 48, hex: '67', text: 'g' },
    ]);
  });

  it('is searched for text, or for bytes as a person writes them', () => {
    expect(soughtBytes('GET', false)).toEqual(utf8('GET'));
    expect(soughtBytes('47 45:54', true)).toEqual(utf8('GET'));
    expect(soughtBytes('0x474554', true)).toEqual(utf8('GET'));
    expect(soughtBytes('4', true)).toBeNull();
    expect(soughtBytes('', false)).toBeNull();
  });
});
