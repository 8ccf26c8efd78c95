import { describe, expect, it } from 'vitest';
import type { Now } from '#contract/shapes.ts';
import { decode, encode } from '#contract/encoding.ts';
import type { Socket } from '#contract/socket.ts';
import { WAITS, reconnecting } from '#renderer/host/reconnecting.ts';
import type { ConnectionState } from '#renderer/host/connection.ts';

const NOW: Now = {
  time: 5,
  step: 0,
  cursor: 0,
  facts: 0,
  horizon: 5,
  playing: false,
  pace: { kind: 'hop', wall: 600 },
  stopped: null,
  awaited: null,
  flights: 0,
  version: 0,
  branch: 'b1',
  branches: 1,
};

/** A WebSocket of which the test is the other end. */
class ScriptedSocket implements Socket {
  binaryType = '';
  readyState = 0;
  readonly posted: unknown[] = [];
  #listeners: { type: string; heard: (event: never) => void }[] = [];

  addEventListener(type: string, heard: (event: never) => void): void {
    this.#listeners.push({ type, heard });
  }
  send(data: Uint8Array): void {
    const decoded = decode(data);
    this.posted.push('message' in decoded ? decoded.message : decoded);
  }
  close(code = 1005): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#tell('close', { code });
  }
  open(): void {
    this.readyState = 1;
    this.#tell('open', {});
  }
  say(message: unknown): void {
    this.#tell('message', { data: encode(message).buffer });
  }
  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.filter((one) => one.type === type)) listener.heard(event as never);
  }
}

function begin() {
  const sockets: ScriptedSocket[] = [];
  const waits: number[] = [];
  let due = (): void => {};
  const connecting = reconnecting({
    socket: () => {
      const socket = new ScriptedSocket();
      sockets.push(socket);
      return socket;
    },
    later: (run, wait) => {
      waits.push(wait);
      due = run;
    },
  });
  return { connecting, sockets, waits, last: () => sockets.at(-1)!, pass: () => due() };
}

async function opened() {
  const begun = begin();
  begun.last().open();
  const host = await begun.connecting;
  const states: ConnectionState[] = [];
  host.onState((state) => states.push(state));
  return { ...begun, host, states };
}

describe('a host behind a WebSocket', () => {
  it('is there when the socket is open, and answers', async () => {
    const { host, last } = await opened();
    const answer = host.call('time.seek', { time: 5 });
    expect(last().posted).toEqual([{ call: 1, name: 'time.seek', parameters: { time: 5 } }]);
    last().say({ reply: 1, result: NOW });
    expect(await answer).toEqual(NOW);
    expect(host.state).toBe('open');
  });

  it('is refused when the first socket does not open', async () => {
    const { connecting, last } = begin();
    last().close(1006);
    await expect(connecting).rejects.toMatchObject({ name: 'connection.refused' });
  });

  it('rejects what waits when the way is lost, and what is asked until it is found again', async () => {
    const { host, last, states, pass } = await opened();
    const waiting = host.call('time.pause', {});
    last().close(1006);
    await expect(waiting).rejects.toMatchObject({ name: 'connection.lost' });
    await expect(host.call('time.pause', {})).rejects.toMatchObject({ name: 'connection.lost' });
    pass();
    last().open();
    const answer = host.call('time.pause', {});
    last().say({ reply: 1, result: NOW });
    expect(await answer).toEqual(NOW);
    expect(states).toEqual(['lost', 'open']);
  });

  it('tries again after longer and longer waits, and from the start after a success', async () => {
    const { last, waits, pass } = await opened();
    last().close(1006);
    for (let attempt = 0; attempt < 6; attempt++) {
      pass();
      last().close(1006);
    }
    expect(waits).toEqual([...WAITS, 5000, 5000]);
    pass();
    last().open();
    last().close(1006);
    expect(waits.at(-1)).toBe(WAITS[0]);
  });

  it('keeps its listeners over a loss, and forgets those that stopped', async () => {
    const { host, last, pass } = await opened();
    const heard: string[] = [];
    host.on('now', (now) => heard.push(`kept ${now.time}`));
    const stop = host.on('now', () => heard.push('stopped'));
    stop();
    last().say({ announce: 'now', payload: NOW });
    last().close(1006);
    pass();
    last().open();
    last().say({ announce: 'now', payload: { ...NOW, time: 6 } });
    expect(heard).toEqual(['kept 5', 'kept 6']);
  });

  it('does not take its place back from another window', async () => {
    const { host, last, states, sockets, waits } = await opened();
    last().close(4001);
    expect(states).toEqual(['taken']);
    expect([sockets.length, waits.length]).toEqual([1, 0]);
    await expect(host.call('time.pause', {})).rejects.toMatchObject({ name: 'connection.taken' });
  });

  it('ends when it is closed, and is not opened again', async () => {
    const { host, last, states, waits } = await opened();
    host.close();
    expect(last().readyState).toBe(3);
    expect(states).toEqual(['ended']);
    expect(waits).toEqual([]);
  });

  it('is not opened again when it is closed between two attempts', async () => {
    const { host, last, sockets, pass } = await opened();
    last().close(1006);
    host.close();
    pass();
    expect(sockets).toHaveLength(1);
  });
});
