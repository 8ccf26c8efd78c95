import type { TraceStore } from '#engine/trace/store.ts';
import type { Reason } from '#engine/trace/reasons.ts';
import type { LadderGap, Rung } from '#contract/shapes.ts';
import { endOf, segment, type Conversation } from './conversations.ts';
import type { Journeys } from '../packets/journeys.ts';

/** Rungs told of one conversation. When there are more: its first, which tell how it was opened, and the newest up to the cursor. */
export const MOST_RUNGS = 2000;
export const FIRST_RUNGS = 20;

/** Copies of a flooded or repeated frame end so at bystanders and empty ports; the segment itself is not lost by it. */
export const ASTRAY: ReadonlySet<Reason> = new Set<Reason>(['not-for-this-adapter', 'same-port', 'no-cable']);

/** What both ends of a conversation did up to fact `cursor`, in order. */
export function ladderOf(trace: TraceStore, journeys: Journeys, conversation: Conversation, cursor: number): Ladder {
  const count = conversation.rungs.countUpTo(cursor);
  const omitted = Math.max(0, count - MOST_RUNGS);
  const rungs: Rung[] = [];
  for (let index = 0; index < count; index++) {
    if (index === FIRST_RUNGS) index += omitted;
    rungs.push(rungOf(trace, journeys, conversation, conversation.rungs.at(index), cursor));
  }
  return { rungs, gap: omitted === 0 ? null : { at: FIRST_RUNGS, count: omitted } };
}

interface Ladder {
  rungs: Rung[];
  /** Where rungs are left out; null: nowhere. */
  gap: LadderGap | null;
}

/** One rung: what fact `seq` says, and what had become of it by fact `cursor`. */
export function rungOf(
  trace: TraceStore,
  journeys: Journeys,
  conversation: Conversation,
  seq: number,
  cursor: number,
): Rung {
  const kind = trace.kind(seq);
  const place = endOf(trace, conversation, seq);
  const time = trace.time(seq);
  const packet = trace.packet(seq);
  // What came from outside is told by its arrival: it was the other end that sent it.
  const teller = kind === 'tcp.received' && place !== null ? 1 - place : place;
  const { text, sequence, acknowledgment, window, length } = segment(trace, seq);
  const detail = trace.detail(seq);
  const state = kind === 'tcp.state';
  return {
    seq,
    time,
    end: teller === (conversation.client ?? 0) ? 'client' : 'server',
    kind: state ? 'state' : 'segment',
    packet,
    ...(kind === 'tcp.sent'
      ? fate(trace, journeys, packet, trace.device(seq), cursor)
      : { arrival: state ? null : time, reason: null }),
    retransmission: conversation.retransmissions.has(seq),
    flags: text,
    sequence,
    acknowledgment,
    window,
    length,
    from: state ? String(detail['from'] ?? '') : '',
    to: state ? String(detail['to'] ?? '') : '',
  };
}

/** When the other end took a segment, or why it ended before; or why that end threw it away after all. */
export function fate(
  trace: TraceStore,
  journeys: Journeys,
  packet: number,
  sender: string | null,
  cursor: number,
): Pick<Rung, 'arrival' | 'reason'> {
  let arrival: number | null = null;
  let receiver: string | null = null;
  let reason: Reason | null = null;
  if (packet === 0) return { arrival, reason };
  for (const seq of journeys.facts(packet, cursor)) {
    const kind = trace.kind(seq);
    if (kind === 'tcp.received' && arrival === null) {
      arrival = trace.time(seq);
      receiver = trace.device(seq);
      reason = null;
    } else if (kind === 'frame.dropped' && !astray(trace, seq, sender)) {
      if (arrival === null || (trace.device(seq) === receiver && receiver !== sender)) reason = trace.reason(seq);
    }
  }
  return { arrival, reason };
}

function astray(trace: TraceStore, seq: number, sender: string | null): boolean {
  const reason = trace.reason(seq);
  return ASTRAY.has(reason) && !(reason === 'no-cable' && trace.device(seq) === sender);
}
