/** The page is loaded again while its host lives: by F5, by a tab that is opened again, in another tab. The network goes on. */
import { readdir } from 'node:fs/promises';
import type { Dialog, Page } from '@playwright/test';
import { expect, startApplication, test, type Application } from '#support/application.ts';
import {
  atRest,
  choose,
  control,
  events,
  fillIn,
  newProject,
  openTemplate,
  patchesAtRest,
  runProgram,
  setSpeed,
  SLOWEST,
  things,
  timeState,
} from '#support/person.ts';
import { clock, goTo, listedRuns, runs } from '#support/runs.ts';

test.use({ viewport: { width: 1400, height: 900 } });

const title = (window: Page) => window.getByRole('heading', { level: 1 });
const screen = (window: Page) => window.getByRole('region', { name: 'Terminal' }).locator('.xterm-rows');
const messages = (window: Page) => window.getByRole('status', { name: 'Messages' });
const below = (window: Page, tab: string) => window.getByRole('tab', { name: tab, exact: true });

/** A page as it is when it has begun. */
async function begun(window: Page): Promise<void> {
  await window.getByRole('main').waitFor();
  await control(window, 'Play').and(window.locator(':enabled')).waitFor();
  await atRest(window);
}

/** Loads the page again. The questions the browser asked before. */
async function reload(window: Page): Promise<string[]> {
  const asked: string[] = [];
  const leave = (question: Dialog): void => {
    asked.push(question.type());
    void question.accept();
  };
  window.on('dialog', leave);
  await window.reload();
  await begun(window);
  window.off('dialog', leave);
  return asked;
}

async function another(window: Page, { address }: Application): Promise<Page> {
  const next = await window.context().newPage();
  await next.goto(address);
  await begun(next);
  return next;
}

/** What a person sees of where the network stands: the moment, how much is known, and the events on both sides of it. */
async function standing(window: Page) {
  await atRest(window);
  // A list that has been drawn along rests a moment before it asks.
  await expect(events(window).locator('.loading')).toHaveCount(0);
  const rows = await events(window).allInnerTexts();
  const later = rows.findIndex((row) => row.includes('later than the cursor'));
  return {
    clock: await clock(window).inputValue(),
    state: await timeState(window).innerText(),
    known: await window.getByText(/^\d+ events$/).innerText(),
    rows: later < 0 ? rows.slice(-1) : rows.slice(later - 1, later + 1),
  };
}

async function step(window: Page, name: 'Step forward' | 'Step back'): Promise<void> {
  const before = await clock(window).inputValue();
  await control(window, name).click();
  await expect(clock(window)).not.toHaveValue(before);
}

test('F5 finds the network as it was: its time, its events, its runs, its terminals', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await window.keyboard.press('t');
  await expect(screen(window)).toContainText('pc1$');
  await window.keyboard.type('ping -c 2 192.168.2.10\n');
  await expect(screen(window)).toContainText('2 packets transmitted, 2 received');
  await goTo(window, '6 s');
  await clock(window).press('Tab');
  await window.keyboard.press('Shift+F');
  await window.getByRole('dialog').getByRole('textbox').fill('another');
  await window.keyboard.press('Enter');
  await expect(runs(window)).toHaveText(/another/);
  await window.keyboard.press('Shift+R');
  await expect(runs(window)).toHaveText(/First run/);
  await below(window, 'Events').click();
  await goTo(window, '260 µs');
  await step(window, 'Step forward');
  const after = await standing(window);
  await step(window, 'Step back');
  const before = await standing(window);
  expect(before.state).toMatch(/^in the past: \d+ later events are known$/);
  const kept = await listedRuns(window);
  expect(kept).toHaveLength(2);

  await reload(window);
  expect(await standing(window)).toEqual(before);
  expect(await listedRuns(window)).toEqual(kept);
  await expect(messages(window)).toBeEmpty();
  await step(window, 'Step forward');
  expect(await standing(window)).toEqual(after);
  await goTo(window, '6 s');
  await below(window, 'Terminal').click();
  await expect(screen(window)).toContainText('2 packets transmitted, 2 received');
  await expect(timeState(window)).toHaveText('paused');
  // The same terminal, which can be used on.
  await window.getByRole('textbox', { name: 'Command line of pc1' }).focus();
  await window.keyboard.press('ArrowUp');
  await expect(screen(window)).toContainText(/statistics.*pc1\$ ping -c 2 192\.168\.2\.10/s);
});

test('what was drawn in the moment before F5 is there, still unsaved, and the network knows it; a host started anew begins with it', async ({
  window,
  application,
  complaints,
}) => {
  await runProgram(window, 'ping server');
  const { clock: stood } = await standing(window);
  await choose(window, 'pc2,');
  const inspector = window.getByRole('tabpanel', { name: 'Properties' });
  await fillIn(inspector.getByRole('textbox', { name: 'Name' }), 'laptop');
  await fillIn(inspector.getByRole('textbox', { name: 'IP address' }), '192.168.1.77/24');
  await reload(window);
  await expect(things(window).filter({ hasText: /^laptop,/ })).toContainText('192.168.1.77');
  await expect(window).toHaveTitle(/^● /);
  await expect(window.getByRole('button', { name: /^Undo/ })).toBeDisabled();
  await expect(clock(window)).toHaveValue(stood);
  await choose(window, 'laptop,');
  await window.keyboard.press('t');
  await expect(screen(window)).toContainText('laptop$');
  await window.keyboard.type('ip address\n');
  await expect(screen(window)).toContainText('192.168.1.77');

  await application.kill();
  complaints.length = 0;
  await window.close();
  const next = await startApplication([], undefined, application.data);
  const again = await another(window, next);
  complaints.length = 0;
  await expect(messages(again)).toContainText('was recovered');
  await expect(things(again).filter({ hasText: /^laptop,/ })).toContainText('192.168.1.77');
  await expect(clock(again)).toHaveValue(/^0\s?ns$|^0$/);
  await expect(again.getByText(/^\d+ events$/)).toHaveCount(0);
  await again.close();
  await next.stop();
});

test('F5 finds what was looked at: what is chosen, which rows and which part of the map are seen, what lies open', async ({
  window,
}) => {
  await runProgram(window, 'TCP exchange');
  const filter = window.getByRole('combobox', { name: 'Filter' });
  await filter.fill('tcp.port == 80');
  await filter.press('Enter');
  await window.getByRole('button', { name: 'ARP', exact: true }).click();
  await setSpeed(window, SLOWEST);
  await choose(window, 'pc2,');
  for (let times = 0; times < 2; times++) await window.getByRole('button', { name: 'Zoom in' }).last().click();
  await events(window).filter({ hasText: 'server1 receives [ACK]' }).last().click();
  await window.getByRole('tab', { name: 'Hop by hop' }).click();
  await expect(window.getByRole('table', { name: /hop/i }).first()).toBeVisible();
  const seen = async () => ({
    chosen: await things(window).and(window.locator('[aria-selected=true]')).allInnerTexts(),
    event: await events(window).and(window.locator('[aria-selected=true]')).allInnerTexts(),
    tabs: await window.getByRole('tab', { selected: true }).allInnerTexts(),
    packet: await window.getByRole('tabpanel', { name: 'Packet' }).innerText(),
    filter: await filter.inputValue(),
    pace: await window.getByText(/^1 hop in /).innerText(),
    shown: await window.getByText(/^\d+ of \d+ events$/).innerText(),
    map: await patchesAtRest(window),
  });
  const before = await seen();
  expect(before.chosen).toHaveLength(1);
  expect(before.event).toHaveLength(1);
  await reload(window);
  await expect.poll(seen).toEqual(before);

  // The connection of that packet, in the place of the drawing.
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  await window.getByRole('main').getByRole('tab', { name: 'Plots' }).click();
  await reload(window);
  await expect(window.getByRole('main').getByRole('tab', { selected: true })).toHaveText('Plots');
});

test('F5 does not ask about a drawing that the host has, and the next tab finds', async ({ window, application }) => {
  await choose(window, 'pc2,');
  const inspector = window.getByRole('tabpanel', { name: 'Properties' });
  await fillIn(inspector.getByRole('textbox', { name: 'Name' }), 'laptop');
  await expect(window).toHaveTitle(/^● /);
  const name = () => things(window).filter({ hasText: /^laptop,/ });
  const onDisk = async (): Promise<boolean> =>
    (await readdir(application.data)).some((file) => /^kept-\d+\.json$/.test(file));
  await expect.poll(onDisk).toBe(true);
  expect(await reload(window)).toEqual([]);
  await expect(name()).toHaveCount(1);
  await expect(window).toHaveTitle(/^● /);

  // Nor does closing the tab.
  const closed = window.waitForEvent('close');
  await window.close({ runBeforeUnload: true });
  await closed;
  const again = await another(window, application);
  await expect(things(again).filter({ hasText: /^laptop,/ })).toHaveCount(1);
});

test('another tab goes on with the network, and so does one that comes after the simulation has died with nobody there', async ({
  window,
  application,
}) => {
  await runProgram(window, 'ping server');
  await goTo(window, '200 µs');
  const before = await standing(window);

  const other = await another(window, application);
  expect(await standing(other)).toEqual(before);
  await expect(messages(window)).toContainText('another window');
  await window.close();
  await other.close();

  application.endSimulation();
  const last = await another(other, application);
  await expect(messages(last)).toContainText('Everything is as it was before');
  expect(await standing(last)).toEqual(before);
});

test('a tab of a project that was opened meanwhile finds that one, with what has run in it', async ({ window }) => {
  await runProgram(window, 'ping server');
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await expect(window.getByText(/^[1-9]\d* events$/)).toBeVisible();
  await goTo(window, '300 ms');
  const before = await standing(window);
  await reload(window);
  await expect(title(window)).toHaveText('UDP and TCP over a lossy cable');
  expect(await standing(window)).toEqual(before);
  await newProject(window);
  await reload(window);
  await expect(things(window)).toHaveCount(0);
  await expect(window.getByText(/^[1-9]\d* events$/)).toHaveCount(0);
});
