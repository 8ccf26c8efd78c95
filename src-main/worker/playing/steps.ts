import type { Timeline } from '#engine/sim/timeline.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { StepOver } from '#contract/shapes.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { WallClock } from '../wall-clock.ts';
import type { Search } from './player.ts';

/** What a step goes over, besides a whole moment. */
export type Selected = Exclude<StepOver, { kind: 'moment' }>;

/** Events of one moment handled at once. There may be more: a thousand hosts that hear the same broadcast. */
const EVENTS_AT_ONCE = 2048;
/** Facts looked at between two looks at the clock. */
const FACTS_AT_ONCE = 1024;
/** Facts looked at in one piece of a search at most, for clocks that stand still meanwhile. */
const FACTS_A_PIECE = 1 << 18;

/** Whether a fact by its number is about what is selected. */
export function aboutSelected(
  selected: Selected,
  trace: TraceStore,
  { conversations, datagrams }: Record<'conversations' | 'datagrams', Conversations>,
): (seq: number) => boolean {
  switch (selected.kind) {
    case 'packet':
      return (seq) => trace.packet(seq) === selected.packet;
    case 'device':
      return (seq) => trace.device(seq) === selected.device;
    case 'connection':
      return (seq) => (conversations.partOf(seq) ?? datagrams.partOf(seq)) === selected.connection;
  }
}

/**
 * Searches for the next fact known behind the cursor that fits, or, back, for the last one that fits and was recorded
 * before the event that the cursor stands just behind: so from one step of what is selected it is the one before, and from
 * anywhere else the nearest one that has happened. A history may hold millions, so it is done a piece at a time.
 */
export function knownSearch(
  { trace, cursor }: Timeline,
  direction: 'forward' | 'back',
  fits: (seq: number) => boolean,
  clock: WallClock,
): Search {
  const by = direction === 'forward' ? 1 : -1;
  const here = direction === 'back' && cursor > 0 ? trace.step(cursor) : -1;
  let seq = direction === 'forward' ? cursor + 1 : cursor;
  return (deadline) => {
    for (let left = FACTS_A_PIECE; seq > 0 && seq <= trace.length; seq += by, left--) {
      if (left === 0 || (left % FACTS_AT_ONCE === 0 && left < FACTS_A_PIECE && clock() >= deadline)) return null;
      if (trace.step(seq) !== here && fits(seq)) return seq;
    }
    return 0;
  };
}

/** To just after the next event with a fact; `none`: nothing happens any more. */
export const stepOn = (timeline: Timeline): 'done' | 'none' => (timeline.stepForward() ? 'done' : 'none');

/** To just before the last event with a fact. */
export const stepBack = (timeline: Timeline): boolean => timeline.stepBack();

/**
 * To after everything that happens at the time of the next event with a fact, as far as that is done at once. `none`:
 * nothing happens any more; `more`: there is more of that moment to come.
 */
export function overMoment(timeline: Timeline): 'done' | 'none' | 'more' {
  if (!timeline.stepForward()) return 'none';
  return timeline.advance(timeline.now, EVENTS_AT_ONCE) === 'budget' ? 'more' : 'done';
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
