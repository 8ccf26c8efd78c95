/** A conversation in its large view: every way of looking at it, by mouse and by keyboard alone, and what leaves as a figure. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { faults } from '#support/accessibility.ts';
import { atRest, boxOf, contentOf, control, fillIn, openProject, runProgram, timeState } from '#support/person.ts';
import { Draft } from '#document/examples/draft.ts';
import { writeDocument } from '#document/write.ts';

const view = (window: Page): Locator => window.getByRole('main', { name: 'Conversation' });
const clock = (window: Page): Locator => window.getByRole('textbox', { name: 'Simulated time now' });

/** The TCP exchange of the starter project lived to its end, its conversation in the large view. */
async function exchange(window: Page): Promise<Locator> {
  await runProgram(window, 'TCP exchange');
  await control(window, 'Play').click();
  await expect(timeState(window)).toHaveText('nothing more will happen by itself', { timeout: 30_000 });
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  await expect(view(window)).toBeVisible();
  return view(window);
}

async function turnTo(window: Page, tab: string): Promise<void> {
  await view(window).getByRole('tab', { name: tab, exact: true }).click();
}

/** A figure as it was saved. */
async function saved(window: Page, button: Locator): Promise<{ text: string; name: string }> {
  const [download] = await Promise.all([window.waitForEvent('download'), button.click()]);
  return contentOf(download);
}

test('both state machines show the steps taken, and a step leads to its moment and its cause', async ({ window }) => {
  const talk = await exchange(window);
  await turnTo(window, 'States');
  const client = talk.getByRole('region', { name: 'Client · pc1' });
  const way = client.getByRole('button', { name: /Step 2: SYN-SENT to ESTABLISHED\..*SYN, ACK/ });
  const before = await clock(window).inputValue();
  await way.click();
  await expect(clock(window)).not.toHaveValue(before);
  await expect(client.locator('[aria-current=step]')).toContainText('SYN-SENT → ESTABLISHED');
  // Steps that come later are still there, and lead forward again.
  await client.getByRole('button', { name: /FIN-WAIT-2 → TIME-WAIT/ }).click();
  await expect(client.locator('[aria-current=step]')).toContainText('FIN-WAIT-2 → TIME-WAIT');
  await client.getByRole('button', { name: 'Why TIME-WAIT?' }).click();
  await expect(window.getByRole('tabpanel', { name: 'Why?' })).toBeVisible();
  await expect(talk).toHaveCount(0);
});

test('buffers and timers follow the cursor', async ({ window }) => {
  const talk = await exchange(window);
  await turnTo(window, 'States');
  const client = talk.getByRole('region', { name: 'Client · pc1' });
  await client.getByRole('button', { name: /FIN-WAIT-2 → TIME-WAIT/ }).click();
  await turnTo(window, 'Timers');
  const timers = talk.getByRole('region', { name: 'Client · pc1 · TIME-WAIT' });
  await expect(timers).toContainText(/240\ss left of 240\ss/);
  await fillIn(clock(window), '20 s');
  await expect(timers).toContainText(/22\d[\d.\s]*\ss left of 240\ss/);
  await turnTo(window, 'Buffers');
  const there = talk.getByRole('region', { name: 'pc1 → server1' });
  await expect(there).toContainText('SND.UNA 102');
  await there
    .getByText('absolute')
    .or(talk.getByRole('button', { name: 'absolute' }))
    .first()
    .click();
  await expect(there).not.toContainText(/SND\.UNA 102\b/);
});

test('a plot is walked through by keyboard, leads to moments, and leaves as a figure', async ({ window }) => {
  const talk = await exchange(window);
  await turnTo(window, 'Plots');
  const plot = talk.getByRole('region', { name: 'Time–sequence' });
  await plot.getByRole('group').focus();
  await window.keyboard.press('End');
  await expect(plot.locator('[aria-live]')).toContainText('segments · 102');
  await window.keyboard.press('Home');
  const before = await clock(window).inputValue();
  await window.keyboard.press('Enter');
  await expect(clock(window)).not.toHaveValue(before);
  await window.keyboard.press('+');
  await expect(talk.getByRole('button', { name: 'Whole' })).not.toHaveAttribute('aria-disabled', 'true');
  const { text, name } = await saved(window, plot.getByRole('button', { name: 'Save as SVG…' }));
  expect(name).toMatch(/\.svg$/);
  expect(text).toContain('acknowledged');
  expect(text).not.toMatch(/var\(|tabindex|data-v-/);
});

test('the stream shows what was said, and a segment chosen there is chosen everywhere', async ({ window }) => {
  const talk = await exchange(window);
  await turnTo(window, 'Stream');
  const stream = talk.getByRole('region', { name: 'Bytes of the stream' });
  await expect(stream.getByRole('button')).toHaveCount(2);
  await stream.getByRole('button').nth(1).click();
  await expect(talk).toContainText('Bytes 1–100 of server1');
  const { name } = await saved(window, talk.getByRole('button', { name: 'Save bytes…' }));
  expect(name).toMatch(/\.bin$/);
  await turnTo(window, 'Ladder');
  const ladder = talk.getByRole('group', { name: 'Ladder diagram of the conversation' });
  await expect(ladder.locator('[aria-pressed=true]')).toHaveAttribute(
    'aria-label',
    /PSH, ACK {1,2}100 B.*server1 to pc1/,
  );
  await talk.getByRole('button', { name: 'by time' }).click();
  await expect(ladder.getByText(/of silence left out/).first()).toBeVisible();
});

test('by keyboard alone it is opened, looked through and left', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await expect(window.getByRole('group', { name: 'Ladder diagram of the conversation' })).toBeVisible();
  await window.keyboard.press('y');
  await expect(view(window)).toBeFocused();
  await view(window).getByRole('tab', { name: 'Ladder', exact: true }).focus();
  for (const tab of ['States', 'Buffers', 'Timers', 'Plots', 'Stream']) {
    await window.keyboard.press('ArrowRight');
    await window.keyboard.press('Enter');
    await expect(view(window).getByRole('tab', { name: tab, exact: true })).toHaveAttribute('aria-selected', 'true');
  }
  await window.keyboard.press('Escape');
  await expect(view(window)).toHaveCount(0);
  await expect(window.getByRole('tab', { name: 'Conversation' })).toBeFocused();
});

/** More than a window of bytes over a cable that takes its time and loses some: pc1 writes, server1 reads. */
function longWay(): Buffer {
  const draft = new Draft();
  const pc1 = draft.device('host', { x: 90, y: 90 }, ['10.0.0.1']);
  const server = draft.device('server', { x: 500, y: 90 }, ['10.0.0.2']);
  draft.joinWith({ delay: 10e6, directions: [{ loss: 0.08 }, {}] }, pc1, server);
  draft.command('sink', 'reader', server, 0, 'sink -q');
  draft.command('source', 'writer', pc1, 1e9, 'source -n 20 -s 1400 10.0.0.2');
  return Buffer.from(writeDocument(draft.document('A long way')));
}

test('what crosses in a bulk transfer is chosen at its arrow, and read as it is seen', async ({ window }) => {
  await openProject(window, { name: 'long-way.hop', buffer: longWay() });
  await window.getByRole('heading', { level: 1, name: 'A long way' }).waitFor();
  await fillIn(clock(window), '1075 ms');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  const ladder = view(window).getByRole('group', { name: 'Ladder diagram of the conversation' });
  // It opens at its end.
  await ladder.getByText('on the way').last().waitFor();
  await view(window)
    .getByRole('region', { name: /^Ladder/ })
    .press('Home');
  const first = ladder.getByRole('button', { name: /PSH, ACK 1400 B .*seq=1 / });
  // Its rows are drawn anew while it scrolls: an element that was found may be another row's by then.
  await expect(first).toBeInViewport();
  await atRest(window);
  await expect(clock(window)).toHaveValue(/^1\.075\ss$/);
  // Four rows below its own, its arrow leads through the row of another segment.
  const row = await boxOf(first);
  const end = await ladder.locator('line').evaluateAll((lines, top) => {
    const long = lines
      .map((line) => line.getBoundingClientRect())
      .filter(({ width, height, y }) => width > 300 && height > 150 && Math.abs(y - top) < 24);
    return { x: long[0]!.x, y: long[0]!.y, width: long[0]!.width, height: long[0]!.height };
  }, row.y + 15);
  await window.mouse.click(end.x + end.width * (100 / end.height), end.y + 100);
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await expect(ladder.locator('[aria-pressed=true]')).toHaveCount(1);

  expect(await faults(window)).toEqual([]);
  await view(window).getByRole('button', { name: 'by time' }).click();
  await expect(ladder.getByText('on the way').first()).toBeVisible();
  await expect(ladder.getByText('lost on the cable').first()).toBeVisible();
  expect(await faults(window)).toEqual([]);
});
