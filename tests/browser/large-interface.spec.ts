/** Issue "workbench": with the interface at 150 %, in a small window and in a large one, nothing is out of reach in any view. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { unreachable } from '#support/layout.ts';
import { atRest, boxOf, choose, control, eventList, events, runProgram, setSpeed } from '#support/person.ts';
import { EXPERIENCED } from '#support/preferences-file.ts';

const WINDOWS = [
  { size: { width: 1280, height: 800 }, theme: 'light' },
  { size: { width: 1920, height: 1080 }, theme: 'dark' },
] as const;

/** What is looked at: how one comes there, and how one leaves it. */
interface View {
  name: string;
  open(window: Page): Promise<unknown>;
  /** What lies over the rest for a while. */
  over?: string;
  leave?(window: Page): Promise<unknown>;
}
const escape = (window: Page): Promise<void> => window.keyboard.press('Escape');
const tab = (name: string) => (window: Page) => window.getByRole('tab', { name, exact: true }).click();
const overIt = (name: string, open: (window: Page) => Promise<unknown>): View => ({ name, open, leave: escape });

const BEFORE: readonly View[] = [
  { name: 'the window as it opens', open: async () => {} },
  overIt('a menu', (window) => window.getByRole('button', { name: 'Network', exact: true }).click()),
  {
    name: 'a switch with its ports',
    async open(window) {
      await choose(window, 'switch1,');
      await window.keyboard.press('q');
      await expect(window.getByRole('group', { name: 'Ports of switch1' })).toBeVisible();
    },
    over: '[data-ports-of]',
    leave: escape,
  },
  overIt('what the map shows', (window) => window.keyboard.press('o')),
  {
    name: 'packets on their way',
    async open(window) {
      await setSpeed(window, 2);
      await window.getByRole('button', { name: 'Start ping server', exact: true }).click();
      await expect(window.getByRole('button', { name: 'Packets on the way', exact: true })).toBeEnabled();
      await control(window, 'Pause').click();
      await choose(window, 'pc1,');
      await window.keyboard.press('p');
      await expect(window.getByRole('listbox', { name: 'Packets on the way' }).getByRole('option')).not.toHaveCount(0);
    },
    leave: escape,
  },
];

const AFTER: readonly View[] = [
  { name: 'a router and its tables', open: (window) => choose(window, 'router1,') },
  {
    name: 'an event, and the headers of its packet',
    async open(window) {
      await eventList(window).press('End');
      for (let row = 0; row < 14; row++) await eventList(window).press('ArrowUp');
      await tab('Packet')(window);
    },
  },
  ...['Bit layout', 'Hop by hop', 'Layers'].map((name) => ({ name, open: tab(name) })),
  { name: 'why', open: (window) => window.keyboard.press('w') },
  { name: 'a conversation', open: tab('Conversation') },
  {
    name: 'a conversation, large',
    open: (window) => window.getByRole('button', { name: 'Conversation, large' }).click(),
  },
  ...['States', 'Buffers', 'Timers', 'Plots', 'Stream'].map((name) => ({ name, open: tab(name) })),
  { name: 'drops', open: async (window) => (await escape(window), tab('Drops')(window)) },
  overIt('the field that finds everything', (window) => window.keyboard.press('ControlOrMeta+k')),
  overIt('preferences', (window) => window.keyboard.press('ControlOrMeta+,')),
  overIt('templates', (window) => window.keyboard.press('Shift+T')),
];

async function look(window: Page, views: readonly View[]): Promise<void> {
  for (const { name, open, over, leave } of views) {
    await open(window);
    await atRest(window);
    await window.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
    expect(await unreachable(window, over), name).toEqual([]);
    await leave?.(window);
  }
}

for (const { size, theme } of WINDOWS) {
  test.describe(`with the interface at 150 % in a window of ${size.width} × ${size.height}`, () => {
    test.use({
      viewport: size,
      preferences: { ...EXPERIENCED, 'interface.size': 150, 'interface.theme': theme },
    });

    test('nothing is out of reach before anything has run', async ({ window }) => {
      await look(window, BEFORE);
    });

    test('nothing is out of reach in any view of what has happened', async ({ window }) => {
      await runProgram(window, 'TCP exchange');
      await look(window, AFTER);
    });
  });
}

test.describe('with the interface at 150 % in a small window', () => {
  test.use({ viewport: WINDOWS[0].size, preferences: { ...EXPERIENCED, 'interface.size': 150 } });

  test('the event list has room for three events: what chooses them is folded, and unfolded by keyboard', async ({
    window,
  }) => {
    await runProgram(window, 'TCP exchange');
    await expect(events(window).and(window.locator('[aria-current=true]'))).toBeVisible();
    // The list may still be on its way to the newest event.
    await expect.poll(() => wholeRows(window)).toBeGreaterThanOrEqual(3);
    const filters = window.getByRole('button', { name: 'Filters', exact: true });
    const field = window.getByRole('combobox', { name: 'Filter of the list' });
    await expect(field).toBeHidden();
    await filters.press('Enter');
    await field.fill('arp');
    await field.press('Enter');
    await filters.press('Enter');
    await expect(field).toBeHidden();
    await expect(window.getByRole('region', { name: 'Events' }).getByRole('status')).toHaveText(/^\d+ of \d+ events$/);
  });

  test('the ladder of a large conversation ends where time begins', async ({ window }) => {
    await runProgram(window, 'TCP exchange');
    await tab('Conversation')(window);
    await window.getByRole('button', { name: 'Conversation, large' }).click();
    const ladder = window.getByRole('region', { name: /^Ladder/ });
    await ladder.waitFor();
    await atRest(window);
    // As far down as anything around it lets it be seen.
    const end = await ladder.evaluate((part) => {
      let [lowest, around]: [number, Element | null] = [Infinity, part];
      for (; around; around = around.parentElement)
        if (getComputedStyle(around).overflowY !== 'visible')
          lowest = Math.min(lowest, around.getBoundingClientRect().bottom);
      return lowest;
    });
    const { y } = await boxOf(window.getByRole('region', { name: 'Time', exact: true }));
    expect(end).toBeLessThanOrEqual(y + 1);
  });

  test('what the thickness of cables means is written in its box, and not behind the tools', async ({ window }) => {
    await window.keyboard.press('o');
    await window.getByRole('checkbox', { name: 'Use of cables' }).check();
    await window.keyboard.press('Escape');
    const legend = window.locator('.legend');
    const tools = await boxOf(window.getByRole('toolbar', { name: 'Tools of the drawing' }));
    await expect(legend).toContainText('90 %');
    const { y, height } = await boxOf(legend);
    expect(y + height).toBeLessThan(tools.y);
    expect(height).toBeLessThan(90);
    expect(await legend.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  });
});

/** Events of the list that are seen from their upper to their lower edge. */
function wholeRows(window: Page): Promise<number> {
  return eventList(window).evaluate((list) => {
    const { top, bottom } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('[role=option]')].map((row) => row.getBoundingClientRect());
    return rows.filter((row) => row.top >= top - 1 && row.bottom <= bottom + 1).length;
  });
}
