/** A stretch that lies in a lane; `left` and `right` are shares of the width shown, right may be beyond it. */
export interface Lying {
  left: number;
  right: number;
}

/**
 * Lays stretches into rows so that none covers another, each in the first row in which it fits; at least `least` of the
 * width is taken by each, so that the shortest can still be pointed at. What fits into none of `rows` rows is left out and
 * counted. Stretches must come in the order of their left ends.
 */
export function layInRows<S extends Lying>(
  stretches: readonly S[],
  rows: number,
  least: number,
): { laid: (S & { row: number; width: number })[]; rows: number; left: number } {
  const ends: number[] = [];
  const laid: (S & { row: number; width: number })[] = [];
  let left = 0;
  for (const stretch of stretches) {
    if (stretch.right < 0 || stretch.left > 1) continue;
    const from = Math.max(0, stretch.left);
    const width = Math.max(least, Math.min(1, stretch.right) - from);
    let row = ends.findIndex((end) => end <= from);
    if (row < 0) row = ends.length;
    if (row >= rows) {
      left++;
      continue;
    }
    ends[row] = from + width;
    laid.push({ ...stretch, left: from, row, width });
  }
  return { laid, rows: ends.length, left };
}

/** In which part of its life a connection is, from the states of its ends. */
export type Phase = 'opening' | 'open' | 'closing' | 'waiting';

/**
 * The phases of a connection, each from its time on: opening until an end is ESTABLISHED, open until one closes, waiting
 * when all that is left is TIME-WAIT (RFC 9293 §3.3.2).
 */
export function phasesOf(
  states: readonly { time: number; end: 'client' | 'server'; state: string }[],
): { time: number; phase: Phase }[] {
  const now = new Map<string, string>();
  const phases: { time: number; phase: Phase }[] = [];
  for (const { time, end, state } of states) {
    now.set(end, state);
    const phase = phaseOf([...now.values()]);
    if (phase === null || phase === phases.at(-1)?.phase) continue;
    if (phases.at(-1)?.time === time) phases.pop();
    if (phase !== phases.at(-1)?.phase) phases.push({ time, phase });
  }
  return phases;
}

function phaseOf(states: readonly string[]): Phase | null {
  const live = states.filter((state) => state !== 'CLOSED' && state !== 'LISTEN');
  if (live.length === 0) return null;
  if (live.every((state) => state === 'TIME-WAIT')) return 'waiting';
  if (live.every((state) => state.startsWith('SYN-'))) return 'opening';
  return live.some((state) => !state.startsWith('SYN-') && state !== 'ESTABLISHED') ? 'closing' : 'open';
}
