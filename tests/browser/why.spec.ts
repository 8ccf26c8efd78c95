/** Issue 4, Cause: asking why of anything, what followed, and the list of drops; by mouse, by keyboard, in both languages. */
import type { Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import { choose, eventList, events, findEvent, rowsOf, runProgram } from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 900 } });

const steps = (window: Page) => window.getByTestId('why-chain').getByRole('listitem');
const effects = (window: Page) => window.getByTestId('why-effects');

test('an event is asked why by keyboard, back to the person, with the rows and rules it rests on', async ({
  window,
}) => {
  await runProgram(window, 'ping server');
  const row = await findEvent(window, 'router1 forwards the packet');
  await row.click();
  await eventList(window).press('w');
  await expect(window.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  await expect(steps(window).first()).toContainText('router1 forwards the packet');
  await expect(steps(window).first()).toContainText('RFC 1812 §5.2.4.3');
  await expect(steps(window).first()).toContainText('192.168.2.0/24');
  await expect(steps(window).filter({ hasText: 'You started the program “ping server”' })).toHaveCount(1);
  await expect(steps(window).last()).toContainText('That is where it began.');
});

test('a step is gone to, and is the moment and the choice everywhere', async ({ window }) => {
  await runProgram(window, 'ping server');
  await (await findEvent(window, 'answers the echo request')).click();
  await window.getByRole('button', { name: 'Ask why' }).first().click();
  const step = steps(window).filter({ hasText: 'switch1 forwards the frame' }).first();
  await step.getByRole('button').first().click();
  await expect(events(window).and(window.locator('[aria-selected=true]'))).toContainText('switch1 forwards the frame');
  await expect(window.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  // What was asked about lies ahead now, and is still told.
  await expect(steps(window).first()).toContainText('answers the echo request');
});

test('a row of a device’s table is asked why, and what followed from it is a tree', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await rowsOf(window, 'ARP cache').first().getByRole('button').focus();
  await window.keyboard.press('w');
  await expect(steps(window).first()).toContainText('pc1 writes into its ARP cache');
  await expect(steps(window).first()).toContainText('RFC 826');
  await expect(effects(window)).toContainText('waited for the MAC address of 192.168.1.1');
  const fork = effects(window).getByRole('button', { expanded: true }).first();
  if ((await fork.count()) > 0) {
    await fork.press('Enter');
    await expect(effects(window).getByRole('button', { expanded: false }).first()).toBeVisible();
  }
});

test('the list of drops says that nothing was lost, and in Korean too', async ({ window }) => {
  await runProgram(window, 'ping server');
  await window.getByRole('tab', { name: 'Drops' }).click();
  await expect(window.getByText('Nothing has been dropped.')).toBeVisible();
  await window.getByRole('button', { name: 'Language: English' }).click();
  await window.getByRole('menuitem', { name: '한국어' }).click();
  await expect(window.getByText('버려진 것이 없습니다.')).toBeVisible();
});

test('the answer reads in Korean, and nothing of it is hidden from who cannot see', async ({ window }) => {
  await runProgram(window, 'ping server');
  await (await findEvent(window, 'router1 forwards the packet')).click();
  await eventList(window).press('w');
  await expect(steps(window).first()).toBeVisible();
  await window.getByRole('button', { name: 'Language: English' }).click();
  await window.getByRole('menuitem', { name: '한국어' }).click();
  await expect(steps(window).first()).toContainText('router1에서 패킷을 전달합니다');
  await expect(steps(window).last()).toContainText('여기서 시작되었습니다.');
  expect(await faults(window, '[role=tabpanel] .why')).toEqual([]);
});

test('each row of a table wider than its panel keeps its question in sight', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await window.getByRole('button', { name: 'What it knows now' }).click();
  const row = rowsOf(window, 'ARP cache').first();
  await expect(row).toContainText('02:00:00:00:00:03');
  await expect(row.getByRole('button', { name: /^Why/ })).toBeInViewport({ ratio: 0.9 });
});
