import type { TransportOutside } from '../outside.ts';
import type { Connection } from './connection.ts';
import { atOrBefore } from './sequence.ts';
import { SECOND } from './timers.ts';

/** "Until a round-trip time measurement has been made … the sender SHOULD set RTO <- 1 second" (RFC 6298 §2.1). */
export const INITIAL_TIMEOUT = SECOND;
/** "Whenever RTO is computed, if it is less than 1 second, then the RTO SHOULD be rounded up to 1 second" (§2.4). */
const SHORTEST_TIMEOUT = SECOND;
/** "A maximum value MAY be placed on RTO provided it is at least 60 seconds" (§2.5). */
export const LONGEST_TIMEOUT = 60 * SECOND;
/** RTO with which data begins when the SYN had to be sent again (§5.7). */
const TIMEOUT_AFTER_LOST_SYN = 3 * SECOND;
/**
 * Times a SYN is sent again: 1 + 2 + … + 32 + 60 + 60 s, so that R2 is "at least 3 minutes" (RFC 9293 §3.8.3, MUST-23).
 */
export const SYN_LIMIT = 7;
/** Times data is sent again; R2 is then far above "at least 100 seconds" (RFC 9293 §3.8.3, SHLD-11). */
export const DATA_LIMIT = 15;

/** An acknowledgment came: if it covers the segment being timed, that is a measurement (RFC 6298 §2). */
export function measure(outside: TransportOutside, connection: Connection): void {
  const { timed } = connection;
  if (timed === null || !atOrBefore(timed.end, connection.sendUnacknowledged)) return;
  connection.timed = null;
  const measured = outside.now - timed.sent;
  if (connection.smoothedRoundTrip === null) {
    // §2.2: the first measurement.
    connection.smoothedRoundTrip = measured;
    connection.roundTripVariation = Math.round(measured / 2);
  } else {
    // §2.3: alpha = 1/8, beta = 1/4, and the variation first, because it uses the old average.
    const error = Math.abs(connection.smoothedRoundTrip - measured);
    connection.roundTripVariation = Math.round((3 * connection.roundTripVariation + error) / 4);
    connection.smoothedRoundTrip = Math.round((7 * connection.smoothedRoundTrip + measured) / 8);
  }
  // The clock counts single nanoseconds, so G never is the larger one of max(G, K * RTTVAR).
  const computed = connection.smoothedRoundTrip + 4 * connection.roundTripVariation;
  connection.timeout = Math.min(Math.max(computed, SHORTEST_TIMEOUT), LONGEST_TIMEOUT);
  outside.record('tcp.rtt', {
    detail: {
      connection: connection.name,
      measured,
      srtt: connection.smoothedRoundTrip,
      rto: connection.timeout,
    },
  });
}

/** The retransmission timer expired: RTO doubles (RFC 6298 §5.5) and what was being timed says nothing (Karn, §3). */
export function backOff(connection: Connection): void {
  connection.timeout = Math.min(connection.timeout * 2, LONGEST_TIMEOUT);
  connection.timed = null;
}

/** The handshake is done; a SYN that had to be sent again makes data begin with a longer RTO (RFC 6298 §5.7). */
export function timeoutForData(connection: Connection): void {
  if (connection.synRepeated) connection.timeout = TIMEOUT_AFTER_LOST_SYN;
}
