import { describe, expect, it } from 'vitest';
import { cacheControl, entityTag, namesTag } from '#web/caching.ts';

describe('how long a file is kept', () => {
  it.each(['/assets/index-C6z2rnbg.css', '/assets/x-q63qzocT.css', '/assets/a-b-_-3_x-Zq.woff2'])(
    'for good: %s',
    (path) => {
      expect(cacheControl(path)).toContain('immutable');
    },
  );

  it.each([
    '/',
    '/index.html',
    '/index-C6z2rnbg.html',
    '/assets/plain.js',
    '/assets/index-short.js',
    '/assets/deeper/index-C6z2rnbg.js',
    '/licenses.md',
  ])('until it is asked for again: %s', (path) => {
    expect(cacheControl(path)).toBe('no-cache');
  });
});

describe('a tag', () => {
  it('is that of the bytes: the same for the same, another for others', () => {
    expect(entityTag(Uint8Array.of(1, 2))).toBe(entityTag(Uint8Array.of(1, 2)));
    expect(entityTag(Uint8Array.of(1, 2))).not.toBe(entityTag(Uint8Array.of(1, 3)));
    expect(entityTag(new Uint8Array())).toMatch(/^"[\x21\x23-\x7e]+"$/);
  });

  it.each<[string, boolean]>([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['"b","a","c"', true],
    ['"b" ,\tW/"a" ,', true],
    ['*', true],
    [' * ', true],
    ['"A"', false],
    ['"b"', false],
    ['', false],
    // A comma, and what looks like another tag, inside one tag.
    ['"b,"', false],
    ['"b, a"', false],
    ['"x,", "a"', true],
    // Not well-formed: it names nothing.
    ['a', false],
    ['"a', false],
    ['w/"a"', false],
    ['"a" "b"', false],
    ['*, "a"', false],
    ['"b"a"', false],
  ])('is named by If-None-Match %s: %s', (list, named) => {
    expect(namesTag(list, '"a"')).toBe(named);
  });

  it('is not named where nothing is asked', () => {
    expect(namesTag(undefined, '"a"')).toBe(false);
  });

  it('is looked for in a long list without taking long', () => {
    expect(namesTag(`${'"b", '.repeat(2000)}"a`, '"a"')).toBe(false);
    expect(namesTag(`${' ,'.repeat(4000)}x`, '"a"')).toBe(false);
  });
});
