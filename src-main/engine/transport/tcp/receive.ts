/**
 * What a segment does to a connection, in the order of RFC 9293 §3.10.7.4: read that section beside this file. One function
 * for each of its first five steps; the last three are `text.ts`. CLOSED is `arrive.ts`, LISTEN `listen.ts`, SYN-SENT
 * `syn-sent.ts`. Each returns why the segment was thrown away, or null.
 */
import type { Detail } from '../../trace/kinds.ts';
import type { Reason } from '../../trace/reasons.ts';
import { ACK, FIN, RST, SYN } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { acknowledge } from './acknowledge.ts';
import { answerUnacceptable, challenge } from './challenge.ts';
import { abort, end } from './close.ts';
import type { Connection } from './connection.ts';
import { emitAcknowledgment, emitReset, receiveWindow } from './emit.ts';
import { completeHandshake, overflowing } from './listen.ts';
import { establish } from './open.ts';
import { noteTimestamp, outdated } from './options.ts';
import { noteDuplicate } from './reassembly.ts';
import type { Segment } from './segment.ts';
import { sendSyn } from './send.ts';
import { advance, before, distance } from './sequence.ts';
import { enter } from './states.ts';
import { takeRest } from './text.ts';
import { startTimer } from './timers.ts';
import { enterTimeWait, restartTimeWait, resumeTimeWait } from './time-wait.ts';
import { waits, watchOrphan } from './watch.ts';

/** §3.10.7.4: all states but CLOSED, LISTEN and SYN-SENT. */
export function receiveOther(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  arrived: Segment,
): Reason | null {
  const segment = connection.synAcknowledged ? arrived : withoutKnownSyn(connection, arrived);
  connection.totals.segmentsIn++;
  return (
    checkTimestamp(state, outside, connection, segment) ??
    checkSequence(state, outside, connection, segment) ??
    checkReset(state, outside, connection, segment) ??
    checkSyn(state, outside, connection, segment) ??
    checkAcknowledgment(state, outside, connection, segment) ??
    (connection.state === 'CLOSED' ? null : takeAll(state, outside, connection, segment))
  );
}

/** What came with the SYN, now that its turn has come, then the rest of this segment. */
function takeAll(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  const { early } = connection;
  if (early !== null) {
    connection.early = null;
    const sequence = advance(connection.initialReceive, 1);
    const flags = early.fin ? ACK | FIN : ACK;
    takeRest(state, outside, connection, { ...segment, sequence, flags, text: early.text }, false);
  }
  return takeRest(state, outside, connection, segment, false);
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
  const { timestamps } = segment.options;
  if (timestamps === undefined) {
    outside.check = { found: '—', expected: `TS.Recent = ${connection.recentTimestamp}` };
    return 'tcp.no-timestamp';
  }
  if (!outdated(outside, connection, segment)) return null;
  outside.check = { found: `SEG.TSval = ${timestamps.value}`, expected: `TS.Recent = ${connection.recentTimestamp}` };
  answerUnacceptable(state, outside, connection, segment);
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
    // What ICMP said has passed: the peer is heard.
    connection.softError = null;
    connection.heard = outside.now;
    connection.keepAliveProbes = 0;
    noteTimestamp(outside, connection, segment);
    return null;
  }
  outside.check = outsideWindow(connection, segment);
  if ((segment.flags & RST) !== 0) return 'tcp.unacceptable';
  noteDuplicate(connection, segment.sequence, segment.text);
  if (connection.state === 'SYN-RECEIVED' && (segment.flags & SYN) !== 0) {
    // The same SYN again: our SYN,ACK was lost, or is late.
    if (segment.sequence === connection.initialReceive) sendSyn(state, outside, connection);
    else answerUnacceptable(state, outside, connection, segment);
  } else {
    answerUnacceptable(state, outside, connection, segment);
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

/** What a segment's numbers were, and which RCV.NXT and RCV.WND would have taken. */
function outsideWindow(connection: Connection, { sequence, length }: Segment): Detail {
  const [next, window] = [connection.receiveNext, receiveWindow(connection)];
  const span = (from: number, count: number): string =>
    count <= 1 ? String(from) : `${from} … ${advance(from, count - 1)}`;
  return { found: span(sequence, length), expected: span(next, window) };
}

/** Second: the RST bit, with RFC 5961's check that it is exact, where that is on. (Third, security, is not part of this internet.) */
function checkReset(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  if ((segment.flags & RST) === 0) return null;
  if (connection.settings.challengeAcknowledgments && segment.sequence !== connection.receiveNext) {
    challenge(state, outside, connection);
    return 'tcp.unacceptable';
  }
  // A stray reset could end the state that is there to outlive strays (RFC 1337 §3, fix F1).
  if (connection.state === 'TIME-WAIT' && connection.settings.timeWaitProtection) return 'tcp.time-wait';
  switch (connection.state) {
    case 'SYN-RECEIVED':
      // A passive open goes back to LISTEN: nobody is told. The SYN was an old duplicate, so TIME-WAIT goes on as well.
      end(state, outside, connection, connection.passive ? null : 'ECONNREFUSED', '3.10.7.4');
      if (connection.previous !== null) resumeTimeWait(state, outside, connection.previous);
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
  if (connection.state === 'SYN-RECEIVED' && connection.passive) {
    end(state, outside, connection, null, '3.10.7.4');
  } else if (connection.settings.challengeAcknowledgments || connection.state === 'TIME-WAIT') {
    challenge(state, outside, connection);
  } else {
    // "If the SYN is in the window it is an error": what RFC 9293 §3.10.7.4 has for ends without RFC 5961.
    abort(state, outside, connection, 'ECONNRESET', '3.10.7.4');
  }
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
  if (!connection.synAcknowledged) {
    const { acknowledgment } = segment;
    const closed = connection.state === 'FIN-WAIT-1';
    if (!before(connection.sendUnacknowledged, acknowledgment) || before(connection.sendHighest, acknowledgment)) {
      emitReset(state, outside, connection.local, connection.remote, acknowledgment, null);
      return 'tcp.unacceptable';
    }
    if (overflowing(state, outside, connection)) {
      // Dropped: as if the last segment of the handshake were lost, our SYN,ACK goes out again, and a place may be free then.
      if (connection.settings.overflow === 'reset') abort(state, outside, connection, null, '3.10.5');
      return 'tcp.backlog-full';
    }
    establish(state, outside, connection, segment, '3.10.7.4');
    completeHandshake(state, outside, connection);
    if (closed) earlyFinAnswered(state, outside, connection);
    outside.ready(connection.owner);
    return null;
  }
  const known = connection.sendUnacknowledged;
  const verdict = acknowledge(state, outside, connection, segment);
  if (verdict === 'of-something-not-sent') {
    if (connection.settings.challengeAcknowledgments) challenge(state, outside, connection);
    else emitAcknowledgment(state, outside, connection);
    return 'tcp.unacceptable';
  }
  if (verdict === 'too-old' && connection.settings.challengeAcknowledgments) {
    challenge(state, outside, connection);
    return 'tcp.unacceptable';
  }
  if (known !== connection.sendUnacknowledged) {
    connection.progressed = outside.now;
    connection.totals.bytesAcknowledged += distance(known, connection.sendUnacknowledged);
    // What is sent next has all its time.
    if (!waits(connection)) connection.timers['user-timeout'] = null;
  }
  if (connection.finAcknowledged) finAcknowledged(state, outside, connection);
  return null;
}

/** The first acknowledgment after a close in SYN-RECEIVED: of our SYN alone, or of the FIN behind it as well. */
function earlyFinAnswered(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (connection.sendUnacknowledged === connection.sendHighest) {
    connection.finAcknowledged = true;
    finAcknowledged(state, outside, connection);
  } else startTimer(state, outside, connection, 'retransmission', connection.timeout, connection.lastSegment);
}

/** What each state does once our FIN is acknowledged. */
function finAcknowledged(state: TransportState, outside: TransportOutside, connection: Connection): void {
  switch (connection.state) {
    case 'FIN-WAIT-1':
      enter(outside, connection, 'FIN-WAIT-2', '3.10.7.4');
      watchOrphan(state, outside, connection);
      outside.ready(connection.owner);
      break;
    case 'CLOSING':
      enterTimeWait(state, outside, connection, '3.10.7.4');
      break;
    case 'LAST-ACK':
      end(state, outside, connection, null, '3.10.7.4');
      break;
  }
}
