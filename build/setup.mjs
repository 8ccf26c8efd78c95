/**
 * Makes a checkout ready: the packages of the lock file, and the bundles of the sources when asked for. Does nothing when
 * all is there. Runs on Node since 20.19 before anything is installed, so it imports nothing but Node.
 *
 *   node build/setup.mjs            packages only
 *   node build/setup.mjs --build    packages and bundles
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, bundlesMatch } from './setup/bundles.mjs';
import { dependenciesMatch, install } from './setup/dependencies.mjs';
import { OLDEST_FOR_SETUP, programNode, refuseNode, ROOT } from './setup/node.mjs';
import { inTurn } from './setup/turn.mjs';

/**
 * @param {{ root?: string, bundles?: boolean, say?: (line: string) => void }} [options] `say` gets short lines for the user
 * @throws {Error} with a sentence for the user
 */
export async function setUp(options = {}) {
  const { root = ROOT, bundles = false, say = (line) => console.error(line) } = options;
  const refusal = refuseNode(process.versions.node, OLDEST_FOR_SETUP);
  if (refusal !== null) throw new Error(refusal);
  const ready = () => dependenciesMatch(root) && (!bundles || bundlesMatch(root));
  if (ready()) return;
  const waiting = () => say('Hopscope: another set-up is running in this folder; waiting for it …');
  await inTurn(
    join(root, 'out'),
    async () => {
      if (!dependenciesMatch(root)) {
        const first = !existsSync(join(root, 'node_modules'));
        say(`Hopscope: ${first ? 'installing' : 'bringing up to date'} the packages it is made of (a minute or so) …`);
        await install(root);
      }
      programNode(root);
      if (bundles && !bundlesMatch(root)) {
        say('Hopscope: building …');
        await build(root);
      }
    },
    waiting,
  );
}

/**
 * Runs `work` as a command: an error is a sentence on the error stream and exit code 1, never a stack.
 * @param {() => Promise<number | void>} work
 */
export async function command(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await command(() => setUp({ bundles: process.argv.includes('--build') }));
}
