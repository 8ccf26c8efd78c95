import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, lastPort, rememberPort } from '#web/person.ts';
import { folders } from '#support/folder.ts';

const folder = folders();

describe('the folder of a person’s data', () => {
  it('is where the operating system keeps such things', () => {
    expect(dataFolder('linux', { HOME: '/home/a' })).toBe('/home/a/.local/share/hopscope');
    expect(dataFolder('linux', { HOME: '/home/a', XDG_DATA_HOME: '/data' })).toBe('/data/hopscope');
    expect(dataFolder('linux', { HOME: '/home/a', XDG_DATA_HOME: 'relative' })).toBe('/home/a/.local/share/hopscope');
    expect(dataFolder('darwin', { HOME: '/Users/a' })).toBe('/Users/a/Library/Application Support/Hopscope');
    expect(dataFolder('win32', { LOCALAPPDATA: 'C:\\a' })).toBe('C:\\a\\Hopscope');
    expect(dataFolder('linux', { HOPSCOPE_DATA: '/elsewhere', HOME: '/home/a' })).toBe('/elsewhere');
    expect(dataFolder('linux', {})).toBeNull();
  });
});

describe('the port of the last start', () => {
  it('is remembered', async () => {
    const place = join(await folder(), 'new');
    expect(await lastPort(place)).toBe(0);
    await rememberPort(place, 40_001);
    expect(await lastPort(place)).toBe(40_001);
  });

  it('is none if what is written is no port, or there is no folder', async () => {
    const place = await folder();
    for (const text of ['80', 'abc', '99999', '']) {
      await writeFile(join(place, 'web-port'), text);
      expect(await lastPort(place)).toBe(0);
    }
    expect(await lastPort(null)).toBe(0);
    await rememberPort(null, 4000);
    await writeFile(join(place, 'file'), 'in the way');
    await rememberPort(join(place, 'file'), 4000);
    expect(await readFile(join(place, 'file'), 'utf8')).toBe('in the way');
  });
});
