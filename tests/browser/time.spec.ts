/** Issue point 4: time is stopped, stepped, taken back and dragged, and every device follows. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  allEvents,
  boxOf,
  choose,
  control,
  findEvent,
  patches,
  patchesAtRest,
  rowsOf,
  runProgram,
  setSpeed,
  showOnly,
  SLOWEST,
  timeState,
} from '#support/person.ts';

const slider = (window: Page) => window.getByRole('slider', { name: 'Simulated time' });
const clock = (window: Page) => window.getByRole('textbox', { name: 'Simulated time now' });
const question = (window: Page) => window.getByRole('dialog', { name: 'Begin a new future?' });

/** When the starter project's ping has ended, ns. */
const END = 1_000_310_000;
const lived = async (window: Page) => Number(await slider(window).getAttribute('aria-valuenow'));
/** Neither at the start nor at the end. */
const between = (time: number): boolean => 0 < time && time < END;

/** Goes to the moment of an event by a double click on its row. */
async function goTo(window: Page, words: string): Promise<void> {
  const row = await findEvent(window, words);
  const [, time] = await row.locator('span').allInnerTexts();
  await row.dblclick();
  await expect(clock(window)).toHaveValue(time!);
  // The row's packet came to the front; the tables are behind it.
  await window.getByRole('tab', { name: 'Properties' }).click();
}

test('play lets time run, pause stops it where it is', async ({ window }) => {
  await setSpeed(window, SLOWEST);
  await control(window, 'Play').click();
  await expect(timeState(window)).toHaveText('running');
  await expect.poll(() => patches(window)).not.toEqual([]);
  await control(window, 'Pause').click();
  await expect(timeState(window)).toHaveText('paused');
  const [packets, time] = [await patchesAtRest(window), await clock(window).inputValue()];
  expect(packets).not.toEqual([]);
  // Nothing moves any more, however long one looks.
  for (let look = 0; look < 5; look++) expect(await patches(window)).toEqual(packets);
  await expect(clock(window)).toHaveValue(time);
  await window.keyboard.press('Space');
  await expect(timeState(window)).toHaveText('running');
  await expect(clock(window)).not.toHaveValue(time);
});

test('a step goes from event to event, and a step back takes the ARP cache back with it', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await expect(rowsOf(window, 'ARP cache')).toHaveCount(1);
  await control(window, 'Back to the start').click();
  await expect(clock(window)).toHaveValue(/^0\sns$/);
  await expect(timeState(window)).toHaveText('in the past: 125 later events are known');
  await expect(rowsOf(window, 'ARP cache')).toHaveCount(0);
  await expect(rowsOf(window, 'Sockets')).toHaveCount(0);

  await showOnly(window, 'ARP');
  await goTo(window, 'pc1 writes into its ARP cache');
  await expect(rowsOf(window, 'ARP cache')).toContainText(['192.168.1.102:00:00:00:00:03']);
  await expect(rowsOf(window, 'Sockets')).toHaveCount(1);
  await control(window, 'Step back').click();
  await expect(rowsOf(window, 'ARP cache')).not.toContainText(['02:00:00:00:00:03']);
  await control(window, 'Step forward').click();
  await expect(rowsOf(window, 'ARP cache')).toContainText(['192.168.1.102:00:00:00:00:03']);
  await window.keyboard.press(',');
  await expect(rowsOf(window, 'ARP cache')).not.toContainText(['02:00:00:00:00:03']);
  await window.keyboard.press('.');
  await expect(rowsOf(window, 'ARP cache')).toContainText(['192.168.1.102:00:00:00:00:03']);
});

test('the MAC table of the switch is that of the moment looked at', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'switch1,');
  await expect(rowsOf(window, 'MAC table')).toHaveCount(2);
  await showOnly(window, 'Frames');
  await goTo(window, 'switch1 learns that 02:00:00:00:00:01 is behind port1');
  await expect(rowsOf(window, 'MAC table')).toHaveCount(1);
  await expect(rowsOf(window, 'MAC table')).toContainText(['02:00:00:00:00:01port1']);
  await goTo(window, 'switch1 learns that 02:00:00:00:00:03 is behind port3');
  await expect(rowsOf(window, 'MAC table')).toHaveCount(2);
  await control(window, 'Back to the start').click();
  await expect(rowsOf(window, 'MAC table')).toHaveCount(0);
});

test('the time slider is dragged with the mouse, and tables follow before it is let go', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await expect(rowsOf(window, 'ARP cache')).toHaveCount(1);
  const box = await boxOf(slider(window));
  const middle = box.y + box.height / 2;

  await window.mouse.move(box.x + box.width - 1, middle);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width / 2, middle, { steps: 5 });
  await expect.poll(async () => between(await lived(window))).toBe(true);
  await expect(timeState(window)).toContainText('in the past');
  await window.mouse.move(box.x - 20, middle, { steps: 5 });
  await expect(clock(window)).toHaveValue(/^0\sns$/);
  await expect(slider(window)).toHaveAttribute('aria-valuenow', '0');
  await window.mouse.up();
  await expect(rowsOf(window, 'ARP cache')).toHaveCount(0);

  await window.mouse.move(box.x + 3, middle);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width + 20, middle, { steps: 5 });
  await window.mouse.up();
  await expect(rowsOf(window, 'ARP cache')).toHaveCount(1);
  await expect(slider(window)).toHaveAttribute('aria-valuetext', /^1\.000\s31\ss of .*, 125 of 125 events$/);
});

test('arrow keys on the time slider step, Home and End go to its ends', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await slider(window).focus();
  const words = slider(window);
  await window.keyboard.press('Home');
  await expect(words).toHaveAttribute('aria-valuenow', '0');
  await window.keyboard.press('End');
  await expect(words).toHaveAttribute('aria-valuetext', /, 125 of 125 events$/);
  await expect(rowsOf(window, 'ARP cache')).toHaveCount(1);
  await window.keyboard.press('ArrowLeft');
  await expect(words).not.toHaveAttribute('aria-valuetext', /, 125 of 125 events$/);
  await window.keyboard.press('ArrowRight');
  await expect(words).toHaveAttribute('aria-valuetext', /, 125 of 125 events$/);
  await window.keyboard.press('PageDown');
  await expect.poll(async () => between(await lived(window))).toBe(true);
  await window.keyboard.press('PageUp');
  await expect.poll(() => lived(window)).toBe(END);
});

test('a time that is typed is gone to', async ({ window }) => {
  await runProgram(window, 'ping server');
  await clock(window).fill('100 µs');
  await clock(window).press('Enter');
  await expect(clock(window)).toHaveValue(/^100\sµs$/);
  await expect(slider(window)).toHaveAttribute('aria-valuenow', '100000');
  await clock(window).fill('soon');
  await expect(clock(window)).toHaveAttribute('aria-invalid', 'true');
});

test('starting a program in the past asks first, and forgets the old future only then', async ({ window }) => {
  await runProgram(window, 'ping server');
  await slider(window).press('Home');
  await expect(timeState(window)).toHaveText('in the past: 125 later events are known');

  await window.getByRole('button', { name: 'Start TCP exchange', exact: true }).click();
  await expect(question(window)).toContainText('What happened after it will be forgotten.');
  await question(window).getByRole('button', { name: 'Cancel' }).click();
  await expect(question(window)).toBeHidden();
  await expect(timeState(window)).toHaveText('in the past: 125 later events are known');

  await window.getByRole('button', { name: 'Start TCP exchange', exact: true }).click();
  await question(window).getByRole('button', { name: 'Begin a new future' }).click();
  await expect(timeState(window)).toHaveText('the program has ended');
  await showOnly(window, 'Programs');
  const rows = (await allEvents(window)).join('\n');
  expect(rows).toContain('You started the program “TCP exchange”.');
  expect(rows).not.toContain('You started the program “ping server”.');
});

test('changing an address in the past asks first; no takes the change back', async ({ window }) => {
  await runProgram(window, 'ping server');
  await slider(window).press('Home');
  await choose(window, 'pc2,');
  const address = window.getByRole('textbox', { name: 'IP address' });
  await address.fill('192.168.1.77');
  await address.press('Enter');
  await question(window).getByRole('button', { name: 'Cancel' }).click();
  await expect(address).toHaveValue('192.168.1.12');
  await expect(timeState(window)).toHaveText('in the past: 125 later events are known');

  await address.fill('192.168.1.77');
  await address.press('Enter');
  await question(window).getByRole('button', { name: 'Begin a new future' }).click();
  await expect(address).toHaveValue('192.168.1.77');
  await expect(rowsOf(window, 'Ports')).toContainText(['192.168.1.77/24']);
});
