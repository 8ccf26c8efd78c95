import type { Socket, TransportState } from './state.ts';
import { endpointName } from './endpoint.ts';
import type { Connection } from './tcp/connection.ts';
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
