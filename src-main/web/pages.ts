import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { MEDIA_TYPES } from '#host/policy.ts';
import { entityTag } from './caching.ts';

/** The path of a file as a request writes it: a blank is `%20`. */
function addressed(path: string): string {
  const url = new URL('http://127.0.0.1');
  url.pathname = path;
  return url.pathname;
}

/** One file of the built window, in memory. */
export interface Page {
  type: string;
  bytes: Uint8Array;
  /** Its entity tag. */
  tag: string;
}

/** A file of a media type. */
export function pageOf(type: string, bytes: Uint8Array): Page {
  return { type, bytes, tag: entityTag(bytes) };
}

/**
 * The built window, read once: URL path (`/assets/index.js`) to file. Only these can ever be served, so no path of a
 * request reaches the file system. Links and files of unknown sorts are left out. Rejects if there is no `index.html`.
 */
export async function readPages(folder: string): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const type = MEDIA_TYPES[extname(entry.name).toLowerCase()];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    pages.set(addressed(relative(folder, path).split(sep).join('/')), pageOf(type, await readFile(path)));
  }
  const index = pages.get('/index.html');
  if (index === undefined) throw new Error(`there is no index.html in ${folder}`);
  pages.set('/', index);
  return pages;
}
