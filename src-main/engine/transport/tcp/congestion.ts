/**
 * How much may be in flight for the network's sake: slow start and congestion avoidance (RFC 5681 §3.1), fast retransmit
 * and fast recovery as NewReno does it (RFC 5681 §3.2, RFC 6582 §3.2). Another algorithm replaces this file.
 */
import type { Connection } from './connection.ts';
import { flightSize } from './connection.ts';
import { atOrBefore } from './sequence.ts';

/** Duplicate acknowledgments that mean a lost segment (RFC 5681 §3.2). */
const DUPLICATE_LIMIT = 3;

/** cwnd when data begins: RFC 6928 §2; one segment if the SYN was lost (RFC 5681 §3.1). */
export function openCongestionWindow(connection: Connection): void {
  const size = connection.segmentSize;
  connection.congestionWindow = connection.synRepeated ? size : Math.min(10 * size, Math.max(2 * size, 14_600));
}

/** New data was acknowledged: `length` bytes. True: send the first segment not acknowledged again at once. */
export function acknowledgedNew(connection: Connection, length: number): boolean {
  const size = connection.segmentSize;
  connection.duplicateAcknowledgments = 0;
  if (connection.recovery !== null) {
    const threshold = connection.slowStartThreshold ?? connection.congestionWindow;
    if (atOrBefore(connection.recovery, connection.sendUnacknowledged)) {
      // A full acknowledgment ends recovery without a burst (RFC 6582 §3.2, step 3, option 1).
      connection.congestionWindow = Math.min(threshold, Math.max(flightSize(connection), size) + size);
      connection.recovery = null;
      return false;
    }
    // A partial acknowledgment: the next segment is missing too.
    connection.congestionWindow = Math.max(size, connection.congestionWindow - length + (length >= size ? size : 0));
    return true;
  }
  if (connection.slowStartThreshold === null || connection.congestionWindow < connection.slowStartThreshold) {
    connection.congestionWindow += Math.min(length, size);
  } else {
    // "cwnd += SMSS*SMSS/cwnd", and "if the above formula yields 0, the result SHOULD be rounded up to 1 byte".
    connection.congestionWindow += Math.max(1, Math.floor((size * size) / connection.congestionWindow));
  }
  return false;
}

/** A duplicate acknowledgment (RFC 5681 §2). True: send the first segment not acknowledged again at once. */
export function acknowledgedAgain(connection: Connection): boolean {
  const size = connection.segmentSize;
  connection.duplicateAcknowledgments++;
  if (connection.recovery !== null) {
    connection.congestionWindow += size;
    return false;
  }
  if (connection.duplicateAcknowledgments !== DUPLICATE_LIMIT) return false;
  // Duplicates of before the last loss say nothing new (RFC 6582 §3.2, step 2).
  if (!atOrBefore(connection.recoveryPoint, connection.sendUnacknowledged)) return false;
  halve(connection);
  connection.recovery = connection.sendHighest;
  connection.congestionWindow = connection.slowStartThreshold! + DUPLICATE_LIMIT * size;
  return true;
}

/** The retransmission timer expired; `first`: for the first time since the last progress (RFC 5681 §3.1, equation 4). */
export function timedOut(connection: Connection, first: boolean): void {
  if (first) halve(connection);
  connection.congestionWindow = connection.segmentSize;
  connection.duplicateAcknowledgments = 0;
  connection.recovery = null;
  connection.recoveryPoint = connection.sendHighest;
}

function halve(connection: Connection): void {
  connection.recoveryPoint = connection.sendHighest;
  connection.slowStartThreshold = Math.max(Math.floor(flightSize(connection) / 2), 2 * connection.segmentSize);
}
