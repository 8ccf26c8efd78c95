import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { discard } from './buffers.ts';
import { acknowledgedAgain, acknowledgedNew } from './congestion.ts';
import type { Connection } from './connection.ts';
import { dataEnd } from './connection.ts';
import { measure } from './retransmission.ts';
import type { Segment } from './segment.ts';
import { advance, atOrBefore, before, distance, later } from './sequence.ts';
import { sendFirstAgain } from './send.ts';
import { startTimer } from './timers.ts';

/** What the acknowledgment field of a segment turned out to be. */
export type Acknowledgment = 'fine' | 'of-something-not-sent' | 'too-old';

/**
 * The acknowledgment and the window of a segment in a synchronized state (RFC 9293 §3.10.7.4, fifth, ESTABLISHED;
 * the check against blind data is RFC 5961 §5.2).
 */
export function acknowledge(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Acknowledgment {
  const { acknowledgment } = segment;
  if (before(connection.sendHighest, acknowledgment)) return 'of-something-not-sent';
  if (before(acknowledgment, advance(connection.sendUnacknowledged, -connection.largestWindow))) return 'too-old';
  if (before(connection.sendUnacknowledged, acknowledgment)) {
    const again = progress(state, outside, connection, acknowledgment);
    updateWindow(connection, segment);
    if (again) sendFirstAgain(state, outside, connection);
    return 'fine';
  }
  const duplicate = isDuplicate(connection, segment);
  updateWindow(connection, segment);
  if (duplicate && acknowledgedAgain(connection)) sendFirstAgain(state, outside, connection);
  return 'fine';
}

/** RFC 5681 §2: data outstanding, no data, no SYN or FIN, the highest acknowledgment so far, the same window. */
function isDuplicate(connection: Connection, segment: Segment): boolean {
  return (
    connection.sendUnacknowledged !== connection.sendHighest &&
    connection.timers.retransmission !== null &&
    segment.length === 0 &&
    segment.acknowledgment === connection.sendUnacknowledged &&
    segment.window === connection.sendWindow
  );
}

/** SND.UNA moves on. Whether the first segment not acknowledged is to be sent again at once. */
function progress(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  acknowledgment: number,
): boolean {
  const fin =
    connection.sendClosed && !connection.finAcknowledged && acknowledgment === advance(dataEnd(connection), 1);
  const length = distance(connection.sendUnacknowledged, acknowledgment) - (fin ? 1 : 0);
  discard(connection.sendQueue, length);
  connection.sendUnacknowledged = acknowledgment;
  connection.sendNext = later(connection.sendNext, acknowledgment);
  connection.retransmissions = 0;
  if (fin) connection.finAcknowledged = true;
  outside.record('tcp.acknowledged', { detail: { connection: connection.name, acknowledgment, length } });
  measure(outside, connection);
  const again = acknowledgedNew(connection, length);
  // RFC 6298 §5.2, §5.3: nothing outstanding, no timer; something outstanding, the timer starts anew.
  if (acknowledgment === connection.sendHighest) {
    connection.timers.retransmission = null;
    connection.timers.persist = null;
  } else if (connection.timers.persist === null) {
    startTimer(state, outside, connection, 'retransmission', connection.timeout);
  }
  if (length > 0) outside.ready(connection.owner);
  return again;
}

/** Takes the window of a segment unless an older one told it (RFC 9293 §3.10.7.4: SND.WL1 and SND.WL2). */
export function updateWindow(connection: Connection, { sequence, acknowledgment, window }: Segment): void {
  if (before(acknowledgment, connection.sendUnacknowledged)) return;
  const newer =
    before(connection.windowSequence, sequence) ||
    (connection.windowSequence === sequence && atOrBefore(connection.windowAcknowledgment, acknowledgment));
  if (!newer) return;
  setWindow(connection, { sequence, acknowledgment, window });
}

/** SND.WND, SND.WL1, SND.WL2. A window that opened ends the asking. */
export function setWindow(
  connection: Connection,
  { sequence, acknowledgment, window }: Pick<Segment, 'sequence' | 'acknowledgment' | 'window'>,
): void {
  if (window > connection.sendWindow) {
    connection.timers.persist = null;
    connection.probes = 0;
  }
  connection.sendWindow = window;
  connection.largestWindow = Math.max(connection.largestWindow, window);
  connection.windowSequence = sequence;
  connection.windowAcknowledgment = acknowledgment;
}
