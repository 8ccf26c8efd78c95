import { parseDhcp, type DhcpMessage } from '../../wire/dhcp.ts';
import { isFault } from '../../wire/fault.ts';
import type { System } from '../system.ts';

/** A descriptor for each interface that DHCP is spoken on, so that it is known where a message to everybody came from. */
export type Sockets = Map<string, number>;

/** A message with where it came from. */
export interface Arrived {
  message: DhcpMessage;
  bytes: Uint8Array;
  device: string;
}

/**
 * Opens sockets on `port` for interfaces that have none yet and closes those of interfaces that are no longer wanted.
 * Returns why one could not be opened, or null.
 */
export function openSockets(sockets: Sockets, system: System, port: number, devices: readonly string[]): string | null {
  for (const [device, descriptor] of sockets) {
    if (devices.includes(device)) continue;
    system.close(descriptor);
    sockets.delete(device);
  }
  for (const device of devices) {
    if (sockets.has(device)) continue;
    const descriptor = system.socket('datagram');
    if (typeof descriptor === 'string') return `socket: ${descriptor}`;
    const set = system.setMessageOptions(descriptor, { broadcast: true, device });
    const bound = set === 0 ? system.bind(descriptor, 0, port) : set;
    if (bound !== 0) {
      system.close(descriptor);
      return `bind: ${bound}`;
    }
    sockets.set(device, descriptor);
  }
  return null;
}

/** All messages that have come in. What is not DHCP is passed over. */
export function arrivedAt(sockets: Sockets, system: System): Arrived[] {
  const arrived: Arrived[] = [];
  for (const [device, descriptor] of sockets) {
    for (;;) {
      const received = system.receiveFrom(descriptor);
      if (received === 'EAGAIN' || received === 'EBADF') break;
      if (typeof received === 'string') continue;
      const message = parseDhcp(received.bytes);
      if (!isFault(message)) arrived.push({ message, bytes: received.bytes, device });
    }
  }
  return arrived;
}

/** Names of the interfaces that have an address. */
export function addressedDevices(system: System): string[] {
  return system.network.interfaces().flatMap(({ name, address }) => (address === null ? [] : [name]));
}
