type CheckHandler = (contents: null, permission: string, origin: string, details: object) => boolean;
type RequestHandler = (
  contents: unknown,
  permission: string,
  decide: (granted: boolean) => void,
  details: object,
) => void;
interface RequestDetails {
  url: string;
  method: string;
  resourceType: string;
}
type BeforeRequest = (details: RequestDetails, decide: (response: { cancel?: boolean }) => void) => void;

/** `Session`: the permissions and the request gate of its pages. What is set is kept here, for those who apply it. */
class Session {
  permissionCheck: CheckHandler | null = null;
  permissionRequest: RequestHandler | null = null;
  devicePermission: ((details: object) => boolean) | null = null;
  beforeRequest: BeforeRequest | null = null;
  #spellChecker = true;

  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest | null): void => {
      this.beforeRequest = listener;
    },
  };

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.permissionCheck = handler;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.permissionRequest = handler;
  }

  setDevicePermissionHandler(handler: ((details: object) => boolean) | null): void {
    this.devicePermission = handler;
  }

  setSpellCheckerEnabled(enable: boolean): void {
    this.#spellChecker = enable;
  }

  isSpellCheckerEnabled(): boolean {
    return this.#spellChecker;
  }
}

export const session = { defaultSession: new Session() };

/** Does the session let a request out? */
export function isLetOut(details: RequestDetails): Promise<boolean> {
  const listener = session.defaultSession.beforeRequest;
  if (listener === null) return Promise.resolve(true);
  return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel !== true)));
}

/** Names of permissions: Electron's, and the one of the DevTools protocol. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
};

/** What the check handler grants and denies a page at `origin`, by the DevTools protocol's names. */
export function permissionsOf(origin: string): { name: string; granted: boolean }[] {
  const check = session.defaultSession.permissionCheck;
  return Object.entries(PERMISSIONS).map(([permission, name]) => ({
    name,
    granted: check?.(null, permission, origin, { isMainFrame: true, requestingUrl: origin }) ?? true,
  }));
}
