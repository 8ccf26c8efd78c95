import { afterEach, describe, expect, it } from 'vitest';
import type { Problem } from '#contract/shapes.ts';
import { startWorker } from '#host/worker-handle.ts';
import type { WorkerHandle } from '#host/worker-handle.ts';

const THREAD = new URL('../../support/contract-worker.ts', import.meta.url);
const DEAD = new URL('../../support/dead-worker.ts', import.meta.url);

describe('the handle of the simulation thread', () => {
  let handle: WorkerHandle;
  afterEach(() => handle.close());

  const death = () => new Promise<Problem>((resolve) => handle.onLost(resolve));

  it('calls the thread and hears it', async () => {
    handle = startWorker(THREAD);
    const heard: number[] = [];
    handle.on('now', (now) => heard.push(now.time));
    expect((await handle.call('time.pause', {})).time).toBe(78);
    expect(heard).toEqual([77]);
  });

  it('starts another thread when one dies, refuses what waited, and goes on hearing', async () => {
    const logged: string[] = [];
    handle = startWorker(THREAD, (what) => logged.push(what));
    const heard: number[] = [];
    handle.on('now', (now) => heard.push(now.time));
    const lost = death();
    const waiting = handle.call('window.unsaved', { unsaved: true });
    const refused = waiting.catch((problem: unknown) => problem);
    await handle.call('simulation.open', { text: 'die' });
    expect(await lost).toEqual({ name: 'worker.lost', parameters: { message: 'brought down by a test' } });
    expect(await refused).toMatchObject({ name: 'worker.lost', parameters: { message: 'brought down by a test' } });
    expect(logged).toEqual(['the simulation thread died']);
    expect((await handle.call('time.pause', {})).time).toBe(78);
    expect(heard).toEqual([77]);
  });

  it('gives up after three deaths in a row without an answer', async () => {
    const problems: string[] = [];
    handle = startWorker(DEAD);
    await new Promise<void>((resolve) => {
      handle.onLost((problem) => {
        problems.push(problem.name);
        if (problem.name === 'worker.broken') resolve();
      });
    });
    expect(problems).toEqual(['worker.lost', 'worker.lost', 'worker.broken']);
    const refused = handle.call('time.pause', {});
    await expect(refused).rejects.toMatchObject({ name: 'worker.broken', parameters: { message: 'dead on arrival' } });
  });

  it('does not take the end it was asked for as a death', async () => {
    handle = startWorker(THREAD);
    let deaths = 0;
    handle.onLost(() => (deaths += 1));
    const waiting = handle.call('window.unsaved', { unsaved: true });
    const refused = waiting.catch((problem: unknown) => problem);
    await handle.close();
    expect(await refused).toMatchObject({ name: 'worker.lost' });
    expect(deaths).toBe(0);
  });
});
