import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { MOST_RECENT_FILES } from '#contract/files.ts';
import { replaceFile } from './replace-file.ts';

/** Name of the file in this person's data folder. It is the host's own: a window could otherwise name any path to be read. */
export const RECENT_FILE = 'recent.json';
/** Longest path kept, characters, and largest list that is read, bytes. */
const LONGEST_PATH = 4096;
const LARGEST = 256 * 1024;

/** Projects a person opened from files or saved to them, the newest first. Never throws: a disk that fails is logged. */
export class RecentFiles {
  readonly #folder: string | null;
  readonly #log: (what: string, error: unknown) => void;
  #paths: Promise<string[]> | null = null;
  /** Changes of the list, one after another. */
  #changing: Promise<void> = Promise.resolve();

  /** `folder` is this person's data folder; null: nothing is remembered beyond this run. */
  constructor(folder: string | null, log: (what: string, error: unknown) => void = () => {}) {
    this.#folder = folder;
    this.#log = log;
  }

  /** The list as it is now, with a look at each file. */
  async list(): Promise<{ path: string; name: string; there: boolean }[]> {
    await this.#changing;
    return Promise.all(
      (await this.#read()).map(async (path) => ({
        path,
        name: basename(path),
        there: await stat(path).then(
          (status) => status.isFile(),
          () => false,
        ),
      })),
    );
  }

  /** Whether a path is in the list. */
  async has(path: string): Promise<boolean> {
    await this.#changing;
    return (await this.#read()).includes(path);
  }

  /** Puts a file at the head of the list. */
  remember(path: string): void {
    const whole = resolve(path);
    if (whole.length > LONGEST_PATH) return;
    this.#change((paths) => [whole, ...paths.filter((other) => other !== whole)].slice(0, MOST_RECENT_FILES));
  }

  /** Takes one off the list, or all (null); ends when that is on the disk. */
  forget(path: string | null): Promise<void> {
    return this.#change((paths) => (path === null ? [] : paths.filter((other) => other !== path)));
  }

  /** Ends when everything so far is on the disk. */
  flush(): Promise<void> {
    return this.#changing;
  }

  #change(edit: (paths: string[]) => string[]): Promise<void> {
    return (this.#changing = this.#changing.then(async () => {
      const next = edit(await this.#read());
      this.#paths = Promise.resolve(next);
      if (this.#folder === null) return;
      try {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        await replaceFile(join(this.#folder, RECENT_FILE), `${JSON.stringify(next, null, 1)}\n`, { mode: 0o600 });
      } catch (error) {
        this.#log('the list of recent files could not be kept on disk', error);
      }
    }));
  }

  #read(): Promise<string[]> {
    return (this.#paths ??= this.#load());
  }

  async #load(): Promise<string[]> {
    if (this.#folder === null) return [];
    try {
      const path = join(this.#folder, RECENT_FILE);
      if ((await stat(path)).size > LARGEST) return [];
      const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (!Array.isArray(kept)) return [];
      const paths = kept.filter((one): one is string => typeof one === 'string' && one.length <= LONGEST_PATH);
      // A relative path would mean another file with every folder the application is started in.
      return paths.filter((one) => one === resolve(one)).slice(0, MOST_RECENT_FILES);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#log('the list of recent files could not be read', error);
      return [];
    }
  }
}
