/** Starting other programs and waiting for them. */
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Ended
 * @property {number | null} code exit code, null when a signal ended it
 * @property {string | null} signal
 * @property {string} output what it wrote to both streams, when that was kept
 */

/**
 * Runs a program to its end. Never rejects: what could not be started ends with code 127 and its error as output.
 * @param {string} program
 * @param {readonly string[]} argumentList
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, shell?: boolean, limit?: number }} [options]
 *   `show`: hand the streams through instead of keeping them. `limit`: end it after so many milliseconds.
 * @returns {Promise<Ended>}
 */
export function run(program, argumentList, options = {}) {
  return new Promise((resolve) => {
    const { show = false, limit, ...rest } = options;
    const child = spawn(program, argumentList, {
      ...rest,
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const timer = limit === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limit);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, signal: null, output: `${output}${error.message}\n` });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, output });
    });
  });
}

/**
 * Runs a program in our place: same streams, signals passed on, and its exit code is returned.
 * @param {string} program
 * @param {readonly string[]} argumentList
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} 128 + the signal's number (as shells do) when a signal ended it
 */
export function become(program, argumentList, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, argumentList, { ...options, stdio: 'inherit' });
    const release = passSignals(child);
    child.on('error', (error) => {
      release();
      console.error(error.message);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      release();
      resolve(code ?? exitCodeOf(signal));
    });
  });
}

/**
 * Passes signals on to a child until the returned function is called.
 * @param {import('node:child_process').ChildProcess} child
 */
export function passSignals(child) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const handlers = signals.map((signal) => {
    // A terminal already sends SIGINT to the whole group, so the child has it; we only have to stay until it ends.
    const handler = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => handlers.forEach(({ signal, handler }) => process.off(signal, handler));
}

/** @param {string | null} signal */
export function exitCodeOf(signal) {
  /** @type {Record<string, number>} */
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTRAP: 5, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
  return 128 + (numbers[signal ?? ''] ?? 0);
}
