/** Issue "workbench": a group that is put away in a box is still a part of the network: cables end at it, and it has badges. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { choose, drag, runProgram, saveProject, starterPlaces, things } from '#support/person.ts';

interface Cable {
  type: string;
  id: string;
  a: { device: string; port: string };
  b: { device: string; port: string };
}
async function cablesOf(window: Page): Promise<Cable[]> {
  const { records } = JSON.parse((await saveProject(window)).text) as { records: Cable[] };
  return records.filter(({ type }) => type === 'cable');
}
/** Ends of a cable, whichever way round it was drawn. */
const endsOf = ({ a, b }: Cable): string[] => [a, b].map(({ device, port }) => `${device} ${port}`).sort();

/** Puts the first things of the list in a group, and the group in a box. */
async function box(window: Page, count: number): Promise<void> {
  await choose(window, 'pc1,');
  for (let more = 1; more < count; more++) await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Control+g');
  await window.keyboard.press('g');
  await expect(things(window).last()).toContainText('put away in a box');
}

test('a cable is pulled to a box, and the port of what is in it is chosen', async ({ window }) => {
  const place = await starterPlaces(window);
  await box(window, 2);
  const before = await cablesOf(window);
  await window.getByRole('button', { name: 'Cable', exact: true }).click();
  await drag(window, place(270, 210), place(90, 210));
  const menu = window.getByRole('menu');
  await expect(menu).toContainText('pc1');
  await expect(menu).toContainText('pc2');
  await menu.getByRole('menuitem', { name: 'Add a port and connect there' }).last().press('Enter');
  await window.keyboard.press('Escape');
  const after = await cablesOf(window);
  expect(endsOf(after.at(-1)!)).toEqual(['pc2 eth1', 'switch1 port4']);
  // The cable and its port are one step.
  await window.keyboard.press('Control+z');
  expect(await cablesOf(window)).toEqual(before);
});

test('by keyboard a cable begins at a device in a box', async ({ window }) => {
  await box(window, 3);
  await choose(window, 'Group 1');
  await window.keyboard.press('Shift+C');
  const dialog = window.getByRole('dialog', { name: 'Connect Group 1 to…' });
  await dialog.getByRole('combobox', { name: 'From device' }).selectOption({ label: 'router1 (Router)' });
  await dialog.getByRole('combobox', { name: 'To device' }).selectOption({ label: 'hub1 (Hub)' });
  await dialog.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await expect(dialog).toBeHidden();
  expect(endsOf((await cablesOf(window)).at(-1)!)).toEqual(['hub1 port3', 'router1 eth2']);
});

test('a box has the badges of all devices in it', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await expect(window.locator('.badge.timeWait')).toHaveCount(1);
  const alone = (await window.locator('.badge.timeWait').boundingBox())!;
  await box(window, 2);
  await expect(window.locator('.badge.timeWait')).toHaveCount(1);
  await expect.poll(async () => (await window.locator('.badge.timeWait').boundingBox())!.y).not.toBe(alone.y);
});
