import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { inner, outer } from './addresses.ts';
import { app } from './app.ts';
import type { DevToolsSession } from './devtools.ts';
import { CancellableEvent } from './event.ts';
import { Frames } from './frames.ts';
import type { Frame } from './frames.ts';
import { BINDING, OPENING, PRELOAD_WORLD, pageScripts } from './page-scripts.ts';
import { decode, encode } from './page/codec.js';
import { answerRequests } from './requests.ts';
import { permissionsOf, session } from './session.ts';
import type { WebPreferences } from './web-preferences.ts';

interface TargetInfo {
  targetId: string;
  openerId?: string;
  url: string;
}
type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

/** `WebContents`: one page of the browser. What is asked of it before the page is there waits for it. */
export class WebContents extends EventEmitter {
  readonly session = session.defaultSession;
  readonly ipc = new EventEmitter();
  readonly #preferences: WebPreferences;
  readonly #frames = new Frames();
  readonly #page: Promise<DevToolsSession>;
  #joined: DevToolsSession | null = null;
  #target = '';
  #openHandler: OpenHandler | null = null;
  #webRtc = 'default';
  /** The address the application itself is loading. */
  #loading: string | null = null;
  #destroyed = false;

  constructor(preferences: WebPreferences, size: { width: number; height: number }) {
    super();
    this.#preferences = preferences;
    this.#page = this.#open(size);
    this.#page.catch((error: unknown) => {
      if (!app.isEnding) this.emit('double-failed', error);
    });
  }

  async #open({ width, height }: { width: number; height: number }): Promise<DevToolsSession> {
    const { connection } = app.browser;
    const { targetId } = await connection.browser.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
    });
    this.#target = targetId;
    const page = await connection.attach(targetId);
    this.#joined = page;
    page.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) this.#hear(payload as string, executionContextId as number);
      if (name === OPENING) this.#asksForWindow(payload as string);
    });
    page.on('Inspector.targetCrashed', () => this.#crashed());
    page.on('Runtime.consoleAPICalled', ({ args }: { args: { value?: unknown }[] }) => {
      this.emit('console-message', { message: args.map(({ value }) => String(value)).join(' ') });
    });
    page.on('Page.loadEventFired', () => this.emit('did-finish-load'));
    connection.browser.on('Target.targetCreated', ({ targetInfo }: { targetInfo: TargetInfo }) => {
      if (targetInfo.openerId === targetId) this.#openedWindow(targetInfo);
    });
    await Promise.all([page.send('Page.enable'), page.send('Inspector.enable')]);
    await this.#frames.watch(page);
    await page.send('Runtime.addBinding', { name: BINDING, executionContextName: PRELOAD_WORLD });
    await page.send('Runtime.addBinding', { name: OPENING });
    await page.send('Runtime.enable');
    const { preload } = this.#preferences;
    const scripts = pageScripts(preload === undefined ? null : readFileSync(preload, 'utf8'));
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page });
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.preload, worldName: PRELOAD_WORLD });
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await answerRequests(page, { mayNavigate: (frame, url) => this.#mayNavigate(frame, url) });
    return page;
  }

  get mainFrame(): Frame {
    return this.#frames.main;
  }

  get targetId(): string {
    return this.#target;
  }

  #asksForWindow(url: string): void {
    if (this.#openHandler?.({ url: inner(url) }).action !== 'deny')
      throw new Error('The double opens no windows for pages.');
    this.emit('double-window-denied', { url: inner(url) });
  }

  /** A window the page opened another way: there for a moment, which Electron would not even let it be. */
  #openedWindow({ targetId, url }: TargetInfo): void {
    this.#asksForWindow(url);
    void app.browser.connection.browser.send('Target.closeTarget', { targetId }).catch(() => {});
  }

  #hear(payload: string, world: number): void {
    const { channel, values } = JSON.parse(payload) as { channel: string; values: unknown };
    const event = {
      sender: this,
      senderFrame: this.#frames.frameOfWorld(world),
      type: 'frame',
      processId: 0,
      frameId: 0,
    };
    this.ipc.emit(channel, event, ...(decode(values) as unknown[]));
  }

  send(channel: string, ...values: unknown[]): void {
    // What cannot be cloned is refused at once, whether anybody listens or not.
    const encoded = JSON.stringify(encode(values));
    const contextId = this.#frames.mainWorld();
    if (this.#joined === null || contextId === null) return;
    const expression = `electronDoubleDeliver(${JSON.stringify(channel)}, ${encoded})`;
    // A document that leaves meanwhile hears nothing.
    this.#joined.send('Runtime.evaluate', { expression, contextId, silent: true }).catch(() => {});
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    await this.#setPermissions(page, url);
    this.#loading = url;
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await page.send<{ errorText?: string }>('Page.navigate', { url: outer(url) });
    if (errorText !== undefined) throw new Error(`${errorText} (-3) loading '${url}'`);
    await loaded;
    this.emit('double-shown');
  }

  async #setPermissions(page: DevToolsSession, url: string): Promise<void> {
    const origin = new URL(outer(url)).origin;
    for (const { name, granted } of permissionsOf(new URL('/', url).href)) {
      await page.send('Browser.setPermission', {
        origin,
        permission: { name },
        setting: granted ? 'granted' : 'denied',
      });
    }
  }

  reload(): void {
    this.#loading = this.getURL();
    void this.#page.then((page) => page.send('Page.reload'));
  }

  getURL(): string {
    return this.#frames.main.url;
  }

  /** Nothing a page begins by itself is loaded unless the application lets it. */
  #mayNavigate(frameId: string, url: string): boolean {
    const isMainFrame = frameId === this.#frames.mainId;
    if (isMainFrame && url === this.#loading) {
      this.#loading = null;
      return true;
    }
    const emit = (name: string): boolean => {
      const event = new CancellableEvent({ url, isMainFrame });
      this.emit(name, event, url);
      return !event.defaultPrevented;
    };
    return emit('will-frame-navigate') && (!isMainFrame || emit('will-navigate'));
  }

  #crashed(): void {
    this.emit('render-process-gone', new CancellableEvent(), { reason: 'crashed', exitCode: 1 });
  }

  forcefullyCrashRenderer(): void {
    void this.#page.then((page) => page.send('Page.crash').catch(() => {}));
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const page = await this.#page;
    const said = await page.send<{ result: { value: unknown }; exceptionDetails?: { text: string } }>(
      'Runtime.evaluate',
      {
        expression: code,
        awaitPromise: true,
        returnByValue: true,
      },
    );
    if (said.exceptionDetails !== undefined) throw new Error(said.exceptionDetails.text);
    return said.result.value;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    this.#webRtc = policy;
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.#webRtc;
  }

  getLastWebPreferences(): WebPreferences {
    return this.#preferences;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Not of Electron: the window is gone. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.#page
      .then(() => app.browser.connection.browser.send('Target.closeTarget', { targetId: this.#target }))
      .catch(() => {});
    this.emit('destroyed');
  }
}
