import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, ROOT } from '#build/imports.ts';

/** Made by running things, never committed. */
const MADE = ['node_modules', 'out', 'release', 'test-results', 'playwright-report', 'coverage'];
const BINARY = /\.(?:png|ico|icns|woff2|pcapng|pcap)$/;

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const texts = filesBelow('').filter((path) => !BINARY.test(path));

describe('the top level', () => {
  const entries = readdirSync(ROOT).filter((name) => !MADE.includes(name));

  test('holds exactly the folders and files the design names', () => {
    const visible = entries.filter((name) => !name.startsWith('.') && !name.endsWith('.log')).toSorted();
    expect(visible).toEqual(
      [
        'LICENSE',
        'CHANGELOG.md',
        'README.md',
        'build',
        'electron.config.ts',
        'package-lock.json',
        'package.json',
        'src-main',
        'src-renderer',
        'tests',
        'tsconfig.json',
      ].toSorted(),
    );
  });

  test('what is made by running things is ignored by git', () => {
    const ignored = read('.gitignore').split('\n');
    for (const name of MADE) expect(ignored).toContain(`${name}/`);
  });
});

describe('every file', () => {
  test('names no path of one machine', () => {
    const here = [ROOT, homedir()].filter((path) => path.split(/[\\/]/).length > 2);
    const machine = /(?:^|[\s'"`(=])(?:\/(?:home|Users|root|work)\/\w|[A-Za-z]:\\{1,2}Users\\)/;
    // Tests may speak of made-up people's folders.
    const isMadeUp = (path: string): boolean => path.startsWith('tests/');
    const named = texts.filter((path) => {
      const text = read(path);
      return here.some((one) => text.includes(one)) || (!isMadeUp(path) && machine.test(text));
    });
    expect(named).toEqual([]);
  });

  test('names no registry host', () => {
    const host = /registry\.[a-z]+js\.org|registry\.yarnpkg|npm\.pkg\.github|"resolved":/;
    expect(texts.filter((path) => path !== 'tests/build/repository.test.ts' && host.test(read(path)))).toEqual([]);
  });

  test('ends in a line feed and has no carriage return', () => {
    const wrong = texts.filter((path) => {
      const text = read(path);
      return text.length > 0 && (!text.endsWith('\n') || text.includes('\r'));
    });
    expect(wrong).toEqual([]);
  });

  test('of ours stays below 400 lines', () => {
    const ours = texts.filter((path) => /^(?:src-main|src-renderer|build)\/.*\.(?:ts|vue|mjs)$/.test(path));
    const long = ours.filter((path) => read(path).split('\n').length > 401);
    expect(long).toEqual([]);
  });

  test('leaves no test out and runs no test alone', () => {
    const quiet = /\b(?:test|it|describe)\.(?:skip|only|todo|fixme)\b/;
    expect(texts.filter((path) => path.startsWith('tests/') && quiet.test(read(path)))).toEqual([]);
  });
});

describe('package.json', () => {
  interface Manifest {
    license: string;
    scripts: Record<string, string>;
    dependencies?: Record<string, string>;
    devDependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
  }
  const manifest = JSON.parse(read('package.json')) as Manifest;
  const pins = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });

  test.each(pins)('%s is pinned to one version (%s)', (_name, version) => {
    expect(version).toMatch(/^(?:npm:(?:@[\w-]+\/)?[\w-]+@)?\d+\.\d+\.\d+$/);
  });

  test('the lock file agrees with every pin', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
    for (const [name, version] of pins) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version.replace(/^npm:.*@/, ''));
    }
  });

  test('every script names a file that is there', () => {
    const named = Object.values(manifest.scripts).flatMap((script) =>
      [...script.matchAll(/build\/[\w./-]+/g)].map((match) => match[0]),
    );
    const files = filesBelow('build');
    expect(named.filter((path) => !files.includes(path))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});
