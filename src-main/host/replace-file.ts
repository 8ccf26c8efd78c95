import { randomBytes } from 'node:crypto';
import { open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits before a rename that Windows refused is tried again, ms: a virus scanner holds a new file for a moment. */
const PATIENCE = [20, 50, 100, 200];
/** Ms without a change after which what lies half written beside a file is nobody's any more: no disk is that slow. */
const ABANDONED = 600_000;

export interface ReplaceOptions {
  /** Permissions of the file. Default: those of the file replaced, or what the system gives a new file. */
  mode?: number;
}

/**
 * Writes a file whole or not at all: the bytes go to a new file beside it, to the disk, and only then to its name. A link is
 * followed: the file it points to is replaced. Rejects with the operating system's error, and leaves what was there. What a
 * process left half written that was killed while it wrote the same file is removed.
 */
export async function replaceFile(
  path: string,
  data: string | Uint8Array,
  { mode }: ReplaceOptions = {},
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const former = await stat(target).catch(() => null);
  const beside = `${target}.${randomBytes(6).toString('hex')}.new`;
  try {
    // `wx`: never through a link that somebody put there.
    const permissions = mode ?? (former === null ? undefined : former.mode & 0o777);
    const file = await open(beside, 'wx', permissions ?? 0o666);
    try {
      // Once more: what is given on opening is cut by the mask of the process.
      if (permissions !== undefined) await file.chmod(permissions);
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await renamePatiently(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error;
  }
  await removeAbandoned(target).catch(() => {
    // Junk beside a file that is whole is no reason to say that it is not.
  });
}

async function removeAbandoned(target: string): Promise<void> {
  const [folder, start] = [dirname(target), `${basename(target)}.`];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start) || !/^[0-9a-f]{12}\.new$/.test(name.slice(start.length))) continue;
    const path = join(folder, name);
    if (Date.now() - (await stat(path)).mtimeMs > ABANDONED) await rm(path, { force: true });
  }
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (const wait of PATIENCE) {
    try {
      return await rename(from, to);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (process.platform !== 'win32' || !['EPERM', 'EACCES', 'EBUSY'].includes(code)) throw error;
      await pause(wait);
    }
  }
  await rename(from, to);
}
