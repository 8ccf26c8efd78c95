// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
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
    touch.pointAt(0);
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
    useTouch().pointAt(-1);
    await live.settle();
    expect(live.calls).toHaveLength(asked);
  });

  it('is asked about when the one before it was answered, and those that the pointer only went past never are', async () => {
    const { host } = live.session;
    const call = host!.call.bind(host);
    const asked: unknown[] = [];
    vi.spyOn(host!, 'call').mockImplementation((name, parameters) => {
      if (name === 'trace.packet') asked.push((parameters as { packet: number }).packet);
      return call(name, parameters);
    });
    const touch = useTouch();
    const columns = live.trace.flights!;
    const packet = Uint32Array.from({ length: 9 }, (_, k) => k + 1);
    live.trace.flights = { ...columns, packet, frame: packet, cable: new Uint32Array(9) };
    for (let index = 0; index < 9; index++) touch.pointAt(index);
    await live.settle();
    expect(asked).toEqual([1, 9]);
  });
});
