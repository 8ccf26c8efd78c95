/**
 * What the host keeps of a project's histories, so that a simulation thread that dies costs a message and no run: the thread
 * tells it as it happens, and a new thread is given it back. Histories are what was put into them (`engine/sim/inputs.ts`):
 * topology, seed and inputs are enough to live one again, fact by fact. These are calls between host and thread; of them a
 * window makes `simulation.reopen` alone.
 */
import * as v from 'valibot';
import type { DocumentRecord } from '#document/records.ts';
import type { LoggedInput } from '#engine/sim/inputs.ts';
import { count, id, now, pace, text, time, type Pace } from './shapes.ts';

/** Where a run stands: its cursor and how far it was lived, in events and ns. */
export const standing = v.object({ step: count, time, horizonStep: count, horizon: time });
export type RunStanding = v.InferOutput<typeof standing>;

/** A run without what happened in it; see `branchRow`. */
export const keptRun = v.object({
  id,
  name: v.nullable(v.string()),
  from: v.nullable(id),
  forkTime: time,
  forkFact: count,
});
export type KeptRun = v.InferOutput<typeof keptRun>;

/** What a world was told of the drawing with an input, and the last fact before that. */
export interface Telling {
  fact: number;
  put: DocumentRecord[];
  remove: string[];
}

/** An input as it is kept. */
export interface KeptInput extends LoggedInput {
  telling?: Telling;
  /**
   * Its bytes are a piece of memory with this number, `at` so many bytes from its start: pieces that lay side by side must
   * do so again, for a send queue holds them as one.
   */
  memory?: { number: number; at: number };
}

/** Something that has become of the histories of the project. */
export type JournalEntry =
  /** Another project; all that was kept is of no use any more. */
  | { what: 'opened'; text: string }
  /** The runs there are; `count`: how many there ever were. */
  | { what: 'runs'; runs: KeptRun[]; current: string; count: number }
  /** A run begins with the same inputs as another, up to and with event `step`. */
  | { what: 'began'; run: string; like: string; step: number }
  /** An input; what was lived at its event or later is cut off. */
  | { what: 'acted'; run: string; logged: KeptInput }
  | { what: 'stands'; run: string; standing: RunStanding }
  /** How time runs when it is played and no real program takes part: those are gone with the thread. */
  | { what: 'pace'; pace: Pace }
  /** The run that is being lived again from now on; null: none. */
  | { what: 'rebuilding'; run: string | null };

const plainObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

export const JOURNAL_CALLS = {
  /**
   * Goes on where the network stood, with the drawing as the window has it: after the thread was lost, or from a window that
   * has just come. Answers when the run looked at is there. Where there is nothing to go on with, the project is opened.
   */
  'simulation.reopen': { parameters: v.object({ text }), result: now },
  /**
   * A window that has just come tells the drawing it has of the network that lives: what is different in it is an input at the
   * end of the run looked at; in its past, and in other runs, it waits until something is done there. Refused
   * (`simulation.none`) where it is no drawing of that network.
   */
  'journal.joined': { parameters: v.object({ text }), result: now },
  /** A new thread is told what there is to rebuild. `opened`: the project as it was when its time began; `drawn`: as it is. */
  'journal.begin': {
    parameters: v.object({
      opened: text,
      drawn: text,
      pace: v.nullable(pace),
      current: id,
      count,
      /** `log`: its inputs, by their place among those that follow (`journal.inputs`). */
      runs: v.array(v.object({ ...keptRun.entries, standing, log: v.instance(Uint32Array) })),
    }),
    result: v.object({}),
  },
  /** The inputs of all runs, in several portions. */
  'journal.inputs': {
    parameters: v.object({ inputs: v.array(v.custom<KeptInput>(plainObject)) }),
    result: v.object({}),
  },
  /** Rebuilds the run looked at, a little at a time. */
  'journal.live': { parameters: v.object({}), result: now },
  /** Rebuilds the others. `short`: those of which not all could be lived again, and up to which ns. */
  'journal.rest': {
    parameters: v.object({}),
    result: v.object({ short: v.array(v.object({ run: id, name: v.nullable(v.string()), time })) }),
  },
} as const;

export const JOURNAL_ANNOUNCEMENTS = {
  'journal.told': v.object({ entries: v.array(v.custom<JournalEntry>(plainObject)) }),
  /** So many bytes are kept that no more can be: a thread that dies now would cost what comes from here on. */
  'journal.full': v.object({ bytes: count }),
  /** All that was lost with the thread is there again. `short`: runs of which the end is missing, and from which ns on. */
  'journal.rebuilt': v.object({
    runs: count,
    short: v.array(v.object({ run: id, name: v.nullable(v.string()), time, why: v.picklist(['bytes', 'broken']) })),
  }),
} as const;
