import type { TransportOutside } from './outside.ts';
import type { SocketType, TransportState } from './state.ts';

/** Highest echo identifier. */
const LAST_IDENTIFIER = 65_535;

/**
 * Whether a socket of this type cannot have `port` at `address` (0: any) because another has it. A TCP port is also taken
 * by connections that nobody holds any more, such as those in TIME-WAIT.
 */
export function portTaken(state: TransportState, type: SocketType, address: number, port: number): boolean {
  const overlaps = (other: number): boolean => address === 0 || other === 0 || address === other;
  for (const socket of state.sockets.values()) {
    if (socket.type === type && socket.local.port === port && overlaps(socket.local.address)) return true;
  }
  if (type !== 'stream') return false;
  for (const id of state.pairs.values()) {
    const connection = state.connections.get(id);
    if (connection?.local.port === port && overlaps(connection.local.address)) return true;
  }
  return false;
}

/** A free port (an `icmp` socket: a free identifier), sought from a random one on (RFC 6056 §3.3.1); null when all are taken. */
export function freePort(
  state: TransportState,
  outside: TransportOutside,
  type: SocketType,
  address: number,
): number | null {
  const { ephemeralFirst, ephemeralLast } = state.settings;
  const first = type === 'icmp' ? 1 : Math.min(ephemeralFirst, ephemeralLast);
  const last = type === 'icmp' ? LAST_IDENTIFIER : Math.max(ephemeralFirst, ephemeralLast);
  const count = last - first + 1;
  const start = outside.random() % count;
  for (let step = 0; step < count; step++) {
    const port = first + ((start + step) % count);
    if (!portTaken(state, type, address, port)) return port;
  }
  return null;
}
