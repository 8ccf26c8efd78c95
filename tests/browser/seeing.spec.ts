/** Issue point 5: what is seen on the drawing: use, queues, signs, paths, subnets, and what of it is shown. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  choose,
  chooseInMenu,
  contentOf,
  control,
  findEvent,
  patches,
  runProgram,
  setSpeed,
  SLOWEST,
  timeState,
} from '#support/person.ts';

const showMenu = (window: Page) => window.getByRole('dialog');
const openShow = async (window: Page): Promise<void> => {
  await window.getByRole('button', { name: 'Show on the map' }).click();
  await expect(showMenu(window)).toBeVisible();
};
const tick = (window: Page, name: string) => showMenu(window).getByRole('checkbox', { name, exact: true });

/** How many pixels under the drawing hold any colour. */
const underneath = (window: Page): Promise<number> =>
  window.locator('canvas.ground').evaluate((ground: HTMLCanvasElement) => {
    const { data } = ground.getContext('2d')!.getImageData(0, 0, ground.width, ground.height);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 0) count++;
    return count;
  });

test('subnets are seen as areas with their prefix, on screen and in the figure', async ({ window }) => {
  await openShow(window);
  await tick(window, 'Subnet areas').check();
  await expect(window.locator('.subnet-areas text')).toHaveText(['192.168.1.0/24', '192.168.2.0/24']);
  await window.keyboard.press('Escape');
  const download = window.waitForEvent('download');
  await chooseInMenu(window, 'Take away', 'Drawing as SVG');
  expect((await contentOf(await download)).text).toContain('192.168.2.0/24');
});

test('the menu opens and is worked by keys alone, and what was chosen is there the next time', async ({ window }) => {
  await window.locator('.stage').focus();
  await window.keyboard.press('o');
  await expect(showMenu(window)).toBeVisible();
  await expect(tick(window, 'Addresses')).toBeFocused();
  await window.keyboard.press('Tab');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Tab');
  await expect(tick(window, 'Subnet areas')).toBeFocused();
  await window.keyboard.press('Space');
  await expect(window.locator('.subnet-areas')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(showMenu(window)).toHaveCount(0);
  await window.reload();
  await expect(window.locator('.subnet-areas')).toBeVisible();
  await openShow(window);
  await expect(tick(window, 'Subnet areas')).toBeChecked();
  await showMenu(window).getByRole('button', { name: 'Show as usual' }).click();
  await expect(window.locator('.subnet-areas')).toHaveCount(0);
});

test('packets of one protocol can be shown alone', async ({ window }) => {
  await setSpeed(window, SLOWEST);
  await window.getByRole('button', { name: 'Start ping server', exact: true }).click();
  await expect.poll(() => patches(window)).not.toEqual([]);
  await control(window, 'Pause').click();
  await expect(timeState(window)).toHaveText('paused');
  await expect.poll(() => patches(window)).not.toEqual([]);
  await openShow(window);
  // The first packet asks by ARP.
  await showMenu(window)
    .getByRole('button', { name: /^Only TCP/ })
    .click();
  await expect(tick(window, 'ARP')).not.toBeChecked();
  await expect.poll(() => patches(window)).toEqual([]);
  await tick(window, 'ARP').check();
  await expect.poll(() => patches(window)).not.toEqual([]);
});

test('a host that waits for ARP has a badge, explained to those who see and those who hear', async ({ window }) => {
  await setSpeed(window, SLOWEST);
  await window.getByRole('button', { name: 'Start ping server', exact: true }).click();
  const badge = window.locator('.badge.arpPending');
  await expect(badge.first()).toHaveText('1');
  await control(window, 'Pause').click();
  await expect(timeState(window)).toHaveText('paused');
  await choose(window, 'pc1,');
  await expect(window.getByRole('tooltip')).toContainText('asks by ARP for 1 neighbour that has not answered');
  await expect(window.getByRole('option', { name: /^pc1, .*asks by ARP/ })).toHaveCount(1);
  // The handle of the chosen device covers none of its badges.
  const handle = (await window.getByRole('button', { name: 'Pull a cable from pc1' }).boundingBox())!;
  for (const badge of await window.locator('.badge').all()) {
    const { x, y, width, height } = (await badge.boundingBox())!;
    const isBeside = x >= handle.x + handle.width || x + width <= handle.x;
    expect(isBeside || y >= handle.y + handle.height || y + height <= handle.y).toBe(true);
  }
  // Under the pointer both are told in one card: that of its ports.
  await window.mouse.move(handle.x - 12, handle.y + 34);
  await expect(window.locator('[data-ports-of]')).toContainText('asks by ARP for 1 neighbour');
  await expect(window.getByRole('tooltip')).toHaveCount(0);
});

test('use of cables is seen as thickness, with a legend, also after going back in time', async ({ window }) => {
  await runProgram(window, 'ping server');
  await openShow(window);
  await tick(window, 'Use of cables').check();
  await window.keyboard.press('Escape');
  await expect(window.getByText('Use, last 100 ms')).toBeVisible();
  await expect.poll(() => underneath(window)).toBeGreaterThan(0);
  await control(window, 'Back to the start').click();
  await expect.poll(() => underneath(window)).toBe(0);
});

test('the way of a chosen packet is drawn, also the part that is still ahead', async ({ window }) => {
  await runProgram(window, 'ping server');
  expect(await underneath(window)).toBe(0);
  const row = await findEvent(window, 'sends a packet of its own');
  await row.click();
  await expect.poll(() => underneath(window)).toBeGreaterThan(0);
  const whole = await underneath(window);
  await control(window, 'Back to the start').click();
  await expect(timeState(window)).toContainText('in the past');
  // Its arrows are hollow now, and there.
  await expect.poll(() => underneath(window)).not.toBe(whole);
  expect(await underneath(window)).toBeGreaterThan(0);
});
