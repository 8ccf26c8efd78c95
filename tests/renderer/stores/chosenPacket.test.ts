// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { useChosenPacket } from '#renderer/stores/chosenPacket.ts';
import { usePanels } from '#renderer/stores/panels.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

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

  it('is not asked for while the inspector is folded away', async () => {
    const { packet, frame } = await sent();
    usePanels().of.right.shown = false;
    live.selection.choosePacket(packet, frame);
    await live.settle();
    await live.session.seekFact(live.session.now!.cursor - 1);
    await live.settle();
    expect(asked()).toBe(0);
    usePanels().of.right.shown = true;
    await live.settle();
    expect(known.frame!.frame).toBe(frame);
  });

  it('is told as that of the packet it is of, until what is known of the next one is here', async () => {
    const { packet, frame } = await sent();
    live.selection.choosePacket(packet, frame);
    await live.settle();
    const all = (await live.session.ask('trace.rows', { from: 1, count: 400, kinds: ['frame.sent'] }))!.rows;
    const other = all.find((row) => row.packet !== packet)!;
    live.selection.choosePacket(other.packet, other.frame);
    await nextTick();
    expect([known.packet, known.frame!.frame]).toEqual([packet, frame]);
    await live.settle();
    expect([known.packet, known.frame!.frame]).toEqual([other.packet, other.frame]);
    live.selection.choosePacket(null, null);
    expect(known.packet).toBeNull();
  });

  it('is another frame when another history has other bits under its numbers, the check sequence included', async () => {
    const view = (bytes: readonly number[]) => ({
      hops: [],
      frame: {
        frame: 3,
        packet: 2,
        bytes: Uint8Array.from(bytes),
        fcs: 7,
        intact: false,
        summary: { protocol: 'ethernet', source: 'a', destination: 'b', info: '', length: bytes.length },
      },
      notes: [],
    });
    setActivePinia(createPinia());
    const host = new ScriptedHost({ 'trace.packet': () => view([1, 2]) });
    useSession().start(host);
    host.announce('now', nowOf({ facts: 9, cursor: 9 }));
    const store = useChosenPacket();
    useSelection().choosePacket(2, 3);
    await settle();
    expect([...store.frame!.bytes]).toEqual([1, 2]);
    host.answers['trace.packet'] = () => view([1, 3]);
    host.announce('now', nowOf({ facts: 8, cursor: 8 }));
    await settle();
    expect([...store.frame!.bytes]).toEqual([1, 3]);
  });
});
