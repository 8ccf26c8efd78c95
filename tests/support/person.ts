/** What a person does with the window, and what they see there. Holds no expectation of its own. */
import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';

/** A point of the page, CSS px. */
export interface Point {
  x: number;
  y: number;
}

/** The box of something that has come to rest, CSS px of the page. */
export async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  // Scrolled to or not, it is waited for until it has stood still for two pictures.
  await part.scrollIntoViewIfNeeded();
  return (await part.boundingBox())!;
}

/** The middle of something that has come to rest. */
export async function middleOf(part: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(part);
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * Waits until the window shows all it is going to show: nothing it has asked its host is unanswered, for two pictures. A
 * person sees when things have come to rest; a spec that reads or points once is quicker than any.
 */
export async function atRest(window: Page): Promise<void> {
  await window.evaluate(async () => {
    const { unanswered } = globalThis as unknown as { unanswered: ReadonlySet<string> };
    for (let pictures = 0; pictures < 2;) {
      await new Promise(requestAnimationFrame);
      pictures = unanswered.size === 0 ? pictures + 1 : 0;
    }
  });
}

/** The list of all things drawn, which is how a keyboard goes through them. */
export const thingList = (window: Page): Locator =>
  window.getByRole('listbox', { name: /^(Everything drawn|그려진 모든 것)$/ });

/** The drawn things by what the list calls them. */
export const things = (window: Page): Locator => thingList(window).getByRole('option');

/** The whole drawing area, CSS px of the page. */
export function stageOf(window: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return boxOf(window.getByRole('group', { name: 'Network. Arrow keys move what is chosen.' }));
}

/**
 * Chooses a drawn thing with the keyboard, by the beginning of what the list calls it: waits until it is there, goes to it
 * from the first or the last, and sees that it is the one that is chosen.
 */
export async function choose(window: Page, beginning: string): Promise<void> {
  const wanted = things(window)
    .filter({ hasText: new RegExp(`^${beginning.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) })
    .first();
  await wanted.waitFor({ state: 'attached' });
  const [first, last] = await wanted.evaluate((thing) => {
    const all = [...thing.parentElement!.children];
    return [all.indexOf(thing), all.length - 1 - all.indexOf(thing)];
  });
  // From the end that is nearer.
  await thingList(window).press(first <= last ? 'Home' : 'End');
  for (let step = Math.min(first, last); step > 0; step--)
    await window.keyboard.press(first <= last ? 'ArrowDown' : 'ArrowUp');
  await wanted.and(window.locator('[aria-selected=true]')).waitFor({ state: 'attached' });
}

/** Where a device's handle for pulling cables is, once the device is chosen. */
export async function handleOf(window: Page, device: string): Promise<Point> {
  await choose(window, `${device},`);
  return middleOf(window.getByRole('button', { name: `Pull a cable from ${device}` }));
}

/** From the middle of a device to its handle: parts of the way, its length in drawing units, and in CSS px at least. */
const HANDLE = { x: 0.8, y: -0.6, length: 50, least: 22 };

/**
 * Where the starter project's drawing units are on the page, worked out from two of its devices as they are seen. The
 * choice made for that is taken back.
 */
export async function starterPlaces(window: Page): Promise<(x: number, y: number) => Point> {
  const [pc1, server] = [await handleOf(window, 'pc1'), await handleOf(window, 'server1')];
  const zoom = (server.x - pc1.x) / (810 - 90);
  const aside = Math.max(HANDLE.length * zoom, HANDLE.least);
  await window.keyboard.press('Escape');
  return (x, y) => ({
    x: pc1.x + (x - 90) * zoom - HANDLE.x * aside,
    y: pc1.y + (y - 90) * zoom - HANDLE.y * aside,
  });
}

/** The list of what happened. */
export const eventList = (window: Page): Locator => window.getByRole('listbox', { name: 'Events, oldest first' });

/** The rows of the event list that are on screen (it draws no others). */
export const events = (window: Page): Locator => eventList(window).getByRole('option');

/**
 * Everything the event list holds, from the first row to the last, read by paging through it as a person would.
 * Each row as one line: number, time, device, sentence, packet.
 */
export async function allEvents(window: Page): Promise<string[]> {
  const found = new Map<number, string>();
  await pageThrough(window, (rows) => {
    for (const row of rows) found.set(row.place, row.text);
    return found.size === rows[0]!.size;
  });
  return [...found].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** Pages through the event list from its beginning until a row with these words is on screen: the first one. */
export async function findEvent(window: Page, words: string): Promise<Locator> {
  const found = await pageThrough(window, (rows) => rows.some(({ text }) => text.includes(words)));
  await atRest(window);
  if (!found) throw new Error(`No event says “${words}”.`);
  return events(window).filter({ hasText: words }).first();
}

/** Shows page after page of the event list, until `seen` says that it is enough. False: the end came first. */
async function pageThrough(window: Page, seen: (rows: Row[]) => boolean): Promise<boolean> {
  const list = eventList(window);
  await window.getByRole('checkbox', { name: 'Follow' }).uncheck();
  await atRest(window);
  // While the host looks for what passes a filter there may be no row yet, and nowhere to go.
  await events(window).first().waitFor();
  await list.press('Home');
  await list.locator('[aria-posinset="1"][aria-selected="true"]').waitFor();
  for (let [before, presses, page] = [1, 1, Infinity]; ;) {
    const rows = await readRows(list);
    if (seen(rows)) return true;
    const { place: at, size } = rows.find(({ chosen }) => chosen) ?? { place: before, size: Infinity };
    if (at === size) return false;
    if (at > before) page = (at - before) / presses;
    before = at;
    // More rows are drawn than are seen: as many pages on as pass over none.
    presses = Math.max(1, Math.floor(rows.length / page));
    for (let press = 0; press < presses; press++) await list.press('PageDown');
  }
}

/** Shows only these groups of events. */
export async function showOnly(window: Page, ...groups: string[]): Promise<void> {
  const filters = window.getByRole('region', { name: 'Events', exact: true }).getByRole('group', { name: 'Show' });
  for (const name of ['Frames', 'ARP', 'IP, ICMP', 'TCP, UDP', 'Programs', 'Drops']) {
    const button = filters.getByRole('button', { name, exact: true });
    const shown = (await button.getAttribute('aria-pressed')) === 'true';
    if (shown !== groups.includes(name)) await button.click();
  }
  // What passes is looked for after each of them; until then there are other rows where these will be.
  await atRest(window);
}

interface Row {
  place: number;
  size: number;
  chosen: boolean;
  /** Whether what happened has not come from the host yet: there is no more than its number. */
  loading: boolean;
  text: string;
}

/** The rows on screen, once all of them are there. */
async function readRows(list: Locator): Promise<Row[]> {
  for (;;) {
    const rows = await readOnce(list);
    if (rows.every(({ loading }) => !loading)) return rows;
  }
}

function readOnce(list: Locator): Promise<Row[]> {
  return list.getByRole('option').evaluateAll((rows) =>
    rows.map((row) => ({
      place: Number(row.getAttribute('aria-posinset')),
      size: Number(row.getAttribute('aria-setsize')),
      chosen: row.getAttribute('aria-selected') === 'true',
      loading: row.querySelector('.loading') !== null,
      text: (row as HTMLElement).innerText.replaceAll(/\s+/g, ' ').trim(),
    })),
  );
}

/** The rows of one of the tables that the inspector shows of the chosen device, without its heading. */
export const rowsOf = (window: Page, table: string): Locator =>
  window.getByRole('region', { name: table, exact: true }).getByRole('table').locator('tbody').getByRole('row');

/** The button in the middle of the transport controls, by what it does now. */
export const control = (window: Page, name: string): Locator =>
  window.getByRole('group', { name: 'Move time' }).getByRole('button', { name, exact: true });

/** Chooses how long a hop takes to watch: 0 (5 s) … 9 (1 ms). The slider is logarithmic, from 60 s to 1 ms. */
export async function setSpeed(window: Page, notch: number): Promise<void> {
  const wall = [5000, 3000, 2000, 1200, 800, 500, 300, 150, 60, 1][notch]!;
  const place = 1 - Math.log10(wall) / Math.log10(60_000);
  await window.getByRole('slider', { name: 'Speed' }).fill(String(Math.round(1000 * place)));
}

/** A slow and a fast pace. */
export const SLOWEST = 0;
export const FASTEST = 9;

/** One line of a menu of the top bar. */
export async function chooseInMenu(window: Page, menu: string, line: string | RegExp): Promise<void> {
  await window.getByRole('button', { name: menu, exact: true }).click();
  await window.getByRole('menuitem', { name: line }).click();
}

/** Pictures of packets on the canvas, as a person sees them: patches of colour, by their middles in CSS px of the page. */
export function patches(window: Page): Promise<Point[]> {
  return window.locator('canvas.sheet').evaluate((sheet: HTMLCanvasElement) => {
    const corner = sheet.getBoundingClientRect();
    const scale = sheet.width / corner.width;
    const { data } = sheet.getContext('2d')!.getImageData(0, 0, sheet.width, sheet.height);
    // A coarse grid of cells that hold any colour; neighbours belong together.
    const CELL = 4;
    const [across, down] = [Math.ceil(sheet.width / CELL), Math.ceil(sheet.height / CELL)];
    const filled = new Set<number>();
    for (let y = 0; y < sheet.height; y++) {
      for (let x = 0; x < sheet.width; x++) {
        if (data[(y * sheet.width + x) * 4 + 3]! > 40) filled.add(Math.floor(y / CELL) * across + Math.floor(x / CELL));
      }
    }
    const found: { x: number; y: number }[] = [];
    while (filled.size > 0) {
      const queue = [filled.values().next().value!];
      filled.delete(queue[0]!);
      let [left, right, top, bottom] = [across, 0, down, 0];
      for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
        const [x, y] = [cell % across, Math.floor(cell / across)];
        [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
        for (const next of [cell - 1, cell + 1, cell - across, cell + across])
          if (filled.delete(next)) queue.push(next);
      }
      const middle = (from: number, to: number): number => ((from + to + 1) * CELL) / 2 / scale;
      found.push({ x: corner.x + middle(left, right), y: corner.y + middle(top, bottom) });
    }
    return found;
  });
}

/** What the window says of time: running, paused, why it stopped. */
export const timeState = (window: Page): Locator =>
  window.getByRole('region', { name: 'Time', exact: true }).getByRole('status').first();

/**
 * Presses play on a program at the fastest pace and waits for its end. What is said of a program that ended before it is
 * not taken for that: more has to have happened by then.
 */
export async function runProgram(window: Page, name: string): Promise<void> {
  await setSpeed(window, FASTEST);
  const before = await eventsKnown(window);
  await window.getByRole('button', { name: `Start ${name}`, exact: true }).click();
  for (;;) {
    await timeState(window).getByText('the program has ended').waitFor();
    if ((await eventsKnown(window)) > before) return atRest(window);
  }
}

/** How many events are known, those ahead included. */
async function eventsKnown(window: Page): Promise<number> {
  const words = await window
    .getByRole('slider', { name: 'Simulated time', exact: true })
    .getAttribute('aria-valuetext');
  return Number(/(\d[\d\s,.]*) events?$/.exec(words!)![1]!.replaceAll(/\D/g, ''));
}

/** Pictures of packets once nothing on the canvas moves any more, for as long as time stands. */
export async function patchesAtRest(window: Page): Promise<Point[]> {
  await atRest(window);
  for (let before = await patches(window); ;) {
    await window.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const now = await patches(window);
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}

/** The text of the project as the File menu saves it, and the name it gets. */
export async function saveProject(window: Page): Promise<{ text: string; name: string }> {
  const download = window.waitForEvent('download');
  await chooseInMenu(window, 'File', /^Save Ctrl|^Save$|^Save ⌘/);
  return contentOf(await download);
}

/** What a download holds. */
export async function contentOf(download: Download): Promise<{ text: string; bytes: Buffer; name: string }> {
  const bytes = await readFile(await download.path());
  return { text: bytes.toString('utf8'), bytes, name: download.suggestedFilename() };
}

/** Opens a project file through the File menu. */
export async function openProject(window: Page, file: string | { name: string; buffer: Buffer }): Promise<void> {
  const chooser = window.waitForEvent('filechooser');
  await chooseInMenu(window, 'File', /^Open/);
  await (await chooser).setFiles(typeof file === 'string' ? file : { ...file, mimeType: 'application/octet-stream' });
}

/** Opens a project that comes with the application, by its picture. */
export async function openTemplate(window: Page, name: string): Promise<void> {
  await chooseInMenu(window, 'File', /^Templates/);
  await window.getByRole('dialog', { name: 'Templates' }).getByRole('button', { name }).click();
  await window.getByRole('heading', { level: 1, name }).waitFor();
}

/** Begins an empty project through the File menu. */
export async function newProject(window: Page): Promise<void> {
  await chooseInMenu(window, 'File', /^New project/);
  await window.getByText('Choose a device on the left, then click here to put it down.').waitFor();
}

/** Takes a kind of device from the palette and puts it down where a point of the drawing area is. */
export async function putDown(window: Page, kind: string, at: Point): Promise<void> {
  await window
    .getByRole('region', { name: 'Devices', exact: true })
    .getByRole('button', { name: kind, exact: true })
    .click();
  await window.mouse.click(at.x, at.y);
}

/** Presses at one point, moves to another and lets go. */
export async function drag(window: Page, from: Point, to: Point): Promise<void> {
  await window.mouse.move(from.x, from.y);
  await window.mouse.down();
  await window.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await window.mouse.move(to.x, to.y, { steps: 4 });
  await window.mouse.up();
}

/** Draws cables from device to device with the cable tool, then puts the tool away. */
export async function drawCables(window: Page, ...ends: readonly (readonly [Point, Point])[]): Promise<void> {
  await window.getByRole('button', { name: 'Cable', exact: true }).click();
  for (const [from, to] of ends) await drag(window, from, to);
  await window.keyboard.press('Escape');
}

/** Fills in a field of the inspector and hands it over with Enter. */
export async function fillIn(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}

/** Adds a ping through its form. */
export async function addPing(window: Page, from: string, to: string, count: number): Promise<void> {
  await window.getByRole('button', { name: 'New ping…' }).click();
  const form = window.getByRole('dialog', { name: 'New ping' });
  await form.getByLabel('From device').selectOption({ label: from });
  await form.getByLabel('To address').fill(to);
  await form.getByLabel('How many times').fill(String(count));
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
}
