// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { FactRow } from '#contract/shapes.ts';
import PacketPanel from '#renderer/packets/PacketPanel.vue';
import { useWhy } from '#renderer/stores/why.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

/** The first fact that fits, by walking the trace. */
async function factThat(fits: (row: FactRow) => boolean): Promise<FactRow> {
  for (let seq = 1; seq <= live.session.now!.facts; seq++) {
    const row = await live.trace.fact(seq);
    if (row && fits(row)) return row;
  }
  throw new Error('no such fact');
}

const sends = (device: string, protocol: string) => (row: FactRow) =>
  row.kind === 'frame.sent' && row.device === device && row.summary?.protocol === protocol;

async function choose(fits: (row: FactRow) => boolean): Promise<FactRow> {
  const row = await factThat(fits);
  live.selection.choosePacket(row.packet, row.frame, row.seq);
  await live.settle();
  return row;
}

describe('the packet inspector', () => {
  it('says what to do when no packet is chosen', () => {
    expect(live.mount(PacketPanel).text()).toContain('No packet is chosen');
  });

  it('lets a person ask why an event without a packet happened', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    const row = await factThat(({ kind, packet }) => kind === 'socket.returned' && packet === 0);
    live.selection.choosePacket(row.packet, row.frame, row.seq);
    await live.settle();
    await panel
      .findAll('button')
      .find((button) => button.text() === 'Ask why')!
      .trigger('click');
    await live.settle();
    expect(useWhy().asked).toBe(row.seq);
    expect(live.selection.inspected).toBe('why');
  });

  it('shows every header of the chosen frame, and its bytes with the FCS', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    await choose(sends('pc1', 'icmp'));
    const layers = panel.findAll('[aria-level="1"]').map((item) => item.find('.name').text());
    expect(layers).toEqual(['Ethernet II', 'IPv4', 'ICMP', 'Data', 'FCS']);
    expect(panel.findAll('.byte')).toHaveLength(98 + 4);
  });

  it('marks the bytes of the field that is chosen, and says what it means', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    await choose(sends('pc1', 'icmp'));
    const ttl = panel.findAll('[role=treeitem]').find((item) => item.text().startsWith('Time to live'))!;
    await ttl.trigger('click');
    expect(panel.findAll('.byte.marked').map((byte) => [byte.attributes('data-offset'), byte.text()])).toEqual([
      ['22', '40'],
    ]);
    expect(ttl.text()).toContain('Routers it may still pass');
  });

  it('chooses the field of the byte that is clicked', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    await choose(sends('pc1', 'icmp'));
    expect(panel.find('.item.pointed').exists()).toBe(false);
    await panel.find('[data-offset="28"]').trigger('pointerover');
    const pointed = panel.find('.item.pointed');
    expect(pointed.attributes('title')).toBeTruthy();
    await pointed.trigger('pointerover');
    expect(panel.find('[data-offset="28"]').classes()).toContain('pointed');
    await panel.find('.hex').trigger('pointerleave');
    expect(panel.find('.item.pointed').exists()).toBe(false);
    await panel.find('[data-offset="28"]').trigger('click');
    const chosen = panel.find('[role=treeitem][aria-selected=true]');
    expect(chosen.text()).toContain('Source IP');
    expect(chosen.text()).toContain('192.168.1.11');
  });

  it('walks the tree and the bytes with the arrow keys', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    await choose(sends('pc1', 'icmp'));
    const tree = panel.find('[role=tree]');
    await tree.trigger('keydown', { key: 'Home' });
    await tree.trigger('keydown', { key: 'ArrowDown' });
    expect(panel.find('[role=treeitem][aria-selected=true]').text()).toContain('Destination MAC');
    await panel.find('.hex').trigger('keydown', { key: 'ArrowRight' });
    expect(panel.find('[role=treeitem][aria-selected=true]').text()).toContain('Source MAC');
    await tree.trigger('keydown', { key: 'ArrowLeft' });
    expect(panel.find('[role=treeitem][aria-selected=true]').text()).toContain('Ethernet II');
    await tree.trigger('keydown', { key: 'ArrowLeft' });
    expect(panel.find('[role=treeitem][aria-selected=true]').attributes('aria-expanded')).toBe('false');
    expect(panel.text()).not.toContain('Destination MAC');
  });

  it('has one row a hop, with what the router changed marked', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    live.selection.packetView = 'hops';
    await choose(sends('pc1', 'icmp'));
    const rows = panel.findAll('tbody tr');
    expect(rows.map((row) => row.find('.way').text().replace(/\s+/g, ' ').trim())).toEqual([
      'pc1 eth0 → switch1 port1',
      'switch1 port3 → router1 eth0',
      'router1 eth1 → hub1 port1',
      'hub1 port2 → server1 eth0',
    ]);
    const changed = rows.map((row) =>
      row
        .findAll('td.changed')
        .map((cell) => cell.classes().find((name) => name in { macSource: 1, macDestination: 1, ttl: 1, checksum: 1 })),
    );
    expect(changed).toEqual([[], [], ['macSource', 'macDestination', 'ttl', 'checksum'], []]);
    expect(rows[2]!.find('td.ttl').text()).toContain('changed: 63');
  });

  it('shows the bytes of the hop that is chosen, and no other hop of the same frame as chosen', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    live.selection.packetView = 'hops';
    await choose(sends('pc1', 'icmp'));
    await panel.findAll('tbody tr button')[2]!.trigger('click');
    await live.settle();
    const pressed = panel.findAll('tbody tr button').map((hop) => hop.attributes('aria-pressed'));
    expect(pressed).toEqual(['false', 'false', 'true', 'false']);
    live.selection.packetView = 'headers';
    await live.settle();
    expect(panel.find('[data-offset="22"]').text()).toBe('3f');
  });

  it('knows only the hops up to the cursor', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    live.selection.packetView = 'hops';
    const sent = await choose(sends('pc1', 'icmp'));
    await live.session.seekFact(sent.seq);
    await live.settle();
    expect(panel.findAll('tbody tr')).toHaveLength(1);
    expect(panel.text()).toContain('on the way');
  });

  it('shows the newest form of a packet that was chosen without a frame', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    const row = await factThat(sends('pc1', 'icmp'));
    live.selection.choosePacket(row.packet, null);
    await live.settle();
    expect(panel.find('[data-offset="22"]').text()).toBe('3f');
  });

  it('draws the headers as the standards do, and chooses a field there and in the tree at once', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    live.selection.packetView = 'layout';
    await choose(sends('pc1', 'icmp'));
    const cell = panel.findAll('[data-cell]').find((one) => one.attributes('aria-label')?.startsWith('Time to live'))!;
    expect(cell.attributes('aria-label')).toBe('Time to live: 64, 8 bits');
    await cell.trigger('click');
    expect(panel.find('[role=status]').text()).toContain('Routers it may still pass');
    await cell.trigger('keydown', { key: 'ArrowRight' });
    expect(panel.find('[aria-pressed=true]').attributes('aria-label')).toContain('Protocol: 1 (ICMP)');
    live.selection.packetView = 'headers';
    await live.settle();
    expect(panel.find('[role=treeitem][aria-selected=true]').text()).toContain('Protocol');
  });

  it('tells layer by layer what every device decided, and goes to a decision', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    live.selection.packetView = 'layers';
    await choose(sends('pc1', 'icmp'));
    expect(panel.findAll('h4').map((title) => title.text())).toEqual(['pc1', 'switch1', 'router1', 'hub1', 'server1']);
    const decision = panel.findAll('.devices button').find((one) => one.text().includes('Internet router1'))!;
    await decision.trigger('click');
    expect((await live.trace.fact(live.selection.fact!))!.kind).toBe('ip.forwarded');
  });

  it('says nothing remarkable of a packet with which nothing went wrong', async () => {
    const panel = live.mount(PacketPanel);
    await live.run('ping');
    await choose(sends('pc1', 'icmp'));
    expect(live.calls).toContain('trace.packet');
    expect(panel.find('.notes').exists()).toBe(false);
  });
});
