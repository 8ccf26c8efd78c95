/**
 * Takes the README's screenshots from the built application (`npm run build` first): `node build/screenshots.mjs`.
 * Run by a maintainer when the window looks different. Needs Node 24 and a browser of the Chromium family.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startApplication } from '../tests/support/application.ts';
import { browserAdvice, browserArguments, findBrowser } from './browser.mjs';
import { ROOT } from './setup/node.mjs';

const FOLDER = join(ROOT, 'build', 'screenshots');

const executablePath = findBrowser();
if (executablePath === null) throw new Error(browserAdvice());
const application = await startApplication();
const browser = await chromium.launch({ executablePath, args: browserArguments() });
try {
  mkdirSync(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(application.address);
  // As quick as it goes: the pictures are of moments, not of the way there.
  for (let faster = 0; faster < 10; faster++) await page.keyboard.press(']');
  await page
    .getByRole('button', { name: /ping server/ })
    .first()
    .click();
  await page.getByRole('status').filter({ hasText: 'the program has ended' }).waitFor();
  // The moment at which the router has rewritten the echo request and it is on its way to the hub.
  const time = page.getByRole('textbox', { name: 'Simulated time now' });
  await time.fill('289 µs');
  await time.press('Enter');
  await page
    .getByText(/router1 sends a frame out of eth1 towards hub1/)
    .last()
    .click();
  await page.screenshot({ path: join(FOLDER, 'window.png') });
} finally {
  await browser.close();
  await application.stop();
}
