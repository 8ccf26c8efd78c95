import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isOwnAddress, mayBeRequested, START_PAGE } from '#electron/address.ts';
import { isPermitted, pageSettings, restrictContents, restrictSession } from '#electron/security.ts';

describe('addresses', () => {
  it('knows its own pages by their whole prefix', () => {
    expect(isOwnAddress(START_PAGE)).toBe(true);
    for (const url of [
      'app://hopscope',
      'app://hopscope.example/',
      'app://other/',
      'https://hopscope/',
      'APP://hopscope/',
      '',
    ]) {
      expect(isOwnAddress(url), url).toBe(false);
    }
  });

  it('lets no request out that could leave this machine', () => {
    for (const url of [START_PAGE, 'data:,x', 'blob:app://hopscope/1', 'devtools://devtools/bundled/x.js']) {
      expect(mayBeRequested(url), url).toBe(true);
    }
    for (const url of [
      'https://example.org/',
      'http://127.0.0.1/',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'ftp://x/',
      'application:',
      '',
    ]) {
      expect(mayBeRequested(url), url).toBe(false);
    }
  });
});

describe('permissions', () => {
  it('are writing the clipboard and the whole screen, for our own pages', () => {
    expect(isPermitted('clipboard-sanitized-write', 'app://hopscope/index.html')).toBe(true);
    expect(isPermitted('fullscreen', 'app://hopscope')).toBe(true);
    expect(isPermitted('fullscreen', 'https://example.org/')).toBe(false);
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'usb', 'openExternal', 'unknown']) {
      expect(isPermitted(permission, START_PAGE), permission).toBe(false);
    }
  });

  it('are decided the same whether asked for or checked, and never for a frame or a device', () => {
    const set: Record<string, (...values: never[]) => unknown> = {};
    const session = new Proxy(
      { webRequest: { onBeforeRequest: (listener: never) => (set.before = listener) } } as Record<string, unknown>,
      { get: (target, name: string) => target[name] ?? ((given: never) => (set[name] = given)) },
    );
    restrictSession(session as never);
    const asked = (permission: string, details: object): boolean => {
      let granted: boolean | null = null;
      set.setPermissionRequestHandler!(
        null as never,
        permission as never,
        ((decided: boolean) => (granted = decided)) as never,
        details as never,
      );
      return granted!;
    };
    expect(asked('fullscreen', { isMainFrame: true, requestingUrl: START_PAGE })).toBe(true);
    expect(asked('fullscreen', { isMainFrame: false, requestingUrl: START_PAGE })).toBe(false);
    expect(asked('media', { isMainFrame: true, requestingUrl: START_PAGE })).toBe(false);
    expect(set.setPermissionCheckHandler!(null as never, 'fullscreen' as never, 'app://hopscope/' as never)).toBe(true);
    expect(set.setPermissionCheckHandler!(null as never, 'midi' as never, 'app://hopscope/' as never)).toBe(false);
    expect(set.setDevicePermissionHandler!({} as never)).toBe(false);
    const cancelled = (url: string): unknown => {
      let decided: unknown;
      set.before!({ url } as never, ((given: unknown) => (decided = given)) as never);
      return decided;
    };
    expect(cancelled('https://example.org/')).toEqual({ cancel: true });
    expect(cancelled(START_PAGE)).toEqual({ cancel: false });
  });
});

describe('a page', () => {
  it('has developer tools only while developing, and never anything of Node', () => {
    expect(pageSettings('/preload.cjs', true)).toMatchObject({ devTools: true, sandbox: true, nodeIntegration: false });
    expect(pageSettings('/preload.cjs', false)).toMatchObject({
      devTools: false,
      contextIsolation: true,
      webviewTag: false,
    });
  });

  it('stays the page it is and stays alone', () => {
    const contents = Object.assign(new EventEmitter(), {
      policy: '',
      handler: (): unknown => null,
      setWindowOpenHandler(handler: () => unknown) {
        this.handler = handler;
      },
      setWebRTCIPHandlingPolicy(policy: string) {
        this.policy = policy;
      },
    });
    restrictContents(contents as never);
    expect(contents.handler()).toEqual({ action: 'deny' });
    expect(contents.policy).toBe('disable_non_proxied_udp');
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      let prevented = false;
      contents.emit(name, { preventDefault: () => (prevented = true) });
      expect(prevented, name).toBe(true);
    }
  });
});
