import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './replace-file.ts';

/** A drawing as kept: the name of its project and its text. */
export interface Kept {
  name: string;
  text: string;
}

export interface RecoveryOptions {
  /** Quiet time after the last change before it is written, ms. Default 500. */
  quiet?: number;
  /** Longest time a change waits while others follow it, ms. Default 3000. */
  longest?: number;
  /** Number of this run's process. Default: its own. */
  process?: number;
  /** Whether a process is running. Default: asks the operating system. */
  alive?: (process: number) => boolean;
  log?: (what: string, error: unknown) => void;
}

const FILE = /^kept-(\d{1,10})(\.left)?\.json$/;
/** What `replaceFile` writes before it gets its name: left there by a run that was killed meanwhile. */
const HALF_WRITTEN = /^kept-(\d{1,10})\.json\.[0-9a-f]{12}\.new$/;

/**
 * The drawing on disk, so that a crash costs seconds of work and not an hour. Each run writes its own file
 * (`kept-<process>.json`); one whose process is gone was left by a crash, and is taken over by the next run that asks. So is one
 * that nobody looks at any more (`kept-<process>.left.json`): its run may wait for a page that is not coming back.
 * Never throws: a disk that cannot be written is logged, and the work goes on.
 */
export class Recovery {
  readonly #folder: string;
  readonly #quiet: number;
  readonly #longest: number;
  readonly #process: number;
  readonly #alive: (process: number) => boolean;
  readonly #log: (what: string, error: unknown) => void;
  #next: Kept | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #works = true;

  /** `folder` is this person's data folder; it is made when there is something to keep. */
  constructor(folder: string, options: RecoveryOptions = {}) {
    this.#folder = folder;
    this.#quiet = options.quiet ?? 500;
    this.#longest = options.longest ?? 3000;
    this.#process = options.process ?? process.pid;
    this.#alive = options.alive ?? isAlive;
    this.#log = options.log ?? (() => {});
  }

  /** Whether the disk took what was last written; true: nothing has been. */
  get works(): boolean {
    return this.#works;
  }

  get #own(): string {
    return join(this.#folder, `kept-${this.#process}.json`);
  }

  /** The same while nobody looks at it. */
  get #given(): string {
    return join(this.#folder, `kept-${this.#process}.left.json`);
  }

  /** Takes over the newest drawing that another run left; null: none. */
  async take(): Promise<Kept | null> {
    try {
      const left = await this.#left();
      for (const path of left) {
        const kept = readKept(await readFile(path, 'utf8'));
        if (kept === null) continue;
        await rename(path, this.#own);
        return kept;
      }
    } catch (error) {
      this.#log('the drawing kept on disk could not be read', error);
    }
    return null;
  }

  /**
   * Removes what runs that were killed while they wrote have left half written; nobody reads it. What a living run writes, in
   * this process too, is left alone. Done when it is gone.
   */
  clean(): Promise<void> {
    // In turn with our own writing: none of the files with our own number is being written meanwhile.
    this.#writing = this.#writing.then(async () => {
      try {
        for (const path of await this.#ofTheGone(HALF_WRITTEN)) await rm(path, { force: true });
      } catch (error) {
        this.#log('what was left half written could not be removed', error);
      }
    });
    return this.#writing;
  }

  /** Files of runs that are gone, newest first. */
  async #left(): Promise<string[]> {
    const found: { path: string; changed: number }[] = [];
    for (const path of await this.#ofTheGone(FILE)) {
      const changed = await stat(path).catch(() => null);
      if (changed !== null) found.push({ path, changed: changed.mtimeMs });
    }
    return found.sort((one, other) => other.changed - one.changed).map(({ path }) => path);
  }

  /** Paths of the files called so whose process, the number in their name, is gone, or has left them. */
  async #ofTheGone(called: RegExp): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [] as string[]);
    return names.flatMap((name) => {
      const [, owner, left] = called.exec(name) ?? [];
      if (owner === undefined) return [];
      // A file of our own number is of an earlier process that had it.
      const isHeld = left === undefined && Number(owner) !== this.#process && this.#alive(Number(owner));
      return isHeld ? [] : [join(this.#folder, name)];
    });
  }

  /** Nobody looks at the drawing any more: a run that starts now may take it over, though this one goes on for a while. */
  release(): Promise<void> {
    void this.flush();
    return this.#rename(this.#own, this.#given);
  }

  /** Somebody looks at it again: it is this run's, unless another has taken it over. */
  reclaim(): Promise<void> {
    return this.#rename(this.#given, this.#own);
  }

  #rename(from: string, to: string): Promise<void> {
    this.#writing = this.#writing.then(() =>
      rename(from, to).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') this.#log('the kept drawing could not be renamed', error);
      }),
    );
    return this.#writing;
  }

  /** Writes the drawing soon. */
  keep(kept: Kept): void {
    this.#next = kept;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#quiet);
    this.#latest ??= setTimeout(() => void this.flush(), this.#longest);
    this.#timer.unref?.();
    this.#latest.unref?.();
  }

  /** Writes what waits, now; ends when it is on the disk. */
  flush(): Promise<void> {
    this.#still();
    const next = this.#next;
    this.#next = null;
    if (next !== null) {
      this.#writing = this.#writing.then(async () => {
        try {
          await mkdir(this.#folder, { recursive: true, mode: 0o700 });
          await replaceFile(this.#own, JSON.stringify({ name: next.name, text: next.text }), { mode: 0o600 });
          this.#works = true;
        } catch (error) {
          this.#works = false;
          this.#log('the drawing could not be kept on disk', error);
        }
      });
    }
    return this.#writing;
  }

  /** Removes this run's file: the drawing is in a file of the person's own, or not wanted. */
  forget(): Promise<void> {
    this.#still();
    this.#next = null;
    this.#writing = this.#writing.then(async () => {
      try {
        for (const path of [this.#own, this.#given]) await rm(path, { force: true });
      } catch (error) {
        this.#log('the kept drawing could not be removed', error);
      }
    });
    return this.#writing;
  }

  #still(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#latest);
    this.#timer = undefined;
    this.#latest = undefined;
  }
}

function readKept(text: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return null;
    const { name, text: drawing } = kept as Partial<Kept>;
    return typeof name === 'string' && typeof drawing === 'string' ? { name, text: drawing } : null;
  } catch {
    return null;
  }
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
