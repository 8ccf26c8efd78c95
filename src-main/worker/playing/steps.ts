import type { Timeline } from '#engine/sim/timeline.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { StepOver } from '#contract/shapes.ts';
import type { Conversations } from '../conversations/conversations.ts';

/** What a step goes over, besides a whole moment. */
export type Selected = Exclude<StepOver, { kind: 'moment' }>;

/** Events handled at most to bring one moment to its end. */
const MOMENT_LIMIT = 1_000_000;

/** Whether a fact by its number is about what is selected. */
export function aboutSelected(
  selected: Selected,
  trace: TraceStore,
  conversations: Conversations,
): (seq: number) => boolean {
  switch (selected.kind) {
    case 'packet':
      return (seq) => trace.packet(seq) === selected.packet;
    case 'device':
      return (seq) => trace.device(seq) === selected.device;
    case 'connection':
      return (seq) => conversations.partOf(seq) === selected.connection;
  }
}

/** The next fact known behind the cursor that fits; 0: none is known. */
export function nextKnown({ trace, cursor }: Timeline, fits: (seq: number) => boolean): number {
  for (let seq = cursor + 1; seq <= trace.length; seq++) if (fits(seq)) return seq;
  return 0;
}

/**
 * The last fact that fits and was recorded before the event that the cursor stands just behind; 0: none. So from one step
 * of what is selected it is the one before, and from anywhere else the nearest one that has happened.
 */
export function previousKnown({ trace, cursor }: Timeline, fits: (seq: number) => boolean): number {
  if (cursor === 0) return 0;
  const here = trace.step(cursor);
  for (let seq = cursor; seq > 0; seq--) if (trace.step(seq) !== here && fits(seq)) return seq;
  return 0;
}

/** To just after the next event with a fact; false: nothing happens any more. */
export const stepOn = (timeline: Timeline): boolean => timeline.stepForward();

/** To just before the last event with a fact. */
export const stepBack = (timeline: Timeline): boolean => timeline.stepBack();

/** To after everything that happens at the time of the next event with a fact; false: nothing happens any more. */
export function overMoment(timeline: Timeline): boolean {
  if (!timeline.stepForward()) return false;
  timeline.advance(timeline.now, MOMENT_LIMIT);
  return true;
}

/** To after everything that happened at the moment before the last one with a fact. */
export function backOverMoment(timeline: Timeline): void {
  const { trace, cursor } = timeline;
  if (cursor === 0) return timeline.seekStep(0);
  const before = trace.seqAt(trace.time(cursor) - 1);
  timeline.seekStep(before === 0 ? 0 : trace.step(before));
}

/** A place in history, to come back to. */
export interface Stand {
  step: number;
  time: number;
}

/** Back to a place that was stood at before. */
export function returnTo(timeline: Timeline, { step, time }: Stand): void {
  timeline.seekStep(step);
  // No event lies between: only the time that had passed since is let pass again.
  timeline.advance(time, 0);
}
