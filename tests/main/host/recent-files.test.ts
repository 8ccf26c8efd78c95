import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryPair } from '#contract/memory.ts';
import { connect } from '#contract/rpc.ts';
import type { Door } from '#host/door.ts';
import { createHost } from '#host/host.ts';
import { readProject } from '#host/project-files.ts';
import { RECENT_FILE, RecentFiles } from '#host/recent-files.ts';
import { folders } from '#support/folder.ts';
import { testDoor, testWorker } from '#support/test-door.ts';

const folder = folders();

async function file(name: string, text = '{}'): Promise<string> {
  const path = join(await folder(), name);
  await writeFile(path, text);
  return path;
}

describe('recent files', () => {
  it('are remembered newest first, each once, ten at most', async () => {
    const data = await folder();
    const recent = new RecentFiles(data);
    for (let number = 0; number < 12; number++) recent.remember(join(data, `${number}.hop`));
    recent.remember(join(data, '5.hop'));
    await recent.flush();
    const names = (await new RecentFiles(data).list()).map(({ name }) => name);
    expect(names).toEqual(['5', '11', '10', '9', '8', '7', '6', '4', '3', '2'].map((one) => `${one}.hop`));
  });

  it('say which of them is not there any more', async () => {
    const [there, gone] = [await file('there.hop'), await file('gone.hop')];
    const recent = new RecentFiles(await folder());
    recent.remember(there);
    recent.remember(gone);
    await rm(gone);
    expect(await recent.list()).toEqual([
      { path: gone, name: 'gone.hop', there: false },
      { path: there, name: 'there.hop', there: true },
    ]);
  });

  it('in a list that was tampered with are left out where they are no whole paths', async () => {
    const data = await folder();
    const good = join(data, 'good.hop');
    await writeFile(join(data, RECENT_FILE), JSON.stringify(['../up.hop', 7, good, `${data}/x/../y.hop`]));
    expect((await new RecentFiles(data).list()).map(({ path }) => path)).toEqual([good]);
  });

  it('are none where the list cannot be read', async () => {
    const data = await folder();
    await writeFile(join(data, RECENT_FILE), 'nonsense');
    expect(await new RecentFiles(data).list()).toEqual([]);
  });
});

describe('a window asks for recent files', () => {
  function begin(parts: Partial<Door>, project: Awaited<ReturnType<typeof readProject>> | null = null) {
    const host = createHost({ worker: testWorker().handle, door: testDoor(parts), project });
    const [near, far] = memoryPair();
    host.attach(far);
    return { host, window: connect(near) };
  }

  it('and opens one again, which may then be saved where it lies', async () => {
    const dataFolder = await folder();
    const path = await file('lab.hop', '{"a":1}');
    const dialogs = { open: () => Promise.resolve(path), save: () => Promise.resolve(null) };
    const first = begin({ dataFolder, dialogs });
    await first.window.call('files.open', {});
    await first.host.close();
    const { window, host } = begin({ dataFolder, dialogs });
    expect((await window.call('files.recent', {})).files).toEqual([{ path, name: 'lab.hop', there: true }]);
    expect(await window.call('files.reopen', { path })).toEqual({ path, name: 'lab.hop', text: '{"a":1}' });
    await window.call('files.save', { path, name: 'lab.hop', bytes: new Uint8Array([123, 125]) });
    expect((await readProject(path)).text).toBe('{}');
    await host.close();
  });

  it('but may name no other path', async () => {
    const { window, host } = begin({ dataFolder: await folder() });
    await expect(window.call('files.reopen', { path: await file('secret.txt') })).rejects.toMatchObject({
      name: 'file.not-chosen',
    });
    await host.close();
  });

  it('finds the project of the command line there, and forgets it on wish', async () => {
    const path = await file('named.hop');
    const { window, host } = begin({ dataFolder: await folder() }, await readProject(path));
    expect((await window.call('host.hello', {})).capabilities).toContain('recent-files');
    expect((await window.call('files.recent', {})).files).toHaveLength(1);
    await window.call('files.forget', { path });
    expect((await window.call('files.recent', {})).files).toEqual([]);
    await host.close();
  });

  it('learns that a file is gone when it is opened again', async () => {
    const path = await file('gone.hop');
    const { window, host } = begin({ dataFolder: await folder() }, await readProject(path));
    await window.call('host.hello', {});
    await rm(path);
    await expect(window.call('files.reopen', { path })).rejects.toMatchObject({ name: 'file.not-found' });
    await host.close();
  });
});
