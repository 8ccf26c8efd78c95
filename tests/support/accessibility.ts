/** What axe finds wrong on screen. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { atRest } from './person.ts';

/**
 * What axe finds wrong, a line each: rule, seriousness, and where. Every rule is asked; looked at once nothing changes
 * its colours any more.
 * @param part selector of what is looked at; left out: the whole window
 */
export async function faults(window: Page, part?: string): Promise<string[]> {
  // What is still on its way to be shown would not be looked at.
  await atRest(window);
  await settledColours(window);
  // The window has no frames: one run within the page is the whole answer, and another page need not be opened for it.
  // Nobody reads what is right: left out, axe takes a third of the time.
  // Once in a page axe stays there until it is loaded anew; put there again it would begin cold, and it is half a megabyte.
  const isThere = await window.evaluate(() => 'axe' in globalThis);
  const axe = new AxeBuilder({ page: window, ...(isThere ? { axeSource: ';' } : {}) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Waits for the end of all transitions: colours on their way to others are neither. */
async function settledColours(window: Page): Promise<void> {
  await window.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
  );
}
