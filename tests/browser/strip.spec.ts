/** Issue point 4, Time: the time line is looked at closely, time runs until a condition, steps and bookmarks; mouse, wheel and keys alone. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { boxOf, choose, control, FASTEST, runProgram, setSpeed, timeState } from '#support/person.ts';

const strip = (window: Page) => window.getByRole('slider', { name: 'Simulated time', exact: true });
const clock = (window: Page) => window.getByRole('textbox', { name: 'Simulated time now' });
const overview = (window: Page) => window.getByRole('scrollbar', { name: 'Part of the time line that is shown' });
const tool = (window: Page, name: string) =>
  window.getByRole('region', { name: 'Time', exact: true }).getByRole('button', { name, exact: true });
const lane = (window: Page, name: string) => window.getByRole('listbox', { name, exact: true });
const until = (window: Page) => window.getByRole('dialog', { name: 'Run until' });

/** Turns the wheel over the time line, at a share of its width. */
async function wheelOver(window: Page, share: number, turn: number): Promise<void> {
  const box = await boxOf(strip(window));
  await window.mouse.move(box.x + box.width * share, box.y + box.height / 2);
  await window.mouse.wheel(0, turn);
}
/** What of the time line is shown, in words. */
const shown = async (window: Page) =>
  (await overview(window).getAttribute('aria-valuetext'))!.replaceAll('\u202f', ' ');

test('the wheel looks closer at the pointer, Shift goes along, and keys bring everything back', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  const whole = await shown(window);
  expect(whole).toMatch(/^0 ns to (.*) of \1$/);

  await wheelOver(window, 0.4, -300);
  await expect.poll(() => shown(window)).not.toBe(whole);
  const close = await shown(window);
  await window.keyboard.down('Shift');
  await wheelOver(window, 0.4, 200);
  await expect.poll(() => shown(window)).not.toBe(close);
  await window.keyboard.up('Shift');

  await strip(window).focus();
  await window.keyboard.press('0');
  await expect.poll(() => shown(window)).toBe(whole);
  await window.keyboard.press('+');
  await expect.poll(() => shown(window)).not.toBe(whole);
  // The drawing has keys of the same name: they are not meant here.
  await window.keyboard.press('-');
  await expect.poll(() => shown(window)).toBe(whole);

  await tool(window, 'Look closer at the time line').click();
  await expect.poll(() => shown(window)).not.toBe(whole);
  await overview(window).focus();
  await window.keyboard.press('Home');
  await expect.poll(() => shown(window)).toMatch(/^0 ns to /);
  await tool(window, 'Show the whole time line').click();
  await expect.poll(() => shown(window)).toBe(whole);
});

test('zoomed in, dragging still goes exactly where the pointer is', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await tool(window, 'Quiet times drawn short').click();
  // A turn of the wheel comes to the page when it comes: each is seen before the next.
  for (let part = await shown(window); !/^0 ns to [\d. ]+ ns of/.test(part); part = await shown(window)) {
    await wheelOver(window, 0, -300);
    await expect.poll(() => shown(window)).not.toBe(part);
  }
  const box = await boxOf(strip(window));
  const edge = Number(await strip(window).getAttribute('aria-valuemax'));
  await window.mouse.move(box.x + box.width / 2, box.y + 20);
  await window.mouse.down();
  await window.mouse.up();
  const now = async () => Number(await strip(window).getAttribute('aria-valuenow'));
  await expect.poll(now).toBeLessThan(edge / 1000);
  const half = await now();
  await window.mouse.click(box.x + box.width / 4, box.y + 20);
  await expect.poll(now).toBeLessThan(half);
  const quarter = await now();
  expect(Math.abs(half - 2 * quarter)).toBeLessThan(Math.max(4, half * 0.02));
});

test('pointing at the time line says what happened there', async ({ window }) => {
  await runProgram(window, 'ping server');
  const box = await boxOf(strip(window));
  await window.mouse.move(box.x + 3, box.y + 20);
  await expect(window.getByText(/You started the program “ping server”/).first()).toBeVisible();
});

test('connections and programs have lanes, whose spans are gone to by keyboard', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.keyboard.press('l');
  const connection = lane(window, 'Connections').getByRole('option');
  await expect(connection).toHaveAttribute('aria-label', /^pc1:\d+ ⇄ server1:80, since .*, TIME-WAIT$/);
  await lane(window, 'Connections').focus();
  await window.keyboard.press('Enter');
  await expect(connection).toHaveAttribute('aria-selected', 'true');
  await expect(timeState(window)).toContainText('in the past');
  await lane(window, 'Programs').focus();
  await window.keyboard.press('Home');
  await window.keyboard.press('Shift+Enter');
  await expect(clock(window)).not.toHaveValue(/^0\sns$/);
});

test('time runs until a connection is established, says why it stopped, and can be asked the same again', async ({
  window,
}) => {
  await setSpeed(window, FASTEST);
  await window.keyboard.press('u');
  await until(window).getByRole('combobox', { name: 'State', exact: true }).selectOption('ESTABLISHED');
  await until(window).getByRole('combobox', { name: 'At', exact: true }).selectOption({ label: 'server1' });
  await until(window).getByRole('button', { name: 'Run', exact: true }).click();
  await expect(timeState(window)).toHaveText(/^stopped at event \d+: server1 comes into ESTABLISHED$/);
  const first = await clock(window).inputValue();

  await control(window, 'Back to the start').click();
  await expect(clock(window)).toHaveValue(/^0\sns$/);
  await window.keyboard.press('u');
  await until(window).getByRole('button', { name: 'server1 comes into ESTABLISHED' }).click();
  // Lived no further than that the first time: there is nothing behind it.
  await expect(timeState(window)).toHaveText(/^stopped at event \d+: server1 comes into ESTABLISHED$/);
  await expect(clock(window)).toHaveValue(first);
});

test('time runs until an event matches a filter', async ({ window }) => {
  await setSpeed(window, FASTEST);
  await control(window, 'Run until…').click();
  await until(window).getByRole('combobox', { name: 'Stop when' }).selectOption({ label: 'an event matches a filter' });
  await until(window).getByRole('combobox', { name: 'Filter' }).fill('arp.opcode == 2');
  await until(window).getByRole('button', { name: 'Run', exact: true }).click();
  await expect(timeState(window)).toContainText('an event matches arp.opcode == 2');
});

test('step over goes from event to event of the chosen device, and back the same way', async ({ window }) => {
  await runProgram(window, 'ping server');
  await strip(window).press('Home');
  await choose(window, 'router1,');
  const times: string[] = [];
  for (let step = 0; step < 3; step++) {
    const before = await clock(window).inputValue();
    await control(window, 'Step over').click();
    await expect(clock(window)).not.toHaveValue(before);
    times.push(await clock(window).inputValue());
  }
  await control(window, 'Step over, back').click();
  await expect(clock(window)).toHaveValue(times[1]!);
  await window.keyboard.press('<');
  await expect(clock(window)).toHaveValue(times[0]!);
  await window.keyboard.press('>');
  await expect(clock(window)).toHaveValue(times[1]!);
});

test('a bookmark is put, renamed, gone to and taken back, and asks nothing in the past', async ({ window }) => {
  await runProgram(window, 'ping server');
  await clock(window).fill('100 µs');
  await clock(window).press('Enter');
  await expect(clock(window)).toHaveValue(/^100\sµs$/);
  await strip(window).focus();
  await window.keyboard.press('b');
  const flag = window.getByRole('button', { name: 'Go to “Bookmark 1”' });
  await expect(flag).toBeVisible();
  await expect(timeState(window)).toContainText('in the past');

  await window.keyboard.press('Shift+B');
  const list = window.getByRole('dialog', { name: 'Bookmarks' });
  const name = list.getByRole('textbox', { name: /^Name of the bookmark at/ });
  await name.fill('first frame');
  await name.press('Enter');
  await window.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await control(window, 'Back to the start').click();
  await window.getByRole('button', { name: 'Go to “first frame”' }).click();
  await expect(clock(window)).toHaveValue(/^100\sµs$/);
  await window.getByRole('banner').getByRole('button', { name: 'Undo', exact: true }).click();
  await window.getByRole('banner').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(window.getByRole('button', { name: 'Go to “first frame”' })).toHaveCount(0);
});

test('the speed is one logarithmic scale, said in words', async ({ window }) => {
  const speed = window.getByRole('slider', { name: 'Speed' });
  await speed.focus();
  await window.keyboard.press('Home');
  await expect(window.getByText(/^1 hop in 60\ss$/)).toBeVisible();
  await window.keyboard.press('+');
  await expect(window.getByText(/^1 hop in 30\ss$/)).toBeVisible();
  await window.keyboard.press('End');
  await expect(window.getByText(/^1 hop in 1\sms$/)).toBeVisible();
  await window.getByText('Clock pace').click();
  await expect(window.getByText(/^1\sms of the network in 1\ss$/)).toBeVisible();
  await speed.focus();
  await window.keyboard.press('-');
  await expect(window.getByText(/^1\sms of the network in 2\ss$/)).toBeVisible();
});

test('what time does is never cut off, however narrow the window', async ({ window }) => {
  await runProgram(window, 'ping server');
  await strip(window).press('Home');
  // What a window of 1280 × 800 has at an interface of 150 %.
  await window.setViewportSize({ width: 853, height: 533 });
  const state = timeState(window);
  await expect(state).toContainText(/in the past: \d+ later events are known/);
  const cut = () =>
    state.evaluate((line) => line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 1);
  await expect.poll(cut).toBe(false);
});
