import { createHash } from 'node:crypto';

/**
 * How long a browser may use a file without asking again. A file whose name carries the hash of its contents is the same
 * for as long as it has that name: it is kept for a year and never asked for again (RFC 9111 §5.2.2.1, RFC 8246 §2), and
 * may be kept by anybody, for nothing of a person is in it (§5.2.2.9). Any other is asked about each time (§5.2.2.4):
 * another start may bring another build at the same address.
 */
export function cacheControl(path: string): string {
  return HASHED.test(path) ? `public, max-age=${YEAR}, immutable` : 'no-cache';
}

/** What the build names its files: `/assets/`, a name, the hash of the contents in eight characters, a suffix. */
const HASHED = /^\/assets\/[^/]+-[\w-]{8}\.\w+$/;
/** s. */
const YEAR = 31_536_000;

/** A strong entity tag (RFC 9110 §8.8.3): the same exactly for the same bytes, over builds and starts. */
export function entityTag(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/**
 * Whether an `If-None-Match` names what would be sent, so that 304 says it all (RFC 9110 §13.1.2): by `*`, or by a tag of
 * its list that matches weakly (§8.8.3.2). One that is not well-formed names nothing. `list`: undefined, if there is none.
 */
export function namesTag(list: string | undefined, tag: string): boolean {
  if (list === undefined) return false;
  if (list.trim() === '*') return true;
  let named = false;
  let read = 0;
  for (const [member, opaque] of list.matchAll(MEMBERS)) {
    named ||= opaque === tag;
    read += member.length;
  }
  return named && BLANK.test(list.slice(read));
}

/** Tags one after another; a comma may stand in one (`etagc`, §8.8.3), and empty members are let pass (§5.6.1.2). */
const MEMBERS = /[ \t,]*(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)/gy;
const BLANK = /^[ \t,]*$/;
