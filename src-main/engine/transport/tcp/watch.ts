/**
 * Timers that watch over a connection on which nothing else would ever notice that the peer is gone: keep-alive, user
 * timeout, and FIN-WAIT-2 without a program. Each is started once and looks, when it expires, whether it was right to; so
 * that traffic costs nothing.
 */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Connection } from './connection.ts';
import { synchronized } from './states.ts';
import { startTimer, stopTimer } from './timers.ts';

/** Starts or stops asking a silent peer, as the connection's settings have it now (RFC 9293 §3.8.4). */
export function watchSilence(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const wanted = connection.settings.keepAlive && synchronized(connection.state) && connection.state !== 'TIME-WAIT';
  if (!wanted) stopTimer(outside, connection, 'keep-alive');
  else if (connection.timers['keep-alive'] === null) {
    startTimer(state, outside, connection, 'keep-alive', connection.settings.keepAliveIdle);
  }
}

/** Whether something of ours is not acknowledged yet. */
export function waits(connection: Connection): boolean {
  if (!connection.synAcknowledged) return connection.state !== 'CLOSED';
  return connection.sendQueue.length > 0 || (connection.sendClosed && !connection.finAcknowledged);
}

/** If something waits to be acknowledged, it does from now on, unless something did already. */
export function watchUserTimeout(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { userTimeout } = connection.settings;
  if (userTimeout === null || connection.timers['user-timeout'] !== null || !waits(connection)) return;
  connection.progressed = outside.now;
  startTimer(state, outside, connection, 'user-timeout', userTimeout);
}

/** No program holds a connection in FIN-WAIT-2 any more: it need not wait for the peer's FIN for ever. */
export function watchOrphan(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { finWait2Timeout } = connection.settings;
  const orphan = connection.socket === null && connection.listener === null;
  if (!orphan || finWait2Timeout === null || connection.state !== 'FIN-WAIT-2') return;
  if (connection.timers['fin-wait-2'] === null) {
    startTimer(state, outside, connection, 'fin-wait-2', finWait2Timeout);
  }
}
