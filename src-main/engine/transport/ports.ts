import type { TransportOutside } from './outside.ts';
import type { SocketType, StreamSocket, TransportState } from './state.ts';

/** Highest port, and highest echo identifier. */
const LAST_PORT = 65_535;

/**
 * Whether a socket of this type cannot have `port` at `address` (0: any) because another has it. A TCP port is also taken
 * by connections that nobody holds any more, such as those in TIME-WAIT. With `reuse` (`SO_REUSEADDR`, as socket(7) has it)
 * it can, "except when there is an active listening socket bound to the address", or one that would not share it.
 * `device`: the only interface it uses (`SO_BINDTODEVICE`); empty: any.
 */
export function portTaken(
  state: TransportState,
  type: SocketType,
  address: number,
  port: number,
  reuse = false,
  device = '',
): boolean {
  for (const socket of state.sockets.values()) {
    if (socket.type !== type || socket.local.port !== port || !overlap(socket.local.address, address)) continue;
    // Sockets bound to different interfaces never hear the same.
    const other = socket.type === 'stream' ? '' : socket.options.device;
    if (device !== '' && other !== '' && device !== other) continue;
    const connected = socket.type === 'stream' && socket.connection !== null;
    const listening = socket.type === 'stream' && socket.listener !== null;
    if (listening || !reuse || !(connected || socket.reuse)) return true;
  }
  if (type !== 'stream' || reuse) return false;
  for (const id of state.pairs.values()) {
    const connection = state.connections.get(id);
    if (connection?.local.port === port && overlap(connection.local.address, address)) return true;
  }
  return false;
}

/** Whether another socket listens where this one would. */
export function anotherListens(state: TransportState, socket: StreamSocket): boolean {
  for (const other of state.sockets.values()) {
    if (other === socket || other.type !== 'stream' || other.listener === null) continue;
    if (other.local.port === socket.local.port && overlap(other.local.address, socket.local.address)) return true;
  }
  return false;
}

function overlap(one: number, other: number): boolean {
  return one === 0 || other === 0 || one === other;
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
  const last = type === 'icmp' ? LAST_PORT : Math.max(ephemeralFirst, ephemeralLast);
  const count = last - first + 1;
  const start = outside.random() % count;
  const taken = takenPorts(state, type, address);
  for (let step = 0; step < count; step++) {
    const port = first + ((start + step) % count);
    if (taken[port] === 0 && outside.givenAway?.(type, address, port) !== true) return port;
  }
  return null;
}

/** 1 at every port that `portTaken` says is taken, looked for once: when most are, one after the other would take far too long. */
function takenPorts(state: TransportState, type: SocketType, address: number): Uint8Array {
  const taken = new Uint8Array(LAST_PORT + 1);
  for (const { type: other, local } of state.sockets.values()) {
    if (other === type && overlap(local.address, address)) taken[local.port] = 1;
  }
  if (type !== 'stream') return taken;
  for (const { state: name, local } of state.connections.values()) {
    if (name !== 'CLOSED' && overlap(local.address, address)) taken[local.port] = 1;
  }
  return taken;
}
