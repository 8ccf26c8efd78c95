/**
 * A browser has no scheme `app:`, so `app://host/path` is `https://host.app.invalid/path` to it: also a standard scheme and a
 * secure one. The application sees its own addresses only.
 */
const schemes = new Set<string>();

/** A scheme of the application's own, standard and secure. */
export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

/** The browser's address for an address of the application. */
export function outer(url: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z]+):\/\/([^/]*)(.*)$/s.exec(url) ?? [];
  return schemes.has(scheme) ? `https://${host}.${scheme}.invalid${rest}` : url;
}

/** The application's address for an address of the browser. */
export function inner(url: string): string {
  const [, host = '', scheme = '', rest = ''] = /^https:\/\/([^/]*)\.([a-z]+)\.invalid(.*)$/s.exec(url) ?? [];
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : url;
}
