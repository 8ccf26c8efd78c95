/** The built application behind its web door, for tests that use it as a person would. Needs `out/` (npm run build). */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXPERIENCED, keepPreferences } from '#support/preferences-file.ts';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 20_000;

/** A running web host. */
export interface Application {
  /** Where a browser gets in, this start's secret included. */
  address: string;
  /** Folder of this application's own data; gone with it. */
  data: string;
  /** All it wrote so far. */
  output(): string;
  /** Ends its simulation thread as a crash would. */
  endSimulation(): void;
  /**
   * Holds its process, so that whatever it is asked takes as long as a test wants to look at it; `release` lets it go on. The
   * window is not held.
   */
  hold(): void;
  release(): void;
  /** Ends it as a loss of power would, and waits: it can do nothing any more. What it had kept stays in `data`. */
  kill(): Promise<void>;
  /** Ends it as Ctrl+C does, and waits. Ending twice is fine. */
  stop(): Promise<void>;
}

/**
 * Starts `out/main/web.js` on a port of its own choice with a data folder of its own.
 * @param words more words of its command line: a project file, flags
 * @param preferences what its person likes; left out: somebody who has looked around before
 * @param left the data folder of one that was killed; left out: one of its own
 * @throws Error with what it wrote, when it ends or stays silent instead of telling its address
 */
export async function startApplication(
  words: readonly string[] = [],
  preferences: Readonly<Record<string, unknown>> = EXPERIENCED,
  left: string | null = null,
): Promise<Application> {
  const data = left ?? mkdtempSync(join(tmpdir(), 'hopscope-data-'));
  keepPreferences(data, preferences);
  const flags = ['--no-open', '--print-address', '--wait-first', 'forever', '--wait-last', 'forever'];
  const node = ['--import', new URL('mortal-worker.mjs', import.meta.url).href];
  const child = spawn(process.execPath, [...node, join(ROOT, 'out', 'main', 'web.js'), ...flags, ...words], {
    env: { ...process.env, HOPSCOPE_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let written = '';
  const keep = (chunk: Buffer): void => {
    written += chunk.toString();
  };
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    // One that a test holds hears nothing.
    child.kill('SIGCONT');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    return {
      address: await addressOf(child),
      data,
      output: () => written,
      endSimulation: () => child.send('die'),
      hold: () => void child.kill('SIGSTOP'),
      release: () => void child.kill('SIGCONT'),
      kill,
      stop,
    };
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${written}`, { cause: error });
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The web host told no address.')), START_LIMIT_MS);
    const settle = (act: () => void): void => {
      clearTimeout(limit);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code) => settle(() => reject(new Error(`The web host ended with ${code}.`))));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const address = /^address (http:\/\/127\.0\.0\.1:\d+\/\S*)$/.exec(line)?.[1];
      if (address !== undefined) settle(() => resolve(address));
    });
  });
}

/** Complaints of a page: uncaught errors, error lines in its console, requests that leave this machine. */
export function watchForComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local = url.hostname === '127.0.0.1' || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!local) complaints.push(`request to ${url.origin}`);
  });
  return complaints;
}

/**
 * Keeps count, in every page of a context, of what the window has asked its host and was not answered yet (`unanswered`): a
 * spec that reads something once must know that nothing is still on its way to be shown (`atRest` of person.ts).
 */
async function countQuestions(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const unanswered = new Set<string>();
    Object.assign(globalThis, { unanswered });
    /** Number of a call, or of the call that is answered; null: an announcement. */
    const numberIn = (data: ArrayBuffer | Uint8Array<ArrayBuffer>, kind: 'call' | 'reply'): string | null => {
      const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
      const beginning = new TextDecoder().decode(bytes.subarray(4, 8192));
      return new RegExp(`"message":\\{"${kind}":(\\d+)`).exec(beginning)?.[1] ?? null;
    };
    globalThis.WebSocket = class extends WebSocket {
      constructor(address: string | URL) {
        super(address);
        this.addEventListener('message', ({ data }) => unanswered.delete(numberIn(data as ArrayBuffer, 'reply') ?? ''));
        this.addEventListener('close', () => unanswered.clear());
      }
      override send(data: Uint8Array<ArrayBuffer>): void {
        const call = numberIn(data, 'call');
        if (call !== null) unanswered.add(call);
        super.send(data);
      }
    };
  });
}

interface Given {
  /** Words of the application's command line: `test.use({ words: ['lab.hop'] })`. */
  words: string[];
  /** What the person likes: `test.use({ preferences: { 'interface.size': 150 } })`; a tour that was not seen begins. */
  preferences: Readonly<Record<string, unknown>>;
  /** A fresh application for this test. */
  application: Application;
  /** Complaints heard so far. A test that provokes one empties it: `complaints.length = 0`. */
  complaints: string[];
  /** A page of that application, loaded. */
  window: Page;
}

/**
 * Playwright's `test` with an application for each test. A test fails when a page complained.
 */
export const test = base.extend<Given>({
  words: [[], { option: true }],
  preferences: [EXPERIENCED, { option: true }],
  application: async ({ words, preferences }, use) => {
    const application = await startApplication(words, preferences);
    await use(application);
    await application.stop();
  },
  complaints: async ({ context }, use) => {
    const complaints = watchForComplaints(context);
    await use(complaints);
    expect(complaints, 'the page complained').toEqual([]);
  },
  window: async ({ application, complaints: _watched, page }, use) => {
    await countQuestions(page.context());
    await page.goto(application.address);
    // Keys pressed before the window is there would be lost.
    await page.getByRole('main').waitFor();
    // Until the network is built, no key moves its time either.
    await page.getByRole('button', { name: /^(Play|재생)$/, disabled: false }).waitFor();
    await use(page);
  },
});

export { expect };
