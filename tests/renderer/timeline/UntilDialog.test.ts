// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from '#renderer/commands/index.ts';
import { useRecentConditions } from '#renderer/stores/recentConditions.ts';
import TimelinePanel from '#renderer/timeline/TimelinePanel.vue';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

enableAutoUnmount(afterEach);
let live: LiveWindow;
let panel: VueWrapper;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  panel = live.mount(TimelinePanel);
  commandOf('time.until').perform();
  await live.settle();
});

const form = () => document.querySelector<HTMLFormElement>('#run-until')!;
const fields = () => [
  ...form().querySelectorAll<HTMLInputElement | HTMLSelectElement>('select, input:not([type=checkbox])'),
];
async function set(at: number, value: string): Promise<void> {
  const field = fields()[at]!;
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input'));
  await live.settle();
}
async function run(): Promise<string> {
  form().dispatchEvent(new Event('submit', { cancelable: true }));
  // The answer that it plays is here before time runs, as it is over any channel.
  await flushPromises();
  await live.wall.until(() => live.session.now?.playing !== true && live.session.now!.facts > 0);
  await live.settle();
  return panel.find('[role=status]').text();
}

describe('running until a condition', () => {
  it('stops when a connection comes into a state, and says why it stopped', async () => {
    await set(1, 'CLOSE-WAIT');
    expect(await run()).toMatch(/^stopped at event \d+: a connection comes into CLOSE-WAIT$/);
    expect(document.querySelector('#run-until')).toBeNull();
  });

  it('counts only what happens at the device that is chosen on the drawing', async () => {
    live.selection.chooseThings(['server1']);
    panel.unmount();
    panel = live.mount(TimelinePanel);
    commandOf('time.until').perform();
    await live.settle();
    commandOf('time.until').perform();
    await set(2, 'server1');
    expect(await run()).toContain('server1 comes into ESTABLISHED');
  });

  it('stops at an event that matches a filter, and offers nothing while the filter is wrong', async () => {
    await set(0, 'filter');
    const field = form().querySelector<HTMLInputElement>('input[type=text], [role=combobox]')!;
    field.value = 'arp.opcode ==';
    field.dispatchEvent(new Event('input'));
    await live.settle();
    form().dispatchEvent(new Event('submit', { cancelable: true }));
    await live.settle();
    expect(live.calls).not.toContain('time.play');
    field.value = 'arp.opcode == 2';
    field.dispatchEvent(new Event('input'));
    await live.settle();
    expect(await run()).toContain('an event matches arp.opcode == 2');
  });

  it('goes on to a time, and marks what is none', async () => {
    await set(0, 'time');
    await set(1, 'soon');
    expect(fields()[1]!.getAttribute('aria-invalid')).toBe('true');
    await set(1, '2 s');
    expect(await run()).toContain('2\u202fs has come');
    expect(live.session.now!.time).toBe(2e9);
  });

  it('says that it never came to it', async () => {
    await set(0, 'drop');
    expect(await run()).toBe('nothing more will happen by itself, without: something is dropped');
  });

  it('offers again what was used, the newest first, and each once', async () => {
    await set(1, 'ESTABLISHED');
    await run();
    const recent = useRecentConditions();
    recent.use({ kind: 'time', time: 1 });
    recent.use({ kind: 'state', state: 'ESTABLISHED', device: null });
    expect(recent.recent).toEqual([
      { kind: 'state', state: 'ESTABLISHED', device: null },
      { kind: 'time', time: 1 },
    ]);
    await live.session.seekStart();
    commandOf('time.until').perform();
    await live.settle();
    const again = [...document.querySelectorAll<HTMLElement>('.recent button')].find((button) =>
      button.textContent!.includes('ESTABLISHED'),
    )!;
    again.click();
    await flushPromises();
    await live.wall.until(() => live.session.now?.playing !== true && live.session.now!.cursor > 0);
    expect(live.session.now!.stopped).toBe('condition');
  });
});

describe('stepping over', () => {
  it('goes over the packet, the connection or the device that is looked at, else over a moment', async () => {
    const hint = () => panel.find('[aria-label="Step over"]').attributes('title');
    expect(hint()).toContain('after all that happens at the next moment');
    live.selection.chooseThings(['router1']);
    await live.settle();
    expect(hint()).toContain('the next event at router1');
    await panel.find('[aria-label="Step over"]').trigger('click');
    await live.wall.until(() => live.session.now?.playing !== true);
    await live.settle();
    const row = await live.trace.fact(live.session.now!.cursor);
    expect(row).not.toBeNull();
    live.selection.choosePacket(1, null);
    await live.settle();
    expect(hint()).toContain('the next event of packet 1');
  });

  it('by name goes to the next event of what is chosen, and says what is missing', async () => {
    expect(commandOf('time.next-packet').enabled()).toBe('timeCommands.why.noPacket');
    expect(commandOf('time.next-connection').enabled()).toBe('timeCommands.why.noConnection');
    expect(commandOf('time.next-device').enabled()).toBe('timeCommands.why.noDevice');
    await live.run('tcp-client');
    live.selection.choosePacket(2, null);
    live.selection.chooseThings(['pc1']);
    await live.session.seekStart();
    await commandOf('time.next-packet').perform();
    const first = live.session.now!;
    await commandOf('time.next-packet').perform();
    await commandOf('time.previous-packet').perform();
    expect(live.session.now).toMatchObject({ time: first.time, cursor: first.cursor });
  });
});
