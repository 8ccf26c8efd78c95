/** Opens one door and stays until it closes. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { become, exitCodeOf, passSignals } from '../setup/children.mjs';
import { programNode } from '../setup/node.mjs';
import { reasonOf } from './decide.mjs';

/** Failing within this time counts as never having opened. */
const EARLY_MS = 10_000;
/** Electron's own words are held back so long: they are only of use when it stays. */
const HELD_MS = 3_000;

/**
 * @typedef {{ opened: true, code: number }} Opened it ran and ended with this exit code
 * @typedef {{ opened: false, reason: import('./decide.mjs').Reason, detail: string }} Refused it never opened
 */

/**
 * Runs the application in Electron until its last window is gone.
 * @param {string} runtime path of the Electron program
 * @param {string} root
 * @param {readonly string[]} files project files to open, absolute
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<Opened | Refused>}
 */
export function openElectron(runtime, root, files, environment = process.env) {
  return new Promise((resolve) => {
    // Set by some editors' terminals; it would turn Electron into a plain Node.
    const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = environment;
    const child = spawn(runtime, [root, ...files], { env, stdio: ['ignore', 'inherit', 'pipe'] });
    const release = passSignals(child);
    const started = Date.now();
    let words = '';
    let held = true;
    const letGo = () => {
      if (held) process.stderr.write(words);
      held = false;
    };
    const timer = setTimeout(letGo, HELD_MS);
    child.stderr.on('data', (chunk) => {
      words = (words + chunk).slice(-64 * 1024);
      if (!held) process.stderr.write(chunk);
    });
    const end = (/** @type {Opened | Refused} */ result) => {
      clearTimeout(timer);
      release();
      resolve(result);
    };
    child.on('error', (error) => end({ opened: false, reason: 'ended', detail: error.message }));
    child.on('close', (code, signal) => {
      const failed = code !== 0 && signal !== 'SIGINT' && signal !== 'SIGTERM' && signal !== 'SIGHUP';
      if (failed && Date.now() - started < EARLY_MS) {
        const reason = reasonOf(words);
        return end({ opened: false, reason, detail: detailOf(reason, words, code, signal) });
      }
      letGo();
      return end({ opened: true, code: code ?? exitCodeOf(signal) });
    });
  });
}

/**
 * @param {import('./decide.mjs').Reason} reason
 * @param {string} words
 * @param {number | null} code
 * @param {string | null} signal
 */
function detailOf(reason, words, code, signal) {
  if (reason === 'libraries') return /libraries: ([^:\s]+)/.exec(words)?.[1] ?? '';
  if (reason === 'ended') return code === null ? `by ${signal}` : `exit code ${code}`;
  return '';
}

/**
 * Runs the application behind the loopback web host until it ends by itself.
 * @param {string} root
 * @param {readonly string[]} argumentList for the web door: a project file, its own flags
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function openWeb(root, argumentList, environment = process.env) {
  return become(programNode(root), [join(root, 'out', 'main', 'web.js'), ...argumentList], { env: environment });
}
