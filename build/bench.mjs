/**
 * `npm run bench [-- --json]`: the measurements of `tests/bench`. They judge nothing. `--window`: those of the window, in a
 * browser, as JSON.
 */
import { join } from 'node:path';
import { become } from './setup/children.mjs';
import { bundledNode, programNode, ROOT, sourceArguments } from './setup/node.mjs';
import { command, setUp } from './setup.mjs';

await command(async () => {
  const words = process.argv.slice(2);
  const window = words.includes('--window');
  await setUp({ bundles: window });
  const program = join(ROOT, 'tests', 'bench', ...(window ? ['window', 'main.ts'] : ['main.ts']));
  const flags = [...sourceArguments(bundledNode() !== null), '--expose-gc'];
  return become(programNode(), [...flags, program, ...words], { cwd: ROOT });
});
