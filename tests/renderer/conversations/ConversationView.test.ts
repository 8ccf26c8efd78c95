// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { VueWrapper } from '@vue/test-utils';
import ConversationView from '#renderer/conversations/ConversationView.vue';
import { useConversationView, type ConversationTab } from '#renderer/stores/conversationView.ts';
import { useWhy } from '#renderer/stores/why.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

/** The large view after the exchange of the starter project. */
async function shown(tab: ConversationTab): Promise<VueWrapper> {
  useConversationView().shown = true;
  useConversationView().tab = tab;
  const view = live.mount(ConversationView);
  void live.session.seek(10e9);
  await live.wall.until(() => (live.session.now?.time ?? 0) >= 10e9);
  await live.settle();
  return view;
}

describe('the large view of a conversation', () => {
  it('has a tab for each way of looking, and a way back', async () => {
    const view = await shown('ladder');
    expect(view.findAll('[role=tab]').map((tab) => tab.text())).toEqual([
      ...['Ladder', 'States', 'Buffers', 'Timers', 'Plots', 'Stream'],
    ]);
    await view.find('.back').trigger('click');
    expect(useConversationView().shown).toBe(false);
  });

  it('draws both state machines with the steps taken, each with its cause, and goes to the moment of one', async () => {
    const view = await shown('states');
    const ways = view.findAll('.way[role=button]');
    expect(ways[0]!.attributes('aria-label')).toMatch(/^active OPEN snd SYN 1: Step 1: CLOSED to SYN-SENT\. .*connect/);
    const steps = view.findAll('.steps')[0]!.findAll('.step');
    expect(steps.map((step) => step.find('b').text())).toEqual([
      'CLOSED → SYN-SENT',
      'SYN-SENT → ESTABLISHED',
      'ESTABLISHED → FIN-WAIT-1',
      'FIN-WAIT-1 → FIN-WAIT-2',
      'FIN-WAIT-2 → TIME-WAIT',
    ]);
    await steps[1]!.trigger('click');
    await live.settle();
    expect(view.findAll('[aria-current=step]')[0]!.text()).toContain('SYN-SENT → ESTABLISHED');
    // What comes later stays in the list, and can be gone to again.
    expect(view.findAll('.steps')[0]!.findAll('.ahead')).toHaveLength(3);
    await view.findAll('.steps')[0]!.findAll('.step')[4]!.trigger('click');
    await live.settle();
    expect(live.session.now!.time).toBeGreaterThan(8e9);
    expect(view.findAll('.steps')[0]!.findAll('.ahead')).toHaveLength(0);
  });

  it('draws both buffers, and says so where an end is gone', async () => {
    const view = await shown('buffers');
    expect(view.find('section[aria-label="pc1 → server1"]').text()).toContain('No connection at this moment');
    expect(view.text()).toContain('SND.UNA');
    expect(view.find('section[aria-label="pc1 → server1"] dl').text()).toContain('102');
    await view
      .findAll('button')
      .find((button) => button.text() === 'absolute')!
      .trigger('click');
    expect(view.find('section[aria-label="pc1 → server1"] dl').text()).not.toMatch(/SND\.UNA102/);
  });

  it('counts TIME-WAIT down, and asks why it runs', async () => {
    const view = await shown('timers');
    expect(view.text()).toMatch(/left of/);
    const why = view.find('.why');
    expect(why.attributes('aria-label')).toContain('TIME-WAIT');
    await why.trigger('keydown', { key: 'Enter' });
    expect(useWhy().asked).toBeGreaterThan(0);
    expect(useConversationView().shown).toBe(false);
  });

  it('steps through the points of a plot by keyboard, and goes to the moment of one', async () => {
    const view = await shown('plots');
    const plot = view.find('section[aria-label="Time–sequence"] .frame');
    await plot.trigger('keydown', { key: 'End' });
    await live.settle();
    const told = view.find('section[aria-label="Time–sequence"] .told');
    expect(told.text()).toMatch(/^segments · 102 · \+/);
    await plot.trigger('keydown', { key: 'ArrowLeft' });
    expect(told.text()).toMatch(/^segments · 101 · \+/);
    await plot.trigger('keydown', { key: 'Enter' });
    await live.settle();
    expect(live.session.now!.time).toBeLessThan(9e9);
    expect(live.selection.packet).toBeGreaterThan(0);
  });

  it('frames the points that the chosen packet made, and tells of them', async () => {
    const view = await shown('plots');
    const plot = (title: string) => view.find(`section[aria-label="${title}"]`);
    expect(view.find('.plot-packet').exists()).toBe(false);
    const { rows } = (await live.session.ask('trace.rows', { from: 1, count: 500, kinds: ['tcp.received'] }))!;
    // The first 100 bytes of pc1, and what acknowledges them.
    const data = rows.find(({ device, detail }) => device === 'server1' && detail['length'] === 100)!;
    const back = rows.find(({ device, seq }) => device === 'pc1' && seq > data.seq)!;
    live.selection.choosePacket(data.packet, null);
    await live.settle();
    expect(plot('Time–sequence').findAll('.plot-packet')).toHaveLength(1);
    expect(plot('Time–sequence').find('.told').text()).toMatch(/^Chosen packet: segments · 101 · \+/);
    live.selection.choosePacket(back.packet, null);
    await live.settle();
    expect(plot('Time–sequence').find('.told').text()).toMatch(/^Chosen packet: acknowledged · 101 · \+/);
    expect(plot('Round trip and RTO').findAll('.plot-packet').length).toBeGreaterThan(0);
    // The mark is the screen's: a figure that leaves shows what was said, not what somebody looked at.
    const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:');
    await plot('Time–sequence')
      .findAll('button')
      .find((button) => button.text() === 'Save as SVG…')!
      .trigger('click');
    await live.settle();
    const svg = await (saved.mock.calls[0]![0] as Blob).text();
    saved.mockRestore();
    expect(svg).toContain('acknowledged');
    expect(svg).not.toContain('plot-packet');
    // What the keyboard is on is told before it.
    await plot('Time–sequence').find('.frame').trigger('keydown', { key: 'End' });
    expect(plot('Time–sequence').find('.told').text()).toMatch(/^segments · 102/);
    live.selection.choosePacket(null, null);
    await live.settle();
    expect(view.find('.plot-packet').exists()).toBe(false);
  });

  it('shows what was said, and the segment that brought it', async () => {
    const view = await shown('stream');
    const pieces = view.findAll('.piece');
    expect(pieces).toHaveLength(2);
    await pieces[1]!.trigger('click');
    await live.settle();
    expect(live.selection.packet).toBeGreaterThan(0);
    expect(view.find('.picked').text()).toContain('Bytes 1–100 of server1');
  });

  it('finds bytes in the stream, and says when they are not there', async () => {
    const view = await shown('stream');
    await view
      .findAll('button')
      .find((button) => button.text() === 'Hex')!
      .trigger('click');
    await view.find('input[type=search]').setValue('fe fe fe fe');
    await view.find('form').trigger('submit');
    await live.settle();
    expect(view.find('[role=status]').text()).toBe('Not found.');
    await view.find('input[type=search]').setValue('zz');
    await view.find('form').trigger('submit');
    await live.settle();
    expect(view.find('[role=status]').text()).toContain('hexadecimal');
  });
});
