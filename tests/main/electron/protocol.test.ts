import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { answer, fileOf } from '#electron/protocol.ts';
import { CONTENT_SECURITY_POLICY } from '#host/policy.ts';
import { folders } from '#support/folder.ts';

vi.mock('electron', () => ({ protocol: {} }));
const folder = folders();

describe('an address of the window', () => {
  it('means a file below the folder of the built window', () => {
    expect(fileOf('app://hopscope/assets/index.js?v=1#top', '/built')).toBe(resolve('/built', 'assets', 'index.js'));
    expect(fileOf('app://hopscope/a%20b.js', '/built')).toBe(resolve('/built', 'a b.js'));
    expect(fileOf('app://hopscope/', '/built')).toBe(resolve('/built', 'index.html'));
  });

  it.each([
    'app://hopscope/..%2fsecret.js',
    'app://hopscope/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://hopscope/..%5csecret.js',
    'app://hopscope/a%00.js',
    'app://hopscope/%ff',
    'app://hopscope/%',
    'app://other/index.html',
    'https://hopscope/index.html',
    '',
  ])('means nothing when it is %s', (url) => {
    expect(fileOf(url, '/built')).toBeNull();
  });
});

describe('the answer to a request', () => {
  it('is the file with its type and the policy of both doors', async () => {
    const built = await folder();
    await writeFile(join(built, 'index.html'), '<!doctype html>');
    const given = await answer('GET', 'app://hopscope/index.html', built);
    expect([given.status, await given.text()]).toEqual([200, '<!doctype html>']);
    expect(given.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(given.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  it('is a refusal with the same policy for what is not there, not of the window, or not asked for by GET', async () => {
    const built = await folder();
    await writeFile(join(built, 'index.html'), 'x');
    await writeFile(join(built, 'notes.txt'), 'x');
    await mkdir(join(built, 'folder.js'));
    const asked: [string, string, number][] = [
      ['GET', 'app://hopscope/none.js', 404],
      ['GET', 'app://hopscope/notes.txt', 404],
      ['GET', 'app://hopscope/folder.js', 404],
      ['GET', 'app://hopscope/..%2fx.js', 404],
      ['POST', 'app://hopscope/index.html', 405],
    ];
    for (const [method, url, status] of asked) {
      const given = await answer(method, url, built);
      expect(given.status, url).toBe(status);
      expect(given.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    }
  });
});
