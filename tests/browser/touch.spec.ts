/** The hand in the network: one packet, a rule, a device or a program is touched, and what follows is seen. */
import type { Locator, Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import {
  allEvents,
  boxOf,
  choose,
  chooseInMenu,
  control,
  eventList,
  FASTEST,
  findEvent,
  patchesAtRest,
  runProgram,
  setSpeed,
  showOnly,
  timeState,
} from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 900 } });

const list = (window: Page): Locator => window.getByRole('listbox', { name: 'Packets on the way' });
const tools = (window: Page): Locator => window.getByRole('region', { name: 'Packet on its way' });
const question = (window: Page): Locator => window.getByRole('dialog', { name: 'Begin a new future?' });

/** Presses a button of the tools, and says yes to a new future where it was lived already. */
async function touch(window: Page, name: string): Promise<void> {
  await tools(window).getByRole('button', { name }).click();
}

async function agree(window: Page): Promise<void> {
  await question(window).getByRole('button', { name: 'Begin a new future' }).click();
  await expect(question(window)).toBeHidden();
}

/** Goes to the moment of an event, whose packet is then the chosen one. */
async function goTo(window: Page, words: string): Promise<void> {
  await (await findEvent(window, words)).dblclick();
  await expect(tools(window)).toBeVisible();
}

/** Goes on to a time by which everything has happened that will happen by itself. */
async function playOn(window: Page, seconds = 150): Promise<void> {
  const clock = window.getByRole('textbox', { name: 'Simulated time now' });
  await clock.fill(`${seconds} s`);
  await clock.press('Enter');
  await expect(clock).toHaveValue(new RegExp(`^${seconds}\\ss$`));
}

async function story(window: Page, ...groups: string[]): Promise<string> {
  await showOnly(window, ...groups);
  return (await allEvents(window)).join('\n');
}

test('a packet that is clicked while time stands is lost, and TCP sends it again', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await showOnly(window, 'Frames');
  await goTo(window, '[PSH, ACK]');
  // It waits behind an ACK that is just leaving; its next event is that it is on the cable, where the mouse finds it.
  await expect(tools(window)).toContainText('pc1 → switch1 · waiting to be sent');
  await window.keyboard.press('>');
  await expect(tools(window)).toContainText('on its way');
  const [place] = await patchesAtRest(window);
  await window.keyboard.press('Escape');
  await expect(tools(window)).toBeHidden();
  await window.mouse.click(place!.x, place!.y);
  await expect(tools(window)).toContainText('on its way');

  await touch(window, 'Lose');
  await expect(question(window)).toBeVisible();
  await agree(window);
  await expect(tools(window)).toBeHidden();
  await playOn(window);
  expect(await story(window, 'Drops')).toContain('You lost it by hand.');
  await showOnly(window, 'TCP, UDP');
  await expect(await findEvent(window, 'again (attempt 1)')).toContainText('pc1 sends 100 bytes');
});

test('a packet is held while the network goes on, and released', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await goTo(window, 'Echo (ping) request');
  await touch(window, 'Hold');
  await agree(window);
  await expect(tools(window)).toContainText('held');
  await expect(tools(window).getByRole('button', { name: 'Release' })).toBeVisible();

  await playOn(window);
  await expect(window.getByRole('button', { name: 'Packets on the way' })).not.toHaveAttribute('aria-disabled', 'true');
  await window.keyboard.press('p');
  await expect(list(window).getByRole('option')).toHaveCount(1);
  await expect(list(window).getByRole('option')).toContainText('pc1 → switch1 · held');
  await touch(window, 'Release');
  await expect(tools(window)).toContainText('on its way');
  await playOn(window, 160);
  // It went on, and arrived: the list says so in its place.
  await expect(tools(window)).toBeHidden();
  await expect(list(window).getByRole('option')).toHaveCount(0);
  await expect(window.getByRole('region', { name: 'Packets on the way' })).toContainText('Step forward (.)');
});

test('a field is edited and its checksum left wrong: the router says why it drops the packet', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await goTo(window, 'Echo (ping) request');
  await touch(window, 'Edit a field…');
  const dialog = window.getByRole('dialog', { name: 'Edit a header field' });
  await dialog.getByRole('treeitem', { name: /^Time to live/ }).click();
  const value = dialog.getByRole('textbox', { name: 'New value of Time to live' });
  await value.fill('300');
  await value.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('255');
  await value.fill('9');
  await dialog.getByRole('radio', { name: 'left as they are, so that they are wrong' }).check();
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await agree(window);
  await expect(dialog).toBeHidden();
  await playOn(window);
  const told = await story(window, 'Drops');
  expect(told).toMatch(/router1 drops a packet\. .*checksum/i);
});

test('a rule loses the second ACK, says that it hit, and shows the hit', async ({ window }) => {
  await choose(window, 'Cable pc1 eth0');
  const panel = window.getByRole('tabpanel', { name: 'Properties' });
  await chooseInMenu(window, 'Network', /^Add a rule/);
  const filter = panel.getByRole('combobox', { name: 'That match' });
  await filter.fill('tcp.flags == 0x10');
  await filter.press('Enter');
  const numbers = panel.getByRole('textbox', { name: 'Their numbers' });
  await numbers.fill('2');
  await numbers.press('Enter');
  await expect(panel).toContainText('From pc1 to switch1, the 2nd frame that matches [tcp.flags == 0x10]: lose it');

  await runProgram(window, 'TCP exchange');
  await playOn(window);
  await choose(window, 'Cable pc1 eth0');
  await expect(panel).toContainText(/hit 1 of \d+ matching/);
  await panel.getByRole('button', { name: 'Show last hit' }).click();
  await expect(timeState(window)).toContainText('in the past');
  await expect(window.getByRole('tab', { name: 'Packet' })).toHaveAttribute('aria-selected', 'true');
});

test('a rule for packets like the chosen one fills its filter by itself', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await goTo(window, 'Echo (ping) request');
  await touch(window, 'Make a rule…');
  await agree(window);
  const panel = window.getByRole('tabpanel', { name: 'Properties' });
  await expect(panel.getByRole('combobox', { name: 'That match' })).toHaveValue(
    'ip.src == 192.168.1.11 && ip.dst == 192.168.2.10 && icmp.type == 8',
  );
});

test('a server that is switched off answers nobody and forgets; switched on it answers again', async ({ window }) => {
  const printed = window.getByLabel('ping server: Printed').last();
  await runProgram(window, 'ping server');
  await choose(window, 'server1,');
  await window.keyboard.press('Shift+P');
  await expect(window.getByRole('option', { name: 'server1, Server, switched off, 192.168.2.10/24' })).toBeAttached();
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await expect(printed).toContainText('0 received');
  await choose(window, 'server1,');
  await chooseInMenu(window, 'Network', /^Switch on/);
  await expect(window.getByRole('option', { name: 'server1, Server, 192.168.2.10/24' })).toBeAttached();
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await expect(printed).toContainText('2 received');
});

test('a program that runs is killed', async ({ window }) => {
  await setSpeed(window, 4);
  await window.getByRole('button', { name: 'Start TCP exchange (server)', exact: true }).click();
  const kill = window.getByRole('button', { name: 'Kill TCP exchange (server)' });
  await expect(kill).toBeVisible();
  await kill.click();
  await expect(kill).toBeHidden();
  expect(await story(window, 'Programs')).toContain('You ended TCP exchange (server) on server1, as kill -9 does.');
});

test('all of it is done by keyboard alone', async ({ window }) => {
  await control(window, 'Play').focus();
  await setSpeed(window, FASTEST);
  await window.getByRole('button', { name: 'Start ping server', exact: true }).focus();
  await window.keyboard.press('Enter');
  await expect(timeState(window)).toContainText('the program has ended');
  // To the moment at which a frame sets out.
  await eventList(window).press('Home');
  const row = eventList(window).getByRole('option', { selected: true });
  await expect(row).toHaveAttribute('aria-posinset', '1');
  await expect(row.locator('.loading')).toHaveCount(0);
  for (let place = 2; !(await row.innerText()).includes('pc1 sends a frame'); place++) {
    await window.keyboard.press('ArrowDown');
    await expect(row).toHaveAttribute('aria-posinset', String(place));
    await expect(row.locator('.loading')).toHaveCount(0);
  }
  await window.keyboard.press('Enter');
  await expect(timeState(window)).toContainText('in the past');
  await expect(window.getByRole('button', { name: 'Packets on the way' })).not.toHaveAttribute('aria-disabled', 'true');
  await window.keyboard.press('p');
  await expect(list(window)).toBeFocused();
  await expect(list(window).getByRole('option', { selected: true })).toHaveCount(1);
  // The menu of the packet, where the mouse's right button would open it.
  await window.keyboard.press('Enter');
  const menu = window.getByRole('menu');
  await expect(menu).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(list(window)).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(menu.getByRole('menuitem', { name: /^Flip a bit/ })).toBeVisible();
  await window.keyboard.type('flip');
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Flip a bit' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('radio', { checked: true }).focus();
  await window.keyboard.press('ArrowRight');
  await expect(dialog).toContainText('Bit 1 is in byte 0: Ethernet II · Destination MAC');
  await dialog.getByRole('button', { name: 'Flip it' }).focus();
  await window.keyboard.press('Enter');
  await window.keyboard.press('Tab');
  await question(window).getByRole('button', { name: 'Begin a new future' }).focus();
  await window.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect(await story(window, 'Frames')).toContain('You flipped bit 1 of this frame');

  // A device and a cable, by the list of all things drawn.
  await choose(window, 'pc2,');
  await window.keyboard.press('Shift+F10');
  await expect(menu.getByRole('menuitem', { name: /^Switch off/ })).toBeVisible();
  await window.keyboard.press('Escape');
  await window.keyboard.press('Shift+P');
  await choose(window, 'pc2, Host, switched off');
  await choose(window, 'Cable pc2');
  await window.keyboard.press('Shift+U');
  await choose(window, 'Cable pc2 eth0 – switch1 port2, unplugged');
});

test('the menus of the right button offer what can be done to the thing under it', async ({ window }) => {
  const stage = window.getByRole('group', { name: 'Network. Arrow keys move what is chosen.' });
  const box = await boxOf(stage);
  await window.mouse.click(box.x + 8, box.y + box.height - 60, { button: 'right' });
  await expect(window.getByRole('menu')).toContainText('Show everything');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('menu')).toHaveCount(0);
});

test('in Korean and dark, with its tools open, no rule of accessibility is broken', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await goTo(window, 'Echo (ping) request');
  await window.keyboard.press('p');
  for (const language of ['English', '한국어']) {
    await window.getByRole('button', { name: /^(Language|언어): / }).click();
    await window.getByRole('menuitem', { name: language }).click();
    await expect(window.getByRole('menu')).toHaveCount(0);
    expect(await faults(window, 'main'), language).toEqual([]);
    await window.getByRole('button', { name: /^(Theme|테마)$/ }).click();
    await window.getByRole('menuitem', { name: /^(Dark|어둡게)$/ }).click();
  }
  await expect(window.getByRole('region', { name: '선택한 패킷' })).toContainText('유실');
});
