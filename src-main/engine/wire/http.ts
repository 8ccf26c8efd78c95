import { byteText } from './text.ts';

/** Ports on which what TCP carries is read as HTTP (RFC 9110 §4.2.1; the others by habit). */
export const HTTP_PORTS: readonly number[] = [80, 8000, 8080];

/** A line of a message head, as it stands in the bytes, with where it lies (`to` behind its line end). */
export interface HttpLine {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The head of an HTTP/1 message at the start of what a segment carries. */
export interface HttpHead {
  readonly kind: 'request' | 'response';
  /** Start line and fields, as many as are whole. */
  readonly lines: readonly HttpLine[];
  /** Behind the last whole line, and behind the empty line where there is one. */
  readonly to: number;
}

/** Most bytes of a start line that are looked at. */
export const LONGEST_START = 512;

/**
 * Finds the head of a message in `bytes[from … to)`; null where none begins. A segment may hold only the beginning of a
 * head (RFC 9112 says nothing of segments): then its whole lines are told.
 */
export function readHttpHead(bytes: Uint8Array, from: number, to: number): HttpHead | null {
  const first = lineAt(bytes, from, Math.min(to, from + LONGEST_START));
  if (first === null) return null;
  const request = /^[A-Z]{3,16} \S+ HTTP\/1\.\d$/.test(first.text);
  if (!request && !/^HTTP\/1\.\d [1-5]\d\d(?: .*)?$/.test(first.text)) return null;
  const lines = [first];
  let at = first.to;
  for (let line = lineAt(bytes, at, to); line !== null; line = lineAt(bytes, at, to)) {
    at = line.to;
    lines.push(line);
    if (line.text === '') break;
  }
  return { kind: request ? 'request' : 'response', lines, to: at };
}

function lineAt(bytes: Uint8Array, from: number, to: number): HttpLine | null {
  const end = bytes.subarray(from, to).indexOf(0x0a);
  if (end < 0) return null;
  const text = byteText(bytes.subarray(from, from + end)).replace(/\r$/, '');
  return { from, to: from + end + 1, text };
}
