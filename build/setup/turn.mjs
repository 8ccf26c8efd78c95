/** Taking turns: two commands started at once must not both install or build. */
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOOK_AGAIN_MS = 200;
/** A turn without its owner's name is one that is just being taken, or was left by a crash in that very moment. */
const NAMELESS_MS = 5_000;

/**
 * Does `work` while holding the one turn of this folder. Waits while another living process of this machine holds it.
 * @template T
 * @param {string} folder made when missing; the turn is the folder `.turn` in it
 * @param {() => Promise<T>} work
 * @param {() => void} [waiting] called once when it has to wait
 * @returns {Promise<T>}
 */
export async function inTurn(folder, work, waiting = () => {}) {
  const turn = join(folder, '.turn');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(`${folder} has to be written for the set-up, and may not be written by you.`, { cause: error });
  }
  let told = false;
  while (!take(turn)) {
    if (isAbandoned(turn) && clear(turn)) continue;
    if (!told) waiting();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/** @param {string} turn */
function take(turn) {
  try {
    mkdirSync(turn);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(turn, 'owner'), String(process.pid));
  return true;
}

/**
 * Takes an abandoned turn away. Another who waits may have done so first and hold a new one: that is put back.
 * @param {string} turn
 */
function clear(turn) {
  const aside = `${turn}-${process.pid}`;
  try {
    renameSync(turn, aside);
    if (!isAbandoned(aside)) {
      renameSync(aside, turn);
      return false;
    }
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // somebody else was quicker
  }
  return true;
}

/** @param {string} turn */
function isAbandoned(turn) {
  try {
    const owner = Number(readFileSync(join(turn, 'owner'), 'utf8'));
    if (owner > 0) return !isAlive(owner);
    return Date.now() - statSync(turn).mtimeMs > NAMELESS_MS;
  } catch {
    try {
      return Date.now() - statSync(turn).mtimeMs > NAMELESS_MS;
    } catch {
      return false; // given back meanwhile
    }
  }
}

/** @param {number} owner a process id */
function isAlive(owner) {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
