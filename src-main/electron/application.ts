import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Menu, app, dialog, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { Refusal } from '#contract/problems.ts';
import type { Door } from '#host/door.ts';
import { createHost } from '#host/host.ts';
import type { HostSide } from '#host/host.ts';
import type { Places } from '#host/places.ts';
import { readProject } from '#host/project-files.ts';
import type { ProjectFile } from '#host/project-files.ts';
import { startWorker } from '#host/worker-handle.ts';
import { listenTo } from './channel.ts';
import { Closing } from './closing.ts';
import { utilityChild } from './child.ts';
import { askParting, fileDialogs } from './dialogs.ts';
import { menuTemplate } from './menu.ts';
import { serveWindow } from './protocol.ts';
import { restrictSession } from './security.ts';
import { openWindow } from './window.ts';
import { say, sayProblem } from './words.ts';

/** One run: one host, and at most one window, which on a Mac may be gone while the application stays. */
export class Application {
  readonly #places: Places;
  readonly #data = app.getPath('userData');
  readonly #host: HostSide;
  #window: BrowserWindow | null = null;
  #closing: Closing | null = null;
  #language = app.getLocale();
  #quitting = false;

  /** Starts the host. The application must be ready. `project`: what the person named, already read. */
  constructor(places: Places, project: ProjectFile | null) {
    this.#places = places;
    restrictSession(session.defaultSession);
    serveWindow(fileURLToPath(places.renderer));
    // The menu of the window is all there is; until it is known, none.
    Menu.setApplicationMenu(null);
    this.#host = createHost({
      worker: startWorker(places.thread, log),
      door: this.#door(),
      project,
      labProgram: places.labProgram,
    });
    app.on('before-quit', () => (this.#quitting = true));
  }

  #door(): Door {
    const dialogs = fileDialogs({
      window: () => this.#window,
      language: () => this.#language,
      folder: documents(),
    });
    return {
      name: 'electron',
      product: this.#places.product,
      version: this.#places.version,
      platform: process.platform,
      dataFolder: join(this.#data, 'kept'),
      dialogs: {
        open: dialogs.open,
        save: async (name) => {
          const path = await dialogs.save(name);
          if (path === null) this.#closing?.saveCancelled();
          return path;
        },
      },
      showMenu: (sections) => {
        const chosen = (command: string): void => this.#host.announce('menu.chosen', { command });
        Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(sections, chosen, process.platform)));
      },
      startChild: utilityChild,
      unsaved: (unsaved) => this.#closing?.tell(unsaved),
      log,
    };
  }

  /** Shows the window, a new one if there is none. */
  show(): BrowserWindow {
    if (this.#window !== null) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.focus();
      return this.#window;
    }
    const window = openWindow({
      title: this.#places.product,
      preload: fileURLToPath(new URL('../preload/index.cjs', this.#places.thread)),
      state: join(this.#data, 'window.json'),
      devTools: !app.isPackaged,
      language: () => this.#language,
      prepare: (window) => this.#prepare(window),
    });
    this.#window = window;
    return window;
  }

  #prepare(window: BrowserWindow): void {
    const closing = new Closing({
      ask: () => askParting(window, this.#language),
      save: () => this.#host.announce('menu.chosen', { command: 'file.save' }),
      discard: () => this.#host.forget(),
      close: () => (this.#quitting ? app.quit() : window.close()),
      stay: () => (this.#quitting = false),
    });
    this.#closing = closing;
    window.on('close', (event) => {
      if (!closing.mayClose()) event.preventDefault();
    });
    window.on('closed', () => {
      this.#window = null;
      this.#closing = null;
    });
    listenTo(window, {
      opened: (channel) => void this.#host.attach(channel),
      language: (language) => (this.#language = language),
    });
  }

  /** Opens a project in the window, which asks first if it holds something unsaved. */
  async open(path: string): Promise<void> {
    const window = this.show();
    try {
      await this.#host.openFile(path);
    } catch (error) {
      tellUnreadable(window, path, error, this.#language);
    }
  }

  /** Tells that the project named at the start cannot be read. */
  tellUnreadable(path: string, error: unknown): void {
    tellUnreadable(this.show(), path, error, this.#language);
  }

  /** Ends the host: the kept drawing is on disk or gone, the thread ended. */
  close(): Promise<void> {
    return this.#host.close();
  }
}

/** Reads the project named at the start; an error is data here, because the window opens all the same. */
export async function readNamed(path: string | null): Promise<{ project: ProjectFile | null; error: unknown }> {
  if (path === null) return { project: null, error: null };
  try {
    return { project: await readProject(path), error: null };
  } catch (error) {
    return { project: null, error };
  }
}

function tellUnreadable(window: BrowserWindow, path: string, error: unknown, language: string): void {
  if (!(error instanceof Refusal)) log('a project could not be opened', error);
  const why = sayProblem(error instanceof Refusal ? error.name : '', language);
  void dialog.showMessageBox(window, {
    type: 'error',
    message: say('unreadable', language),
    detail: `${path}\n${why}`,
  });
}

/** Where files of this person usually lie; some systems name no such folder. */
function documents(): string {
  try {
    return app.getPath('documents');
  } catch {
    return app.getPath('home');
  }
}

function log(what: string, error?: unknown): void {
  process.stderr.write(`hopscope: ${what}${error === undefined ? '' : `: ${String(error)}`}\n`);
}
