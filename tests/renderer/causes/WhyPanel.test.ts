// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { FactRow } from '#contract/shapes.ts';
import WhyPanel from '#renderer/causes/WhyPanel.vue';
import { commandOf } from '#renderer/commands/index.ts';
import DevicePanel from '#renderer/devices/DevicePanel.vue';
import { useWhy } from '#renderer/stores/why.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

/** The last fact that fits. */
async function lastFact(fits: (row: FactRow) => boolean): Promise<FactRow> {
  for (let seq = live.session.now!.facts; seq >= 1; seq--) {
    const row = await live.trace.fact(seq);
    if (row && fits(row)) return row;
  }
  throw new Error('no such fact');
}

describe('the panel of causes', () => {
  it('says what one can ask about', () => {
    expect(live.mount(WhyPanel).text()).toContain('ask why');
  });

  it('tells the way back to what a person did, by which row and by which clause', async () => {
    const panel = live.mount(WhyPanel);
    await live.run('ping');
    const forwarded = await lastFact(({ kind, device }) => kind === 'frame.sent' && device === 'router1');
    useWhy().ask(forwarded.seq);
    await live.settle();
    const steps = panel.findAll('[data-testid=why-chain] > li').map((step) => step.text());
    expect(steps[0]).toContain('router1 sends a frame');
    expect(steps[0]).toContain('IEEE 802.3 clause 4');
    expect(steps[0]).toMatch(/ARP.*192\.168\./);
    expect(steps[1]).toContain('because');
    expect(steps[1]).toContain('RFC 1812 §5.2.4.3');
    expect(steps[1]).toMatch(/Routing table.*192\.168\./);
    expect(steps.at(-1)).toContain('That is where it began');
    expect(panel.text()).toContain('You started the program “ping server”');
  });

  it('goes to the moment of a step and chooses it everywhere', async () => {
    const panel = live.mount(WhyPanel);
    await live.run('ping');
    const answered = await lastFact(({ kind }) => kind === 'icmp.echo.answered');
    useWhy().ask(answered.seq);
    await live.settle();
    await panel.findAll('[data-testid=why-chain] .go')[1]!.trigger('click');
    await live.settle();
    expect(live.selection.fact).toBe(answered.cause);
    expect(live.session.now!.cursor).toBeGreaterThanOrEqual(answered.cause);
    expect(live.session.now!.time).toBeLessThanOrEqual(answered.time);
    expect(live.selection.inspected).toBe('why');
    expect(useWhy().asked).toBe(answered.seq);
  });

  it('asks on about the row that was used, and comes back', async () => {
    const panel = live.mount(WhyPanel);
    await live.run('ping');
    const sent = await lastFact(({ kind, device }) => kind === 'frame.sent' && device === 'router1');
    useWhy().ask(sent.seq);
    await live.settle();
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Why is this row there?')!
      .trigger('click');
    await live.settle();
    expect(panel.find('[data-testid=why-chain] li').text()).toContain('ARP cache');
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Back')!
      .trigger('click');
    await live.settle();
    expect(useWhy().asked).toBe(sent.seq);
  });

  it('tells what followed, as a tree that opens', async () => {
    const panel = live.mount(WhyPanel);
    await live.run('ping');
    const started = await lastFact(({ kind }) => kind === 'input.started');
    useWhy().ask(started.seq);
    await live.settle();
    const tree = panel.find('[data-testid=why-effects]');
    expect(tree.text()).toContain('“ping server” starts on pc1');
    const forks = tree.findAll('.fork');
    expect(forks.length).toBeGreaterThan(0);
    const before = tree.findAll('.step').length;
    expect(forks[0]!.attributes('aria-expanded')).toBe('true');
    await forks[0]!.trigger('click');
    expect(tree.findAll('.step').length).toBeLessThan(before);
  });

  it('is opened by the key that asks, for what is chosen', async () => {
    await live.run('ping');
    const sent = await lastFact(({ kind }) => kind === 'frame.sent');
    live.selection.choosePacket(sent.packet, sent.frame);
    await commandOf('view.why').perform();
    const asked = await live.trace.fact(useWhy().asked!);
    expect(asked).toMatchObject({ kind: 'frame.sent', packet: sent.packet });
    expect(live.selection.inspected).toBe('why');
  });
});

describe('a row of what a device knows', () => {
  it('can be asked why it is there', async () => {
    const panel = live.mount(DevicePanel, { device: 'pc1' });
    await live.run('ping');
    const button = panel.find('[data-testid=table-arp] .why button');
    expect(button.attributes('aria-label')).toContain('192.168.1.1');
    await button.trigger('focus');
    expect(commandOf('view.why').enabled()).toBe(true);
    await button.trigger('click');
    await live.settle();
    expect(await live.trace.fact(useWhy().asked!)).toMatchObject({ kind: 'arp.learned', device: 'pc1' });
  });
});
