import { randomBytes, timingSafeEqual } from 'node:crypto';

/** What the watch reads of a request. */
export interface Asked {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What becomes of a request: `enter` gives the cookie and goes on to `/`; a refusal has a status and, in one line, why. */
export type Verdict =
  | { kind: 'page'; path: string }
  | { kind: 'enter' }
  | { kind: 'refused'; status: 400 | 403 | 404 | 405 | 413 | 414; why: string };

/** Path on which the WebSocket is opened. */
export const CHANNEL_PATH = '/channel';
/** Longest address that is read, characters. */
export const LONGEST_ADDRESS = 2048;

const refused = (status: Extract<Verdict, { kind: 'refused' }>['status'], why: string): Verdict => ({
  kind: 'refused',
  status,
  why,
});

/**
 * Who may come in. Everything a page of another site, another program's page on the same machine, or another person of the
 * same machine could try is decided here and nowhere else:
 *  - `Host` must be the address listened on (a rebound name is not), an `Origin`, if sent, must be ours (for the WebSocket
 *    it must be sent), and what another site's page asks for in passing is refused by `Sec-Fetch-Site`;
 *  - everything needs the cookie, which is given for a secret made at this start.
 */
export class Watch {
  readonly #authority: string;
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #pass = randomBytes(32).toString('base64url');
  readonly #tickets = new Set<string>();
  readonly #cookie: string;

  /** `port`: the port listened on. */
  constructor(port: number) {
    this.#authority = `127.0.0.1:${port}`;
    // Cookies do not know ports: two Hopscopes at once must not take each other's.
    this.#cookie = `hopscope-${port}`;
  }

  /** The address to open, with the secret of this start: for the person's own eyes. */
  get address(): string {
    return `http://${this.#authority}/?token=${this.#secret}`;
  }

  /** An address that opens once: for a command line, which other people of the same machine may read. */
  ticket(): string {
    const ticket = randomBytes(32).toString('base64url');
    this.#tickets.add(ticket);
    return `http://${this.#authority}/?token=${ticket}`;
  }

  /** `Set-Cookie` of an entry. */
  get setCookie(): string {
    return `${this.#cookie}=${this.#pass}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Judges a plain request. */
  judge(asked: Asked): Verdict {
    const outside = this.#fromOutside(asked, false);
    if (outside !== null) return outside;
    if (asked.method !== 'GET') return refused(405, 'only GET is answered');
    if (hasBody(asked)) return refused(413, 'a request has no body here');
    const url = addressOf(asked);
    if ('kind' in url) return url;
    const token = url.searchParams.get('token');
    if (url.pathname === '/' && token !== null) {
      return this.#admits(token)
        ? { kind: 'enter' }
        : refused(403, 'this address is of another start of Hopscope, or was used');
    }
    if (!this.#hasPass(asked)) return refused(403, 'open Hopscope with the address it printed');
    return { kind: 'page', path: url.pathname };
  }

  /** Judges a request to become a WebSocket; null: let it. */
  judgeUpgrade(asked: Asked): Verdict | null {
    const outside = this.#fromOutside(asked, true);
    if (outside !== null) return outside;
    if (asked.method !== 'GET') return refused(405, 'only GET is answered');
    const url = addressOf(asked);
    if ('kind' in url) return url;
    if (url.pathname !== CHANNEL_PATH) return refused(404, 'there is no channel here');
    return this.#hasPass(asked) ? null : refused(403, 'open Hopscope with the address it printed');
  }

  #fromOutside({ headers }: Asked, originNeeded: boolean): Verdict | null {
    if (headers.host !== this.#authority) return refused(403, 'wrong Host');
    const origin = headers.origin;
    if (origin === undefined ? originNeeded : origin !== `http://${this.#authority}`)
      return refused(403, 'wrong Origin');
    const site = headers['sec-fetch-site'];
    const passing = headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
    if ((site === 'cross-site' || site === 'same-site') && passing) return refused(403, 'asked for by another site');
    return null;
  }

  #admits(token: string): boolean {
    return this.#tickets.delete(token) || same(token, this.#secret);
  }

  #hasPass({ headers }: Asked): boolean {
    const cookies = typeof headers.cookie === 'string' ? headers.cookie.split(';') : [];
    return cookies.some((cookie) => {
      const [name = '', value = ''] = cookie.trim().split('=');
      return name === this.#cookie && same(value, this.#pass);
    });
  }
}

function hasBody({ headers }: Asked): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function addressOf({ url = '' }: Asked): URL | Verdict {
  if (url.length > LONGEST_ADDRESS) return refused(414, 'the address is too long');
  // `//evil/…` would name another host, `http://…` is a proxy's way to ask.
  if (!url.startsWith('/') || url.startsWith('//')) return refused(400, 'not an address of this place');
  try {
    return new URL(url, 'http://127.0.0.1');
  } catch {
    return refused(400, 'not an address of this place');
  }
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
