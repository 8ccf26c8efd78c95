/** Issue "workbench", section Feeling: what a person likes is kept, panels fold, everything is found, nothing is cut off. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, startApplication, test } from '#support/application.ts';
import { boxOf, choose, runProgram, starterPlaces, things } from '#support/person.ts';
import { EXPERIENCED } from '#support/preferences-file.ts';

const page = (window: Page): Locator => window.locator('html');
const dialog = (window: Page): Locator => window.getByRole('dialog', { name: 'Preferences' });

/** What an application has kept in its folder. */
function keptIn(data: string): Record<string, unknown> {
  const { values } = JSON.parse(readFileSync(join(data, 'preferences.json'), 'utf8')) as {
    values: Record<string, unknown>;
  };
  return values;
}

/** Controls of the window that reach beyond its edges, or of which another part of the window hides the middle. */
function cutOff(window: Page): Promise<string[]> {
  return window.evaluate(() => {
    const found: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>('header button, footer button, [role="tab"]')) {
      const { left, right, top, bottom, width } = control.getBoundingClientRect();
      if (width < 2 || control.closest('.unseen, [inert]')) continue;
      const name = control.getAttribute('aria-label') ?? control.textContent!.trim();
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) found.push(`${name}: outside`);
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (hit && !control.contains(hit)) found.push(`${name}: behind ${hit.className}`);
      if (control.scrollWidth > control.clientWidth + 1) found.push(`${name}: its words do not fit`);
    }
    return found;
  });
}

test('what a person likes counts at once, and is there at the next start on another port', async ({
  window,
  application,
}) => {
  await window.keyboard.press('ControlOrMeta+,');
  await dialog(window).getByText('Dark', { exact: true }).click();
  await dialog(window).getByText('Compact', { exact: true }).click();
  await dialog(window).getByRole('slider', { name: 'Size of the interface' }).fill('120');
  await expect(page(window)).toHaveAttribute('data-theme', 'dark');
  await expect(page(window)).toHaveAttribute('data-density', 'compact');
  await window.keyboard.press('Escape');
  const left = window.getByRole('separator', { name: 'Width of the palette' });
  await left.focus();
  await left.press('ArrowLeft');
  const width = await left.getAttribute('aria-valuenow');

  await expect.poll(() => keptIn(application.data)['panel.left.size']).toBe(Number(width));
  const next = await startApplication([], keptIn(application.data));
  expect(new URL(next.address).port).not.toBe(new URL(application.address).port);
  const again = await window.context().browser()!.newPage();
  await again.goto(next.address);
  await expect(again.getByRole('main')).toBeVisible();
  await expect(page(again)).toHaveAttribute('data-theme', 'dark');
  await expect(page(again)).toHaveAttribute('data-density', 'compact');
  await expect(again.getByRole('separator', { name: 'Width of the palette' })).toHaveAttribute('aria-valuenow', width!);
  await again.close();
  await next.stop();
});

test('everything goes back to the defaults, and that can be taken back', async ({ window }) => {
  await window.keyboard.press('ControlOrMeta+,');
  await dialog(window).getByText('Projector', { exact: true }).click();
  await dialog(window).getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(page(window)).toHaveAttribute('data-theme', 'light');
  await window.keyboard.press('Escape');
  await window.getByRole('status', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page(window)).toHaveAttribute('data-theme', 'projector');
});

test('panels fold and open again by mouse and by keyboard, and take the first size when pressed twice', async ({
  window,
}) => {
  const palette = window.getByRole('region', { name: 'Devices', exact: true });
  await window.keyboard.press('ControlOrMeta+b');
  await expect(palette).toBeHidden();
  await window.getByRole('button', { name: 'Palette: fold or open' }).click();
  await expect(palette).toBeVisible();

  const right = window.getByRole('separator', { name: 'Width of the inspector' });
  const first = await right.getAttribute('aria-valuenow');
  const box = await boxOf(right);
  await window.mouse.move(box.x, box.y + 200);
  await window.mouse.down();
  await window.mouse.move(box.x + 60, box.y + 200);
  await window.mouse.up();
  await expect(right).toHaveAttribute('aria-valuenow', String(Number(first) - 60));
  await right.dblclick({ position: { x: 0, y: 100 } });
  await expect(right).toHaveAttribute('aria-valuenow', first!);
  await right.focus();
  await right.press('Enter');
  await expect(right).toBeHidden();
  await window.keyboard.press('ControlOrMeta+Alt+b');
  await expect(right).toBeVisible();

  await window.keyboard.press('ControlOrMeta+j');
  await expect(window.getByRole('tab', { name: 'Events' })).toBeHidden();
  await choose(window, 'pc1,');
  await window.keyboard.press('t');
  await expect(window.getByRole('tab', { name: 'Terminal' })).toBeVisible();
});

test('Ctrl+K finds a device, an address, a command and a concept, by keyboard alone', async ({ window }) => {
  const open = async (text: string): Promise<void> => {
    await window.keyboard.press('ControlOrMeta+k');
    await expect(window.getByRole('combobox', { name: 'Search commands and things' })).toBeFocused();
    await window.keyboard.type(text);
  };
  const chosen = things(window).and(window.getByRole('option', { selected: true }));
  await open('router1');
  await window.keyboard.press('Enter');
  await expect(chosen).toContainText('router1');
  await open('192.168.1.12');
  await window.keyboard.press('Enter');
  await expect(chosen).toContainText('pc2');
  await open('terminal');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('textbox', { name: 'Command line of pc2' })).toBeFocused();
  await window.getByRole('button', { name: 'Search commands and things' }).click();
  await window.keyboard.type('redo');
  await expect(window.getByRole('listbox', { name: 'What was found' })).toContainText('There is nothing to redo.');
  expect(await faults(window)).toEqual([]);
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Search commands and things' }).click();
  await window.keyboard.type('없는 낱말');
  await expect(window.getByText('Nothing is called')).toBeVisible();
  await window.getByRole('combobox').fill('ㄹㅇㅌ ㅌㅇㅂ');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('complementary', { name: 'In short' })).toContainText('longest prefix');
});

test('a file dropped on the window is opened, after asking about unsaved work', async ({ window }) => {
  await choose(window, 'pc2,');
  await window.keyboard.press('Delete');
  const project = JSON.stringify({ format: 'hopscope', version: 1, title: 'Dropped', seed: 1, records: [] });
  const carried = await window.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.hop', { type: 'application/json' }));
    return transfer;
  }, project);
  await window.dispatchEvent('.window', 'dragover', { dataTransfer: carried });
  await expect(window.getByText('Drop the file to open it')).toBeVisible();
  await window.dispatchEvent('.window', 'drop', { dataTransfer: carried });
  await window.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('Dropped');
  await expect(window.getByText('Drop the file to open it')).toBeHidden();
});

test('a file dropped on a form over the window is let go, and of several the first is opened', async ({ window }) => {
  const carry = (...titles: string[]) =>
    window.evaluateHandle((names) => {
      const transfer = new DataTransfer();
      for (const title of names) {
        const text = JSON.stringify({ format: 'hopscope', version: 1, title, seed: 1, records: [] });
        transfer.items.add(new File([text], `${title}.hop`));
      }
      return transfer;
    }, titles);
  /** Drags over a part and drops. Whether the browser would have shown the file in the place of the window. */
  const drop = async (part: string, carried: Awaited<ReturnType<typeof carry>>): Promise<boolean[]> =>
    window.evaluate(
      ([to, dataTransfer]) =>
        ['dragover', 'drop'].map((type) =>
          document
            .querySelector(to)!
            .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })),
        ),
      [part, carried] as const,
    );
  await window.keyboard.press('ControlOrMeta+,');
  await expect(window.getByRole('dialog')).toBeVisible();
  expect(await drop('[role=dialog]', await carry('Lost'))).toEqual([false, false]);
  await expect(window.getByText('Drop the file to open it')).toHaveCount(0);
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);

  expect(await drop('.window', await carry('First', 'Second'))).toEqual([false, false]);
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('First');
  await expect(window.getByRole('status', { name: 'Messages' })).toContainText('One project can be open at a time');
});

test('a removal can be taken back from its message', async ({ window }) => {
  await choose(window, 'pc2,');
  await window.keyboard.press('Delete');
  await expect(things(window).filter({ hasText: /^pc2,/ })).toHaveCount(0);
  const message = window.getByRole('status', { name: 'Messages' });
  await expect(message).toContainText('Removed: pc2, and 1 more');
  await message.getByRole('button', { name: 'Undo' }).click();
  await expect(things(window).filter({ hasText: /^pc2,/ })).toHaveCount(1);
});

test('a word is explained beside the work by its mark and by F1, in both languages’ terms', async ({ window }) => {
  await runProgram(window, 'ping server');
  await choose(window, 'pc1,');
  await window.getByRole('button', { name: 'What is it? ARP cache' }).click();
  const help = window.getByRole('complementary', { name: 'In short' });
  await expect(help).toContainText('ARP 캐시');
  await expect(help).toContainText('RFC 826');
  expect(await faults(window)).toEqual([]);
  await help.getByRole('button', { name: 'Ethernet frame' }).click();
  await expect(help.getByRole('heading', { level: 3 })).toHaveText('Ethernet frame');
  await window.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await window.getByRole('region', { name: /^ARP/ }).focus();
  await window.keyboard.press('F1');
  await expect(help.getByRole('heading', { level: 3 })).toHaveText('ARP cache');
});

test('F1 explains what has the keyboard: what can be drawn, the tabs, the filter, the runs', async ({ window }) => {
  const heading = window.getByRole('complementary', { name: 'In short' }).getByRole('heading', { level: 3 });
  for (const [part, topic] of [
    [window.getByRole('button', { name: 'Hub', exact: true }), 'Hub and collision'],
    [window.getByRole('button', { name: 'Switch', exact: true }), 'MAC table'],
    [window.getByRole('tab', { name: 'Drops' }), 'Dropped packets'],
    [window.getByRole('tab', { name: 'Packet' }), 'Ethernet frame'],
    [window.getByRole('combobox', { name: 'Filter of the list' }), 'Display filter'],
    [window.getByRole('textbox', { name: 'Simulated time now' }), 'Simulated time'],
    [window.getByRole('button', { name: /^Runs: / }), 'Runs'],
    [window.getByRole('button', { name: 'Play', exact: true }), 'Simulated time'],
  ] as const) {
    await part.focus();
    await window.keyboard.press('F1');
    await expect(heading).toHaveText(topic);
    await window.keyboard.press('Escape');
    await expect(heading).toHaveCount(0);
  }
});

test.describe('a file of the list of recent ones', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-recent-'));
  const path = join(folder, 'lab.hop');
  writeFileSync(path, JSON.stringify({ format: 'hopscope', version: 1, title: 'From a file', seed: 1, records: [] }));
  test.use({ words: [path] });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is opened again, and one that is gone is said to be', async ({ window }) => {
    const heading = window.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('From a file');
    await window.keyboard.press('Shift+T');
    await window.getByRole('button', { name: /^Two subnets/ }).click();
    await expect(heading).toHaveText('Two subnets');
    await window.getByRole('button', { name: 'File', exact: true }).click();
    await window.getByRole('menuitem', { name: 'lab.hop' }).click();
    await expect(heading).toHaveText('From a file');
    rmSync(path);
    await window.keyboard.press('Shift+T');
    await window.getByRole('button', { name: /^Two subnets/ }).click();
    await expect(heading).toHaveText('Two subnets');
    await window.getByRole('button', { name: 'File', exact: true }).click();
    await window.getByRole('menuitem', { name: 'lab.hop (not there any more)' }).click();
    await window.getByRole('dialog').getByRole('button', { name: 'Take it off the list' }).click();
    await window.getByRole('button', { name: 'File', exact: true }).click();
    await expect(window.getByRole('menuitem', { name: 'Save', exact: false }).first()).toBeVisible();
    await expect(window.getByRole('menuitem', { name: 'lab.hop' })).toHaveCount(0);
  });
});

for (const language of ['en', 'ko'] as const) {
  test.describe(`with the interface at 150 % (${language})`, () => {
    test.use({ preferences: { ...EXPERIENCED, 'interface.size': 150, 'interface.language': language } });
    test('nothing is cut off in a window of 1280 × 800, and menus open at their buttons', async ({ window }) => {
      await expect.poll(() => cutOff(window)).toEqual([]);
      const file = window.getByRole('button', { name: language === 'en' ? 'File' : '파일', exact: true });
      await file.click();
      const [button, menu] = [await boxOf(file), await boxOf(window.getByRole('menu'))];
      expect(Math.abs(menu.x - button.x)).toBeLessThan(4);
      expect(menu.y - button.y - button.height).toBeLessThan(20);
      await window.keyboard.press('Escape');
      expect(await faults(window)).toEqual([]);
    });
  });
}

test.describe('with the interface at 150 %', () => {
  test.use({ preferences: { ...EXPERIENCED, 'interface.size': 150 } });

  test('what is pressed is what is seen there: devices, their menus, the line between panels', async ({ window }) => {
    const place = await starterPlaces(window);
    const chosen = things(window).and(window.getByRole('option', { selected: true }));
    const pc2 = place(90, 330);
    await window.mouse.click(pc2.x, pc2.y);
    await expect(chosen).toContainText('pc2');

    const hub = place(630, 210);
    await window.mouse.click(hub.x, hub.y, { button: 'right' });
    await expect(chosen).toContainText('hub1');
    const menu = await boxOf(window.getByRole('menu'));
    const beside = [menu.x, menu.x + menu.width].map((edge) => Math.abs(edge - hub.x));
    expect(Math.min(...beside)).toBeLessThan(24);
    await window.keyboard.press('Escape');

    const handle = window.getByRole('button', { name: 'Pull a cable from switch1' });
    // Its very middle, as small as it is drawn here: its handle leaves that free.
    const lan = place(270, 210);
    await window.mouse.click(lan.x, lan.y);
    const before = await boxOf(handle);
    await window.mouse.move(lan.x, lan.y);
    // Alt: it goes where the pointer goes, without being drawn to the grid.
    await window.keyboard.down('Alt');
    await window.mouse.down();
    await window.mouse.move(lan.x + 10, lan.y - 20);
    await window.mouse.move(lan.x + 20, lan.y - 40, { steps: 4 });
    await window.mouse.up();
    await window.keyboard.up('Alt');
    await expect.poll(async () => Math.round((await handle.boundingBox())!.x - before.x)).toBe(20);

    const line = window.getByRole('separator', { name: 'Width of the inspector' });
    const from = await boxOf(line);
    await window.mouse.move(from.x, from.y + 100);
    await window.mouse.down();
    await window.mouse.move(from.x + 30, from.y + 100, { steps: 3 });
    await window.mouse.up();
    await expect.poll(async () => Math.round((await line.boundingBox())!.x - from.x)).toBe(30);
  });
});

test('preferences have no fault that axe finds, in any theme', async ({ window }) => {
  for (const theme of ['Light', 'Dark', 'Projector'] as const) {
    await window.keyboard.press('ControlOrMeta+,');
    await dialog(window).getByText(theme, { exact: true }).click();
    await expect(window.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    expect.soft(await faults(window), `${theme}, preferences`).toEqual([]);
    await window.keyboard.press('Escape');
    await expect(dialog(window)).toHaveCount(0);
    expect.soft(await faults(window), theme).toEqual([]);
  }
});
