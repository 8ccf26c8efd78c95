// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enableAutoUnmount } from '@vue/test-utils';
import { nextTick } from 'vue';
import EventPanel from '#renderer/events/EventPanel.vue';
import { useEventColumns } from '#renderer/stores/eventColumns.ts';
import { GROUPS } from '#renderer/stores/groups.ts';
import { useFilters } from '#renderer/stores/filters.ts';
import { formatTime } from '#renderer/locales/time.ts';
import { liveWindow, withLayout, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  localStorage.clear();
  withLayout(480);
  document.body.innerHTML = '';
  live = await liveWindow();
});

afterEach(() => vi.unstubAllGlobals());
// A list that stays asks for its packets beside the next one.
enableAutoUnmount(afterEach);

/** An element that is watched tells its size at once, as a browser does. */
function withObservers(): void {
  class Observer {
    readonly tell: (entries: { contentRect: { width: number } }[]) => void;
    constructor(tell: Observer['tell']) {
      this.tell = tell;
    }
    observe(element: HTMLElement): void {
      this.tell([{ contentRect: { width: element.clientWidth } }]);
    }
    disconnect(): void {}
  }
  vi.stubGlobal('ResizeObserver', Observer);
}

const options = (panel: ReturnType<LiveWindow['mount']>) => panel.findAll('[role=option]');

describe('the event list', () => {
  it('says how to begin when nothing has happened', () => {
    const panel = live.mount(EventPanel);
    expect(panel.text()).toContain('Nothing has happened yet');
  });

  it('shows a window of rows with sentences, not all of them', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const shown = options(panel);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.length).toBeLessThan(live.session.now!.facts);
    expect(shown.at(-1)!.text()).toContain('“ping server” on pc1 ends with status 0');
    expect(panel.text()).not.toContain('undefined');
  });

  it('marks the cursor and dims what lies behind it', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    await live.session.seekFact(4);
    await live.settle();
    const current = panel.find('[aria-current=true]');
    expect(Number(current.attributes('aria-posinset'))).toBe(live.session.now!.cursor);
    const after = options(panel).find((row) => Number(row.attributes('aria-posinset')) > live.session.now!.cursor)!;
    expect(after.classes()).toContain('future');
    expect(current.classes()).not.toContain('future');
  });

  it('goes to the first row with the cursor', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    expect(panel.find('[aria-posinset="1"]').exists()).toBe(false);
    await live.session.seekStart();
    await live.settle();
    expect(panel.find('[aria-posinset="1"]').classes()).toContain('future');
  });

  it('chooses the packet of the row that is clicked', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const row = options(panel).find((each) => each.text().includes('Echo (ping) reply'))!;
    await row.trigger('click');
    expect(live.selection.packet).not.toBeNull();
    expect(live.selection.fact).toBe(Number(row.attributes('aria-posinset')));
    expect(row.attributes('aria-selected')).toBe('true');
  });

  it('is walked with the arrow keys, and Enter goes to the moment', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const list = panel.find('[role=listbox]');
    await list.trigger('keydown', { key: 'Home' });
    await live.settle();
    await list.trigger('keydown', { key: 'ArrowDown' });
    await list.trigger('keydown', { key: 'ArrowDown' });
    await live.settle();
    expect(live.selection.fact).toBe(3);
    await list.trigger('keydown', { key: 'Enter' });
    await live.settle();
    expect(live.session.now!.cursor).toBeGreaterThanOrEqual(3);
    expect(live.session.now!.cursor).toBeLessThan(20);
  });

  it('lets a person look at a row while time runs, and no longer follows the cursor then', async () => {
    const panel = live.mount(EventPanel);
    const follows = () => panel.find<HTMLInputElement>('input[type=checkbox]').element.checked;
    await live.run('ping');
    await panel.find('[role=listbox]').trigger('keydown', { key: 'Home' });
    expect(follows()).toBe(true);
    await live.session.startProgram('tcp-client');
    await live.wall.pass(20);
    expect(live.session.now!.playing).toBe(true);
    await panel.find('[role=listbox]').trigger('keydown', { key: 'Home' });
    expect(follows()).toBe(false);
  });

  it('stays where a person looks when the last rows arrive after time has come to rest, and goes on with the cursor', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    // As long as the list has not come as far as time has.
    live.trace.$patch({ total: 60, place: 60 });
    await live.settle();
    await panel.find('[role=listbox]').trigger('keydown', { key: 'Home' });
    live.trace.$patch({ total: live.session.now!.facts, place: live.session.now!.cursor });
    await live.settle();
    expect(panel.find('[aria-posinset="1"]').attributes('aria-selected')).toBe('true');
    expect(panel.find('[aria-current=true]').exists()).toBe(false);
    await live.session.step('back');
    await live.settle();
    expect(panel.find('[aria-current=true]').exists()).toBe(true);
  });

  it('no longer follows the cursor when a person scrolls back while time runs', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    await live.session.startProgram('tcp-client');
    await live.wall.pass(20);
    const list = panel.find('[role=listbox]');
    expect(list.element.scrollTop).toBeGreaterThan(0);
    await list.trigger('wheel', { deltaY: 100 });
    const follow = panel.findAll<HTMLInputElement>('input[type=checkbox]').at(0)!.element;
    expect(follow.checked).toBe(true);
    await list.trigger('wheel', { deltaY: -100 });
    expect(follow.checked).toBe(false);
  });

  it('finds the row of a packet that was chosen elsewhere', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const seq = live.session.now!.facts - 3;
    live.selection.choosePacket(1, null, seq);
    await live.settle();
    expect(panel.find(`[aria-posinset="${seq}"]`).attributes('aria-selected')).toBe('true');
  });

  it('stays where a person went while the row of what was chosen is looked for in another list', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    live.selection.choosePacket(1, null, live.session.now!.facts - 3);
    await live.settle();
    await panel.find('input[type=checkbox]').setValue(false);
    // The rows themselves come last.
    const host = live.session.host!;
    const answer = host.call.bind(host);
    const held: (() => void)[] = [];
    host.call = async (name, parameters) => {
      if (name === 'trace.rows' && (parameters as { count: number }).count > 1)
        await new Promise<void>((go) => held.push(go));
      return answer(name, parameters);
    };
    live.trace.groups = new Set(GROUPS.filter((group) => group !== 'arp'));
    await nextTick();
    await panel.find('[role=listbox]').trigger('keydown', { key: 'Home' });
    await live.settle();
    for (const go of held.splice(0)) go();
    await live.settle();
    expect(panel.find('[aria-posinset="1"]').attributes('aria-selected')).toBe('true');
  });

  describe('Enter on a row that is not here yet', () => {
    const held: (() => void)[] = [];
    /** The list at its first row, which the host keeps back. */
    async function atFirst() {
      const panel = live.mount(EventPanel);
      await live.run('ping');
      const host = live.session.host!;
      const answer = host.call.bind(host);
      host.call = async (name, parameters) => {
        if (name === 'trace.rows' && (parameters as { count: number }).count > 1)
          await new Promise<void>((go) => held.push(go));
        return answer(name, parameters);
      };
      live.trace.groups = new Set(GROUPS.filter((group) => group !== 'arp'));
      await live.settle();
      const list = panel.find('[role=listbox]');
      await list.trigger('keydown', { key: 'Home' });
      await list.trigger('keydown', { key: 'Enter' });
      await live.settle();
      return { panel, list };
    }
    async function release(): Promise<void> {
      for (let turn = 0; turn < 3; turn++) {
        for (const go of held.splice(0)) go();
        await live.settle();
      }
    }

    it('goes to its moment as soon as it is', async () => {
      const { panel } = await atFirst();
      expect(live.session.now!.cursor).toBe(live.session.now!.facts);
      await release();
      expect(live.session.now!.cursor).toBeLessThan(20);
      expect(panel.find('[aria-posinset="1"]').attributes('aria-selected')).toBe('true');
    });

    it('leads nowhere when a person has moved time meanwhile', async () => {
      await atFirst();
      await live.session.seekFact(40);
      const { cursor } = live.session.now!;
      await release();
      expect(live.session.now!.cursor).toBe(cursor);
      expect(live.selection.fact).toBe(1);
    });

    it('leads nowhere when a person has gone on in the list', async () => {
      const { panel, list } = await atFirst();
      await list.trigger('keydown', { key: 'ArrowDown' });
      await release();
      expect(live.session.now!.cursor).toBe(live.session.now!.facts);
      expect(panel.find('[aria-posinset="2"]').attributes('aria-selected')).toBe('true');
    });
  });

  it('hides a group of kinds and counts what is left', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const frames = panel.findAll('button').find((button) => button.text().includes('Frames'))!;
    await frames.trigger('click');
    await live.settle();
    expect(frames.attributes('aria-pressed')).toBe('false');
    expect(panel.text()).toMatch(/\d+ of \d+ events/);
    expect(options(panel).some((row) => row.text().includes('sends a frame out of'))).toBe(false);
  });

  it('tells what it counted before until the host has counted what passes another filter', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const told = (): string => panel.find('.count').text();
    const all = told();
    live.trace.filter = 'arp';
    await nextTick();
    expect(told()).toBe(all);
    await live.settle();
    expect(told()).toMatch(/^[1-9]\d* of \d+ events$/);
    expect(told()).not.toMatch(/^(\d+) of \1 /);
  });

  it('says so when no event passes the filter', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    live.trace.groups = new Set(['drops']);
    await live.settle();
    expect(panel.text()).toContain('No event passes this filter');
  });

  it('gives its rows the room where it is low, and unfolds what chooses them on wish', async () => {
    withObservers();
    const high = live.mount(EventPanel);
    await live.settle();
    expect(high.find('header [aria-expanded]').exists()).toBe(false);
    expect(high.find('.head').exists()).toBe(true);
    high.unmount();
    withLayout(150);
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const fold = panel.find('header [aria-expanded=false]');
    expect(fold.text()).toBe('Filters');
    expect([panel.find('.head').exists(), panel.find('[role=combobox]').exists()]).toEqual([false, false]);
    expect(panel.find('header [role=status]').text()).toMatch(/^\d+ events$/);
    await fold.trigger('click');
    expect(fold.attributes('aria-expanded')).toBe('true');
    expect(panel.find('[role=combobox]').exists()).toBe(true);
    expect(panel.findAll('[role=group] button').map((each) => each.text())).toContain('All');
    await panel
      .findAll('[role=group] button')
      .find((each) => each.text().includes('Frames'))!
      .trigger('click');
    await live.settle();
    await fold.trigger('click');
    // Folded again, it still says that not all is shown.
    expect(panel.find('header [role=status]').text()).toMatch(/^\d+ of \d+ events$/);
  });

  it('shows what passes a filter, counts it, and remembers the filter', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const field = panel.find('[role=combobox]');
    await field.setValue('arp && hop.device == pc1');
    await field.trigger('keydown', { key: 'Escape' });
    await field.trigger('keydown', { key: 'Enter' });
    await live.settle();
    expect(options(panel).length).toBeGreaterThan(1);
    for (const row of options(panel)) expect(row.find('.device').text()).toBe('pc1');
    expect(panel.find('.count').text()).toBe(`${live.trace.total} of ${live.session.now!.facts} events`);
    expect(useFilters().recent).toEqual(['arp && hop.device == pc1']);
    await panel.find('[aria-label="Take the filter away"]').trigger('click');
    await live.settle();
    expect(live.trace.total).toBe(live.session.now!.facts);
  });

  it('filters by groups and by a filter at once', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    live.trace.groups = new Set(['arp']);
    live.trace.filter = 'hop.device == pc1';
    await live.settle();
    expect(options(panel).length).toBeGreaterThan(0);
    for (const row of options(panel)) {
      expect(row.find('.device').text()).toBe('pc1');
      expect(row.text()).toMatch(/ARP|address/i);
    }
  });

  it('keeps to the list that is shown while a filter is wrong', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    const before = live.trace.total;
    const field = panel.find('[role=combobox]');
    await field.setValue('ip.dts == 10.0.0.1');
    await field.trigger('keydown', { key: 'Enter' });
    await live.settle();
    expect(live.trace.total).toBe(before);
    expect(panel.find('.fault mark').text()).toBe('ip.dts');
  });

  it('marks rows by the colour rules, with a sign each', async () => {
    const panel = live.mount(EventPanel);
    await live.run('tcp-client');
    live.trace.filter = 'tcp.flags.syn == 1 && hop.kind == frame.sent';
    await live.settle();
    expect(options(panel)[0]!.find('.mark').attributes('data-sign')).toBe('◆');
    expect(options(panel)[0]!.classes()).toContain('marked');
    useFilters().rules = [{ filter: 'tcp', sign: '★', tint: 'purple', enabled: true }];
    await live.settle();
    expect(options(panel)[0]!.find('.mark').attributes('data-sign')).toBe('★');
    useFilters().rules = [{ filter: 'tcp', sign: '★', tint: 'purple', enabled: false }];
    await live.settle();
    expect(options(panel)[0]!.find('.mark').exists()).toBe(false);
  });

  it('chooses the row of the list that is shown, though the look for it in an older one took longer', async () => {
    const panel = live.mount(EventPanel);
    await live.run('tcp-client');
    const rows = (await live.session.ask('trace.rows', { from: 1, count: 1000, kinds: [] }))!.rows;
    const { seq } = rows.findLast(({ kind }) => kind === 'ip.forwarded')!;
    live.selection.fact = seq;
    await live.settle();
    const late: (() => void)[] = [];
    const { host } = live.session;
    const call = host!.call.bind(host);
    const asking = vi.spyOn(host!, 'call').mockImplementation(async (name, parameters) => {
      const answer = await call(name, parameters);
      const isOneRow = name === 'trace.rows' && (parameters as { count: number }).count === 1;
      if (isOneRow) await new Promise<void>((give) => late.push(give));
      return answer;
    });
    live.trace.groups = new Set(GROUPS.filter((group) => group !== 'programs'));
    await live.settle();
    expect(late.length).toBeGreaterThan(0);
    asking.mockRestore();
    live.trace.groups = new Set(['ip']);
    await live.settle();
    const chosen = () => panel.findAll('[aria-selected=true]').map((row) => row.text());
    expect(chosen()).toEqual([expect.stringContaining('forwards the packet')]);
    for (const give of late) give();
    await live.settle();
    expect(chosen()).toEqual([expect.stringContaining('forwards the packet')]);
  });

  it('marks the rows of a chosen conversation, and asks for none again for that', async () => {
    const panel = live.mount(EventPanel);
    await live.run('tcp-client');
    expect(panel.find('.of-conversation').exists()).toBe(false);
    const { conversations } = (await live.session.ask('conversations.list', {}))!;
    const before = live.calls.length;
    live.selection.chooseConversation(conversations[0]!.id);
    await live.settle();
    expect(live.calls.slice(before)).not.toContain('trace.rows');
    const marked = panel.findAll('.of-conversation');
    expect(marked.length).toBeGreaterThan(10);
    expect(marked.every((row) => row.attributes('aria-description') === 'of the chosen conversation')).toBe(true);
    // What its ends do and what carries its segments is of it; what asks for their MAC addresses, and programs, are not.
    const words = (rows: typeof marked) => rows.map((row) => row.text()).join('\n');
    expect(words(marked)).toContain('router1 forwards');
    expect(words(marked)).not.toContain('ends with status');
    expect(words(options(panel).filter((row) => !row.classes('of-conversation')))).not.toContain('TIME-WAIT');
    live.selection.clear();
    await live.settle();
    expect(panel.find('.of-conversation').exists()).toBe(false);
  });

  it('counts times from the start, from the event above, or from one that was chosen', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    live.trace.filter = 'icmp && hop.kind == frame.sent';
    await live.settle();
    const columns = useEventColumns();
    const times = () => options(panel).map((row) => row.find('.time').text());
    const fromStart = times();
    const moments = await Promise.all(
      options(panel).map(async (row) => (await live.trace.fact(Number(row.find('.number').text())))!.time),
    );
    columns.count('before');
    await live.settle();
    expect(times()[0]).toBe('+0');
    expect(times().slice(1)).toEqual(moments.slice(1).map((time, at) => `+${formatTime(time - moments[at]!)}`));
    columns.count('chosen', moments[2]!);
    await live.settle();
    expect(times()[2]).toBe(`+${formatTime(0)}`);
    expect(times()[0]).toBe(`−${formatTime(moments[2]! - moments[0]!)}`);
    columns.count('start');
    await live.settle();
    expect(times()).toEqual(fromStart);
  });

  it('has columns for source, destination, length and cause where they are wanted', async () => {
    const panel = live.mount(EventPanel);
    await live.run('ping');
    live.trace.filter = 'icmp && hop.kind == frame.sent';
    await live.settle();
    expect(panel.find('.head').text()).not.toContain('Source');
    const columns = useEventColumns();
    for (const column of ['source', 'destination', 'length', 'cause'] as const) columns.toggle(column);
    columns.toggle('device');
    await live.settle();
    expect(panel.findAll('.head span').map((title) => title.text())).toEqual([
      'No.',
      'Time',
      'Source',
      'Destination',
      'Bytes',
      'Cause',
      'Event',
      'Packet',
    ]);
    const first = options(panel)[0]!;
    const fact = (await live.trace.fact(Number(first.find('.number').text())))!;
    expect(first.text()).toContain('192.168.1.11');
    expect(first.text()).toContain('192.168.2.10');
    expect(first.text()).toContain(String(fact.cause));
    expect(first.text()).toContain('98');
  });
});
