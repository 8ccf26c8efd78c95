import type { Timeline } from '#engine/sim/timeline.ts';
import type { EndView } from '#engine/transport/end-view.ts';
import { POINT_AGAIN, type EndMoment, type SequenceRange } from '#contract/conversation.ts';
import type { Conversation } from '../conversations/conversations.ts';
import type { Exchange } from './exchange.ts';

/** Segments in flight looked back at for those that were sent again. */
const LOOKED_BACK = 5000;

/** What one end of a conversation knows at the cursor; null: it is over there, or outside of what is simulated. */
export function momentOf(timeline: Timeline, exchange: Exchange, place: 0 | 1): EndMoment | null {
  const { conversation, directions } = exchange;
  const end = conversation.ends[place];
  if (end === undefined || conversation.protocol === 'udp' || end.first > timeline.cursor) return null;
  // What goes by that name now may be another connection.
  if (end.replaced !== 0 && end.replaced <= timeline.cursor) return null;
  const view = timeline.connection(end.device, end.connection);
  if (view === null || view.iss !== (directions[place].first ?? view.iss)) return null;
  return {
    device: end.device,
    state: view.state,
    iss: view.iss,
    sndUna: view.sndUna,
    sndNxt: view.sndNxt,
    sndWnd: view.sndWnd,
    queued: view.queued,
    irs: view.irs,
    rcvNxt: view.rcvNxt,
    rcvWnd: view.rcvWnd,
    unread: view.receiveQueue,
    sendBuffer: view.sendBuffer,
    receiveBuffer: view.receiveBuffer,
    sacked: view.sackedRanges,
    resent: resentOf(exchange, place, view, timeline.cursor),
    early: view.early,
    mss: view.mss,
    cwnd: view.cwnd,
    ssthresh: view.ssthresh,
    congestionControl: view.congestionControl,
    phase: view.phase,
    srtt: view.srtt,
    rttvar: view.rttvar,
    rto: view.rto,
    timers: view.timers.map(({ timer, deadline, cause, attempts }) => ({
      timer,
      started: cause === 0 ? 0 : timeline.trace.time(cause),
      deadline,
      fact: cause,
      attempts,
    })),
  };
}

/** What is in flight and was sent more than once, ascending and apart from each other. */
function resentOf({ directions }: Exchange, place: 0 | 1, view: EndView, cursor: number): SequenceRange[] {
  const { segments } = directions[place];
  const flight = (view.sndUna - view.iss) >>> 0;
  const upTo = flight + ((view.sndNxt - view.sndUna) >>> 0);
  const turns = segments.length === 0 ? 0 : Math.floor(directions[place].unacknowledged / 2 ** 32);
  const base = turns * 2 ** 32;
  const ranges: SequenceRange[] = [];
  const last = segments.facts.countUpTo(cursor);
  for (let at = last - 1; at >= Math.max(0, last - LOOKED_BACK); at--) {
    if ((segments.mark(at) & POINT_AGAIN) === 0) continue;
    const from = Math.max(segments.values.at(at) - base, flight);
    const to = Math.min(segments.high(at) - base, upTo);
    if (from < to) ranges.push({ from, to });
  }
  const apart: SequenceRange[] = [];
  for (const range of ranges.sort((one, other) => one.from - other.from)) {
    const before = apart.at(-1);
    if (before !== undefined && range.from <= before.to) before.to = Math.max(before.to, range.to);
    else apart.push({ ...range });
  }
  return apart.map(({ from, to }) => ({ from: (view.iss + from) >>> 0, to: (view.iss + to) >>> 0 }));
}

/** Which of two ends, by their places in a conversation, an end by its role is. */
export function placeOfEnd({ client }: Conversation, end: 'client' | 'server'): 0 | 1 {
  return (end === 'client') === (client !== 1) ? 0 : 1;
}
