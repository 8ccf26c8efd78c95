/** From the facts to an open door. */
import { resolve } from 'node:path';
import { decide, lineFor } from './decide.mjs';
import { openElectron, openWeb } from './doors.mjs';
import { gatherFacts } from './facts.mjs';
import { fetchRuntime } from './fetch.mjs';

/** Flags of the web door that take the next word for their value. */
const VALUED = ['--port', '--renderer', '--wait-first', '--wait-last'];

/**
 * Sorts the words after `npm start --`: `--web` is for the launcher, other flags are for the web door (and so ask for
 * it), all else is a project file.
 * @param {readonly string[]} words
 * @param {string} folder where the user stands
 */
export function readWords(words, folder) {
  /** @type {string[]} */
  const flags = [];
  /** @type {string[]} */
  const files = [];
  words.forEach((word, at) => {
    if (word === '--web') return;
    if (word.startsWith('-') || VALUED.includes(words[at - 1] ?? '')) flags.push(word);
    else files.push(resolve(folder, word));
  });
  return { web: words.includes('--web') || flags.length > 0, flags, files };
}

/**
 * Opens the application: the Electron window where it can be, the browser otherwise, with one line saying why.
 * @param {{ root: string, words: readonly string[], environment?: NodeJS.ProcessEnv, say?: (line: string) => void,
 *   facts?: typeof gatherFacts, fetch?: typeof fetchRuntime }} options
 * @returns {Promise<number>} the exit code
 */
export async function launch(options) {
  const { root, words, environment = process.env, say = (line) => console.log(line) } = options;
  const { facts = gatherFacts, fetch = fetchRuntime } = options;
  const { web, flags, files } = readWords(words, environment.INIT_CWD ?? process.cwd());
  const throughWeb = (/** @type {import('./decide.mjs').Reason} */ reason, detail = '') => {
    const line = lineFor(reason, detail);
    if (line !== null) say(line);
    return openWeb(root, [...flags, ...files], environment);
  };

  let decision = decide(facts(root, environment), { web });
  if (decision.door === 'fetch') {
    await fetch(root, { say, environment });
    decision = decide(facts(root, environment), { mayFetch: false });
  }
  if (decision.door === 'web') return throughWeb(decision.reason);
  if (decision.door === 'fetch') return throughWeb('no-runtime');
  const ended = await openElectron(decision.runtime, root, files, environment);
  return ended.opened ? ended.code : throughWeb(ended.reason, ended.detail);
}
