/** Fetches the Electron runtime, with patience for a slow network and none for a silent one. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programNode } from '../setup/node.mjs';

/** Without a first byte after this long there is no way to the runtime. */
const FIRST_BYTE_MS = 12_000;
/** The whole of it, about 120 MB. */
const WHOLE_MS = 10 * 60_000;
/** A refusal is remembered this long, so that a lab without internet does not wait at each start. */
const REMEMBERED_MS = 60 * 60_000;

/**
 * @param {string} root
 * @param {{ say?: (line: string) => void, environment?: NodeJS.ProcessEnv, firstByte?: number, whole?: number }} [options]
 * @returns {Promise<boolean>} is it there now?
 */
export async function fetchRuntime(root, options = {}) {
  const { say = () => {}, environment = process.env, firstByte = FIRST_BYTE_MS, whole = WHOLE_MS } = options;
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  const memory = join(root, 'node_modules', '.cache', 'electron-refused');
  if (!existsSync(installer) || wasRefused(memory)) return false;
  const folder = join(root, 'out', `.fetch-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return false; // a checkout that may not be written has no place for a runtime either
  }
  try {
    const fetched = await install(programNode(root), installer, folder, { say, environment, firstByte, whole });
    if (!fetched) remember(memory);
    return fetched;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} node
 * @param {string} installer
 * @param {string} folder where the download grows, so that it can be watched
 * @param {{ say: (line: string) => void, environment: NodeJS.ProcessEnv, firstByte: number, whole: number }} options
 * @returns {Promise<boolean>}
 */
function install(node, installer, folder, options) {
  return new Promise((resolve) => {
    const child = spawn(node, [installer], {
      env: {
        ...options.environment,
        TMPDIR: folder,
        TEMP: folder,
        TMP: folder,
        ELECTRON_GET_NO_PROGRESS: '1',
        NODE_USE_ENV_PROXY: '1',
      },
      stdio: 'ignore',
      windowsHide: true,
    });
    const started = Date.now();
    let grows = false;
    const watch = setInterval(() => {
      const passed = Date.now() - started;
      if (!grows && holdsBytes(folder)) {
        grows = true;
        options.say('Hopscope: fetching the Electron runtime (once, about 120 MB) …');
      }
      if (passed > (grows ? options.whole : options.firstByte)) child.kill('SIGKILL');
    }, 100);
    const end = (/** @type {boolean} */ fetched) => {
      clearInterval(watch);
      resolve(fetched);
    };
    child.on('error', () => end(false));
    child.on('close', (code) => end(code === 0));
  });
}

/** @param {string} folder */
function holdsBytes(folder) {
  try {
    return readdirSync(folder, { recursive: true }).some((name) => {
      const file = statSync(join(folder, String(name)));
      return file.isFile() && file.size > 0;
    });
  } catch {
    return false; // it moved while we looked
  }
}

/** @param {string} memory */
function wasRefused(memory) {
  try {
    return Date.now() - Number(readFileSync(memory, 'utf8')) < REMEMBERED_MS;
  } catch {
    return false;
  }
}

/** @param {string} memory */
function remember(memory) {
  try {
    mkdirSync(join(memory, '..'), { recursive: true });
    writeFileSync(memory, String(Date.now()));
  } catch {
    // a folder that may not be written: the next start tries again
  }
}
