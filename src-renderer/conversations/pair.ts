import type { ComparedRow, ComparedRung } from '#contract/differences.ts';
import { basesOf, numbersOf, titleOf } from './ladder.ts';

export type PairSide = 'left' | 'right';

/** One side of a row with its words. */
export interface PlacedSide {
  side: PairSide;
  compared: ComparedRung;
  title: string;
  numbers: string;
  /** ns since the first segment of its own run. */
  delay: number;
  /** Whether its shift is to be said: it differs from that of the row before. */
  shifts: boolean;
}

/** A row of two ladders: what is the same thing in both stands at the same height. */
export interface PairRow {
  top: number;
  left: PlacedSide | null;
  right: PlacedSide | null;
}

export const PAIR_TOP = 52;
const SEGMENT_ROW = 46;
const STATE_ROW = 22;
/** A shift that changed by less than this, ns, or this share of it, is the same. */
const LEAST_CHANGE = 1000;
const LEAST_SHARE = 0.02;

/** Where the rows of two ladders stand, with one scale for both. */
export function layOutPair(rows: readonly ComparedRow[]): { rows: PairRow[]; height: number } {
  const rungs = (side: PairSide) => rows.flatMap((row) => row[side]?.rung ?? []);
  const bases = { left: basesOf(rungs('left')), right: basesOf(rungs('right')) };
  const starts = { left: rungs('left')[0]?.time ?? 0, right: rungs('right')[0]?.time ?? 0 };
  let shift = 0;
  const placed = (side: PairSide, compared: ComparedRung | null): PlacedSide | null =>
    compared && {
      side,
      compared,
      title: compared.rung.kind === 'state' ? `${compared.rung.from} → ${compared.rung.to}` : titleOf(compared.rung),
      numbers: compared.rung.kind === 'state' ? '' : numbersOf(compared.rung, bases[side]),
      delay: compared.rung.time - starts[side],
      shifts: false,
    };
  let y = PAIR_TOP;
  const laid = rows.map((row): PairRow => {
    const top = y;
    const state = (row.left ?? row.right)!.rung.kind === 'state';
    y += state ? STATE_ROW : SEGMENT_ROW;
    const [left, right] = [placed('left', row.left), placed('right', row.right)];
    const later = right?.compared.mark === 'only' ? null : (right?.compared.later ?? null);
    if (right && later !== null && Math.abs(later - shift) > Math.max(LEAST_CHANGE, Math.abs(shift) * LEAST_SHARE)) {
      shift = later;
      right.shifts = true;
    }
    return { top, left, right };
  });
  return { rows: laid, height: y + 20 };
}
