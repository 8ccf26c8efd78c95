// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import TimelinePanel from '#renderer/timeline/TimelinePanel.vue';
import { addBookmark } from '#renderer/commands/time-bookmark.ts';
import { commandOf } from '#renderer/commands/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useStrip } from '#renderer/stores/strip.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

enableAutoUnmount(afterEach);
let live: LiveWindow;
let panel: VueWrapper;
beforeEach(async () => {
  localStorage.clear();
  document.body.innerHTML = '';
  live = await liveWindow();
  useStrip().lanesShown = true;
  panel = live.mount(TimelinePanel);
  await live.run('tcp-client');
  await upToDate();
});

/** Waits until the time line shows all that has happened: it rests between two questions while time runs. */
const upToDate = () =>
  vi.waitFor(async () => {
    await live.settle();
    const { density, horizon, spans } = useStrip();
    expect(density!.times.at(-1)).toBe(horizon);
    expect(spans!.programs.some(({ end }) => end !== null)).toBe(true);
  });

const main = () => {
  const found = panel.find('[role=slider]');
  found.element.getBoundingClientRect = () => ({ left: 100, width: 200 }) as DOMRect;
  return found;
};
const wheel = async (more: object) => {
  await main().trigger('wheel', { deltaX: 0, deltaY: 0, deltaMode: 0, clientX: 200, ...more });
  await live.settle();
};
const width = () => useStrip().shown.to - useStrip().shown.from;

describe('looking closely at the time line', () => {
  it('is done with the wheel at the pointer, and taken back the same way', async () => {
    const there = useStrip().timeOf(0.5);
    await wheel({ deltaY: -300 });
    expect(useStrip().view).not.toBeNull();
    expect(useStrip().placeOf(there)).toBeCloseTo(0.5, 1);
    for (let turn = 0; turn < 8; turn++) await wheel({ deltaY: 300 });
    expect(useStrip().view).toBeNull();
  });

  it('goes along with Shift, and with a wheel turned sideways', async () => {
    await wheel({ deltaY: -400 });
    const { from } = useStrip().shown;
    await wheel({ deltaY: 100, shiftKey: true });
    const further = useStrip().shown.from;
    expect(further).toBeGreaterThan(from);
    await wheel({ deltaX: -100 });
    expect(useStrip().shown.from).toBeLessThan(further);
  });

  it('is done by pinching, which a browser tells as a wheel with Ctrl', async () => {
    const before = width();
    await wheel({ deltaY: -20, ctrlKey: true });
    expect(width()).toBeLessThan(before);
  });

  it('is never cut short by the browser carrying away what a drag has chosen', () => {
    const drag = new Event('dragstart', { bubbles: true, cancelable: true });
    main().element.dispatchEvent(drag);
    expect(drag.defaultPrevented).toBe(true);
  });

  it('is done with keys, and does not zoom the drawing', async () => {
    const before = width();
    const heard: string[] = [];
    const listen = (event: KeyboardEvent) => heard.push(event.key);
    window.addEventListener('keydown', listen);
    await main().trigger('keydown', { key: '+' });
    await live.settle();
    expect(width()).toBeLessThan(before);
    await main().trigger('keydown', { key: '-' });
    await main().trigger('keydown', { key: '+' });
    await live.settle();
    const { from } = useStrip().shown;
    await main().trigger('keydown', { key: 'ArrowLeft', shiftKey: true });
    expect(useStrip().shown.from).toBeLessThan(from);
    await main().trigger('keydown', { key: '0' });
    expect(useStrip().view).toBeNull();
    window.removeEventListener('keydown', listen);
    expect(heard).toEqual([]);
  });

  it('keeps Page Up and Page Down a tenth of what is shown', async () => {
    await main().trigger('keydown', { key: 'Home' });
    await live.settle();
    for (let turn = 0; turn < 3; turn++) await wheel({ deltaY: -300 });
    const { session } = live;
    await session.seek(useStrip().timeOf(0.5));
    await live.settle();
    const before = session.now!.time;
    await main().trigger('keydown', { key: 'PageUp' });
    await live.settle();
    expect(session.now!.time).toBeGreaterThan(before);
    expect(session.now!.time - before).toBeLessThan(width() / 2);
    expect(useStrip().placeOf(session.now!.time)).toBeLessThanOrEqual(1);
  });

  it('moves along by the overview, with keys', async () => {
    await wheel({ deltaY: -400 });
    const overview = panel.find('[role=scrollbar]');
    expect(overview.attributes('tabindex')).toBe('0');
    await overview.trigger('keydown', { key: 'Home' });
    await live.settle();
    expect(useStrip().shown.from).toBe(0);
    await overview.trigger('keydown', { key: 'End' });
    await live.settle();
    expect(useStrip().shown.to).toBe(useStrip().horizon);
    expect(overview.attributes('aria-valuetext')).toMatch(/ to .* of /);
  });
});

describe('pointing at the time line', () => {
  it('says the time and what happened there', async () => {
    const { density } = useStrip();
    const busiest = density!.facts.indexOf(Math.max(...density!.facts));
    const share = (busiest + 0.5) / density!.facts.length;
    await main().trigger('pointermove', { clientX: 100 + 200 * share, pointerType: 'mouse' });
    await live.settle();
    const said = panel.find('.hover').text();
    expect(said).toMatch(/\d+ events/);
    expect(panel.findAll('.hover .fact').length).toBeGreaterThan(0);
    await main().trigger('pointerleave');
    expect(panel.find('.hover').exists()).toBe(false);
  });
});

describe('the lanes of the time line', () => {
  const lane = (name: string) => panel.find(`[role=listbox][aria-label="${name}"]`);

  it('name every connection and program, with from when to when', () => {
    expect(
      lane('Connections')
        .findAll('[role=option]')
        .map((each) => each.attributes('aria-label')),
    ).toEqual([expect.stringMatching(/^pc1:\d+ ⇄ server1:80, since .*, TIME-WAIT$/)]);
    const programs = lane('Programs')
      .findAll('[role=option]')
      .map((each) => each.attributes('aria-label')!);
    expect(programs).toHaveLength(2);
    expect(programs[0]).toMatch(/^pc1: TCP exchange, from .* to |^server1: TCP exchange/);
  });

  it('go to the start and the end of one by keyboard, and choose it', async () => {
    const connections = lane('Connections');
    const { session, selection } = live;
    await connections.trigger('keydown', { key: 'Enter' });
    await live.settle();
    const spans = useStrip().spans!;
    expect(selection.conversation).toBe(spans.connections[0]!.id);
    expect(session.now!.time).toBe(spans.connections[0]!.start);
    const programs = lane('Programs');
    const ended = spans.programs.findIndex(({ end }) => end !== null);
    await programs.trigger('keydown', { key: 'Home' });
    for (let turn = 0; turn < ended; turn++) await programs.trigger('keydown', { key: 'ArrowRight' });
    await programs.trigger('keydown', { key: 'Enter', shiftKey: true });
    await live.settle();
    expect(session.now!.time).toBe(spans.programs[ended]!.end);
    expect(selection.things).toEqual([spans.programs[ended]!.device]);
  });

  it('can be put away', async () => {
    await panel.find('[aria-label="Connections and programs on the time line"]').trigger('click');
    await flushPromises();
    expect(panel.find('[role=listbox]').exists()).toBe(false);
  });
});

describe('bookmarks', () => {
  const bodyText = () => document.body.textContent ?? '';

  it('stand on the time line under their names, and are gone to with a click', async () => {
    await live.session.seekFact(60);
    await live.settle();
    const { time } = live.session.now!;
    expect(addBookmark('the handshake')).toBe(true);
    await live.session.seekStart();
    await live.settle();
    const flag = panel.find('[aria-label="Go to “the handshake”"]');
    expect(flag.text()).toBe('the handshake');
    await flag.trigger('click');
    await live.settle();
    expect(live.session.now!.time).toBe(time);
  });

  it('are added, renamed, gone to and removed in their list', async () => {
    commandOf('time.bookmarks').perform();
    await live.settle();
    expect(bodyText()).toContain('There are no bookmarks yet.');
    const field = document.querySelector<HTMLInputElement>('input[aria-label^="Name for a bookmark"]')!;
    field.value = 'the end';
    field.dispatchEvent(new Event('input'));
    field.form!.dispatchEvent(new Event('submit', { cancelable: true }));
    await live.settle();
    const drawing = useDocument();
    expect(drawing.bookmarks).toMatchObject([{ name: 'the end', time: live.session.now!.time }]);

    const name = document.querySelector<HTMLInputElement>('input[aria-label^="Name of the bookmark"]')!;
    name.value = '  ';
    name.dispatchEvent(new Event('change'));
    await live.settle();
    expect(document.querySelector('[role=alert]')!.textContent).not.toBe('');
    name.value = 'all done';
    name.dispatchEvent(new Event('change'));
    await live.settle();
    expect(drawing.bookmarks[0]!.name).toBe('all done');
    document.querySelector<HTMLElement>('[aria-label="Remove “all done”"]')!.click();
    await live.settle();
    expect(drawing.bookmarks).toEqual([]);
    drawing.undo();
    expect(drawing.bookmarks).toHaveLength(1);
  });

  it('are no input: adding one in the past asks nothing and cuts nothing off', async () => {
    await live.session.seekStart();
    await live.settle();
    const { facts } = live.session.now!;
    commandOf('time.bookmark').perform();
    await live.settle();
    expect(live.session.now!.facts).toBe(facts);
    expect(live.calls).not.toContain('simulation.change');
  });

  it('are gone to one after the other', async () => {
    for (const seq of [60, 120]) {
      await live.session.seekFact(seq);
      addBookmark('');
    }
    const [first, second] = useDocument().bookmarks;
    expect(second!.name).toBe('Bookmark 2');
    await live.session.seekStart();
    await commandOf('time.next-bookmark').perform();
    expect(live.session.now!.time).toBe(first!.time);
    await commandOf('time.next-bookmark').perform();
    expect(live.session.now!.time).toBe(second!.time);
    expect(commandOf('time.next-bookmark').enabled()).not.toBe(true);
    await commandOf('time.previous-bookmark').perform();
    expect(live.session.now!.time).toBe(first!.time);
  });
});
