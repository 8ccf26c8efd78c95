/**
 * What leaves, and when. Before touching this file read RFC 9293 §3.8.6 (windows, SWS, probes), RFC 6298 §5 and the
 * diagram in `connection.ts`. Sending goes on at SND.NXT; a timeout moves it back to SND.UNA and everything follows again.
 */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { ACK, CWR, FIN, PSH, SYN } from '../../wire/tcp.ts';
import { peek } from './buffers.ts';
import { controlOf } from './congestion/controls.ts';
import type { Connection } from './connection.ts';
import { dataEnd, dataStart } from './connection.ts';
import { isCorked, isUncorked, watchCork } from './cork.ts';
import { emitSegment } from './emit.ts';
import { textSize, timestampNow } from './options.ts';
import { congestionWindow, inAdvance, noteRest } from './recovery.ts';
import { noteDeparture } from './round-trips.ts';
import type { Range } from './scoreboard.ts';
import { nextSegment, pipe, sackedWithin } from './scoreboard.ts';
import { advance, atOrBefore, before, distance, later } from './sequence.ts';
import { enter, sendsText } from './states.ts';
import { startTimer } from './timers.ts';

/**
 * Why something is sent again: the timer expired; duplicate or partial acknowledgments; the scoreboard; its last resort;
 * the path takes less than thought; a probe; it was only a probe before; the peer has not seen the SYN,ACK.
 */
export type RetransmissionReason =
  'timeout' | 'fast' | 'partial' | 'sack' | 'rescue' | 'path' | 'probe' | 'probed' | 'answer';

/** Sends the SYN of an active open, or the SYN,ACK of a passive one. */
export function sendSyn(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  why: RetransmissionReason = 'answer',
): void {
  const next = advance(connection.initialSend, 1);
  const cause = outside.cause;
  outside.cause = noteSending(outside, connection, connection.initialSend, next, 0, why);
  connection.sendNext = next;
  const flags = connection.state === 'SYN-SENT' ? SYN : SYN | ACK;
  emitSegment(state, outside, connection, connection.initialSend, flags);
  outside.cause = cause;
  if (connection.timers.retransmission === null) {
    startTimer(state, outside, connection, 'retransmission', connection.timeout, connection.lastSegment);
  }
}

/**
 * Sends the FIN of a program that closes before our SYN is acknowledged and has sent nothing (RFC 9293 §3.10.4,
 * SYN-RECEIVED): it needs no window, for nothing is known yet of what the peer takes.
 */
export function sendEarlyFin(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  why: RetransmissionReason = 'answer',
): void {
  const from = advance(connection.initialSend, 1);
  connection.sendNext = advance(from, 1);
  sendText(state, outside, connection, from, 0, true, why);
  if (connection.timers.retransmission === null) {
    startTimer(state, outside, connection, 'retransmission', connection.timeout, connection.lastSegment);
  }
}

/** Sends all that may be sent now. Whether anything was: then the peer also has our acknowledgment. */
export function output(state: TransportState, outside: TransportOutside, connection: Connection): boolean {
  let sent = false;
  if (sendsText(connection.state)) noteRest(outside, connection);
  while (sendsText(connection.state)) {
    const selective = connection.recovery !== null && connection.sackPermitted;
    if (!(selective ? recoverMore : sendMore)(state, outside, connection)) break;
    if (connection.timers.retransmission === null) {
      connection.timers.persist = null;
      startTimer(state, outside, connection, 'retransmission', connection.timeout, connection.lastSegment);
    }
    sent = true;
  }
  if (connection.settings.cork || connection.timers.cork !== null) {
    watchCork(state, outside, connection, heldByCork(connection), sent);
  }
  askClosedWindow(state, outside, connection);
  return sent;
}

/** Whether nothing but the cork keeps back what was not sent yet. */
function heldByCork(connection: Connection): boolean {
  const unsent = unsentBytes(connection);
  if (!sendsText(connection.state) || !isCorked(connection)) return false;
  return unsent > 0 && unsent < textSize(connection) && unsent <= connection.sendWindow - inFlight(connection);
}

/** One segment from SND.NXT on. Whether there was one to send. */
function sendMore(state: TransportState, outside: TransportOutside, connection: Connection): boolean {
  skipArrived(connection);
  const from = connection.sendNext;
  const next = nextInOrder(connection, congestionWindow(connection) + inAdvance(connection) - inNetwork(connection));
  if (next === null) return false;
  connection.sendNext = advance(from, next.length + (next.fin ? 1 : 0));
  // Behind the point of the last timeout everything follows again; beyond it only a probe can have been there before.
  const why = before(from, connection.recoveryPoint) ? connection.resending : 'probed';
  sendText(state, outside, connection, from, next.length, next.fin, why);
  return true;
}

/** One segment as RFC 6675 §5, step C, chooses it. Whether there was one to send. */
function recoverMore(state: TransportState, outside: TransportOutside, connection: Connection): boolean {
  const { scoreboard, sendUnacknowledged, sendHighest } = connection;
  const size = textSize(connection);
  const room = congestionWindow(connection) - pipe(scoreboard, sendUnacknowledged, sendHighest, connection.segmentSize);
  if (room < size) return false;
  const inOrder = nextInOrder(connection, room);
  const next = nextSegment(scoreboard, sendUnacknowledged, sendHighest, size, inOrder !== null);
  if (next === null) return false;
  if (next.rule === 2) {
    const from = connection.sendNext;
    connection.sendNext = advance(from, inOrder!.length + (inOrder!.fin ? 1 : 0));
    sendText(state, outside, connection, from, inOrder!.length, inOrder!.fin, 'sack');
    return true;
  }
  const end = sendAgain(state, outside, connection, next.range, next.rule === 4 ? 'rescue' : 'sack');
  if (end === null) return false;
  if (next.rule === 4) scoreboard.rescue = connection.recovery;
  else scoreboard.highestRetransmitted = end;
  return true;
}

/** What SND.NXT has to send if the network takes `room` bytes more; null: nothing, or nothing worth a segment. */
function nextInOrder(connection: Connection, room: number): { length: number; fin: boolean } | null {
  const unsent = unsentBytes(connection);
  const control = controlOf(connection);
  const span = control.adapts ? connection.sendWindow : Math.min(connection.sendWindow, control.window(connection));
  const offered = span - inFlight(connection);
  const most = Math.max(0, Math.min(offered, room));
  const length = Math.min(unsent, most, textSize(connection), beforeNextArrived(connection));
  // A FIN takes a number of the receiver's window, but none of the network's room beside data.
  const fin = finFollows(connection) && length === unsent && offered > length && (length > 0 || most > 0);
  return worthSending(connection, unsent, length, fin) ? { length, fin } : null;
}

/** Bytes in the network, as far as the window of an algorithm is concerned. */
function inNetwork(connection: Connection): number {
  const span = inFlight(connection);
  const { sacked } = connection.scoreboard;
  if (sacked.length === 0 || !controlOf(connection).adapts) return span;
  // Sending more because of duplicates is limited transmit, which may be off; what follows a timeout is no such thing.
  if (!connection.settings.limitedTransmit && connection.sendNext === connection.sendHighest) return span;
  return span - sackedWithin(connection.scoreboard, connection.sendUnacknowledged, connection.sendNext);
}

/** After a timeout everything is sent again from SND.UNA on, except what the receiver has reported since (RFC 6675 §5.1). */
function skipArrived(connection: Connection): void {
  for (const { from, to } of connection.scoreboard.sacked) {
    if (atOrBefore(from, connection.sendNext) && before(connection.sendNext, to)) connection.sendNext = to;
  }
}

/** Bytes from SND.NXT to the next ones that are known to have arrived. */
function beforeNextArrived(connection: Connection): number {
  if (connection.sendNext === connection.sendHighest) return Number.POSITIVE_INFINITY;
  const next = connection.scoreboard.sacked.find(({ from }) => before(connection.sendNext, from));
  return next === undefined ? Number.POSITIVE_INFINITY : distance(connection.sendNext, next.from);
}

/** Sends the first segment not acknowledged again, whatever the windows say (RFC 5681 §3.2, RFC 6582 §3.2, RFC 6675 §5). */
export function sendFirstAgain(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  why: RetransmissionReason,
): void {
  const { scoreboard, sendUnacknowledged, sendHighest } = connection;
  const hole = { from: sendUnacknowledged, to: scoreboard.sacked[0]?.from ?? sendHighest };
  const end = sendAgain(state, outside, connection, hole, why);
  if (end === null || connection.recovery === null) return;
  // RFC 6675 §5, step 4.3.
  scoreboard.highestRetransmitted = later(scoreboard.highestRetransmitted, end);
  scoreboard.rescue = end;
}

/** Sends again what fits a segment of a range that was sent before. One after its last number; null: there was nothing. */
function sendAgain(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  { from, to }: Range,
  why: RetransmissionReason,
): number | null {
  const last = dataEnd(connection);
  const length = Math.max(0, Math.min(distance(from, to), distance(from, last), textSize(connection)));
  const end = advance(from, length);
  const fin = finOpen(connection) && end === last && before(end, to);
  if (length === 0 && !fin) return null;
  const next = advance(end, fin ? 1 : 0);
  connection.sendNext = later(connection.sendNext, next);
  sendText(state, outside, connection, from, length, fin, why);
  return next;
}

/**
 * Asks a window that is closed, or too small to be worth a segment, with at least one octet (RFC 9293 §3.8.6.1,
 * MUST-36). SND.NXT stays where it is when the octet lies outside the window: it was not sent in earnest.
 */
export function sendProbe(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const unsent = unsentBytes(connection);
  const length = Math.min(unsent, Math.max(1, Math.min(connection.sendWindow, textSize(connection))));
  const fin = finFollows(connection) && length === unsent && (length === 0 || connection.sendWindow > length);
  const from = connection.sendNext;
  const inside = connection.sendWindow >= length + (fin ? 1 : 0);
  if (inside) connection.sendNext = advance(from, length + (fin ? 1 : 0));
  sendText(state, outside, connection, from, length, fin, 'probe');
  connection.timed = null;
  if (inside) startTimer(state, outside, connection, 'retransmission', connection.timeout, connection.lastSegment);
  else startTimer(state, outside, connection, 'persist', persistDelay(connection), connection.lastSegment);
}

/** Starts the persist timer when something waits that nothing in flight will ever ask for (RFC 9293 §3.8.6.1). */
function askClosedWindow(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (!sendsText(connection.state)) return;
  if (connection.timers.retransmission !== null || connection.timers.persist !== null) return;
  if (unsentBytes(connection) === 0 && !finFollows(connection)) return;
  if (connection.timers.cork !== null) return;
  startTimer(state, outside, connection, 'persist', persistDelay(connection));
}

/** The first probe after one retransmission timeout, each further one after twice the time (RFC 9293 §3.8.6.1, SHLD-29, SHLD-30). */
function persistDelay(connection: Connection): number {
  return Math.min(connection.timeout * 2 ** connection.probes, connection.settings.retransmissionMaximum);
}

/**
 * The sender's part of avoiding silly windows (RFC 9293 §3.8.6.2.1, MUST-38), with Nagle's algorithm (§3.7.4) as its
 * rules put it: a full segment; or all there is; or half the largest window, the last two only when nothing is in flight.
 */
function worthSending(connection: Connection, unsent: number, length: number, fin: boolean): boolean {
  if (length === 0) return fin;
  if (length === textSize(connection) || fin) return true;
  // What was sent before and is sent again was worth it then.
  if (before(connection.sendNext, connection.sendHighest)) return true;
  if (isUncorked(connection, advance(connection.sendNext, length))) return true;
  if (isCorked(connection)) return false;
  if (connection.settings.nagle && inFlight(connection) > 0 && !connection.sendClosed) return false;
  return length === unsent || length >= connection.largestWindow / 2;
}

function sendText(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  sequence: number,
  length: number,
  fin: boolean,
  why: RetransmissionReason,
): void {
  const end = advance(sequence, length);
  const payload = textAt(connection, sequence, length);
  // The last segment of what is buffered is pushed (RFC 9293 §3.9.1.2, MUST-61).
  const push = length > 0 && end === dataEnd(connection) ? PSH : 0;
  // Only new data may be marked by routers, and only it says that the window was reduced; a probe is neither (RFC 3168 §6.1.2, §6.1.5, §6.1.6).
  const fresh = connection.ecn && length > 0 && why !== 'probe' && !before(sequence, connection.sendHighest);
  const reduced = fresh && !connection.reductionTold ? CWR : 0;
  if (reduced !== 0) connection.reductionTold = true;
  const cause = outside.cause;
  outside.cause = noteSending(outside, connection, sequence, advance(end, fin ? 1 : 0), length, why);
  connection.lastSent = outside.now;
  emitSegment(state, outside, connection, sequence, ACK | push | reduced | (fin ? FIN : 0), payload, fresh);
  outside.cause = cause;
  if (fin && connection.state === 'CLOSE-WAIT') enter(outside, connection, 'LAST-ACK', '3.10.4');
}

/**
 * Books what a segment means for the clock that times round trips, and says when it was sent before (Karn, RFC 6298 §3).
 * Returns the fact that is the cause of its leaving.
 */
function noteSending(
  outside: TransportOutside,
  connection: Connection,
  from: number,
  next: number,
  length: number,
  why: RetransmissionReason,
): number {
  let { cause } = outside;
  // The one octet that asked a closed window does not make a repetition of the segment that begins with it.
  const mostlyNew = why === 'probed' && before(connection.sendHighest, next);
  if (!before(from, connection.sendHighest)) connection.timed ??= { end: next, sent: outside.now };
  else connection.timed = null;
  if (before(from, connection.sendHighest) && !mostlyNew) {
    connection.retransmittedSegments++;
    const attempt = Math.max(1, connection.retransmissions);
    cause = outside.record('tcp.retransmitted', {
      detail: { connection: connection.name, sequence: from, length, attempt, why },
    });
  }
  // Before the SYN is answered nobody knows whether there will be timestamps.
  if (connection.timestamps || !connection.synAcknowledged) {
    noteDeparture(connection.departures, from, next, outside.now, timestampNow(outside));
  }
  connection.sendHighest = later(connection.sendHighest, next);
  return cause;
}

function inFlight(connection: Connection): number {
  return distance(connection.sendUnacknowledged, connection.sendNext);
}

/** Bytes from SND.NXT to the end of the queue. */
function unsentBytes(connection: Connection): number {
  return Math.max(0, distance(connection.sendNext, dataEnd(connection)));
}

function finOpen(connection: Connection): boolean {
  return connection.sendClosed && !connection.finAcknowledged;
}

/** Whether a FIN is to follow what SND.NXT points to. */
function finFollows(connection: Connection): boolean {
  return finOpen(connection) && atOrBefore(connection.sendNext, dataEnd(connection));
}

function textAt(connection: Connection, sequence: number, length: number): Uint8Array {
  return peek(connection.sendQueue, distance(dataStart(connection), sequence), length);
}
