/** Are the bundles in `out/` those of the sources, and the build when they are not. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from './children.mjs';
import { programNode } from './node.mjs';

/** All that decides what a build gives. */
const SOURCES = ['electron.config.ts', 'package.json', 'package-lock.json', 'src-main', 'src-renderer'];
/** The folders a build makes, each put in place as a whole. */
const FOLDERS = ['main', 'preload', 'renderer'];
const STAMP = '.built-from';

/**
 * One fingerprint of all sources: names and contents.
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    const whole = join(root, path);
    if (!existsSync(whole)) return;
    const entries = isFolder(whole);
    if (entries === null) hash.update(path).update('\0').update(readFileSync(whole)).update('\0');
    else for (const name of entries) add(`${path}/${name}`);
  };
  for (const path of SOURCES) add(path);
  return hash.digest('hex');
}

/** @param {string} path @returns {string[] | null} sorted names, or null for a file */
function isFolder(path) {
  try {
    return readdirSync(path).sort();
  } catch {
    return null;
  }
}

/** @param {string} root */
export function bundlesMatch(root) {
  try {
    return (
      readFileSync(join(root, 'out', STAMP), 'utf8') === fingerprint(root) &&
      FOLDERS.every((folder) => existsSync(join(root, 'out', folder)))
    );
  } catch {
    return false;
  }
}

/**
 * Builds beside `out/` and puts the result in place when it is whole, so that a failed or interrupted build leaves the
 * former one.
 * @param {string} root
 * @param {{ show?: boolean }} [options] `show`: hand the builder's own lines through
 * @throws {Error} with a sentence for the user and the builder's own words
 */
export async function build(root, options = {}) {
  const out = join(root, 'out');
  const next = join(out, '.next');
  // Taken before the build: what is edited meanwhile leads to another build, never to a stale one called fresh.
  const source = fingerprint(root);
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const ended = await run(
    programNode(root),
    [builder, 'build', '-c', 'electron.config.ts', '--outDir', next, '--logLevel', options.show ? 'info' : 'warn'],
    { cwd: root, show: options.show === true, env: { ...process.env, NODE_ENV: 'production' } },
  );
  const lacking = FOLDERS.filter((folder) => !existsSync(join(next, folder)));
  if (ended.code !== 0 || lacking.length > 0) {
    rmSync(next, { recursive: true, force: true });
    const words = stripVTControlCharacters(ended.output)
      .replace(/^\s+at .*\n?/gm, '')
      .trim();
    throw new Error(`The application could not be built.${words === '' ? '' : `\n${words}`}`);
  }
  rmSync(join(out, STAMP), { force: true });
  for (const folder of FOLDERS) {
    rmSync(join(out, folder), { recursive: true, force: true });
    renameSync(join(next, folder), join(out, folder));
  }
  writeFileSync(join(next, STAMP), source);
  renameSync(join(next, STAMP), join(out, STAMP));
  rmSync(next, { recursive: true, force: true });
}
