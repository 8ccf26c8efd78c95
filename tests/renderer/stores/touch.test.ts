// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useChosenFact } from '#renderer/stores/chosenFact.ts';
import { useChosenPacket } from '#renderer/stores/chosenPacket.ts';
import { useTouch } from '#renderer/stores/touch.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  localStorage.clear();
  live = await liveWindow();
  await live.run('ping');
  // Back to where a packet is on its way.
  const sent = await live.session.ask('trace.rows', { from: 1, count: 1, kinds: ['frame.sent'] });
  await live.session.seekFact(sent!.rows[0]!.seq);
  await live.settle();
});

describe('a packet on its way that is pointed at', () => {
  it('is known before it is chosen, with the rows of the list around its event', async () => {
    const [touch, known] = [useTouch(), useChosenPacket()];
    useChosenFact();
    await touch.pointAt(0);
    await live.settle();
    expect(live.selection.packet).toBeNull();
    const asked = live.calls.length;
    touch.aim(0);
    await nextTick();
    expect(known.frame).toMatchObject({ frame: touch.flights[0]!.frame, packet: touch.flights[0]!.packet });
    await live.settle();
    expect(live.trace.row(live.selection.fact!)).toMatchObject({ packet: touch.flights[0]!.packet });
    expect(live.calls.slice(asked)).not.toContain('trace.packet');
    expect(live.calls.slice(asked)).not.toContain('trace.rows');
  });

  it('is nothing where the pointer is at none', async () => {
    const asked = live.calls.length;
    await useTouch().pointAt(-1);
    expect(live.calls).toHaveLength(asked);
  });
});
