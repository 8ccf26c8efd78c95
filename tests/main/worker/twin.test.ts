import { describe, expect, it } from 'vitest';
import type { Actor, LabCall, LabOutcome } from '#contract/kernel-lab.ts';
import { twinHandlers } from '#worker/twin.ts';

const SECOND = 1e9;
const DAY = 86_400 * SECOND;

describe('the twin of the kernel lab', () => {
  it('shows no bytes in the queues of a listening socket, as the tables of the systems do', async () => {
    const twin = twinHandlers();
    await twin['twin.open']({ platform: 'linux' });
    const call: LabCall = { call: 'listen', socket: 'listener', port: 5000, backlog: 8 };
    await twin['twin.call']({ actor: 'server', call, time: SECOND });
    const { sockets } = await twin['twin.look']({ time: 2 * SECOND, ports: [5000] });
    expect(sockets).toMatchObject([{ state: 'LISTEN', receiveQueue: 0, sendQueue: 0 }]);
  });

  it('lets a program wait a day for room, and goes on with what it was sending', async () => {
    const twin = twinHandlers();
    let time = 0;
    const call = async (actor: Actor, made: LabCall): Promise<LabOutcome> =>
      twin['twin.call']({ actor, call: made, time: (time += SECOND) });
    await twin['twin.open']({ platform: 'linux' });
    await call('server', { call: 'listen', socket: 'listener', port: 5000, backlog: 8 });
    await call('client', { call: 'connect', socket: 'client', port: 5000, from: 0 });
    await call('server', { call: 'accept', socket: 'listener', as: 'peer' });
    const length = 4_000_000;
    const sent = await call('client', { call: 'send', socket: 'client', length, text: null });
    expect(sent.error).toBe('EAGAIN');
    // Every try is an input of the history: one a millisecond would be 86 million of them.
    const { sockets } = await twin['twin.look']({ time: (time += DAY), ports: [5000] });
    expect(sockets.find(({ end, state }) => end === 'client' && state === 'ESTABLISHED')).toMatchObject({
      timer: 'persist',
    });
    let received = 0;
    for (let reads = 0; reads < 20 && received < length; reads++) {
      received += (await call('server', { call: 'recv', socket: 'peer', length })).value ?? 0;
    }
    expect(received).toBe(length);
  });
});
