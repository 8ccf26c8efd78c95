import { labelsOf } from '../../wire/dns-name.ts';
import { portNumber } from '../words.ts';

/** Where an `http` URL leads (RFC 9110 §4.2.1). */
export interface HttpUrl {
  host: string;
  port: number;
  /** Path and query, as the request names them. */
  target: string;
  /** What `Host` says: the port only where it is not 80. */
  authority: string;
}

/** Reads `http://host:port/path?query`, the scheme left out or not. `scheme`: it is another one than http. Null: no URL. */
export function readUrl(text: string): HttpUrl | { scheme: string } | null {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  if (scheme.toLowerCase() !== 'http') return { scheme: scheme.toLowerCase() };
  const [, host = '', digits = '80', path = ''] = /^([^/?#:@\s]+)(?::(\d*))?([/?][^#\s]*)?(?:#\S*)?$/.exec(rest) ?? [];
  const port = portNumber(digits === '' ? '80' : digits);
  if (port === null || (labelsOf(host)?.length ?? 0) === 0) return null;
  const target = path.startsWith('/') ? path : `/${path}`;
  return { host, port, target, authority: port === 80 ? host : `${host}:${port}` };
}
