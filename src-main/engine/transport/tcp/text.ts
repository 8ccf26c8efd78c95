/**
 * What a segment carries, once it is accepted: the last three steps of RFC 9293 §3.10.7.4, then whatever is to be sent.
 */
import type { Reason } from '../../trace/reasons.ts';
import { CWR, FIN, URG } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { abort } from './close.ts';
import type { Connection } from './connection.ts';
import { acknowledgeAfterProgram, acknowledgeText, delayAcknowledgment } from './delayed-acknowledgment.ts';
import { emitAcknowledgment, receiveWindow } from './emit.ts';
import { takeText } from './reassembly.ts';
import { noteArrival } from './sack-blocks.ts';
import type { Segment } from './segment.ts';
import { output } from './send.ts';
import { advance, before, distance } from './sequence.ts';
import { enter, receivesText } from './states.ts';
import { enterTimeWait, restartTimeWait } from './time-wait.ts';

/** Sixth, seventh and eighth: URG, text and FIN. `owed`: it has a SYN, which must be acknowledged. */
export function takeRest(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
  owed: boolean,
): Reason | null {
  const { text, sequence } = segment;
  const fin = (segment.flags & FIN) !== 0;
  let inOrder = true;
  let waited = false;
  if (receivesText(connection.state)) {
    if (connection.socket === null && connection.listener === null && text.length > 0) {
      // Nobody will ever read it (RFC 9293 §3.6.1, SHLD-3).
      abort(state, outside, connection, null, '3.6.1');
      return null;
    }
    if ((segment.flags & URG) !== 0) takeUrgent(outside, connection, segment);
    // Seventh: the text.
    if (text.length > 0) {
      noteMark(connection, segment);
      const known = connection.receiveNext;
      waited = connection.islands.length > 0;
      connection.largestText = Math.max(connection.largestText, text.length);
      inOrder = takeText(connection, sequence, text);
      connection.totals.bytesReceived += distance(known, connection.receiveNext);
      if (inOrder && !connection.receiveClosed) outside.ready(connection.owner);
    }
    // Eighth: the FIN, in its turn.
    const end = advance(sequence, text.length);
    const ahead = distance(connection.receiveNext, end);
    if (fin && ahead >= 0 && ahead < receiveWindow(connection)) {
      connection.finSequence = end;
      if (ahead > 0) {
        noteArrival(connection.sackMemory, end);
        inOrder = false;
      }
    }
    if (connection.finSequence === connection.receiveNext) takeFin(state, outside, connection);
    else if (fin) inOrder = false;
  } else if (connection.state === 'TIME-WAIT' && fin) {
    restartTimeWait(state, outside, connection);
  }
  const sent = output(state, outside, connection);
  if (text.length > 0 || fin) {
    // One out of order is acknowledged in a segment of its own, which the peer can count as a duplicate; one that fills a gap
    // at once (RFC 5681 §4.2).
    if (!inOrder) emitAcknowledgment(state, outside, connection);
    // What came twice is told at once too (RFC 2883 §4).
    else if (!sent) {
      const urgent = owed || waited || connection.sackMemory.duplicate !== null;
      if (connection.state === 'CLOSE-WAIT' && !urgent) acknowledgeAfterProgram(state, outside, connection);
      else acknowledgeText(state, outside, connection, urgent || connection.finReceived);
    }
  } else if (owed && !sent) {
    // "Data or controls that were queued for transmission MAY be included" (§3.10.7.3): a program that says so gets the time.
    if (connection.interactive) delayAcknowledgment(state, outside, connection);
    else emitAcknowledgment(state, outside, connection);
  }
  return null;
}

/** A router's mark is echoed in every acknowledgment until the sender says that it has heard (RFC 3168 §6.1.3). */
function noteMark(connection: Connection, { flags, marked }: Segment): void {
  if (!connection.ecn) return;
  if ((flags & CWR) !== 0) connection.markPending = false;
  if (marked) connection.markPending = true;
}

/** Sixth: RCV.UP moves on, and the program is told (RFC 9293 §3.8.5). The data itself stays in line (RFC 6093 §4). */
function takeUrgent(outside: TransportOutside, connection: Connection, segment: Segment): void {
  const pointer = advance(segment.sequence, segment.urgentPointer);
  const consumed = advance(connection.receiveNext, -connection.receiveQueue.length);
  // A mark that was read past says nothing any more, and two billion bytes later would seem to lie ahead.
  const known = connection.receiveUrgent;
  const ahead = known !== null && before(consumed, known);
  if (!before(consumed, pointer) || (ahead && !before(known, pointer))) return;
  connection.receiveUrgent = pointer;
  outside.record('tcp.urgent', { detail: { connection: connection.name, pointer } });
  outside.ready(connection.owner);
}

/** The peer will send no more (§3.10.7.4, eighth). */
function takeFin(state: TransportState, outside: TransportOutside, connection: Connection): void {
  connection.finReceived = true;
  connection.finSequence = null;
  connection.islands = [];
  connection.receiveNext = advance(connection.receiveNext, 1);
  outside.ready(connection.owner);
  switch (connection.state) {
    case 'ESTABLISHED':
      enter(outside, connection, 'CLOSE-WAIT', '3.10.7.4');
      break;
    case 'FIN-WAIT-1':
      // Our FIN is not acknowledged yet, or this would be FIN-WAIT-2.
      enter(outside, connection, 'CLOSING', '3.10.7.4');
      break;
    case 'FIN-WAIT-2':
      enterTimeWait(state, outside, connection, '3.10.7.4');
      break;
  }
}
