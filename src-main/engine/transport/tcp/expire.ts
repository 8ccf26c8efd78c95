import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { end } from './close.ts';
import type { Connection, TimerName } from './connection.ts';
import { uncork } from './cork.ts';
import { emitAcknowledgment } from './emit.ts';
import { timedOut } from './recovery.ts';
import { backOff } from './retransmission.ts';
import { sendEarlyFin, output, sendProbe, sendSyn } from './send.ts';
import { keepAliveExpired, userTimeoutExpired } from './silence.ts';

/** R1: retransmissions of one segment from which on IP is advised; at least 3 (RFC 9293 §3.8.3, SHLD-10). */
const ADVISING = 3;

/** A timer has expired. What follows has the fact that set it, through the expiry, as its cause. */
export function timerExpired(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  timer: TimerName,
): void {
  const { cause: setter } = connection.timers[timer]!;
  connection.timers[timer] = null;
  const cause = outside.cause;
  outside.cause = outside.record('tcp.timer.expired', {
    cause: setter,
    detail: { connection: connection.name, timer },
  });
  act(state, outside, connection, timer);
  outside.cause = cause;
}

function act(state: TransportState, outside: TransportOutside, connection: Connection, timer: TimerName): void {
  switch (timer) {
    case 'retransmission':
      return retransmit(state, outside, connection);
    case 'persist':
      return probe(state, outside, connection);
    case 'delayed-ack':
      return emitAcknowledgment(state, outside, connection);
    case 'cork':
      uncork(connection);
      output(state, outside, connection);
      return;
    case 'keep-alive':
      return keepAliveExpired(state, outside, connection);
    case 'user-timeout':
      return userTimeoutExpired(state, outside, connection);
    case 'time-wait':
      return end(state, outside, connection, null, '3.10.8');
    case 'fin-wait-2':
      // No RFC limits this state; every system does.
      return end(state, outside, connection, null, '');
    case 'linger':
      return outside.ready(connection.owner);
  }
}

/** RFC 6298 §5.4 to §5.7, RFC 9293 §3.8.3. */
function retransmit(state: TransportState, outside: TransportOutside, connection: Connection): void {
  // Also when the program has closed already: SYN and FIN are sent again together.
  const opening = !connection.synAcknowledged;
  if (connection.retransmissions >= retries(connection)) {
    giveUp(state, outside, connection);
    return;
  }
  connection.retransmissions++;
  backOff(connection);
  sendAgain(state, outside, connection, opening);
  if (connection.retransmissions >= ADVISING) adviseTrouble(outside, connection);
}

/** R1 (RFC 9293 §3.8.3): IP is told that something may be wrong on the way, with this retransmission and every further one. */
function adviseTrouble(outside: TransportOutside, { name, local, remote, retransmissions: count }: Connection): void {
  const before = outside.cause;
  outside.cause = outside.record('tcp.advised', { detail: { connection: name, count } });
  outside.adviseTrouble(local.address, remote.address);
  outside.cause = before;
}

function sendAgain(state: TransportState, outside: TransportOutside, connection: Connection, opening: boolean): void {
  if (opening) {
    connection.synRepeated = true;
    sendSyn(state, outside, connection, 'timeout');
    if (connection.state === 'FIN-WAIT-1') sendEarlyFin(state, outside, connection, 'timeout');
    return;
  }
  timedOut(outside, connection, connection.retransmissions === 1);
  // A window that closed over what is in flight is asked, not filled (RFC 9293 §3.8.6: windows that shrink).
  if (connection.sendWindow === 0) probe(state, outside, connection);
  else output(state, outside, connection);
}

/** How often the segment at SND.UNA may be sent again before R2 is reached (RFC 9293 §3.8.3). */
function retries({ state, settings, timers }: Connection): number {
  // R2 may be a time or a count (RFC 9293 §3.8.3): where a time runs, that is R2.
  if (timers['user-timeout'] !== null) return Number.POSITIVE_INFINITY;
  if (state === 'SYN-SENT') return settings.synRetries;
  return state === 'SYN-RECEIVED' ? settings.synAckRetries : settings.dataRetries;
}

/** While the peer answers probes the connection stays open, however long that is (RFC 9293 §3.8.6.1, MUST-37). */
function probe(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (connection.unanswered >= connection.settings.dataRetries) {
    giveUp(state, outside, connection);
    return;
  }
  connection.unanswered++;
  connection.probes++;
  sendProbe(state, outside, connection);
}

/** R2 is reached (RFC 9293 §3.8.3): the program is told, with what ICMP had said, if anything. */
function giveUp(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const error =
    connection.passive && connection.state === 'SYN-RECEIVED' ? null : (connection.softError ?? 'ETIMEDOUT');
  end(state, outside, connection, error, '3.8.3');
}
