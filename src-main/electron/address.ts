/** Scheme of the window's own pages. */
export const SCHEME = 'app';
/** The window's own pages, as a prefix: `new URL('app://x').origin` is `'null'`, so no origin can be compared. */
export const OWN_ADDRESS = `${SCHEME}://hopscope/`;
/** The page of the window. */
export const START_PAGE = `${OWN_ADDRESS}index.html`;

/** Is this an address of our own pages? Takes any text. */
export function isOwnAddress(url: string): boolean {
  return url.startsWith(OWN_ADDRESS);
}

/** Schemes a request may have: nothing of these leaves this machine. */
const LOCAL_SCHEMES = [`${SCHEME}:`, 'devtools:', 'data:', 'blob:'];

/** May a page ask for this address at all? */
export function mayBeRequested(url: string): boolean {
  return LOCAL_SCHEMES.some((scheme) => url.startsWith(scheme));
}
