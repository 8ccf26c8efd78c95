import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';

/** Waits until something is so, twenty seconds at most, and expects it to be. For real programs, which keep no virtual time. */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 1000 && !(await so()); waited++) await pause(20);
  expect(await so()).toBe(true);
}

/** Waits until a number that grows has not done so for a while, and returns it. */
export async function settled(read: () => number): Promise<number> {
  let [before, stood] = [0, 0];
  for (let looks = 0; looks < 200 && stood < 8; looks++) {
    await pause(150);
    stood = read() === before && before > 0 ? stood + 1 : 0;
    before = read();
  }
  return before;
}
