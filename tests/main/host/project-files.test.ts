import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProject, writeWhole } from '#host/project-files.ts';
import { folders } from '#support/folder.ts';

const folder = folders();

describe('reading a project', () => {
  it('gives its path, its name and its text', async () => {
    const path = join(await folder(), '연습.hop');
    await writeFile(path, '\uFEFF{"글":1}');
    expect(await readProject(path)).toEqual({ path, name: '연습.hop', text: '{"글":1}' });
  });

  it('refuses a file that is not there', async () => {
    const path = join(await folder(), 'no.hop');
    await expect(readProject(path)).rejects.toMatchObject({
      name: 'file.not-found',
      parameters: { name: 'no.hop', path },
    });
  });

  it('refuses a folder', async () => {
    await expect(readProject(await folder())).rejects.toMatchObject({ name: 'file.not-a-file' });
  });

  it.runIf(process.platform !== 'win32')('refuses a device that would never end', async () => {
    const path = join(await folder(), 'endless.hop');
    await symlink('/dev/zero', path);
    await expect(readProject(path)).rejects.toMatchObject({ name: 'file.not-a-file' });
  });

  it('refuses a file larger than the limit and says both sizes', async () => {
    const path = join(await folder(), 'large.hop');
    await writeFile(path, 'x'.repeat(11));
    await expect(readProject(path, 10)).rejects.toMatchObject({
      name: 'file.too-large',
      parameters: { size: 11, limit: 10 },
    });
    expect((await readProject(path, 11)).text).toHaveLength(11);
  });

  it('refuses bytes that are no text', async () => {
    const path = join(await folder(), 'picture.hop');
    await writeFile(path, new Uint8Array([0x89, 0x50, 0xff]));
    await expect(readProject(path)).rejects.toMatchObject({ name: 'file.not-text' });
  });
});

describe('writing a file whole', () => {
  it('replaces what was there and leaves nothing beside it', async () => {
    const place = await folder();
    const path = join(place, 'a.hop');
    await writeWhole(path, 'first');
    await writeWhole(path, new TextEncoder().encode('second'));
    expect(await readFile(path, 'utf8')).toBe('second');
    expect(await readdir(place)).toEqual(['a.hop']);
  });

  it('refuses a folder that is not there, and a folder in the place of the file', async () => {
    const place = await folder();
    await expect(writeWhole(join(place, 'no', 'a.hop'), 'x')).rejects.toMatchObject({ name: 'file.not-found' });
    await mkdir(join(place, 'taken.hop'));
    await expect(writeWhole(join(place, 'taken.hop'), 'x')).rejects.toMatchObject({
      name: expect.stringMatching(/^file\./) as string,
      parameters: { name: 'taken.hop' },
    });
  });
});
