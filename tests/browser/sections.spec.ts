/**
 * The larger sections of a device's form, each filled in by hand as a person does it: packet filter, address translation, DHCP,
 * RIP and VLANs. Every section is taken back step by step and brought again, and all of it is there in a file opened anew.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { choose, fillIn, newProject, openProject, saveProject } from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 1000 } });

const form = (window: Page): Locator => window.getByRole('tabpanel', { name: 'Properties' });
const field = (window: Page, name: string): Locator => form(window).getByRole('textbox', { name, exact: true });
const choice = (window: Page, name: string): Locator => form(window).getByRole('combobox', { name, exact: true });

/** A device is chosen and one section of its form unfolded. */
async function unfold(window: Page, device: string, section: string): Promise<void> {
  await choose(window, `${device},`);
  const details = form(window)
    .locator('details')
    .filter({ has: window.getByText(section, { exact: true }) });
  if ((await details.first().getAttribute('open')) === null) await details.first().locator('summary').first().click();
}

interface Section {
  name: string;
  device: string;
  /** Heading of the section; null: it is always open. */
  heading: string | null;
  /** What is done, a step of undo each. */
  steps: ((window: Page) => Promise<unknown>)[];
  /** What the file says of the device then. */
  written: Record<string, unknown>;
}

const SECTIONS: readonly Section[] = [
  {
    name: 'packet filter',
    device: 'router1',
    heading: 'Packet filter',
    steps: [
      (window) => form(window).getByRole('button', { name: 'Add a rule' }).first().click(),
      async (window) => {
        await form(window).getByText('forward').first().click();
        await choice(window, 'Action').selectOption('Reject');
      },
      (window) => choice(window, 'Protocol').first().selectOption('TCP'),
      (window) => fillIn(field(window, 'Destination ports'), '23'),
      (window) => fillIn(field(window, 'Source'), '192.168.1.0/24'),
      (window) => choice(window, 'For itself (in)').selectOption('Drop'),
    ],
    written: {
      filter: {
        policy: { in: 'drop' },
        rules: [
          {
            action: 'reject',
            direction: 'forward',
            protocol: 'tcp',
            destinationPorts: { first: 23, last: 23 },
            source: { address: '192.168.1.0', prefix: 24 },
          },
        ],
      },
    },
  },
  {
    name: 'address translation',
    device: 'router1',
    heading: 'Address translation (NAT)',
    steps: [
      (window) => choice(window, 'Outside port').selectOption({ index: 2 }),
      async (window) => {
        await form(window).getByRole('textbox', { name: 'Outside', exact: true }).fill('8080');
        await form(window).getByRole('textbox', { name: 'Inside', exact: true }).fill('192.168.1.11:80');
        await form(window).getByRole('button', { name: 'Add a port forward' }).click();
      },
      (window) => choice(window, 'Who may come in through a mapping').selectOption('anybody'),
      (window) => fillIn(field(window, 'UDP'), '30 s'),
    ],
    written: {
      nat: {
        filtering: 'endpoint-independent',
        forwards: [{ protocol: 'tcp', port: 8080, address: '192.168.1.11', to: 80 }],
        timeouts: { udp: 30e9 },
      },
    },
  },
  {
    name: 'DHCP server',
    device: 'router1',
    heading: 'DHCP',
    steps: [
      (window) => choice(window, 'This device is').selectOption('a DHCP server'),
      async (window) => {
        await form(window)
          .getByRole('group', { name: /^Pool / })
          .locator('summary')
          .click();
        await fillIn(field(window, 'First address'), '192.168.1.110');
      },
      (window) => fillIn(field(window, 'Last address'), '192.168.1.120'),
      (window) => fillIn(field(window, 'Lease time'), '600 s'),
    ],
    written: {
      dhcp: { server: { pools: [{ first: '192.168.1.110', last: '192.168.1.120', leaseTime: 600e9 }] } },
    },
  },
  {
    name: 'RIP',
    device: 'router1',
    heading: 'Routing protocol (RIP)',
    steps: [
      (window) => form(window).getByRole('checkbox', { name: 'Speak RIP version 2' }).check(),
      (window) =>
        choice(window, 'Routes that lead through the neighbour are told to it').selectOption(
          'not at all (split horizon)',
        ),
      (window) => fillIn(field(window, 'Update every'), '10 s'),
    ],
    written: { rip: { splitHorizon: 'simple', times: { update: 10e9 } } },
  },
  {
    name: 'VLANs',
    device: 'switch1',
    heading: null,
    steps: [
      (window) => choice(window, 'VLAN mode of port1').selectOption('access'),
      (window) => fillIn(field(window, 'VLAN id'), '10'),
      (window) => choice(window, 'VLAN mode of port3').selectOption('trunk'),
      (window) => fillIn(field(window, 'Allowed (tagged)'), '10, 20'),
    ],
    written: {
      ports: expect.arrayContaining([
        expect.objectContaining({ name: 'port1', vlan: { mode: 'access', id: 10 } }),
        expect.objectContaining({ name: 'port3', vlan: { mode: 'trunk', native: 1, allowed: [10, 20] } }),
      ]),
    },
  },
];

/** What the saved file says of a device. */
async function saved(window: Page, device: string): Promise<unknown> {
  const { text } = await saveProject(window);
  const { records } = JSON.parse(text) as { records: { id: string }[] };
  return records.find(({ id }) => id === device);
}

for (const { name, device, heading, steps, written } of SECTIONS) {
  test(`${name}: entered by hand, taken back, brought again, and there in a file opened anew`, async ({ window }) => {
    const before = await saved(window, device);
    if (heading === null) await choose(window, `${device},`);
    else await unfold(window, device, heading);
    for (const step of steps) await step(window);
    const after = await saved(window, device);
    expect(after).toMatchObject(written);

    const [undo, redo] = ['Undo', 'Redo'].map((what) =>
      window.getByRole('button', { name: new RegExp(`^${what}`), disabled: false }).first(),
    );
    for (const _ of steps) await undo!.press('Enter');
    expect(await saved(window, device)).toEqual(before);
    for (const _ of steps) await redo!.press('Enter');
    expect(await saved(window, device)).toEqual(after);

    const { text } = await saveProject(window);
    await newProject(window);
    await openProject(window, { name: 'sections.hop', buffer: Buffer.from(text) });
    await expect(window.getByRole('option', { name: new RegExp(`^${device},`) })).toBeAttached();
    expect(await saved(window, device)).toEqual(after);
  });
}
