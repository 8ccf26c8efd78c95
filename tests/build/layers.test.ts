/** The shape of the house, checked. These tests read source; they never run the application. */
import { describe, expect, test } from 'vitest';
import { importsOf, type Source } from '#build/imports.ts';
import { checkLayers, cycles, ENGINE_ORDER, judge, PANELS, readAliases, ROOMS } from '#build/layers.ts';

const aliases = readAliases();

/** A made-up file of one line, judged. */
function judged(path: string, line: string): string {
  const source: Source = { path, imports: importsOf(path, line) };
  return judge([source], aliases).join('\n');
}

test('every import of the application goes the one way the table allows, and no files import each other in a ring', () => {
  expect(checkLayers().join('\n')).toBe('');
});

describe('the engine', () => {
  test.each(ENGINE_ORDER.slice(1).map((room, position) => [ENGINE_ORDER[position]!, room] as const))(
    '%s may not import %s, the other way is fine',
    (left, right) => {
      expect(judged(`src-main/engine/${left}/a.ts`, `import { b } from '../${right}/b.ts';`)).toContain('to its left');
      expect(judged(`src-main/engine/${right}/a.ts`, `import { b } from '../${left}/b.ts';`)).toBe('');
    },
  );

  test('a type counts as much as a value', () => {
    expect(judged('src-main/engine/wire/a.ts', `import type { World } from '#engine/sim/world.ts';`)).toContain(
      'to its left',
    );
  });

  test('every folder may speak of the trace, and the trace leans on none of them but for types of the wire', () => {
    expect(judged('src-main/engine/wire/a.ts', `import { REASONS } from '../trace/reasons.ts';`)).toBe('');
    expect(judged('src-main/engine/trace/a.ts', `import type { Frame } from '../wire/frame.ts';`)).toBe('');
    expect(judged('src-main/engine/trace/a.ts', `import { Frame } from '../wire/frame.ts';`)).toContain(
      'only `import type`',
    );
    expect(judged('src-main/engine/trace/a.ts', `import type { Hub } from '../link/hub.ts';`)).toContain('vocabulary');
  });

  test('it imports no package and nothing of Node, under any spelling', () => {
    expect(judged('src-main/engine/sim/a.ts', `import { ref } from 'vue';`)).toContain('the package ‘vue’');
    expect(judged('src-main/engine/sim/a.ts', `import fs from 'fs';`)).toContain('Node’s own module ‘node:fs’');
    expect(judged('src-main/engine/sim/a.ts', `const fs = await import('node:fs/promises');`)).toContain('node:fs');
    expect(judged('src-main/engine/sim/a.ts', `type Hash = import('node:crypto').Hash;`)).toContain('node:crypto');
  });

  test('it imports nothing outside itself', () => {
    expect(judged('src-main/engine/sim/a.ts', `export * from '#document/records.ts';`)).not.toBe('');
    expect(judged('src-main/engine/sim/a.ts', `import '../../contract/calls.ts';`)).not.toBe('');
  });
});

describe('the rooms around the engine', () => {
  test('the document takes types of the engine, and values of the wire alone', () => {
    expect(judged('src-main/document/a.ts', `import type { Topology } from '#engine/sim/topology.ts';`)).toBe('');
    expect(judged('src-main/document/a.ts', `import { type Topology } from '#engine/sim/topology.ts';`)).toBe('');
    expect(judged('src-main/document/a.ts', `import { World } from '#engine/sim/world.ts';`)).toContain(
      'only `import type`',
    );
  });

  test('the host imports no door', () => {
    for (const door of ['electron', 'web', 'cli']) {
      expect(judged('src-main/host/a.ts', `import { open } from '#${door}/a.ts';`)).toContain('never a door');
    }
  });

  test('only the Electron door says electron, only the web door says node:http and ws', () => {
    expect(judged('src-main/electron/a.ts', `import { app } from 'electron';`)).toBe('');
    expect(
      judged('src-main/web/a.ts', `import { createServer } from 'node:http';\nimport { WebSocketServer } from 'ws';`),
    ).toBe('');
    expect(judged('src-main/host/a.ts', `import type { WebContents } from 'electron';`)).toContain(
      'only src-main/electron',
    );
    expect(judged('src-main/host/a.ts', `import { createServer } from 'http';`)).toContain('only src-main/web');
    expect(judged('src-main/cli/a.ts', `import ws from 'ws';`)).toContain('only src-main/web');
  });
});

describe('the window', () => {
  test.each(PANELS)('the panel %s imports no other panel', (panel) => {
    for (const other of PANELS.filter((name) => name !== panel)) {
      expect(judged(`src-renderer/${panel}/a.ts`, `import { b } from '../${other}/b.ts';`)).toContain('meet in stores');
    }
  });

  test('it reads bytes and never runs a network', () => {
    expect(judged('src-renderer/packets/a.ts', `import { explain } from '#engine/wire/explain.ts';`)).toBe('');
    expect(judged('src-renderer/packets/a.ts', `import { World } from '#engine/sim/world.ts';`)).not.toBe('');
    expect(judged('src-renderer/main.ts', `import type { Host } from '#host/host.ts';`)).not.toBe('');
  });

  test('ui knows no store, and stores know no panel', () => {
    expect(judged('src-renderer/ui/a.ts', `import { useSession } from '../stores/session.ts';`)).toContain(
      'knows no store',
    );
    expect(judged('src-renderer/stores/a.ts', `import { View } from '../canvas/view.ts';`)).toContain('know no panel');
  });

  test('script blocks of components are read too, with the line in the file', () => {
    const text = `<script lang="ts">\nexport default {};\n</script>\n<script setup lang="ts">\nimport { b } from '../timeline/b.ts';\n</script>\n<template><p /></template>`;
    expect(importsOf('src-renderer/canvas/A.vue', text)).toEqual([
      { module: '../timeline/b.ts', typeOnly: false, line: 5 },
    ]);
    expect(judged('src-renderer/canvas/A.vue', text)).toMatch(/^src-renderer\/canvas\/A\.vue:5 imports/);
  });
});

test('a file outside every room is a fault', () => {
  expect(judged('src-main/helpers/a.ts', '')).toContain('no room');
  expect(judged('src-renderer/misc/a.ts', '')).toContain('no room');
});

test('a ring of files is told from end to end, and rings of types alone are allowed', () => {
  const ring = (word: string): Source[] =>
    ['a', 'b', 'c'].map((name, position) => ({
      path: `src-main/engine/wire/${name}.ts`,
      imports: importsOf('a.ts', `${word} { x } from './${['b', 'c', 'a'][position]}.ts';`),
    }));
  expect(cycles(ring('import'), aliases)).toEqual([
    expect.stringContaining(
      'wire/a.ts → src-main/engine/wire/b.ts → src-main/engine/wire/c.ts → src-main/engine/wire/a.ts',
    ),
  ]);
  expect(cycles(ring('import type'), aliases)).toEqual([]);
});

test('every room of the table gives the reason that is told to who trespasses', () => {
  for (const room of ROOMS) expect(room.because.length, room.folder).toBeGreaterThan(20);
});
