import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTENT_SECURITY_POLICY } from '#host/policy.ts';
import { expect, IS_DOUBLE, NATIVE, startNative, test, type NativeApplication } from '#support/native-application.ts';

test.describe(`what a page of the native window may not do in ${NATIVE}`, () => {
  // Walls are looked at and stay: one application is enough for all of them, so they are tested one after the other.
  test.describe.configure({ mode: 'default' });
  let folder: string;
  let native: NativeApplication;
  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hopscope-native-'));
    native = await startNative(join(folder, 'data'));
  });
  test.afterAll(async () => {
    await native.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test('its settings are the narrow ones', async () => {
    const settings = await native.evaluate(({ BrowserWindow, session }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      return {
        page: { ...(webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences() },
        webRtc: webContents.getWebRTCIPHandlingPolicy(),
        spellChecker: session.defaultSession.isSpellCheckerEnabled(),
      };
    });
    expect(settings).toMatchObject({
      page: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
      },
      webRtc: 'disable_non_proxied_udp',
      spellChecker: false,
    });
  });

  test('it sees a channel and nothing of Node or Electron', async () => {
    const { page } = native;
    const seen = await page.evaluate(() => ({
      bridge: Object.keys((window as { hopscope?: object }).hopscope ?? {}),
      others: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
      replaceable: Reflect.set(window, 'hopscope', null),
    }));
    expect(seen).toEqual({ bridge: ['post', 'onMessage', 'onClose'], others: [], replaceable: false });
  });

  test('it is served with the policy of both doors, refusals too', async () => {
    const { page } = native;
    const ask = (path: string) =>
      page.evaluate(async (path) => {
        const { status, headers } = await fetch(path);
        return { status, policy: headers.get('content-security-policy'), sniff: headers.get('x-content-type-options') };
      }, path);
    const policy = CONTENT_SECURITY_POLICY;
    expect(await ask('/index.html')).toEqual({ status: 200, policy, sniff: 'nosniff' });
    expect(await ask('/no-such-file.js')).toEqual({ status: 404, policy, sniff: 'nosniff' });
    expect(await ask('/%2e%2e/main/index.js')).toMatchObject({ status: 404, policy });
    expect(await ask('/..%2fmain/index.js')).toMatchObject({ status: 404, policy });
  });

  test('it can neither make markup of text nor reach a network', async () => {
    const { page } = native;
    const markup = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>bold</b>';
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(markup).toBe('TypeError');
    const reached = await page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(reached).toBe('refused');
  });

  test('it cannot become another page', async () => {
    const { page } = native;
    const address = page.url();
    const prevented = native.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const { webContents } = BrowserWindow.getAllWindows()[0]!;
          // Asked for afterwards: who prevents it may be asked after this one.
          webContents.once('will-frame-navigate', (event) => setImmediate(() => resolve(event.defaultPrevented)));
        }),
    );
    await page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    expect(await prevented).toBe(true);
    expect(page.url()).toBe(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('it cannot open another window', async () => {
    const { page } = native;
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
    expect(await native.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('it has no permission but to write the clipboard', async () => {
    const { page } = native;
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'midi', 'clipboard-read', 'clipboard-write'] as PermissionName[];
      return Promise.all(names.map(async (name) => [name, (await navigator.permissions.query({ name })).state]));
    });
    expect(Object.fromEntries(states)).toEqual({
      geolocation: 'denied',
      notifications: 'denied',
      midi: 'denied',
      'clipboard-read': 'denied',
      'clipboard-write': 'granted',
    });
  });

  test('only its main frame with our own page is listened to', async () => {
    await expect(native.page.getByRole('heading', { level: 1 })).toBeVisible();
    const answered = await native.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const { mainFrame } = webContents;
      const { url } = mainFrame;
      // Each says hello; what is heard is answered in the order in which it came, and our own page comes last.
      const frames: Record<string, object | null> = {
        gone: null,
        inside: { url, parent: mainFrame },
        foreign: { url: 'https://example.org/', parent: null },
        alike: { url: `${url.slice(0, url.indexOf('://'))}://hopscope.example.org/`, parent: null },
        own: mainFrame,
      };
      return new Promise<string[]>((resolve) => {
        const names: string[] = [];
        const { send } = webContents;
        webContents.send = (channel: string, document: string) => {
          if (channel !== 'hopscope:message' || !(document in frames)) return;
          names.push(document);
          if (document !== 'own') return;
          webContents.send = send;
          resolve(names);
        };
        for (const [document, senderFrame] of Object.entries(frames)) {
          const event = { sender: webContents, senderFrame };
          webContents.ipc.emit('hopscope:open', event, document);
          webContents.ipc.emit('hopscope:message', event, document, { call: 1, name: 'host.hello', parameters: {} });
        }
      });
    });
    expect(answered).toEqual(['own']);
  });

  test('the sandbox was asked for before anything was shown', async () => {
    const sandboxed = await native.evaluate(({ app }, double) => {
      if (double) return (app as unknown as { sandboxWasEnabled: boolean }).sandboxWasEnabled;
      return app.getAppMetrics().some(({ type, sandboxed }) => type === 'Tab' && sandboxed !== false);
    }, IS_DOUBLE);
    expect(sandboxed).toBe(true);
  });
});
