/**
 * `npm test`: everything, from a fresh clone: set-up, checks, unit tests, build, browser tests; the fast ones first.
 * The last line is the total. `npm test -- tests/main/engine/wire` runs those tests alone.
 *
 * With HOPSCOPE_NO_SKIP=1 (or CI) set, leaving anything out is a failure.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browserAdvice, findBrowser } from './browser.mjs';
import { checkAll } from './check.mjs';
import { build, bundlesMatch } from './setup/bundles.mjs';
import { run } from './setup/children.mjs';
import { programNode, ROOT } from './setup/node.mjs';
import { installSystemPackages } from './setup/system.mjs';
import { inTurn } from './setup/turn.mjs';
import { command, setUp } from './setup.mjs';

const RESULTS = join(ROOT, 'out', 'test');
const BROWSER_TESTS = 'tests/browser';

/** @param {string | undefined} value */
const isOn = (value) => value !== undefined && value !== '' && value !== '0' && value !== 'false';
const mayLeaveOut = !isOn(process.env.HOPSCOPE_NO_SKIP) && !isOn(process.env.CI);

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, remark: string }} Outcome */

/** @param {string} line */
const say = (line) => console.log(line);
/** @param {string} title */
const head = (title) => say(`\n── ${title} ${'─'.repeat(Math.max(3, 76 - title.length))}`);

/**
 * Reads a report, or says that there is none.
 * @param {string} name
 * @param {(report: any) => { passed: number, failed: number, skipped: number }} count
 * @param {number | null} code the runner's exit code
 * @returns {Outcome}
 */
function outcomeOf(name, count, code) {
  try {
    const counted = count(JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8')));
    // A runner that fails without a failed test (an error outside of tests) has failed once.
    const failed = counted.failed === 0 && code !== 0 ? 1 : counted.failed;
    const remark = failed > counted.failed ? `the runner itself ended with ${code}` : '';
    return { name, ...counted, failed, remark };
  } catch {
    return { name, passed: 0, failed: 1, skipped: 0, remark: `ended with ${code} and left no report` };
  }
}

/** @param {string[]} only @returns {Promise<Outcome>} */
async function unitTests(only) {
  const words = ['run', '--config', 'build/vitest.config.ts', '--reporter=default', '--reporter=json'];
  const report = `--outputFile.json=${join(RESULTS, 'vitest.json')}`;
  const runner = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const ended = await run(programNode(), [runner, ...words, report, ...only], { cwd: ROOT, show: true });
  return outcomeOf(
    'vitest',
    (report) => ({
      passed: report.numPassedTests,
      // A file that could not even be loaded holds no failed test, and is one failure.
      failed:
        report.numFailedTests +
        report.testResults.filter(
          (/** @type {any} */ file) =>
            file.status === 'failed' &&
            !file.assertionResults.some((/** @type {any} */ one) => one.status === 'failed'),
        ).length,
      skipped: report.numPendingTests + report.numTodoTests,
    }),
    ended.code,
  );
}

/** @param {string[]} only @returns {Promise<Outcome>} */
async function browserTests(only) {
  const browser = findBrowser();
  if (browser === null) {
    const remark = `LEFT OUT: no browser was found. ${browserAdvice()}`;
    say(`\n!!! The browser tests are ${remark}\n`);
    return { name: 'playwright', passed: 0, failed: mayLeaveOut ? 0 : 1, skipped: 0, remark };
  }
  say(`with ${browser}`);
  const words = ['test', '-c', 'build/playwright.config.ts', ...only];
  const runner = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  const env = { ...process.env, HOPSCOPE_TEST_RESULTS: RESULTS };
  const ended = await run(programNode(), [runner, ...words], { cwd: ROOT, show: true, env });
  const outcome = outcomeOf(
    'playwright',
    ({ stats, errors }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    }),
    ended.code,
  );
  if (outcome.skipped === 0 || mayLeaveOut) return outcome;
  return {
    ...outcome,
    failed: outcome.failed + outcome.skipped,
    remark: `${outcome.skipped} left out, which is a failure here`,
  };
}

/** @returns {Promise<string | null>} what went wrong */
async function bundles() {
  if (bundlesMatch(ROOT)) return null;
  try {
    await inTurn(join(ROOT, 'out'), () => build(ROOT));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param {string[]} failedChecks @param {Outcome[]} outcomes @param {number} started */
function summary(failedChecks, outcomes, started) {
  head('summary');
  say(failedChecks.length === 0 ? 'checks: all in order' : `checks: FAILED: ${failedChecks.join(', ')}`);
  for (const { name, passed, failed, skipped, remark } of outcomes) {
    const leftOut = skipped > 0 ? `, ${skipped} left out` : '';
    say(`${name}: ${passed} passed, ${failed} failed${leftOut}${remark === '' ? '' : ` (${remark})`}`);
  }
  say(`took ${Math.round((Date.now() - started) / 1000)} s\n`);
  const total = (/** @type {'passed' | 'failed'} */ which) => outcomes.reduce((sum, one) => sum + one[which], 0);
  // A failed check is a failure in the total, so that nobody reads “0 failed” over one.
  const failed = total('failed') + failedChecks.length;
  say(`${total('passed')} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

await command(async () => {
  const started = Date.now();
  const only = process.argv.slice(2);
  if (only.length > 0 && !mayLeaveOut)
    throw new Error('HOPSCOPE_NO_SKIP or CI is set: then everything is run, not a selection.');
  const onlyBrowser = only.filter((word) => word.startsWith(BROWSER_TESTS));
  const onlyUnit = only.filter((word) => !word.startsWith(BROWSER_TESTS));
  await setUp();
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });

  /** @type {string[]} */
  const failedChecks = [];
  if (only.length === 0) {
    head('checks: format, lint, layers, types');
    failedChecks.push(...(await checkAll(say)));
  } else say(`\n!!! A selection only: checks and all other tests are LEFT OUT.`);
  await installSystemPackages(say);

  head('build');
  const unbuilt = await bundles();
  say(unbuilt ?? 'out/ is that of the sources');
  if (unbuilt !== null) failedChecks.push('build');

  /** @type {Outcome[]} */
  const outcomes = [];
  if (only.length === 0 || onlyUnit.length > 0) {
    head('unit and component tests (vitest)');
    outcomes.push(await unitTests(onlyUnit));
  }
  if (only.length === 0 || onlyBrowser.length > 0) {
    head('browser tests (playwright)');
    const impossible = {
      name: 'playwright',
      passed: 0,
      failed: 1,
      skipped: 0,
      remark: 'nothing was built to be tested',
    };
    outcomes.push(unbuilt === null ? await browserTests(onlyBrowser) : impossible);
  }
  return summary(failedChecks, outcomes, started);
});
