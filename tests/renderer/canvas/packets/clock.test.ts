import { describe, expect, it } from 'vitest';
import { AnnouncedClock } from '#renderer/canvas/packets/clock.ts';

describe('the clock between announcements', () => {
  it('stands still while paused', () => {
    const clock = new AnnouncedClock();
    clock.take(500, false, 0);
    expect(clock.at(10_000)).toBe(500);
  });

  it('goes on at the speed last seen', () => {
    const clock = new AnnouncedClock();
    clock.take(0, true, 0);
    clock.take(1600, true, 16);
    expect(clock.at(24)).toBe(2400);
  });

  it('never goes back while time runs', () => {
    const clock = new AnnouncedClock();
    clock.take(0, true, 0);
    clock.take(1600, true, 16);
    const shown = clock.at(32);
    clock.take(2000, true, 33);
    expect(clock.at(33)).toBeGreaterThanOrEqual(shown);
  });

  it('does not outrun a host that stalls', () => {
    const clock = new AnnouncedClock();
    clock.take(0, true, 0);
    clock.take(1600, true, 16);
    expect(clock.at(5000)).toBe(3200);
  });

  it('does not take a skipped stretch for a speed', () => {
    const clock = new AnnouncedClock();
    clock.take(0, true, 0);
    clock.take(1600, true, 16);
    clock.take(1_000_001_600, true, 32);
    expect(clock.at(40) - 1_000_001_600).toBeLessThanOrEqual(1600);
  });

  it('follows at once when time is taken back', () => {
    const clock = new AnnouncedClock();
    clock.take(9000, false, 0);
    clock.take(100, false, 5);
    expect(clock.at(6)).toBe(100);
    clock.take(5000, true, 10);
    clock.take(200, true, 20);
    expect(clock.at(20)).toBe(200);
  });
});
