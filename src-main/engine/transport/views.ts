import { socketAt } from './descriptors.ts';
import type { Socket, TransportState } from './state.ts';
import { endpointName } from './endpoint.ts';
import type { Connection } from './tcp/connection.ts';
import { controlOf } from './tcp/congestion/controls.ts';
import { receiveWindow } from './tcp/emit.ts';
import type { FlightView } from './tcp/recovery.ts';
import { congestionWindow, flightView, phaseOf } from './tcp/recovery.ts';
import { runningTimer } from './tcp/timers.ts';

/** One line of `netstat`. */
export interface SocketRow {
  protocol: 'tcp' | 'udp' | 'icmp';
  /** Process number. */
  owner: number;
  /** Null: the program has closed it, or has not accepted it yet. */
  descriptor: number | null;
  /** `10.0.0.1:80`; `0.0.0.0` for any address, `*` for no port. An `icmp` socket's port is its identifier. */
  local: string;
  remote: string;
  /** `LISTEN`, `SYN-SENT`, … (RFC 9293 §3.3.2); empty for UDP and ICMP. */
  state: string;
  /** Bytes received and not read; of a listening socket, connections not accepted. */
  receiveQueue: number;
  /** Bytes not acknowledged, sent or not; of a listening socket, how many connections may wait. */
  sendQueue: number;
  /** `retransmission`, `persist`, `time-wait`, or null. */
  timer: string | null;
  /** When it expires, ns. */
  deadline: number | null;
}

const NOBODY = { address: 0, port: 0 };

/** All sockets of a host, oldest first, then the connections no socket stands for. */
export function socketRows(state: TransportState): SocketRow[] {
  const rows = [...state.sockets.values()].map((socket) => socketRow(state, socket));
  for (const connection of state.connections.values()) {
    if (connection.socket === null) rows.push(connectionRow(connection, connection.owner, null));
  }
  return rows;
}

function socketRow(state: TransportState, socket: Socket): SocketRow {
  const { owner, descriptor } = socket;
  const row = { owner, descriptor, local: endpointName(socket.local), timer: null, deadline: null };
  if (socket.type !== 'stream') {
    return {
      ...row,
      protocol: socket.type === 'icmp' ? 'icmp' : 'udp',
      remote: endpointName(socket.remote ?? NOBODY),
      state: '',
      receiveQueue: socket.queued,
      sendQueue: 0,
    };
  }
  const connection = socket.connection === null ? undefined : state.connections.get(socket.connection);
  if (connection !== undefined) return connectionRow(connection, owner, descriptor);
  return {
    ...row,
    protocol: 'tcp',
    remote: endpointName(NOBODY),
    state: socket.listener === null ? 'CLOSED' : 'LISTEN',
    receiveQueue: socket.listener?.complete.length ?? 0,
    sendQueue: socket.listener?.backlog ?? 0,
  };
}

function connectionRow(connection: Connection, owner: number, descriptor: number | null): SocketRow {
  const timer = runningTimer(connection);
  return {
    protocol: 'tcp',
    owner,
    descriptor,
    local: endpointName(connection.local),
    remote: endpointName(connection.remote),
    state: connection.state,
    receiveQueue: connection.receiveQueue.length,
    sendQueue: connection.sendQueue.length,
    timer,
    deadline: timer === null ? null : connection.timers[timer]!.deadline,
  };
}

/** The variables of one end of a connection, by RFC 9293 §3.3.1's names. Sequence numbers are absolute. */
export interface ConnectionView extends FlightView {
  /** `local:port-remote:port`, as in the trace. */
  connection: string;
  state: string;
  iss: number;
  sndUna: number;
  /** One after the highest sequence number sent. */
  sndNxt: number;
  /** Bytes. */
  sndWnd: number;
  /** Null before the peer's SYN. */
  irs: number | null;
  rcvNxt: number | null;
  /** Bytes. */
  rcvWnd: number | null;
  /** Data bytes a segment may carry. */
  mss: number;
  /** Bytes. */
  cwnd: number;
  /** Bytes; null: as high as it goes. */
  ssthresh: number | null;
  /** The algorithm, and what it is doing: `slow-start`, `avoidance`, `recovery`, or `steady` if it does not adapt. */
  congestionControl: string;
  phase: string;
  /** Duplicate acknowledgments since the last progress. */
  duplicateAcknowledgments: number;
  /** Segments sent again, ever. */
  retransmittedSegments: number;
  /** ns; null before the first measurement. */
  srtt: number | null;
  rttvar: number | null;
  /** ns. */
  rto: number;
  /** Times the oldest segment in flight was sent again by timeout. */
  retransmissions: number;
  /** Bytes that came before those in front of them. */
  outOfOrder: number;
}

/** The connection a descriptor stands for, or null. */
export function connectionView(state: TransportState, owner: number, descriptor: number): ConnectionView | null {
  const socket = socketAt(state, owner, descriptor);
  if (socket?.type !== 'stream' || socket.connection === null) return null;
  const connection = state.connections.get(socket.connection);
  return connection === undefined ? null : viewOf(connection);
}

/** The connection of a name as the trace gives it (`local:port-remote:port`), also one that no socket stands for; or null. */
export function connectionViewByName(state: TransportState, name: string): ConnectionView | null {
  let found: Connection | null = null;
  for (const connection of state.connections.values()) if (connection.name === name) found = connection;
  return found === null ? null : viewOf(found);
}

function viewOf(connection: Connection): ConnectionView {
  const heard = connection.synAcknowledged || connection.state === 'SYN-RECEIVED';
  return {
    connection: connection.name,
    state: connection.state,
    iss: connection.initialSend,
    sndUna: connection.sendUnacknowledged,
    sndNxt: connection.sendHighest,
    sndWnd: connection.sendWindow,
    irs: heard ? connection.initialReceive : null,
    rcvNxt: heard ? connection.receiveNext : null,
    rcvWnd: heard ? receiveWindow(connection) : null,
    mss: connection.segmentSize,
    cwnd: congestionWindow(connection),
    ssthresh: controlOf(connection).threshold(connection),
    congestionControl: connection.settings.congestionControl,
    phase: phaseOf(connection),
    duplicateAcknowledgments: connection.duplicateAcknowledgments,
    retransmittedSegments: connection.retransmittedSegments,
    ...flightView(connection),
    srtt: connection.smoothedRoundTrip,
    rttvar: connection.smoothedRoundTrip === null ? null : connection.roundTripVariation,
    rto: connection.timeout,
    retransmissions: connection.retransmissions,
    outOfOrder: connection.islands.reduce((sum, island) => sum + island.bytes.length, 0),
  };
}
