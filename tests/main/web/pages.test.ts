import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPages } from '#web/pages.ts';
import { folders } from '#support/folder.ts';

const folder = folders();

const WINDOWS = process.platform === 'win32';

describe('the built window', () => {
  it('is what lies in its folder: no links out of it, no files of unknown sorts', async () => {
    const outside = join(await folder(), 'secret.js');
    await writeFile(outside, 'secret');
    const place = await folder();
    await mkdir(join(place, 'assets'));
    await writeFile(join(place, 'index.html'), 'page');
    await writeFile(join(place, 'assets', 'index-1a.JS'), 'script');
    await writeFile(join(place, 'assets', 'index.js.map'), 'map');
    await writeFile(join(place, '.env'), 'x');
    await writeFile(join(place, '그림 1#.svg'), '<svg/>');
    // Making links needs rights on Windows that a person rarely has.
    if (!WINDOWS) await symlink(outside, join(place, 'assets', 'link.js'));
    const pages = await readPages(place);
    expect([...pages.keys()].sort()).toEqual([
      '/',
      '/%EA%B7%B8%EB%A6%BC%201%23.svg',
      '/assets/index-1a.JS',
      '/index.html',
    ]);
    expect(new TextDecoder().decode(pages.get('/')?.bytes)).toBe('page');
    expect(pages.get('/assets/index-1a.JS')?.type).toBe('text/javascript; charset=utf-8');
  });

  it('is nothing without its page', async () => {
    await expect(readPages(await folder())).rejects.toThrow('there is no index.html');
  });
});
