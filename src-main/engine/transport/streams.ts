/** The socket calls of TCP. `sockets.ts` has found the socket and knows that it is a stream. */
import type { TransportOutside } from './outside.ts';
import type { Accepted, Readiness } from './results.ts';
import { newPatience, type StreamSocket, type TransportState } from './state.ts';
import type { Errno } from './errno.ts';
import { addSocket, freeDescriptor } from './descriptors.ts';
import { anotherListens, freePort } from './ports.ts';
import { settingsWith } from './settings.ts';
import { urgentAhead } from './socket-options.ts';
import { append, emptyQueue, peek, take } from './tcp/buffers.ts';
import { abort, closeSending, closeWholly } from './tcp/close.ts';
import type { Connection } from './tcp/connection.ts';
import { dataEnd } from './tcp/connection.ts';
import { hurry } from './tcp/delayed-acknowledgment.ts';
import { emitAcknowledgment, tellWindow } from './tcp/emit.ts';
import { openActively } from './tcp/open.ts';
import { output } from './tcp/send.ts';
import { startTimer } from './tcp/timers.ts';
import { synchronized } from './tcp/states.ts';
import { watchUserTimeout } from './tcp/watch.ts';
import { pairKey } from './endpoint.ts';

/** A stream socket that is not connected and does not listen. */
export function newStream(id: number, owner: number, descriptor: number, ttl: number): StreamSocket {
  return {
    id,
    owner,
    descriptor,
    local: { address: 0, port: 0 },
    type: 'stream',
    connection: null,
    listener: null,
    connecting: false,
    reuse: false,
    patience: newPatience(),
    own: {},
    linger: null,
    lingering: null,
    ttl,
    dscp: 0,
    quick: null,
  };
}

export function listenStream(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  backlog: number,
): 0 | Errno {
  if (socket.connection !== null) return 'EINVAL';
  const limit = Math.min(Math.max(Math.trunc(backlog), 1), settingsWith(state.settings, socket.own).acceptQueue);
  if (socket.listener !== null) {
    socket.listener.backlog = limit;
    return 0;
  }
  if (socket.local.port === 0) {
    const port = freePort(state, outside, 'stream', socket.local.address);
    if (port === null) return 'EADDRINUSE';
    socket.local.port = port;
  } else if (anotherListens(state, socket)) {
    return 'EADDRINUSE';
  }
  socket.listener = { backlog: limit, halfOpen: [], complete: [] };
  return 0;
}

export function connectStream(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  address: number,
  port: number,
): 0 | Errno {
  if (socket.listener !== null) return 'EISCONN';
  const connection = connectionOf(state, socket);
  // A connection that is over, and whose failure was told, makes room for another attempt.
  if (connection?.state === 'CLOSED' && connection.error === null) forget(state, socket, connection);
  else if (connection !== null) return connectProgress(state, socket, connection);
  if (port === 0) return 'EADDRNOTAVAIL';
  // Neither a group nor everybody on a link can be connected to (RFC 9293 §3.9.1.1, MUST-46).
  if (address === 0 || address >>> 28 >= 0xe || outside.isBroadcast(address)) return 'ENETUNREACH';
  const source = socket.local.address === 0 ? outside.sourceFor(address) : socket.local.address;
  if (source === null) return 'ENETUNREACH';
  const chosen = socket.local.port === 0 ? freePort(state, outside, 'stream', source) : socket.local.port;
  if (chosen === null) return 'EADDRNOTAVAIL';
  const local = { address: source, port: chosen };
  const remote = { address, port };
  if (state.pairs.has(pairKey(local, remote))) return 'EADDRINUSE';
  socket.local = local;
  const opened = openActively(state, outside, socket, local, remote);
  opened.socket = socket.id;
  if (socket.quick !== null) hurry(state, outside, opened, socket.quick);
  socket.connection = opened.id;
  socket.connecting = true;
  watchUserTimeout(state, outside, opened);
  return 'EINPROGRESS';
}

/** How the attempt goes that an earlier call began. */
function connectProgress(state: TransportState, socket: StreamSocket, connection: Connection): 0 | Errno {
  const error = tell(connection);
  if (error !== null) {
    forget(state, socket, connection);
    return error;
  }
  if (connection.state === 'SYN-SENT' || connection.state === 'SYN-RECEIVED') return 'EALREADY';
  if (!socket.connecting) return 'EISCONN';
  socket.connecting = false;
  return 0;
}

/** Parts a socket from a connection that is over. */
function forget(state: TransportState, socket: StreamSocket, connection: Connection): void {
  state.connections.delete(connection.id);
  socket.connection = null;
  socket.connecting = false;
}

export function acceptStream(state: TransportState, socket: StreamSocket): Accepted | Errno {
  if (socket.listener === null) return 'EINVAL';
  const descriptor = freeDescriptor(state, socket.owner);
  if (descriptor === null) return 'EMFILE';
  const id = socket.listener.complete.shift();
  if (id === undefined) return 'EAGAIN';
  const connection = state.connections.get(id);
  // POSIX: "A connection has been aborted." It has kept its place in the queue.
  if (connection === undefined) return 'ECONNABORTED';
  const accepted = newStream(state.nextSocket++, socket.owner, descriptor, connection.ttl);
  accepted.local = { ...connection.local };
  accepted.connection = connection.id;
  accepted.own = { ...connection.own };
  accepted.reuse = socket.reuse;
  accepted.dscp = connection.dscp;
  accepted.linger = socket.linger;
  accepted.quick = socket.quick;
  // As on Linux, whether calls wait is not inherited, how long they do is.
  accepted.patience = { ...socket.patience, none: false };
  connection.socket = accepted.id;
  connection.listener = null;
  addSocket(state, accepted);
  return { descriptor, address: connection.remote.address, port: connection.remote.port };
}

export function sendStream(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  bytes: Uint8Array,
  urgent: boolean,
): number | Errno {
  const connection = connectionOf(state, socket);
  if (connection === null) return 'ENOTCONN';
  const error = tell(connection);
  if (error !== null) return error;
  if (connection.state === 'SYN-SENT' || connection.state === 'SYN-RECEIVED') return 'EAGAIN';
  if (connection.sendClosed || connection.state === 'CLOSED') return 'EPIPE';
  const room = Math.max(0, connection.settings.sendBuffer - connection.sendQueue.length);
  if (bytes.length > 0 && room === 0) return 'EAGAIN';
  const taken = bytes.length <= room ? bytes : bytes.subarray(0, room);
  append(connection.sendQueue, taken);
  if (urgent) connection.sendUrgent = dataEnd(connection);
  // Data that must wait is announced all the same: the pointer may be ahead of the text (RFC 9293 §3.8.5).
  if (!output(state, outside, connection) && urgent) emitAcknowledgment(state, outside, connection);
  if (taken.length > 0) watchUserTimeout(state, outside, connection);
  return taken.length;
}

export function receiveStream(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  max: number,
  peeking: boolean,
): Uint8Array | Errno {
  const connection = connectionOf(state, socket);
  if (connection === null) return 'ENOTCONN';
  const error = tell(connection);
  if (error !== null) return error;
  if (connection.state === 'SYN-SENT' || connection.state === 'SYN-RECEIVED') return 'EAGAIN';
  if (connection.receiveQueue.length > 0) {
    // Nothing is read across the mark of urgent data, so that a program can tell where it is (RFC 6093 §3.1).
    const mark = urgentAhead(connection) ?? 0;
    const most = mark > 0 ? Math.min(max, mark) : max;
    if (peeking) return peek(connection.receiveQueue, 0, most);
    const bytes = take(connection.receiveQueue, most);
    if (urgentAhead(connection) === null) connection.receiveUrgent = null;
    tellWindow(state, outside, connection);
    return bytes;
  }
  if (connection.finReceived || connection.receiveClosed || connection.state === 'CLOSED') return new Uint8Array(0);
  return 'EAGAIN';
}

export function shutdownStream(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  how: 'read' | 'write' | 'both',
): 0 | Errno {
  const connection = connectionOf(state, socket);
  if (connection === null || !synchronized(connection.state)) return 'ENOTCONN';
  if (how !== 'write') {
    const unread = connection.receiveQueue.length;
    connection.receiveClosed = true;
    connection.receiveQueue = emptyQueue();
    if (unread > 0) tellWindow(state, outside, connection);
  }
  if (how !== 'read') closeSending(state, outside, connection);
  return 0;
}

/**
 * Gives a socket up. EAGAIN: it is set to linger, and what was sent is not acknowledged yet (`SO_LINGER`); `patient` false: no
 * program waits for that.
 */
export function closeStream(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  patient: boolean,
): 0 | 'EAGAIN' {
  if (socket.listener !== null) {
    // Nobody will accept them any more: a reset tells their peers.
    for (const id of [...socket.listener.halfOpen, ...socket.listener.complete]) {
      const waiting = state.connections.get(id);
      if (waiting !== undefined) abort(state, outside, waiting, null, '3.10.5');
    }
    socket.listener = null;
  }
  const connection = connectionOf(state, socket);
  if (connection === null) return 0;
  if (socket.linger === 0 && connection.state !== 'CLOSED' && connection.state !== 'TIME-WAIT') {
    connection.socket = null;
    abort(state, outside, connection, null, '3.10.5');
    return 0;
  }
  if (patient && socket.linger !== null && lingers(state, outside, socket, connection, socket.linger)) return 'EAGAIN';
  closeWholly(state, outside, connection);
  return 0;
}

/** Whether `close` has still to wait: for the acknowledgment of all that was sent, and of the FIN. */
function lingers(
  state: TransportState,
  outside: TransportOutside,
  socket: StreamSocket,
  connection: Connection,
  time: number,
): boolean {
  if (!synchronized(connection.state) || connection.receiveQueue.length > 0 || connection.finAcknowledged) return false;
  if (socket.lingering === null) {
    socket.lingering = outside.now;
    closeSending(state, outside, connection);
    startTimer(state, outside, connection, 'linger', time);
  }
  return outside.now - socket.lingering < time;
}

export function pollStream(state: TransportState, socket: StreamSocket): Readiness {
  if (socket.listener !== null) {
    return { readable: socket.listener.complete.length > 0, writable: false, error: null };
  }
  const connection = connectionOf(state, socket);
  if (connection === null) return { readable: false, writable: false, error: null };
  const over = connection.error !== null || connection.state === 'CLOSED';
  const ended = connection.finReceived || connection.receiveClosed;
  const open = synchronized(connection.state);
  return {
    readable: over || ended || (open && connection.receiveQueue.length > 0),
    // A send that fails at once does not block either.
    writable: over || (open && (connection.sendClosed || connection.sendQueue.length < connection.settings.sendBuffer)),
    error: connection.error,
  };
}

/** The failure of a connection, told once. */
export function streamError(state: TransportState, socket: StreamSocket): Errno | null {
  const connection = connectionOf(state, socket);
  return connection === null ? null : tell(connection);
}

function tell(connection: Connection): Errno | null {
  const { error } = connection;
  connection.error = null;
  return error;
}

function connectionOf(state: TransportState, socket: StreamSocket): Connection | null {
  return socket.connection === null ? null : (state.connections.get(socket.connection) ?? null);
}
