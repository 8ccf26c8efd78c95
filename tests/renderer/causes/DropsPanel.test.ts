// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import DropsPanel from '#renderer/causes/DropsPanel.vue';
import { useDocument } from '#renderer/stores/document.ts';
import { useWhy } from '#renderer/stores/why.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

/** Nobody is there to be pinged: what the router wants to deliver is lost. */
async function unplugServer(): Promise<void> {
  const document = useDocument();
  const cable = document.cables.find(({ a, b }) => [a.device, b.device].includes('server1'))!;
  document.change('cable', (draft) => draft.put({ ...cable, plugged: false }));
  await document.settled();
}

describe('the panel of drops', () => {
  it('says that nothing was dropped', async () => {
    const panel = live.mount(DropsPanel);
    await live.settle();
    expect(panel.text()).toContain('Nothing has been dropped.');
  });

  it('counts by reason, and shows the drops of the reason that is chosen', async () => {
    const panel = live.mount(DropsPanel);
    await unplugServer();
    await live.run('ping');
    const [all, first] = panel.findAll('.reasons button');
    expect(all!.text()).toContain('All drops');
    expect(first!.text()).toMatch(/^\d+ ARP unanswered/);
    expect(first!.attributes('title')).toContain('Nobody told the MAC address');
    expect(panel.find('tbody tr .check').text()).toContain('Nobody told the MAC address');
    await first!.trigger('click');
    await live.settle();
    expect(panel.findAll('.reasons button')[1]!.attributes('aria-pressed')).toBe('true');
    expect(panel.findAll('tbody tr').length).toBe(Number(first!.find('.count').text()));
  });

  it('goes to a drop, chooses it, and keeps in view what lies ahead', async () => {
    const panel = live.mount(DropsPanel);
    await unplugServer();
    await live.run('ping');
    await live.run('ping');
    const rows = panel.findAll('tbody tr').length;
    await panel.find('tbody tr .go').trigger('click');
    await live.settle();
    expect(await live.trace.fact(live.selection.fact!)).toMatchObject({ kind: 'frame.dropped' });
    expect(panel.findAll('tbody tr')).toHaveLength(rows);
    expect(panel.findAll('tbody tr.chosen')).toHaveLength(1);
    expect(panel.findAll('tbody tr.ahead').length).toBeGreaterThan(0);
    expect(panel.text()).toMatch(/\d+ more later/);
  });

  it('lets a drop be asked why', async () => {
    const panel = live.mount(DropsPanel);
    await unplugServer();
    await live.run('ping');
    await panel.find('tbody tr button[aria-label]').trigger('click');
    expect(await live.trace.fact(useWhy().asked!)).toMatchObject({ kind: 'frame.dropped' });
    expect(live.selection.inspected).toBe('why');
  });
});
