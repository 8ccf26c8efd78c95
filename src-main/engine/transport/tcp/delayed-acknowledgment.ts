/**
 * When received text is acknowledged (RFC 9293 §3.8.6.3, RFC 5681 §4.2): at once, or in a while, so that the acknowledgment
 * can ride on data or speak for more than one segment.
 */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Connection } from './connection.ts';
import { DEFAULT_SEGMENT_SIZE } from './connection.ts';
import { emitAcknowledgment, toldWindow } from './emit.ts';
import { distance } from './sequence.ts';
import { startTimer } from './timers.ts';

/** Segments acknowledged at once after a program has asked for that (`TCP_QUICKACK`). */
const QUICK_SEGMENTS = 16;

/** Acknowledges text that came in order; `urgent`: it must not wait (a gap was filled, or it came twice). */
export function acknowledgeText(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  urgent: boolean,
): void {
  if (urgent || mustNotWait(connection)) emitAcknowledgment(state, outside, connection);
  else delayAcknowledgment(state, outside, connection);
}

/** Holds an acknowledgment back until data carries it, or the time is up. */
export function delayAcknowledgment(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { acknowledgmentDelay } = connection.settings;
  if (acknowledgmentDelay === 0) emitAcknowledgment(state, outside, connection);
  else if (connection.timers['delayed-ack'] === null) {
    startTimer(state, outside, connection, 'delayed-ack', acknowledgmentDelay);
  }
}

/**
 * Acknowledges a FIN now, but as an event of its own, after the program was told of it: one that closes at once sends a FIN
 * that carries the acknowledgment, and three segments end the connection ("without incurring undue delay", RFC 9293
 * §3.10.7.4, seventh).
 */
export function acknowledgeAfterProgram(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
): void {
  startTimer(state, outside, connection, 'delayed-ack', 0);
}

function mustNotWait(connection: Connection): boolean {
  if (connection.quickLeft > 0) {
    connection.quickLeft--;
    return true;
  }
  const full = fullSegment(connection);
  const waiting = distance(connection.lastAcknowledgment, connection.receiveNext);
  // At least every second full-sized segment, or twice as many bytes (SHLD-19).
  if (waiting >= connection.settings.acknowledgeEvery * full) return true;
  // A peer that has no room for another segment could only wait with us.
  return toldWindow(connection) < full;
}

/**
 * What counts as a full-sized segment: the largest that came, because options and the path may make the peer's segments
 * shorter than what this end takes; but not the single letters of somebody typing.
 */
function fullSegment(connection: Connection): number {
  const least = Math.min(DEFAULT_SEGMENT_SIZE, connection.announcedSize, connection.peerSize);
  return Math.max(connection.largestText, least);
}

/** Acknowledges at once for a while, or as soon as there is something to send. */
export function hurry(state: TransportState, outside: TransportOutside, connection: Connection, on: boolean): void {
  connection.interactive = !on;
  connection.quickLeft = on ? QUICK_SEGMENTS : 0;
  if (on && connection.timers['delayed-ack'] !== null) emitAcknowledgment(state, outside, connection);
}
