/** Wall time in ms from any start, never running back. */
export type WallClock = () => number;
/** Wall ms one piece of long work may take: calls are answered in between, and time goes on. */
export const PIECE = 12;
/** Calls `run` once, `ms` later. Returns the way to call it off. */
export type Later = (ms: number, run: () => void) => () => void;
