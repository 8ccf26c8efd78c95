import { mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Told {
  argv: string[];
  folder: string;
  data: unknown;
}

/**
 * One instance a folder: a file names the first one's process, and what the others tell it are files beside that one.
 * Returns false if another is there, which then hears `argv` and `data`.
 */
export function lock(folder: string, data: unknown, heard: (told: Told) => void): boolean {
  const place = join(folder, 'electron-double-instance');
  const letters = join(place, 'letters');
  mkdirSync(letters, { recursive: true });
  const owner = join(place, 'owner');
  try {
    writeFileSync(owner, String(process.pid), { flag: 'wx' });
  } catch {
    if (isAlive(Number(readFileSync(owner, 'utf8')))) {
      const told: Told = { argv: process.argv, folder: process.cwd(), data };
      // Written beside and moved whole would be better; the reader passes over what is no JSON yet.
      writeFileSync(join(letters, `${process.pid}.json`), JSON.stringify(told));
      return false;
    }
    writeFileSync(owner, String(process.pid));
  }
  const watcher = watch(letters, () => {
    for (const name of readdirSync(letters)) {
      const told = read(join(letters, name));
      if (told === null) continue;
      rmSync(join(letters, name), { force: true });
      heard(told);
    }
  });
  watcher.unref();
  process.once('exit', () => rmSync(place, { recursive: true, force: true }));
  return true;
}

function read(path: string): Told | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Told;
  } catch {
    return null;
  }
}

function isAlive(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch {
    return false;
  }
}
