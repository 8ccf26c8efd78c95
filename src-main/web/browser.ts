/**
 * This room is the web door: the host over HTTP and WebSocket on this machine's own address. It must never listen anywhere
 * else than on 127.0.0.1, and must never answer anything that the watch has not let in.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

/** How to show an address: a program with its arguments. */
export interface Opening {
  command: string;
  /** A window of its own, without the browser's bars. */
  app: boolean;
  arguments: string[];
}

/** What is asked of the machine. */
export interface Surroundings {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  /** Whether the person is root (never on Windows). */
  root: boolean;
  /** Folder for the profile of the window of its own. */
  profile: string;
  isProgram(path: string): boolean;
}

const LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'vivaldi',
  'vivaldi-stable',
];
const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Brave Browser.app/Contents/MacOS/Brave Browser',
];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];
const FAMILY = /chrom|msedge|microsoft-edge|brave|vivaldi/i;

/**
 * How the address would be shown here; null: nothing to show it with (no display, no browser), or, as root, nothing that may
 * be started: a Chromium of root's needs its sandbox switched off, which this program never does by itself. `BROWSER` (a
 * program, or several separated as in PATH, `%s` standing for the address) goes before what is found.
 */
export function howToOpen(address: string, around: Surroundings): Opening | null {
  const { platform, environment, root } = around;
  const display = environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (platform === 'linux' && !display) return null;
  const wished = wishedBrowser(address, around);
  if (wished !== null) return wished;
  if (root) return null;
  const family = familyPaths(around).find((path) => around.isProgram(path));
  if (family !== undefined) return inWindow(family, address, around);
  if (platform === 'darwin') return { command: '/usr/bin/open', app: false, arguments: [address] };
  // `start` is a word of the command interpreter, which would read the address; this one only opens it.
  if (platform === 'win32') {
    return { command: 'rundll32.exe', app: false, arguments: ['url.dll,FileProtocolHandler', address] };
  }
  const opener = inPath('xdg-open', around);
  return opener === undefined ? null : { command: opener, app: false, arguments: [address] };
}

function wishedBrowser(address: string, around: Surroundings): Opening | null {
  for (const wish of (around.environment.BROWSER ?? '').split(around.platform === 'win32' ? ';' : ':')) {
    const words = wish.includes('%s') ? wish.trim().split(/\s+/) : [wish.trim()];
    const [name = '', ...rest] = words;
    const command = /[\\/]/.test(name) ? name : inPath(name, around);
    if (name === '' || command === undefined || !around.isProgram(command)) continue;
    if (rest.length > 0) {
      return { command, app: false, arguments: rest.map((word) => word.replaceAll('%s', address)) };
    }
    const isFamily = FAMILY.test(command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1));
    return isFamily ? inWindow(command, address, around) : { command, app: false, arguments: [address] };
  }
  return null;
}

function inWindow(command: string, address: string, around: Surroundings): Opening {
  const profile = profileFor(command, around);
  return {
    command,
    app: true,
    arguments: [`--app=${address}`, `--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check'],
  };
}

/** A browser of Ubuntu's snap cannot see hidden folders such as `~/.local`: it has a folder of its own. */
function profileFor(command: string, { profile, environment, isProgram }: Surroundings): string {
  const name = command.slice(command.lastIndexOf('/') + 1).replace('chromium-browser', 'chromium');
  const snapped = command.startsWith('/snap/bin/') || (name === 'chromium' && isProgram('/snap/bin/chromium'));
  return snapped && environment.HOME ? posix.join(environment.HOME, 'snap', name, 'common', 'hopscope') : profile;
}

function familyPaths(around: Surroundings): string[] {
  const { platform, environment } = around;
  if (platform === 'darwin') {
    return [
      ...MAC.map((path) => `/Applications/${path}`),
      ...MAC.map((path) => `${environment.HOME ?? ''}/Applications/${path}`),
    ];
  }
  if (platform === 'win32') {
    const roots = [environment.LOCALAPPDATA, environment.ProgramFiles, environment['ProgramFiles(x86)']];
    return WINDOWS.flatMap((path) => roots.flatMap((root) => (root ? [win32.join(root, path)] : [])));
  }
  return LINUX.flatMap((name) => inPath(name, around) ?? []);
}

function inPath(name: string, { platform, environment, isProgram }: Surroundings): string | undefined {
  if (name === '') return undefined;
  const windows = platform === 'win32';
  const folders = (environment.PATH ?? environment.Path ?? '')
    .split(windows ? ';' : ':')
    .filter((folder) => folder !== '');
  // A relative folder in PATH would start whatever lies in the current one.
  const path = windows ? win32 : posix;
  return folders
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

/** This machine. */
export function thisMachine(profile: string): Surroundings {
  return {
    platform: process.platform,
    environment: process.env,
    root: process.getuid?.() === 0,
    profile,
    isProgram(path) {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Starts it and leaves it alone; `failed` is called if it could not be started or gave up at once. */
export function start(opening: Opening, failed: () => void): void {
  const child = spawn(opening.command, opening.arguments, { detached: true, stdio: 'ignore', windowsHide: false });
  child.once('error', failed);
  child.once('exit', (code) => {
    if (code !== null && code !== 0) failed();
  });
  child.unref();
}
