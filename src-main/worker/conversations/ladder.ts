import type { TraceStore } from '#engine/trace/store.ts';
import type { Reason } from '#engine/trace/reasons.ts';
import type { Rung } from '#contract/shapes.ts';
import { endOf, segment, type Conversation } from './conversations.ts';
import type { Journeys } from '../packets/journeys.ts';

/**
 * Ends of a frame that are none of the segment's: copies of a flooded or repeated frame at bystanders and empty ports, and
 * what is left of one that collided, which its adapter sends again (IEEE 802.3 §4.2.3.2; one that gives up says so).
 */
export const ASTRAY: ReadonlySet<Reason> = new Set<Reason>([
  'not-for-this-adapter',
  'same-port',
  'no-cable',
  'collision',
  'collision-fragment',
]);

/** What part of its way a lost segment is thought to have had behind it where nothing is known of the way. */
const SOMEWHERE = 0.6;

/**
 * One rung: what fact `seq` says, and what had become of it by fact `cursor`. What only a whole ladder knows is left empty.
 * `cables`: how many such segments pass on their way; null: not known.
 */
export function rungOf(
  trace: TraceStore,
  journeys: Journeys,
  conversation: Conversation,
  seq: number,
  cursor: number,
  cables: number | null = null,
): Rung {
  const kind = trace.kind(seq);
  const place = endOf(trace, conversation, seq);
  const time = trace.time(seq);
  const packet = trace.packet(seq);
  const received = kind === 'tcp.received' || kind === 'udp.received';
  // What came from outside is told by its arrival: it was the other end that sent it.
  const teller = received && place !== null ? 1 - place : place;
  const { text, sequence, acknowledgment, window, length } = segment(trace, seq);
  const detail = trace.detail(seq);
  const state = kind === 'tcp.state';
  const { arrival, reason, drop } =
    state || received
      ? { arrival: received ? time : null, reason: null, drop: 0 }
      : fateOf(trace, journeys, packet, trace.device(seq), cursor);
  return {
    seq,
    time,
    end: teller === (conversation.client ?? 0) ? 'client' : 'server',
    kind: state ? 'state' : 'segment',
    packet,
    arrival,
    reason,
    ended: drop === 0 ? null : endedAt(trace, journeys, packet, drop, cables),
    retransmission: conversation.retransmissions.has(seq),
    marks: [],
    duplicate: 0,
    sack: [],
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
  const { arrival, reason } = fateOf(trace, journeys, packet, sender, cursor);
  return { arrival, reason };
}

/** The same with the fact of its being dropped; 0: it was not. */
export function fateOf(
  trace: TraceStore,
  journeys: Journeys,
  packet: number,
  sender: string | null,
  cursor: number,
): { arrival: number | null; reason: Reason | null; drop: number } {
  let arrival: number | null = null;
  let receiver: string | null = null;
  let reason: Reason | null = null;
  let drop = 0;
  if (packet === 0) return { arrival, reason, drop };
  for (const seq of journeys.facts(packet, cursor)) {
    const kind = trace.kind(seq);
    if ((kind === 'tcp.received' || kind === 'udp.received') && arrival === null) {
      arrival = trace.time(seq);
      receiver = trace.device(seq);
      reason = null;
      drop = 0;
    } else if (kind === 'frame.dropped' && !astray(trace, seq, sender)) {
      if (arrival !== null && (trace.device(seq) !== receiver || receiver === sender)) continue;
      reason = trace.reason(seq);
      drop = seq;
    }
  }
  return { arrival, reason, drop };
}

/** Where a packet ended. Its way is measured in cables: those it had behind it, of as many as others take. */
function endedAt(
  trace: TraceStore,
  journeys: Journeys,
  packet: number,
  drop: number,
  cables: number | null,
): Rung['ended'] {
  let arrivals = 0;
  for (const seq of journeys.facts(packet, drop)) if (trace.kind(seq) === 'frame.arrived') arrivals++;
  const device = trace.device(drop);
  const { cable, along } = trace.detail(drop);
  // On a cable it is between two devices; how far along it is only known of what a hand took away.
  const share = device === null ? (typeof along === 'number' ? along / 1000 : 0.5) : 0;
  const behind = arrivals + share;
  return {
    time: trace.time(drop),
    device,
    cable: cable === undefined ? null : String(cable),
    along: cables === null ? (behind === 0 ? 0 : SOMEWHERE) : Math.min(1, behind / cables),
    fact: drop,
  };
}

function astray(trace: TraceStore, seq: number, sender: string | null): boolean {
  const reason = trace.reason(seq);
  return ASTRAY.has(reason) && !(reason === 'no-cable' && trace.device(seq) === sender);
}
