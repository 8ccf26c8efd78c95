import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryPair } from '#contract/memory.ts';
import { LONGEST_PREFERENCE, MOST_PREFERENCES } from '#contract/preferences.ts';
import { connect } from '#contract/rpc.ts';
import { createHost } from '#host/host.ts';
import { PREFERENCES_FILE, Preferences } from '#host/preferences.ts';
import { folders } from '#support/folder.ts';
import { testDoor, testWorker } from '#support/test-door.ts';

const folder = folders();

describe('preferences', () => {
  it('are there again at the next start, one put at a time', async () => {
    const data = await folder();
    const first = new Preferences(data);
    await Promise.all([
      first.write({ 'interface.theme': 'dark', old: 1 }),
      first.write({ 'panel.left': 240 }, ['old']),
    ]);
    expect(await new Preferences(data).read()).toEqual({ 'interface.theme': 'dark', 'panel.left': 240 });
  });

  it('begin empty, and make the folder when there is something to keep', async () => {
    const data = join(await folder(), 'not', 'there');
    const preferences = new Preferences(data);
    expect(await preferences.read()).toEqual({});
    await preferences.write({ a: true });
    expect(await readdir(data)).toEqual([PREFERENCES_FILE]);
  });

  it('are written so that a person can read and change them', async () => {
    const data = await folder();
    await new Preferences(data).write({ b: [1, { c: null }], a: '글' });
    expect(JSON.parse(await readFile(join(data, PREFERENCES_FILE), 'utf8'))).toEqual({
      format: 'hopscope-preferences',
      version: 1,
      values: { a: '글', b: [1, { c: null }] },
    });
  });

  it.each([
    ['no JSON', '{"format":'],
    ['another file', '{"values":{"a":1}}'],
    ['of a later version', '{"format":"hopscope-preferences","version":2,"values":{"a":1}}'],
    ['too deep', '['.repeat(100_000)],
  ])('in a file that is %s are none, and the file is put aside', async (_what, text) => {
    const data = await folder();
    await writeFile(join(data, PREFERENCES_FILE), text);
    const told: string[] = [];
    const preferences = new Preferences(data, (what) => told.push(what));
    expect(await preferences.read()).toEqual({});
    expect(told).toHaveLength(1);
    await preferences.write({ a: 2 });
    expect(await new Preferences(data).read()).toEqual({ a: 2 });
    expect(await readFile(join(data, `${PREFERENCES_FILE}.unreadable`), 'utf8')).toBe(text);
  });

  it('that make no sense are left out of a file', async () => {
    const data = await folder();
    const values = { good: 1, 'Bad Name': 2, long: 'x'.repeat(LONGEST_PREFERENCE), 'so.is.this': [true] };
    await writeFile(
      join(data, PREFERENCES_FILE),
      JSON.stringify({ format: 'hopscope-preferences', version: 1, values }),
    );
    expect(await new Preferences(data).read()).toEqual({ good: 1, 'so.is.this': [true] });
  });

  it('are refused beyond their number, and those there were stay', async () => {
    const preferences = new Preferences(await folder());
    const many = Object.fromEntries(Array.from({ length: MOST_PREFERENCES }, (_, index) => [`a.n${index}`, index]));
    await preferences.write(many);
    await expect(preferences.write({ more: 1 })).rejects.toMatchObject({ name: 'preferences.too-many' });
    expect(Object.keys(await preferences.read())).toHaveLength(MOST_PREFERENCES);
  });

  it('last as long as the run where the disk cannot be written, and that is told once', async () => {
    const data = await folder();
    const told: string[] = [];
    // A file stands where the folder would be.
    await writeFile(join(data, 'file'), '');
    const preferences = new Preferences(join(data, 'file'), (what) => told.push(what));
    await preferences.write({ a: 1 });
    await preferences.write({ a: 2 });
    expect(await preferences.read()).toEqual({ a: 2 });
    expect(told.filter((what) => what.includes('kept'))).toHaveLength(1);
  });

  it('are no other account’s to read', async () => {
    const data = await folder();
    await mkdir(data, { recursive: true });
    await chmod(data, 0o755);
    await new Preferences(data).write({ a: 1 });
    const { mode } = await (await import('node:fs/promises')).stat(join(data, PREFERENCES_FILE));
    if (process.platform !== 'win32') expect(mode & 0o077).toBe(0);
    else expect(mode).toBeGreaterThan(0);
  });
});

describe('a window asks for preferences', () => {
  function window(dataFolder: string | null) {
    const host = createHost({ worker: testWorker().handle, door: testDoor({ dataFolder }) });
    const [near, far] = memoryPair();
    host.attach(far);
    return connect(near);
  }

  it('and finds what an earlier run was told', async () => {
    const data = await folder();
    await window(data).call('preferences.write', { put: { 'interface.size': 120 }, remove: [] });
    expect(await window(data).call('preferences.read', {})).toEqual({ values: { 'interface.size': 120 }, kept: true });
  });

  it('and is told where nothing is kept', async () => {
    expect(await window(null).call('preferences.read', {})).toEqual({ values: {}, kept: false });
  });

  it('but may not put what is no preference', async () => {
    const asked = window(null).call('preferences.write', { put: { 'Not a name': 1 }, remove: [] });
    await expect(asked).rejects.toMatchObject({ name: 'contract.bad-shape' });
  });
});
