/**
 * What leaves, and when. Before touching this file read RFC 9293 §3.8.6 (windows, SWS, probes), RFC 6298 §5 and the
 * diagram in `connection.ts`. Sending goes on at SND.NXT; a timeout moves it back to SND.UNA and everything follows again.
 */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { ACK, FIN, PSH, SYN } from '../../wire/tcp.ts';
import { peek } from './buffers.ts';
import type { Connection } from './connection.ts';
import { dataEnd, dataStart } from './connection.ts';
import { emitSegment } from './emit.ts';
import { advance, atOrBefore, before, distance, later } from './sequence.ts';
import { enter, sendsText } from './states.ts';
import { startTimer } from './timers.ts';

/** Sends the SYN of an active open, or the SYN,ACK of a passive one. */
export function sendSyn(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const next = advance(connection.initialSend, 1);
  noteSending(outside, connection, connection.initialSend, next, 0);
  connection.sendNext = next;
  const flags = connection.state === 'SYN-SENT' ? SYN : SYN | ACK;
  emitSegment(state, outside, connection, connection.initialSend, flags);
  if (connection.timers.retransmission === null) {
    startTimer(state, outside, connection, 'retransmission', connection.timeout);
  }
}

/** Sends all that may be sent now. Whether anything was: then the peer also has our acknowledgment. */
export function output(state: TransportState, outside: TransportOutside, connection: Connection): boolean {
  let sent = false;
  while (sendsText(connection.state)) {
    const unsent = unsentBytes(connection);
    const room = Math.max(0, Math.min(connection.sendWindow, connection.congestionWindow) - inFlight(connection));
    const length = Math.min(unsent, room, connection.segmentSize);
    const fin = finFollows(connection) && length === unsent && room > length;
    if (!worthSending(connection, unsent, length, fin)) break;
    const from = connection.sendNext;
    connection.sendNext = advance(from, length + (fin ? 1 : 0));
    sendText(state, outside, connection, from, length, fin);
    if (connection.timers.retransmission === null) {
      connection.timers.persist = null;
      startTimer(state, outside, connection, 'retransmission', connection.timeout);
    }
    sent = true;
  }
  askClosedWindow(state, outside, connection);
  return sent;
}

/** Sends the first segment not acknowledged again, whatever the windows say (RFC 5681 §3.2, RFC 6582 §3.2). */
export function sendFirstAgain(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { sendUnacknowledged } = connection;
  const sent = Math.min(
    distance(sendUnacknowledged, dataEnd(connection)),
    distance(sendUnacknowledged, connection.sendHighest),
  );
  const length = Math.max(0, Math.min(sent, connection.segmentSize));
  const end = advance(sendUnacknowledged, length);
  const fin = finOpen(connection) && end === dataEnd(connection) && before(end, connection.sendHighest);
  if (length === 0 && !fin) return;
  connection.sendNext = later(connection.sendNext, advance(end, fin ? 1 : 0));
  sendText(state, outside, connection, sendUnacknowledged, length, fin);
}

/**
 * Asks a window that is closed, or too small to be worth a segment, with at least one octet (RFC 9293 §3.8.6.1,
 * MUST-36). SND.NXT stays where it is when the octet lies outside the window: it was not sent in earnest.
 */
export function sendProbe(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const unsent = unsentBytes(connection);
  const length = Math.min(unsent, Math.max(1, Math.min(connection.sendWindow, connection.segmentSize)));
  const fin = finFollows(connection) && length === unsent && (length === 0 || connection.sendWindow > length);
  const from = connection.sendNext;
  const inside = connection.sendWindow >= length + (fin ? 1 : 0);
  if (inside) connection.sendNext = advance(from, length + (fin ? 1 : 0));
  sendText(state, outside, connection, from, length, fin);
  connection.timed = null;
  if (inside) startTimer(state, outside, connection, 'retransmission', connection.timeout);
  else startTimer(state, outside, connection, 'persist', persistDelay(connection));
}

/** Starts the persist timer when something waits that nothing in flight will ever ask for (RFC 9293 §3.8.6.1). */
function askClosedWindow(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (!sendsText(connection.state)) return;
  if (connection.timers.retransmission !== null || connection.timers.persist !== null) return;
  if (unsentBytes(connection) === 0 && !finFollows(connection)) return;
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
  if (length === connection.segmentSize || fin) return true;
  // What was sent before and is sent again was worth it then.
  if (before(connection.sendNext, connection.sendHighest)) return true;
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
): void {
  const end = advance(sequence, length);
  const payload = textAt(connection, sequence, length);
  // The last segment of what is buffered is pushed (RFC 9293 §3.9.1.2, MUST-61).
  const push = length > 0 && end === dataEnd(connection) ? PSH : 0;
  noteSending(outside, connection, sequence, advance(end, fin ? 1 : 0), length);
  emitSegment(state, outside, connection, sequence, ACK | push | (fin ? FIN : 0), payload);
  if (fin && connection.state === 'CLOSE-WAIT') enter(outside, connection, 'LAST-ACK', '3.10.4');
}

/** Books what a segment means for the clock that times round trips, and says when it was sent before (Karn, RFC 6298 §3). */
function noteSending(
  outside: TransportOutside,
  connection: Connection,
  from: number,
  next: number,
  length: number,
): void {
  if (before(from, connection.sendHighest)) {
    connection.timed = null;
    outside.record('tcp.retransmitted', {
      detail: { connection: connection.name, sequence: from, length, attempt: Math.max(1, connection.retransmissions) },
    });
  } else if (connection.timed === null) {
    connection.timed = { end: next, sent: outside.now };
  }
  connection.sendHighest = later(connection.sendHighest, next);
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
