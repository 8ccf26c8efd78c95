/** Are the installed packages those of the lock file, and `npm ci` when they are not. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { run } from './children.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Package
 * @typedef {{ packages?: Record<string, Package> }} Lock
 */

/**
 * Do the installed packages match? `wanted` is package-lock.json, `installed` is the lock file npm leaves in node_modules.
 * Optional packages may be missing (they are for other systems).
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function matches(wanted, installed) {
  const there = installed.packages ?? {};
  const asked = wanted.packages ?? {};
  const missing = Object.entries(asked).some(([path, one]) => {
    if (path === '') return false;
    const found = there[path];
    if (found === undefined) return !(one.optional || one.devOptional);
    return found.version !== one.version || found.integrity !== one.integrity;
  });
  return !missing && Object.keys(there).every((path) => asked[path] !== undefined);
}

/** @param {string} root */
export function dependenciesMatch(root) {
  try {
    const [wanted, installed] = ['package-lock.json', join('node_modules', '.package-lock.json')].map((path) =>
      JSON.parse(readFileSync(join(root, path), 'utf8')),
    );
    return matches(wanted, installed);
  } catch {
    return false;
  }
}

/**
 * Runs `npm ci`.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [environment]
 * @throws {Error} with a sentence for the user
 */
export async function install(root, environment = process.env) {
  moveOwnProgramAside(root);
  const { program, before, shell } = findNpm(root, environment);
  const ended = await run(
    program,
    [...before, 'ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env: environment,
      shell,
    },
  );
  if (ended.code !== 0) throw new Error(explainFailure(ended.code, ended.output));
}

/**
 * How npm is started: with the Node that started it, never with one that `npm ci` is about to replace.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 */
function findNpm(root, environment) {
  const script = environment.npm_execpath;
  const node = [environment.npm_node_execpath, process.execPath].find(
    (path) => path !== undefined && existsSync(path) && !isInside(root, path),
  );
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script) && existsSync(script) && node !== undefined) {
    return { program: node, before: [script], shell: false };
  }
  return process.platform === 'win32'
    ? { program: 'npm.cmd', before: [], shell: true }
    : { program: 'npm', before: [], shell: false };
}

/** @param {string} root @param {string} path */
function isInside(root, path) {
  return path.startsWith(join(root, 'node_modules') + sep);
}

/** Windows does not delete a program that runs, but lets it be moved: then `npm ci` can replace the Node we run on.
 * @param {string} root */
function moveOwnProgramAside(root) {
  if (process.platform !== 'win32') return;
  const aside = join(root, 'out', '.old-node');
  try {
    for (const name of existsSync(aside) ? readdirSync(aside) : []) rmSync(join(aside, name), { force: true });
  } catch {
    // still running: the next set-up takes it away
  }
  if (!isInside(root, process.execPath)) return;
  mkdirSync(aside, { recursive: true });
  renameSync(process.execPath, join(aside, `node-${process.pid}.exe`));
  mkdirSync(dirname(process.execPath), { recursive: true });
}

/**
 * A failed `npm ci` in a sentence, npm's own words after it.
 * @param {number | null} code
 * @param {string} output
 */
export function explainFailure(code, output) {
  const words = output
    .split('\n')
    .filter((line) => /^npm (?:error|ERR!)/.test(line) && !/complete log|_logs/.test(line))
    .slice(0, 6)
    .map((line) => `  ${line}`)
    .join('\n');
  const details = words === '' ? '' : `\n${words}`;
  if (code === 127) return 'npm was not found. It comes with Node (nodejs.org): install it and run the command again.';
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|network/.test(output)
  ) {
    return `The packages could not be fetched: there seems to be no way to the internet. They are needed once; connect (or set npm’s proxy) and run the command again.${details}`;
  }
  if (/ENOSPC/.test(output)) return `The packages could not be installed: the disk is full.${details}`;
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return `The packages could not be installed: this folder may not be written by you, or a program in it is still running.${details}`;
  }
  if (/can only install .* in sync|EUSAGE/.test(output)) {
    return `The packages could not be installed: package.json and package-lock.json disagree. Run “npm install” once and commit the lock file.${details}`;
  }
  return `The packages could not be installed (npm ci ended with ${code ?? 'a signal'}).${details}`;
}
