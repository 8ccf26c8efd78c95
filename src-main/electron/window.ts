import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { MessageBoxOptions } from 'electron';
import { START_PAGE } from './address.ts';
import { pageSettings } from './security.ts';
import { LEAST, readState, writeState } from './window-state.ts';
import { say } from './words.ts';

export interface WindowParts {
  title: string;
  /** Path of the preload, absolute. */
  preload: string;
  /** File that keeps size and place, absolute. */
  state: string;
  devTools: boolean;
  language(): string;
  /** Called before the page is loaded. */
  prepare(window: BrowserWindow): void;
}

/** A page that dies again within this time is not loaded again without asking, ms. */
const SOON = 10_000;

/** Makes the window and loads its page; it is shown when it has something to show. */
export function openWindow({ title, preload, state, devTools, language, prepare }: WindowParts): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { maximized, ...bounds } = readState(state, screens);
  const window = new BrowserWindow({
    title,
    ...bounds,
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    show: false,
    // What is seen before the page is, in its own colour.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181d' : '#f6f8fa',
    webPreferences: pageSettings(preload, devTools),
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    writeState(state, { x, y, width, height, maximized: window.isMaximized() });
  });
  // The page may object to being left; here the person is asked by a native dialog instead.
  window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
  loadAgainAfterCrash(window, language);
  prepare(window);
  void window.loadURL(START_PAGE);
  return window;
}

function loadAgainAfterCrash(window: BrowserWindow, language: () => string): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const soon = performance.now() - last < SOON;
    last = performance.now();
    if (soon) void askToLoadAgain(window, language());
    else window.webContents.reload();
  });
}

async function askToLoadAgain(window: BrowserWindow, language: string): Promise<void> {
  const question: MessageBoxOptions = {
    type: 'error',
    message: say('crashed', language),
    detail: say('again', language),
    buttons: [say('reopen', language), say('quit', language)],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  };
  const { response } = await dialog.showMessageBox(window, question);
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.destroy();
}
