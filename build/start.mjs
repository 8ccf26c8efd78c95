/**
 * `npm start [-- FILE.hop]`: makes the checkout ready and opens the application.
 * `npm start -- --web` asks for the browser.
 */
import { launch } from './launch/launch.mjs';
import { ROOT } from './setup/node.mjs';
import { command, setUp } from './setup.mjs';

await command(async () => {
  await setUp({ bundles: true });
  return launch({ root: ROOT, words: process.argv.slice(2) });
});
