import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { CancellableEvent } from './event.ts';
import { lock } from './single-instance.ts';

/** What the application's end has to know of a window. */
export interface Closable {
  close(): void;
  isDestroyed(): boolean;
}

/** `app`: starts the browser when the application has been loaded, and ends everything. */
class App extends EventEmitter {
  readonly isPackaged = false;
  readonly windows = new Set<Closable>();
  readonly #paths = new Map<string, string>();
  #browser: Browser | null = null;
  #ready = false;
  #sandboxed = false;
  #quitting = false;
  #ending = false;

  /** Not of Electron: all of the application's own code that runs before `ready` has run. */
  async start(): Promise<string> {
    this.#browser = await startBrowser(join(this.getPath('userData'), 'browser'));
    this.#ready = true;
    this.emit('ready', new CancellableEvent(), {});
    return this.#browser.address;
  }

  /** Not of Electron. */
  get browser(): Browser {
    if (this.#browser === null) throw new Error('Cannot create BrowserWindow before app is ready');
    return this.#browser;
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return this.#ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()));
  }

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.#sandboxed = true;
  }

  /** Not of Electron: was the sandbox asked for? The double has none. */
  get sandboxWasEnabled(): boolean {
    return this.#sandboxed;
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(tmpdir(), `electron-double-${name}`);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getLocale(): string {
    return process.env.ELECTRON_DOUBLE_LOCALE ?? 'en-US';
  }

  requestSingleInstanceLock(data: unknown): boolean {
    return lock(this.getPath('userData'), data, (told) => {
      this.emit('second-instance', new CancellableEvent(), told.argv, told.folder, told.data);
    });
  }

  quit(): void {
    if (this.#emitCancellable('before-quit')) return;
    this.#quitting = true;
    for (const window of this.windows) {
      window.close();
      if (!window.isDestroyed()) {
        this.#quitting = false;
        return;
      }
    }
    this.#end();
  }

  /** Not of Electron: a window is gone. */
  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  #end(): void {
    if (this.#emitCancellable('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.emit('quit', new CancellableEvent(), 0);
    this.exit(0);
  }

  /** Not of Electron: whatever is under way, it is too late for it. */
  get isEnding(): boolean {
    return this.#ending;
  }

  exit(code: number): void {
    this.#ending = true;
    void (this.#browser?.close() ?? Promise.resolve()).finally(() => process.exit(code));
  }

  #emitCancellable(name: string): boolean {
    const event = new CancellableEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

export const app = new App();
