import type { Reason } from '../../trace/reasons.ts';
import { ACK, RST, SYN } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { StreamSocket, TransportState } from '../state.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Connection } from './connection.ts';
import { hurry } from './delayed-acknowledgment.ts';
import { emitReset } from './emit.ts';
import { addConnection, takeSyn } from './open.ts';
import type { Segment } from './segment.ts';
import { sendSyn } from './send.ts';
import { keepEarly } from './syn-sent.ts';
import { enter } from './states.ts';

/**
 * A segment for a listening socket (RFC 9293 §3.10.7.2). `previous`: the connection in TIME-WAIT whose place this one takes.
 */
export function receiveListen(
  state: TransportState,
  outside: TransportOutside,
  listening: StreamSocket,
  local: Endpoint,
  remote: Endpoint,
  segment: Segment,
  previous: Connection | null = null,
): Reason | null {
  // First: a reset cannot be meant for anything here.
  if ((segment.flags & RST) !== 0) return 'tcp.no-connection';
  // Second: any acknowledgment is of something this end never sent.
  if ((segment.flags & ACK) !== 0) {
    emitReset(state, outside, local, remote, segment.acknowledgment, null);
    return 'tcp.no-connection';
  }
  // Third: a SYN.
  if ((segment.flags & SYN) !== 0) {
    const listener = listening.listener!;
    const crowd = crowded(state, outside, listening);
    if (crowd !== null) return crowd;
    const connection = addConnection(state, outside, listening, local, remote, previous);
    connection.previous = previous;
    connection.totals.segmentsIn++;
    connection.listener = listening.id;
    connection.passive = true;
    connection.state = 'LISTEN';
    listener.halfOpen.push(connection.id);
    if (listening.quick !== null) hurry(state, outside, connection, listening.quick);
    takeSyn(outside, connection, segment);
    keepEarly(connection, segment);
    enter(outside, connection, 'SYN-RECEIVED', '3.10.7.2');
    sendSyn(state, outside, connection);
    return null;
  }
  // Fourth: anything else "should not be reached".
  return 'tcp.unacceptable';
}

/**
 * Why a listening socket takes no SYN now, or null. It is not answered with a reset: the peer sends its SYN again, and by
 * then a place may be free.
 */
export function crowded(state: TransportState, outside: TransportOutside, { listener }: StreamSocket): Reason | null {
  const { complete, halfOpen, backlog } = listener!;
  if (full(outside, complete, backlog + state.settings.acceptQueueSurplus)) return 'tcp.backlog-full';
  return full(outside, halfOpen, state.settings.synQueue) ? 'tcp.syn-queue-full' : null;
}

/** Whether a queue of a listening socket has no place left, which is noted for the fact about it. */
function full(outside: TransportOutside, queue: readonly number[], places: number): boolean {
  if (queue.length < places) return false;
  outside.check = { found: String(queue.length), expected: String(places) };
  return true;
}

/** Whether a connection that would now be established finds its accept queue full. */
export function overflowing(state: TransportState, outside: TransportOutside, connection: Connection): boolean {
  const socket = connection.listener === null ? undefined : state.sockets.get(connection.listener);
  if (socket?.type !== 'stream' || socket.listener === null) return false;
  const { complete, backlog } = socket.listener;
  return full(outside, complete, backlog + state.settings.acceptQueueSurplus);
}

/** A half-open connection was established: it may be accepted. */
export function completeHandshake(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (connection.listener === null) return;
  const socket = state.sockets.get(connection.listener);
  if (socket?.type !== 'stream' || socket.listener === null) return;
  socket.listener.halfOpen = socket.listener.halfOpen.filter((id) => id !== connection.id);
  socket.listener.complete.push(connection.id);
  outside.ready(socket.owner);
}
