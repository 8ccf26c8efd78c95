import { expect, test } from 'vitest';
import { createCongestion } from '#engine/transport/tcp/congestion/congestion.ts';
import { controlOf } from '#engine/transport/tcp/congestion/controls.ts';
import { defaultsOf, TCP_SETTINGS } from '#engine/transport/settings.ts';

const senderOf = (congestionControl: 'newreno' | 'cubic' | 'none' | 'fixed') => ({
  segmentSize: 1000,
  smoothedRoundTrip: null,
  settings: { ...defaultsOf('standard'), congestionControl },
  congestion: createCongestion(),
});

test('every algorithm that can be chosen exists', () => {
  for (const name of TCP_SETTINGS.congestionControl.words!) {
    expect(controlOf(senderOf(name as 'newreno')).opened).toBeTypeOf('function');
  }
});

test('a fixed window is so many segments, whatever happens to them', () => {
  const sender = senderOf('fixed');
  const control = controlOf(sender);
  control.opened(sender, true);
  control.acknowledged(sender, 5000, 0);
  control.lossNoticed(sender, 8000, false);
  control.timedOut(sender, 8000, true);
  control.marked(sender, 8000);
  expect([control.window(sender), control.threshold(sender)]).toEqual([8000, null]);
});

test('without congestion control only the receiver sets a limit', () => {
  const sender = senderOf('none');
  const control = controlOf(sender);
  control.timedOut(sender, 8000, true);
  // The largest window there is: 65535 with a shift of 14 (RFC 7323 §2.3).
  expect(control.window(sender)).toBe(1_073_725_440);
});

test('the algorithm can be replaced in the middle and goes on from the window there is', () => {
  const sender = senderOf('newreno');
  controlOf(sender).opened(sender, false);
  sender.settings.congestionControl = 'cubic';
  expect(controlOf(sender).window(sender)).toBe(10_000);
  sender.congestion.used = 10_000;
  controlOf(sender).acknowledged(sender, 1000, 0);
  expect(controlOf(sender).window(sender)).toBe(11_000);
});
