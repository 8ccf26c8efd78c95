/**
 * Which Node runs what. Programs of this project want Node 24 (the one Electron embeds); the two commands themselves
 * run on any Node since 20.19. This folder prepares a checkout; it must never import a package or the application.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository, absolute. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Oldest Node that can prepare a checkout. */
export const OLDEST_FOR_SETUP = '20.19.0';

/** Oldest Node that can run the application and its tools (Vite and Vitest ask for it). */
export const OLDEST_FOR_PROGRAMS = '22.12.0';

/**
 * Is version `a` older than version `b`? Both are `major.minor.patch`, a leading `v` and what follows a `-` are ignored.
 * @param {string} a
 * @param {string} b
 */
export function isOlder(a, b) {
  const numbers = (/** @type {string} */ version) =>
    version
      .replace(/^v|-.*$/g, '')
      .split('.')
      .map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  const place = [0, 1, 2].find((at) => (left[at] ?? 0) !== (right[at] ?? 0));
  return place !== undefined && (left[place] ?? 0) < (right[place] ?? 0);
}

/**
 * The sentence for a Node that is too old, or null.
 * @param {string} version of the Node that is asked
 * @param {string} oldest
 */
export function refuseNode(version, oldest) {
  if (!isOlder(version, oldest)) return null;
  const wanted = oldest.split('.').slice(0, 2).join('.');
  return `Hopscope needs Node ${wanted} or newer, and this is Node ${version.replace(/^v/, '')}. Install a newer one (nodejs.org) and run the command again.`;
}

/**
 * The Node 24 that comes with the dependencies, or null where none is installed (a Mac, or before the first set-up).
 * @param {string} [root]
 * @param {string} [platform]
 * @param {string} [architecture]
 */
export function bundledNode(root = ROOT, platform = process.platform, architecture = process.arch) {
  const system = platform === 'win32' ? 'win' : platform;
  const file = platform === 'win32' ? 'node.exe' : 'node';
  const path = join(root, 'node_modules', `node-${system}-${architecture}`, 'bin', file);
  return existsSync(path) ? path : null;
}

/**
 * The Node for the application and its tools: the one among the dependencies, else the running one.
 * @param {string} [root]
 * @throws {Error} with a sentence for the user when there is none new enough
 */
export function programNode(root = ROOT) {
  const bundled = bundledNode(root);
  if (bundled !== null) return bundled;
  const refusal = refuseNode(process.versions.node, OLDEST_FOR_PROGRAMS);
  if (refusal !== null) throw new Error(refusal);
  return process.execPath;
}

/**
 * Arguments that let Node run TypeScript sources directly, without remarks about it. (The flag is a no-op since 22.18.)
 * @param {boolean} bundled is it the Node of the dependencies?
 * @param {string} version
 */
export function sourceArguments(bundled, version = process.versions.node) {
  const quiet = '--disable-warning=ExperimentalWarning';
  return !bundled && isOlder(version, '22.18.0') ? ['--experimental-strip-types', quiet] : [quiet];
}
