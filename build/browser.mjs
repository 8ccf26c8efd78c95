/** Finds a browser of the Chromium family to test with. Runs before anything is installed. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/**
 * Path of the browser: the one `HOPSCOPE_BROWSER` names, else the first installed one, else null.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | null}
 */
export function findBrowser(environment = process.env) {
  const named = environment.HOPSCOPE_BROWSER;
  if (named !== undefined && named !== '') return isProgram(named) ? named : null;
  return candidates(environment).find(isProgram) ?? null;
}

/** @param {NodeJS.ProcessEnv} environment */
function candidates(environment) {
  if (process.platform === 'darwin') {
    return ['', environment.HOME ?? ''].flatMap((home) => MAC.map((path) => `${home}/Applications/${path}`));
  }
  if (process.platform === 'win32') {
    const places = [environment.ProgramFiles, environment['ProgramFiles(x86)'], environment.LOCALAPPDATA];
    return WINDOWS.flatMap((path) => places.filter((place) => place !== undefined).map((place) => join(place, path)));
  }
  return LINUX.flatMap((name) => (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What of a browser no test needs. The browser keeps only the last list it is given, so those that Playwright itself
 * turns off stand here again; the first two are ours: with them the address bar of every new window, which no test sees,
 * is an application of its own that takes longer to start than ours does.
 */
export const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/**
 * Arguments a test browser needs here: quiet on the network, and as root without the sandbox, which Chromium refuses
 * root. (That is the test's browser, never the application.)
 */
export function browserArguments() {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [
    ...asRoot,
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${FEATURES_OFF.join(',')}`,
  ];
}

/** What to install, in one sentence for this system. */
export function browserAdvice() {
  if (process.platform === 'win32') return 'Install Microsoft Edge or Google Chrome for the browser tests.';
  if (process.platform === 'darwin')
    return 'Install Google Chrome for the browser tests (brew install --cask google-chrome).';
  return 'Install Chromium, Chrome or Edge for the browser tests (Debian: apt-get install chromium fonts-noto-cjk; Fedora: dnf install chromium google-noto-sans-cjk-fonts), or name one in HOPSCOPE_BROWSER.';
}
