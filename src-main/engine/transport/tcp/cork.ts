/**
 * A program's cork (`TCP_CORK`): segments that are not full wait until it is taken out, so that a head and a body written
 * one after the other leave together. No RFC knows it; what it does is Linux's tcp(7).
 */
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Connection } from './connection.ts';
import { dataEnd } from './connection.ts';
import { before } from './sequence.ts';
import { startTimer, stopTimer } from './timers.ts';

/** Lets all that waits now go, though it is no full segment and Nagle's algorithm would keep it too. */
export function uncork(connection: Connection): void {
  connection.uncorked = dataEnd(connection);
}

/** Whether everything up to `end` was let go by `uncork`. */
export function isUncorked(connection: Connection, end: number): boolean {
  return connection.uncorked !== null && !before(connection.uncorked, end);
}

/**
 * Whether a partial segment has to wait for the cork. Not the last piece of a stream that its program has closed, nor
 * urgent data: neither gets fuller by waiting, or may wait.
 */
export function isCorked(connection: Connection): boolean {
  if (!connection.settings.cork || connection.sendClosed) return false;
  return connection.sendUrgent === null || !before(connection.sendUnacknowledged, connection.sendUrgent);
}

/** After all that may leave has left: the piece that stays has `corkTime`, from when it began to wait. */
export function watchCork(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  held: boolean,
  moved: boolean,
): void {
  if (connection.uncorked !== null && !before(connection.sendNext, connection.uncorked)) connection.uncorked = null;
  if (held && connection.timers.cork === null) {
    startTimer(state, outside, connection, 'cork', connection.settings.corkTime);
  } else if (!held) stopTimer(outside, connection, 'cork');
  else if (moved) startTimer(state, outside, connection, 'cork', connection.settings.corkTime);
}
