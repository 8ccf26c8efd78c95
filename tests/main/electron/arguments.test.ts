import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileNamed } from '#electron/arguments.ts';

describe('the project of a command line', () => {
  it('is the first word of the packaged application, seen from where it was started', () => {
    expect(fileNamed(['Hopscope', 'lab.hop'], '/home/ann', true)).toBe(resolve('/home/ann', 'lab.hop'));
    expect(fileNamed(['Hopscope', '/labs/lab.hop', 'other.hop'], '/', true)).toBe(resolve('/labs/lab.hop'));
  });

  it('comes after the folder when Electron runs the application from there', () => {
    expect(fileNamed(['electron', '.', 'lab.hop'], '/home/ann', false)).toBe(resolve('/home/ann', 'lab.hop'));
    expect(fileNamed(['electron', '.'], '/home/ann', false)).toBeNull();
  });

  it('is never a switch', () => {
    expect(fileNamed(['Hopscope', '--no-sandbox', '-v', 'lab.hop'], '/', true)).toBe(resolve('/lab.hop'));
    expect(fileNamed(['Hopscope', '--inspect=0', ''], '/', true)).toBeNull();
  });
});
