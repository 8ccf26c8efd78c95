import type { TransportOutside } from '../outside.ts';
import type { Connection } from './connection.ts';
import { atOrBefore } from './sequence.ts';
import { SECOND } from './timers.ts';

/** RTO with which data begins when the SYN had to be sent again (§5.7). */
const TIMEOUT_AFTER_LOST_SYN = 3 * SECOND;

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
  const { retransmissionMinimum, retransmissionMaximum } = connection.settings;
  connection.timeout = Math.min(Math.max(computed, retransmissionMinimum), retransmissionMaximum);
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
  connection.timeout = Math.min(connection.timeout * 2, connection.settings.retransmissionMaximum);
  connection.timed = null;
}

/** The handshake is done; a SYN that had to be sent again makes data begin with a longer RTO (RFC 6298 §5.7). */
export function timeoutForData(connection: Connection): void {
  if (connection.synRepeated) connection.timeout = TIMEOUT_AFTER_LOST_SYN;
}
