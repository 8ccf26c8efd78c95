import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserAdvice, findBrowser } from '#build/browser.mjs';
import { connect } from '#contract/rpc.ts';
import type { Heard, Said } from '#support/contract-window.ts';
import { decode, encode } from '#support/electron-double/page/codec.js';
import { contractSuite } from '../contract/suite.ts';

const path = (place: string): string => fileURLToPath(new URL(place, import.meta.url));
const DOUBLE = path('../../support/electron-double/run.ts');
const APPLICATION = path('../../support/contract-window.ts');
const PRELOAD = path('../../../src-main/electron/preload.ts');

/** The preload as it is built: one CommonJS file. */
async function buildPreload(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { preload: PRELOAD },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
}

const browser = findBrowser();
const isOn = (name: string): boolean => !['', '0', 'false', undefined].includes(process.env[name]);

it('the test double of Electron is left out only where no browser is needed', () => {
  if (browser === null) console.warn(`!!! LEFT OUT: no browser was found. ${browserAdvice()}`);
  expect(browser !== null || !(isOn('CI') || isOn('HOPSCOPE_NO_SKIP'))).toBe(true);
});

describe.runIf(browser !== null)('the test double of Electron', () => {
  let folder: string;
  let child: ChildProcess;
  let hear = (_message: unknown): void => {};
  let loaded = (): void => {};
  const say = (said: Said): void => void child.send(said);
  const nextDocument = () => new Promise<void>((resolve) => (loaded = resolve));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hopscope-contract-'));
    await buildPreload(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', main: APPLICATION }));
    const env = {
      ...process.env,
      HOPSCOPE_DATA: join(folder, 'data'),
      CONTRACT_PRELOAD: join(folder, 'preload.cjs'),
    };
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', DOUBLE, folder], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (heard: Heard) => {
      if ('document' in heard) loaded();
      else if ('heard' in heard) hear(decode(heard.heard));
    });
    await nextDocument();
  }, 60_000);
  afterAll(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  contractSuite('its port: page, preload, main process', async () => {
    const next = nextDocument();
    say({ renew: true });
    await next;
    const post = (message: unknown): void => say({ post: encode(message) });
    const client = connect({
      post,
      onMessage: (heard) => (hear = heard),
      onClose: () => {},
      close: () => {},
    });
    return { client, post, close: () => client.close() };
  });
});
