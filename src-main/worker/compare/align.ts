import type { Side } from './run.ts';
import type { Unit } from './units.ts';

/** Cells of a table at most when the partners of equals are sought by their times; beyond it, the n-th is the n-th. */
const MOST_CELLS = 250_000;

/** Two units that are the same thing in both runs, or one that the other run lacks. */
export interface Entry {
  left: Unit | null;
  right: Unit | null;
}

/**
 * Finds partners among equals: which of the moments `left` and `right`, both ascending, belong together. As many as can
 * have a partner get one, none overtakes another, and the sum of the distances in time is as small as possible.
 * Returns for each of `left` the index of its partner, or -1.
 */
export function partnersByTime(left: readonly number[], right: readonly number[]): number[] {
  if (left.length > right.length) {
    const partners = new Array<number>(left.length).fill(-1);
    partnersByTime(right, left).forEach((at, index) => (partners[at] = index));
    return partners;
  }
  const spare = right.length - left.length;
  if (spare === 0 || left.length * (spare + 1) > MOST_CELLS) return left.map((_, index) => index);
  // costs[i][s]: the least sum for the first i of `left` when s of `right` were passed over before them.
  const width = spare + 1;
  const costs = new Float64Array((left.length + 1) * width);
  const passed = new Uint8Array((left.length + 1) * width);
  for (let i = 1; i <= left.length; i++) {
    for (let s = 0; s < width; s++) {
      const here = costs[(i - 1) * width + s]! + Math.abs(left[i - 1]! - right[i - 1 + s]!);
      const before = s === 0 ? Infinity : costs[i * width + s - 1]!;
      costs[i * width + s] = Math.min(here, before);
      passed[i * width + s] = before < here ? 1 : 0;
    }
  }
  const partners = new Array<number>(left.length);
  let s = spare;
  for (let i = left.length; i > 0; i--) {
    while (passed[i * width + s] === 1) s--;
    partners[i - 1] = i - 1 + s;
  }
  return partners;
}

/** Partners of things that have a key each: the same key, and among those the nearest in time. -1: none. */
export function partnersByKey<Thing>(
  left: readonly Thing[],
  right: readonly Thing[],
  keyOf: (thing: Thing) => string,
  timeOf: (thing: Thing) => number,
): number[] {
  const partners = new Array<number>(left.length).fill(-1);
  const others = byKey(right, keyOf);
  for (const [key, own] of byKey(left, keyOf)) {
    const theirs = others.get(key) ?? [];
    const found = partnersByTime(
      own.map((index) => timeOf(left[index]!)),
      theirs.map((index) => timeOf(right[index]!)),
    );
    found.forEach((at, index) => (partners[own[index]!] = at < 0 ? -1 : theirs[at]!));
  }
  return partners;
}

function byKey<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  things.forEach((thing, index) => {
    const key = keyOf(thing);
    const same = found.get(key);
    if (same === undefined) found.set(key, [index]);
    else same.push(index);
  });
  return found;
}

/**
 * Lays two runs of units side by side, in an order that is the order of both where partners do not overtake each other.
 * Units of one key are the same thing; the first is the first, the second the second (`counted`), or the nearest in time.
 */
export function align(left: readonly Unit[], right: readonly Unit[], counted: boolean): Entry[] {
  const partner = counted ? partnersByCount(left, right) : partnersByKey(left, right, keyOfUnit, timeOfUnit);
  const partnerOfRight = new Array<number>(right.length).fill(-1);
  partner.forEach((at, index) => {
    if (at >= 0) partnerOfRight[at] = index;
  });
  const entries: Entry[] = [];
  const told = new Uint8Array(right.length);
  let j = 0;
  const passRight = (upTo: number) => {
    for (; j < upTo; j++) {
      if (partnerOfRight[j] === -1) entries.push({ left: null, right: right[j]! });
      else if (told[j] === 0) return;
    }
  };
  for (let i = 0; i < left.length; i++) {
    const at = partner[i]!;
    if (at < 0) {
      entries.push({ left: left[i]!, right: null });
      continue;
    }
    passRight(at);
    told[at] = 1;
    entries.push({ left: left[i]!, right: right[at]! });
    if (j === at) j++;
  }
  passRight(right.length);
  return entries;
}

function partnersByCount(left: readonly Unit[], right: readonly Unit[]): number[] {
  const places = byKey(right, keyOfUnit);
  const used = new Map<string, number>();
  return left.map(({ key }) => {
    const count = used.get(key) ?? 0;
    used.set(key, count + 1);
    return places.get(key)?.[count] ?? -1;
  });
}

const keyOfUnit = ({ key }: Unit): string => key;
const timeOfUnit = ({ time }: Unit): number => time;

/** The unit of one side. */
export function unitOf(entry: Entry, side: Side): Unit | null {
  return side === 'left' ? entry.left : entry.right;
}
