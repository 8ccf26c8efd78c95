import type { Reason } from '../../trace/reasons.ts';
import { ACK, FIN, RST, SYN } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { setWindow } from './acknowledge.ts';
import { end } from './close.ts';
import type { Connection } from './connection.ts';
import { emitReset } from './emit.ts';
import { establish, takeSyn } from './open.ts';
import type { Segment } from './segment.ts';
import { sendSyn } from './send.ts';
import { advance, atOrBefore, before } from './sequence.ts';
import { enter } from './states.ts';
import { takeRest } from './text.ts';

/** §3.10.7.3: a segment in SYN-SENT. Why it was thrown away, or null. */
export function receiveSynSent(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  segment: Segment,
): Reason | null {
  const has = (flag: number): boolean => (segment.flags & flag) !== 0;
  connection.totals.segmentsIn++;
  // First: the ACK bit.
  if (has(ACK)) {
    const { acknowledgment } = segment;
    const acceptable =
      before(connection.sendUnacknowledged, acknowledgment) && atOrBefore(acknowledgment, connection.sendHighest);
    if (!acceptable) {
      // The peer still has a connection that this end has forgotten: the reset ends it (§3.5.1, figure 9).
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
  // Fifth: neither SYN nor RST. (Third, security, is not part of this internet.)
  if (!has(SYN)) return 'tcp.unacceptable';
  // Fourth: the SYN bit.
  takeSyn(outside, connection, segment);
  if (!has(ACK)) {
    // Both ends opened at once.
    setWindow(connection, segment);
    keepEarly(connection, segment);
    enter(outside, connection, 'SYN-RECEIVED', '3.10.7.3');
    sendSyn(state, outside, connection);
    return null;
  }
  establish(state, outside, connection, segment, '3.10.7.3');
  outside.ready(connection.owner);
  const rest = { ...segment, sequence: advance(segment.sequence, 1), flags: segment.flags & ~SYN };
  return takeRest(state, outside, connection, rest, true);
}

/** "Any other control or text should be queued for processing later": once the connection is established (§3.10.7.2, third). */
export function keepEarly(connection: Connection, { text, flags }: Segment): void {
  const fin = (flags & FIN) !== 0;
  if (text.length > 0 || fin) connection.early = { text, fin };
}
