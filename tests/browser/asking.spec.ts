/** Issue 4: everything can be asked why, whatever it is; time runs until each kind of condition; memory is seen and set. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  choose,
  control,
  fillIn,
  findEvent,
  openTemplate,
  rowsOf,
  runProgram,
  showOnly,
  timeState,
} from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 900 } });

const clock = (window: Page) => window.getByRole('textbox', { name: 'Simulated time now' });
const steps = (window: Page) => window.getByTestId('why-chain').getByRole('listitem');
const until = (window: Page) => window.getByRole('dialog', { name: 'Run until' });

/** Asks why, by keyboard, about the first row of a table of a device that says `words`. */
async function askRow(window: Page, device: string, table: string, words: string): Promise<void> {
  await choose(window, `${device},`);
  const row = rowsOf(window, table).filter({ hasText: words }).first();
  await row.getByRole('button').first().focus();
  await window.keyboard.press('w');
}

/** The chain on screen begins with `first` and ends at a doing. */
async function toldFrom(window: Page, first: string | RegExp, root: string | RegExp): Promise<void> {
  await expect(steps(window).first()).toContainText(first);
  await expect(steps(window).last()).toContainText('That is where it began.');
  await expect(steps(window).nth(-2)).toContainText(root);
}

test('a MAC entry, a translation, a route, a lease, a timer and a change of state are asked why, back to a program', async ({
  window,
}) => {
  await openTemplate(window, 'A home with address translation');
  await fillIn(clock(window), '8.02 s');
  await expect(clock(window)).toHaveValue(/^8\.02\ss$/);

  await askRow(window, 'switch1', 'MAC table', '02:');
  await toldFrom(window, /switch1 (learns|writes)/, /started|begins|program|on/);
  await expect(steps(window).first()).toContainText('IEEE 802.1Q');

  await askRow(window, 'home', 'Address translations (NAT)', '192.168.0.');
  await expect(steps(window).first()).toContainText('RFC 4787 §4.1');
  await toldFrom(window, /home/, /laptop/);

  await askRow(window, 'home', 'DHCP leases', 'laptop');
  await toldFrom(window, /home/, /laptop/);

  await askRow(window, 'laptop', 'ARP cache', '192.168.0.1');
  await toldFrom(window, /laptop writes into its ARP cache/, /laptop/);
});

test('a timer, a change of state and a drop are asked why, with the check that failed and the clause', async ({
  window,
}) => {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await fillIn(clock(window), '3 s');
  await expect(clock(window)).toHaveValue(/^3\ss$/);

  await (await findEvent(window, 'ESTABLISHED')).click();
  await window.keyboard.press('w');
  await toldFrom(window, 'ESTABLISHED', /watch over TCP/);
  await expect(steps(window).first()).toContainText(/RFC 9293 §3\.10\.7\.\d/);

  await (await findEvent(window, 'retransmission')).click();
  await window.keyboard.press('w');
  await expect(steps(window).first()).toContainText('RFC 6298 §5');
  await toldFrom(window, 'retransmission', /watch over TCP/);

  await window.getByRole('tab', { name: 'Drops' }).click();
  const drops = window.getByRole('region', { name: 'Drops' });
  // The question mark below the reasons is a small round one, as everywhere.
  const mark = await drops.getByRole('button', { name: /^What is it\?/ }).boundingBox();
  expect(mark!.width).toBeCloseTo(mark!.height);
  const drop = drops.getByRole('row').nth(1);
  await drop.getByRole('button').first().focus();
  await window.keyboard.press('w');
  await expect(steps(window).last()).toContainText('That is where it began.');
});

test('how fast it goes can be ticked while a filter is being completed', async ({ window }) => {
  await window.keyboard.press('u');
  await until(window).getByRole('combobox', { name: 'Stop when' }).selectOption({ label: 'an event matches a filter' });
  await until(window).getByRole('combobox', { name: 'Filter', exact: true }).pressSequentially('tcp.');
  await expect(window.getByRole('listbox', { name: 'How it could go on' })).toBeVisible();
  // By mouse: what lies over it would be hit instead.
  await until(window).getByRole('checkbox', { name: 'As fast as it goes' }).click();
  await expect(until(window).getByRole('checkbox', { name: 'As fast as it goes' })).toBeChecked();
});

test('time runs until something is dropped, a program ends and a time has come, by keyboard', async ({ window }) => {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await control(window, 'Pause').click();
  const run = async (kind: string) => {
    await window.keyboard.press('u');
    await until(window).getByRole('combobox', { name: 'Stop when' }).selectOption({ label: kind });
    await until(window).getByRole('checkbox', { name: 'As fast as it goes' }).check();
  };
  const go = () => until(window).getByRole('button', { name: 'Run', exact: true }).press('Enter');

  await run('a time has come');
  await until(window).getByRole('textbox', { name: 'Time' }).fill('250 ms');
  await go();
  await expect(timeState(window)).toHaveText(/stopped.*: 250\sms has come/);
  await expect(clock(window)).toHaveValue(/^250\sms$/);

  await run('something is dropped');
  await go();
  await expect(timeState(window)).toHaveText(/^stopped at event \d+: something is dropped$/);
  await window.getByRole('tab', { name: 'Drops' }).click();
  await expect(window.getByRole('region', { name: 'Drops' }).getByRole('row')).not.toHaveCount(1);

  await run('a program ends');
  await until(window).getByRole('combobox', { name: 'Program' }).selectOption({ label: 'watch over TCP' });
  await go();
  await expect(timeState(window)).toHaveText(/^stopped.*: “watch over TCP” ends$/);
});

test('the memory for going back is seen and set, and too little is refused with the range', async ({ window }) => {
  await window.keyboard.press('Escape');
  const memory = window.locator('details').filter({ hasText: 'Memory' });
  await memory.locator('summary').focus();
  await window.keyboard.press('Enter');
  await expect(memory).toContainText(/To go back: [\d.]+\s?\S+ for 1 moment kept\./);
  const budget = memory.getByRole('textbox', { name: 'For going back, at most' });
  await fillIn(budget, '64 MB');
  await expect(budget).toHaveValue(/^64\sMB$/);
  await budget.fill('1 MB');
  await budget.press('Enter');
  await expect(memory).toContainText(/Between 16\sMB and 4\sGB\./);
});

test('the second ACK from a host is lost by a rule written with keys alone', async ({ window }) => {
  await choose(window, 'Cable pc1 eth0');
  await window.keyboard.press('ControlOrMeta+k');
  await window.keyboard.type('add a rule');
  await window.keyboard.press('Enter');
  const panel = window.getByRole('tabpanel', { name: 'Properties' });
  // The form of the new rule has the keyboard: whose frames, which of them, and what they match.
  await expect(panel.getByRole('combobox', { name: 'Direction' })).toBeFocused();
  await window.keyboard.press('Tab');
  await window.keyboard.press('Tab');
  await expect(panel.getByRole('textbox', { name: 'Their numbers' })).toBeFocused();
  await window.keyboard.press('ControlOrMeta+a');
  await window.keyboard.type('2');
  await window.keyboard.press('Tab');
  await expect(panel.getByRole('combobox', { name: 'That match' })).toBeFocused();
  await window.keyboard.type('tcp.flags == 0x10');
  await window.keyboard.press('Enter');
  await expect(panel).toContainText('From pc1 to switch1, the 2nd frame that matches [tcp.flags == 0x10]: lose it');
});

test('a packet that waits in a queue is lost before it leaves, and TCP sends it again', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await showOnly(window, 'Frames');
  await (await findEvent(window, '[PSH, ACK]')).dblclick();
  const tools = window.getByRole('region', { name: 'Packet on its way' });
  await expect(tools).toContainText('pc1 → switch1 · waiting to be sent');
  await tools.getByRole('button', { name: 'Lose' }).click();
  const question = window.getByRole('dialog', { name: 'Begin a new future?' });
  await question.getByRole('button', { name: 'Begin a new future' }).click();
  await expect(question).toBeHidden();
  await fillIn(clock(window), '150 s');
  await expect(clock(window)).toHaveValue(/^150\ss$/);
  await showOnly(window, 'Drops');
  await expect(await findEvent(window, 'You lost it by hand.')).toBeVisible();
  await showOnly(window, 'TCP, UDP');
  await expect(await findEvent(window, 'again (attempt 1)')).toContainText('pc1 sends 100 bytes');
});
