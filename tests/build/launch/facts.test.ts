import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRuntime, gatherFacts, readNamespaces } from '#build/launch/facts.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hopscope-facts-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Lays an Electron package of version 1.2.3 into the root, its fetched runtime of another version perhaps. */
function layElectron(fetched: string | null): string {
  const home = join(root, 'node_modules', 'electron');
  mkdirSync(join(home, 'dist'), { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"version":"1.2.3"}');
  if (fetched === null) return home;
  writeFileSync(join(home, 'dist', 'version'), fetched);
  writeFileSync(join(home, 'path.txt'), 'electron');
  writeFileSync(join(home, 'dist', 'electron'), '');
  return home;
}

describe('the runtime', () => {
  test('is the one the package fetched', () => {
    const home = layElectron('1.2.3');
    expect(findRuntime(root, {})).toBe(join(home, 'dist', 'electron'));
  });

  test('is none before it was fetched, nor when an older one lies there', () => {
    layElectron(null);
    expect(findRuntime(root, {})).toBeNull();
    layElectron('1.2.2');
    expect(findRuntime(root, {})).toBeNull();
  });

  test('can be named by ELECTRON_BIN, which must be there', () => {
    const program = join(root, 'my electron');
    expect(() => findRuntime(root, { ELECTRON_BIN: program })).toThrow('there is no such file');
    writeFileSync(program, '');
    expect(findRuntime(root, { ELECTRON_BIN: program })).toBe(program);
  });
});

describe('user namespaces', () => {
  const kernel = (files: Record<string, string>) => (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };

  test('are allowed where the kernel says nothing against them', () => {
    expect(readNamespaces(kernel({}))).toBe('allowed');
    expect(readNamespaces(kernel({ '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '0\n' }))).toBe('allowed');
  });

  test('are restricted by Ubuntu’s AppArmor', () => {
    expect(readNamespaces(kernel({ '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n' }))).toBe(
      'restricted',
    );
  });

  test('are refused by a kernel that has them switched off', () => {
    expect(readNamespaces(kernel({ '/proc/sys/kernel/unprivileged_userns_clone': '0\n' }))).toBe('refused');
    expect(readNamespaces(kernel({ '/proc/sys/user/max_user_namespaces': '0\n' }))).toBe('refused');
  });
});

test.runIf(process.platform === 'linux')('a display is an X or a Wayland one, and an empty name is none', () => {
  expect(gatherFacts(root, {}).display).toBe(false);
  expect(gatherFacts(root, { DISPLAY: '' }).display).toBe(false);
  expect(gatherFacts(root, { DISPLAY: ':0' }).display).toBe(true);
  expect(gatherFacts(root, { WAYLAND_DISPLAY: 'wayland-0' }).display).toBe(true);
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'the sandbox helper counts only with root’s ownership and its mode',
  () => {
    const home = layElectron('1.2.3');
    const helper = join(home, 'dist', 'chrome-sandbox');
    expect(gatherFacts(root, {}).sandboxHelper).toBe(false);
    writeFileSync(helper, '');
    chmodSync(helper, 0o755);
    expect(gatherFacts(root, {}).sandboxHelper).toBe(false);
    chmodSync(helper, 0o4755);
    expect(gatherFacts(root, {}).sandboxHelper).toBe(true);
  },
);
