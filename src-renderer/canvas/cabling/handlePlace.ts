import type { Placement } from '#document/records.ts';
import { HANDLE_AT } from '../geometry.ts';

/** Radius of the handle, CSS px: it is as large whatever the zoom. */
export const HANDLE_RADIUS = 12;
/** Radius around the middle of each device in which a press means the device, CSS px. */
const HEART = 10;
/** Ways in which the handle may stand, the usual one first: parts of its distance. */
const WAYS = [
  [0.8, -0.6],
  [-0.8, -0.6],
  [0.8, 0.6],
  [-0.8, 0.6],
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
] as const;

/**
 * Where the handle of the device at `middle` stands, CSS px. It covers the middle of no device, its own or one of `others`:
 * who takes hold there moves the device. Of a small device it stands farther off, and on the side that is free. Null: there
 * is no such place, until one looks closer.
 */
export function handlePlace(middle: Placement, zoom: number, others: Iterable<Placement>): Placement | null {
  const usual = Math.hypot(HANDLE_AT.x, HANDLE_AT.y) * zoom;
  const away = Math.max(usual, HANDLE_RADIUS + HEART);
  const near = [...others].filter(({ x, y }) => Math.hypot(x - middle.x, y - middle.y) < away + HANDLE_RADIUS + HEART);
  for (const [right, down] of WAYS) {
    const at = { x: middle.x + right * away, y: middle.y + down * away };
    if (near.every(({ x, y }) => Math.hypot(x - at.x, y - at.y) >= HANDLE_RADIUS + HEART)) return at;
  }
  return null;
}
