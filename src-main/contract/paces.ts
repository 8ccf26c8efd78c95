import type { Pace } from './shapes.ts';

/** How time runs until a person says otherwise: slow enough to watch a packet go from cable to cable. */
export const FIRST_PACE: Pace = { kind: 'hop', wall: 800 };
