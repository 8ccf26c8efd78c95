/**
 * What a segment does to a connection, in the order of RFC 9293 §3.10.7: read that section beside this file. One function
 * for SYN-SENT, one for the others, and one for each of the latter's eight steps. LISTEN is `listen.ts`, CLOSED is `arrive.ts`.
 * Each returns why the segment was thrown away, or null.
 */
import type { Reason } from '../../trace/reasons.ts';
import { ACK, CWR, FIN, RST, SYN } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { acknowledge, setWindow } from './acknowledge.ts';
import { abort, end, enterTimeWait } from './close.ts';
import type { Connection } from './connection.ts';
import { emitAcknowledgment, emitReset, receiveWindow } from './emit.ts';
import { completeHandshake } from './listen.ts';
import { establish, takeSyn } from './open.ts';
import { noteTimestamp, outdated, windowOf } from './options.ts';
import { noteDuplicate, takeText } from './reassembly.ts';
import type { Segment } from './segment.ts';
import { output, sendSyn } from './send.ts';
import { advance, atOrBefore, before, distance } from './sequence.ts';
import { enter, receivesText } from './states.ts';
import { SECOND, startTimer } from './timers.ts';

/** Least time between two answers to empty segments that cannot be accepted (RFC 5961 §7): two ends must not answer each other for ever. */
const CHALLENGE_INTERVAL = SECOND / 2;

/** §3.10.7.3: SYN-SENT. */
export function receiveSynSent(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  const has = (flag: number): boolean => (segment.flags & flag) !== 0;
  // First: the ACK bit.
  if (has(ACK)) {
    const { acknowledgment } = segment;
    const acceptable =
      before(connection.sendUnacknowledged, acknowledgment) && atOrBefore(acknowledgment, connection.sendHighest);
    if (!acceptable) {
      if (!has(RST)) emitReset(state, outside, connection.local, connection.remote, acknowledgment, null);
      return 'tcp.unacceptable';
    }
  }
  // Second: the RST bit.
  if (has(RST)) {
    if (!has(ACK)) return 'tcp.unacceptable';
    end(state, outside, connection, 'ECONNREFUSED', '3.10.7.3');
    return null;
  }
  // Fifth: neither SYN nor RST.
  if (!has(SYN)) return 'tcp.unacceptable';
  // Fourth: the SYN bit.
  takeSyn(outside, connection, segment);
  if (!has(ACK)) {
    // Both ends opened at once.
    setWindow(connection, segment);
    enter(outside, connection, 'SYN-RECEIVED', '3.10.7.3');
    sendSyn(state, outside, connection);
    return null;
  }
  establish(outside, connection, segment, '3.10.7.3');
  outside.ready(connection.owner);
  const rest = { ...segment, sequence: advance(segment.sequence, 1), flags: segment.flags & ~SYN };
  return takeRest(state, outside, connection, rest, true);
}

/** §3.10.7.4: all states but CLOSED, LISTEN and SYN-SENT. */
export function receiveOther(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  arrived: Segment,
): Reason | null {
  const told = { ...arrived, window: windowOf(connection, arrived) };
  const segment = connection.state === 'SYN-RECEIVED' ? withoutKnownSyn(connection, told) : told;
  return (
    checkTimestamp(state, outside, connection, segment) ??
    checkSequence(state, outside, connection, segment) ??
    checkReset(state, outside, connection, segment) ??
    checkSyn(state, outside, connection, segment) ??
    checkAcknowledgment(state, outside, connection, segment) ??
    (connection.state === 'CLOSED' ? null : takeRest(state, outside, connection, segment, false))
  );
}

/**
 * When both ends opened at once, the SYN,ACK that ends the handshake begins before RCV.NXT, for its SYN was taken already
 * (RFC 9293 §3.5, figure 7, line 5). Without its SYN it is the acknowledgment it is meant as.
 */
function withoutKnownSyn(connection: Connection, segment: Segment): Segment {
  const { flags, sequence, length } = segment;
  if ((flags & (SYN | ACK)) !== (SYN | ACK) || sequence !== connection.initialReceive) return segment;
  return { ...segment, flags: flags & ~SYN, sequence: advance(sequence, 1), length: length - 1 };
}

/** Before all else: the timestamps both ends have agreed to send (RFC 7323 §5.3, R1; §3.2 where one is missing). */
function checkTimestamp(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  // "… and if the RST bit is not set": a reset may well come from an end that knows nothing any more.
  if (!connection.timestamps || (segment.flags & RST) !== 0) return null;
  if (segment.options.timestamps === undefined) return 'tcp.no-timestamp';
  if (!outdated(outside, connection, segment)) return null;
  challenge(state, outside, connection, segment);
  return 'tcp.old-timestamp';
}

/** First: the sequence number. */
function checkSequence(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  if (acceptable(connection, segment)) {
    connection.unanswered = 0;
    noteTimestamp(outside, connection, segment);
    return null;
  }
  if ((segment.flags & RST) !== 0) return 'tcp.unacceptable';
  noteDuplicate(connection, segment.sequence, segment.text);
  if (connection.state === 'SYN-RECEIVED' && (segment.flags & SYN) !== 0) {
    // The same SYN again: our SYN,ACK was lost, or is late.
    if (segment.sequence === connection.initialReceive) sendSyn(state, outside, connection);
    else challenge(state, outside, connection, segment);
  } else {
    challenge(state, outside, connection, segment);
  }
  // "The only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge it, and restart the 2 MSL timeout."
  if (connection.state === 'TIME-WAIT' && (segment.flags & FIN) !== 0) restartTimeWait(state, outside, connection);
  return 'tcp.unacceptable';
}

/** The four cases of RFC 9293 §3.4, and the allowance for a closed window of §3.10.7.4. */
function acceptable(connection: Connection, { sequence, length }: Segment): boolean {
  const { receiveNext } = connection;
  const window = receiveWindow(connection);
  // "If the RCV.WND is zero, no segments will be acceptable, but special allowance should be made to accept valid ACKs,
  // URGs, and RSTs." One past RCV.NXT is a peer that counts the octet of its last probe as sent.
  if (window === 0) {
    const ahead = distance(receiveNext, sequence);
    return ahead === 0 || (ahead === 1 && length === 0);
  }
  const inWindow = (number: number): boolean => {
    const ahead = distance(receiveNext, number);
    return ahead >= 0 && ahead < window;
  };
  return inWindow(sequence) || (length > 0 && inWindow(advance(sequence, length - 1)));
}

/** An acknowledgment that tells the peer where we are (RFC 5961 calls it a challenge). */
function challenge(state: TransportState, outside: TransportOutside, connection: Connection, segment: Segment): void {
  if (segment.length === 0) {
    if (connection.challenged !== null && outside.now - connection.challenged < CHALLENGE_INTERVAL) return;
    connection.challenged = outside.now;
  }
  emitAcknowledgment(state, outside, connection);
}

/** Second: the RST bit, with RFC 5961's check that it is exact. (Third, security, is not part of this internet.) */
function checkReset(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  if ((segment.flags & RST) === 0) return null;
  if (segment.sequence !== connection.receiveNext) {
    challenge(state, outside, connection, { ...segment, length: 0 });
    return 'tcp.unacceptable';
  }
  switch (connection.state) {
    case 'SYN-RECEIVED':
      // A passive open goes back to LISTEN: nobody is told.
      end(state, outside, connection, connection.passive ? null : 'ECONNREFUSED', '3.10.7.4');
      return null;
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      end(state, outside, connection, null, '3.10.7.4');
      return null;
    default:
      end(state, outside, connection, 'ECONNRESET', '3.10.7.4');
      return null;
  }
}

/** Fourth: the SYN bit. */
function checkSyn(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  if ((segment.flags & SYN) === 0 || connection.state === 'CLOSED') return null;
  if (connection.state === 'SYN-RECEIVED' && connection.passive) end(state, outside, connection, null, '3.10.7.4');
  else challenge(state, outside, connection, segment);
  return 'tcp.unacceptable';
}

/** Fifth: the ACK field. */
function checkAcknowledgment(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  if (connection.state === 'CLOSED') return null;
  if ((segment.flags & ACK) === 0) return 'tcp.unacceptable';
  if (connection.state === 'SYN-RECEIVED') {
    const { acknowledgment } = segment;
    if (!before(connection.sendUnacknowledged, acknowledgment) || before(connection.sendHighest, acknowledgment)) {
      emitReset(state, outside, connection.local, connection.remote, acknowledgment, null);
      return 'tcp.unacceptable';
    }
    establish(outside, connection, segment, '3.10.7.4');
    completeHandshake(state, outside, connection);
    outside.ready(connection.owner);
    return null;
  }
  if (acknowledge(state, outside, connection, segment) !== 'fine') {
    emitAcknowledgment(state, outside, connection);
    return 'tcp.unacceptable';
  }
  if (connection.finAcknowledged) finAcknowledged(state, outside, connection);
  return null;
}

/** What each state does once our FIN is acknowledged. */
function finAcknowledged(state: TransportState, outside: TransportOutside, connection: Connection): void {
  switch (connection.state) {
    case 'FIN-WAIT-1':
      enter(outside, connection, 'FIN-WAIT-2', '3.10.7.4');
      break;
    case 'CLOSING':
      enterTimeWait(state, outside, connection, '3.10.7.4');
      break;
    case 'LAST-ACK':
      end(state, outside, connection, null, '3.10.7.4');
      break;
  }
}

/** A router's mark is echoed in every acknowledgment until the sender says that it has heard (RFC 3168 §6.1.3). */
function noteMark(connection: Connection, { flags, marked }: Segment): void {
  if (!connection.ecn) return;
  if ((flags & CWR) !== 0) connection.markPending = false;
  if (marked) connection.markPending = true;
}

/** Sixth, seventh and eighth: URG, text and FIN; then whatever is to be sent. `owed`: an acknowledgment must go out. */
function takeRest(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
  owed: boolean,
): Reason | null {
  // Sixth: urgent data stays in line (RFC 6093 §4); its mark is not told to programs.
  const { text, sequence } = segment;
  const occupies = text.length > 0 || (segment.flags & FIN) !== 0;
  let inOrder = true;
  if (receivesText(connection.state)) {
    if (connection.socket === null && connection.listener === null && text.length > 0) {
      // Nobody will ever read it (RFC 9293 §3.6.1, SHLD-3).
      abort(state, outside, connection, null, '3.6.1');
      return null;
    }
    // Seventh: the text.
    if (text.length > 0) {
      noteMark(connection, segment);
      inOrder = takeText(connection, sequence, text);
      if (inOrder && !connection.receiveClosed) outside.ready(connection.owner);
    }
    // Eighth: the FIN, in its turn.
    const end = advance(sequence, text.length);
    const ahead = distance(connection.receiveNext, end);
    if ((segment.flags & FIN) !== 0 && ahead >= 0 && ahead < receiveWindow(connection)) connection.finSequence = end;
    if (connection.finSequence === connection.receiveNext) takeFin(state, outside, connection);
  } else if (connection.state === 'TIME-WAIT' && (segment.flags & FIN) !== 0) {
    restartTimeWait(state, outside, connection);
  }
  const sent = output(state, outside, connection);
  // Every segment that takes up sequence numbers is acknowledged at once; one out of order in a segment of its own, which the
  // peer can count as a duplicate (RFC 5681 §4.2).
  if (owed ? !sent : occupies && (!sent || !inOrder)) emitAcknowledgment(state, outside, connection);
  return null;
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

function restartTimeWait(state: TransportState, outside: TransportOutside, connection: Connection): void {
  startTimer(state, outside, connection, 'time-wait', 2 * connection.settings.maximumSegmentLifetime);
}
