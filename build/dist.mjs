/**
 * `npm run dist [-- electron-builder's flags]`: packages for this system, or for those the flags name, in `release/`.
 * What a maintainer with internet runs. `ELECTRON_DIST` names a folder with an unpacked runtime where none can be fetched.
 */
import { join } from 'node:path';
import { become } from './setup/children.mjs';
import { programNode, ROOT } from './setup/node.mjs';
import { command, setUp } from './setup.mjs';

await command(async () => {
  await setUp({ bundles: true });
  const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const words = ['--config', 'build/electron-builder.config.mjs', '--publish', 'never', ...process.argv.slice(2)];
  return become(programNode(), [builder, ...words], { cwd: ROOT });
});
