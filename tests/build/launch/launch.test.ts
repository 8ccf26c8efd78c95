/** The launcher run as a program, with made-up Electron programs and a made-up web door. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchRuntime } from '#build/launch/fetch.mjs';
import type { Facts } from '#build/launch/decide.mjs';
import { ROOT } from '#build/imports.ts';
import { readWords } from '#build/launch/launch.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hopscope-launch-'));
  mkdirSync(join(root, 'out', 'main'), { recursive: true });
  writeFileSync(
    join(root, 'out', 'main', 'web.js'),
    `console.log('WEB ' + JSON.stringify(process.argv.slice(2)));\nprocess.exit(7);\n`,
  );
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
});
afterEach(() => rmSync(root, { recursive: true }));

/** An Electron program made of a shell script. */
function electron(script: string): string {
  const path = join(root, 'electron');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

/** Launches with facts of our choice, as a program of its own, since it passes streams on. */
function launched(facts: Partial<Facts>, words: string[] = [], environment: NodeJS.ProcessEnv = {}) {
  const all: Facts = {
    platform: 'linux',
    root: false,
    display: true,
    namespaces: 'allowed',
    runtime: null,
    sandboxHelper: false,
    ...facts,
  };
  const program = join(root, 'launching.mjs');
  writeFileSync(
    program,
    `import { launch } from ${JSON.stringify(pathToFileURL(join(ROOT, 'build/launch/launch.mjs')).href)};
     process.exitCode = await launch({
       root: ${JSON.stringify(root)}, words: ${JSON.stringify(words)},
       facts: () => (${JSON.stringify(all)}), fetch: async () => false,
     });`,
  );
  const ended = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, INIT_CWD: root, ...environment },
  });
  return { code: ended.status, lines: ended.stdout.trim().split('\n'), errors: ended.stderr };
}

describe.runIf(process.platform !== 'win32')('with an Electron program', () => {
  test('that works: no word about it, the project file handed on as an absolute path, its exit code returned', () => {
    const runtime = electron('echo "WINDOW $@"\nexit 0');
    expect(launched({ runtime }, ['a lab.hop'])).toEqual({
      code: 0,
      lines: [`WINDOW ${root} ${join(root, 'a lab.hop')}`],
      errors: '',
    });
  });

  test('that aborts for its sandbox: one line, and the browser with the same file', () => {
    const runtime = electron(
      'echo "[1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly." >&2\nkill -TRAP $$',
    );
    expect(launched({ runtime }, ['a lab.hop'])).toEqual({
      code: 7,
      lines: [
        'Hopscope opens in the browser: this system refuses Electron its sandbox.',
        `WEB ${JSON.stringify([join(root, 'a lab.hop')])}`,
      ],
      errors: '',
    });
  });

  test('that lacks a library: the line names it', () => {
    const runtime = electron(
      'echo "electron: error while loading shared libraries: libnss3.so: cannot open" >&2\nexit 127',
    );
    expect(launched({ runtime }).lines[0]).toContain('a library that Electron needs is missing (libnss3.so)');
  });

  test('that is no program at all: one line, and the browser', () => {
    const runtime = join(root, 'package.json');
    const { code, lines } = launched({ runtime });
    expect(lines[0]).toMatch(/^Hopscope opens in the browser: Electron ended at once \(.*\)\.$/);
    expect({ code, lines: lines.length }).toEqual({ code: 7, lines: 2 });
  });

  test('is never given a flag that weakens its sandbox, nor the variable that makes it a plain Node', () => {
    const runtime = electron('echo "$@ [$ELECTRON_RUN_AS_NODE]"');
    const { lines } = launched({ runtime }, [], { ELECTRON_RUN_AS_NODE: '1' });
    expect(lines).toEqual([`${root} []`]);
  });
});

describe('without a window', () => {
  test('there is exactly one line saying why, then the browser', () => {
    expect(launched({ display: false }).lines).toEqual([
      'Hopscope opens in the browser: there is no display for a window.',
      'WEB []',
    ]);
    expect(launched({ root: true }).lines).toHaveLength(2);
    expect(launched({}).lines[0]).toContain('no Electron runtime is installed and none could be fetched');
  });

  test('asking for the browser needs no excuse', () => {
    expect(launched({ runtime: '/nowhere' }, ['--web']).lines).toEqual(['WEB []']);
  });
});

test('words are sorted into flags for the web door and files from where the user stands', () => {
  expect(readWords(['--no-open', 'x.hop'], root)).toEqual({
    web: true,
    flags: ['--no-open'],
    files: [join(root, 'x.hop')],
  });
  expect(readWords(['--port', '8000', 'x.hop'], root).flags).toEqual(['--port', '8000']);
  expect(readWords(['x.hop'], root).web).toBe(false);
});

describe('fetching the runtime', () => {
  const installer = (script: string): void => {
    mkdirSync(join(root, 'node_modules', 'electron'), { recursive: true });
    writeFileSync(join(root, 'node_modules', 'electron', 'install.js'), script);
    writeFileSync(join(root, 'node_modules', 'electron', 'package.json'), '{"type":"commonjs"}');
  };

  test('says so once bytes arrive, and succeeds with the installer', async () => {
    installer(`const fs = require('fs'), path = require('path');
      fs.writeFileSync(path.join(process.env.TMPDIR, 'electron.zip'), 'bytes');
      const wait = setInterval(() => { if (fs.existsSync(${JSON.stringify(join(root, 'seen'))})) { clearInterval(wait); } }, 20);`);
    const said: string[] = [];
    const say = (line: string): void => {
      said.push(line);
      writeFileSync(join(root, 'seen'), '');
    };
    expect(await fetchRuntime(root, { say })).toBe(true);
    expect(said).toEqual([expect.stringContaining('fetching the Electron runtime')]);
  });

  test('gives up on a silent network, and does not try again at the next start', async () => {
    installer(
      `require('fs').appendFileSync(${JSON.stringify(join(root, 'tries'))}, 'x'); setInterval(() => {}, 1000);`,
    );
    expect(await fetchRuntime(root, { firstByte: 1_000 })).toBe(false);
    expect(await fetchRuntime(root, { firstByte: 1_000 })).toBe(false);
    expect(readFileSync(join(root, 'tries'), 'utf8')).toBe('x');
  });

  test('gives up at once when refused, and leaves nothing behind', async () => {
    installer('process.exit(1);');
    expect(await fetchRuntime(root)).toBe(false);
    expect(existsSync(join(root, 'out', `.fetch-${process.pid}`))).toBe(false);
  });
});
