import { readFileSync, writeFileSync } from 'node:fs';

/** A part of a screen, in pixels of the interface. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Size and place of the window as the person left it, in pixels of the interface. */
export interface WindowState {
  width: number;
  height: number;
  maximized: boolean;
  /** Its corner; left out: wherever the system puts it. */
  x?: number;
  y?: number;
}

/** So much of a window's upper edge must be on a screen that it can be taken hold of, px. */
const HOLD = { width: 120, height: 40 } as const;

/** Smallest size in which everything has its place. */
export const LEAST = { width: 960, height: 620 } as const;
const FIRST: WindowState = { width: 1360, height: 860, maximized: false };

/**
 * Reads size and place kept in a file; the first size if there is none or it makes no sense, and no place if it would be on
 * none of the `screens` there are now: one may have been unplugged.
 */
export function readState(path: string, screens: readonly Area[] = []): WindowState {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Partial<WindowState> | null;
    const size = (value: unknown, least: number): value is number =>
      Number.isInteger(value) && (value as number) >= least && (value as number) <= 16_384;
    if (kept === null || !size(kept.width, LEAST.width) || !size(kept.height, LEAST.height)) return FIRST;
    const state = { width: kept.width, height: kept.height, maximized: kept.maximized === true };
    const { x, y } = kept;
    if (!Number.isInteger(x) || !Number.isInteger(y)) return state;
    const corner = { x: x!, y: y! };
    return screens.some((screen) => holds(screen, { ...corner, ...state })) ? { ...state, ...corner } : state;
  } catch {
    return FIRST;
  }
}

function holds(screen: Area, window: Area): boolean {
  const seen = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const high = window.y >= screen.y && window.y + HOLD.height <= screen.y + screen.height;
  return seen >= HOLD.width && high;
}

/** Keeps size and place; a disk that cannot be written is no reason not to close. */
export function writeState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, `${JSON.stringify(state)}\n`);
  } catch {
    // The next window has the first size.
  }
}
