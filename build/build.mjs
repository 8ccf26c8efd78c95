/** `npm run build`: the bundles in `out/`, always made anew. */
import { join } from 'node:path';
import { build } from './setup/bundles.mjs';
import { ROOT } from './setup/node.mjs';
import { inTurn } from './setup/turn.mjs';
import { command, setUp } from './setup.mjs';

await command(async () => {
  await setUp();
  await inTurn(join(ROOT, 'out'), () => build(ROOT, { show: true }));
});
