/** The simulation thread dies while three runs are kept: all of them are there again, and a message says so. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { choose, fillIn, openTemplate, timeState } from '#support/person.ts';
import { clock, goTo, listedRuns, runs } from '#support/runs.ts';

const messages = (window: Page) => window.getByRole('status', { name: 'Messages' });
const comparison = (window: Page) => window.getByRole('region', { name: 'Two runs side by side' });
const lines = (window: Page) =>
  window.getByRole('region', { name: 'Differences' }).getByRole('list', { name: 'Differences' }).getByRole('button');

test('a crash of the simulation costs a message, and none of the runs', async ({ window, application }) => {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await expect(timeState(window)).toHaveText('running');
  await goTo(window, '600 ms');

  // Another delay in the past: the old future is kept.
  await goTo(window, '100 ms');
  await choose(window, 'Cable switch1 port3');
  await fillIn(window.getByRole('textbox', { name: 'Delay one way' }).first(), '25 ms');
  const question = window.getByRole('dialog', { name: 'Begin a new future?' });
  await question.getByRole('textbox', { name: 'Name of the old future' }).fill('ten milliseconds');
  await question.getByRole('button', { name: 'Keep the old one too' }).click();
  await goTo(window, '600 ms');

  // A third run, in which the cable was pulled out and plugged in again.
  await goTo(window, '200 ms');
  await clock(window).press('Tab');
  await window.keyboard.press('Shift+F');
  await window.getByRole('dialog').getByRole('textbox').fill('cut');
  await window.keyboard.press('Enter');
  await expect(runs(window)).toHaveText(/cut/);
  await choose(window, 'Cable switch1 port3');
  await window.getByRole('button', { name: 'Unplug', exact: true }).click();
  await window.getByRole('button', { name: 'Plug in', exact: true }).click();
  await goTo(window, '600 ms');
  await clock(window).press('Tab');
  const before = await listedRuns(window);
  expect(before).toHaveLength(3);
  await window.keyboard.press('s');
  await expect(lines(window).nth(1)).toBeVisible();
  const differences = await lines(window).allInnerTexts();

  for (let deaths = 0; deaths < 2; deaths++) {
    application.endSimulation();
    await expect(messages(window)).toContainText('The simulation stopped unexpectedly and was started again');
    await expect(messages(window)).toContainText('Everything is as it was before');
    await expect(clock(window)).toHaveValue(/^600\sms$/);
    await expect(comparison(window)).toBeVisible();
    await expect.poll(() => lines(window).allInnerTexts()).toEqual(differences);
    const dismiss = messages(window).getByRole('button', { name: 'Dismiss' });
    await expect(async () => {
      // The news goes by itself, perhaps just now.
      if ((await dismiss.count()) > 0) await dismiss.first().click({ timeout: 1000 });
      expect(await dismiss.count()).toBe(0);
    }).toPass();
  }
  await window.keyboard.press('Escape');
  expect(await listedRuns(window)).toEqual(before);

  // And it goes on.
  await window.keyboard.press('Shift+R');
  await expect(runs(window)).toHaveText(/First run/);
  await goTo(window, '700 ms');
});

test('a step that is asked for while the simulation is gone is made when it is there again', async ({
  window,
  application,
}) => {
  await window.getByRole('button', { name: 'Start ping server' }).click();
  await window.getByText('Clock pace').click();
  await expect(window.getByText(/[1-9]\d* events/)).toBeVisible();
  await expect(timeState(window)).toHaveText('running');
  await goTo(window, '1 s');
  await goTo(window, '1 ms');
  application.endSimulation();
  await window.getByRole('button', { name: 'Step forward' }).click();
  await expect(messages(window)).toContainText('Everything is as it was before');
  await expect(clock(window)).not.toHaveValue(/^1\sms$/);
  await expect(window.getByRole('button', { name: 'Step back' })).toBeEnabled();
});
