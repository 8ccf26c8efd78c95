/**
 * Two fingers on a touchpad, as browsers tell them: sliding is a wheel in small steps, parting a wheel with Ctrl. They move and
 * zoom what is under them, and never the page.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import { boxOf, handleOf, middleOf, runProgram, stageOf, type Point } from '#support/person.ts';

/** Fingers part (or come together) by a factor at a place, in small turns. */
async function pinch(window: Page, at: Point, factor: number): Promise<void> {
  await window.mouse.move(at.x, at.y);
  await window.keyboard.down('Control');
  for (let turn = 0; turn < 10; turn++) await window.mouse.wheel(0, -10 * Math.log(factor));
  await window.keyboard.up('Control');
}

/** Listens to what the page itself would have done with the wheel. */
async function watchPage(window: Page): Promise<() => Promise<boolean[]>> {
  await window.evaluate(() => {
    const heard: boolean[] = ((globalThis as unknown as { left: boolean[] }).left = []);
    // Last of all, when everybody has had the event.
    addEventListener('wheel', (event) => setTimeout(() => event.ctrlKey && heard.push(event.defaultPrevented)), {
      capture: true,
      passive: true,
    });
  });
  return () => window.evaluate(() => (globalThis as unknown as { left: boolean[] }).left);
}

/** The conversation just had, in its large view. */
async function large(window: Page): Promise<Locator> {
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('button', { name: 'Conversation, large' }).click();
  return window.getByRole('main', { name: 'Conversation' });
}

const distance = async (one: Locator, other: Point): Promise<number> => (await middleOf(one)).x - other.x;

test('fingers that part look closer at the drawing, where they are; over its tools nothing happens to the page', async ({
  window,
}) => {
  const left = await watchPage(window);
  // The handle of a chosen device stands beside it at the same distance whatever the zoom; the device itself is pointed at.
  const server = await handleOf(window, 'server1');
  const pc1 = await handleOf(window, 'pc1');
  const handle = window.getByRole('button', { name: 'Pull a cable from pc1' });
  const { x, y, width } = await stageOf(window);
  await pinch(window, { x: x + width - 8, y: pc1.y }, 1.5);
  // What is at the right edge stays, what is far from it goes half as far again.
  await expect.poll(() => distance(handle, pc1)).toBeLessThan(-60);
  await pinch(window, { x: x + width - 8, y: pc1.y }, 1 / 1.5);
  await expect.poll(async () => Math.abs(await distance(handle, pc1))).toBeLessThan(3);
  expect(server.x).toBeGreaterThan(pc1.x);

  const tools = await boxOf(window.getByRole('button', { name: 'Zoom in' }).last());
  await pinch(window, { x: tools.x + 4, y: tools.y + 4 }, 1.5);
  await expect.poll(async () => (await left()).length).toBe(30);
  expect(await left()).not.toContain(false);
  expect(y).toBeGreaterThan(0);
});

test('over the time line fingers that part look closer, and fingers that slide go along', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  const line = window.getByRole('slider', { name: 'Simulated time', exact: true });
  const part = window.getByRole('scrollbar', { name: 'Part of the time line that is shown' });
  const shown = async (): Promise<string> => (await part.getAttribute('aria-valuetext'))!;
  const { x, y, width, height } = await boxOf(line);
  const all = await shown();
  await pinch(window, { x: x + width / 2, y: y + height / 2 }, 4);
  await expect.poll(shown).not.toBe(all);
  const closer = await shown();
  await window.mouse.wheel(30, 2);
  await window.mouse.wheel(30, 0);
  await expect.poll(shown).not.toBe(closer);
});

test('over a ladder fingers slide through it, and part to spread what is between them', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  const talk = await large(window);
  const ladder = talk.getByRole('region', { name: 'Ladder, scrolled by arrow keys' });
  await talk.getByRole('button', { name: 'by time' }).click();
  await expect(talk.getByText(/of silence left out/).first()).toBeVisible();
  const height = (): Promise<number> => ladder.evaluate((element) => element.scrollHeight);
  const before = await height();
  const left = await watchPage(window);
  const { x, y, width, height: tall } = await boxOf(ladder);
  await pinch(window, { x: x + width / 2, y: y + tall / 2 }, 3);
  await expect.poll(height).toBeGreaterThan(before * 1.5);
  expect(await left()).not.toContain(false);

  await ladder.evaluate((element) => (element.scrollTop = 0));
  await window.mouse.wheel(0, 37.5);
  await expect.poll(() => ladder.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
});

test('over a plot fingers that part look closer by as much as they part, and slide along', async ({ window }) => {
  await runProgram(window, 'TCP exchange');
  const talk = await large(window);
  await talk.getByRole('tab', { name: 'Plots', exact: true }).click();
  const plot = talk.getByRole('region', { name: 'Time–sequence' });
  const ticks = async (): Promise<string> => (await plot.locator('svg').first().textContent())!;
  const whole = talk.getByRole('button', { name: 'Whole' });
  await expect(plot).toContainText('segments');
  const all = await ticks();
  const { x, y, width, height } = await boxOf(plot.getByRole('group'));
  await pinch(window, { x: x + width / 2, y: y + height / 2 }, 3);
  await expect(whole).not.toHaveAttribute('aria-disabled', 'true');
  await expect.poll(ticks).not.toBe(all);
  const closer = await ticks();
  await window.mouse.wheel(60, 1);
  await expect.poll(ticks).not.toBe(closer);
  await whole.click();
  await expect.poll(ticks).toBe(all);
});
