// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectHost } from '#renderer/host/connect.ts';
import type { PreloadBridge } from '#renderer/host/preload.ts';

afterEach(() => {
  delete window.hopscope;
  vi.unstubAllGlobals();
});

describe('the door of this window', () => {
  it('is the preload where there is one', async () => {
    const posted: unknown[] = [];
    let tell = (_message: unknown): void => {};
    let end = (): void => {};
    const bridge: PreloadBridge = {
      post: (message) => posted.push(message),
      onMessage: (heard) => (tell = heard),
      onClose: (closed) => (end = closed),
    };
    window.hopscope = bridge;
    const host = await connectHost();
    const answer = host.call('host.keep', { name: 'a', text: 'b' });
    expect(posted).toEqual([{ call: 1, name: 'host.keep', parameters: { name: 'a', text: 'b' } }]);
    tell({ reply: 1, result: {} });
    expect(await answer).toEqual({});

    const states: string[] = [];
    host.onState((state) => states.push(state));
    const waiting = host.call('time.pause', {});
    end();
    await expect(waiting).rejects.toMatchObject({ name: 'connection.lost' });
    expect([host.state, ...states]).toEqual(['lost', 'lost']);
  });

  it('is a WebSocket to where the page came from where there is none', async () => {
    const addresses: string[] = [];
    vi.stubGlobal(
      'WebSocket',
      class {
        readyState = 1;
        constructor(address: string) {
          addresses.push(address);
        }
        addEventListener(type: string, heard: () => void): void {
          if (type === 'open') queueMicrotask(heard);
        }
      },
    );
    const host = await connectHost();
    expect(addresses).toEqual([`ws://${window.location.host}/channel`]);
    expect(host.state).toBe('open');
  });
});
