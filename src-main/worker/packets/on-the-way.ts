import type { Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';

/** What happens to a frame between its two ends of a cable: what the cable does, its rules, and a person's hand. */
const ON_THE_WAY: ReadonlySet<Kind> = new Set<Kind>([
  'frame.delayed',
  'frame.reordered',
  'frame.damaged',
  'rule.hit',
  'rule.delayed',
  'rule.marked',
  'rule.without-effect',
  'touch.lost',
  'touch.held',
  'touch.released',
  'touch.delayed',
  'touch.duplicated',
  'touch.flipped',
  'touch.edited',
]);

/** The fact that made `seq` happen, past all that happened to the frame on its way: the fact of its sending, if it is one. */
export function sendingOf(trace: TraceStore, seq: number): number {
  let cause = trace.cause(seq);
  while (cause !== 0 && ON_THE_WAY.has(trace.kind(cause))) cause = trace.cause(cause);
  return cause;
}
