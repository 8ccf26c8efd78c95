/**
 * What the sender concludes from acknowledgments and timeouts about loss, and what it tells the congestion control:
 * fast retransmit and fast recovery by RFC 6675 where both ends speak SACK, else by RFC 6582, and RFC 3168's answer to a
 * router's mark. What is then sent, and when, is `send.ts`.
 */
import type { TransportOutside } from '../outside.ts';
import { controlOf } from './congestion/controls.ts';
import type { CongestionPhase, Connection } from './connection.ts';
import { flightSize } from './connection.ts';
import { clearScoreboard, forgetBefore, lostBelow, pipe, sackedWithin } from './scoreboard.ts';
import { advance, atOrBefore, before, distance, later } from './sequence.ts';

/** Duplicate acknowledgments that mean a lost segment (RFC 5681 §3.2, RFC 6675 §2: DupThresh). */
const DUPLICATE_LIMIT = 3;
/** Segments that the first duplicate acknowledgments let go in advance (RFC 3042 §2). */
const MOST_IN_ADVANCE = 2;

/** Why the congestion control changed its mind. */
export type CongestionReason =
  'opened' | 'threshold' | 'duplicates' | 'sack' | 'recovered' | 'timeout' | 'path' | 'mark' | 'pause' | 'setting';

/** cwnd, bytes. */
export function congestionWindow(connection: Connection): number {
  return controlOf(connection).window(connection);
}

/** The handshake is done (RFC 5681 §3.1). */
export function openCongestionWindow(outside: TransportOutside, connection: Connection): void {
  controlOf(connection).opened(connection, connection.synRepeated);
  notePhase(outside, connection, 'opened');
}

/**
 * `length` bytes more were acknowledged; `flight` is what was out before. `marked`: the acknowledgment echoes a mark, and
 * makes nothing grow (RFC 3168 §6.1.2). True: send the first segment not acknowledged again at once.
 */
export function progressed(
  outside: TransportOutside,
  connection: Connection,
  length: number,
  flight: number,
  marked: boolean,
): boolean {
  const control = controlOf(connection);
  const selective = connection.sackPermitted;
  connection.duplicateAcknowledgments = 0;
  forgetBefore(connection.scoreboard, connection.sendUnacknowledged);
  noteUse(connection, flight);
  keepBehind(connection);
  if (connection.recovery === null) {
    if (!marked && length > 0) control.acknowledged(connection, length, outside.now);
    notePhase(outside, connection, 'threshold');
    return false;
  }
  if (atOrBefore(connection.recovery, connection.sendUnacknowledged)) {
    control.recovered(connection, flightSize(connection), selective);
    connection.recovery = null;
    connection.congestion.used = 0;
    notePhase(outside, connection, 'recovered');
    return false;
  }
  // What else is lost the scoreboard says; without one, the next segment is missing too (RFC 6582 §3.2, step 3).
  if (selective) return false;
  control.partlyAcknowledged(connection, length);
  return true;
}

/**
 * A duplicate acknowledgment: of RFC 5681 §2, or of RFC 6675 §2 where both ends speak SACK. True: recovery begins, send
 * the first segment not acknowledged again at once.
 */
export function duplicated(outside: TransportOutside, connection: Connection): boolean {
  const control = controlOf(connection);
  const selective = connection.sackPermitted;
  connection.duplicateAcknowledgments++;
  outside.record('tcp.duplicate', {
    detail: {
      connection: connection.name,
      acknowledgment: connection.sendUnacknowledged,
      count: connection.duplicateAcknowledgments,
    },
  });
  if (connection.recovery !== null) {
    if (!selective) control.duplicated(connection);
    return false;
  }
  // What limited transmit adds from here on does not count (RFC 5681 §3.2, step 2).
  if (connection.duplicateAcknowledgments === 1) connection.flightBeforeDuplicates = flightSize(connection);
  const { sendUnacknowledged, duplicateAcknowledgments, recoveryPoint } = connection;
  const evident =
    selective &&
    before(sendUnacknowledged, lostBelow(connection.scoreboard, sendUnacknowledged, connection.segmentSize));
  if (duplicateAcknowledgments < DUPLICATE_LIMIT && !evident) return false;
  // Duplicates of before the last loss say nothing new: without SACK something beyond it must be acknowledged ("more than
  // recover", RFC 6582 §3.2, step 2), because all that a timeout sent twice is answered with duplicates (RFC 6675 §5.1: HighACK).
  if (!(selective ? atOrBefore : before)(recoveryPoint, sendUnacknowledged)) return false;
  connection.recovery = connection.sendHighest;
  connection.recoveryPoint = connection.sendHighest;
  connection.partlyRecovered = false;
  connection.scoreboard.highestRetransmitted = sendUnacknowledged;
  connection.scoreboard.rescue = null;
  control.lossNoticed(connection, Math.min(connection.flightBeforeDuplicates, flightSize(connection)), selective);
  noteReduction(connection);
  notePhase(outside, connection, selective ? 'sack' : 'duplicates');
  return true;
}

/** The retransmission timer expired; `first`: for the first time since the last progress. */
export function timedOut(outside: TransportOutside, connection: Connection, first: boolean): void {
  controlOf(connection).timedOut(connection, flightSize(connection), first);
  beginAgain(connection, 'timeout');
  noteReduction(connection);
  notePhase(outside, connection, 'timeout');
}

/**
 * Everything in flight was too large for a path that has become narrower. That is no congestion, so ssthresh stays; but
 * slow start keeps all of it from being sent again at once (RFC 1191 §6.4).
 */
export function pathShortened(outside: TransportOutside, connection: Connection): void {
  controlOf(connection).timedOut(connection, flightSize(connection), false);
  beginAgain(connection, 'path');
  notePhase(outside, connection, 'path');
}

/** Sending goes on at SND.UNA, and nothing reported before counts (RFC 2018 §8). */
function beginAgain(connection: Connection, why: 'timeout' | 'path'): void {
  connection.sendNext = connection.sendUnacknowledged;
  connection.resending = why;
  connection.duplicateAcknowledgments = 0;
  connection.recovery = null;
  connection.recoveryPoint = connection.sendHighest;
  connection.congestion.used = 0;
  clearScoreboard(connection.scoreboard, connection.sendUnacknowledged);
}

/**
 * The receiver echoes a router's mark: the window is reduced as for a loss, but once a window only, and not again for
 * what was reduced for already (RFC 3168 §6.1.2): an acknowledgment of nothing beyond `reductionPoint` left before the
 * receiver could know that it has been heard.
 */
export function markEchoed(outside: TransportOutside, connection: Connection, acknowledgment: number): void {
  if (connection.recovery !== null || !before(connection.reductionPoint, acknowledgment)) return;
  controlOf(connection).marked(connection, flightSize(connection));
  noteReduction(connection);
  notePhase(outside, connection, 'mark');
}

/** About to send after a pause: longer than the RTO, and the window is not believed any more (RFC 5681 §4.1). */
export function noteRest(outside: TransportOutside, connection: Connection): void {
  const { lastSent, settings } = connection;
  if (lastSent === null || !settings.restartAfterIdle || outside.now - lastSent <= connection.timeout) return;
  if (flightSize(connection) > 0) return;
  const before = congestionWindow(connection);
  controlOf(connection).rested(connection, connection.synRepeated);
  connection.congestion.used = 0;
  if (congestionWindow(connection) !== before) notePhase(outside, connection, 'pause');
}

/**
 * Bytes that may be in flight beyond cwnd because the first duplicate acknowledgments came: a segment each (RFC 3042 §2).
 * With SACK it is the pipe that shrinks instead (RFC 6675 §5, step 3).
 */
export function inAdvance(connection: Connection): number {
  if (connection.recovery !== null || connection.sackPermitted || !connection.settings.limitedTransmit) return 0;
  // Only for data never sent before.
  if (connection.sendNext !== connection.sendHighest || !controlOf(connection).adapts) return 0;
  return Math.min(connection.duplicateAcknowledgments, MOST_IN_ADVANCE) * connection.segmentSize;
}

/** The next new data tells the receiver that the window was reduced: CWR (RFC 3168 §6.1.2). */
function noteReduction(connection: Connection): void {
  connection.reductionPoint = connection.sendHighest;
  connection.reductionTold = !connection.ecn;
}

/** Numbers remembered for long follow SND.UNA: two billion bytes later they would seem to lie ahead of it. */
function keepBehind(connection: Connection): void {
  const { sendUnacknowledged } = connection;
  const last = advance(sendUnacknowledged, -1);
  connection.recoveryPoint = later(connection.recoveryPoint, last);
  connection.reductionPoint = later(connection.reductionPoint, last);
}

/** The most that was in flight within one round trip. */
function noteUse(connection: Connection, flight: number): void {
  const { congestion } = connection;
  if (flight > congestion.used || before(connection.usedUntil, connection.sendUnacknowledged)) {
    congestion.used = flight;
    connection.usedUntil = connection.sendHighest;
  }
}

/** What is in flight, as the sender's loss recovery sees it. Bytes. */
export interface FlightView {
  /** Sent and not acknowledged. */
  flight: number;
  /** Reported by selective acknowledgments. */
  sacked: number;
  /** Taken as lost (RFC 6675 §4, IsLost). */
  lost: number;
  /** Sent again in this recovery and not acknowledged since. */
  retransmitted: number;
  /** Thought to be in the network: what cwnd is compared with (RFC 6675 §4, SetPipe). */
  pipe: number;
}

export function flightView(connection: Connection): FlightView {
  const { scoreboard, sendUnacknowledged, sendHighest, segmentSize } = connection;
  const within = (from: number, to: number): number =>
    before(from, to) ? distance(from, to) - sackedWithin(scoreboard, from, to) : 0;
  const recovering = connection.recovery !== null && connection.sackPermitted;
  return {
    flight: flightSize(connection),
    sacked: sackedWithin(scoreboard, sendUnacknowledged, sendHighest),
    lost: within(sendUnacknowledged, lostBelow(scoreboard, sendUnacknowledged, segmentSize)),
    retransmitted: recovering ? within(sendUnacknowledged, scoreboard.highestRetransmitted) : 0,
    pipe: pipe(scoreboard, sendUnacknowledged, sendHighest, segmentSize),
  };
}

/** The phase the window is in, as far as the algorithm has any. */
export function phaseOf(connection: Connection): CongestionPhase {
  const control = controlOf(connection);
  if (connection.recovery !== null) return 'recovery';
  if (!control.adapts) return 'steady';
  const threshold = control.threshold(connection);
  return threshold === null || control.window(connection) < threshold ? 'slow-start' : 'avoidance';
}

/** Records that the phase changed, or that something other than an acknowledgment moved the window within it. */
function notePhase(outside: TransportOutside, connection: Connection, why: CongestionReason): void {
  const phase = phaseOf(connection);
  const name = connection.settings.congestionControl;
  const replaced = name !== connection.controlled;
  if (why === 'threshold' && phase === connection.phase && !replaced) return;
  connection.phase = phase;
  connection.controlled = name;
  const control = controlOf(connection);
  const threshold = control.threshold(connection);
  outside.record('tcp.congestion', {
    detail: {
      connection: connection.name,
      phase,
      why: replaced && why === 'threshold' ? 'setting' : why,
      cwnd: control.window(connection),
      ...(threshold === null ? {} : { ssthresh: threshold }),
    },
  });
}
