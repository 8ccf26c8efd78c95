/** `npm run --silent hopscope -- …`: the command line, from the sources, in the folder the user stands in. */
import { join } from 'node:path';
import { become } from './setup/children.mjs';
import { bundledNode, programNode, ROOT, sourceArguments } from './setup/node.mjs';
import { command, setUp } from './setup.mjs';

await command(async () => {
  await setUp();
  const program = join(ROOT, 'src-main', 'cli', 'main.ts');
  return become(programNode(), [...sourceArguments(bundledNode() !== null), program, ...process.argv.slice(2)], {
    // npm moves to the top of the repository; file names are meant from where the user typed them.
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
});
