// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { useChosenFact } from '#renderer/stores/chosenFact.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  localStorage.clear();
  live = await liveWindow();
  useChosenFact();
  await live.run('ping');
  await live.run('tcp-client');
});

/** The first event of a kind. */
async function first(kind: string) {
  const answer = await live.session.ask('trace.rows', { from: 1, count: 1, kinds: [kind] });
  return answer!.rows[0]!;
}

describe('what belongs to a choice', () => {
  it('is the conversation of a chosen packet', async () => {
    const sent = await first('tcp.sent');
    expect(live.selection.conversation).toBeNull();
    live.selection.choosePacket(sent.packet, null);
    await live.settle();
    const { conversations } = (await live.session.ask('conversations.list', {}))!;
    expect(live.selection.conversation).toBe(conversations[0]!.id);
    expect(live.selection.inspected).toBe('packet');
  });

  it('is looked for once for each packet, however its frames and events are gone through', async () => {
    const sent = await first('tcp.sent');
    const asked = () => live.calls.filter((call) => call === 'conversations.of').length;
    live.selection.choosePacket(sent.packet, null);
    await live.settle();
    expect(asked()).toBe(1);
    const { hops } = (await live.session.ask('trace.hops', { packet: sent.packet }))!;
    for (const { frame, seq } of hops) {
      live.selection.choosePacket(sent.packet, frame, seq);
      await live.settle();
    }
    expect(asked()).toBe(1);
  });

  it('is the event of a packet chosen on the map: its newest sending', async () => {
    const sent = await first('tcp.sent');
    live.selection.choosePacket(sent.packet, null);
    await live.settle();
    const hops = (await live.session.ask('trace.hops', { packet: sent.packet }))!.hops;
    expect(live.selection.fact).toBe(hops.at(-1)!.seq);
  });

  it('is the device at which a chosen event happened', async () => {
    const learned = await first('arp.learned');
    live.selection.choosePacket(learned.packet, learned.frame, learned.seq);
    await live.settle();
    expect(useChosenFact().row).toMatchObject({ seq: learned.seq, device: learned.device });
  });

  it('stays what it was for a packet of no conversation', async () => {
    live.selection.chooseConversation('7');
    const request = await first('arp.requested');
    live.selection.choosePacket(request.packet || 1, null);
    await live.settle();
    expect(live.selection.conversation).toBe('7');
  });
});

describe('a conversation that is chosen', () => {
  it('lets a packet of another one go, so that the map shows the way of the conversation', async () => {
    live.selection.choosePacket(1, null, 3);
    live.selection.chooseConversation('9');
    expect(live.selection).toMatchObject({ packet: null, fact: null, inspected: 'conversation' });
  });
});
