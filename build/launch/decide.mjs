/**
 * Which door opens: a pure judgement over facts. The launcher gathers facts and opens doors; it must never weaken
 * Electron's sandbox to get a window.
 */

/**
 * @typedef {object} Facts What is known of the machine before anything is started.
 * @property {string} platform as `process.platform`
 * @property {boolean} root do we run as the superuser? (never on Windows)
 * @property {boolean} display is there an X or Wayland display? (Linux only; true elsewhere)
 * @property {'allowed' | 'restricted' | 'refused'} namespaces may an ordinary program make a user namespace? `restricted`:
 *   only programs with an AppArmor profile of their own may, which only a try can tell
 * @property {string | null} runtime path of the Electron program, null when none is installed
 * @property {boolean} sandboxHelper is `chrome-sandbox` beside it set up by an administrator (owned by root, mode 4755)?
 */

/**
 * @typedef {'asked' | 'root' | 'no-display' | 'sandbox' | 'no-runtime' | 'libraries' | 'ended'} Reason
 * @typedef {{ door: 'electron', runtime: string }} Electron
 * @typedef {{ door: 'fetch' }} Fetch the runtime is worth fetching: it could open
 * @typedef {{ door: 'web', reason: Reason }} Web
 */

/**
 * What to do, from facts alone. The reasons against a window are judged before the runtime is fetched: nobody waits for
 * a download that cannot open.
 * @param {Facts} facts
 * @param {{ web?: boolean, mayFetch?: boolean }} [wishes] `web`: the browser was asked for. `mayFetch`: false after a try.
 * @returns {Electron | Fetch | Web}
 */
export function decide(facts, wishes = {}) {
  if (wishes.web === true) return { door: 'web', reason: 'asked' };
  if (facts.platform === 'linux') {
    if (!facts.display) return { door: 'web', reason: 'no-display' };
    if (facts.root) return { door: 'web', reason: 'root' };
    const worthATry = facts.namespaces === 'allowed' || (facts.namespaces === 'restricted' && facts.runtime !== null);
    if (!worthATry && !facts.sandboxHelper) return { door: 'web', reason: 'sandbox' };
  }
  if (facts.runtime !== null) return { door: 'electron', runtime: facts.runtime };
  return wishes.mayFetch === false ? { door: 'web', reason: 'no-runtime' } : { door: 'fetch' };
}

/**
 * Why Electron ended at once, read from what it wrote.
 * @param {string} words its error stream
 * @returns {Reason}
 */
export function reasonOf(words) {
  if (/running as root without --no-sandbox/i.test(words)) return 'root';
  if (
    /SUID sandbox helper|No usable sandbox|setuid_sandbox_host|move to new namespace|clone\(\) failed|zygote_host/i.test(
      words,
    )
  ) {
    return 'sandbox';
  }
  if (
    /Missing X server|\$DISPLAY|cannot open display|platform failed to initialize|Failed to connect to Wayland/i.test(
      words,
    )
  ) {
    return 'no-display';
  }
  if (/error while loading shared libraries/i.test(words)) return 'libraries';
  return 'ended';
}

/**
 * The one line that says why the browser opens instead of a window; null when that was asked for.
 * @param {Reason} reason
 * @param {string} [detail] what is worth adding: the missing library, the exit code
 * @returns {string | null}
 */
export function lineFor(reason, detail = '') {
  const because = {
    asked: '',
    root: 'Electron does not run as root',
    'no-display': 'there is no display for a window',
    sandbox: 'this system refuses Electron its sandbox',
    'no-runtime': 'no Electron runtime is installed and none could be fetched',
    libraries: 'a library that Electron needs is missing',
    ended: 'Electron ended at once',
  }[reason];
  if (because === '') return null;
  return `Hopscope opens in the browser: ${because}${detail === '' ? '' : ` (${detail})`}.`;
}
