import { encodeText } from '../../wire/text.ts';
import { wholeNumber } from '../words.ts';
import type { HttpField } from './parser.ts';

/** What a server has to say to one request. */
export interface Content {
  status: number;
  type: string;
  body: Uint8Array;
  /** Fields besides those every answer has. */
  fields: HttpField[];
}

/** Methods a server here knows (RFC 9110 §9.3); any other is 501. */
const KNOWN = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];

/** Largest body made to order, bytes. */
const MOST_BYTES = 16 * 2 ** 20;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/**
 * What a server answers: the host's files by their paths (`/` is `/index.html`), `/bytes/N` (N bytes made to order) and
 * `/echo` (what was posted). `name` is the host's, for the page shown when no file is there.
 */
export function contentFor(
  method: string,
  target: string,
  body: Uint8Array,
  files: ReadonlyMap<string, string>,
  name: string,
): Content {
  if (!KNOWN.includes(method)) return plain(501);
  const path = pathOf(target);
  if (path === null) return plain(400);
  const page = pageAt(path, files, name);
  const posted = path === '/echo';
  if (page === null && !posted) return plain(404);
  if (posted && method === 'POST') return { status: 200, type: 'text/plain; charset=utf-8', body, fields: [] };
  if (page !== null && (method === 'GET' || method === 'HEAD')) return page;
  // RFC 9110 §15.5.6: it must say what is allowed.
  return { ...plain(405), fields: [['Allow', posted ? 'POST' : 'GET, HEAD']] };
}

/** A short page about a status. */
export function plain(status: number): Content {
  const text = `${status} ${WORDS[status] ?? ''}`.trim();
  return { status, type: 'text/plain; charset=utf-8', body: encodeText(`${text}\n`), fields: [] };
}

const WORDS: Readonly<Record<number, string>> = {
  400: 'The request makes no sense.',
  404: 'There is nothing here.',
  405: 'That cannot be done with this.',
  501: 'That method is not known here.',
};

/** The path of a request target in origin or absolute form (RFC 9112 §3.2); null: neither. */
function pathOf(target: string): string | null {
  const [, path] = /^(?:http:\/\/[^/?]+)?(\/[^?#]*)(?:\?.*)?$/i.exec(target) ?? [];
  return path ?? null;
}

function pageAt(path: string, files: ReadonlyMap<string, string>, name: string): Content | null {
  const found = path.endsWith('/') ? `${path}index.html` : path;
  const text = files.get(found);
  if (text !== undefined) {
    const type = TYPES[/\.([a-z]+)$/.exec(found)?.[1] ?? ''] ?? 'text/plain; charset=utf-8';
    return { status: 200, type, body: encodeText(text), fields: [] };
  }
  const count = path.startsWith('/bytes/') ? wholeNumber(path.slice('/bytes/'.length), 0, MOST_BYTES) : null;
  if (count !== null) return { status: 200, type: 'text/plain; charset=utf-8', body: lines(count), fields: [] };
  if (path !== '/') return null;
  const page = `<!doctype html>\n<title>${escaped(name)}</title>\n<h1>${escaped(name)}</h1>\n`;
  return { status: 200, type: TYPES['html']!, body: encodeText(page), fields: [] };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** So many bytes in lines of 64, so that a reader of them sees where a piece belongs. */
function lines(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at++) bytes[at] = at % 64 === 63 ? 0x0a : 0x61 + ((at % 64) % 26);
  if (count > 0) bytes[count - 1] = 0x0a;
  return bytes;
}
