import { readFileSync } from 'node:fs';

/** Name of the world the preload runs in. */
export const PRELOAD_WORLD = 'electron double preload';
/** Name of the function by which that world calls out. */
export const BINDING = 'electronDoubleSend';
/** How the page's world tells that it wants a window opened. */
export const OPENING = 'electronDoubleOpen';

const text = (name: string): string =>
  readFileSync(new URL(`./page/${name}.js`, import.meta.url), 'utf8').replace(/^export /gm, '');

/** The scripts that run in every new document: in the page's world, and in the preload's, which runs `preload`. */
export function pageScripts(preload: string | null): { page: string; preload: string } {
  const token = `electron-double-${crypto.randomUUID()}`;
  const parts = ['codec', 'crossing', 'worlds'].map(text).join('\n');
  const run = `(require, module, exports) => {\n${preload ?? ''}\n}`;
  return {
    page: `(() => {\n${parts}\npageWorld(crossing, encode, decode, '${token}', '${OPENING}');\n})();`,
    preload: `(() => {\n${parts}\npreloadWorld(crossing, encode, decode, '${token}', '${BINDING}', ${run});\n})();`,
  };
}
