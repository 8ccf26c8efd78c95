/** Issue 5, canvas: a broadcast is seen as what it is: a device that lets copies leave everywhere, the copies, and where one ends. */
import type { Page } from '@playwright/test';
import { expect, test } from '#support/application.ts';
import {
  choose,
  control,
  findEvent,
  openTemplate,
  patches,
  runProgram,
  starterPlaces,
  timeState,
  type Point,
} from '#support/person.ts';

/**
 * Shares of the directions from a place in which there is colour under the drawing, by the distance from it in CSS px: a ring
 * is a distance at which there is some in many directions.
 */
function roundAbout(window: Page, place: Point, distances: readonly number[]): Promise<number[]> {
  return window.locator('canvas.ground').evaluate(
    (ground: HTMLCanvasElement, { place, distances }) => {
      const corner = ground.getBoundingClientRect();
      const scale = ground.width / corner.width;
      const { data } = ground.getContext('2d')!.getImageData(0, 0, ground.width, ground.height);
      const DIRECTIONS = 72;
      return distances.map((distance) => {
        let seen = 0;
        for (let direction = 0; direction < DIRECTIONS; direction++) {
          const angle = (direction / DIRECTIONS) * 2 * Math.PI;
          const x = Math.round((place.x - corner.x + Math.cos(angle) * distance) * scale);
          const y = Math.round((place.y - corner.y + Math.sin(angle) * distance) * scale);
          if (data[(y * ground.width + x) * 4 + 3]! > 0) seen++;
        }
        return seen / DIRECTIONS;
      });
    },
    { place, distances },
  );
}

/** Whether rings stand around a device: dashed, outside the disc of a chosen event, with hardly anything between. */
async function ringed(window: Page, place: Point): Promise<boolean> {
  const distances = Array.from({ length: 40 }, (_, index) => 14 + index);
  const shares = await roundAbout(window, place, distances);
  // A dash of five and a gap of four, in a place that is not known to the pixel; ways cross the gap.
  return shares.some((share, index) => share > 0.4 && shares.slice(0, index).some((before) => before < 0.25));
}

test('a broadcast that a switch floods has rings around the switch and a copy on each other cable', async ({
  window,
}) => {
  const at = await starterPlaces(window);
  const [lan, router, pc2] = [at(270, 210), at(450, 210), at(90, 330)];
  await runProgram(window, 'ping server');
  expect(await ringed(window, lan)).toBe(false);

  await (await findEvent(window, 'switch1 floods the frame out of every other port')).dblclick();
  await expect(timeState(window)).toContainText('in the past');
  await expect.poll(() => ringed(window, lan)).toBe(true);
  expect(await ringed(window, pc2)).toBe(false);

  // On its way to both: one copy between the switch and the router, one between the switch and pc2.
  const between = (one: Point, other: Point) => (patch: Point) =>
    Math.hypot(patch.x - one.x, patch.y - one.y) + Math.hypot(patch.x - other.x, patch.y - other.y) <
    Math.hypot(one.x - other.x, one.y - other.y) * 1.12;
  await expect
    .poll(async () => {
      const seen = await patches(window);
      return [seen.filter(between(lan, router)).length, seen.filter(between(lan, pc2)).length];
    })
    .toEqual([1, 1]);

  // The next moment has other things to show.
  await choose(window, 'pc2,');
  await window.keyboard.press('Escape');
  await control(window, 'Back to the start').click();
  await expect.poll(() => ringed(window, lan)).toBe(false);
});

/** How much of what moves over the drawing is painted in the colour of danger, pixels. */
const alarmed = (window: Page): Promise<number> =>
  window.locator('canvas.sheet').evaluate((sheet: HTMLCanvasElement) => {
    const probe = new OffscreenCanvas(1, 1).getContext('2d')!;
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--danger').trim();
    probe.fillRect(0, 0, 1, 1);
    const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data as unknown as [number, number, number];
    const { data } = sheet.getContext('2d')!.getImageData(0, 0, sheet.width, sheet.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const off = Math.abs(data[at]! - red) + Math.abs(data[at + 1]! - green) + Math.abs(data[at + 2]! - blue);
      if (data[at + 3]! > 200 && off < 24) count++;
    }
    return count;
  });

test('a drop is marked where it happened while time stands at it, and not at another moment', async ({ window }) => {
  await openTemplate(window, 'UDP and TCP over a lossy cable');
  expect(await alarmed(window)).toBe(0);
  await window.getByRole('button', { name: 'Start watch over TCP', exact: true }).click();
  await control(window, 'Pause').click();
  await window.keyboard.press('u');
  const until = window.getByRole('dialog', { name: 'Run until' });
  await until.getByRole('combobox', { name: 'Stop when' }).selectOption({ label: 'something is dropped' });
  await until.getByRole('checkbox', { name: 'As fast as it goes' }).check();
  await until.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(timeState(window)).toContainText('something is dropped');
  await expect.poll(() => alarmed(window)).toBeGreaterThan(20);
  await control(window, 'Back to the start').click();
  await expect.poll(() => alarmed(window)).toBe(0);
});
