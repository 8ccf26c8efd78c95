/**
 * The package as `npm run dist` makes it, with a stand-in for the Electron runtime: what is packed and which fuses are
 * flipped. That the packed program runs is not shown here: a stand-in cannot run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, ROOT } from '#build/imports.ts';

/** The mark by which the fuses are found in Electron's program; after it version 1, their number, then one sign each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron ships: run-as-node, NODE_OPTIONS and --inspect on. */
const FUSES_AS_SHIPPED = '101100011';

let folder = '';
let unpacked = '';

function layRuntime(): string {
  const runtime = join(folder, 'runtime');
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  mkdirSync(join(runtime, 'locales'));
  for (const language of ['en-US', 'ko', 'de']) writeFileSync(join(runtime, 'locales', `${language}.pak`), '');
  for (const name of ['chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(runtime, name), '');
  writeFileSync(join(runtime, 'version'), '0.0.0');
  const wire = Buffer.from([1, FUSES_AS_SHIPPED.length]);
  const program = Buffer.concat([
    Buffer.from(`program ${FUSE_SENTINEL}`),
    wire,
    Buffer.from(`${FUSES_AS_SHIPPED} end`),
  ]);
  writeFileSync(join(runtime, 'electron'), program, { mode: 0o755 });
  return runtime;
}

describe.runIf(process.platform === 'linux')('the unpacked package', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hopscope-package-'));
    const ended = spawnSync(process.execPath, [join(ROOT, 'build', 'dist.mjs'), '--linux', 'dir', '--x64'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_DIST: layRuntime(), HOPSCOPE_RELEASE: join(folder, 'release') },
    });
    unpacked = join(folder, 'release', 'linux-unpacked');
    if (ended.status !== 0) throw new Error(`dist ended with ${ended.status}\n${ended.stdout}\n${ended.stderr}`);
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const archive = (): string => join(unpacked, 'resources', 'app.asar');
  const packed = (): string[] =>
    listPackage(archive(), { isPack: false })
      .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
      .filter((path) => !/^out(?:\/[^.]*)?$/.test(path));

  test('holds the bundles and package.json, and nothing else', () => {
    const strangers = packed().filter(
      (path) => path !== 'package.json' && !/^out\/(?:main|preload|renderer)\//.test(path),
    );
    expect(strangers).toEqual([]);
    expect(packed().filter((path) => /node_modules|\.map$|\.ts$|\.vue$/.test(path))).toEqual([]);
  });

  test('holds every bundle there is', () => {
    const built = ['out/main', 'out/preload', 'out/renderer'].flatMap((place) => {
      const all = readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true });
      return all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(ROOT.length + 1));
    });
    expect(packed()).toEqual(expect.arrayContaining(built.filter((path) => !path.endsWith('.map'))));
    expect(built.length).toBeGreaterThan(5);
  });

  test('starts where package.json says, which names no script and no package', () => {
    const manifest = JSON.parse(extractFile(archive(), 'package.json').toString()) as Record<string, unknown>;
    expect(packed()).toContain(manifest.main);
    expect(packed()).toContain('out/preload/index.cjs');
    expect(packed()).toContain('out/renderer/index.html');
    expect(manifest.scripts).toBeUndefined();
    expect(manifest.dependencies).toBeUndefined();
  });

  test('has its fuses flipped', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'hopscope'));
    const { ENABLE, DISABLE } = FuseState;
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
      [FuseV1Options.EnableCookieEncryption]: ENABLE,
    });
  });

  test('carries its licence, those of what it bundles, and only the languages it speaks', () => {
    expect(readFileSync(join(unpacked, 'LICENSE.hopscope.txt'), 'utf8')).toContain('The Hopscope authors');
    expect(packed()).toEqual(expect.arrayContaining(['out/main/licenses.md', 'out/renderer/licenses.md']));
    expect(readdirSync(join(unpacked, 'locales')).toSorted()).toEqual(['en-US.pak', 'ko.pak']);
  });

  test('leaves nothing of Electron’s own example application', () => {
    expect(existsSync(join(unpacked, 'resources', 'default_app.asar'))).toBe(false);
  });
});

test('the icons that installers ask for are there', () => {
  const icons = filesBelow('build/icons');
  for (const name of ['icon.ico', 'icon.icns', '512x512.png', '1024x1024.png'])
    expect(icons).toContain(`build/icons/${name}`);
});
