/** More that a hand can do, each as a person does it: delay and double a packet, pull and spoil a cable, end any process. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  allEvents,
  choose,
  control,
  FASTEST,
  fillIn,
  findEvent,
  runProgram,
  setSpeed,
  showOnly,
  timeState,
} from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 900 } });

const tools = (window: Page): Locator => window.getByRole('region', { name: 'Packet on its way' });
const properties = (window: Page): Locator => window.getByRole('tabpanel', { name: 'Properties' });
const question = (window: Page): Locator => window.getByRole('dialog', { name: 'Begin a new future?' });

async function agree(window: Page): Promise<void> {
  await question(window).getByRole('button', { name: 'Begin a new future' }).click();
  await expect(question(window)).toBeHidden();
}

async function story(window: Page, ...groups: string[]): Promise<string> {
  await showOnly(window, ...groups);
  return (await allEvents(window)).join('\n');
}

async function playOn(window: Page, seconds: number): Promise<void> {
  const clock = window.getByRole('textbox', { name: 'Simulated time now' });
  await clock.fill(`${seconds} s`);
  await clock.press('Enter');
  await expect(clock).toHaveValue(new RegExp(`^${seconds}\\ss$`));
}

test('a packet is delayed, another doubled, and what follows says so', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await (await findEvent(window, 'Echo (ping) request')).dblclick();
  await tools(window).getByRole('button', { name: 'Delay…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Delay this packet' });
  await dialog.getByRole('textbox', { name: 'It arrives later by' }).fill('300 ms');
  await dialog.getByRole('button', { name: 'Delay', exact: true }).click();
  await agree(window);
  await tools(window).getByRole('button', { name: 'Duplicate' }).click();
  await playOn(window, 20);
  const told = await story(window, 'Frames', 'IP, ICMP');
  expect(told).toMatch(/You delayed this frame on the cable .*: it stays where it is for 300\sms/);
  expect(told).toMatch(/You doubled this frame on the cable/);
  // Two requests and a copy: three answers.
  expect(told.match(/server1 answers/g)).toHaveLength(3);
});

test('a cable is pulled out, put in and spoiled while time runs; what was set stands beside what was measured', async ({
  window,
}) => {
  await choose(window, 'Cable pc1 eth0');
  await window.keyboard.press('Shift+U');
  await choose(window, 'Cable pc1 eth0 – switch1 port1, unplugged');
  await runProgram(window, 'ping server');
  expect(await story(window, 'Drops')).not.toContain('✕ pc2');
  await choose(window, 'pc1,');
  await expect(window.getByLabel('ping server: Printed').last()).toContainText('0 received');
  await choose(window, 'Cable pc1 eth0 – switch1 port1, unplugged');
  await window.keyboard.press('Shift+U');
  await choose(window, 'Cable pc1 eth0');
  await properties(window).getByText('From pc1 to switch1').click();
  await fillIn(properties(window).getByRole('textbox', { name: 'Loss', exact: true }).first(), '100');
  await runProgram(window, 'ping server');
  await choose(window, 'Cable pc1 eth0');
  await expect(properties(window)).toContainText(/Sent \d+, arrived \d+, lost [1-9]/);
  await expect(properties(window)).toContainText(/measured/);
});

test('a server typed in a terminal is ended from its device, lives again when time goes back, and is ended by keys', async ({
  window,
}) => {
  await setSpeed(window, FASTEST);
  await choose(window, 'pc2,');
  await window.keyboard.press('t');
  await expect(window.getByRole('textbox', { name: 'Command line of pc2' })).toBeFocused();
  await window.keyboard.type('nc -l 9000\n');
  // Whoever goes on at once is not called back to the terminal when the line has been carried out.
  await choose(window, 'pc2,');
  await window.getByRole('tab', { name: 'Properties' }).click();
  const process = properties(window).getByTestId('process').filter({ hasText: 'nc -l 9000' });
  const sockets = window.getByRole('region', { name: 'Sockets', exact: true });
  await expect(process).toContainText('running');
  await expect(sockets).toContainText('LISTEN');
  await expect(timeState(window)).not.toHaveText('running');
  const kill = process.getByRole('button', { name: /^Kill/ });
  await kill.click();
  await expect(process).toContainText('ended, status 137');
  await expect(sockets).toBeHidden();
  // Why it ended is asked of its row, and leads back to the hand.
  await process.getByRole('button', { name: /^Why/ }).click();
  await expect(window.getByRole('tabpanel', { name: 'Why?' })).toContainText('You ended nc -l 9000 on pc2');

  await window.getByRole('tab', { name: 'Properties' }).click();
  await control(window, 'Step back').click();
  await expect(process).toContainText('running');
  await choose(window, 'pc2,');
  await window.keyboard.press('Shift+K');
  const dialog = window.getByRole('dialog', { name: 'Kill a program' });
  await dialog.getByRole('button', { name: 'Kill nc -l 9000' }).focus();
  await window.keyboard.press('Enter');
  await agree(window);
  await expect(process).toContainText('ended, status 137');
});
