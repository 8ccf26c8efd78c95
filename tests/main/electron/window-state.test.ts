import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEAST, readState, writeState } from '#electron/window-state.ts';
import { folders } from '#support/folder.ts';

const folder = folders();

describe('the size of the window', () => {
  it('is the one the person left', async () => {
    const path = join(await folder(), 'window.json');
    writeState(path, { width: 1500, height: 900, maximized: true });
    expect(readState(path)).toEqual({ width: 1500, height: 900, maximized: true });
  });

  it('is the first one when what was kept makes no sense', async () => {
    const path = join(await folder(), 'window.json');
    const first = readState(path);
    expect(first.width).toBeGreaterThanOrEqual(LEAST.width);
    for (const text of [
      '',
      '[]',
      'null',
      '{"width":1,"height":1}',
      '{"width":1e9,"height":900}',
      '{"width":"1500","height":900}',
    ]) {
      await writeFile(path, text);
      expect(readState(path), text).toEqual(first);
    }
  });

  it('is forgotten without complaint where it cannot be written', async () => {
    expect(() =>
      writeState(join('/nowhere', 'at', 'all.json'), { width: 1, height: 1, maximized: false }),
    ).not.toThrow();
  });
});
