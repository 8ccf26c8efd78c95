import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import { ACK, RST, SYN } from '../../wire/tcp.ts';
import { pairKey } from '../endpoint.ts';
import type { Connection } from './connection.ts';
import type { Segment } from './segment.ts';
import { before } from './sequence.ts';
import { enter } from './states.ts';
import { startTimer, stopTimers } from './timers.ts';

/** Everything that waits for acknowledgment of our FIN or for the peer's is over (RFC 9293 §3.4.2). */
export function enterTimeWait(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  clause: string,
): void {
  enter(outside, connection, 'TIME-WAIT', clause);
  stopTimers(connection);
  restartTimeWait(state, outside, connection);
  outside.ready(connection.owner);
}

/** 2 MSL from now on (RFC 9293 §3.10.7.4, eighth). */
export function restartTimeWait(state: TransportState, outside: TransportOutside, connection: Connection): void {
  startTimer(state, outside, connection, 'time-wait', 2 * connection.settings.maximumSegmentLifetime);
}

/** What there is to know of a connection in TIME-WAIT that another takes the place of. */
export function setAside(connection: Connection): Connection {
  return { ...connection, timers: { ...connection.timers } };
}

/**
 * The SYN that opened a connection anew has turned out to be an old duplicate: the one before is in TIME-WAIT again, for as
 * long as it would have been (RFC 9293 §3.6.1, MAY-2, condition 2).
 */
export function resumeTimeWait(state: TransportState, outside: TransportOutside, connection: Connection): void {
  const rest = connection.timers['time-wait']!.deadline - outside.now;
  if (rest <= 0) return;
  const holder = connection.socket === null ? undefined : state.sockets.get(connection.socket);
  // Its program may have closed it meanwhile, or have read on.
  if (holder?.type !== 'stream' || holder.connection !== connection.id) connection.socket = null;
  else connection.receiveQueue = state.connections.get(connection.id)!.receiveQueue;
  state.connections.set(connection.id, connection);
  state.pairs.set(pairKey(connection.local, connection.remote), connection.id);
  connection.state = 'CLOSED';
  enter(outside, connection, 'TIME-WAIT', '3.6.1');
  startTimer(state, outside, connection, 'time-wait', rest);
}

/**
 * What a SYN does to a connection in TIME-WAIT (RFC 9293 §3.6.1, MAY-2; RFC 6191 §2): `opens` a new one if it cannot be a
 * stray of the old, is `dropped` if it can; null: it is no such SYN, or this host does not reopen.
 */
export function reopening(connection: Connection, segment: Segment): 'opens' | 'dropped' | null {
  if (connection.state !== 'TIME-WAIT' || !connection.settings.timeWaitReopening) return null;
  if ((segment.flags & (SYN | ACK | RST)) !== SYN) return null;
  const later = !before(segment.sequence, connection.receiveNext);
  const { timestamps } = segment.options;
  const stamped = timestamps !== undefined && connection.settings.timestamps;
  if (!connection.timestamps) return stamped || later ? 'opens' : 'dropped';
  if (!stamped) return later ? 'opens' : 'dropped';
  if (before(connection.recentTimestamp, timestamps.value)) return 'opens';
  return timestamps.value === connection.recentTimestamp && later ? 'opens' : 'dropped';
}
