/**
 * How the window feels, in figures: `npm run bench -- --window` prints them as JSON. They judge nothing. The built
 * application runs behind its web host in a browser without a graphics card, so pictures a second are those of a computer
 * that has to paint by itself; names of parts (`opening`, `frames`, `selecting`, `scrolling`, `bundle`) choose among them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../../build/browser.mjs';
import { startApplication } from '#support/application.ts';
import { networkText } from './networks.ts';
import { framesOf, OTHER_PACKETS, selectionOf } from './probes.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SIZE = { width: 1280, height: 800 };
const FRAMES_MS = 5000;
const BROWSER_SETTLES_MS = 1500;
const EVENTS = 1_000_000;

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const wanted = (part: string): boolean => named.length === 0 || named.includes(part);
const folder = mkdtempSync(join(tmpdir(), 'hopscope-bench-'));
const executablePath = findBrowser();
const browser = await chromium.launch({
  args: [...browserArguments(), '--js-flags=--expose-gc'],
  ...(executablePath === null ? {} : { executablePath }),
});

try {
  const figures = {
    machine: { processors: cpus().length, model: cpus()[0]?.model ?? '', browser: browser.version(), window: SIZE },
    ...(wanted('bundle') ? { bundle: bundle() } : {}),
    ...(wanted('opening') ? { opening: await opening() } : {}),
    ...(wanted('frames')
      ? { frames: { devices200: await frames(200, 2000), devices1000: await frames(1000, 2000) } }
      : {}),
    ...(wanted('scrolling') || wanted('selecting') ? { million: await million() } : {}),
  };
  console.log(JSON.stringify(figures, null, 2));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Bytes of the window's bundle: of what it begins with, and of all of it. */
function bundle(): { beginning: number; whole: number; files: Record<string, number> } {
  const assets = join(ROOT, 'out', 'renderer');
  const page = readFileSync(join(assets, 'index.html'), 'utf8');
  const files: Record<string, number> = {};
  let [beginning, whole] = [0, 0];
  for (const name of readdirSync(join(assets, 'assets')).filter((each) => /\.(js|css)$/.test(each))) {
    const size = gzipSync(readFileSync(join(assets, 'assets', name)), { level: 9 }).length;
    whole += size;
    if (page.includes(name)) beginning += size;
    if (size > 10_000) files[name] = size;
  }
  return { beginning, whole, files };
}

/** ms from asking for the page until it can be used: the project is drawn and time can be played. */
async function opening(): Promise<{ runs: number[]; median: number }> {
  const runs: number[] = [];
  for (let run = 0; run < 5; run++) {
    const application = await startApplication();
    const context = await browser.newContext({ viewport: SIZE, locale: 'en-US' });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = (): void => {
        const play = [...document.querySelectorAll('button')].find(
          (button) =>
            button.textContent?.includes('Play') ||
            button.title.startsWith('Play') ||
            button.ariaLabel?.startsWith('Play'),
        );
        const things = document.querySelectorAll('.canvas [role="option"]').length;
        if (play !== undefined && play.ariaDisabled !== 'true' && things > 0) {
          (globalThis as { usableAt?: number }).usableAt = performance.now();
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    // A browser opens panels of its own beside a new window: they are no part of ours.
    await page.waitForTimeout(BROWSER_SETTLES_MS);
    await page.goto(application.address);
    const usable = await page.waitForFunction(() => (globalThis as { usableAt?: number }).usableAt);
    runs.push(Math.round((await usable.jsonValue()) ?? NaN));
    await context.close();
    await application.stop();
  }
  return { runs, median: runs.toSorted((one, other) => one - other)[2]! };
}

/** Pictures a second while packets move: standing still, and while the drawing is dragged about. */
async function frames(devices: number, flights: number) {
  return withNetwork(devices, flights, async (page) => {
    await pace(page, 'Clock pace', 1);
    await play(page);
    // Until the first pings are back and as many are on their way as there will be.
    await page.waitForTimeout(9000);
    const still = await costing(page, () => page.evaluate(framesOf, { ms: FRAMES_MS, scroll: 0 }));
    const panned = await costing(page, async () => {
      const frames = page.evaluate(framesOf, { ms: 3000, scroll: 0 });
      await dragAbout(page, 3000);
      return frames;
    });
    const inFlight = await packetsInFlight(page);
    return { inFlight, still, panned, memory: await memory(page) };
  });
}

/** A history of a million events: how the list scrolls, and how soon all views follow a selection. */
async function million() {
  return withNetwork(200, 2000, async (page) => {
    await pace(page, 'Clock pace', 1e6);
    await play(page);
    await page.waitForFunction(
      (least) => {
        const size = document
          .querySelector('[role="listbox"][aria-label^="Events"] [role="option"]')
          ?.getAttribute('aria-setsize');
        return Number(size) >= least;
      },
      EVENTS,
      { timeout: 300_000, polling: 500 },
    );
    await page
      .getByRole('button', { name: /^Pause/ })
      .first()
      .click();
    await page.waitForTimeout(2000);
    const events = await page
      .locator('[role="listbox"][aria-label^="Events"] [role="option"]')
      .first()
      .getAttribute('aria-setsize');
    const fromEvents = await selections(page, OTHER_PACKETS.events);
    const reading = await costing(page, () => page.evaluate(framesOf, { ms: FRAMES_MS, scroll: 31 }));
    const leaping = await costing(page, () => page.evaluate(framesOf, { ms: FRAMES_MS, scroll: 20_011 }));
    await openFlights(page);
    await page.waitForTimeout(2000);
    return {
      events: Number(events),
      selecting: { events: fromEvents, flights: await selections(page, OTHER_PACKETS.flights) },
      scrolling: { reading, leaping },
      memory: await memory(page),
    };
  });
}

/** ms until all views show a packet chosen in a list: of the first one, and of all. */
async function selections(page: Page, others: string): Promise<{ first: number; runs: number[]; median: number }> {
  const runs: number[] = [];
  for (const row of [3, 5, 2, 6, 4, 1, 7, 0]) runs.push(Math.round(await page.evaluate(selectionOf, { others, row })));
  return { first: runs[0]!, runs, median: runs.toSorted((one, other) => one - other)[4]! };
}

async function withNetwork<Result>(
  devices: number,
  flights: number,
  measure: (page: Page) => Promise<Result>,
): Promise<Result> {
  const file = join(folder, `${devices}.hop`);
  writeFileSync(file, networkText(devices, flights));
  const application = await startApplication([file]);
  const context = await browser.newContext({ viewport: SIZE, locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.goto(application.address);
    await page.getByRole('main').waitFor();
    await page.getByRole('heading', { level: 1, name: `${devices} devices` }).waitFor({ timeout: 60_000 });
    return await measure(page);
  } finally {
    await context.close();
    await application.stop();
  }
}

async function pace(page: Page, kind: string, ratio: number): Promise<void> {
  await page.getByText(kind, { exact: true }).click();
  const place = (Math.log10(ratio) + 6) / 12;
  await page.getByRole('slider', { name: 'Speed' }).fill(String(Math.round(1000 * place)));
}

async function play(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Play/ }).first().click();
}

/** How many packets are on their way: what the list of them says, once time stands. */
async function packetsInFlight(page: Page): Promise<number> {
  await page
    .getByRole('button', { name: /^Pause/ })
    .first()
    .click();
  await openFlights(page);
  return Number(await page.locator('.packet-list .count').innerText());
}

async function openFlights(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Packets on the way/ })
    .first()
    .click();
}

/** Drags the drawing to and fro for some ms. */
async function dragAbout(page: Page, ms: number): Promise<void> {
  const stage = (await page.locator('.canvas .stage').boundingBox())!;
  const [x, y] = [stage.x + 12, stage.y + 60];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const until = performance.now() + ms;
  for (let step = 0; performance.now() < until; step++) await page.mouse.move(x + (step % 60) * 2, y + (step % 40));
  await page.mouse.up();
}

/**
 * What the page's own thread spends on one picture, ms of its processor time: what a busy machine does not change, and to be
 * held against the 16.7 ms there are at 60 pictures a second. `scripts` is part of `thread`.
 */
async function costing<Counted extends { pictures: number }>(page: Page, count: () => Promise<Counted>) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async (name: string): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === name)?.value ?? 0;
  };
  const [thread, scripts] = [await spent('TaskDuration'), await spent('ScriptDuration')];
  const counted = await count();
  const each = (seconds: number): number => Math.round((seconds * 10_000) / Math.max(1, counted.pictures)) / 10;
  const cost = {
    thread: each((await spent('TaskDuration')) - thread),
    scripts: each((await spent('ScriptDuration')) - scripts),
  };
  await session.detach();
  return { ...counted, ...cost };
}

/** MB of the page: what its scripts hold, and, where the system tells, all memory that is its process's own. */
async function memory(page: Page): Promise<{ scripts: number; process: number | null }> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(() => (globalThis as { gc?: () => void }).gc?.());
  const { metrics } = await session.send('Performance.enable').then(() => session.send('Performance.getMetrics'));
  const scripts = Math.round((metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6);
  return { scripts, process: await processMemory(page.context().browser()!) };
}

/** The largest renderer of the browser, MB of memory that is its own (`Private_*` of smaps); null: the system does not tell. */
async function processMemory(of: Browser): Promise<number | null> {
  const session = await of.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  let most: number | null = null;
  for (const { id, type } of processInfo) {
    if (type !== 'renderer') continue;
    try {
      const own = [...readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+:\s+(\d+) kB/gm)];
      most = Math.max(most ?? 0, Math.round(own.reduce((sum, [, kB]) => sum + Number(kB), 0) / 1000));
    } catch {
      // Gone meanwhile, or a system without such a file.
    }
  }
  return most;
}
