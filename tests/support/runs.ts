/** What a person does with moments and with runs that are kept. */
import { expect, type Page } from '@playwright/test';
import { atRest, fillIn } from './person.ts';

/** The field of the simulated time. */
export const clock = (window: Page) => window.getByRole('textbox', { name: 'Simulated time now' });

/** The menu of runs, by the name of the one looked at. */
export const runs = (window: Page) => window.getByRole('button', { name: /^Runs: / });

/** Goes to a moment, and waits until it is there. `time` as the field tells it: `6 s`. */
export async function goTo(window: Page, time: string): Promise<void> {
  await fillIn(clock(window), time);
  await expect(clock(window)).toHaveValue(new RegExp(`^${time.replace(' ', '\\s')}$`));
}

/** Names, times and lengths of all runs, as their list tells them. */
export async function listedRuns(window: Page): Promise<string[]> {
  await runs(window).click();
  await window.getByRole('menuitem', { name: /^All runs/ }).click();
  const list = window.getByRole('dialog', { name: 'Runs of this project' });
  await expect(list.getByRole('textbox').first()).toBeVisible();
  await atRest(window);
  const rows = await list.getByRole('row').all();
  const told = await Promise.all(
    rows.slice(1).map(async (row) => `${await row.getByRole('textbox').inputValue()} ${await row.innerText()}`),
  );
  await list.getByRole('button', { name: 'Close' }).last().click();
  return told;
}
