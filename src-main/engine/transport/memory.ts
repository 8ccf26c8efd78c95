import type { TransportState } from './state.ts';

/** What sockets and connections of a host hold, as `/proc/net/sockstat` tells it on a real one. */
export interface TransportMemory {
  /** Descriptors of all programs. */
  sockets: number;
  /** Connections, those no program holds any more included; and of them those in TIME-WAIT and in CLOSE-WAIT. */
  connections: number;
  timeWait: number;
  closeWait: number;
  /** Connections that no program holds any more, TIME-WAIT not counted. */
  orphans: number;
  /** Bytes that wait to be acknowledged or sent, to be read, and for bytes in front of them. */
  sendBytes: number;
  receiveBytes: number;
  outOfOrderBytes: number;
  /** Client ports in use, of so many. */
  clientPorts: number;
  clientPortLimit: number;
}

export function transportMemory(state: TransportState): TransportMemory {
  const { ephemeralFirst, ephemeralLast } = state.settings;
  const memory: TransportMemory = {
    sockets: state.sockets.size,
    connections: state.connections.size,
    timeWait: 0,
    closeWait: 0,
    orphans: 0,
    sendBytes: 0,
    receiveBytes: 0,
    outOfOrderBytes: 0,
    clientPorts: 0,
    clientPortLimit: Math.abs(ephemeralLast - ephemeralFirst) + 1,
  };
  const ports = new Set<number>();
  const low = Math.min(ephemeralFirst, ephemeralLast);
  for (const connection of state.connections.values()) {
    const { state: name, socket, listener, local } = connection;
    if (name === 'TIME-WAIT') memory.timeWait++;
    else if (socket === null && listener === null) memory.orphans++;
    if (name === 'CLOSE-WAIT') memory.closeWait++;
    memory.sendBytes += connection.sendQueue.length;
    memory.receiveBytes += connection.receiveQueue.length;
    for (const { bytes } of connection.islands) memory.outOfOrderBytes += bytes.length;
    if (local.port >= low && local.port < low + memory.clientPortLimit) ports.add(local.port);
  }
  for (const socket of state.sockets.values()) if (socket.type !== 'stream') memory.receiveBytes += socket.queued;
  memory.clientPorts = ports.size;
  return memory;
}
