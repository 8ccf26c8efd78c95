/** What the receiver reports of text that came too early or twice (RFC 2018 §4, RFC 2883 §4). */
import { advance, atOrBefore, before, later } from './sequence.ts';

/** Most blocks an option has room for: 40 bytes of options less 4 of SACK's own, 8 each (RFC 2018 §3). */
const MOST_BLOCKS = 4;
/** Arrivals remembered: more than blocks, because several may lie in one. */
const MOST_ARRIVALS = 8;

/** Bytes that came before those in front of them. */
export interface Island {
  sequence: number;
  bytes: Uint8Array;
}

export interface SackMemory {
  /** Sequence numbers of the latest arrivals out of order, newest first: the order in which blocks are reported. */
  arrivals: number[];
  /** What the latest segment brought though it was there already: reported once (RFC 2883 §4, D-SACK). */
  duplicate: [left: number, right: number] | null;
}

export function createSackMemory(): SackMemory {
  return { arrivals: [], duplicate: null };
}

/** Text at `sequence` came out of order. */
export function noteArrival(memory: SackMemory, sequence: number): void {
  memory.arrivals = [sequence, ...memory.arrivals.filter((known) => known !== sequence)].slice(0, MOST_ARRIVALS);
}

/** The first stretch of `from` … `to` - 1 that was there already; null: all of it is new. */
export function findDuplicate(
  islands: readonly Island[],
  receiveNext: number,
  from: number,
  to: number,
): [left: number, right: number] | null {
  if (before(from, receiveNext)) return [from, before(to, receiveNext) ? to : receiveNext];
  for (const [left, right] of joined(islands)) {
    if (!before(from, right) || !before(left, to)) continue;
    return [later(left, from), before(to, right) ? to : right];
  }
  return null;
}

/**
 * The blocks of an acknowledgment that leaves now: a duplicate first, then the block the newest arrival lies in, then the
 * ones before it. `islands` is what is held beyond `receiveNext`, ascending; `fin` where a FIN stands that came too early:
 * it takes a number like a byte. `most`: as many as the header has room for.
 */
export function sackBlocks(
  memory: SackMemory,
  islands: readonly Island[],
  fin: number | null = null,
  most: number = MOST_BLOCKS,
): [left: number, right: number][] {
  if (islands.length === 0 && fin === null && memory.duplicate === null) return [];
  const blocks: [number, number][] = memory.duplicate === null ? [] : [memory.duplicate];
  const held = joined(islands);
  if (fin !== null) {
    const last = held.at(-1);
    if (last !== undefined && last[1] === fin) last[1] = advance(fin, 1);
    else held.push([fin, advance(fin, 1)]);
  }
  const told = new Set<[number, number]>();
  for (const arrival of memory.arrivals) {
    const block = held.find(([left, right]) => atOrBefore(left, arrival) && before(arrival, right));
    if (block === undefined || told.has(block)) continue;
    told.add(block);
    blocks.push(block);
  }
  return blocks.slice(0, most);
}

/** What came out of order, ascending; islands that touch are one block. */
export function joined(islands: readonly Island[]): [number, number][] {
  const blocks: [number, number][] = [];
  for (const { sequence, bytes } of islands) {
    const last = blocks.at(-1);
    const end = advance(sequence, bytes.length);
    if (last !== undefined && last[1] === sequence) last[1] = end;
    else blocks.push([sequence, end]);
  }
  return blocks;
}
