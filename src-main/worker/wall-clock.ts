/** Wall time in ms from any start, never running back. */
export type WallClock = () => number;
/** Calls `run` once, `ms` later. Returns the way to call it off. */
export type Later = (ms: number, run: () => void) => () => void;
