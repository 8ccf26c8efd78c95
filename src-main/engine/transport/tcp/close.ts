import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Errno } from '../errno.ts';
import { pairKey } from '../endpoint.ts';
import { emptyQueue } from './buffers.ts';
import type { Connection } from './connection.ts';
import { emitAbort } from './emit.ts';
import { output, sendEarlyFin } from './send.ts';
import { enter, receivesText } from './states.ts';
import { stopTimers } from './timers.ts';
import { watchOrphan, watchUserTimeout } from './watch.ts';

/** The program will send no more (RFC 9293 §3.10.4): a FIN follows what it has sent. */
export function closeSending(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (connection.sendClosed) return;
  connection.sendClosed = true;
  if (connection.state === 'SYN-RECEIVED') {
    // "If no SENDs have been issued and there is no pending data to send, then form a FIN segment and send it": before the
    // connection is established no SEND is accepted here.
    enter(outside, connection, 'FIN-WAIT-1', '3.10.4');
    sendEarlyFin(state, outside, connection);
  } else {
    if (connection.state === 'ESTABLISHED') enter(outside, connection, 'FIN-WAIT-1', '3.10.4');
    // In SYN-SENT the FIN waits until the connection is established; in CLOSE-WAIT sending it is LAST-ACK.
    output(state, outside, connection);
  }
  watchUserTimeout(state, outside, connection);
}

/**
 * The program has closed its socket. Data it never read, or that comes later, is lost, and a reset tells the peer so
 * (RFC 9293 §3.6.1; RFC 1122 §4.2.2.13, SHLD-3).
 */
export function closeWholly(state: TransportState, outside: TransportOutside, connection: Connection): void {
  connection.socket = null;
  connection.receiveClosed = true;
  if (connection.state === 'CLOSED') {
    state.connections.delete(connection.id);
  } else if (connection.state === 'SYN-SENT') {
    end(state, outside, connection, null, '3.10.4');
  } else if (
    connection.receiveQueue.length > 0 &&
    (receivesText(connection.state) || connection.state === 'CLOSE-WAIT')
  ) {
    abort(state, outside, connection, null, '3.6.1');
  } else {
    closeSending(state, outside, connection);
    watchOrphan(state, outside, connection);
  }
}

/** Ends a connection at once with a reset (RFC 9293 §3.10.5, ABORT). */
export function abort(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  error: Errno | null,
  clause: string,
): void {
  switch (connection.state) {
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
      emitAbort(state, outside, connection);
  }
  end(state, outside, connection, error, clause);
}

/**
 * CLOSED, with the failure the program is to be told, or none. The connection is forgotten, unless a socket still stands
 * for it.
 */
export function end(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  error: Errno | null,
  clause: string,
): void {
  enter(outside, connection, 'CLOSED', clause);
  stopTimers(connection);
  connection.error = error;
  connection.sendQueue = emptyQueue();
  connection.islands = [];
  connection.early = null;
  if (error !== null) {
    // "All segment queues should be flushed" (§3.10.7.4, second).
    connection.receiveQueue = emptyQueue();
    outside.record('tcp.failed', { detail: { connection: connection.name, error } });
  }
  state.pairs.delete(pairKey(connection.local, connection.remote));
  leaveListener(state, connection);
  if (connection.socket === null) state.connections.delete(connection.id);
  outside.ready(connection.owner);
}

function leaveListener(state: TransportState, connection: Connection): void {
  if (connection.listener === null) return;
  const socket = state.sockets.get(connection.listener);
  connection.listener = null;
  if (socket?.type !== 'stream' || socket.listener === null) return;
  // One that was ready for `accept` keeps its place: its program is told (ECONNABORTED) when its turn comes.
  socket.listener.halfOpen = socket.listener.halfOpen.filter((id) => id !== connection.id);
}
