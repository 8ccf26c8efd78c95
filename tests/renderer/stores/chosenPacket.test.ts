// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useChosenPacket } from '#renderer/stores/chosenPacket.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
let known: ReturnType<typeof useChosenPacket>;
beforeEach(async () => {
  localStorage.clear();
  live = await liveWindow();
  known = useChosenPacket();
  await live.run('ping');
});

const asked = (): number => live.calls.filter((call) => call === 'trace.packet').length;
async function sent(): Promise<{ packet: number; frame: number; seq: number }> {
  const answer = await live.session.ask('trace.rows', { from: 1, count: 400, kinds: ['frame.sent'] });
  const row = answer!.rows.find(({ summary }) => summary?.protocol === 'icmp')!;
  return { packet: row.packet, frame: row.frame, seq: row.seq };
}

describe('what is known of the chosen packet', () => {
  it('is asked for with one question as soon as it is chosen, and comes with it', async () => {
    const { packet, frame, seq } = await sent();
    expect(asked()).toBe(0);
    live.selection.choosePacket(packet, frame, seq);
    await nextTick();
    expect(asked()).toBe(1);
    await live.settle();
    const { hops } = (await live.session.ask('trace.hops', { packet }))!;
    expect(known.hops).toEqual(hops);
    expect(known.frame).toEqual(await live.session.ask('trace.frame', { frame }));
    expect(known.frameId).toBe(frame);
    expect(asked()).toBe(1);
  });

  it('is of its newest form when no frame of it is meant', async () => {
    const { packet } = await sent();
    live.selection.choosePacket(packet, null);
    await live.settle();
    expect(known.frameId).toBe(known.hops.at(-1)!.frame);
    expect(known.frame!.frame).toBe(known.frameId);
  });

  it('is the same frame as long as its bits are, wherever time goes', async () => {
    const { packet, frame } = await sent();
    live.selection.choosePacket(packet, frame);
    await live.settle();
    const [before, count] = [known.frame, asked()];
    await live.session.seekFact(live.session.now!.cursor - 1);
    await live.settle();
    expect(asked()).toBeGreaterThan(count);
    expect(known.frame).toBe(before);
  });

  it('is not asked for while the inspector shows something else, nor when nothing is chosen', async () => {
    const { packet, frame } = await sent();
    live.selection.choosePacket(packet, frame);
    live.selection.inspected = 'conversation';
    await live.settle();
    expect([asked(), known.frame]).toEqual([0, null]);
    live.selection.inspected = 'packet';
    await live.settle();
    expect(known.frame!.frame).toBe(frame);
    live.selection.choosePacket(null, null);
    await live.settle();
    expect([known.frame, known.frameId, known.hops.length]).toEqual([null, null, 0]);
  });
});
