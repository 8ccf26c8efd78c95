import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';

/**
 * The folder of this person's data, by the custom of the operating system. `HOPSCOPE_DATA` goes before it. Null when the
 * machine names none: nothing is kept then.
 */
export function dataFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  if (environment.HOPSCOPE_DATA) return environment.HOPSCOPE_DATA;
  if (platform === 'win32') return environment.LOCALAPPDATA ? win32.join(environment.LOCALAPPDATA, 'Hopscope') : null;
  const home = environment.HOME;
  if (platform === 'darwin') return home ? posix.join(home, 'Library', 'Application Support', 'Hopscope') : null;
  if (environment.XDG_DATA_HOME?.startsWith('/')) return posix.join(environment.XDG_DATA_HOME, 'hopscope');
  return home ? posix.join(home, '.local', 'share', 'hopscope') : null;
}

/**
 * The port of the last start, 0 if there was none: a browser's own settings for a page, such as its zoom, hang on the address,
 * port included.
 */
export async function lastPort(folder: string | null): Promise<number> {
  if (folder === null) return 0;
  const text = await readFile(join(folder, 'web-port'), 'utf8').catch(() => '');
  const port = Number(text.trim());
  return Number.isInteger(port) && port >= 1024 && port <= 65535 ? port : 0;
}

/** Remembers the port; a folder that cannot be written is no reason not to start. */
export async function rememberPort(folder: string | null, port: number): Promise<void> {
  if (folder === null) return;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'web-port'), `${port}\n`, { mode: 0o600 });
  } catch {
    // The browser forgets its own settings for the page, nothing else.
  }
}
