import { expect, test } from 'vitest';
import type { Sender } from '#engine/transport/tcp/congestion/congestion.ts';
import { createCongestion } from '#engine/transport/tcp/congestion/congestion.ts';
import { cubic, cubicPeriod, cubicWindow } from '#engine/transport/tcp/congestion/cubic.ts';

const SIZE = 1000;
const MS = 1_000_000;
const ROUND_TRIP = 100 * MS;

function sender(window: number): Sender {
  const one: Sender = {
    segmentSize: SIZE,
    smoothedRoundTrip: ROUND_TRIP,
    settings: { initialWindow: 10, byteCountingLimit: 1, fixedWindow: 8 },
    congestion: createCongestion(),
  };
  one.congestion.window = window * SIZE;
  one.congestion.used = Number.MAX_SAFE_INTEGER;
  return one;
}

/** A loss with a full window in flight, repaired at once. */
function lose(one: Sender): void {
  cubic.lossNoticed(one, one.congestion.window, true);
  cubic.recovered(one, 0, true);
}

/** A window of acknowledgments, evenly over each round trip, from `from` to `to` ns. cwnd in segments at the end of each. */
function acknowledge(one: Sender, from: number, to: number): number[] {
  const windows: number[] = [];
  for (let trip = from; trip < to; trip += ROUND_TRIP) {
    const segments = Math.floor(one.congestion.window / SIZE);
    for (let n = 0; n < segments; n++) {
      cubic.acknowledged(one, SIZE, trip + Math.floor((n * ROUND_TRIP) / segments));
    }
    windows.push(one.congestion.window / SIZE);
  }
  return windows;
}

test('K and W_cubic are the RFC’s: from 0.7 of the old window back to it after K seconds', () => {
  // K = cbrt(1000 * 0.3 / 0.4) = cbrt(750) = 9.0856 s.
  const period = cubicPeriod(1000, 700);
  expect(period).toBe(9085);
  expect(cubicWindow(1000, period, 0)).toBeCloseTo(1000 - 0.4 * 9.085 ** 3, 6);
  expect(cubicWindow(1000, period, 9085)).toBe(1000);
  expect(cubicWindow(1000, period, 10_085)).toBeCloseTo(1000.4, 9);
  expect(cubicPeriod(500, 700)).toBe(0);
});

test('a loss leaves seven tenths of the window', () => {
  const one = sender(1000);
  lose(one);
  expect(one.congestion).toMatchObject({ window: 700 * SIZE, threshold: 700 * SIZE });
});

test('the window follows W_cubic: never behind it by more than a round trip, never ahead by more than one', () => {
  const one = sender(1000);
  lose(one);
  const formula = (seconds: number): number => 1000 + 0.4 * (seconds - Math.cbrt(750)) ** 3;
  acknowledge(one, 0, 12_000 * MS).forEach((window, trip) => {
    // Two bytes of grace on the plateau: the window is counted in whole ones.
    expect(window).toBeGreaterThan(formula(trip / 10) - 0.002);
    expect(window).toBeLessThan(formula(trip / 10 + 0.2) + 0.002);
  });
});

test('it is concave before the old window and convex after it', () => {
  const one = sender(1000);
  lose(one);
  const windows = acknowledge(one, 0, 16_000 * MS);
  const growth = (from: number): number => windows[from + 5]! - windows[from]!;
  expect(growth(10)).toBeGreaterThan(growth(50));
  expect(growth(50)).toBeGreaterThan(growth(85));
  expect(growth(150)).toBeGreaterThan(growth(120));
  expect(growth(120)).toBeGreaterThan(growth(92));
});

test('a small window grows as Reno’s would: 0.53 of a segment a round trip, and one once it is back', () => {
  const one = sender(20);
  lose(one);
  const windows = acknowledge(one, 0, 4_000 * MS);
  // W_est: 14 + 0.529 a round trip (RFC 9438 §4.3) is above the cubic all this time.
  const alpha = (3 * 0.3) / 1.7;
  for (let trip = 0; trip < 11; trip++) expect(windows[trip]).toBeCloseTo(14 + alpha * (trip + 1), 0);
  const back = windows.findIndex((window) => window >= 20.5);
  expect(windows[back + 4]! - windows[back]!).toBeGreaterThan(3.5);
});

test('fast convergence: a flow that lost before it was back makes more room', () => {
  const one = sender(1000);
  lose(one);
  one.congestion.window = 800 * SIZE;
  lose(one);
  expect(one.congestion.cubic.largest).toBeCloseTo((800 * 1.7) / 2, 9);
  const other = sender(1000);
  lose(other);
  other.congestion.window = 1200 * SIZE;
  lose(other);
  expect(other.congestion.cubic.largest).toBe(1200);
});

test('after a timeout the next stage begins on the plateau: K is 0', () => {
  const one = sender(100);
  cubic.timedOut(one, 100 * SIZE, true);
  expect(one.congestion).toMatchObject({ window: SIZE, threshold: 70 * SIZE });
  let now = 0;
  while (one.congestion.window < 70 * SIZE) cubic.acknowledged(one, SIZE, (now += MS));
  cubic.acknowledged(one, SIZE, (now += MS));
  expect(one.congestion.cubic).toMatchObject({ period: 0, largest: 70 });
});

test('time in which the program sends less than it may does not count', () => {
  const one = sender(1000);
  lose(one);
  acknowledge(one, 0, 2_000 * MS);
  const { window } = one.congestion;
  one.congestion.used = 10 * SIZE;
  for (let second = 2; second < 60; second++) cubic.acknowledged(one, SIZE, second * 1000 * MS);
  expect(one.congestion.window).toBe(window);
  one.congestion.used = Number.MAX_SAFE_INTEGER;
  cubic.acknowledged(one, SIZE, 59_001 * MS);
  expect(one.congestion.window - window).toBeLessThan(2 * SIZE);
});

test('nor does a pause after which slow start leads back to the threshold', () => {
  const one = sender(100);
  lose(one);
  let now = 0;
  cubic.acknowledged(one, SIZE, now);
  cubic.rested(one, false);
  expect(one.congestion.window).toBe(10 * SIZE);
  now = 3_600_000 * MS;
  while (one.congestion.window < 70 * SIZE) cubic.acknowledged(one, SIZE, (now += MS));
  const start = now + MS;
  acknowledge(one, start, start + ROUND_TRIP);
  // As if the stage had just begun: W_cubic of two round trips, not of an hour.
  const most = 100 + 0.4 * (0.2 - Math.cbrt(75)) ** 3;
  expect(one.congestion.window / SIZE).toBeLessThan(most + 1);
});

test('one acknowledgment never adds more than half of what it acknowledges', () => {
  const one = sender(10);
  lose(one);
  cubic.acknowledged(one, SIZE, 0);
  const { window } = one.congestion;
  cubic.acknowledged(one, SIZE, 3_600_000 * MS);
  expect(one.congestion.window - window).toBeLessThanOrEqual(SIZE / 2 + 1);
});

test('a mark by a router is answered as a loss is', () => {
  const one = sender(100);
  cubic.marked(one, 100 * SIZE);
  expect(one.congestion).toMatchObject({ window: 70 * SIZE, threshold: 70 * SIZE });
});
