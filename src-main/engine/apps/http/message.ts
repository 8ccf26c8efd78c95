import { encodeText } from '../../wire/text.ts';
import type { HttpField } from './parser.ts';

/** What each status is called (RFC 9110 §15; 431: RFC 6585 §5). */
const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/** The phrase of a status. */
export function phraseOf(status: number): string {
  return PHRASES[status] ?? 'Unknown';
}

/** A start line and fields as bytes, with the empty line behind them. */
export function emitHead(start: string, fields: readonly HttpField[]): Uint8Array {
  return encodeText([start, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n'));
}

/** One chunk of a body (RFC 9112 §7.1). An empty one would end the body. */
export function chunkOf(piece: Uint8Array): Uint8Array[] {
  return piece.length === 0 ? [] : [encodeText(`${piece.length.toString(16)}\r\n`), piece, encodeText('\r\n')];
}

/** The end of a body in chunks. */
export const LAST_CHUNK = encodeText('0\r\n\r\n');

/** Names of fields that are for one connection only and never passed on (RFC 9110 §7.6.1). */
const CONNECTION_FIELDS = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The fields a proxy passes on: not those of the connection, nor those the connection names. */
export function passedOn(fields: readonly HttpField[], named: readonly string[]): HttpField[] {
  return fields.filter(([name]) => {
    const key = name.toLowerCase();
    return !CONNECTION_FIELDS.includes(key) && !named.includes(key);
  });
}
