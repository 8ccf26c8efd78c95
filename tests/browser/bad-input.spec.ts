/** Bad input: a clear message, nothing lost, nothing hung. */
import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { LIMITS } from '#document/limits.ts';
import { expect, test } from '#support/application.ts';
import {
  addPing,
  choose,
  control,
  drawCables,
  events,
  fillIn,
  newProject,
  openProject,
  patches,
  putDown,
  runProgram,
  setSpeed,
  stageOf,
  things,
  timeState,
  FASTEST,
} from '#support/person.ts';

const messages = (window: Page): Locator => window.getByRole('status', { name: 'Messages' });
const inspector = (window: Page): Locator => window.getByRole('tabpanel', { name: 'Properties' });
const project = (over: object): Buffer =>
  Buffer.from(JSON.stringify({ format: 'hopscope', version: 1, title: 'T', seed: 1, records: [], ...over }));
const host = (over: object): object => ({
  type: 'device',
  id: 'pc1',
  kind: 'host',
  name: 'pc1',
  x: 0,
  y: 0,
  ports: [{ name: 'eth0', mac: '02:00:00:00:00:01', address: null, prefix: 24 }],
  gateway: null,
  routes: [],
  ...over,
});

const FILES: readonly { what: string; buffer: Buffer; says: RegExp }[] = [
  {
    what: 'a file cut off in the middle',
    buffer: Buffer.from('{"format": "hopscope",\n "version": 1, "records": ['),
    says: /cannot be read at line 2, column \d+/,
  },
  { what: 'an empty file', buffer: Buffer.alloc(0), says: /This file is no Hopscope project/ },
  { what: 'a picture', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), says: /no Hopscope project/ },
  { what: 'other JSON', buffer: Buffer.from('{"name": "something else"}'), says: /This file is no Hopscope project\./ },
  {
    what: 'a project of a newer version',
    buffer: project({ version: 99 }),
    says: /saved by a newer Hopscope \(format 99;/,
  },
  {
    what: 'a project with an impossible address',
    buffer: project({
      records: [host({ ports: [{ name: 'eth0', mac: '02:00:00:00:00:01', address: '300.1.1.1', prefix: 24 }] })],
    }),
    says: /“300\.1\.1\.1” is not an IPv4 address/,
  },
  {
    what: 'a project with a cable that ends nowhere',
    buffer: project({
      records: [
        host({}),
        {
          type: 'cable',
          id: 'c1',
          a: { device: 'pc1', port: 'eth0' },
          b: { device: 'ghost', port: 'eth0' },
          bandwidth: 1e8,
          delay: 1000,
          mtu: 1500,
          queue: 64,
        },
      ],
    }),
    says: /There is no device ghost|ghost/,
  },
  { what: 'a project of nothing but nesting', buffer: Buffer.from('['.repeat(200_000)), says: /no Hopscope project/ },
];

test('what is no project is refused with a reason each time, and the drawing stays', async ({ window }) => {
  for (const { what, buffer, says } of FILES) {
    await test.step(what, async () => {
      await openProject(window, { name: 'bad.hop', buffer });
      await expect(messages(window)).toContainText(says);
      await expect(things(window)).toHaveCount(11);
      await expect(window.getByRole('heading', { level: 1 })).toContainText('Two subnets');
      await messages(window).getByRole('button', { name: 'Dismiss' }).click();
      await expect(messages(window)).toHaveText('');
    });
  }
});

test('a file that is refused takes nothing of what was lived', async ({ window }) => {
  await runProgram(window, 'ping server');
  await openProject(window, { name: 'bad.hop', buffer: project({ version: 99 }) });
  await expect(messages(window)).toContainText('newer Hopscope');
  await expect(timeState(window)).toHaveText('the program has ended');
  await expect(events(window).last()).toHaveAttribute('aria-setsize', '125');
});

test('a huge file is refused by its size, before it is read', async ({ window }) => {
  const file = test.info().outputPath('huge.hop');
  await writeFile(file, Buffer.alloc(LIMITS.fileSize + 1, ' '));
  await openProject(window, file);
  await expect(messages(window)).toContainText(/too large to be a project: \d+ bytes/);
  await expect(things(window)).toHaveCount(11);
});

test('what does not parse stays in its field with the reason under it', async ({ window }) => {
  await choose(window, 'pc1,');
  const panel = inspector(window);
  const refused = async (field: string, text: string, says: RegExp): Promise<void> => {
    await fillIn(panel.getByRole('textbox', { name: field }), text);
    await expect(panel.getByRole('alert')).toHaveText(says);
    await expect(panel.getByRole('textbox', { name: field })).toHaveValue(text);
    await panel.getByRole('textbox', { name: field }).press('Escape');
    await expect(panel.getByRole('alert')).toHaveCount(0);
  };
  await refused('IP address', '192.168.1.999', /Write an address|is not an IPv4 address/);
  await refused('IP address', '192.168.001.011', /none with a zero in front/);
  await refused('IP address', '192.168.1.11/33', /A prefix is 0 … 32/);
  await refused('IP address', '192.168.1.11 255.0.255.0', /^255\.0\.255\.0 is no mask/);
  await refused('Prefix', '33', /A prefix is 0 … 32/);
  await refused('Prefix', '255.255.0.255', /^255\.255\.0\.255 is no mask/);
  await refused('MAC address', 'hello', /is not a MAC address/);
  await refused('MAC address', 'ff:ff:ff:ff:ff:ff', /an odd one stands for a group/);
  await refused('Default gateway', 'router1', /is not an IPv4 address/);
  await refused('Name', ' ', /A name needs at least one letter/);
  await expect(things(window).filter({ hasText: 'pc1, Host, 192.168.1.11/24' })).toHaveCount(1);
});

test('an address given twice and subnets that overlap are warned of, and forbidden is nothing', async ({ window }) => {
  await choose(window, 'pc2,');
  const findings = window.getByRole('region', { name: 'Worth a look' });
  await expect(findings).toHaveCount(0);
  await fillIn(inspector(window).getByRole('textbox', { name: 'IP address' }), '192.168.1.11');
  await expect(things(window).filter({ hasText: 'pc2, Host, 192.168.1.11/24' })).toHaveCount(1);
  await choose(window, 'router1,');
  await fillIn(inspector(window).getByRole('textbox', { name: 'IP address' }).nth(1), '192.168.1.200/25');
  await expect(findings).toContainText('the subnets of eth1 (192.168.1.128/25) and eth0 (192.168.1.0/24) overlap.');
  // With nothing chosen all of them are listed, and each leads to its device.
  const { x, y } = await stageOf(window);
  await window.mouse.click(x + 20, y + 20);
  await expect(findings).toContainText('overlap');
  await expect(findings).toContainText(/pc\d eth0 has the same IP address as pc\d eth0: 192\.168\.1\.11/);
  await findings.getByRole('button', { name: /overlap/ }).click();
  await expect(inspector(window).getByRole('heading', { name: 'router1' })).toBeVisible();
});

test('a loop of switches is a storm that is shown, and the window keeps answering', async ({ window }) => {
  // Five million events: some half a minute of a quiet machine, and as long as it takes of another.
  test.setTimeout(900_000);
  await newProject(window);
  const { x, y } = await stageOf(window);
  const at = (dx: number, dy: number) => ({ x: x + dx, y: y + dy });
  const [pc1, pc2, one, two, three] = [at(90, 230), at(580, 230), at(230, 230), at(440, 100), at(440, 340)];
  await putDown(window, 'Host', pc1);
  await putDown(window, 'Host', pc2);
  for (const place of [one, two, three]) await putDown(window, 'Switch', place);
  await drawCables(window, [pc1, one], [one, two], [two, three], [three, one], [two, pc2]);
  await expect(things(window)).toHaveCount(10);
  for (const [place, address] of [
    [pc1, '10.0.0.1/24'],
    [pc2, '10.0.0.2/24'],
  ] as const) {
    await window.mouse.click(place.x, place.y);
    await fillIn(inspector(window).getByRole('textbox', { name: 'IP address' }), address);
  }
  await addPing(window, 'pc1', '10.0.0.2', 1);
  await setSpeed(window, FASTEST);
  await window.getByRole('button', { name: 'Start ping pc2' }).click();

  // The same question goes round and round: packets on several cables, and ever more events.
  const last = async (): Promise<number> => Number(await events(window).last().getAttribute('aria-setsize'));
  await expect.poll(last).toBeGreaterThan(300);
  await expect.poll(async () => (await patches(window)).length).toBeGreaterThan(1);
  await answers(window);
  await control(window, 'Pause').click();
  await expect(timeState(window)).not.toHaveText('running');

  // As fast as this machine can, the list is full within seconds: time stops by itself and says so, and can go back.
  await window.getByRole('radio', { name: 'Clock pace' }).check({ force: true });
  await window.getByRole('slider', { name: 'Speed' }).press('End');
  await control(window, 'Play').click();
  await answers(window);
  await expect(timeState(window)).toContainText('the event list is full', { timeout: 800_000 });
  await expect.poll(last).toBeGreaterThan(1_000_000);
  await control(window, 'Step back').click();
  await expect(timeState(window)).toContainText('in the past');
});

/** Turns to the packet and back: the window answers while time runs. */
async function answers(window: Page): Promise<void> {
  for (const name of ['Packet', 'Properties']) {
    const tab = window.getByRole('tab', { name });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }
}
