import { cpus } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './browser.mjs';
import { ROOT } from './setup/node.mjs';

const executablePath = findBrowser();
const results = process.env.HOPSCOPE_TEST_RESULTS ?? join(ROOT, 'out', 'test');

/** The end-to-end tests: the built application behind its loopback web host, used as a person would. */
export default defineConfig({
  testDir: join(ROOT, 'tests', 'browser'),
  testMatch: '**/*.spec.ts',
  outputDir: join(ROOT, 'test-results'),
  // A test that only sometimes passes is a fault to be found, not to be tried again.
  retries: 0,
  forbidOnly: true,
  fullyParallel: true,
  // Most of a test is waiting for the page, so two share two cores well; more would only slow each other.
  workers: Math.min(2, cpus().length),
  // Twice what the longest takes on two slow cores: a limit ends what hangs, it measures nothing.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: join(results, 'playwright.json') }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    // What was done and said, call by call, and a picture and the words of the window where it failed. Pictures and copies
    // of the page at every call take as long as all the rest; `--trace on` records them for a test that is looked into.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    launchOptions: { args: browserArguments(), ...(executablePath === null ? {} : { executablePath }) },
  },
});
