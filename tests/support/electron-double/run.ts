/**
 * The program that stands in for Electron's: runs the application in the folder it is given, with `electron` being the double.
 * Its parent process may have functions run in it with that module, as Playwright has in a real one.
 *
 *     node run.ts FOLDER [WORD…]
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import * as electron from './electron.ts';

/** What the parent asks. */
export interface Asked {
  number: number;
  /** Source of a function of the module and of `value`. */
  source: string;
  value: unknown;
}

/** What it is told. */
export type Told = { address: string } | { number: number; value: unknown } | { number: number; error: string };

const double = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});

const folder = resolve(process.argv[2] ?? '.');
process.argv = [process.argv[0]!, folder, ...process.argv.slice(3)];
const { app } = electron;
if (process.env.HOPSCOPE_DATA === undefined) throw new Error('The double needs a folder of its own in HOPSCOPE_DATA.');

const tell = (told: Told): void => void process.send?.(told);

process.on('message', async ({ number, source, value }: Asked) => {
  // The application may speak with the parent in its own way.
  if (typeof source !== 'string') return;
  try {
    const asked = runInThisContext(`(${source})`) as (module: typeof electron, value: unknown) => unknown;
    tell({ number, value: await asked(electron, value) });
  } catch (error) {
    tell({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
// A test that is gone takes its application with it.
process.once('disconnect', () => app.exit(1));

const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
await import(pathToFileURL(resolve(folder, main)).href);
tell({ address: await app.start() });
