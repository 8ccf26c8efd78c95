/**
 * When each segment in flight left, so that its acknowledgment measures a round trip (RFC 6298 §3, RFC 7323 §4). The echoed
 * timestamp says which transmission is meant; when that was, to the nanosecond, the sender knows itself. So a path faster
 * than a tick of the timestamp clock is measured too.
 */
import { atOrBefore, before } from './sequence.ts';

/** One segment in flight. */
export interface Departure {
  /** One after its last sequence number. */
  end: number;
  /** When it left last, ns. */
  sent: number;
  /** The timestamp it carried then. */
  stamp: number;
}

/** The segment `from` … `end` - 1 leaves now: for the first time, or again. */
export function noteDeparture(departures: Departure[], from: number, end: number, sent: number, stamp: number): void {
  for (let index = departures.length - 1; index >= 0; index--) {
    const known = departures[index]!;
    if (atOrBefore(known.end, from)) break;
    const start = departures[index - 1]?.end ?? from;
    if (atOrBefore(end, start)) continue;
    known.sent = sent;
    known.stamp = stamp;
  }
  const last = departures.at(-1);
  if (last === undefined || before(last.end, end)) departures.push({ end, sent, stamp });
}

/**
 * Everything before `acknowledged` has arrived, and the acknowledgment echoes `echo`. When the segment it echoes left, ns;
 * null: none of those acknowledged carried that timestamp (it was sent again since).
 */
export function takeArrival(departures: Departure[], acknowledged: number, echo: number): number | null {
  let count = 0;
  let sent: number | null = null;
  for (const departure of departures) {
    if (before(acknowledged, departure.end)) break;
    count++;
    if (sent === null && departure.stamp === echo) ({ sent } = departure);
  }
  departures.splice(0, count);
  return sent;
}
