/** Issue "workbench": what a person edits and sees that no other of these tests does by hand. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  atRest,
  choose,
  chooseInMenu,
  contentOf,
  control,
  eventList,
  events,
  findEvent,
  handleOf,
  middleOf,
  newProject,
  openProject,
  openTemplate,
  putDown,
  runProgram,
  showOnly,
  stageOf,
  things,
  timeState,
} from '#support/person.ts';
import { storm } from '#support/storm.ts';

test.use({ viewport: { width: 1600, height: 900 } });

const inspector = (window: Page): Locator => window.getByRole('tabpanel', { name: 'Properties' });

test('every template opens by its picture, and nothing stands in the way of its packets', async ({ window }) => {
  await window.keyboard.press('Shift+T');
  const templates = window.getByRole('dialog', { name: 'Templates' });
  const pictures = templates.getByRole('button', { name: /^(?!Close)/ });
  await expect(pictures).toHaveCount(9);
  for (let at = 0; at < 9; at++) {
    if (at > 0) await window.keyboard.press('Shift+T');
    await pictures.nth(at).click();
    await expect(templates).toBeHidden();
    await expect(things(window).nth(2)).toBeAttached();
    await window.keyboard.press('Shift+Y');
    const check = window.getByRole('dialog', { name: 'Check my network' });
    await expect(check.getByRole('status')).toContainText('Nothing stands in the way');
    await window.keyboard.press('Escape');
    await expect(check).toBeHidden();
  }
  // The largest was the last one.
  expect(await things(window).count()).toBeGreaterThan(200);
});

test('a note and a label are typed where they are put down, by pointer and by keyboard, with no press in between', async ({
  window,
}) => {
  await newProject(window);
  const { x, y, width, height } = await stageOf(window);
  const palette = window.getByRole('region', { name: 'Devices', exact: true });
  await putDown(window, 'Note', { x: x + width / 3, y: y + height / 4 });
  await window.keyboard.type('the office');
  await window.keyboard.press('Enter');
  await putDown(window, 'Text label', { x: x + width / 2, y: y + height / 2 });
  await window.keyboard.type('cold room');
  await window.keyboard.press('Enter');
  await palette
    .getByRole('button', { name: 'Note' })
    .dragTo(window.getByRole('group', { name: /^Network\./ }), { targetPosition: { x: width / 3, y: height / 2 } });
  await window.keyboard.type('the lab');
  await window.keyboard.press('Enter');
  await palette.getByRole('button', { name: 'Note' }).press('Enter');
  await window.keyboard.type('the roof');
  await window.keyboard.press('Enter');
  await expect(things(window)).toHaveText([
    'Note: the office',
    'Note: the lab',
    'Note: the roof',
    'Text label, cold room',
  ]);
});

test('a note is put down, written on the drawing, and read out by its words', async ({ window }) => {
  await newProject(window);
  const { x, y, width, height } = await stageOf(window);
  const at = { x: x + width / 2, y: y + height / 3 };
  await putDown(window, 'Note', at);
  await window.keyboard.press('Escape');
  await window.mouse.dblclick(at.x, at.y);
  const drawing = window.getByRole('group', { name: /^Network\./ });
  const words = drawing.getByRole('textbox', { name: 'Text of the note' });
  await words.fill('ask here first');
  await words.press('Control+Enter');
  await expect(words).toBeHidden();
  await expect(things(window)).toHaveText(['Note: ask here first']);
});

test('all is shown again by a key, however closely it was looked at', async ({ window }) => {
  const before = await handleOf(window, 'pc1');
  const handle = window.getByRole('button', { name: 'Pull a cable from pc1' });
  for (let closer = 0; closer < 3; closer++) await window.keyboard.press('+');
  await expect.poll(async () => (await handle.boundingBox())?.x ?? 0).not.toBeCloseTo(before.x - 15, 0);
  await window.keyboard.press('f');
  await expect.poll(async () => Math.abs((await middleOf(handle)).x - before.x)).toBeLessThan(2);
});

test('addresses and interface names are shown on the map or not, and so in the figure of it', async ({ window }) => {
  const figure = async (): Promise<string> => {
    const download = window.waitForEvent('download');
    await chooseInMenu(window, 'Take away', 'Drawing as SVG');
    return (await contentOf(await download)).text;
  };
  const whole = await figure();
  expect(whole).toContain('192.168.1.11/24');
  expect(whole).toContain('port3');
  await window.getByRole('button', { name: 'Show on the map' }).click();
  for (const name of ['Addresses', 'Interface names'])
    await window.getByRole('dialog').getByRole('checkbox', { name, exact: true }).uncheck();
  await window.keyboard.press('Escape');
  const bare = await figure();
  expect(bare).not.toContain('192.168.1.11/24');
  expect(bare).not.toContain('port3');
  expect(bare).toContain('pc1');
});

test('a storm has a badge at whom it reaches', async ({ window }) => {
  await openProject(window, storm());
  await window.getByRole('radio', { name: 'Clock pace' }).check({ force: true });
  // Ten milliseconds of the network a second: a storm is one after the first of them.
  await window.getByRole('slider', { name: 'Speed' }).press('PageUp');
  await window.getByRole('button', { name: 'Start ask for nobody' }).click();
  await expect(window.locator('.badge.storm').first()).toBeVisible();
  await control(window, 'Pause').click();
  await choose(window, 'switch1,');
  await expect(window.getByRole('tooltip')).toContainText('a storm');
});

test('the event list has the columns one wants, and times since the event above or the chosen one', async ({
  window,
}) => {
  await runProgram(window, 'ping server');
  const menu = async (line: string): Promise<void> => {
    await window.getByRole('button', { name: 'Columns and times …' }).click();
    await window.getByRole('menuitem', { name: line, exact: true }).click();
    await expect(window.getByRole('menu')).toHaveCount(0);
  };
  const panel = window.getByRole('region', { name: 'Events', exact: true });
  await menu('Source');
  await menu('Cause');
  await expect(panel.getByText('Source', { exact: true })).toBeVisible();
  await showOnly(window, 'Frames');
  const row = await findEvent(window, 'Echo (ping) request');
  await row.click();
  const since = await row.innerText();
  await menu('Since the chosen event');
  await expect(row).not.toHaveText(since);
  await expect(row).toContainText(/\b0\sns/);
  await expect(panel.getByText('Since chosen')).toBeVisible();
  await menu('Since the event above');
  await expect(panel.getByText('Since above')).toBeVisible();
  await menu('Since the start');
  await expect(panel.getByText('Since above')).toHaveCount(0);
});

test('the event list follows time until it is told not to', async ({ window }) => {
  await runProgram(window, 'ping server');
  const follow = window.getByRole('checkbox', { name: 'Follow' });
  await expect(follow).toBeChecked();
  const place = async (): Promise<number> => Number(await events(window).first().getAttribute('aria-posinset'));
  await expect.poll(place).toBeGreaterThan(1);
  await control(window, 'Back to the start').click();
  await expect.poll(place).toBe(1);
  // Time runs through what was lived, and the list stays.
  await follow.uncheck();
  await control(window, 'Play').click();
  await expect(timeState(window)).toHaveText('nothing more will happen by itself', { timeout: 60_000 });
  expect(await place()).toBe(1);
  await eventList(window).press('End');
  await expect.poll(place).toBeGreaterThan(1);
});

test('a packet that was sent again says so, and leads to the one it repeats', async ({ window }) => {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await window.keyboard.press('u');
  const until = window.getByRole('dialog', { name: 'Run until' });
  await until.getByRole('combobox', { name: 'Stop when' }).selectOption({ label: 'a time has come' });
  await until.getByRole('checkbox', { name: 'As fast as it goes' }).check();
  await until.getByRole('textbox', { name: 'Time' }).fill('2 s');
  await until.getByRole('button', { name: 'Run', exact: true }).press('Enter');
  await expect(window.getByRole('textbox', { name: 'Simulated time now' })).toHaveValue(/^2\ss$/);
  const filter = window.getByRole('combobox', { name: 'Filter of the list' });
  await filter.fill('tcp.analysis.retransmission');
  await filter.press('Enter');
  await expect(window.getByText(/^\d+ of \d+ events$/)).toBeVisible();
  const row = eventList(window).getByRole('option', { selected: true });
  await events(window).first().click();
  await expect(row).toContainText('again (attempt');
  await window.getByRole('button', { name: 'Take the filter away' }).click();
  await expect(row).toContainText('again (attempt');
  await window.getByRole('tab', { name: 'Packet', exact: true }).click();
  const packet = window.getByRole('tabpanel', { name: 'Packet' });
  const notes = packet.getByRole('list', { name: 'Remarkable about this packet' });
  // That event is TCP's own; some rows below its segment leaves.
  const told = notes.filter({ hasText: /Sent again \(attempt \d\)|Fast retransmission/ });
  for (let down = 0; down < 30 && (await told.count()) === 0; down++) {
    await eventList(window).press('ArrowDown');
    await atRest(window);
  }
  await expect(told).toBeVisible();
  await notes
    .getByRole('button', { name: /^Show packet/ })
    .first()
    .click();
  await expect(notes).not.toContainText(/Sent again|Fast retransmission/);
});

test('what was said is read as text and as bytes', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  const talk = window.getByRole('main', { name: 'Conversation' });
  await talk.getByRole('tab', { name: 'Stream', exact: true }).click();
  const stream = talk.getByRole('region', { name: 'Bytes of the stream' });
  const asText = await stream.innerText();
  await talk.getByRole('button', { name: 'Hex', exact: true }).click();
  await expect(stream).toContainText(/([0-9a-f]{2} ){8}/);
  await talk.getByRole('button', { name: 'Text', exact: true }).click();
  await expect.poll(() => stream.innerText()).toBe(asText);
});

test('a terminal tells what it knows, and two of them stand side by side', async ({ window }) => {
  const panel = window.getByRole('region', { name: 'Terminal' });
  await choose(window, 'pc1,');
  await window.keyboard.press('t');
  await window.getByRole('textbox', { name: 'Command line of pc1' }).waitFor();
  await window.keyboard.type('help\n');
  await expect(panel.locator('.xterm-rows')).toContainText('traceroute');
  await choose(window, 'server1,');
  await window.keyboard.press('t');
  await panel.getByRole('button', { name: 'Two side by side' }).click();
  await expect(panel.locator('.xterm-rows')).toHaveCount(2);
  await expect(window.getByRole('textbox', { name: 'Command line of pc1' })).toBeAttached();
  await expect(window.getByRole('textbox', { name: 'Command line of server1' })).toBeAttached();
});

test('a device shows every table it keeps, each with what an empty one means', async ({ window }) => {
  await openTemplate(window, 'A home with address translation');
  await choose(window, 'home,');
  await inspector(window).getByRole('button', { name: 'What it knows now' }).click();
  for (const title of ['Ports', 'ARP cache', 'Routing table', 'Traffic', 'Address translations', 'DHCP leases'])
    await expect(
      inspector(window)
        .getByRole('heading', { name: new RegExp(title) })
        .first(),
    ).toBeAttached();
});
