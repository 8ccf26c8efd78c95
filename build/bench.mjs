/** `npm run bench [-- --json]`: the measurements of `tests/bench`. They judge nothing. */
import { join } from 'node:path';
import { become } from './setup/children.mjs';
import { bundledNode, programNode, ROOT, sourceArguments } from './setup/node.mjs';
import { command, setUp } from './setup.mjs';

await command(async () => {
  await setUp();
  const program = join(ROOT, 'tests', 'bench', 'main.ts');
  const flags = [...sourceArguments(bundledNode() !== null), '--expose-gc'];
  return become(programNode(), [...flags, program, ...process.argv.slice(2)], { cwd: ROOT });
});
