/** Issue point 5: editing on the drawing, by mouse and by keyboard alone: ports, copies, arranging, groups, shapes, layout. */
import type { Locator, Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import {
  choose,
  chooseInMenu,
  drag,
  handleOf,
  middleOf,
  newProject,
  openTemplate,
  putDown,
  saveProject,
  stageOf,
  starterPlaces,
  things,
  type Point,
} from '#support/person.ts';

interface Saved {
  type: string;
  id: string;
  x: number;
  y: number;
  [field: string]: unknown;
}

/** The records of the project as it would be saved, by their ids. */
async function recordsOf(window: Page): Promise<Map<string, Saved>> {
  const { records } = JSON.parse((await saveProject(window)).text) as { records: Saved[] };
  return new Map(records.map((record) => [record.id, record]));
}

/** Points of the drawing area, in shares of its width and height. */
async function pointAt(window: Page, across: number, down: number): Promise<Point> {
  const { x, y, width, height } = await stageOf(window);
  return { x: x + width * across, y: y + height * down };
}

const ports = (window: Page, device: string): Locator => window.getByRole('group', { name: `Ports of ${device}` });
const inspector = (window: Page): Locator => window.getByRole('tabpanel', { name: 'Properties' });

/** Rests on the handle of a device, whose card of ports then can be used. */
async function openPorts(window: Page, device: string, at: Point): Promise<Locator> {
  await window.mouse.move(at.x, at.y);
  await window.getByRole('button', { name: `Pull a cable from ${device}` }).hover();
  await expect(ports(window, device)).toBeVisible();
  return ports(window, device);
}

test('a cable goes from one port to another by dragging; where all are taken, one more is offered', async ({
  window,
}) => {
  await newProject(window);
  const [pc, sw] = [await pointAt(window, 0.2, 0.4), await pointAt(window, 0.55, 0.4)];
  await putDown(window, 'Host', pc);
  await putDown(window, 'Switch', sw);

  const card = await openPorts(window, 'switch1', sw);
  await expect(card.getByRole('button', { name: 'port3 no cable' })).toBeVisible();
  await drag(window, await middleOf(card.getByRole('button', { name: 'port3 no cable' })), pc);
  await expect(things(window)).toContainText(['pc1', 'switch1', 'Cable switch1 port3 – pc1 eth0']);

  // The only port of the host is taken now.
  const again = await openPorts(window, 'switch1', sw);
  await expect(again.getByRole('button', { name: 'port3 → pc1 eth0' })).toBeVisible();
  await drag(window, await middleOf(again.getByRole('button', { name: 'port5 no cable' })), pc);
  await expect(window.getByRole('menu')).toContainText('All ports of pc1 are taken.');
  await window.getByRole('menuitem', { name: 'Add a port and connect there' }).click();
  await expect(things(window).last()).toHaveText('Cable switch1 port5 – pc1 eth1');

  // A named port that is let go on a device with several free ones asks which.
  const own = await openPorts(window, 'pc1', pc);
  await own.getByRole('button', { name: 'Port', exact: true }).click();
  await drag(window, await middleOf(own.getByRole('button', { name: 'eth2 no cable' })), sw);
  await window.getByRole('menuitem', { name: 'port7' }).click();
  await expect(things(window).last()).toHaveText('Cable pc1 eth2 – switch1 port7');

  await window.getByRole('button', { name: 'Undo' }).click();
  await window.getByRole('button', { name: 'Undo' }).click();
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(things(window).last()).toHaveText('Cable switch1 port3 – pc1 eth0');
});

test('a cable is led slowly from one port over the device to another port, which stays there to be hit', async ({
  window,
}) => {
  await newProject(window);
  const [router, sw] = [await pointAt(window, 0.7, 0.3), await pointAt(window, 0.3, 0.3)];
  await putDown(window, 'Switch', sw);
  await putDown(window, 'Router', router);
  const own = await openPorts(window, 'router1', router);
  const from = await middleOf(own.getByRole('button', { name: 'eth2 no cable' }));
  await window.mouse.move(from.x, from.y);
  await window.mouse.down();
  await window.mouse.move(sw.x, sw.y, { steps: 10 });
  const { x, y } = await middleOf(ports(window, 'switch1').getByText('port6'));
  await window.mouse.move(x, y, { steps: 60 });
  await window.mouse.up();
  await expect(things(window).last()).toHaveText('Cable router1 eth2 – switch1 port6');
});

test('ports are seen, added, removed and connected by keyboard alone', async ({ window }) => {
  await choose(window, 'router1,');
  await window.keyboard.press('q');
  const card = ports(window, 'router1');
  await expect(card.getByRole('button').first()).toBeFocused();
  await card.getByRole('button', { name: 'Port', exact: true }).press('Enter');
  await expect(card.getByRole('button', { name: 'eth4 no cable' })).toBeVisible();
  await card.getByRole('button', { name: 'Remove port eth2' }).press('Enter');
  await expect(card.getByRole('button', { name: 'eth2' })).toHaveCount(0);
  await card.getByRole('button', { name: 'eth4 no cable' }).press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Connect router1 to…' });
  await expect(dialog.getByLabel('From port')).toHaveValue('eth4');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await expect(things(window).filter({ hasText: 'router1 eth4' })).toHaveCount(1);
});

test('copies go through the clipboard as text: cut, pasted into another project, refused when it is none', async ({
  window,
}) => {
  await choose(window, 'pc1,');
  await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Control+c');
  await window.keyboard.press('Control+v');
  await expect(things(window).filter({ hasText: /^pc\d/ })).toHaveText([/^pc1/, /^pc2/, /^pc3, Host, 192/, /^pc4/]);
  await expect(inspector(window)).toContainText('2 things chosen');
  await window.keyboard.press('Control+z');
  await expect(things(window).filter({ hasText: /^pc\d/ })).toHaveCount(2);

  await window.keyboard.press('Control+a');
  await window.keyboard.press('Control+x');
  await expect(things(window)).toHaveCount(0);
  await chooseInMenu(window, 'File', /^New project/);
  await window.getByRole('button', { name: 'Discard changes' }).click();
  await window.keyboard.press('Control+v');
  await expect(things(window).filter({ hasText: 'Cable' })).toHaveCount(5);
  await expect(things(window).filter({ hasText: 'pc1, Host, 192.168.1.11/24' })).toHaveCount(1);

  await window.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'milk, bread');
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(window.getByText('The clipboard holds no part of a drawing.')).toBeVisible();
});

test('what the menu of the drawing adds or pastes comes where it was opened', async ({ window }) => {
  await newProject(window);
  const [first, second, third] = [
    await pointAt(window, 0.2, 0.3),
    await pointAt(window, 0.7, 0.2),
    await pointAt(window, 0.3, 0.75),
  ];
  await putDown(window, 'Host', first);
  await window.keyboard.press('Control+c');
  await window.mouse.click(second.x, second.y, { button: 'right' });
  await window.getByRole('menuitem', { name: /^Add a note/ }).click();
  await window.keyboard.type('here');
  await window.keyboard.press('Enter');
  await window.mouse.click(third.x, third.y, { button: 'right' });
  await window.getByRole('menuitem', { name: /^Paste/ }).click();
  await expect(things(window)).toHaveCount(3);
  const records = [...(await recordsOf(window)).values()];
  const [pc, note, copy] = ['pc1', 'note1', 'pc2'].map((id) => records.find((one) => one.id === id)!);
  // Places are compared by the way between them, so that nothing here knows how the drawing is zoomed.
  const steep = (from: Saved | Point, to: Saved | Point): number => (to.y - from.y) / (to.x - from.x);
  expect(steep(pc!, note!)).toBeCloseTo(steep(first, second), 1);
  expect(steep(pc!, copy!)).toBeCloseTo(steep(first, third), 0);
});

test('a box pulled with Shift chooses; what is chosen is brought in line, and each is one step', async ({ window }) => {
  const place = await starterPlaces(window);
  const before = (await saveProject(window)).text;
  await window.keyboard.down('Shift');
  await drag(window, place(20, 20), place(380, 420));
  await window.keyboard.up('Shift');
  await expect(inspector(window)).toContainText('3 things chosen');
  await window.getByRole('button', { name: 'Align centres' }).click();
  const aligned = await recordsOf(window);
  expect(new Set(['pc1', 'pc2', 'switch1'].map((id) => aligned.get(id)!.x)).size).toBe(1);
  await window.getByRole('button', { name: 'Same gaps downwards' }).click();
  const spaced = await recordsOf(window);
  const [top, middle, bottom] = ['pc1', 'switch1', 'pc2'].map((id) => spaced.get(id)!.y) as [number, number, number];
  expect(Math.abs(middle - top - (bottom - middle))).toBeLessThanOrEqual(1);
  const undo = window.getByRole('button', { name: 'Undo' });
  while ((await undo.getAttribute('aria-disabled')) !== 'true') await undo.click();
  expect((await saveProject(window)).text).toBe(before);
});

test('a dragged device comes to rest in line with another; with snapping off, where it is let go', async ({
  window,
}) => {
  const place = await starterPlaces(window);
  const { x, y } = (await recordsOf(window)).get('pc1')!;
  const server = (await recordsOf(window)).get('server1')!;
  await drag(window, place(server.x, server.y), place(server.x - 31, y + 3));
  expect((await recordsOf(window)).get('server1')!.y).toBe(y);
  await window.keyboard.press('Control+z');
  await window.keyboard.press("Control+'");
  await drag(window, place(server.x, server.y), place(server.x - 31, y + 3));
  const free = (await recordsOf(window)).get('server1')!;
  expect(free.y).not.toBe(y);
  expect(Math.abs(free.y - y)).toBeLessThan(8);
  expect(x).toBe((await recordsOf(window)).get('pc1')!.x);
});

test('a group is made, put away, moved, shown again and taken apart by keyboard', async ({ window }) => {
  await choose(window, 'pc1,');
  await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Control+g');
  await expect(things(window).last()).toHaveText('Group 1, Group, 2 devices');
  await window.keyboard.press('g');
  await expect(things(window).last()).toHaveText('Group 1, Group, 2 devices, put away in a box');
  await expect(things(window).filter({ hasText: /^pc\d/ })).toHaveCount(0);
  const before = await recordsOf(window);
  await choose(window, 'Group 1');
  await window.keyboard.press('Alt+ArrowRight');
  const moved = await recordsOf(window);
  for (const id of ['pc1', 'pc2']) expect(moved.get(id)!.x).toBe(before.get(id)!.x + 10);
  await window.keyboard.press('F2');
  await window.keyboard.type('Office');
  await window.keyboard.press('Enter');
  await choose(window, 'Office');
  await window.keyboard.press('g');
  await expect(things(window).filter({ hasText: /^pc\d/ })).toHaveCount(2);
  await window.keyboard.press('Control+Shift+G');
  await expect(things(window).filter({ hasText: 'Office' })).toHaveCount(0);
  await window.keyboard.press('Control+z');
  await expect(things(window).last()).toHaveText('Office, Group, 2 devices');
});

test('a shape is drawn by dragging, resized by its handles and by numbers', async ({ window }) => {
  await newProject(window);
  const [from, to] = [await pointAt(window, 0.2, 0.2), await pointAt(window, 0.5, 0.6)];
  await window.getByRole('button', { name: 'Ellipse', exact: true }).click();
  await drag(window, from, to);
  await expect(things(window)).toHaveText(['Ellipse']);
  const width = inspector(window).getByRole('textbox', { name: 'Width' });
  const drawn = Number(await width.inputValue());
  expect(drawn).toBeGreaterThan(100);
  const grip = window.locator('[data-grip="1 1"]');
  const corner = await middleOf(grip);
  await drag(window, corner, { x: corner.x + 60, y: corner.y + 20 });
  await expect(width).not.toHaveValue(String(drawn));
  await width.fill('300');
  await width.press('Enter');
  await inspector(window).getByRole('textbox', { name: 'Text' }).fill('DMZ');
  await inspector(window).getByRole('textbox', { name: 'Text' }).blur();
  await inspector(window)
    .getByRole('combobox', { name: /^Paint/ })
    .selectOption('red');
  await width.focus();
  await expect(things(window)).toHaveText(['Ellipse, DMZ']);
  expect((await recordsOf(window)).get('shape1')).toMatchObject({ form: 'ellipse', width: 300, paint: 'red' });
  await width.fill('-5');
  await width.press('Enter');
  await expect(inspector(window).getByRole('alert')).toContainText('Must be between 10 and');
});

test('the whole is laid out in one step; the small map comes and moves what is seen', async ({ window }) => {
  const before = (await saveProject(window)).text;
  await chooseInMenu(window, 'Arrange', 'Lay out in layers');
  const laid = await recordsOf(window);
  expect(laid.get('router1')!.y).toBeLessThan(laid.get('switch1')!.y);
  await window.getByRole('button', { name: 'Undo' }).click();
  expect((await saveProject(window)).text).toBe(before);

  await window.getByRole('button', { name: 'Small map' }).click();
  const map = window.getByRole('application', { name: 'Small map: drag or arrow keys look elsewhere' });
  await expect(map).toBeVisible();
  const seen = async (): Promise<number> => Number(await map.locator('rect.view').getAttribute('y'));
  const from = await seen();
  await map.press('ArrowDown');
  await expect.poll(seen).toBeGreaterThan(from + 20);
  await choose(window, 'router1,');
  await window.keyboard.press('z');
  const stage = await stageOf(window);
  const handle = window.getByRole('button', { name: 'Pull a cable from router1' });
  const aside = async (): Promise<number> => (await middleOf(handle)).x - stage.x - stage.width / 2;
  await expect.poll(async () => Math.abs(await aside())).toBeLessThan(80);
});

test('all of a drawing is shown, however wide it was laid out', async ({ window }) => {
  await openTemplate(window, 'A hundred hosts');
  const map = window.getByRole('application', { name: /^Small map/ });
  await chooseInMenu(window, 'Arrange', 'Lay out in layers');
  await window.keyboard.press('f');
  // The small map comes by itself when not all of a large drawing is in view.
  await expect(map).toBeHidden();
  await window.keyboard.press('+');
  await expect(map).toBeVisible();
});

test('a new project begins at the size of things one draws, however small those of the last one were', async ({
  window,
}) => {
  await openTemplate(window, 'A hundred hosts');
  await newProject(window);
  await putDown(window, 'Host', await pointAt(window, 0.3, 0.3));
  const [middle, handle] = [await pointAt(window, 0.3, 0.3), await handleOf(window, 'pc1')];
  // The handle stands outside of the picture of its device.
  expect(handle.x - middle.x).toBeGreaterThan(30);
});

test('two fingers on a touchpad move the drawing, a wheel zooms', async ({ window }) => {
  const [other, one] = [await handleOf(window, 'hub1'), await handleOf(window, 'pc1')];
  const handle = window.getByRole('button', { name: 'Pull a cable from pc1' });
  const at = await pointAt(window, 0.5, 0.8);
  await window.mouse.move(at.x, at.y);
  await window.mouse.wheel(15, 10);
  // What the wheel does is seen when it has come to the page.
  const moved = async (): Promise<number[]> => {
    const { x, y } = await middleOf(handle);
    return [Math.round(x - one.x), Math.round(y - one.y)];
  };
  await expect.poll(moved).toEqual([-15, -10]);
  await window.mouse.wheel(0, 240);
  await expect.poll(moved).not.toEqual([-15, -10]);
  const [far, near] = [await handleOf(window, 'hub1'), await handleOf(window, 'pc1')];
  expect(far.x - near.x).toBeLessThan(other.x - one.x - 5);
});

test('groups, shapes, ports and the small map break no rule of accessibility, in both dresses', async ({ window }) => {
  await choose(window, 'pc1,');
  await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Control+g');
  await window.getByRole('button', { name: 'Rectangle', exact: true }).press('Enter');
  await window.getByRole('button', { name: 'Small map' }).click();
  for (const language of ['English', '한국어']) {
    await window.getByRole('button', { name: /^(Language|언어): / }).click();
    await window.getByRole('menuitem', { name: language }).click();
    await expect(window.getByRole('menu')).toHaveCount(0);
    for (const [thing, keys] of [
      ['router1,', 'q'],
      ['Group 1', ''],
      [language === 'English' ? 'Rectangle' : '사각형', ''],
    ] as const) {
      await choose(window, thing);
      if (keys !== '') await window.keyboard.press(keys);
      expect(await faults(window), `${language}, ${thing}`).toEqual([]);
    }
    await window.getByRole('button', { name: /^(Theme|테마)$/ }).click();
    await window.getByRole('menuitem', { name: /^(Dark|어둡게)$/ }).click();
    await expect(window.getByRole('menu')).toHaveCount(0);
  }
});
