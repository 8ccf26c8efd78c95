/** Every main view, in both themes and both languages, through axe: no rule is broken. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { writeDocument } from '#document/write.ts';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';
import { freeUdpPort } from '#support/frame-peer.ts';
import { freePort, gatewayDrawing } from '#support/gateway-lab.ts';
import {
  choose,
  control,
  events,
  openProject,
  runProgram,
  setSpeed,
  showOnly,
  SLOWEST,
  timeState,
} from '#support/person.ts';

const THEMES = [
  ['Light', '밝게'],
  ['Dark', '어둡게'],
] as const;

/**
 * Looks at what is on screen in each language and each theme: English and light, as a window begins, then Korean and
 * dark. (A theme changes colours, a language words; the two do not meet.)
 */
async function inEveryDress(window: Page): Promise<void> {
  await inFirstDress(window);
  expect(await faults(window), 'English, Light').toEqual([]);
  await inLastDress(window);
  expect(await faults(window), '한국어, Dark').toEqual([]);
}

/**
 * The same for several views of one thing: first all of them in one dress, then all in the other. `part` is where they
 * are shown, selector; what is around them is looked at with the first.
 */
async function viewsInEveryDress(
  window: Page,
  views: readonly string[],
  part: string,
  show: (place: number) => Promise<void>,
): Promise<void> {
  for (const dressed of [inFirstDress, inLastDress]) {
    await dressed(window);
    for (const [place, view] of views.entries()) {
      await show(place);
      expect.soft(await faults(window, place === 0 ? undefined : part), `${view}, ${dressed.name}`).toEqual([]);
    }
  }
}

/** English and light. */
async function inFirstDress(window: Page): Promise<void> {
  await speak(window, 'English');
  await dress(window, THEMES[0]);
}

/** Korean and dark. */
async function inLastDress(window: Page): Promise<void> {
  await speak(window, '한국어');
  await dress(window, THEMES[1]);
}

/** Turns to a language, unless the window speaks it. */
async function speak(window: Page, language: string): Promise<void> {
  const spoken = window.getByRole('button', { name: /^(Language|언어): / });
  if ((await spoken.getAttribute('aria-label'))!.endsWith(language)) return;
  await spoken.click();
  await window.getByRole('menuitem', { name: language }).click();
  await expect(window.getByRole('button', { name: new RegExp(`^(Language|언어): ${language}$`) })).toBeVisible();
}

const isDark = async (window: Page): Promise<boolean> =>
  (await window.locator('html').getAttribute('data-theme')) === 'dark';

/** Turns to a theme, unless the window is in it. */
async function dress(window: Page, theme: (typeof THEMES)[number]): Promise<void> {
  if ((await isDark(window)) === (theme === THEMES[1])) return;
  await window.getByRole('button', { name: /^(Theme|테마)$/ }).click();
  await window.getByRole('menuitem', { name: new RegExp(`^(${theme.join('|')})$`) }).click();
  await expect(window.locator('html')).toHaveAttribute('data-theme', theme[0].toLowerCase());
  await expect(window.getByRole('menu')).toHaveCount(0);
}

/**
 * Looks at something that lies over the window, in the theme it is in and in the other, light and dark; the window itself
 * is out of reach meanwhile.
 */
async function overTheWindow(window: Page, open: () => Promise<void>, role: 'dialog' | 'menu'): Promise<void> {
  let dressed = false;
  for (const theme of (await isDark(window)) ? THEMES.toReversed() : THEMES) {
    await dress(window, theme);
    await open();
    await expect(window.getByRole(role)).toBeVisible();
    // In the second theme all is as it was but for its colours, and the window's own are looked at elsewhere.
    const part = dressed ? `[role=${role}]` : undefined;
    expect(await faults(window, part), theme[0]).toEqual([]);
    dressed = true;
    await window.keyboard.press('Escape');
    await expect(window.getByRole(role)).toHaveCount(0);
  }
}

const click = (window: Page, name: string) => () => window.getByRole('button', { name, exact: true }).click();

test('the window as it opens', async ({ window }) => {
  await inEveryDress(window);
});

test('a device with its form and its tables', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'router1,');
  await inEveryDress(window);
});

test('a cable, and the project with warnings', async ({ window }) => {
  await choose(window, 'pc2,');
  await window.getByRole('textbox', { name: 'IP address' }).fill('192.168.1.11');
  await window.getByRole('textbox', { name: 'IP address' }).press('Enter');
  await expect(window.getByRole('region', { name: 'Worth a look' })).toBeVisible();
  await inEveryDress(window);
  await inFirstDress(window);
  await choose(window, 'Cable');
  await inEveryDress(window);
});

test('a packet, in all its views', async ({ window }) => {
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await events(window).filter({ hasText: 'Echo (ping) reply' }).last().click();
  const tabs = window.locator('.tabs .tabs').getByRole('tab');
  const views = ['Headers', 'Bit layout', 'Hop by hop', 'Layers'];
  await expect(tabs).toHaveText(views);
  await viewsInEveryDress(window, views, '.tabs .tabs', async (place) => {
    await tabs.nth(place).click();
    if (place === 0) await window.getByRole('treeitem').nth(2).click();
  });
});

test('a conversation with its states and ladder', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await expect(window.getByTestId('state-client')).toBeVisible();
  await inEveryDress(window);
});

test('time running, and the past', async ({ window }) => {
  await runProgram(window, 'ping server');
  await window.getByRole('slider', { name: 'Simulated time' }).press('Home');
  await expect(timeState(window)).toContainText('in the past');
  await inEveryDress(window);
  await inFirstDress(window);
  await setSpeed(window, SLOWEST);
  await window.keyboard.press('Space');
  await expect(timeState(window)).toHaveText('running');
  expect(await faults(window)).toEqual([]);
});

test('the list of packets on the way, empty', async ({ window }) => {
  await setSpeed(window, SLOWEST);
  await click(window, 'Start ping server')();
  await expect(window.getByRole('button', { name: 'Packets on the way', exact: true })).toBeEnabled();
  await control(window, 'Pause').click();
  await choose(window, 'pc1,');
  await window.keyboard.press('p');
  await expect(window.getByRole('listbox', { name: 'Packets on the way' })).toBeFocused();
  await window.getByRole('slider', { name: 'Simulated time' }).press('Home');
  await expect(window.getByText('No packet is on the way just now.')).toBeVisible();
  await inEveryDress(window);
});

test('a terminal with what a command has printed', async ({ window }) => {
  await choose(window, 'pc1,');
  await window.keyboard.press('t');
  await expect(window.getByRole('textbox', { name: 'Command line of pc1' })).toBeFocused();
  await window.keyboard.type('ip route\n');
  await expect(window.locator('.xterm-rows')).toContainText('default via 192.168.1.1');
  await inEveryDress(window);
});

test('a tunnel that is switched on, with how something is plugged in', async ({ window }) => {
  const port = await freeUdpPort();
  await window.keyboard.press('Alt+8');
  await choose(window, 'tunnel1,');
  const form = window.getByRole('region', { name: 'Frame tunnel' });
  await form.getByRole('textbox', { name: 'UDP port here' }).fill(String(port));
  await form.getByRole('textbox', { name: 'UDP port here' }).press('Enter');
  await form.getByText('How to plug something in').click();
  await form.getByRole('button', { name: `Switch on: open port ${port}` }).press('Enter');
  await expect(form).toContainText(`127.0.0.1:${port} ⇄`);
  await inEveryDress(window);
});

test('a message, and an empty drawing', async ({ window }) => {
  await openProject(window, { name: 'bad.hop', buffer: Buffer.from('no') });
  await expect(window.getByRole('status', { name: 'Messages' })).toContainText('cannot be read');
  expect(await faults(window)).toEqual([]);
  await window.keyboard.press('ControlOrMeta+Alt+n');
  await expect(window.getByText('Choose a device on the left')).toBeVisible();
  await inEveryDress(window);
});

test('the form of a program over the window', async ({ window }) => {
  await overTheWindow(window, click(window, 'Change TCP exchange'), 'dialog');
});

test('the form of a program that begins with a command nobody knows', async ({ window }) => {
  for (const [dressed, open, line, warning] of [
    [inFirstDress, 'New program…', 'Command line', 'Did you mean ping?'],
    [inLastDress, '새 프로그램…', '터미널에 입력하듯 쓰는 명령줄', 'ping'],
  ] as const) {
    await dressed(window);
    await click(window, open)();
    const form = window.getByRole('dialog');
    await form.getByRole('textbox', { name: line }).fill('pin server1');
    await form.getByRole('textbox', { name: line }).press('Tab');
    await expect(form.getByRole('status')).toContainText(warning);
    expect(await faults(window), dressed.name).toEqual([]);
    await window.keyboard.press('Escape');
    await expect(form).toHaveCount(0);
  }
});

test('forms over the window', async ({ window }) => {
  await overTheWindow(window, click(window, 'New ping…'), 'dialog');
  await overTheWindow(window, () => window.keyboard.press('?'), 'dialog');
  await choose(window, 'router1,');
  await overTheWindow(window, () => window.keyboard.press('Shift+C'), 'dialog');
});

test('a concept explained beside the work, the preferences, and the field that finds everything', async ({
  window,
}) => {
  await window.getByRole('button', { name: 'What is it? Socket' }).click();
  await expect(window.getByRole('complementary', { name: 'In short' })).toBeVisible();
  await inEveryDress(window);
  await inFirstDress(window);
  await overTheWindow(window, () => window.keyboard.press('ControlOrMeta+,'), 'dialog');
  await overTheWindow(window, () => window.keyboard.press('ControlOrMeta+k'), 'dialog');
});

test('a map with everything shown, and the menu of it', async ({ window }) => {
  await setSpeed(window, SLOWEST);
  await window.getByRole('button', { name: 'Start ping server', exact: true }).click();
  await expect(window.locator('.badge.arpPending').first()).toBeVisible();
  await control(window, 'Pause').click();
  await expect(timeState(window)).toHaveText('paused');
  await overTheWindow(window, click(window, 'Show on the map'), 'dialog');
  await click(window, 'Show on the map')();
  for (const name of ['Subnet areas', 'Use of cables'])
    await window.getByRole('checkbox', { name, exact: true }).check();
  await window.keyboard.press('Escape');
  await inEveryDress(window);
});

test('menus and the large hop table over the window', async ({ window }) => {
  await overTheWindow(window, click(window, 'File'), 'menu');
  await overTheWindow(window, click(window, 'Take away'), 'menu');
  await runProgram(window, 'ping server');
  await showOnly(window, 'Frames');
  await events(window).filter({ hasText: 'Echo (ping) reply' }).last().click();
  await window.getByRole('tab', { name: 'Hop by hop' }).click();
  await overTheWindow(window, click(window, 'Enlarge'), 'dialog');
  await window.getByRole('tab', { name: 'Layers' }).click();
  await overTheWindow(window, click(window, 'As a picture'), 'dialog');
});

test('a conversation in the place of the drawing, in all its views', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  const tabs = window.getByRole('main').getByRole('tab');
  const views = ['Ladder', 'States', 'Buffers', 'Timers', 'Plots', 'Stream'];
  await expect(tabs).toHaveText(views);
  await viewsInEveryDress(window, views, 'main', (place) => tabs.nth(place).click());
});

/** A project with a gateway whose first port is taken; it is chosen. */
async function openGateway(window: Page, taken: number): Promise<void> {
  const drawing = gatewayDrawing({
    inward: [
      { protocol: 'tcp', port: taken, to: 80 },
      { protocol: 'udp', port: await freePort(), to: 7 },
    ],
    outward: [{ port: 5000, to: 3000 }],
    routers: 1,
  });
  await openProject(window, { name: 'gateway.hop', buffer: Buffer.from(writeDocument(drawing)) });
  await choose(window, 'gateway,');
}

test('a gateway that is off, with its ways', async ({ window }) => {
  await openGateway(window, await freePort());
  await inEveryDress(window);
});

test('a gateway that is on, with a port that is taken', async ({ window }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    await openGateway(window, (other.address() as AddressInfo).port);
    const section = window.getByRole('region', { name: 'Real programs' });
    await section.getByRole('button', { name: 'Switch on: open the ports' }).press('Enter');
    await expect(section.getByRole('alert')).toBeVisible();
    await inEveryDress(window);
  } finally {
    other.close();
  }
});
