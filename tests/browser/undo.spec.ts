/**
 * Undo of everything, as a person does it: each kind of edit is made by hand, taken back, brought again and taken back once more,
 * and the file that would be saved is the same to the letter. Once while time stands at the beginning, once while it runs.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  addPing,
  choose,
  chooseInMenu,
  contentOf,
  drag,
  drawCables,
  fillIn,
  putDown,
  setSpeed,
  SLOWEST,
  starterPlaces,
  things,
  timeState,
  type Point,
} from '#support/person.ts';

test.use({ viewport: { width: 1600, height: 1000 } });

type Places = (x: number, y: number) => Point;
interface Edit {
  what: string;
  make(window: Page, place: Places): Promise<unknown>;
  /** Steps of undo it is; left out: one. */
  steps?: number;
}

const form = (window: Page): Locator => window.getByRole('tabpanel', { name: 'Properties' });
const field = (window: Page, name: string | RegExp): Locator => form(window).getByRole('textbox', { name }).first();
const choice = (window: Page, name: string | RegExp): Locator => form(window).getByRole('combobox', { name }).first();

/** Chooses a thing and the `more` after it in the list of all things. */
async function chooseSeveral(window: Page, first: string, more: number): Promise<void> {
  await choose(window, first);
  for (let at = 0; at < more; at++) await window.keyboard.press('Shift+ArrowDown');
}

/** Unfolds a part of the form of what is chosen. */
async function unfold(window: Page, heading: string): Promise<void> {
  const part = form(window).locator('details').filter({ hasText: heading }).first();
  if ((await part.getAttribute('open')) === null) await part.locator('summary').first().click();
}

const DRAWN: readonly Edit[] = [
  { what: 'a device from the palette', make: (window, place) => putDown(window, 'Host', place(450, 60)) },
  { what: 'a cable', make: (window, place) => drawCables(window, [place(270, 210), place(450, 210)]) },
  {
    what: 'a copy that is pasted',
    async make(window) {
      await choose(window, 'pc2,');
      await window.keyboard.press('Control+c');
      await window.keyboard.press('Control+v');
      await expect(things(window).filter({ hasText: /^pc3,/ })).toHaveCount(1);
    },
  },
  {
    what: 'a duplicate',
    async make(window) {
      await choose(window, 'server1,');
      await window.keyboard.press('Control+d');
    },
  },
  {
    what: 'a name',
    async make(window) {
      await choose(window, 'pc1,');
      await window.keyboard.press('F2');
      await fillIn(window.getByRole('textbox', { name: 'New name' }), 'Ada');
    },
  },
  {
    what: 'a removal',
    async make(window) {
      await choose(window, 'hub1,');
      await window.keyboard.press('Delete');
    },
  },
  {
    what: 'a note and its words',
    steps: 2,
    async make(window, place) {
      await putDown(window, 'Note', place(450, 380));
      const words = field(window, 'Text');
      await words.fill('look here');
      await words.blur();
    },
  },
  {
    what: 'a shape, its size and its paint',
    steps: 3,
    async make(window) {
      await window.getByRole('button', { name: 'Rectangle', exact: true }).press('Enter');
      await fillIn(field(window, 'Width'), '320');
      await choice(window, /^Paint/).selectOption('red');
    },
  },
  {
    what: 'a program',
    make: (window) => addPing(window, 'pc2', '192.168.2.10', 3),
  },
];

const ARRANGED: readonly Edit[] = [
  {
    what: 'a drag that snaps',
    make: (window, place) => drag(window, place(810, 210), place(779, 93)),
  },
  {
    what: 'a move by keys',
    async make(window) {
      await choose(window, 'router1,');
      await window.keyboard.press('Alt+ArrowDown');
    },
  },
  {
    what: 'an alignment',
    async make(window) {
      await chooseSeveral(window, 'hub1,', 1);
      await window.getByRole('button', { name: 'Align centres' }).click();
    },
  },
  {
    what: 'the same gaps',
    async make(window) {
      await chooseSeveral(window, 'hub1,', 3);
      await window.getByRole('button', { name: 'Same gaps across' }).click();
    },
  },
  {
    what: 'a group that is put away in a box and moved',
    steps: 3,
    async make(window) {
      await chooseSeveral(window, 'pc1,', 1);
      await window.keyboard.press('Control+g');
      await window.keyboard.press('g');
      await expect(things(window).last()).toContainText('put away in a box');
      await choose(window, 'Group 1');
      await window.keyboard.press('Alt+ArrowRight');
    },
  },
  { what: 'a layout', make: (window) => chooseInMenu(window, 'Arrange', 'Lay out in layers') },
];

const SET: readonly Edit[] = [
  {
    what: 'an address, a mask, a gateway and a MAC address',
    steps: 4,
    async make(window) {
      await choose(window, 'pc2,');
      await fillIn(field(window, 'IP address'), '192.168.1.77');
      await fillIn(field(window, 'Prefix'), '/25');
      await fillIn(field(window, 'Default gateway'), '192.168.1.2');
      await fillIn(field(window, 'MAC address'), '02:00:00:00:77:77');
    },
  },
  {
    what: 'a route and a port',
    steps: 2,
    async make(window) {
      await choose(window, 'router1,');
      const routes = form(window).getByRole('group', { name: 'Static routes' });
      await routes.getByRole('textbox', { name: 'Subnet' }).last().fill('10.0.0.0/8');
      await routes.getByRole('textbox', { name: 'Next hop' }).last().fill('192.168.2.10');
      await routes.getByRole('button', { name: 'Add route' }).click();
      await form(window).getByRole('button', { name: 'Port', exact: true }).click();
    },
  },
  {
    what: 'power',
    async make(window) {
      await choose(window, 'pc2,');
      await form(window)
        .getByRole('button', { name: /^Switch off/ })
        .click();
    },
  },
  {
    what: 'what a cable can do, and its plugs',
    steps: 5,
    async make(window) {
      await choose(window, 'Cable pc1 eth0');
      await fillIn(field(window, 'Bandwidth'), '10 Mbit/s');
      await fillIn(field(window, 'Delay one way'), '5 ms');
      await fillIn(field(window, 'MTU'), '900');
      await fillIn(field(window, 'Queue at each end'), '7');
      await form(window).getByRole('button', { name: 'Unplug', exact: true }).click();
    },
  },
  {
    what: 'what a cable does to its frames',
    steps: 4,
    async make(window) {
      await choose(window, 'Cable switch1 port3');
      await unfold(window, 'From switch1 to router1');
      await fillIn(field(window, 'Loss'), '5 %');
      await fillIn(field(window, /^Jitter/), '2 ms');
      await fillIn(field(window, 'Sent twice'), '1 %');
      await fillIn(field(window, 'Lose frames no.'), '3, 5');
    },
  },
  {
    what: 'a rule',
    steps: 2,
    async make(window) {
      await choose(window, 'Cable pc1 eth0');
      await chooseInMenu(window, 'Network', /^Add a rule/);
      const filter = form(window).getByRole('combobox', { name: 'That match' });
      await filter.fill('arp');
      await filter.press('Enter');
    },
  },
  {
    what: 'the medium of a hub',
    async make(window) {
      await choose(window, 'hub1,');
      await choice(window, 'Medium').selectOption('ideal: nothing collides');
    },
  },
  {
    what: 'a bookmark',
    async make(window) {
      await choose(window, 'pc1,');
      await window.keyboard.press('b');
      await expect(window.getByRole('status', { name: 'Messages' })).toContainText('Bookmarked');
    },
  },
  {
    what: 'the title',
    async make(window) {
      await window.keyboard.press('Escape');
      await fillIn(field(window, 'Title'), 'Mine');
    },
  },
];

/** What would be saved, saved by its key: the focus stays where the edit was made. */
async function text(window: Page): Promise<string> {
  const [download] = await Promise.all([window.waitForEvent('download'), window.keyboard.press('ControlOrMeta+s')]);
  return (await contentOf(download)).text;
}

/** By its button, with a key: a mouse would wait for the button to rest, which is not what is looked at here. */
async function press(window: Page, what: 'Undo' | 'Redo', steps: number): Promise<void> {
  const bar = window.getByRole('banner');
  await bar.getByRole('button', { name: new RegExp(`^${what}`), disabled: false }).press('Enter');
  // It keeps the keyboard.
  for (let step = 1; step < steps; step++) await window.keyboard.press('Enter');
}

for (const [kind, edits] of [
  ['drawn', DRAWN],
  ['arranged', ARRANGED],
  ['set', SET],
] as const) {
  for (const running of [false, true]) {
    test(`what is ${kind} is undone and redone, ${running ? 'while time runs' : 'before time has run'}`, async ({
      window,
    }) => {
      const place = await starterPlaces(window);
      if (running) {
        await setSpeed(window, SLOWEST);
        await window.getByRole('button', { name: 'Play', exact: true }).click();
        await expect(timeState(window)).toHaveText('running');
      }
      const before = await text(window);
      for (const { what, make, steps = 1 } of edits) {
        await test.step(what, async () => {
          await make(window, place);
          const after = await text(window);
          expect(after, what).not.toBe(before);
          await press(window, 'Undo', steps);
          expect(await text(window), `${what}, undone`).toBe(before);
          await press(window, 'Redo', steps);
          expect(await text(window), `${what}, redone`).toBe(after);
          await press(window, 'Undo', steps);
          expect(await text(window), `${what}, undone again`).toBe(before);
        });
      }
      // On a slow machine all may have happened meanwhile that happens by itself; edits alone move no time.
      if (running) await expect(window.getByLabel('Simulated time now')).not.toHaveValue('0 ns');
    });
  }
}

test('another seed is asked about once something has happened, and undone like the rest', async ({ window }) => {
  const before = await text(window);
  await fillIn(field(window, 'Seed'), '7');
  expect(await text(window)).toContain('"seed": 7');
  await press(window, 'Undo', 1);
  expect(await text(window)).toBe(before);

  await window.getByRole('button', { name: 'Start ping server' }).click();
  await expect(window.getByText(/[1-9]\d* events/)).toBeVisible();
  const question = window.getByRole('dialog', { name: 'Begin anew with another seed?' });
  await press(window, 'Redo', 1);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  await expect(window.getByText(/[1-9]\d* events/)).toBeVisible();
  await press(window, 'Redo', 1);
  await question.getByRole('button', { name: 'Begin anew' }).click();
  await expect(window.getByText('0 events')).toBeVisible();
  expect(await text(window)).toContain('"seed": 7');
});
