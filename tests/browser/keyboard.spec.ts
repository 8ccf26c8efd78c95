/** The main job by keyboard alone: nothing in this file touches the mouse. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { boxOf, contentOf, FASTEST, setSpeed, thingList, things, timeState } from '#support/person.ts';

/** Goes on with Tab, or back with Shift and Tab, until the focus is there. */
async function tabTo(window: Page, to: Locator): Promise<void> {
  await to.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 120; presses++) {
    const way = await to.evaluate((element) => {
      const { activeElement: focused } = document;
      if (focused === element) return null;
      const behind = focused && focused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
      return behind ? 'Shift+Tab' : 'Tab';
    });
    if (way === null) return;
    await window.keyboard.press(way);
  }
  throw new Error(`Tab never comes to ${String(to)}.`);
}

/** Types into the field that Tab comes to, over what is there, and hands it over. */
async function typeInto(window: Page, field: Locator, text: string): Promise<void> {
  await tabTo(window, field);
  await window.keyboard.press('ControlOrMeta+a');
  await window.keyboard.type(text);
  await window.keyboard.press('Enter');
}

/** Chooses in the list of drawn things with the arrow keys. */
async function chooseByKeys(window: Page, beginning: string): Promise<void> {
  await tabTo(window, thingList(window));
  const chosen = things(window).and(window.getByRole('option', { selected: true }));
  await window.keyboard.press('Home');
  for (let presses = await things(window).count(); presses > 0; presses--) {
    if ((await chosen.innerText()).startsWith(beginning)) return;
    await window.keyboard.press('ArrowDown');
  }
  throw new Error(`Nothing in the list begins with ${beginning}.`);
}

/** Joins a device to another with the form that Shift+C opens. */
async function connectTo(window: Page, from: string, to: string): Promise<void> {
  await chooseByKeys(window, `${from},`);
  await window.keyboard.press('Shift+C');
  const form = window.getByRole('dialog', { name: `Connect ${from} to…` });
  await expect(form.getByLabel('From port')).toBeFocused();
  await tabTo(window, form.getByLabel('To device'));
  await window.keyboard.type(to);
  await tabTo(window, form.getByRole('button', { name: 'Connect', exact: true }));
  await window.keyboard.press('Enter');
  await expect(form).toBeHidden();
}

test.beforeEach(async ({ window }) => {
  await expect(things(window)).toHaveCount(11);
});

test('two hosts and a switch are drawn, connected, addressed, pinged, looked into and saved without a mouse', async ({
  window,
}) => {
  await window.keyboard.press('ControlOrMeta+Alt+n');
  await expect(things(window)).toHaveCount(0);
  await window.keyboard.press('Alt+1');
  await window.keyboard.press('Alt+1');
  await window.keyboard.press('Alt+3');
  await expect(things(window)).toHaveText(['pc1, Host', 'pc2, Host', 'switch1, Switch']);
  await connectTo(window, 'switch1', 'pc1');
  await connectTo(window, 'switch1', 'pc2');
  await expect(things(window).filter({ hasText: 'Cable' })).toHaveText([
    'Cable switch1 port1 – pc1 eth0',
    'Cable switch1 port2 – pc2 eth0',
  ]);

  await chooseByKeys(window, 'pc1,');
  await typeInto(window, window.getByRole('textbox', { name: 'IP address' }), '10.0.0.1/24');
  await expect(things(window).first()).toHaveText('pc1, Host, 10.0.0.1/24');
  await chooseByKeys(window, 'pc2,');
  await typeInto(window, window.getByRole('textbox', { name: 'IP address' }), '10.0.0.2/24');
  await expect(things(window).nth(1)).toHaveText('pc2, Host, 10.0.0.2/24');

  await tabTo(window, window.getByRole('button', { name: 'New ping…' }));
  await window.keyboard.press('Enter');
  const form = window.getByRole('dialog', { name: 'New ping' });
  await expect(form.locator(':focus')).toHaveCount(1);
  await tabTo(window, form.getByLabel('From device'));
  await window.keyboard.type('pc1');
  await tabTo(window, form.getByLabel('To address'));
  await window.keyboard.type('10.0.0.2');
  await tabTo(window, form.getByLabel('How many times'));
  await window.keyboard.press('ControlOrMeta+a');
  await window.keyboard.type('1');
  await window.keyboard.press('Enter');
  await expect(form).toBeHidden();

  // Five notches faster, then play.
  for (let notch = 0; notch < 5; notch++) await window.keyboard.press(']');
  await expect(window.getByText('1 hop in 30 ms')).toBeVisible();
  await tabTo(window, window.getByRole('button', { name: 'Start ping pc2' }));
  await window.keyboard.press('Enter');
  await expect(timeState(window)).toHaveText('the program has ended');

  // A step back and forward again, a packet from the event list, its header tree.
  await window.keyboard.press(',');
  await expect(timeState(window)).toContainText('in the past');
  await window.keyboard.press('.');
  await expect(timeState(window)).not.toContainText('in the past');
  const list = window.getByRole('listbox', { name: 'Events, oldest first' });
  await tabTo(window, list);
  await window.keyboard.press('Home');
  const chosen = list.getByRole('option', { selected: true });
  await expect(chosen).toHaveAttribute('aria-posinset', '1');
  const echo = /sends a frame out of eth0[\s\S]*ICMP/;
  await expect(chosen.locator('.loading')).toHaveCount(0);
  for (let row = 2; !echo.test(await chosen.innerText()); row++) {
    await window.keyboard.press('ArrowDown');
    await expect(chosen).toHaveAttribute('aria-posinset', String(row));
    await expect(chosen.locator('.loading')).toHaveCount(0);
  }
  const tree = window.getByRole('tree', { name: 'Headers' });
  await tabTo(window, tree);
  await window.keyboard.press('Home');
  await window.keyboard.press('ArrowDown');
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('Destination MAC');
  await expect(tree.getByRole('treeitem', { level: 1 })).toContainText(['Ethernet II', 'IPv4', 'ICMP', 'Data', 'FCS']);

  const download = window.waitForEvent('download');
  await window.keyboard.press('ControlOrMeta+s');
  const { text, name } = await contentOf(await download);
  expect(name).toBe('untitled.hop');
  expect(text).toContain('"10.0.0.2"');
});

test('what is chosen is renamed, moved, taken back and removed by keys', async ({ window }) => {
  await chooseByKeys(window, 'pc1,');
  await window.keyboard.press('F2');
  await expect(window.getByRole('textbox', { name: 'New name' })).toBeFocused();
  await window.keyboard.press('ControlOrMeta+a');
  await window.keyboard.type('laptop');
  await window.keyboard.press('Enter');
  await expect(things(window).filter({ hasText: 'laptop, Host' })).toHaveCount(1);

  const handle = window.getByRole('button', { name: 'Pull a cable from laptop' });
  const before = await boxOf(handle);
  await chooseByKeys(window, 'laptop,');
  await window.keyboard.press('Alt+ArrowRight');
  await expect.poll(async () => (await handle.boundingBox())!.x).toBeGreaterThan(before.x);
  await window.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await handle.boundingBox())!.x).toBe(before.x);
  await window.keyboard.press('ControlOrMeta+z');
  await expect(things(window).filter({ hasText: 'pc1, Host' })).toHaveCount(1);
  await window.keyboard.press('ControlOrMeta+y');
  await expect(things(window).filter({ hasText: 'laptop, Host' })).toHaveCount(1);
  await window.keyboard.press('Delete');
  await expect(things(window).filter({ hasText: 'laptop' })).toHaveCount(0);
});

test('every shortcut is listed in a sheet that keys open and close', async ({ window }) => {
  await window.keyboard.press('F1');
  const sheet = window.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Play or pause');
  await expect(sheet).toContainText('Step back');
  await window.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('Shift and Tab lead back out of the packet without turning to another title', async ({ window }) => {
  await setSpeed(window, FASTEST);
  await tabTo(window, window.getByRole('button', { name: 'Start ping server' }));
  await window.keyboard.press('Enter');
  const list = window.getByRole('listbox', { name: 'Events, oldest first' });
  await expect(timeState(window)).toHaveText('the program has ended');
  // The titles were last passed with the device in front.
  await tabTo(window, window.getByRole('textbox', { name: 'Title' }));
  await tabTo(window, list);
  await window.keyboard.press('Home');
  const chosen = list.getByRole('option', { selected: true });
  await expect(chosen).toHaveAttribute('aria-posinset', '1');
  for (let row = 2; row <= 10; row++) {
    await window.keyboard.press('ArrowDown');
    await expect(chosen).toHaveAttribute('aria-posinset', String(row));
  }
  const tree = window.getByRole('tree', { name: 'Headers' });
  await tabTo(window, tree);
  await tabTo(window, list);
  await expect(tree).toBeVisible();
  await expect(window.getByRole('tab', { name: 'Packet' })).toHaveAttribute('aria-selected', 'true');
});

test('the keyboard goes on from what was copied, grouped, put away or removed, and not from where that stood in the list', async ({
  window,
}) => {
  /** What the list tells that the keyboard is at. */
  const at = (): Promise<string> =>
    thingList(window).evaluate((list) =>
      document.getElementById(list.getAttribute('aria-activedescendant')!)!.textContent!.trim(),
    );
  await chooseByKeys(window, 'hub1,');
  await window.keyboard.press('Control+d');
  await expect.poll(at).toMatch(/^hub2,/);
  await window.keyboard.press('ArrowDown');
  expect(await at()).toMatch(/^pc1,/);
  await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Control+g');
  await expect.poll(at).toMatch(/^Group 1,/);
  await window.keyboard.press('g');
  await expect(things(window).filter({ hasText: /^pc/ })).toHaveCount(0);
  expect(await at()).toMatch(/^Group 1,/);
  await window.keyboard.press('ArrowUp');
  expect(await at()).toMatch(/^Cable/);

  await chooseByKeys(window, 'router1,');
  await window.keyboard.press('Delete');
  await expect.poll(at).toMatch(/^server1,/);
  await window.keyboard.press('Control+z');
  await expect.poll(at).toMatch(/^router1,/);
});

test('a line of the menu of a device opens the field it is about for typing', async ({ window }) => {
  await chooseByKeys(window, 'pc1,');
  await window.keyboard.press('Shift+F10');
  const line = window.getByRole('menuitem', { name: /^Rename/ });
  await line.waitFor();
  while (!(await line.evaluate((one) => one === document.activeElement))) await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('textbox', { name: 'New name' })).toBeFocused();
  await window.keyboard.type('laptop');
  await window.keyboard.press('Enter');
  await expect(things(window).filter({ hasText: 'laptop,' })).toHaveCount(1);
});
