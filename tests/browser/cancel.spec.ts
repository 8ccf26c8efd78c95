/** Issue "workbench", section Feeling: long work says how far it is and can be given up, and nothing of it is left half done. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  chooseInMenu,
  contentOf,
  control,
  eventList,
  events,
  fillIn,
  openProject,
  runProgram,
  things,
  timeState,
} from '#support/person.ts';
import { storm } from '#support/storm.ts';

const clock = (window: Page) => window.getByRole('textbox', { name: 'Simulated time now' });
const progress = (window: Page, name: string) => window.getByRole('progressbar', { name });
const cancel = (window: Page) => window.getByRole('button', { name: 'Cancel', exact: true });
const messages = (window: Page) => window.getByRole('status', { name: 'Messages' });

/** How many events there are. */
async function known(window: Page): Promise<number> {
  const count = await events(window).last().getAttribute('aria-setsize');
  return Number(count);
}

/** The storm has begun, and time stands. */
async function begin(window: Page): Promise<void> {
  await openProject(window, storm());
  await window.getByRole('button', { name: 'Start ask for nobody' }).click();
  await expect.poll(() => known(window)).toBeGreaterThan(20);
  await control(window, 'Pause').click();
  await expect(timeState(window)).toHaveText('paused');
}

test('running on to a moment far away says how far it is, and stops where it has come when it is given up', async ({
  window,
}) => {
  await begin(window);
  const before = await known(window);
  await fillIn(clock(window), '1000 s');
  await expect(progress(window, 'Running on to that moment…')).toBeVisible();
  await expect
    .poll(async () => Number(await progress(window, 'Running on to that moment…').getAttribute('value')))
    .toBeGreaterThan(0);
  await cancel(window).click();
  await expect(progress(window, 'Running on to that moment…')).toHaveCount(0);
  await expect(timeState(window)).toHaveText('paused');
  await expect.poll(() => known(window)).toBeGreaterThan(before);
  // Time stands there as anywhere: it can be gone back from, and come back to.
  await control(window, 'Step back').click();
  await expect(timeState(window)).toContainText('in the past');
  await control(window, 'Step forward').click();
  await expect(timeState(window)).not.toContainText('in the past');
});

test('a capture that was given up is saved nowhere, and the next one is whole', async ({ window, application }) => {
  await runProgram(window, 'ping server');
  const saved: string[] = [];
  window.on('download', (download) => saved.push(download.suggestedFilename()));
  application.hold();
  await chooseInMenu(window, 'Take away', /all cables/i);
  await expect(progress(window, 'Writing the capture…')).toBeVisible();
  await cancel(window).click();
  await expect(progress(window, 'Writing the capture…')).toHaveCount(0);
  application.release();

  const download = window.waitForEvent('download');
  await chooseInMenu(window, 'Take away', /all cables/i);
  const { bytes } = await contentOf(await download);
  expect(bytes.readUInt32LE(0)).toBe(0x0a0d0d0a);
  expect(saved).toHaveLength(1);
});

test('a run that is rebuilt after a crash can be given up: the drawing stays, and time begins anew', async ({
  window,
  application,
}) => {
  await begin(window);
  await fillIn(clock(window), '1000 s');
  await expect.poll(() => known(window)).toBeGreaterThan(100_000);
  await cancel(window).click();
  await expect(timeState(window)).toHaveText('paused');
  const drawn = await things(window).allInnerTexts();

  application.endSimulation();
  // Seen with the next picture: the host is held before it has lived all of that again.
  await messages(window).getByText('The simulation stopped unexpectedly').first().waitFor();
  application.hold();
  await expect(progress(window, 'Rebuilding this run…')).toBeVisible();
  await cancel(window).click();
  application.release();
  await expect(messages(window)).toContainText('time stands at the beginning');
  await expect(progress(window, 'Rebuilding this run…')).toHaveCount(0);
  await expect(clock(window)).toHaveValue(/^0\sns$/);
  await expect(eventList(window).getByRole('option')).toHaveCount(0);
  await expect(things(window)).toHaveText(drawn);
  // It lives again as it did the first time.
  await window.getByRole('button', { name: 'Start ask for nobody' }).click();
  await expect.poll(() => known(window)).toBeGreaterThan(20);
  await control(window, 'Pause').click();
});

test('running until what never comes is given up with a key, and time stands where it has come', async ({ window }) => {
  await begin(window);
  const before = await known(window);
  await window.keyboard.press('u');
  const dialog = window.getByRole('dialog', { name: 'Run until' });
  await dialog.getByRole('combobox', { name: 'Stop when' }).selectOption({ label: 'an event matches a filter' });
  await dialog.getByRole('checkbox', { name: 'As fast as it goes' }).check();
  await dialog.getByRole('combobox', { name: 'Filter' }).fill('tcp');
  await dialog.getByRole('button', { name: 'Run', exact: true }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => known(window)).toBeGreaterThan(before + 1000);
  await window.keyboard.press('Space');
  await expect(timeState(window)).toHaveText('paused');
});
