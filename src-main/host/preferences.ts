import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '#contract/calls.ts';
import { MOST_PREFERENCES, sensible } from '#contract/preferences.ts';
import type { PreferenceValues } from '#contract/preferences.ts';
import { refusal } from '#contract/problems.ts';
import { replaceFile } from './replace-file.ts';

/** Name of the file in this person's data folder. */
export const PREFERENCES_FILE = 'preferences.json';
/** Largest file that is read, bytes: what may be written always fits, a larger one is not ours. */
const LARGEST = 4 * 1024 * 1024;

/**
 * What a person likes, in one readable file that is replaced whole. A value that makes no sense is left out; a file that
 * makes none is put aside (`….unreadable`) before the first new one. A disk that cannot be written is logged once, and the
 * values last as long as this run.
 */
export class Preferences {
  readonly #folder: string | null;
  readonly #log: (what: string, error: unknown) => void;
  #values: Promise<PreferenceValues> | null = null;
  #broken = false;
  #complained = false;
  #writing: Promise<void> = Promise.resolve();

  /** `folder` is this person's data folder, made when there is something to keep; null: nothing goes to a disk. */
  constructor(folder: string | null, log: (what: string, error: unknown) => void = () => {}) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Its two calls. */
  get handlers(): Pick<Handlers, 'preferences.read' | 'preferences.write'> {
    return {
      'preferences.read': async () => ({ values: await this.read(), kept: this.#folder !== null }),
      'preferences.write': async ({ put, remove }) => {
        await this.write(put, remove);
        return {};
      },
    };
  }

  /** All values, read from the disk once. */
  read(): Promise<PreferenceValues> {
    return (this.#values ??= this.#load());
  }

  /** Puts and removes values; ends when they are on the disk. Refused (`preferences.too-many`) when they would be too many. */
  async write(put: PreferenceValues, remove: readonly string[] = []): Promise<void> {
    const before = this.read();
    const next = before.then((values) => changed(values, put, remove));
    // Set at once: what is put next begins with this.
    this.#values = next.catch(() => before);
    await next;
    await (this.#writing = this.#writing.then(() => this.#store()));
  }

  /** Ends when everything written so far is on the disk. */
  flush(): Promise<void> {
    return this.#writing;
  }

  async #store(): Promise<void> {
    if (this.#folder === null) return;
    const path = join(this.#folder, PREFERENCES_FILE);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      if (this.#broken) await rename(path, `${path}.unreadable`).catch(() => {});
      this.#broken = false;
      const values = Object.fromEntries(Object.entries(await this.read()).sort(([a], [b]) => (a < b ? -1 : 1)));
      await replaceFile(path, `${JSON.stringify({ format: 'hopscope-preferences', version: 1, values }, null, 1)}\n`, {
        mode: 0o600,
      });
    } catch (error) {
      if (!this.#complained) this.#log('the preferences could not be kept on disk', error);
      this.#complained = true;
    }
  }

  async #load(): Promise<PreferenceValues> {
    if (this.#folder === null) return {};
    const path = join(this.#folder, PREFERENCES_FILE);
    try {
      const { size } = await stat(path);
      if (size <= LARGEST) return valuesOf(JSON.parse(await readFile(path, 'utf8')));
      throw new Error(`${path} has ${size} bytes`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      this.#broken = true;
      this.#log('the preferences could not be read', error);
      return {};
    }
  }
}

function changed(values: PreferenceValues, put: PreferenceValues, remove: readonly string[]): PreferenceValues {
  const next = { ...values, ...put };
  for (const name of remove) delete next[name];
  if (Object.keys(next).length > MOST_PREFERENCES) throw refusal('preferences.too-many', { most: MOST_PREFERENCES });
  return next;
}

/** The values of a file that make sense. Throws when it is no file of preferences, or of a later version. */
function valuesOf(file: unknown): PreferenceValues {
  const { format, version, values } = (file ?? {}) as Record<string, unknown>;
  if (format !== 'hopscope-preferences' || version !== 1 || typeof values !== 'object' || values === null)
    throw new Error('it is no file of preferences that this version understands');
  return sensible(values);
}
