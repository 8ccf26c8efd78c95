/** What a watching timer of `watch.ts` does when it expires and nothing has come. */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { end } from './close.ts';
import type { Connection } from './connection.ts';
import { emitKeepAlive } from './emit.ts';
import { startTimer } from './timers.ts';
import { waits } from './watch.ts';

/** The peer was silent for long, or only since. */
export function keepAliveExpired(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { settings } = connection;
  if (!settings.keepAlive) return;
  const silent = outside.now - connection.heard;
  const patience = connection.keepAliveProbes === 0 ? settings.keepAliveIdle : settings.keepAliveInterval;
  // "Keep-alive packets MUST only be sent when no sent data is outstanding" (MUST-26): that data asks for itself.
  const busy = connection.timers.retransmission !== null || connection.timers.persist !== null;
  if (silent < settings.keepAliveIdle || busy) {
    connection.keepAliveProbes = 0;
    startTimer(state, outside, connection, 'keep-alive', busy ? patience : settings.keepAliveIdle - silent);
    return;
  }
  // No "specific probe" that goes unanswered means a dead connection (MUST-29); so many in a row do.
  if (connection.keepAliveProbes >= settings.keepAliveCount) {
    end(state, outside, connection, connection.softError ?? 'ETIMEDOUT', '3.8.4');
    return;
  }
  connection.keepAliveProbes++;
  emitKeepAlive(state, outside, connection);
  startTimer(state, outside, connection, 'keep-alive', settings.keepAliveInterval);
}

/** RFC 9293 §3.10.8, USER TIMEOUT: for any state. */
export function userTimeoutExpired(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const { userTimeout } = connection.settings;
  if (userTimeout === null || !waits(connection)) return;
  // A peer whose window is closed and who answers is there, however long that lasts (§3.8.6.1, MUST-37).
  const { progressed, heard, sendWindow } = connection;
  const since = sendWindow === 0 ? Math.max(progressed, heard) : progressed;
  const rest = userTimeout - (outside.now - since);
  if (rest > 0) startTimer(state, outside, connection, 'user-timeout', rest);
  else end(state, outside, connection, connection.softError ?? 'ETIMEDOUT', '3.10.8');
}
