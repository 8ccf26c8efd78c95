/**
 * Two runs side by side: what is different in them, and where both stand at one moment. This room reads traces and views;
 * it moves no time and puts nothing into words.
 *
 * Read `units.ts` for what is laid side by side, `align.ts` for how its partners are found, and `incidents.ts` for how
 * thousands of single differences become the few things an expert would say.
 */
import type { TraceStore } from '#engine/trace/store.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Journeys } from '../packets/journeys.ts';

export type Side = 'left' | 'right';

/** One of the two runs, as far as it is compared. */
export interface Run {
  trace: TraceStore;
  conversations: Conversations;
  journeys: Journeys;
  /** Facts 1 … `facts` are compared. */
  facts: number;
}

/** Facts read, or units worked on, between two places at which a comparison can be interrupted. */
export const PIECE = 2000;

/** Work that can be interrupted: it yields after every piece, and returns what came of it. */
export type Pieces<Result> = Generator<void, Result, void>;

/** Does all the work at once. */
export function whole<Result>(pieces: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}
