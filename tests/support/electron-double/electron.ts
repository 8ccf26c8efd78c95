/**
 * A test double of the module `electron`, so that the real bundles of the main process, the preload and the window can be run
 * in a Chromium where no Electron runtime is installed: windows are pages driven by the DevTools protocol, the preload runs in
 * an isolated world, `protocol.handle`, `webRequest` and `will-navigate` are the protocol's request interception.
 *
 * It covers what the application asks of Electron, and whether it does the right thing with the answers. It does NOT cover: the
 * operating system's sandbox, fuses, loading from an asar, the true `app://` origin (pages have a made-up https origin), native
 * dialogs and menus, permission requests of pages, the policy for WebRTC, GPU and window system; `window.open` is answered in
 * the page, and what the application's handler said is checked a moment later. What the application does not
 * use is not here. A test that runs on it must say "test double" in its title: its result is not Electron's.
 */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { dialog } from './dialog.ts';
export { Menu } from './menu.ts';
export { protocol } from './protocol.ts';
export { session } from './session.ts';
export { utilityProcess } from './utility-process.ts';

/** One screen of common size. */
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
};

export const nativeTheme = { shouldUseDarkColors: false };
