/** The options of UDP and echo sockets, and the multicast groups they join. */
import { isMulticast } from '../wire/address.ts';
import type { Errno } from './errno.ts';
import type { TransportOutside } from './outside.ts';
import type { MessageOptions, MessageSocket } from './state.ts';
import { LONGEST_OPTIONS } from '../wire/ipv4.ts';
import { walkIpOptions } from '../wire/ipv4-options.ts';

/** Bytes that may wait in one socket unless it says otherwise: Linux's `net.core.rmem_default`. */
const RECEIVE_BUFFER = 212_992;

/** What most packets carry. */
export const NO_IP_OPTIONS = new Uint8Array(0);

/** As a new socket has them: nothing to everybody, groups no further than the next router (RFC 1112 §6.1). */
export function newMessageOptions(ttl: number): MessageOptions {
  return {
    broadcast: false,
    device: '',
    ttl,
    multicastTtl: 1,
    multicastDevice: '',
    typeOfService: 0,
    checksum: true,
    ipOptions: NO_IP_OPTIONS,
    receiveBuffer: RECEIVE_BUFFER,
    discovery: 'want',
    receiveErrors: false,
  };
}

/** Sets options; those left out stay. ENODEV: no such interface. EINVAL: out of range; then nothing is set. */
export function setMessageOptions(
  outside: TransportOutside,
  socket: MessageSocket,
  options: Partial<MessageOptions>,
): 0 | Errno {
  for (const name of [options.device, options.multicastDevice]) {
    if (name !== undefined && name !== '' && outside.portOf(name) < 0) return 'ENODEV';
  }
  for (const ttl of [options.ttl, options.multicastTtl]) {
    if (ttl !== undefined && (!Number.isInteger(ttl) || ttl < 1 || ttl > 255)) return 'EINVAL';
  }
  const { typeOfService = 0 } = options;
  if (!Number.isInteger(typeOfService) || typeOfService < 0 || typeOfService > 255) return 'EINVAL';
  const { receiveBuffer = RECEIVE_BUFFER } = options;
  if (!Number.isInteger(receiveBuffer) || receiveBuffer < 1) return 'EINVAL';
  const { ipOptions = NO_IP_OPTIONS } = options;
  if (ipOptions.length % 4 !== 0 || ipOptions.length > LONGEST_OPTIONS) return 'EINVAL';
  if (walkIpOptions(ipOptions, 0, ipOptions.length).wrong >= 0) return 'EINVAL';
  Object.assign(socket.options, options);
  return 0;
}

/**
 * Joins a group on an interface (`IP_ADD_MEMBERSHIP`), so that the adapter and the socket take up what is sent to it.
 * ENODEV: no such interface. EINVAL: not a group. EADDRINUSE: joined already.
 */
export function joinGroup(outside: TransportOutside, socket: MessageSocket, group: number, device: string): 0 | Errno {
  const port = outside.portOf(device);
  if (port < 0) return 'ENODEV';
  if (!isMulticast(group)) return 'EINVAL';
  if (socket.groups.some((one) => one.group === group && one.device === device)) return 'EADDRINUSE';
  socket.groups.push({ device, group });
  outside.join(port, group);
  return 0;
}

/** Leaves a group. EADDRNOTAVAIL: not joined there. */
export function leaveGroup(outside: TransportOutside, socket: MessageSocket, group: number, device: string): 0 | Errno {
  const at = socket.groups.findIndex((one) => one.group === group && one.device === device);
  if (at < 0) return 'EADDRNOTAVAIL';
  socket.groups.splice(at, 1);
  outside.leave(outside.portOf(device), group);
  return 0;
}

/** The socket goes, and its memberships with it. */
export function leaveAllGroups(outside: TransportOutside, socket: MessageSocket): void {
  for (const { device, group } of socket.groups) outside.leave(outside.portOf(device), group);
  socket.groups = [];
}
