/** Acting in the past: the old future is kept, both are looked at, and what is different in them is listed. */
import type { Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import { choose, contentOf, fillIn, openTemplate, runProgram, timeState } from '#support/person.ts';

const clock = (window: Page) => window.getByRole('textbox', { name: 'Simulated time now' });
const question = (window: Page) => window.getByRole('dialog', { name: 'Begin a new future?' });
const runs = (window: Page) => window.getByRole('button', { name: /^Runs: / });
const comparison = (window: Page) => window.getByRole('region', { name: 'Two runs side by side' });
const lines = (window: Page) =>
  window.getByRole('region', { name: 'Differences' }).getByRole('list', { name: 'Differences' }).getByRole('button');

async function goTo(window: Page, time: string): Promise<void> {
  await fillIn(clock(window), time);
  await expect(clock(window)).toHaveValue(new RegExp(`^${time.replace(' ', '\\s')}$`));
}

/** Sets another delay on the lossy cable, at the cursor. */
async function delayOf(window: Page, delay: string): Promise<void> {
  await choose(window, 'Cable switch1 port3');
  await fillIn(window.getByRole('textbox', { name: 'Delay one way' }).first(), delay);
}

/** Starts the stream over TCP; time runs then. */
async function startWatching(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await expect(timeState(window)).toHaveText('running');
}

/** The example with a lossy cable: a stream over TCP has run for one and a half seconds. */
async function streamed(window: Page): Promise<void> {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await startWatching(window);
  await goTo(window, '1.5 s');
}

test('a change in the past keeps the old future under a name, and both are compared', async ({ window }) => {
  await streamed(window);
  await goTo(window, '100 ms');
  await delayOf(window, '25 ms');
  await question(window).getByRole('textbox', { name: 'Name of the old future' }).fill('ten milliseconds');
  await question(window).getByRole('button', { name: 'Keep the old one too' }).click();
  await expect(window.getByText('The old future is kept as the run “ten milliseconds”.')).toBeVisible();
  await goTo(window, '1.5 s');

  await runs(window).click();
  await window.getByRole('menuitem', { name: /^Compare runs/ }).click();
  await expect(comparison(window)).toContainText(
    /Delay one way is 10\sms in “ten milliseconds”, 25\sms in “First run”/,
  );
  await expect(lines(window).first()).toContainText('Only in “First run”: The drawing was changed');
  await expect(lines(window).nth(1)).toContainText(/From ACK \d+ of pc2 on “First run” does the same 15\sms later\./);

  // Both stand at the moment that is chosen.
  await lines(window).nth(1).click();
  await expect(lines(window).nth(1)).toHaveAttribute('aria-pressed', 'true');
  const told = await lines(window).nth(1).locator('.time').innerText();
  await expect(clock(window)).toHaveValue(new RegExp(`^${told.slice(0, 5).replace('.', '\\.')}`));
  await expect(
    comparison(window).getByRole('img', { name: /^The network in “ten milliseconds”: \d+ packet/ }),
  ).toBeVisible();
  await expect(comparison(window).getByRole('img', { name: /^The network in “First run”: \d+ packet/ })).toBeVisible();
  await expect(
    comparison(window)
      .getByRole('row', { name: /^TCP segments \d+ \d+/ })
      .first(),
  ).toBeVisible();
  const rungs = comparison(window).getByRole('img', { name: /^ten milliseconds, .*ACK/ });
  await expect.poll(() => rungs.count()).toBeGreaterThan(3);

  await comparison(window).getByRole('button', { name: 'Back to the drawing' }).click();
  await expect(comparison(window)).toHaveCount(0);
  await expect(window.getByRole('button', { name: 'Cable', exact: true })).toBeVisible();
});

test('a lost segment is told with what came of it, and the page and the ladders can be taken away', async ({
  window,
}) => {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await delayOf(window, '10 ms');
  await startWatching(window);
  await goTo(window, '500 ms');
  await goTo(window, '155 ms');
  await runs(window).click();
  await window.getByRole('menuitem', { name: /^Second run from here/ }).click();
  await window.getByRole('dialog').getByRole('textbox').fill('cut');
  await window.getByRole('button', { name: 'Begin the second run' }).click();
  await expect(runs(window)).toHaveText(/cut/);
  // Pulled out and plugged in again at once: what was on the cable is lost.
  await choose(window, 'Cable switch1 port3');
  await window.getByRole('button', { name: 'Unplug', exact: true }).click();
  await window.getByRole('button', { name: 'Plug in', exact: true }).click();
  await goTo(window, '500 ms');
  await runs(window).click();
  await window.getByRole('menuitem', { name: /^Compare runs/ }).click();
  await expect(
    lines(window)
      .filter({ hasText: /lost in “cut”/ })
      .first(),
  ).toContainText(/later|more|again/);

  const page = window.waitForEvent('download');
  await comparison(window).getByRole('button', { name: 'Save as Markdown…' }).click();
  const { text, name } = await contentOf(await page);
  expect(name).toMatch(/\.md$/);
  expect(text).toContain('lost in “cut”');
  expect(text).toMatch(/\| In the end \| First run \| cut \|/);
  const ladders = window.waitForEvent('download');
  await comparison(window).getByRole('button', { name: 'Save as SVG…' }).click();
  const figure = (await contentOf(await ladders)).text;
  expect(figure).toContain('<svg');
  expect(figure).not.toMatch(/var\(--|href=/);
});

test('runs are switched, renamed and removed', async ({ window }) => {
  await runProgram(window, 'ping server');
  await goTo(window, '100 µs');
  await runs(window).click();
  await window.getByRole('menuitem', { name: /^Second run from here/ }).click();
  await window.getByRole('button', { name: 'Begin the second run' }).click();
  await expect(timeState(window)).toHaveText('paused');
  await runs(window).click();
  await window.getByRole('menuitem', { name: 'First run' }).click();
  await expect(timeState(window)).toContainText('in the past');
  await runs(window).click();
  await window.getByRole('menuitem', { name: /^All runs/ }).click();
  const list = window.getByRole('dialog', { name: 'Runs of this project' });
  await expect(list.getByRole('row')).toHaveCount(3);
  await list.getByRole('textbox', { name: 'Name' }).nth(1).fill('nothing happens');
  await list.getByRole('textbox', { name: 'Name' }).nth(1).press('Tab');
  await list.getByRole('button', { name: 'Look at nothing happens' }).click();
  await expect(list.getByRole('row').nth(2)).toContainText('Looked at');
  await list.getByRole('button', { name: 'Remove First run' }).click();
  const sure = window.getByRole('dialog', { name: 'Remove the run “First run”?' });
  await sure.getByRole('button', { name: 'Cancel' }).click();
  await list.getByRole('button', { name: 'Remove First run' }).click();
  await sure.getByRole('button', { name: 'Remove the run' }).click();
  await expect(list.getByRole('row')).toHaveCount(2);
  await list.getByRole('button', { name: 'Close' }).last().click();
  await expect(runs(window)).toHaveText('nothing happens');
});

test('all of it with the keyboard alone', async ({ window }) => {
  await streamed(window);
  await goTo(window, '100 ms');
  await clock(window).press('Tab');
  await window.keyboard.press('s');
  await expect(comparison(window)).toContainText('There is only one run so far');
  await window.keyboard.press('Escape');
  await window.keyboard.press('Shift+F');
  await window.getByRole('dialog').getByRole('textbox').fill('slow');
  await window.keyboard.press('Enter');
  await expect(runs(window)).toHaveText(/slow/);
  await delayOf(window, '25 ms');
  await goTo(window, '1.5 s');
  await clock(window).press('Tab');
  await window.keyboard.press('s');
  await expect(lines(window).first()).toBeVisible();
  await lines(window).first().focus();
  await window.keyboard.press('ArrowDown');
  await expect(lines(window).nth(1)).toBeFocused();
  await expect(lines(window).nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(clock(window)).toHaveValue(/^1[0-9][0-9](\.| |\s)/);
  await window.keyboard.press('Escape');
  await expect(comparison(window)).toHaveCount(0);
  await window.keyboard.press('Shift+R');
  await expect(runs(window)).toHaveText(/First run/);
  await window.keyboard.press('r');
  await expect(window.getByRole('dialog', { name: 'Runs of this project' })).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
});

test('in Korean, light and dark, with nothing that axe finds wrong', async ({ window }) => {
  await streamed(window);
  await goTo(window, '100 ms');
  await delayOf(window, '25 ms');
  expect(await faults(window)).toEqual([]);
  await question(window).getByRole('button', { name: 'Keep the old one too' }).click();
  await goTo(window, '300 ms');
  await runs(window).click();
  await window.getByRole('menuitem', { name: /^Compare runs/ }).click();
  await lines(window).first().click();
  expect(await faults(window)).toEqual([]);
  await window.getByRole('button', { name: 'Theme' }).click();
  await window.getByRole('menuitem', { name: 'Dark' }).click();
  await window.getByRole('button', { name: /^Language: / }).click();
  await window.getByRole('menuitem', { name: '한국어' }).click();
  const view = window.getByRole('region', { name: '나란히 놓은 두 실행' });
  await expect(view).toContainText(/차이 \d+개/);
  await expect(view).toContainText('“첫 실행”에만: ');
  await expect(view).toContainText('지금 서로 다른 표');
  expect(await view.innerText()).not.toMatch(/compare\.|branches\.|\{\w+\}/);
  expect(await faults(window)).toEqual([]);
});
