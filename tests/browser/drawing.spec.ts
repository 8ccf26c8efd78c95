/** Issue point 5: a network of one's own, drawn by mouse, changed, undone, redone, run, saved and opened again. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  addPing,
  choose,
  contentOf,
  drag,
  drawCables,
  fillIn,
  middleOf,
  newProject,
  openProject,
  putDown,
  runProgram,
  saveProject,
  stageOf,
  things,
  timeState,
  type Point,
} from '#support/person.ts';

/** Points of the drawing area where devices go, far enough from each other. */
async function places(window: Page): Promise<Record<string, Point>> {
  const { x, y, width } = await stageOf(window);
  const column = (index: number, row: number): Point => ({ x: x + (width / 6) * (index + 0.5), y: y + 90 + 130 * row });
  return {
    pc1: column(0, 0),
    switch1: column(1, 1),
    router1: column(2, 0),
    hub1: column(3, 1),
    router2: column(4, 0),
    server1: column(5, 1),
  };
}

const undo = (window: Page) => window.getByRole('banner').getByRole('button', { name: 'Undo' });
const redo = (window: Page) => window.getByRole('button', { name: 'Redo' });
const inspector = (window: Page) => window.getByRole('tabpanel', { name: 'Properties' });

/** Presses a button until it says that there is nothing more to do; how often. */
async function pressToTheEnd(button: ReturnType<typeof undo>): Promise<number> {
  let presses = 0;
  while ((await button.getAttribute('aria-disabled')) !== 'true') {
    await button.click();
    presses++;
  }
  return presses;
}

/** Draws six devices and five cables by mouse. */
async function drawLine(window: Page): Promise<Record<string, Point>> {
  await newProject(window);
  const at = await places(window);
  await putDown(window, 'Host', at['pc1']!);
  await putDown(window, 'Switch', at['switch1']!);
  await putDown(window, 'Router', at['router1']!);
  await putDown(window, 'Hub', at['hub1']!);
  await putDown(window, 'Router', at['router2']!);
  await putDown(window, 'Server', at['server1']!);
  await drawCables(
    window,
    [at['pc1']!, at['switch1']!],
    [at['switch1']!, at['router1']!],
    [at['router1']!, at['hub1']!],
    [at['hub1']!, at['router2']!],
    [at['router2']!, at['server1']!],
  );
  return at;
}

test('devices from the palette are cabled by dragging, addressed, routed, and a ping crosses them all', async ({
  window,
}) => {
  const at = await drawLine(window);
  await expect(things(window)).toHaveText([
    'hub1, Hub',
    'pc1, Host',
    'router1, Router',
    'router2, Router',
    'server1, Server',
    'switch1, Switch',
    'Cable pc1 eth0 – switch1 port1',
    'Cable switch1 port2 – router1 eth0',
    'Cable router1 eth1 – hub1 port1, half duplex',
    'Cable hub1 port2 – router2 eth0, half duplex',
    'Cable router2 eth1 – server1 eth0',
  ]);

  const panel = inspector(window);
  const click = (name: string): Promise<void> => window.mouse.click(at[name]!.x, at[name]!.y);
  const address = panel.getByRole('textbox', { name: 'IP address' });
  const gateway = panel.getByRole('textbox', { name: 'Default gateway' });
  const route = async (subnet: string, via: string): Promise<void> => {
    const routes = panel.getByRole('group', { name: 'Static routes' });
    await routes.getByRole('textbox', { name: 'Subnet' }).last().fill(subnet);
    await routes.getByRole('textbox', { name: 'Next hop' }).last().fill(via);
    await routes.getByRole('button', { name: 'Add route' }).click();
    await expect(routes.getByRole('button', { name: `Remove the route to ${subnet}` })).toBeVisible();
  };
  await click('pc1');
  await fillIn(address, '10.0.1.2');
  await fillIn(panel.getByRole('textbox', { name: 'Prefix' }), '255.255.255.0');
  await fillIn(gateway, '10.0.1.1');
  await click('router1');
  await fillIn(address.nth(0), '10.0.1.1/24');
  await fillIn(address.nth(1), '10.0.2.1/24');
  await route('10.0.3.0/24', '10.0.2.2');
  await click('router2');
  await fillIn(address.nth(0), '10.0.2.2/24');
  await fillIn(address.nth(1), '10.0.3.1/24');
  await route('10.0.1.0/24', '10.0.2.1');
  await click('server1');
  await fillIn(address, '10.0.3.2/24');
  await fillIn(gateway, '10.0.3.1');
  await expect(things(window).filter({ hasText: 'server1, Server' })).toHaveText('server1, Server, 10.0.3.2/24');

  await addPing(window, 'pc1', '10.0.3.2', 1);
  await runProgram(window, 'ping server1');
  await click('pc1');
  await expect(panel.getByLabel('ping server1: Printed')).toContainText('1 received, 0% packet loss');
  await expect(panel.getByLabel('ping server1: Printed')).toContainText('64 bytes from 10.0.3.2: icmp_seq=1 ttl=62');
});

test('undo takes every edit back one by one, redo does all of them again', async ({ window }) => {
  await newProject(window);
  const empty = (await saveProject(window)).text;
  const at = await drawLine(window);
  await window.mouse.click(at['pc1']!.x, at['pc1']!.y);
  const panel = inspector(window);
  await fillIn(panel.getByRole('textbox', { name: 'IP address' }), '10.0.1.2/24');
  await fillIn(panel.getByRole('textbox', { name: 'Default gateway' }), '10.0.1.1');
  await fillIn(panel.getByRole('textbox', { name: 'Name' }), 'laptop');
  await drag(window, at['pc1']!, { x: at['pc1']!.x + 30, y: at['pc1']!.y + 240 });
  await addPing(window, 'laptop', '10.0.9.9', 1);
  await window.mouse.click(at['server1']!.x, at['server1']!.y);
  await window.keyboard.press('Delete');
  await expect(things(window).filter({ hasText: 'server1' })).toHaveCount(0);
  const full = (await saveProject(window)).text;

  // Eleven things drawn, three fields, a move, a ping, a removal.
  expect(await pressToTheEnd(undo(window))).toBe(17);
  await expect(things(window)).toHaveCount(0);
  expect((await saveProject(window)).text).toBe(empty);
  expect(await pressToTheEnd(redo(window))).toBe(17);
  expect((await saveProject(window)).text).toBe(full);
});

test('a device is moved by dragging, with its cable, as one step', async ({ window }) => {
  const at = await drawLine(window);
  const before = (await saveProject(window)).text;
  const [from, to] = [at['pc1']!, { x: at['pc1']!.x + 20, y: at['pc1']!.y + 220 }];
  await drag(window, from, to);
  // It is found where it was dropped, and no longer where it was.
  await window.keyboard.press('Escape');
  await window.mouse.click(from.x, from.y);
  await expect(inspector(window).getByRole('heading', { name: 'Project' })).toBeVisible();
  await window.mouse.click(to.x, to.y);
  await expect(inspector(window).getByRole('heading', { name: 'pc1' })).toBeVisible();
  expect((await saveProject(window)).text).not.toBe(before);
  await undo(window).click();
  expect((await saveProject(window)).text).toBe(before);
});

test('a double click renames on the drawing; delete removes a device with its cables', async ({ window }) => {
  const at = await drawLine(window);
  // Two things clicked in quick succession are chosen, one after the other.
  await window.mouse.click(at['pc1']!.x, at['pc1']!.y);
  await window.mouse.click(at['switch1']!.x, at['switch1']!.y);
  await expect(things(window).and(window.getByRole('option', { selected: true }))).toContainText('switch1');
  await expect(window.getByRole('textbox', { name: 'New name' })).toHaveCount(0);

  await window.mouse.dblclick(at['pc1']!.x, at['pc1']!.y);
  const name = window.getByRole('textbox', { name: 'New name' });
  await fillIn(name, 'Ada');
  await expect(name).toBeHidden();
  await expect(things(window).filter({ hasText: 'Ada, Host' })).toHaveCount(1);
  await expect(things(window).filter({ hasText: 'Cable Ada eth0 – switch1 port1' })).toHaveCount(1);

  await window.mouse.click(at['switch1']!.x, at['switch1']!.y);
  await window.keyboard.press('Delete');
  await expect(things(window).filter({ hasText: 'switch1' })).toHaveCount(0);
  await expect(things(window)).toHaveCount(8);
  await undo(window).click();
  await expect(things(window)).toHaveCount(11);

  // A cable is removed by a click on it and the button of its form.
  await window.mouse.click((at['switch1']!.x + at['router1']!.x) / 2, (at['switch1']!.y + at['router1']!.y) / 2);
  await expect(inspector(window).getByRole('heading', { name: 'Cable' })).toBeVisible();
  await inspector(window).getByRole('button', { name: 'Remove' }).click();
  await expect(things(window).filter({ hasText: 'Cable switch1 port2 – router1 eth0' })).toHaveCount(0);
  await expect(things(window)).toHaveCount(10);
});

test('a device is dragged from the palette, and a cable is pulled from its handle', async ({ window }) => {
  await newProject(window);
  const stage = await stageOf(window);
  const palette = window.getByRole('region', { name: 'Devices', exact: true });
  const drawing = window.getByRole('group', { name: 'Network. Arrow keys move what is chosen.' });
  const [left, right] = [
    { x: 150, y: 200 },
    { x: 450, y: 200 },
  ];
  await palette.getByRole('button', { name: 'Host', exact: true }).dragTo(drawing, { targetPosition: left });
  await palette.getByRole('button', { name: 'Hub', exact: true }).dragTo(drawing, { targetPosition: right });
  await expect(things(window)).toHaveText(['hub1, Hub', 'pc1, Host']);
  await window.mouse.move(stage.x + left.x, stage.y + left.y);
  const from = await middleOf(window.getByRole('button', { name: 'Pull a cable from pc1' }));
  await drag(window, from, { x: stage.x + right.x, y: stage.y + right.y });
  await expect(things(window)).toHaveText(['hub1, Hub', 'pc1, Host', 'Cable pc1 eth0 – hub1 port1, half duplex']);
});

test('a saved project opens again as the same drawing', async ({ window }, testInfo) => {
  const at = await drawLine(window);
  await window.mouse.click(at['pc1']!.x, at['pc1']!.y);
  await fillIn(inspector(window).getByRole('textbox', { name: 'IP address' }), '10.0.1.2/24');
  await expect(window.getByText('Unsaved changes')).toBeAttached();
  const drawn = await things(window).allInnerTexts();

  const download = window.waitForEvent('download');
  await window.keyboard.press('Escape');
  await window.keyboard.press('ControlOrMeta+s');
  const file = testInfo.outputPath('line.hop');
  expect((await download).suggestedFilename()).toBe('untitled.hop');
  await (await download).saveAs(file);
  await expect(window.getByText('Unsaved changes')).not.toBeAttached();
  const saved = (await saveProject(window)).text;

  await newProject(window);
  await expect(things(window)).toHaveCount(0);
  await openProject(window, file);
  await expect(things(window)).toHaveText(drawn);
  const again = await saveProject(window);
  expect(again.text).toBe(saved);
  expect(again.name).toBe('line.hop');
  await expect(timeState(window)).toHaveText('paused');
});

test('throwing unsaved work away asks first', async ({ window }) => {
  await choose(window, 'pc2,');
  await window.keyboard.press('Delete');
  await window.getByRole('button', { name: 'File', exact: true }).click();
  await window.getByRole('menuitem', { name: /^New project/ }).click();
  const question = window.getByRole('dialog', { name: 'Save the changes first?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(things(window)).toHaveCount(9);
  await window.getByRole('button', { name: 'File', exact: true }).click();
  await window.getByRole('menuitem', { name: /^New project/ }).click();
  await question.getByRole('button', { name: 'Discard changes' }).click();
  await expect(things(window)).toHaveCount(0);
});

test('unsaved work can be saved on the way to another drawing', async ({ window }) => {
  await choose(window, 'pc2,');
  await window.keyboard.press('Delete');
  await expect(things(window)).toHaveCount(9);
  await window.getByRole('button', { name: 'File', exact: true }).click();
  await window.getByRole('menuitem', { name: /^New project/ }).click();
  const saving = window.waitForEvent('download');
  await window.getByRole('dialog').getByRole('button', { name: 'Save and go on' }).click();
  const { text: saved } = await contentOf(await saving);
  expect(saved).toContain('"pc1"');
  expect(saved).not.toContain('"pc2"');
  await expect(things(window)).toHaveCount(0);
});
