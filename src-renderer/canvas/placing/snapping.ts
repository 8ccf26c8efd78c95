import type { Placement } from '#document/records.ts';
import type { Box } from '../extents.ts';

/** Distance between the lines of the grid, drawing units: what an arrow key moves. */
export const GRID = 10;

/** A line that shows with what the dragged thing is in line, drawing units. */
export interface Guide {
  axis: 'x' | 'y';
  /** Where the line stands. */
  at: number;
  /** From where to where it goes along the other axis. */
  from: number;
  to: number;
}

/** By how much a dragged box is moved further, and why. */
export interface Snap {
  dx: number;
  dy: number;
  guides: Guide[];
}

/**
 * Where a dragged box comes to rest: in line with an edge or the middle of another when one is within `reach` drawing
 * units, else with its middle on the grid. Each axis by itself.
 */
export function snapped(box: Box, others: readonly Box[], reach: number): Snap {
  const x = nearest([box.left, (box.left + box.right) / 2, box.right], others, 'x', reach);
  const y = nearest([box.top, (box.top + box.bottom) / 2, box.bottom], others, 'y', reach);
  const dx = x?.by ?? gridStep((box.left + box.right) / 2);
  const dy = y?.by ?? gridStep((box.top + box.bottom) / 2);
  const moved = { left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy };
  return { dx, dy, guides: [...guidesOf(x, moved, 'x'), ...guidesOf(y, moved, 'y')] };
}

/** The point of the grid nearest to a place. */
export function onGrid({ x, y }: Placement): Placement {
  return { x: x + gridStep(x), y: y + gridStep(y) };
}

function gridStep(at: number): number {
  return Math.round(at / GRID) * GRID - at || 0;
}

interface Match {
  by: number;
  at: number;
  with: Box;
}

function nearest(lines: readonly number[], others: readonly Box[], axis: 'x' | 'y', reach: number): Match | null {
  let best: Match | null = null;
  for (const other of others) {
    const [start, end] = axis === 'x' ? [other.left, other.right] : [other.top, other.bottom];
    for (const at of [(start + end) / 2, start, end]) {
      for (const line of lines) {
        const by = at - line;
        if (Math.abs(by) > reach || (best && Math.abs(by) >= Math.abs(best.by))) continue;
        best = { by, at, with: other };
      }
    }
  }
  return best;
}

function guidesOf(match: Match | null, moved: Box, axis: 'x' | 'y'): Guide[] {
  if (!match) return [];
  const other = match.with;
  const [from, to] =
    axis === 'x'
      ? [Math.min(moved.top, other.top), Math.max(moved.bottom, other.bottom)]
      : [Math.min(moved.left, other.left), Math.max(moved.right, other.right)];
  return [{ axis, at: match.at, from, to }];
}
