import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CALLS } from '#contract/calls.ts';
import { memoryPair } from '#contract/memory.ts';
import { connect } from '#contract/rpc.ts';
import { createHost } from '#host/host.ts';
import type { Door } from '#host/door.ts';
import type { ProjectFile } from '#host/project-files.ts';
import { nowAt } from '#support/contract-handlers.ts';
import { folders } from '#support/folder.ts';
import { testDoor, testWorker } from '#support/test-door.ts';

const folder = folders();

function begin(
  parts: Partial<Door> = {},
  project: ProjectFile | null = null,
  process = 1,
  alive = (_process: number): boolean => false,
) {
  const worker = testWorker();
  const host = createHost({
    worker: worker.handle,
    door: testDoor(parts),
    project,
    recovery: { process, alive },
  });
  const window = () => {
    const [near, far] = memoryPair();
    host.attach(far);
    return connect(near);
  };
  return { worker, host, window };
}

describe('hello', () => {
  it('names the door and what it can do', async () => {
    const web = await begin().window().call('host.hello', {});
    expect(web).toEqual({
      product: 'Hopscope',
      version: '1.2.3',
      door: 'web',
      platform: 'test',
      capabilities: [],
      project: null,
    });
    const dialogs = { open: () => Promise.resolve(null), save: () => Promise.resolve(null) };
    const native = await begin({ name: 'electron', dialogs, showMenu: () => {} })
      .window()
      .call('host.hello', {});
    expect(native).toMatchObject({ door: 'electron', capabilities: ['native-dialogs', 'native-menu'] });
  });

  it('gives the project of the command line, until a drawing is kept', async () => {
    const { window } = begin({}, { path: '/a/b.hop', name: 'b.hop', text: '{}' });
    const first = window();
    expect((await first.call('host.hello', {})).project).toEqual({
      path: '/a/b.hop',
      name: 'b.hop',
      text: '{}',
      unsaved: false,
    });
    await first.call('window.unsaved', { unsaved: true });
    await first.call('host.keep', { name: 'b.hop', text: '{"more":1}', path: '/a/b.hop' });
    const reloaded = await window().call('host.hello', {});
    expect(reloaded.project).toEqual({ path: '/a/b.hop', name: 'b.hop', text: '{"more":1}', unsaved: true });
  });
});

describe('a drawing that was kept', () => {
  it('comes back after a crash, as unsaved', async () => {
    const dataFolder = await folder();
    const before = begin({ dataFolder }, null, 1);
    await before.window().call('host.keep', { name: 'a.hop', text: 'drawn' });
    await before.host.flush();
    const after = begin({ dataFolder }, null, 2);
    const hello = await after.window().call('host.hello', {});
    expect(hello.project).toEqual({ name: 'a.hop', text: 'drawn', unsaved: true, recovered: true });
  });

  it('comes with the next start though the host of a page that was closed still waits for another', async () => {
    const dataFolder = await folder();
    const alive = { recovery: { process: 1, alive: () => true } };
    const waits = createHost({ worker: testWorker().handle, door: testDoor({ dataFolder }), ...alive });
    const [near, far] = memoryPair();
    waits.attach(far);
    const page = connect(near);
    await page.call('host.keep', { name: 'a.hop', text: 'drawn', unsaved: true });
    page.close();
    await expect.poll(() => readdir(dataFolder)).toEqual(['kept-1.left.json']);
    const next = begin({ dataFolder }, null, 2, () => true);
    expect((await next.window().call('host.hello', {})).project).toMatchObject({ text: 'drawn', recovered: true });
    await waits.close();
    expect(await readdir(dataFolder)).toEqual(['kept-2.json']);
  });

  it('stays where it is when the person names a project, and comes back at the next start', async () => {
    const dataFolder = await folder();
    const before = begin({ dataFolder }, null, 1);
    await before.window().call('host.keep', { name: 'a.hop', text: 'drawn' });
    await before.host.flush();
    const named = begin({ dataFolder }, { path: '/x.hop', name: 'x.hop', text: '{}' }, 2);
    expect((await named.window().call('host.hello', {})).project?.name).toBe('x.hop');
    await named.host.close();
    const next = begin({ dataFolder }, null, 3);
    expect((await next.window().call('host.hello', {})).project?.text).toBe('drawn');
  });

  it('is gone after an end with everything saved, and stays after one without', async () => {
    const dataFolder = await folder();
    const saved = begin({ dataFolder }, null, 1);
    const window = saved.window();
    await window.call('host.keep', { name: 'a.hop', text: 'drawn' });
    await window.call('window.unsaved', { unsaved: false });
    await saved.host.close();
    expect(await readdir(dataFolder)).toEqual([]);

    const unsaved = begin({ dataFolder }, null, 2);
    const other = unsaved.window();
    await other.call('window.unsaved', { unsaved: true });
    await other.call('host.keep', { name: 'a.hop', text: 'drawn' });
    await unsaved.host.close();
    expect(await readdir(dataFolder)).toEqual(['kept-2.json']);
  });

  it('is not written to disk while a file holds all of it, and is there for the next window all the same', async () => {
    const dataFolder = await folder();
    const { host, window } = begin({ dataFolder });
    await window().call('host.keep', { name: 'a.hop', text: 'drawn', path: '/a.hop', unsaved: false });
    await host.flush();
    expect(await readdir(dataFolder)).toEqual([]);
    const { project } = await window().call('host.hello', {});
    expect(project).toEqual({ name: 'a.hop', text: 'drawn', path: '/a.hop', unsaved: false });
    await window().call('host.keep', { name: 'a.hop', text: 'drawn on', path: '/a.hop', unsaved: true });
    await host.flush();
    expect(await readdir(dataFolder)).toEqual(['kept-1.json']);
  });

  it('is said to outlive the host when a file holds it or a disk takes it', async () => {
    const keep = (parts: Partial<Door>, unsaved: boolean, host = begin(parts)) =>
      host.window().call('host.keep', { name: 'a.hop', text: 'drawn', unsaved });
    const dataFolder = await folder();
    expect(await keep({ dataFolder }, true)).toEqual({ lasting: true });
    expect(await keep({}, true)).toEqual({ lasting: false });
    expect(await keep({}, false)).toEqual({ lasting: true });
    await writeFile(join(dataFolder, 'file'), 'in the way');
    const full = begin({ dataFolder: join(dataFolder, 'file') });
    await keep({}, true, full);
    await full.host.flush();
    expect(await keep({}, true, full)).toEqual({ lasting: false });
  });

  it('is forgotten when the person throws it away', async () => {
    const dataFolder = await folder();
    const { host, window } = begin({ dataFolder });
    await window().call('window.unsaved', { unsaved: true });
    await window().call('host.keep', { name: 'a.hop', text: 'drawn' });
    await host.forget();
    await host.close();
    expect(await readdir(dataFolder)).toEqual([]);
    expect((await window().call('host.hello', {})).project).toBeNull();
  });
});

describe('the simulation thread behind the host', () => {
  it('is asked for everything about the network, and for nothing else', () => {
    const { host, worker } = begin({ dialogs: { open: async () => null, save: async () => null }, showMenu: () => {} });
    const rooms = new Set<string>();
    const known = Object.keys(CALLS).filter((name) => !/^(lab|twin|bridge|journal)\./.test(name));
    for (const name of known) {
      const handler = (host.handlers as Record<string, ((parameters: unknown) => unknown) | undefined>)[name];
      expect(handler, name).toBeTypeOf('function');
      if (/^(host|files|window|gateways|tunnels|preferences)\.|^simulation\.reopen$/.test(name)) continue;
      void handler!({ of: name });
      expect(worker.asked.at(-1)).toEqual([name, { of: name }]);
      rooms.add(name.split('.')[0]!);
    }
    expect([...rooms]).toEqual(expect.arrayContaining(['simulation', 'time', 'branches', 'trace', 'devices']));
  });

  it('has no kernel lab beside it where no program of one was named', () => {
    const { host } = begin();
    expect(Object.keys(host.handlers).filter((name) => name.startsWith('lab.'))).toEqual([]);
  });

  it('is heard by every window until it goes', async () => {
    const { worker, window } = begin();
    const [one, other] = [window(), window()];
    const heard: string[] = [];
    one.on('now', (now) => heard.push(`one ${now.time}`));
    other.on('now', (now) => heard.push(`other ${now.time}`));
    other.on('worker.lost', (problem) => heard.push(`lost: ${problem.parameters.message}`));
    worker.announce('now', nowAt(1));
    await other.call('host.keep', { name: '', text: '' });
    one.close();
    await other.call('host.keep', { name: '', text: '' });
    worker.announce('now', nowAt(2));
    worker.die('of old age');
    await other.call('host.keep', { name: '', text: '' });
    expect(heard).toEqual(['one 1', 'other 1', 'other 2', 'lost: of old age']);
  });

  it('ends with the host', async () => {
    const { host, worker } = begin();
    await host.close();
    expect(worker.closed).toBe(true);
  });
});

describe('files', () => {
  it('named from outside are offered to every window, which may then save them there', async () => {
    const path = join(await folder(), 'a.hop');
    await writeFile(path, 'one');
    const dialogs = { open: () => Promise.resolve(null), save: () => Promise.resolve(null) };
    const { host, window } = begin({ dialogs });
    const one = window();
    await one.call('host.hello', {});
    const offered = new Promise((resolve) => one.on('file.chosen', resolve));
    await host.openFile(path);
    expect(await offered).toEqual({ path, name: 'a.hop', text: 'one' });
    await one.call('files.save', { path, name: 'a.hop', bytes: new TextEncoder().encode('two') });
    expect(await readFile(path, 'utf8')).toBe('two');
    await expect(host.openFile(`${path}.gone`)).rejects.toMatchObject({ name: 'file.not-found' });
  });

  it('are not served without dialogs', async () => {
    const window = begin().window();
    await expect(window.call('files.open', {})).rejects.toMatchObject({ name: 'contract.not-served' });
    const save = window.call('files.save', { path: null, name: 'x', bytes: new Uint8Array() });
    await expect(save).rejects.toMatchObject({ name: 'contract.not-served' });
  });

  it('are opened and saved where the person points, and saved there again without asking', async () => {
    const place = await folder();
    const path = join(place, 'a.hop');
    const asked: string[] = [];
    const dialogs = {
      open: () => Promise.resolve(path),
      save: (name: string) => {
        asked.push(name);
        return Promise.resolve(join(place, name));
      },
    };
    const window = begin({ dialogs }).window();
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(await window.call('files.save', { path: null, name: 'a.hop', bytes: bytes('one') })).toEqual({
      path,
      name: 'a.hop',
    });
    await window.call('files.save', { path, name: 'a.hop', bytes: bytes('two') });
    expect(asked).toEqual(['a.hop']);
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await window.call('files.open', {})).toEqual({ path, name: 'a.hop', text: 'two' });
  });

  it('are not written where nobody pointed', async () => {
    const path = join(await folder(), 'secret');
    await writeFile(path, 'untouched');
    const dialogs = { open: () => Promise.resolve(null), save: () => Promise.resolve(null) };
    const window = begin({ dialogs }).window();
    const save = window.call('files.save', { path, name: 'secret', bytes: new Uint8Array(3) });
    await expect(save).rejects.toMatchObject({ name: 'file.not-chosen' });
    expect(await readFile(path, 'utf8')).toBe('untouched');
  });

  it('may be written where the project of the command line was read', async () => {
    const path = join(await folder(), 'a.hop');
    const dialogs = { open: () => Promise.resolve(null), save: () => Promise.resolve(null) };
    const window = begin({ dialogs }, { path, name: 'a.hop', text: '' }).window();
    await window.call('files.save', { path, name: 'a.hop', bytes: new Uint8Array([65]) });
    expect(await readFile(path, 'utf8')).toBe('A');
  });

  it('stay as they are when the person changes their mind', async () => {
    const dialogs = { open: () => Promise.resolve(null), save: () => Promise.resolve(null) };
    const window = begin({ dialogs }).window();
    expect(await window.call('files.open', {})).toBeNull();
    expect(await window.call('files.save', { path: null, name: 'x', bytes: new Uint8Array() })).toBeNull();
  });
});

describe('what the window tells', () => {
  it('reaches the door: its menu, and whether anything is unsaved', async () => {
    const told: unknown[] = [];
    const window = begin({
      showMenu: (sections) => told.push(sections),
      unsaved: (unsaved) => told.push(unsaved),
    }).window();
    const sections = [
      { title: '파일', items: [{ command: 'file.save', title: '저장', shortcut: 'Mod+S', enabled: true }] },
    ];
    await window.call('window.menu', { sections });
    await window.call('window.unsaved', { unsaved: true });
    expect(told).toEqual([sections, true]);
  });
});
