/** What is chosen in one view is chosen in every other: a packet, a connection, a device, a moment. */
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import {
  choose,
  control,
  eventList,
  events,
  findEvent,
  rowsOf,
  runProgram,
  setSpeed,
  showOnly,
} from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 900 } });

test('a segment chosen in the ladder is chosen in the event list, the packet view and the hop table', async ({
  window,
}) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: /^SYN \+\S+\s\S+ seq=.*, pc1 to server1$/ }).click();
  const row = eventList(window).getByRole('option', { selected: true });
  await expect(row).toContainText('pc1');
  await expect(row).toContainText('SYN');
  await window.getByRole('tab', { name: 'Packet', exact: true }).click();
  await expect(window.getByRole('treeitem').filter({ hasText: /^▾?TCP/ })).toHaveCount(1);
  const packet = /Packet (\d+),/.exec(await window.getByText(/^Packet \d+, frame \d+/).innerText())![1]!;

  // On from there: another hop is another event, of the same packet.
  await window.getByRole('tab', { name: 'Hop by hop' }).click();
  await window.getByRole('button', { name: '3', exact: true }).click();
  await expect(row).toContainText('router1');
  await expect(window.getByText(new RegExp(`^Packet ${packet}, frame `))).toBeVisible();

  // And its layers are the same packet's: a decision leads to its event.
  await window.getByRole('tab', { name: 'Layers' }).click();
  await window.getByRole('button', { name: /Internet router1 forwards the packet/ }).click();
  await expect(row).toContainText('router1 forwards the packet');
  await window.keyboard.press('w');
  await expect(window.getByTestId('why-chain').getByRole('listitem').first()).toContainText('router1 forwards');
});

test('a chosen connection marks its events, and a chosen packet its points in the plots', async ({ window }) => {
  await runProgram(window, 'ping server');
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const marked = events(window).and(window.locator('.of-conversation'));
  await expect(marked.first()).toHaveAccessibleDescription('of the chosen conversation');
  await findEvent(window, 'ping server” on pc1 ends');
  await expect(events(window).filter({ hasText: 'ICMP' }).first()).toBeVisible();
  await expect(marked.filter({ hasText: 'ICMP' })).toHaveCount(0);

  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: /^SYN \+\S+\s\S+ seq=.*, pc1 to server1$/ }).click();
  await expect(eventList(window).getByRole('option', { selected: true })).toHaveClass(/of-conversation/);
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  await window.getByRole('tab', { name: 'Plots' }).click();
  const plot = window.getByRole('region', { name: 'Time–sequence' });
  await expect(plot.locator('.plot-packet')).toHaveCount(1);
  await expect(plot).toContainText('Chosen packet: segments · 1 · +0 ns');
  // Another one, chosen in the ladder beside it: what acknowledges the first.
  await window.getByRole('button', { name: /^SYN, ACK \+\S+/ }).click();
  await expect(plot).toContainText('Chosen packet: acknowledged · 1 · ');
  await expect(
    window.getByRole('region', { name: 'Round trip and RTO' }).locator('.plot-packet').first(),
  ).toBeVisible();
  expect(await faults(window)).toEqual([]);
});

test('a moment gone to in the list is the moment of every table', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await expect(rowsOf(window, 'ARP cache')).toContainText('02:00:00:00:00:03');
  await showOnly(window, 'ARP');
  const learned = await findEvent(window, 'pc1 writes into its ARP cache');
  await learned.click();
  await eventList(window).press('Home');
  await expect(eventList(window).locator('[aria-posinset="1"][aria-selected="true"]')).toHaveCount(1);
  await eventList(window).press('Enter');
  await window.getByRole('tab', { name: 'Properties' }).click();
  await choose(window, 'pc1,');
  // It waits for the answer: there is a row for the address, and no MAC address in it.
  await expect(rowsOf(window, 'ARP cache')).not.toContainText('02:00:00');
  await expect(events(window).and(window.locator('[aria-current=true]'))).toHaveCount(1);
});

test('a packet chosen in the list of those on their way is chosen in the event list, and brings its conversation', async ({
  window,
}) => {
  await runProgram(window, 'ping server');
  await setSpeed(window, 4);
  await window.getByRole('button', { name: 'Start TCP exchange', exact: true }).click();
  await expect(events(window).filter({ hasText: 'SYN' }).first()).toBeVisible();
  await control(window, 'Pause').click();
  await choose(window, 'pc2,');
  await window.keyboard.press('p');
  const packet = window.getByRole('listbox', { name: 'Packets on the way' }).getByRole('option', { selected: true });
  await expect(packet).toContainText('TCP');
  const row = eventList(window).getByRole('option', { selected: true });
  await expect(row).toContainText('sends a frame');
  await expect(window.locator('.chosen-event')).toBeVisible();
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const conversations = window.getByRole('list', { name: 'Conversations' });
  await expect(conversations.getByRole('button', { pressed: true })).toContainText('TCP 192.168.1.11');
});

test('a device chosen on the drawing is marked in the event list, and F1 explains what is chosen', async ({
  window,
}) => {
  await runProgram(window, 'ping server');
  await choose(window, 'router1,');
  await findEvent(window, 'router1 writes into its ARP cache');
  const marked = events(window).and(window.locator('.of-device'));
  await expect(marked.first()).toContainText('router1');
  await expect(marked.filter({ hasNotText: 'router1' })).toHaveCount(0);

  const help = window.getByRole('complementary', { name: 'In short' });
  const explained = help.getByRole('heading', { level: 3 });
  await choose(window, 'switch1,');
  await window.keyboard.press('F1');
  await expect(explained).toHaveText('MAC table');
  await window.keyboard.press('Escape');
  await expect(help).toBeHidden();
  const request = await findEvent(window, 'asks by ARP');
  await request.click();
  await eventList(window).focus();
  await window.keyboard.press('F1');
  await expect(explained).toHaveText('ARP cache');
  await window.keyboard.press('Escape');
  await window.getByRole('slider', { name: 'Simulated time' }).focus();
  await window.keyboard.press('F1');
  await expect(explained).toHaveText('Simulated time');
  await window.keyboard.press('Escape');
  // From a menu the keyboard goes to the explanation too, and back.
  await window.getByRole('button', { name: 'Help', exact: true }).press('Enter');
  await window.getByRole('menuitem', { name: 'Concepts in short' }).press('Enter');
  await expect(help).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(help).toBeHidden();
});
