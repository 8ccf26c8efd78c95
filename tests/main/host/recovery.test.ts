import { readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Recovery } from '#host/recovery.ts';
import { folders } from '#support/folder.ts';

const folder = folders();
const drawing = (text: string) => ({ name: 'a.hop', text });

describe('the drawing kept on disk', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('is written half a second after the last change, once', async () => {
    const place = join(await folder(), 'made', 'when needed');
    const recovery = new Recovery(place, { process: 1 });
    recovery.keep(drawing('one'));
    vi.advanceTimersByTime(499);
    recovery.keep(drawing('two'));
    vi.advanceTimersByTime(499);
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(1);
    expect(vi.getTimerCount()).toBe(0);
    await recovery.flush();
    expect(JSON.parse(await readFile(join(place, 'kept-1.json'), 'utf8'))).toEqual(drawing('two'));
  });

  it('is written every three seconds while changes go on', async () => {
    const place = await folder();
    const recovery = new Recovery(place, { process: 1, alive: () => false });
    for (let time = 0; time < 3000; time += 100) {
      recovery.keep(drawing(String(time)));
      vi.advanceTimersByTime(100);
    }
    const written = new Recovery(place, { process: 2, alive: () => false });
    await vi.waitFor(async () => expect(await readdir(place)).toEqual(['kept-1.json']));
    expect(await written.take()).toEqual(drawing('2900'));
  });

  it('is taken over from a run that is gone, the newest first, and never from one that runs', async () => {
    const place = await folder();
    for (const [process, changed] of [
      [11, 100],
      [12, 300],
      [13, 200],
      [14, 400],
    ] as const) {
      await writeFile(join(place, `kept-${process}.json`), JSON.stringify(drawing(`of ${process}`)));
      await utimes(join(place, `kept-${process}.json`), changed, changed);
    }
    const recovery = new Recovery(place, { process: 99, alive: (process) => process === 14 });
    expect(await recovery.take()).toEqual(drawing('of 12'));
    expect((await readdir(place)).sort()).toEqual(['kept-11.json', 'kept-13.json', 'kept-14.json', 'kept-99.json']);
  });

  it('is taken over from a run that waits while nobody looks, and is that run’s again when somebody does', async () => {
    const place = await folder();
    const waits = new Recovery(place, { process: 11, alive: () => true });
    const next = new Recovery(place, { process: 12, alive: () => true });
    waits.keep(drawing('one'));
    await waits.release();
    await waits.reclaim();
    expect(await next.take()).toBeNull();
    await waits.release();
    expect(await next.take()).toEqual(drawing('one'));
    // It is another's now: neither coming back nor ending brings a second one.
    await waits.reclaim();
    await waits.flush();
    expect(await readdir(place)).toEqual(['kept-12.json']);
    waits.keep(drawing('two'));
    await waits.release();
    await waits.forget();
    expect(await readdir(place)).toEqual(['kept-12.json']);
  });

  it('is not there when nothing was kept, and not when what is there is nonsense', async () => {
    const place = await folder();
    const recovery = new Recovery(place, { process: 1, alive: () => false });
    expect(await recovery.take()).toBeNull();
    await writeFile(join(place, 'kept-5.json'), '{"name":');
    await writeFile(join(place, 'kept-6.json'), '{"name":1,"text":2}');
    await writeFile(join(place, 'other.json'), JSON.stringify(drawing('not ours')));
    expect(await recovery.take()).toBeNull();
  });

  it('is not left half written by runs that were killed; what a living one writes is left alone', async () => {
    const place = await folder();
    const half = (process: number): string => `kept-${process}.json.0123456789ab.new`;
    const others = [half(14), 'kept-11.json', 'notes.hop.0123456789ab.new', 'kept-11.json.new'];
    for (const name of [half(11), half(99), ...others]) await writeFile(join(place, name), '{"na');
    const recovery = new Recovery(place, { process: 99, alive: (process) => process === 14 || process === 99 });
    recovery.keep(drawing('one'));
    const written = recovery.flush();
    await Promise.all([written, recovery.clean()]);
    expect((await readdir(place)).sort()).toEqual([...others, 'kept-99.json'].sort());
  });

  it('is not looked after where there is no folder yet', async () => {
    const place = join(await folder(), 'not made');
    const logged: string[] = [];
    await new Recovery(place, { process: 1, log: (what) => logged.push(what) }).clean();
    expect(logged).toEqual([]);
  });

  it('is removed when it is not wanted, with what waited to be written', async () => {
    const place = await folder();
    const recovery = new Recovery(place, { process: 1 });
    recovery.keep(drawing('one'));
    await recovery.flush();
    recovery.keep(drawing('two'));
    await recovery.forget();
    vi.advanceTimersByTime(10_000);
    await recovery.flush();
    expect(await readdir(place)).toEqual([]);
  });

  it('is only logged when the disk refuses it', async () => {
    const place = join(await folder(), 'file');
    await writeFile(place, 'in the way');
    const logged: string[] = [];
    const recovery = new Recovery(place, { process: 1, log: (what) => logged.push(what) });
    recovery.keep(drawing('one'));
    await recovery.flush();
    expect(logged).toEqual(['the drawing could not be kept on disk']);
  });
});
