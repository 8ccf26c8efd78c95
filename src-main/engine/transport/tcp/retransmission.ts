/** The retransmission timeout: RFC 6298, with the timestamps of RFC 7323 where both ends have them. */
import { kindCode } from '../../trace/kinds.ts';
import type { TransportOutside } from '../outside.ts';
import type { Connection } from './connection.ts';
import { TIMESTAMP_TICK, timestampNow } from './options.ts';
import { takeArrival } from './round-trips.ts';
import { atOrBefore } from './sequence.ts';
import { SECOND } from './timers.ts';

const ROUND_TRIP = kindCode('tcp.rtt');

/** RTO with which data begins when the SYN had to be sent again (§5.7). */
const TIMEOUT_AFTER_LOST_SYN = 3 * SECOND;

/**
 * An acknowledgment of something new came. With timestamps every one is a measurement, also of what was sent again
 * (RFC 7323 §4); without, only one of the segment being timed (RFC 6298 §3). `echo`: the timestamp it echoes, or null;
 * `flight`: bytes that were out before it came.
 */
export function measure(outside: TransportOutside, connection: Connection, echo: number | null, flight: number): void {
  const acknowledged = connection.sendUnacknowledged;
  if (connection.timestamps && echo !== null) {
    const sent = takeArrival(connection.departures, acknowledged, echo);
    const ticks = (timestampNow(outside) - echo) | 0;
    // Two samples and more in a round trip count less each, or SRTT would forget too soon (RFC 7323, appendix G).
    const samples = Math.max(1, Math.ceil(flight / (2 * connection.segmentSize)));
    connection.timed = null;
    if (sent !== null) takeSample(outside, connection, outside.now - sent, samples);
    else if (ticks >= 0) takeSample(outside, connection, ticks * TIMESTAMP_TICK, samples);
    return;
  }
  const { timed } = connection;
  if (timed === null || !atOrBefore(timed.end, acknowledged)) return;
  connection.timed = null;
  takeSample(outside, connection, outside.now - timed.sent, 1);
}

/** §2.2 and §2.3, for one of `samples` measurements in a round trip. */
function takeSample(outside: TransportOutside, connection: Connection, measured: number, samples: number): void {
  if (connection.smoothedRoundTrip === null) {
    // §2.2: the first measurement.
    connection.smoothedRoundTrip = measured;
    connection.roundTripVariation = Math.round(measured / 2);
  } else {
    // §2.3: alpha = 1/8, beta = 1/4, and the variation first, because it uses the old average.
    const error = Math.abs(connection.smoothedRoundTrip - measured);
    connection.roundTripVariation += Math.round((error - connection.roundTripVariation) / (4 * samples));
    connection.smoothedRoundTrip += Math.round((measured - connection.smoothedRoundTrip) / (8 * samples));
  }
  // The clock counts single nanoseconds, so G never is the larger one of max(G, K * RTTVAR).
  const computed = connection.smoothedRoundTrip + 4 * connection.roundTripVariation;
  const { retransmissionMinimum, retransmissionMaximum } = connection.settings;
  connection.timeout = Math.min(Math.max(computed, retransmissionMinimum), retransmissionMaximum);
  outside.recordDetail(ROUND_TRIP, -1, 0, 0, {
    connection: connection.name,
    measured,
    srtt: connection.smoothedRoundTrip,
    rto: connection.timeout,
  });
}

/** The retransmission timer expired: RTO doubles (RFC 6298 §5.5) and what was being timed says nothing (Karn, §3). */
export function backOff(connection: Connection): void {
  connection.timeout = Math.min(connection.timeout * 2, connection.settings.retransmissionMaximum);
  connection.timed = null;
}

/**
 * The handshake is done; a SYN that had to be sent again makes data begin with a longer RTO, unless the host began with one
 * that long (RFC 6298 §5.7: where "using an RTO less than 3 seconds").
 */
export function timeoutForData(connection: Connection): void {
  const { synRepeated, settings } = connection;
  if (synRepeated && settings.retransmissionInitial < TIMEOUT_AFTER_LOST_SYN)
    connection.timeout = TIMEOUT_AFTER_LOST_SYN;
}
