import { describe, expect, it } from 'vitest';
import type { Channel } from '#contract/channel.ts';
import { memoryPair } from '#contract/memory.ts';
import { connect, serve } from '#contract/rpc.ts';
import { nowAt, suiteHandlers } from '#support/contract-handlers.ts';

/** A serving end with its channel bare: posts, and hears what comes back. */
function bare(log?: (what: string, error: unknown) => void) {
  const [near, far] = memoryPair();
  const heard: unknown[] = [];
  near.onMessage((message) => heard.push(message));
  const served = serve(
    far,
    suiteHandlers(() => {}),
    { log },
  );
  /** Replies once everything posted so far has been answered. */
  async function replies(): Promise<unknown[]> {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    return heard.splice(0);
  }
  return { near, served, replies };
}

describe('the serving end', () => {
  it('answers a call that is too large for it, too deep, or in circles, with the reason', async () => {
    let sent: (message: unknown) => void = () => {};
    const replies: unknown[] = [];
    const channel: Channel = {
      post: (message) => replies.push(message),
      onMessage: (heard) => (sent = heard),
      onClose: () => {},
      close: () => {},
    };
    serve(
      channel,
      suiteHandlers(() => {}),
    );
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    sent({
      call: 1,
      name: 'files.save',
      parameters: { path: null, name: '', bytes: new Uint8Array(64 * 1024 * 1024 + 1) },
    });
    sent({ call: 2, name: 'time.seek', parameters: { time: circle } });
    sent({ call: 3, name: 'time.seek', parameters: { time: new Array(4_294_967_295) } });
    sent({ call: 4, name: 'time.seek', parameters: { time: 'x'.repeat(65 * 1024 * 1024) } });
    expect(replies).toEqual([
      { reply: 1, problem: { name: 'contract.too-large', parameters: { limit: 67_108_864 } } },
      { reply: 2, problem: { name: 'contract.too-deep', parameters: { limit: 64 } } },
      { reply: 3, problem: { name: 'contract.too-large', parameters: { limit: 4_000_000 } } },
      { reply: 4, problem: { name: 'contract.too-large', parameters: { limit: 67_108_864 } } },
    ]);
  });

  it('does not answer the number of a call that still waits, which a second reply would end', async () => {
    const { near, replies } = bare();
    near.post({ call: 1, name: 'window.unsaved', parameters: { unsaved: true } });
    near.post({ call: 1, name: 'time.seek', parameters: { time: 1 } });
    near.post({ call: 2, name: 'time.seek', parameters: { time: 2 } });
    expect(await replies()).toEqual([{ reply: 2, result: nowAt(2) }]);
  });

  it('logs the exception it does not tell', async () => {
    const logged: unknown[] = [];
    const { near, replies } = bare((what, error) => logged.push(what, String(error)));
    near.post({ call: 1, name: 'devices.view', parameters: { device: 'd' } });
    expect(await replies()).toEqual([
      { reply: 1, problem: { name: 'internal', parameters: { call: 'devices.view' } } },
    ]);
    expect(logged).toEqual(['devices.view failed', 'Error: a bug of ours with a secret in it']);
  });

  it('refuses a result that is too large to be carried', async () => {
    const [near, far] = memoryPair();
    serve(far, { 'notes.capture': () => ({ bytes: new Uint8Array(64 * 1024 * 1024 + 1) }) });
    const refused = connect(near).call('notes.capture', { cable: null });
    await expect(refused).rejects.toMatchObject({ name: 'contract.too-large' });
  });

  it('answers `internal` for a result that cannot be carried', async () => {
    const [near, far] = memoryPair();
    serve(far, { 'host.keep': () => ({ run: () => {} }) as never });
    await expect(connect(near).call('host.keep', { name: '', text: '' })).rejects.toMatchObject({ name: 'internal' });
  });
});

describe('the calling end', () => {
  it('ignores replies nobody waits for and announcements nobody knows', async () => {
    const [near, far] = memoryPair();
    const client = connect(near);
    far.post({ reply: 5, result: {} });
    far.post({ announce: 'constructor', payload: {} });
    far.post({ announce: 'nothing.known', payload: {} });
    far.post(null);
    serve(
      far,
      suiteHandlers(() => {}),
    );
    expect((await client.call('time.seek', { time: 1 })).time).toBe(1);
  });

  it('rejects a problem of a wrong shape as one', async () => {
    const [near, far] = memoryPair();
    const client = connect(near);
    far.onMessage(() => far.post({ reply: 1, problem: { name: 3 } }));
    await expect(client.call('time.pause', {})).rejects.toMatchObject({ name: 'contract.bad-shape' });
  });

  it('hands results on unopened if asked to', async () => {
    const [near, far] = memoryPair();
    serve(
      far,
      suiteHandlers(() => {}),
    );
    const client = connect(near, { passOn: true });
    expect(await client.call('conversations.list', {})).toEqual({ conversations: [{ id: 7 }] });
  });

  it('posts parameters without the wrappers of the interface', async () => {
    const [near, far] = memoryPair();
    const posted = new Promise((resolve) => far.onMessage(resolve));
    const wrapped = new Proxy({ time: 4 }, {});
    void connect(near)
      .call('time.seek', wrapped)
      .catch(() => {});
    expect(structuredClone(await posted)).toEqual({ call: 1, name: 'time.seek', parameters: { time: 4 } });
  });

  it('rejects what waits with the problem it was given for the end', async () => {
    const [near, far] = memoryPair();
    serve(
      far,
      suiteHandlers(() => {}),
    );
    let told = 0;
    const whenClosed = { name: 'worker.lost', parameters: { message: 'gone' } };
    const client = connect(near, { whenClosed, closed: () => (told += 1) });
    const waiting = client.call('window.unsaved', { unsaved: true });
    far.close();
    await expect(waiting).rejects.toMatchObject(whenClosed);
    expect(told).toBe(1);
  });
});
