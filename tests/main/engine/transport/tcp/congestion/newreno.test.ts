import { expect, test } from 'vitest';
import type { Sender } from '#engine/transport/tcp/congestion/congestion.ts';
import { createCongestion } from '#engine/transport/tcp/congestion/congestion.ts';
import { newreno } from '#engine/transport/tcp/congestion/newreno.ts';

const SIZE = 1000;

function sender(settings: Partial<Sender['settings']> = {}, segmentSize = SIZE): Sender {
  const one: Sender = {
    segmentSize,
    smoothedRoundTrip: null,
    settings: { initialWindow: 10, byteCountingLimit: 1, fixedWindow: 8, ...settings },
    congestion: createCongestion(),
  };
  newreno.opened(one, false);
  return one;
}

/** Every byte of the window is in flight, whatever it is. */
const busy = (one: Sender): Sender => {
  one.congestion.used = Number.MAX_SAFE_INTEGER;
  return one;
};

test('the initial window is RFC 6928’s: ten segments, but 14600 bytes when they are large, and at least two', () => {
  expect(sender({}, 536).congestion.window).toBe(5360);
  expect(sender({}, 1460).congestion.window).toBe(14_600);
  expect(sender({}, 2000).congestion.window).toBe(14_600);
  expect(sender({}, 9000).congestion.window).toBe(18_000);
});

test('an initial window of 1 … 4 segments can be asked for', () => {
  expect([1, 2, 4].map((initialWindow) => sender({ initialWindow }, 1460).congestion.window)).toEqual([
    1460, 2920, 5840,
  ]);
});

test('a SYN that had to be repeated leaves one segment', () => {
  const one = sender();
  newreno.opened(one, true);
  expect(one.congestion.window).toBe(SIZE);
});

test('in slow start an acknowledgment of two segments adds one, unless byte counting allows more', () => {
  for (const [limit, grown] of [
    [1, 11_000],
    [2, 12_000],
    [8, 12_000],
  ] as const) {
    const one = busy(sender({ byteCountingLimit: limit }));
    newreno.acknowledged(one, 2 * SIZE, 0);
    expect(one.congestion.window).toBe(grown);
  }
});

test('an acknowledgment of half a segment adds half a segment', () => {
  const one = busy(sender());
  newreno.acknowledged(one, 500, 0);
  expect(one.congestion.window).toBe(10_500);
});

test('after a timeout byte counting adds one segment an acknowledgment until slow start is over', () => {
  const one = busy(sender({ byteCountingLimit: 8 }));
  newreno.timedOut(one, 8 * SIZE, true);
  newreno.acknowledged(one, 2 * SIZE, 0);
  expect(one.congestion.window).toBe(2 * SIZE);
});

test('in congestion avoidance a window of acknowledged bytes adds one segment, however they are acknowledged', () => {
  for (const step of [250, 500, 1000, 2000]) {
    const one = busy(sender());
    newreno.lossNoticed(one, 8 * SIZE, true);
    newreno.recovered(one, 0, true);
    expect(one.congestion).toMatchObject({ window: 4000, threshold: 4000 });
    for (let acked = step; acked < 4000; acked += step) newreno.acknowledged(one, step, 0);
    expect(one.congestion.window).toBe(4000);
    newreno.acknowledged(one, step, 0);
    expect(one.congestion.window).toBe(5000);
  }
});

test('ssthresh is half of what was in flight, and never less than two segments', () => {
  const one = sender();
  newreno.lossNoticed(one, 10_001, true);
  expect(one.congestion.threshold).toBe(5000);
  newreno.lossNoticed(one, 3000, true);
  expect(one.congestion.threshold).toBe(2000);
});

test('without SACK the window is inflated by three segments, by one for each duplicate, and deflated at the end', () => {
  const one = sender();
  newreno.lossNoticed(one, 8 * SIZE, false);
  expect(one.congestion.window).toBe(7000);
  newreno.duplicated(one);
  expect(one.congestion.window).toBe(8000);
  // A partial acknowledgment of three segments: three out, one in for the one sent again.
  newreno.partlyAcknowledged(one, 3 * SIZE);
  expect(one.congestion.window).toBe(6000);
  newreno.recovered(one, 2 * SIZE, false);
  expect(one.congestion.window).toBe(3000);
});

test('a partial acknowledgment never leaves less than a segment', () => {
  const one = sender();
  newreno.lossNoticed(one, 4 * SIZE, false);
  newreno.partlyAcknowledged(one, 9 * SIZE);
  expect(one.congestion.window).toBe(SIZE);
});

test('only the first of several timeouts lowers ssthresh', () => {
  const one = sender();
  newreno.timedOut(one, 8 * SIZE, true);
  newreno.timedOut(one, 8 * SIZE, false);
  newreno.timedOut(one, 2 * SIZE, false);
  expect(one.congestion).toMatchObject({ window: SIZE, threshold: 4 * SIZE });
});

test('a window that was never filled does not grow further than twice what was', () => {
  const one = sender();
  one.congestion.used = 2 * SIZE;
  newreno.acknowledged(one, SIZE, 0);
  expect(one.congestion.window).toBe(10_000);
  one.congestion.used = 5 * SIZE;
  newreno.acknowledged(one, SIZE, 0);
  newreno.acknowledged(one, SIZE, 0);
  expect(one.congestion.window).toBe(11_000);
});

test('after a pause the window is the initial one, or what it was if that was less', () => {
  const one = sender();
  one.congestion.window = 30 * SIZE;
  newreno.rested(one, false);
  expect(one.congestion.window).toBe(10 * SIZE);
  one.congestion.window = 3 * SIZE;
  newreno.rested(one, false);
  expect(one.congestion.window).toBe(3 * SIZE);
});

test('a mark halves the window without any retransmission', () => {
  const one = sender();
  newreno.marked(one, 10 * SIZE);
  expect(one.congestion).toMatchObject({ window: 5000, threshold: 5000 });
});
