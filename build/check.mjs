/**
 * `npm run check`: formatting, lint, layers, and the types of every world. All are run, then all that is wrong is told.
 * `node build/check.mjs types` runs only those whose name begins so.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './setup/children.mjs';
import { bundledNode, programNode, ROOT, sourceArguments } from './setup/node.mjs';
import { command, setUp } from './setup.mjs';

/** Worlds of plain TypeScript, checked by the fast compiler, and those that hold components. */
const PLAIN_WORLDS = ['engine', 'plain', 'node', 'electron', 'tests', 'build'];
const COMPONENT_WORLDS = ['renderer', 'renderer-tests'];

/** @param {...string} parts */
const tool = (...parts) => join(ROOT, 'node_modules', ...parts);
/** @param {string} world */
const configuration = (world) => join('build', 'tsconfig', `${world}.json`);

/** @returns {{ name: string, words: string[] }[]} the longest first, so that they do not come last alone */
function checks() {
  const layers = `const { checkLayers } = await import('./build/layers.ts');
    const faults = checkLayers(); console.log(faults.join('\\n')); process.exit(faults.length > 0 ? 1 : 0);`;
  const prettier = [tool('prettier', 'bin', 'prettier.cjs'), '--config', 'build/prettier.json', '--check', '.'];
  return [
    ...COMPONENT_WORLDS.map((world) => ({
      name: `types of ${world}`,
      words: [tool('vue-tsc', 'bin', 'vue-tsc.js'), '-p', configuration(world)],
    })),
    { name: 'format', words: [...prettier, '--log-level', 'warn'] },
    { name: 'lint', words: [tool('oxlint', 'bin', 'oxlint'), '--config', 'build/oxlint.json', '--deny-warnings', '.'] },
    { name: 'layers', words: [...sourceArguments(bundledNode() !== null), '--input-type=module', '-e', layers] },
    ...PLAIN_WORLDS.map((world) => ({
      name: `types of ${world}`,
      words: [tool('typescript7', 'bin', 'tsc'), '-p', configuration(world)],
    })),
  ];
}

/**
 * Runs the checks whose name begins with `only`, as many at once as there are processors.
 * @param {(line: string) => void} say
 * @param {string} [only]
 * @returns {Promise<string[]>} names of the checks that failed
 */
export async function checkAll(say, only = '') {
  const waiting = checks().filter((check) => check.name.startsWith(only));
  /** @type {string[]} */
  const failed = [];
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const started = Date.now();
      const ended = await run(programNode(), check.words, { cwd: ROOT });
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      say(`${ended.code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`);
      if (ended.code === 0) continue;
      failed.push(check.name);
      say(ended.output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(4, cpus().length)) }, work));
  return failed;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await command(async () => {
    await setUp();
    const failed = await checkAll((line) => console.log(line), process.argv[2]);
    if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}.`);
    return failed.length > 0 ? 1 : 0;
  });
}
