/** The first look around: it comes once, locks nothing, and is left at any time. */
import type { Locator, Page } from '@playwright/test';
import { faults } from '#support/accessibility.ts';
import { expect, test } from '#support/application.ts';

const card = (window: Page): Locator => window.getByRole('complementary', { name: 'A look around' });

test.describe('somebody new', () => {
  test.use({ preferences: {} });

  test('is shown around by keyboard alone, and not again', async ({ window }) => {
    await expect(card(window)).toBeFocused();
    for (let step = 1; step <= 7; step++) {
      await expect(card(window)).toContainText(`${step} of 7`);
      if (step < 7) await window.keyboard.press('ArrowRight');
    }
    expect(await faults(window)).toEqual([]);
    await card(window).getByRole('button', { name: 'Begin' }).press('Enter');
    await expect(card(window)).toBeHidden();
    await window.reload();
    await window.getByRole('main').waitFor();
    await expect(card(window)).toBeHidden();
  });

  test('can use what is framed meanwhile', async ({ window }) => {
    for (let step = 1; step < 4; step++) await card(window).getByRole('button', { name: 'Next' }).click();
    await expect(card(window)).toContainText('Time goes both ways');
    await window.getByRole('button', { name: 'Step forward' }).click();
    await expect(window.getByText(/[1-9]\d* events/)).toBeVisible();
    await card(window).getByRole('button', { name: 'Skip' }).click();
    await expect(card(window)).toBeHidden();
  });
});

test('somebody who has seen it can have it again from Help', async ({ window }) => {
  await expect(card(window)).toBeHidden();
  await window.getByRole('button', { name: 'Help', exact: true }).click();
  await window.getByRole('menuitem', { name: 'A look around' }).click();
  await expect(card(window)).toContainText('1 of 7');
  await window.keyboard.press('Escape');
  await expect(card(window)).toBeHidden();
});
