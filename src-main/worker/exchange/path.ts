import type { Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { MOST_TRANSITIONS, type Transition } from '#contract/conversation.ts';
import type { Conversation } from '../conversations/conversations.ts';
import { factRow } from '../events/rows.ts';

/** What makes an end change its state: a segment that came, a call, a timer, or what a person did. */
const CAUSES: ReadonlySet<Kind> = new Set<Kind>([
  'tcp.received',
  'tcp.timer.expired',
  'socket.called',
  'icmp.error.received',
  'program.ended',
  'input.killed',
  'device.off',
]);
/** Steps up the chain of causes to one of these. */
const CAUSES_WALKED = 12;

/** The newest changes of state of one end in the known history, in their order. */
export function pathOf(trace: TraceStore, { ends }: Conversation, place: 0 | 1): Transition[] {
  const states = ends[place]?.states;
  if (states === undefined) return [];
  const count = states.length;
  const path: Transition[] = [];
  for (let index = Math.max(0, count - MOST_TRANSITIONS); index < count; index++) {
    const seq = states.at(index);
    const { from, to, clause } = trace.detail(seq);
    path.push({
      seq,
      time: trace.time(seq),
      from: String(from),
      to: String(to),
      clause: String(clause ?? ''),
      cause: causeOf(trace, seq),
    });
  }
  return path;
}

function causeOf(trace: TraceStore, seq: number): Transition['cause'] {
  let cause = trace.cause(seq);
  for (let walked = 0; cause !== 0 && walked < CAUSES_WALKED; walked++) {
    if (CAUSES.has(trace.kind(cause))) return factRow(trace, cause);
    cause = trace.cause(cause);
  }
  const nearest = trace.cause(seq);
  return nearest === 0 ? null : factRow(trace, nearest);
}
