import type { Reason } from '#engine/trace/reasons.ts';
import { ASTRAY } from '../conversations/ladder.ts';
import { PIECE, type Pieces, type Run } from './run.ts';

/** Drops of one reason. */
export interface Dropped {
  count: number;
  /** The fact of the first of them. */
  first: number;
}

/** What was dropped after fact `common`, by reason; copies that only went astray are not counted. */
export function* dropsOf(run: Run, common: number): Pieces<Map<Reason, Dropped>> {
  const { trace } = run;
  const drops = new Map<Reason, Dropped>();
  for (let fact = common + 1; fact <= run.facts; fact++) {
    if (fact % PIECE === 0) yield;
    if (trace.kind(fact) !== 'frame.dropped') continue;
    const reason = trace.reason(fact);
    if (ASTRAY.has(reason)) continue;
    const known = drops.get(reason);
    if (known === undefined) drops.set(reason, { count: 1, first: fact });
    else known.count++;
  }
  return drops;
}
