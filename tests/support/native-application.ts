/**
 * The built application behind its native door, for tests that use it as a person would. In Electron where a runtime is
 * installed (or named in `ELECTRON_BIN`), else in the test double of Electron; `NATIVE` says which. Needs `out/`.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, chromium, expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import type * as electron from 'electron';
import { findRuntime } from '#build/launch/facts.mjs';
import { keepPreferences } from '#support/preferences-file.ts';
import type { Asked, Told } from '#support/electron-double/run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOUBLE = fileURLToPath(new URL('electron-double/run.ts', import.meta.url));
const START_LIMIT_MS = 30_000;
const RUNTIME = findRuntime(ROOT, process.env);

/** What the tests ran in, for their titles: the double's result is never Electron's. */
export const NATIVE = RUNTIME === null ? 'the test double of Electron (not Electron)' : 'Electron';
/** Is it only the double? */
export const IS_DOUBLE = RUNTIME === null;

/** A running application. */
export interface NativeApplication {
  /** Its window's page. */
  page: Page;
  /** Folder of its own data. */
  data: string;
  /** Runs a function in its main process. The function sees nothing of the test but `value`. */
  evaluate<R, V = undefined>(what: (module: typeof electron, value: V) => R | Promise<R>, value?: V): Promise<R>;
  /** All it wrote so far. */
  output(): string;
  /** Settles when it has ended: exit code. */
  ended: Promise<number | null>;
  /** Ends it, whatever state it is in. */
  kill(): Promise<void>;
}

/** Starts it with a data folder, and words of its command line. Waits for the window, until it can be used. */
export async function startNative(data: string, words: readonly string[] = []): Promise<NativeApplication> {
  keepPreferences(join(data, 'kept'));
  const native = await (RUNTIME === null ? startDouble(data, words) : startElectron(RUNTIME, data, words));
  await native.page.getByRole('button', { name: /^(Play|재생)$/, disabled: false }).waitFor();
  return native;
}

async function startElectron(
  executablePath: string,
  data: string,
  words: readonly string[],
): Promise<NativeApplication> {
  // Chromium refuses root its sandbox; that is the test's own account, never the application's doing.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const env = { ...(process.env as Record<string, string>), HOPSCOPE_DATA: data };
  const running = await _electron.launch({ executablePath, args: [...asRoot, ROOT, ...words], env });
  const { ended, output } = watch(running.process());
  return {
    page: await running.firstWindow(),
    data,
    evaluate: (what, value) => running.evaluate(what as never, value) as never,
    output,
    ended,
    async kill() {
      running.process().kill('SIGKILL');
      await ended;
    },
  };
}

async function startDouble(data: string, words: readonly string[]): Promise<NativeApplication> {
  const { child, address } = startDoubleProcess(data, words);
  const { ended, output } = watch(child);
  const where = await Promise.race([address, ended]);
  if (typeof where !== 'string') throw new Error(`The application ended before its window opened.\n${output()}`);
  const browser = await chromium.connectOverCDP(where);
  const context = browser.contexts()[0]!;
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForURL(/^https:/);
  let last = 0;
  return {
    page,
    data,
    evaluate: (what, value) => {
      const number = ++last;
      return new Promise((resolve, reject) => {
        const heard = (told: Told): void => {
          if (!('number' in told) || told.number !== number) return;
          child.off('message', heard);
          if ('error' in told) reject(new Error(told.error));
          else resolve(told.value as never);
        };
        child.on('message', heard);
        const asked: Asked = { number, source: String(what), value };
        child.send(asked);
      });
    },
    output,
    ended,
    async kill() {
      // It ends its browser too, which is all that Playwright holds of it.
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Waits until the drawing of this title has reached the disk; by then the host knows all that came before it. */
export async function isKept({ data }: NativeApplication, title: string): Promise<void> {
  const folder = join(data, 'kept');
  // By its own name: what is being written beside it is not kept yet.
  const names = () => readdirSync(folder).filter((name) => /^kept-\d+\.json$/.test(name));
  const kept = () => names().map((name) => readFileSync(join(folder, name), 'utf8'));
  await expect.poll(() => existsSync(folder) && kept().some((text) => text.includes(title))).toBe(true);
}

/** Starts the double without waiting for a window; a second start of one application never has one. */
export function startDoubleProcess(
  data: string,
  words: readonly string[],
): { child: ChildProcess; address: Promise<string> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', DOUBLE, ROOT, ...words], {
    env: { ...process.env, HOPSCOPE_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const address = new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The application opened no window.')), START_LIMIT_MS);
    child.once('exit', () => clearTimeout(limit));
    child.on('message', (told: Told) => {
      clearTimeout(limit);
      if ('address' in told) resolve(told.address);
    });
  });
  // Who starts a second one does not wait for it.
  address.catch(() => {});
  return { child, address };
}

/** Starts the application once more with the same data, as a person would who opens a file; gives its exit code. */
export async function startAgain(data: string, words: readonly string[]): Promise<number | null> {
  if (RUNTIME === null) return watch(startDoubleProcess(data, words).child).ended;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const env = { ...process.env, HOPSCOPE_DATA: data };
  return watch(spawn(RUNTIME, [...asRoot, ROOT, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })).ended;
}

function watch(child: ChildProcess): { ended: Promise<number | null>; output(): string } {
  let written = '';
  const keep = (chunk: Buffer): void => {
    written += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  // Not `close`, which does not come when the way to the child was ended from here.
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { ended, output: () => written };
}

interface Given {
  /** Words of its command line: `test.use({ words: ['lab.hop'] })`. */
  words: string[];
  /** A folder that is gone after the test. */
  folder: string;
  /** A fresh application for this test. */
  native: NativeApplication;
}

/** Playwright's `test` with a native application for each test. */
export const test = base.extend<Given>({
  words: [[], { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs off its first parameter
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'hopscope-native-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  native: async ({ folder, words }, use) => {
    const native = await startNative(join(folder, 'data'), words);
    await use(native);
    await native.kill();
  },
});

export { expect };
