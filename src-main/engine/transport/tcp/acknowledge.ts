import { kindCode } from '../../trace/kinds.ts';
import { ECE } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { discard } from './buffers.ts';
import type { Connection } from './connection.ts';
import { dataEnd, flightSize } from './connection.ts';
import { congestionWindow, duplicated, markEchoed, progressed } from './recovery.ts';
import { measure } from './retransmission.ts';
import { takeBlocks } from './scoreboard.ts';
import type { Segment } from './segment.ts';
import { advance, atOrBefore, before, distance, later } from './sequence.ts';
import { sendFirstAgain } from './send.ts';
import { startTimer } from './timers.ts';

const ACKNOWLEDGED = kindCode('tcp.acknowledged');

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
  const marked = connection.ecn && (segment.flags & ECE) !== 0;
  if (marked) markEchoed(outside, connection, acknowledgment);
  const { sack } = segment.options;
  const news =
    connection.sackPermitted && sack !== undefined
      ? takeBlocks(
          connection.scoreboard,
          sack,
          later(connection.sendUnacknowledged, acknowledgment),
          connection.sendHighest,
        )
      : 0;
  let again: 'partial' | 'fast' | null = null;
  if (before(connection.sendUnacknowledged, acknowledgment)) {
    if (progress(state, outside, connection, segment, marked)) again = 'partial';
    if (news > 0 && duplicated(outside, connection)) again = 'fast';
    updateWindow(connection, segment);
  } else {
    const duplicate = connection.sackPermitted ? news > 0 : isDuplicate(connection, segment);
    updateWindow(connection, segment);
    if (duplicate && duplicated(outside, connection)) again = 'fast';
  }
  if (again !== null) sendFirstAgain(state, outside, connection, again);
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
  { acknowledgment, options }: Segment,
  marked: boolean,
): boolean {
  const flight = flightSize(connection);
  const fin =
    connection.sendClosed && !connection.finAcknowledged && acknowledgment === advance(dataEnd(connection), 1);
  const length = distance(connection.sendUnacknowledged, acknowledgment) - (fin ? 1 : 0);
  discard(connection.sendQueue, length);
  connection.sendUnacknowledged = acknowledgment;
  connection.sendNext = later(connection.sendNext, acknowledgment);
  connection.retransmissions = 0;
  if (fin) connection.finAcknowledged = true;
  measure(outside, connection, options.timestamps?.echo ?? null, flight);
  const recovering = connection.recovery !== null;
  const again = progressed(outside, connection, length, flight, marked);
  const cwnd = congestionWindow(connection);
  outside.recordDetail(ACKNOWLEDGED, -1, 0, 0, { connection: connection.name, acknowledgment, length, cwnd });
  // RFC 6298 §5.2, §5.3: nothing outstanding, no timer; something outstanding, the timer starts anew.
  if (acknowledgment === connection.sendHighest) {
    connection.timers.retransmission = null;
    connection.timers.persist = null;
  } else if (connection.timers.persist === null && !impatient(connection, recovering)) {
    startTimer(state, outside, connection, 'retransmission', connection.timeout);
  }
  if (length > 0) outside.ready(connection.owner);
  return again;
}

/**
 * Without SACK each round trip repairs one segment: only the first partial acknowledgment starts the timer anew, so that
 * a timeout ends a recovery with many losses (RFC 6582 §3.2, step 3; RFC 3782 §4 calls it the "impatient" variant).
 */
function impatient(connection: Connection, recovering: boolean): boolean {
  if (!recovering || connection.recovery === null || connection.sackPermitted) return false;
  const first = !connection.partlyRecovered;
  connection.partlyRecovered = true;
  return !first;
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
