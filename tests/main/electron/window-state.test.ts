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

  it('has its place again where a screen still is, and none where it would be out of reach', async () => {
    const path = join(await folder(), 'window.json');
    const [left, right] = [
      { x: 0, y: 0, width: 1920, height: 1040 },
      { x: 1920, y: 0, width: 1920, height: 1040 },
    ];
    writeState(path, { x: 2000, y: 100, width: 1500, height: 900, maximized: false });
    expect(readState(path, [left, right])).toMatchObject({ x: 2000, y: 100 });
    expect(readState(path, [left])).toEqual({ width: 1500, height: 900, maximized: false });
    for (const [x, y] of [
      [-1450, 100],
      [100, -50],
      [100, 1020],
      [0.5, 3],
    ] as const) {
      writeState(path, { x, y, width: 1500, height: 900, maximized: false });
      expect(readState(path, [left]), `${x}, ${y}`).not.toHaveProperty('x');
    }
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
