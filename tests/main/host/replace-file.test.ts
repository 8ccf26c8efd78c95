import { chmod, lstat, mkdir, readFile, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '#host/replace-file.ts';
import { folders } from '#support/folder.ts';

const folder = folders();
const POSIX = process.platform !== 'win32';

describe('replacing a file', () => {
  it('writes text and bytes, and leaves nothing beside it', async () => {
    const place = await folder();
    await replaceFile(join(place, 'a.hop'), '글');
    await replaceFile(join(place, 'a.hop'), new Uint8Array([65, 66]));
    expect(await readFile(join(place, 'a.hop'), 'utf8')).toBe('AB');
    expect(await readdir(place)).toEqual(['a.hop']);
  });

  it('leaves what was there, and nothing else, when it fails', async () => {
    const place = await folder();
    await mkdir(join(place, 'taken'));
    await writeFile(join(place, 'taken', 'inside'), '');
    await expect(replaceFile(join(place, 'taken'), 'x')).rejects.toHaveProperty('code');
    await expect(replaceFile(join(place, 'nowhere', 'a'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(place)).toEqual(['taken']);
  });

  it('ends with one of two texts written at once, whole', async () => {
    const path = join(await folder(), 'a.hop');
    const [one, other] = ['a'.repeat(300_000), 'b'.repeat(300_000)];
    await Promise.all([replaceFile(path, one), replaceFile(path, other)]);
    expect([one, other]).toContain(await readFile(path, 'utf8'));
  });

  it('removes what a process that was killed left half written of it, and nothing that may be somebody’s', async () => {
    const place = await folder();
    const abandoned = 'a.hop.0123456789ab.new';
    const others = ['a.hop.ba9876543210.new', 'b.hop.0123456789ab.new', 'a.hop.new', 'xa.hop.0123456789ab.new'];
    for (const name of [abandoned, ...others]) {
      await writeFile(join(place, name), 'ha');
      if (name !== others[0]) await utimes(join(place, name), 1000, 1000);
    }
    await replaceFile(join(place, 'a.hop'), 'x');
    expect((await readdir(place)).sort()).toEqual(['a.hop', ...others].sort());
  });

  it.runIf(POSIX)('keeps the permissions of the file it replaces, or gives those it is told', async () => {
    const place = await folder();
    await writeFile(join(place, 'a'), 'x');
    await chmod(join(place, 'a'), 0o664);
    await replaceFile(join(place, 'a'), 'y');
    await replaceFile(join(place, 'b'), 'y', { mode: 0o600 });
    expect((await stat(join(place, 'a'))).mode & 0o777).toBe(0o664);
    expect((await stat(join(place, 'b'))).mode & 0o777).toBe(0o600);
  });

  it.runIf(POSIX)('follows a link to the file it stands for', async () => {
    const place = await folder();
    await writeFile(join(place, 'file'), 'x');
    await symlink('file', join(place, 'link'));
    await replaceFile(join(place, 'link'), 'y');
    expect((await lstat(join(place, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(place, 'file'), 'utf8')).toBe('y');
  });
});
