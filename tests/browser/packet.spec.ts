/** A packet looked at in four ways, by mouse and by keyboard alone. */
import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { eventList, events, runProgram, showOnly } from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 900 } });

test.beforeEach(async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await events(window).filter({ hasText: 'Echo (ping) request' }).first().click();
});

test('the headers are drawn 32 bits in a row, and a field chosen there is chosen in the tree and the bytes', async ({
  window,
}) => {
  await window.getByRole('tab', { name: 'Bit layout' }).click();
  const layout = window.getByRole('region', { name: 'Bit layout' });
  await layout.getByRole('button', { name: /^Time to live: / }).click();
  await expect(layout.getByRole('status')).toContainText('ip.ttl');
  // On by keyboard: the next field of the header.
  await window.keyboard.press('ArrowRight');
  await expect(layout.getByRole('button', { pressed: true })).toHaveAccessibleName(/^Protocol: 1 \(ICMP\), 8 bits$/);
  await window.getByRole('tab', { name: 'Headers' }).click();
  await expect(window.getByRole('treeitem', { selected: true })).toContainText('Protocol');
  await expect(window.locator('.byte.marked')).toHaveText(['01']);
});

test('the way through the layers tells every decision, and a decision leads to its event', async ({ window }) => {
  await window.getByRole('tab', { name: 'Layers' }).click();
  const way = window.getByRole('region', { name: 'Through the layers' });
  await expect(way.getByRole('heading')).toHaveText(['pc1', 'switch1', 'router1', 'hub1', 'server1']);
  await way.getByRole('button', { name: /Internet router1 forwards the packet/ }).click();
  // The list shows frames only: this event is none, and no other row poses as it.
  await expect(eventList(window).getByRole('option', { selected: true })).toHaveCount(0);
  await showOnly(window, 'IP, ICMP');
  await expect(eventList(window).getByRole('option', { selected: true })).toContainText('router1 forwards the packet');
});

test('the way is a picture too, whose numbers are walked by keyboard, and which leaves as a file', async ({
  window,
}, testInfo) => {
  await window.getByRole('tab', { name: 'Layers' }).click();
  await window.getByRole('button', { name: 'As a picture' }).press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Through the layers' });
  const picture = dialog.getByRole('group', { name: 'Through the layers' });
  await picture.getByRole('button', { name: /^1 / }).focus();
  await window.keyboard.press('ArrowRight');
  await expect(picture.getByRole('button', { pressed: true })).toHaveAccessibleName(/^2 pc1 sends a packet/);
  const download = window.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save picture…' }).click();
  const file = testInfo.outputPath('layers.svg');
  await (await download).saveAs(file);
  const svg = await readFile(file, 'utf8');
  expect(svg).toMatch(/^<\?xml/);
  expect(svg).toContain('Application');
  expect(svg).toContain('router1 forwards the packet');
  expect(svg).not.toContain('var(--');
});

test.describe('in a small window', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('a field and its bytes are seen together, and no byte moves away from the pointer that chose it', async ({
    window,
  }) => {
    const marked = window.locator('.byte.marked').first();
    const chosen = window.getByRole('treeitem', { selected: true });
    await window.getByRole('tree').press('End');
    for (const press of ['ArrowUp', 'ArrowUp', 'ArrowUp']) await window.keyboard.press(press);
    await expect(chosen).toContainText('Data');
    await expectSeen(marked, chosen);
    await window.keyboard.press('Home');
    await expect(chosen).toContainText('Ethernet II');
    await expectSeen(marked, chosen);

    // Its line is far from where the last one was.
    const byte = window.locator('[data-offset="40"]');
    await byte.scrollIntoViewIfNeeded();
    const before = await byte.boundingBox();
    await byte.click();
    await expect(chosen).toContainText('Sequence number');
    await expectSeen(marked, chosen);
    expect(await byte.boundingBox()).toEqual(before);
  });
});

/** Whether a person sees all of these: none is scrolled out of sight, or behind something else. */
async function expectSeen(...parts: Locator[]): Promise<void> {
  for (const part of parts)
    await expect
      .poll(() =>
        part.evaluate((element) => {
          const { left, top, bottom } = element.getBoundingClientRect();
          return [top + 2, bottom - 2].every((y) => element.contains(document.elementFromPoint(left + 2, y)));
        }),
      )
      .toBe(true);
}
