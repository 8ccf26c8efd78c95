/**
 * What a page of ours may not do, in one place. The settings of a window's page, and the refusals of everything that would
 * leave it: other pages, other windows, permissions, the network.
 */
import type { Session, WebContents, WebPreferences } from 'electron';
import { isOwnAddress, mayBeRequested } from './address.ts';

/** Settings of the page of a window. `devTools`: only while developing. */
export function pageSettings(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    devTools,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  };
}

/** Permissions that pages of our own have; nobody has any other. */
const PERMISSIONS = ['clipboard-sanitized-write', 'fullscreen'];

/** May a page at `url` have this permission? */
export function isPermitted(permission: string, url: string): boolean {
  // The origin of our pages comes without its last `/` from some versions.
  return PERMISSIONS.includes(permission) && isOwnAddress(url.endsWith('/') ? url : `${url}/`);
}

/** Refuses permissions and every request that would leave this machine. */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(details.isMainFrame && isPermitted(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !mayBeRequested(details.url) }));
  session.setSpellCheckerEnabled(false);
}

/** Refuses everything that would make a page another page or a second one. For any contents, whoever made it. */
export function restrictContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // The content security policy does not stop STUN (RFC 8489), which would tell a server our address.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
