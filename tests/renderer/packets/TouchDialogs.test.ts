// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from '#renderer/commands/index.ts';
import TouchDialogs from '#renderer/packets/TouchDialogs.vue';
import { useNotices } from '#renderer/stores/notices.ts';
import { useTouch } from '#renderer/stores/touch.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  live.mount(TouchDialogs);
});

/** Goes to the moment at which a packet of a protocol is put on its first cable, and chooses it. */
async function aimAt(protocol: string): Promise<void> {
  await live.run('ping');
  const answer = await live.session.ask('trace.rows', { from: 1, count: 200, kinds: ['frame.sent'] });
  const row = answer!.rows.find(({ device, summary }) => device === 'pc1' && summary?.protocol === protocol)!;
  await live.session.seekFact(row.seq);
  await live.settle();
  useTouch().aim(useTouch().flights.findIndex(({ frame }) => frame === row.frame));
  await live.settle();
}

/** Goes to a time; behind what was lived the network runs on until there. */
async function goTo(time: number): Promise<void> {
  const going = live.session.seek(time);
  await live.settle();
  await going;
  await live.settle();
}

const dialog = (): HTMLElement => document.querySelector<HTMLElement>('[role="dialog"]')!;
const input = (label: string): HTMLInputElement =>
  [...dialog().querySelectorAll('label')].find((one) => one.textContent!.includes(label))!.querySelector('input')!;

async function fill(label: string, text: string): Promise<void> {
  const field = input(label);
  field.value = text;
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new Event('change'));
  await live.settle();
}

async function press(name: string): Promise<void> {
  [...dialog().querySelectorAll('button')].find((button) => button.textContent!.trim() === name)!.click();
  await live.settle();
}

async function ask(command: string): Promise<void> {
  expect(commandOf(command).enabled()).toBe(true);
  await commandOf(command).perform();
  await live.settle();
}

/** Says yes to whatever is asked meanwhile. */
async function agree(doing: Promise<void>): Promise<void> {
  const notices = useNotices();
  const settled = doing.then(() => true);
  for (let turn = 0; turn < 20; turn++) {
    if (notices.question) notices.reply(true);
    await live.settle();
  }
  await settled;
}

describe('a packet on its way', () => {
  it('is delayed by a time that is typed, and a text that is no time is refused with what to write', async () => {
    await aimAt('icmp');
    await ask('packet.delay');
    await fill('later by', 'soon');
    await press('Delay');
    expect(dialog().querySelector('[role="alert"]')!.textContent).toContain('Write a time with a unit');
    await fill('later by', '50 ms');
    await agree(press('Delay'));
    expect(dialog()).toBeNull();
    expect(useTouch().target!.state).toBe('held');
    const { time } = live.session.now!;
    await goTo(time + 49e6);
    expect(useTouch().target!.state).toBe('held');
    await goTo(time + 51e6);
    expect(useTouch().target?.state).not.toBe('held');
  });

  it('has one bit flipped, chosen among the bits of a byte, by keyboard too', async () => {
    await aimAt('icmp');
    await ask('packet.flip');
    await fill('bit number', '112');
    expect(dialog().textContent).toContain('Bit 112 is in byte 14: IPv4 · Version');
    const chosen = (): HTMLElement => dialog().querySelector<HTMLElement>('[role="radio"][aria-checked="true"]')!;
    expect(chosen().getAttribute('aria-label')).toBe('Bit 112, now 0');
    chosen().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await live.settle();
    expect(chosen().getAttribute('aria-label')).toBe('Bit 113, now 1');
    await agree(press('Flip it'));
    expect(dialog()).toBeNull();
    const view = await live.session.ask('trace.frame', { frame: useTouch().target!.frame });
    expect(view!.bytes[14]).toBe(0x05);
    expect(view!.intact).toBe(false);
  });

  it('says which bits there are when another is asked for', async () => {
    await aimAt('icmp');
    await ask('packet.flip');
    await fill('bit number', '99999');
    expect(dialog().querySelector('[role="alert"]')!.textContent).toMatch(/0 … 815/);
  });

  it.each([
    ['computed anew', true],
    ['left as they are', false],
  ])('gets another value in a header field, its checksums %s', async (way, fits) => {
    await aimAt('icmp');
    await ask('packet.edit');
    const line = [...dialog().querySelectorAll<HTMLElement>('[role="treeitem"]')].find((item) =>
      item.textContent!.startsWith('Time to live'),
    )!;
    line.click();
    await live.settle();
    await fill('New value of Time to live', '9');
    input(way).click();
    await live.settle();
    await agree(press('Change it'));
    const view = await live.session.ask('trace.frame', { frame: useTouch().target!.frame });
    expect(view!.bytes[22]).toBe(9);
    const header = new DataView(view!.bytes.buffer, view!.bytes.byteOffset + 14, 20);
    let total = 0;
    for (let at = 0; at < 20; at += 2) total += header.getUint16(at);
    expect((total & 0xffff) + (total >>> 16) === 0xffff).toBe(fits);
  });

  it('is not given a value that its field cannot hold, and it is said why', async () => {
    await aimAt('icmp');
    await ask('packet.edit');
    [...dialog().querySelectorAll<HTMLElement>('[role="treeitem"]')]
      .find((item) => item.textContent!.startsWith('Time to live'))!
      .click();
    await live.settle();
    await fill('New value of Time to live', '300');
    expect(dialog().querySelector('[role="alert"]')!.textContent).toContain('255');
    expect(useTouch().asking).toBe('edit');
  });
});
