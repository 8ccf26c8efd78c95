import type { ComparedRow, ComparedRung } from '#contract/differences.ts';
import type { Conversation } from '../conversations/conversations.ts';
import { rungOf } from '../conversations/ladder.ts';
import { align, type Entry } from './align.ts';
import type { Pair } from './pairs.ts';
import type { Pieces, Run, Side } from './run.ts';
import { segmentsOf, type Unit } from './units.ts';

/** Rows told of two ladders: the newest. */
export const MOST_ROWS = 400;
/** A shift in time below this, ns, is none. */
const LEAST_SHIFT = 1000;

/** Everything both ends of a connection sent and became, in both runs, side by side. */
export function* rowsOf(left: Run, right: Run, pair: Pair): Pieces<Entry[]> {
  const ours = pair.left === null ? [] : (yield* segmentsOf(left, pair.left, 0)).units;
  const theirs = pair.right === null ? [] : (yield* segmentsOf(right, pair.right, 0)).units;
  yield;
  return align(ours, theirs, true);
}

/**
 * The newest rows of two ladders at the facts `left.facts` and `right.facts`, and how many rows come before them. What one
 * run has done and the other will do later has its mark already: both histories are known.
 */
export function ladderRows(
  entries: readonly Entry[],
  left: Run,
  right: Run,
  pair: Pair,
): { rows: ComparedRow[]; before: number } {
  const seen = entries.filter(
    (entry) =>
      (entry.left !== null && entry.left.fact <= left.facts) ||
      (entry.right !== null && entry.right.fact <= right.facts),
  );
  const before = Math.max(0, seen.length - MOST_ROWS);
  const rows = seen.slice(before).map((entry): ComparedRow => {
    return { left: sideOf(entry, 'left', left, pair.left), right: sideOf(entry, 'right', right, pair.right) };
  });
  return { rows, before };
}

function sideOf(entry: Entry, side: Side, run: Run, conversation: Conversation | null): ComparedRung | null {
  const [own, other] = side === 'left' ? [entry.left, entry.right] : [entry.right, entry.left];
  if (own === null || conversation === null || own.fact > run.facts) return null;
  const later = other === null ? 0 : own.time - other.time;
  return {
    rung: rungOf(run.trace, run.journeys, conversation, own.fact, run.facts),
    mark: markOf(own, other, later),
    later: Math.abs(later) < LEAST_SHIFT ? 0 : later,
  };
}

function markOf(own: Unit, other: Unit | null, later: number): ComparedRung['mark'] {
  if (other === null) return 'only';
  if (own.lost !== null && other.lost === null) return 'lost';
  return Math.abs(later) < LEAST_SHIFT ? 'same' : 'later';
}
