import { readFileSync, writeFileSync } from 'node:fs';

/** Size of the window as the person left it, in pixels of the interface. */
export interface WindowState {
  width: number;
  height: number;
  maximized: boolean;
}

/** Smallest size in which everything has its place. */
export const LEAST = { width: 960, height: 620 } as const;
const FIRST: WindowState = { width: 1360, height: 860, maximized: false };

/** Reads the size kept in a file; the first size if there is none or it makes no sense. */
export function readState(path: string): WindowState {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Partial<WindowState> | null;
    const size = (value: unknown, least: number): value is number =>
      Number.isInteger(value) && (value as number) >= least && (value as number) <= 16_384;
    if (kept === null || !size(kept.width, LEAST.width) || !size(kept.height, LEAST.height)) return FIRST;
    return { width: kept.width, height: kept.height, maximized: kept.maximized === true };
  } catch {
    return FIRST;
  }
}

/** Keeps the size; a disk that cannot be written is no reason not to close. */
export function writeState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, `${JSON.stringify(state)}\n`);
  } catch {
    // The next window has the first size.
  }
}
