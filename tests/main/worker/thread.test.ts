import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { overPort } from '#contract/port.ts';
import { connect } from '#contract/rpc.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';

const THREAD = new URL('../../../src-main/worker/thread.ts', import.meta.url);

describe('the simulation thread', () => {
  let worker: Worker | undefined;
  afterEach(() => worker?.terminate());

  /** The thread, with its contract. */
  function started() {
    worker = new Worker(THREAD);
    const port = {
      postMessage: (message: unknown) => worker!.postMessage(message),
      on: (event: 'message' | 'close', heard: (message: never) => void) =>
        worker!.on(event === 'close' ? 'exit' : event, heard as () => void),
      close: () => void worker!.terminate(),
    };
    return connect(overPort(port));
  }

  it('plays a program by the real clock and announces where it stands', async () => {
    const host = started();
    const ended = new Promise((resolve) => {
      host.on('now', (now) => {
        if (now.stopped !== null) resolve(now.stopped);
      });
    });
    await host.call('simulation.open', { text: writeDocument(starterDocument()) });
    await host.call('time.play', { pace: { kind: 'hop', wall: 1 }, until: { kind: 'program-ends', program: 'ping' } });
    expect(await ended).toBe('program-ended');
    const { total } = await host.call('trace.rows', { from: 1, count: 1, kinds: ['icmp.echo.answered'] });
    expect(total).toBe(2);
  });

  it('answers with the problem of a call it refuses', async () => {
    const host = started();
    await expect(host.call('time.pause', {})).rejects.toMatchObject({ name: 'simulation.none', parameters: {} });
  });
});
