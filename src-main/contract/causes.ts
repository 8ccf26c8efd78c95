/** The shapes of answers about causes: steps of a chain, what a fact led to, and what was thrown away. */
import * as v from 'valibot';
import { count, factRow } from './shapes.ts';

/** The row of a device's table by which something was decided. */
export const usedRow = v.object({
  /** As in `devices.view`: `routes`, `arp`, `mac`, `translations`, … */
  table: v.string(),
  /** What stood in it, by column; columns a decision says nothing of are left out. */
  cells: v.record(v.string(), v.union([v.string(), v.number()])),
  /** The fact that wrote the row; null: the drawing says it. */
  fact: v.nullable(count),
});
export type UsedRow = v.InferOutput<typeof usedRow>;

/** One fact with what it rests on. */
export const causeStep = v.object({
  ...factRow.entries,
  /** Clause of the standard it follows (`RFC 826`, `IEEE 802.1Q §8.6.3`); null: none speaks of it. */
  clause: v.nullable(v.string()),
  /** Rows of tables it was decided by. */
  rows: v.array(usedRow),
  /** A second fact without which it would not have happened; 0: none. */
  also: count,
});
export type CauseStep = v.InferOutput<typeof causeStep>;

/** A fact and its causes. */
export const causeChain = v.object({
  /** The fact asked about, what caused it, what caused that, …; the last one has no cause. */
  steps: v.array(causeStep),
  /** Steps of a long chain that are left out: how many, before the step with index `at`. */
  gap: v.nullable(v.object({ at: count, count })),
});
export type CauseChain = v.InferOutput<typeof causeChain>;

/** What a fact led to, the lived future included: all that has it among its causes, in the order in which it happened. */
export const effects = v.object({
  effects: v.array(causeStep),
  /** Whether these are all. */
  complete: v.boolean(),
});
export type Effects = v.InferOutput<typeof effects>;

/** What was thrown away. */
export const dropList = v.object({
  /** By reason, the most frequent first. `count`: up to the cursor; `known`: the lived future included. */
  reasons: v.array(v.object({ reason: v.string(), count, known: count })),
  /** Drops of the reason asked for, the lived future included. */
  total: count,
  /** Drops of that reason up to the cursor: the rows behind that place lie ahead. */
  place: count,
  rows: v.array(factRow),
});
export type DropList = v.InferOutput<typeof dropList>;
