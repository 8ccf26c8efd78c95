// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
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
