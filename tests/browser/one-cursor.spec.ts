/** What is chosen in one view is chosen in every other: a packet, a connection, a device, a moment. */
import { expect, test } from '#support/application.ts';
import { choose, eventList, events, findEvent, rowsOf, runProgram, showOnly } from '#support/person.ts';

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
