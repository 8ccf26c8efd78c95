import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { protocol } from 'electron';
import { MEDIA_TYPES, PROTECTIVE_HEADERS } from '#host/policy.ts';
import { OWN_ADDRESS, SCHEME, isOwnAddress } from './address.ts';

/** Makes `app:` a scheme like https. Must be called before the application is ready. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window, which lies in `folder`, and nothing else. */
export function serveWindow(folder: string): void {
  protocol.handle(SCHEME, (request) => answer(request.method, request.url, folder));
}

/** The path of the file an address of ours means; null: it means none in `folder`. */
export function fileOf(url: string, folder: string): string | null {
  if (!isOwnAddress(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  // A backslash is a separator on one system and a letter on another; NUL ends a path early.
  if (path.includes('\\') || path.includes('\0')) return null;
  const file = resolve(folder, `.${path === '/' ? '/index.html' : path}`);
  return file.startsWith(resolve(folder) + sep) ? file : null;
}

/** The answer to a request: a file of the built window with the policy of both doors, or a refusal with the same policy. */
export async function answer(method: string, url: string, folder: string): Promise<Response> {
  if (method !== 'GET') return refuse(405);
  const file = fileOf(url, folder);
  const type = file === null ? undefined : MEDIA_TYPES[extname(file).toLowerCase()];
  if (file === null || type === undefined) return refuse(404);
  try {
    const bytes = await readFile(file);
    return new Response(new Uint8Array(bytes), { headers: { ...PROTECTIVE_HEADERS, 'Content-Type': type } });
  } catch {
    return refuse(404);
  }
}

function refuse(status: number): Response {
  const headers = { ...PROTECTIVE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(status === 405 ? 'only GET is answered\n' : `there is no such file in ${OWN_ADDRESS}\n`, {
    status,
    headers,
  });
}
