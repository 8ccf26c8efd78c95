/** How plain data is packed: what `packing.ts` writes and `unpacking.ts` reads. */

/**
 * Plain data as few bytes, to be put together again later: what `copyPlain` copies, at a tenth of the memory.
 *
 * ```
 *   tag │ what follows                                         objects: the number of their shape, then the values of
 *    1  │ digits, a code, a length, then values ...            their fields in its order; the shape knows the names
 * ```
 *
 * Byte arrays and what is frozen are shared, because nothing changes them; so are long texts.
 */
export interface Packing {
  /** The memory it lies in, beside what was packed at the same moment, and where. It may be moved, and stays the same. */
  memory: Uint8Array;
  from: number;
  /** Bytes. */
  readonly length: number;
  /** What is shared with the state it was packed from, in the order in which it is met. */
  readonly shared: readonly unknown[];
}

/** Gives packings a piece of memory of their own, so that the one they lie in need not be kept for them. */
export function moveTogether(packings: readonly Packing[]): void {
  const memory = new Uint8Array(packings.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const packing of packings) {
    memory.set(packing.memory.subarray(packing.from, packing.from + packing.length), at);
    packing.memory = memory;
    packing.from = at;
    at += packing.length;
  }
}

/** What a reader has to know of an object: the names of its fields in the order in which they were made. */
export interface PackedShape {
  readonly keys: readonly string[];
  /** Whether a field is shared. */
  readonly shared: readonly boolean[];
  /** An object of this shape, made as the engine makes them: what is spread from it is as quick to work with. */
  readonly template: Readonly<Record<string, unknown>>;
}

export const NULL = 0;
export const UNDEFINED = 1;
export const TRUE = 2;
export const FALSE = 3;
export const POSITIVE = 4;
export const NEGATIVE = 5;
export const FLOAT = 6;
export const SHARED = 7;
export const OBJECT = 8;
export const ARRAY = 9;
export const MAP = 10;
export const SET = 11;
export const FRAME = 12;
export const NUMBERS = 13;
export const TEXT = 14;
/** A list of whole numbers, each as its distance from the one {@link ROW} before it. */
export const ROWS = 15;
/** Tags from here on are numbers from 0 on. */
export const SMALL = 16;
export const SMALLEST_LARGE = 256 - SMALL;

/** Long lists of numbers are mostly rows of a few numbers each, one like the next: of three in the largest (`Departures`). */
export const ROW = 3;
