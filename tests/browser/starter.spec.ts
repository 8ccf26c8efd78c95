/** Issue point 2: the starter project, a ping through it, and one of its packets. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  allEvents,
  choose,
  control,
  events,
  patches,
  patchesAtRest,
  rowsOf,
  runProgram,
  setSpeed,
  showOnly,
  SLOWEST,
  starterPlaces,
  things,
  timeState,
  type Point,
} from '#support/person.ts';

// Wide enough for the event list to say in words what each packet carries.
test.use({ viewport: { width: 1600, height: 900 } });

test('the starter project is on screen: two hosts on a switch, a router, a server behind a hub', async ({ window }) => {
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('Two subnets');
  await expect(things(window)).toHaveText([
    'hub1, Hub',
    'pc1, Host, 192.168.1.11/24',
    'pc2, Host, 192.168.1.12/24',
    'router1, Router, eth0 192.168.1.1/24, eth1 192.168.2.1/24',
    'server1, Server, 192.168.2.10/24',
    'switch1, Switch',
    'Cable pc1 eth0 – switch1 port1',
    'Cable pc2 eth0 – switch1 port2',
    'Cable switch1 port3 – router1 eth0',
    'Cable router1 eth1 – hub1 port1, half duplex',
    'Cable hub1 port2 – server1 eth0, half duplex',
  ]);
  await expect(window.getByRole('button', { name: 'Start ping server' })).toBeVisible();
  await expect(window.getByText('Nothing has happened yet.')).toBeVisible();
});

test('a ping asks by ARP first, then the waiting echo leaves, is rewritten by the router and comes back', async ({
  window,
}) => {
  await choose(window, 'pc1,');
  await expect(window.getByText('The first packet out has to wait for ARP.')).toBeVisible();

  await runProgram(window, 'ping server');

  await expect(rowsOf(window, 'ARP cache')).toHaveCount(1);
  await expect(rowsOf(window, 'ARP cache')).toContainText(['192.168.1.102:00:00:00:00:03']);
  await choose(window, 'switch1,');
  await expect(rowsOf(window, 'MAC table')).toContainText(['02:00:00:00:00:01port1', '02:00:00:00:00:03port3']);
  await choose(window, 'router1,');
  await expect(rowsOf(window, 'ARP cache')).toContainText(['192.168.1.11', '192.168.2.10']);
  await choose(window, 'pc1,');
  await expect(window.getByLabel('ping server: Printed')).toContainText(
    '2 packets transmitted, 2 received, 0% packet loss',
  );

  await showOnly(window, 'ARP', 'IP, ICMP', 'Programs');
  await expectInOrder(window, [
    'pc1 holds a packet back: it does not know the MAC address of 192.168.1.1 yet.',
    'pc1 asks by ARP: who has 192.168.1.1?',
    'router1 answers 192.168.1.11',
    'pc1 writes into its ARP cache: 192.168.1.1 is at 02:00:00:00:00:03',
    'router1 forwards the packet: route 192.168.2.0/24',
    'router1 asks by ARP: who has 192.168.2.10?',
    'server1 answers 192.168.2.1',
    'server1 answers the echo request of 192.168.1.11',
    'router1 forwards the packet: route 192.168.1.0/24',
    '64 bytes from 192.168.2.10: icmp_seq=1 ttl=63',
    '64 bytes from 192.168.2.10: icmp_seq=2 ttl=63',
    '“ping server” on pc1 ends with status 0',
  ]);

  await showOnly(window, 'Frames');
  await expectInOrder(window, [
    'Who has 192.168.1.1? Tell 192.168.1.11',
    'switch1 floods the frame out of every other port',
    'switch1 sends a frame out of port2 towards pc2 (eth0).',
    'switch1 sends a frame out of port3 towards router1 (eth0).',
    'switch1 forwards the frame out of port1 only',
    'pc1 sends a frame out of eth0 towards switch1 (port1). ICMP Echo (ping) request',
    'router1 sends a frame out of eth1 towards hub1 (port1). ICMP Echo (ping) request',
    'hub1 repeats the signal out of every port but port1',
    'server1 sends a frame out of eth0 towards hub1 (port2). ICMP Echo (ping) reply',
    'switch1 sends a frame out of port1 towards pc1 (eth0). ICMP Echo (ping) reply',
  ]);
});

test('packets are seen moving along the cables', async ({ window }) => {
  const at = await starterPlaces(window);
  const [pc1, lan] = [at(90, 90), at(270, 210)];
  // Twenty seconds a hop: however seldom a busy machine looks, it sees the packet several times on its way.
  await window.getByRole('slider', { name: 'Speed' }).fill('100');
  await expect(window.getByText(/^1 hop in 20\ss$/)).toBeVisible();
  await window.getByRole('button', { name: 'Start ping server' }).click();
  // The first packet leaves pc1 for the switch: it is on that cable, and nearer to the switch each time it is looked at.
  const shares: number[] = [];
  await expect
    .poll(
      async () => {
        const packet = (await patches(window)).find((patch) => distance(patch, pc1, lan) < 16);
        if (packet) shares.push((packet.x - pc1.x) / (lan.x - pc1.x));
        return new Set(shares).size;
      },
      { intervals: [20] },
    )
    .toBeGreaterThan(3);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares.at(-1)).toBeLessThan(1);
});

test('a click on a packet in flight opens its header tree and bytes, each pointing at the other', async ({
  window,
}) => {
  await starterPlaces(window);
  await setSpeed(window, SLOWEST);
  await window.getByRole('button', { name: 'Start ping server' }).click();
  await expect.poll(() => patches(window), { intervals: [20] }).toHaveLength(1);
  await control(window, 'Pause').click();
  await expect(timeState(window)).toHaveText('paused');
  const [packet] = await patchesAtRest(window);
  await window.mouse.click(packet!.x, packet!.y);

  await expect(window.getByRole('tab', { name: 'Packet' })).toHaveAttribute('aria-selected', 'true');
  await expect(window.getByRole('heading', { name: '02:00:00:00:00:01 → ff:ff:ff:ff:ff:ff' })).toBeVisible();
  const tree = window.getByRole('tree', { name: 'Headers' });
  await expect(tree.getByRole('treeitem', { level: 1 })).toContainText(['Ethernet II', 'ARP', 'Padding', 'FCS']);
  await expect(tree.getByRole('treeitem', { name: /^Target IP/ })).toContainText('192.168.1.1');

  const bytes = window.getByRole('group', { name: 'Bytes' });
  await tree.getByRole('treeitem', { name: /^Operation/ }).click();
  await expect(bytes.locator('.byte.marked')).toHaveText(['00', '01']);
  await bytes.locator('.byte[data-offset="0"]').click();
  const chosen = tree.getByRole('treeitem', { selected: true });
  await expect(chosen).toContainText('Destination MAC');
  await expect(bytes.locator('.byte.marked')).toHaveText(Array.from({ length: 6 }, () => 'ff'));
  await bytes.press('End');
  await expect(chosen).toContainText('Frame check sequence');
  await tree.press('Home');
  await expect(chosen).toContainText('Ethernet II');
  await expect(bytes.locator('.byte.marked')).toHaveCount(14);
});

test('the hop table of an echo shows MAC, IP, TTL and ports at every hop, and marks what changed', async ({
  window,
}) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await events(window).filter({ hasText: 'Echo (ping) reply' }).last().click();
  await window.getByRole('tab', { name: 'Hop by hop' }).click();

  const table = window.getByRole('table', { name: /One row for each cable/ });
  await expect(table.getByRole('columnheader')).toHaveText([
    'Hop',
    'From → to',
    'Departure',
    'MAC source',
    'MAC destination',
    'IP source',
    'IP destination',
    'TTL',
    'Ports',
    'IP checksum',
  ]);
  const hops = table.locator('tbody').getByRole('row');
  await expect(hops).toHaveCount(4);
  await expect(hops.nth(0)).toContainText('server1 eth0 → hub1 port2');
  const cells = (hop: number, from: string, to: string, ttl: string): Promise<void> =>
    expect(hops.nth(hop).getByRole('cell')).toContainText(
      ['→', 's', from, to, '192.168.2.10', '192.168.1.11', ttl, /0x[0-9a-f]{4}/],
      { useInnerText: true },
    );
  await cells(0, '02:00:00:00:00:07', '02:00:00:00:00:04', '64');
  await cells(1, '02:00:00:00:00:07', '02:00:00:00:00:04', '64');
  await cells(2, '02:00:00:00:00:03', '02:00:00:00:00:01', '63');
  await cells(3, '02:00:00:00:00:03', '02:00:00:00:00:01', '63');
  // Only the router changes anything: both MAC addresses, the TTL and, with it, the checksum.
  const changed = (hop: number): Promise<void> =>
    expect(hops.nth(hop).getByRole('cell', { name: /changed/ })).toHaveCount(hop === 2 ? 4 : 0);
  for (const hop of [0, 1, 2, 3]) await changed(hop);

  const ttl = window.getByRole('treeitem', { name: /^Time to live/ });
  for (const [hop, left] of [
    [1, '64'],
    [4, '63'],
  ] as const) {
    await window.getByRole('tab', { name: 'Hop by hop' }).click();
    await hops
      .nth(hop - 1)
      .getByRole('button', { name: `${hop}` })
      .click();
    await window.getByRole('tab', { name: 'Headers' }).click();
    await expect(ttl).toContainText(left);
  }
});

/** Expects these words in the event list, in this order; other events may lie between. */
async function expectInOrder(window: Page, words: readonly string[]): Promise<void> {
  const rows = await allEvents(window);
  let from = 0;
  for (const word of words) {
    const at = rows.findIndex((row, index) => index >= from && row.includes(word));
    expect(at, `“${word}” after row ${from} of\n${rows.join('\n')}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}

/** Distance of a point from the line through two others, CSS px. */
function distance(point: Point, a: Point, b: Point): number {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return Math.abs((b.x - a.x) * (a.y - point.y) - (a.x - point.x) * (b.y - a.y)) / length;
}
