import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { CancellableEvent } from './event.ts';
import { WebContents } from './web-contents.ts';
import { settled } from './web-preferences.ts';
import type { WebPreferences } from './web-preferences.ts';

interface WindowOptions {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  show?: boolean;
  title?: string;
  webPreferences?: WebPreferences;
  [other: string]: unknown;
}

/** `BrowserWindow`: a page, and a window that is data. */
export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>();
  static #last = 0;
  readonly id = ++BrowserWindow.#last;
  readonly webContents: WebContents;
  /** Not of Electron: what it was made with. */
  readonly options: WindowOptions;
  readonly #size: { width: number; height: number };
  #place: { x: number; y: number };
  #visible: boolean;
  #maximized = false;
  #minimized = false;
  #destroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.options = options;
    this.#size = { width, height };
    this.#place = { x, y };
    this.#visible = options.show ?? true;
    this.webContents = new WebContents(settled(options.webPreferences), this.#size);
    BrowserWindow.#all.add(this);
    app.windows.add(this);
    app.emit('web-contents-created', new CancellableEvent(), this.webContents);
    this.webContents.once('double-shown', () => this.emit('ready-to-show'));
    // A double that cannot do its work must not look like an application that does nothing.
    this.webContents.once('double-failed', (error: unknown) => {
      throw error;
    });
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all];
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  close(): void {
    if (this.#destroyed) return;
    const event = new CancellableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    BrowserWindow.#all.delete(this);
    this.webContents.destroy();
    this.emit('closed');
    app.windowClosed(this);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  show(): void {
    this.#visible = true;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  focus(): void {
    this.emit('focus');
  }

  maximize(): void {
    this.#maximized = true;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  minimize(): void {
    this.#minimized = true;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  restore(): void {
    this.#minimized = false;
  }

  setPosition(x: number, y: number): void {
    this.#place = { x, y };
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { ...this.#place, ...this.#size };
  }
}
