import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { browserArguments, findBrowser } from '#build/browser.mjs';
import { DevToolsConnection } from './devtools.ts';

/** The Chromium that stands in for Electron's own. */
export interface Browser {
  connection: DevToolsConnection;
  /** Where others may join by the DevTools protocol. */
  address: string;
  close(): Promise<void>;
}

/** Starts it with a profile in `folder`, without a window, and without any way to a network. */
export async function startBrowser(folder: string): Promise<Browser> {
  const program = findBrowser();
  if (program === null) throw new Error('The test double of Electron needs a browser of the Chromium family.');
  const child = spawn(
    program,
    [
      ...browserArguments(),
      '--headless=new',
      '--no-startup-window',
      '--remote-debugging-port=0',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--password-store=basic',
      '--use-mock-keychain',
      `--user-data-dir=${folder}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // However this process ends, its browser ends with it.
  process.once('exit', () => child.kill('SIGKILL'));
  const address = await addressOf(child);
  const connection = await DevToolsConnection.open(address);
  await connection.browser.send('Target.setDiscoverTargets', { discover: true });
  return {
    connection,
    address,
    async close() {
      await connection.browser.send('Browser.close').catch(() => {});
      await ended;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: child.stderr! }).on('line', (line) => {
      said.push(line);
      const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The browser ended with ${code}:\n${said.slice(-10).join('\n')}`)));
  });
}
