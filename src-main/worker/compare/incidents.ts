import type { Entry } from './align.ts';
import type { Side } from './run.ts';

/** Undisturbed entries in a row that end a disturbance, at least. */
const CALM = 6;
/** A disturbance without a loss that begins within so many entries after one with a loss is a consequence of that. */
const CONSEQUENCE = 60;
/** Incidents told of one conversation; those closest to each other are told as one when there are more. */
const MOST_INCIDENTS = 8;
/** Shifts in time below this, ns, or below this share of the largest of the conversation, are not told. */
const LEAST_SHIFT = 1000;
const LEAST_SHARE = 0.02;

/**
 * What an expert would say of a stretch of two conversations laid side by side. Times in ns, positive: the right run is
 * later; counts positive: the right run has more. `later` of all but the last two is what the shift has become when the
 * next incident begins.
 */
export type Incident =
  /** A segment, and `count - 1` of those after it, arrived in one run only; what came of it is part of it. */
  | { kind: 'lost'; side: Side; at: Entry; count: number; later: number; more: number; again: number }
  /** One run has segments (or messages) that the other lacks, and nothing was lost. */
  | { kind: 'only'; side: Side; at: Entry; count: number; later: number; again: number }
  /** Both differ in several ways that belong together. */
  | {
      kind: 'many';
      at: Entry;
      lostLeft: number;
      lostRight: number;
      onlyLeft: number;
      onlyRight: number;
      later: number;
      again: number;
    }
  /** The same segments from here on, all as much later or earlier. */
  | { kind: 'later'; at: Entry; later: number; count: number }
  /** The same segments from here on, at first and at last so much later or earlier. */
  | { kind: 'drift'; at: Entry; first: number; later: number; count: number };

/** What happened in a conversation, given its entries in order: at most `most`, and a shift before them. */
export function incidentsOf(entries: readonly Entry[], most: number = MOST_INCIDENTS): Incident[] {
  const stretches = joined(disturbances(entries), most);
  const least = leastShift(entries);
  const shift = shiftOf(entries, stretches[0]?.from ?? entries.length, least);
  const incidents: Incident[] = shift === null ? [] : [shift];
  let told = shift?.later ?? 0;
  stretches.forEach(({ from, to }, index) => {
    const after = deltaBefore(entries, stretches[index + 1]?.from ?? entries.length, from) ?? told;
    const later = Math.abs(after - told) < least ? 0 : after - told;
    incidents.push(disturbance(entries.slice(from, to), later));
    told += later;
  });
  return incidents;
}

/** Whether an entry is more than the same thing at another time. */
function rough({ left, right }: Entry): boolean {
  if (left?.what === 'state' || right?.what === 'state') return false;
  return left === null || right === null || lossOf({ left, right }) !== null;
}

/** How much later the right side of an entry is; null: it has only one side. */
function deltaOf({ left, right }: Entry): number | null {
  return left === null || right === null ? null : right.time - left.time;
}

function leastShift(entries: readonly Entry[]): number {
  let largest = 0;
  for (const entry of entries) largest = Math.max(largest, Math.abs(deltaOf(entry) ?? 0));
  return Math.max(LEAST_SHIFT, largest * LEAST_SHARE);
}

interface Stretch {
  from: number;
  to: number;
  loses: boolean;
}

/** Stretches `from` … `to - 1` of entries in which the runs differ by more than time. */
function disturbances(entries: readonly Entry[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!;
    if (!rough(entry)) continue;
    const loses = lossOf(entry) !== null;
    const last = stretches[stretches.length - 1];
    const near = last !== undefined && index - last.to < (last.loses && !loses ? CONSEQUENCE : CALM);
    if (!near) stretches.push({ from: index, to: index + 1, loses });
    else {
      last.to = index + 1;
      last.loses ||= loses;
    }
  }
  return stretches;
}

/** The same, with those closest to each other as one when there are too many. */
function joined(stretches: readonly Stretch[], most: number): Stretch[] {
  if (stretches.length <= most) return [...stretches];
  const kept = new Set(
    stretches
      .map((stretch, index) => ({ index, gap: stretch.from - (stretches[index - 1]?.to ?? -Infinity) }))
      .sort((a, b) => b.gap - a.gap)
      .slice(0, most)
      .map(({ index }) => index),
  );
  const few: Stretch[] = [];
  stretches.forEach((stretch, index) => {
    const last = few[few.length - 1];
    if (kept.has(index) || last === undefined) few.push({ ...stretch });
    else {
      last.to = stretch.to;
      last.loses ||= stretch.loses;
    }
  });
  return few;
}

/** How much later the last thing between `least` and `upTo` is that both have; null: there is none. */
function deltaBefore(entries: readonly Entry[], upTo: number, least: number): number | null {
  for (let index = upTo - 1; index >= least; index--) {
    const delta = deltaOf(entries[index]!);
    if (delta !== null) return delta;
  }
  return null;
}

/** The run in which an entry was lost, while it was not in the other; null: none, or both. */
function lossOf({ left, right }: Entry): Side | null {
  const [here, there] = [(left?.lost ?? null) !== null, (right?.lost ?? null) !== null];
  return here === there ? null : here ? 'left' : 'right';
}

function disturbance(stretch: readonly Entry[], later: number): Incident {
  const at = stretch[0]!;
  let [lostLeft, lostRight, onlyLeft, onlyRight, again] = [0, 0, 0, 0, 0];
  for (const entry of stretch) {
    const { left, right } = entry;
    if (!rough(entry)) continue;
    const loss = lossOf(entry);
    if (loss === 'left') lostLeft++;
    if (loss === 'right') lostRight++;
    if (right === null) onlyLeft++;
    if (left === null) onlyRight++;
    again += (right?.again ? 1 : 0) - (left?.again ? 1 : 0);
  }
  const side = lossOf(at);
  if (side !== null && (lostLeft === 0 || lostRight === 0)) {
    return { kind: 'lost', side, at, count: lostLeft + lostRight, later, more: onlyRight - onlyLeft, again };
  }
  if (lostLeft + lostRight === 0 && (onlyLeft === 0 || onlyRight === 0)) {
    return { kind: 'only', side: onlyRight === 0 ? 'left' : 'right', at, count: onlyLeft + onlyRight, later, again };
  }
  return { kind: 'many', at, lostLeft, lostRight, onlyLeft, onlyRight, later, again };
}

/** The shift of the first `to` entries, in which both runs have the same; null: none worth telling. */
function shiftOf(
  entries: readonly Entry[],
  to: number,
  least: number,
): (Incident & { kind: 'later' | 'drift' }) | null {
  let first: { at: Entry; delta: number } | null = null;
  let [lowest, highest, last, count] = [Infinity, -Infinity, 0, 0];
  for (let index = 0; index < to; index++) {
    const delta = deltaOf(entries[index]!);
    if (delta === null || (first === null && Math.abs(delta) < least)) continue;
    first ??= { at: entries[index]!, delta };
    lowest = Math.min(lowest, delta);
    highest = Math.max(highest, delta);
    last = delta;
    count++;
  }
  if (first === null) return null;
  if (highest - lowest < least) return { kind: 'later', at: first.at, later: last, count };
  return { kind: 'drift', at: first.at, first: first.delta, later: last, count };
}
