/** Programs of the operating system that tests need, installed where we may: on Debian, as root. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBrowser } from '../browser.mjs';
import { run } from './children.mjs';

/** @param {string} name of a program in PATH */
const inPath = (name) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** Debian packages and how to see that each is there already. */
const PACKAGES = [
  { name: 'chromium', isThere: () => findBrowser() !== null },
  { name: 'fonts-liberation', isThere: () => hasPackage('fonts-liberation') || hasPackage('fonts-liberation2') },
  { name: 'fonts-noto-cjk', isThere: () => hasPackage('fonts-noto-cjk') },
  { name: 'tshark', isThere: () => inPath('tshark') },
  // Real programs that gateways are tried with.
  { name: 'curl', isThere: () => inPath('curl') },
  { name: 'netcat-openbsd', isThere: () => inPath('nc.openbsd') },
  { name: 'python3', isThere: () => inPath('python3') },
];

/** @param {string} name */
function hasPackage(name) {
  return existsSync(join('/var/lib/dpkg/info', `${name}.list`));
}

/** May packages be installed here: Debian, root, apt-get? */
function mayInstall() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^ID=debian$/m.test(release) && process.getuid?.() === 0 && inPath('apt-get');
  } catch {
    return false;
  }
}

/**
 * Installs what is missing. Does nothing elsewhere: there an installed browser is used, or its absence told.
 * @param {(line: string) => void} say
 * @returns {Promise<void>} resolves even when it fails: what is missing then is told by who needs it
 */
export async function installSystemPackages(say) {
  const missing = PACKAGES.filter((one) => !one.isThere()).map((one) => one.name);
  if (missing.length === 0 || !mayInstall()) return;
  say(`Installing ${missing.join(', ')} with apt-get (once, some minutes) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env });
  const updated = await run('apt-get', ['update', '-q'], { env });
  const ended = await install();
  if (ended.code === 0) return;
  const words = `${updated.code === 0 ? '' : updated.output}${ended.output}`.trim().split('\n').slice(-8).join('\n');
  say(`apt-get could not install them (${ended.code}):\n${words}`);
}
