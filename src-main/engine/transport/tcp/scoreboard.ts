/**
 * What the sender knows of the receiver's selective acknowledgments (RFC 2018), and what follows from it: RFC 6675 §4.
 * Read §2 and §4 there beside this file. Ends of ranges are exclusive, so `highestRetransmitted` is one after HighRxt.
 */
import { advance, atOrBefore, before, distance, later } from './sequence.ts';

/** Sequence numbers `from` … `to` - 1. */
export interface Range {
  from: number;
  to: number;
}

export interface Scoreboard {
  /** What the receiver holds beyond its acknowledgment: ascending, apart from each other. */
  sacked: Range[];
  /** HighRxt: one after the highest number that was sent again in this recovery. */
  highestRetransmitted: number;
  /** RescueRxt: one after it; null: not set. */
  rescue: number | null;
}

/** Discontiguous ranges, or segments' worth of bytes, above a hole that mean it is lost (RFC 6675 §2, DupThresh). */
const DUPLICATE_THRESHOLD = 3;

export function createScoreboard(start: number): Scoreboard {
  return { sacked: [], highestRetransmitted: start, rescue: null };
}

/**
 * Update (): takes the blocks of one acknowledgment. Blocks at or below `unacknowledged` tell of duplicates (RFC 2883) and
 * those above `highest` of nothing that was sent: neither counts. Returns how many bytes are newly known to have arrived.
 */
export function takeBlocks(
  board: Scoreboard,
  blocks: readonly (readonly [left: number, right: number])[],
  unacknowledged: number,
  highest: number,
): number {
  let known = 0;
  for (const [left, right] of blocks) {
    if (!before(left, right) || !before(unacknowledged, left) || before(highest, right)) continue;
    known += add(board, left, right);
  }
  return known;
}

/** Takes one range in. How many of its bytes were new. */
function add(board: Scoreboard, from: number, to: number): number {
  const ranges: Range[] = [];
  const merged = { from, to };
  let known = 0;
  let placed = false;
  for (const range of board.sacked) {
    if (before(range.to, merged.from)) ranges.push(range);
    else if (before(merged.to, range.from)) {
      if (!placed) ranges.push(merged);
      placed = true;
      ranges.push(range);
    } else {
      known += Math.max(0, distance(later(range.from, from), before(range.to, to) ? range.to : to));
      if (before(range.from, merged.from)) merged.from = range.from;
      merged.to = later(merged.to, range.to);
    }
  }
  if (!placed) ranges.push(merged);
  board.sacked = ranges;
  return distance(from, to) - known;
}

/** The cumulative acknowledgment moved on: what lies before it is of no interest any more. */
export function forgetBefore(board: Scoreboard, unacknowledged: number): void {
  board.highestRetransmitted = later(board.highestRetransmitted, unacknowledged);
  const { sacked } = board;
  let gone = 0;
  while (gone < sacked.length && atOrBefore(sacked[gone]!.to, unacknowledged)) gone++;
  if (gone > 0) board.sacked = sacked.slice(gone);
  const first = board.sacked[0];
  if (first !== undefined && before(first.from, unacknowledged)) {
    board.sacked[0] = { from: unacknowledged, to: first.to };
  }
}

/** Bytes known to have arrived within `from` … `to` - 1. */
export function sackedWithin(board: Scoreboard, from: number, to: number): number {
  let sum = 0;
  for (const range of board.sacked) {
    const start = later(range.from, from);
    const end = before(range.to, to) ? range.to : to;
    if (before(start, end)) sum += distance(start, end);
  }
  return sum;
}

/**
 * IsLost (SeqNum) for all numbers at once: what is not selectively acknowledged below the returned number is lost. Above a
 * hole lie either three ranges or more than two segments' worth of bytes.
 */
export function lostBelow(board: Scoreboard, unacknowledged: number, segmentSize: number): number {
  let ranges = 0;
  let bytes = 0;
  for (let index = board.sacked.length - 1; index >= 0; index--) {
    const { from, to } = board.sacked[index]!;
    ranges++;
    bytes += distance(from, to);
    if (ranges >= DUPLICATE_THRESHOLD || bytes > (DUPLICATE_THRESHOLD - 1) * segmentSize) return from;
  }
  return unacknowledged;
}

/** SetPipe (): bytes thought to be in the network. */
export function pipe(board: Scoreboard, unacknowledged: number, highest: number, segmentSize: number): number {
  const lost = lostBelow(board, unacknowledged, segmentSize);
  const notLost = distance(lost, highest) - sackedWithin(board, lost, highest);
  const again = board.highestRetransmitted;
  if (!before(unacknowledged, again)) return notLost;
  return notLost + distance(unacknowledged, again) - sackedWithin(board, unacknowledged, again);
}

/** What NextSeg () found: `range` is a hole to fill from its start, `new` data that was never sent. */
export type NextSegment = { rule: 1 | 3 | 4; range: Range } | { rule: 2 } | null;

/**
 * NextSeg (): what is to leave next. `mayExtend`: there is data never sent, and the receiver's window takes it. A range
 * may be longer than a segment.
 */
export function nextSegment(
  board: Scoreboard,
  unacknowledged: number,
  highest: number,
  segmentSize: number,
  mayExtend: boolean,
): NextSegment {
  const hole = holeFrom(board, later(board.highestRetransmitted, unacknowledged));
  if (hole !== null && before(hole.from, lostBelow(board, unacknowledged, segmentSize)))
    return { rule: 1, range: hole };
  if (mayExtend) return { rule: 2 };
  if (hole !== null) return { rule: 3, range: hole };
  if (board.rescue !== null && atOrBefore(unacknowledged, board.rescue)) return null;
  return lastHole(board, unacknowledged, highest, segmentSize);
}

/** The first stretch at or after `start` that lies before something selectively acknowledged (rules 1.a and 1.b). */
function holeFrom(board: Scoreboard, start: number): Range | null {
  let from = start;
  for (const range of board.sacked) {
    if (before(from, range.from)) return { from, to: range.from };
    from = later(from, range.to);
  }
  return null;
}

/** Rule 4: one segment with the highest number outstanding and not selectively acknowledged. */
function lastHole(board: Scoreboard, unacknowledged: number, highest: number, segmentSize: number): NextSegment {
  let to = highest;
  for (let index = board.sacked.length - 1; index >= 0 && board.sacked[index]!.to === to; index--) {
    to = board.sacked[index]!.from;
  }
  const below = board.sacked.findLast((range) => atOrBefore(range.to, to))?.to ?? unacknowledged;
  const from = later(below, advance(to, -segmentSize));
  return before(from, to) ? { rule: 4, range: { from, to } } : null;
}

/** Forgets everything: the timer expired, and a receiver may have thrown away what it reported (RFC 2018 §8). */
export function clearScoreboard(board: Scoreboard, unacknowledged: number): void {
  board.sacked = [];
  board.highestRetransmitted = unacknowledged;
  board.rescue = null;
}
