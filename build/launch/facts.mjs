/** Looks at the machine: all that the decision between the doors rests on. Starts nothing and changes nothing. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} root top of the repository
 * @param {NodeJS.ProcessEnv} environment
 * @returns {import('./decide.mjs').Facts}
 */
export function gatherFacts(root, environment = process.env) {
  const linux = process.platform === 'linux';
  const runtime = findRuntime(root, environment);
  return {
    platform: process.platform,
    root: typeof process.getuid === 'function' && process.getuid() === 0,
    display: !linux || isSet(environment.DISPLAY) || isSet(environment.WAYLAND_DISPLAY),
    namespaces: linux ? readNamespaces((path) => readFileSync(path, 'utf8')) : 'allowed',
    runtime,
    sandboxHelper: runtime !== null && hasSandboxHelper(runtime),
  };
}

/** @param {string | undefined} value */
function isSet(value) {
  return value !== undefined && value !== '';
}

/**
 * The installed Electron program: named by `ELECTRON_BIN`, else the one the electron package fetched.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @throws {Error} with a sentence when `ELECTRON_BIN` names no file
 */
export function findRuntime(root, environment) {
  const named = environment.ELECTRON_BIN;
  if (isSet(named)) {
    if (!existsSync(/** @type {string} */ (named)))
      throw new Error(`ELECTRON_BIN names ${named}, and there is no such file.`);
    return /** @type {string} */ (named);
  }
  const home = join(root, 'node_modules', 'electron');
  try {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    if (
      readFileSync(join(home, 'dist', 'version'), 'utf8')
        .trim()
        .replace(/^v/, '') !== version
    )
      return null;
    const program = join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * May an ordinary program make a user namespace, which Chromium's sandbox is built on? What cannot be read is no
 * refusal: then Electron is tried, and its own words decide.
 * @param {(path: string) => string} read
 * @returns {import('./decide.mjs').Facts['namespaces']}
 */
export function readNamespaces(read) {
  const value = (/** @type {string} */ path) => {
    try {
      return read(path).trim();
    } catch {
      return null;
    }
  };
  if (value('/proc/sys/kernel/unprivileged_userns_clone') === '0') return 'refused';
  if (value('/proc/sys/user/max_user_namespaces') === '0') return 'refused';
  return value('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ? 'restricted' : 'allowed';
}

/** @param {string} runtime */
function hasSandboxHelper(runtime) {
  try {
    const helper = statSync(join(dirname(runtime), 'chrome-sandbox'));
    return helper.uid === 0 && (helper.mode & 0o7777) === 0o4755;
  } catch {
    return false;
  }
}
