/**
 * When each segment in flight left, so that its acknowledgment measures a round trip (RFC 6298 §3, RFC 7323 §4). The echoed
 * timestamp says which transmission is meant; when that was, to the nanosecond, the sender knows itself. So a path faster
 * than a tick of the timestamp clock is measured too.
 */
import { atOrBefore, before } from './sequence.ts';

/**
 * The segments in flight, three numbers each: one after its last sequence number, when it left last in ns, and the
 * timestamp it carried then. Numbers, because every checkpoint copies them: as objects they were a quarter of a busy host.
 *
 * ```
 *   │ end │ sent │ stamp │ end │ sent │ stamp │ …      oldest first
 * ```
 */
export type Departures = number[];

const SENT = 1;
const STAMP = 2;
const NUMBERS = 3;

/** The segment `from` … `end` - 1 leaves now: for the first time, or again. */
export function noteDeparture(departures: Departures, from: number, end: number, sent: number, stamp: number): void {
  const last = departures.length - NUMBERS;
  for (let at = last; at >= 0 && !atOrBefore(departures[at]!, from); at -= NUMBERS) {
    const start = departures[at - NUMBERS] ?? from;
    if (atOrBefore(end, start)) continue;
    departures[at + SENT] = sent;
    departures[at + STAMP] = stamp;
  }
  if (last < 0 || before(departures[last]!, end)) departures.push(end, sent, stamp);
}

/**
 * Everything before `acknowledged` has arrived, and the acknowledgment echoes `echo`. When the segment it echoes left, ns;
 * null: none of those acknowledged carried that timestamp (it was sent again since).
 */
export function takeArrival(departures: Departures, acknowledged: number, echo: number): number | null {
  let at = 0;
  let sent: number | null = null;
  for (; at < departures.length && !before(acknowledged, departures[at]!); at += NUMBERS) {
    if (sent === null && departures[at + STAMP] === echo) sent = departures[at + SENT]!;
  }
  departures.splice(0, at);
  return sent;
}
