import type { RecordMap } from '#document/diff.ts';
import { parents } from '#document/grouping.ts';
import type { Axis, Line } from '../../stores/drawing.ts';
import { outlineOf, type Box } from '../extents.ts';

/** How far each thing is moved, by its id. */
export type Moves = Map<string, { dx: number; dy: number }>;

interface Outline extends Box {
  id: string;
}

/** The outlines of things that can be arranged; what is inside another chosen group goes with that group. */
export function outlines(ids: readonly string[], records: RecordMap): Outline[] {
  const chosen = new Set(ids);
  const within = parents(records.values());
  return ids.flatMap((id) => {
    for (let at = within.get(id); at !== undefined; at = within.get(at)) if (chosen.has(at)) return [];
    const box = outlineOf(id, records);
    return box ? [{ id, ...box }] : [];
  });
}

/** Moves that bring all things in line. */
export function aligned(things: readonly Outline[], line: Line): Moves {
  const moves: Moves = new Map();
  const middle = (from: (one: Outline) => number, to: (one: Outline) => number): number =>
    (Math.min(...things.map(from)) + Math.max(...things.map(to))) / 2;
  for (const thing of things) {
    const { left, top, right, bottom } = thing;
    const move = { dx: 0, dy: 0 };
    if (line === 'left') move.dx = Math.min(...things.map((one) => one.left)) - left;
    if (line === 'right') move.dx = Math.max(...things.map((one) => one.right)) - right;
    if (line === 'top') move.dy = Math.min(...things.map((one) => one.top)) - top;
    if (line === 'bottom') move.dy = Math.max(...things.map((one) => one.bottom)) - bottom;
    if (line === 'centre')
      move.dx =
        middle(
          (one) => one.left,
          (one) => one.right,
        ) -
        (left + right) / 2;
    if (line === 'middle')
      move.dy =
        middle(
          (one) => one.top,
          (one) => one.bottom,
        ) -
        (top + bottom) / 2;
    moves.set(thing.id, move);
  }
  return moves;
}

/** Moves that make the gaps between neighbours alike; the outermost two stay. Fewer than three things have no gaps to make alike. */
export function distributed(things: readonly Outline[], axis: Axis): Moves {
  const [start, end] = axis === 'across' ? (['left', 'right'] as const) : (['top', 'bottom'] as const);
  const order = [...things].sort((a, b) => a[start] + a[end] - (b[start] + b[end]));
  const moves: Moves = new Map();
  if (order.length < 3) return moves;
  const room = order.at(-1)![end] - order[0]![start];
  const taken = order.reduce((sum, one) => sum + one[end] - one[start], 0);
  const gap = (room - taken) / (order.length - 1);
  let at = order[0]![start];
  for (const one of order) {
    const by = at - one[start];
    moves.set(one.id, axis === 'across' ? { dx: by, dy: 0 } : { dx: 0, dy: by });
    at += one[end] - one[start] + gap;
  }
  return moves;
}
