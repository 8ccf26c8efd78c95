/**
 * The socket calls: the front door of the network for programs, with the real calls' names and errors. None of them
 * blocks: what would have to wait is `EAGAIN` (or `EINPROGRESS`), and `TransportOutside.ready` says when to try again.
 * Every call names its process (`owner`) and, within it, the descriptor (`fd`). Addresses are unsigned 32-bit numbers.
 */
import { addSocket, freeDescriptor, removeSocket, socketAt } from './descriptors.ts';
import {
  connectMessages,
  newMessages,
  pollMessages,
  receiveMessage,
  receiveMessageError,
  sendMessage,
  shutdownMessages,
} from './messages.ts';
import * as messageOptions from './message-options.ts';
import type { TransportOutside } from './outside.ts';
import { freePort, portTaken } from './ports.ts';
import type { Accepted, Readiness, Received, SendOptions } from './results.ts';
import type { MessageError, MessageOptions, MessageSocket, SocketType, StreamSocket, TransportState } from './state.ts';
import type { Errno } from './errno.ts';
import { getOption, setOption, type OptionValue } from './socket-options.ts';
import {
  acceptStream,
  closeStream,
  connectStream,
  listenStream,
  newStream,
  pollStream,
  receiveStream,
  sendStream,
  shutdownStream,
  streamError,
} from './streams.ts';

/** A new descriptor, the smallest free one from 3. EMFILE. */
export function socket(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  type: SocketType,
): number | Errno {
  const descriptor = freeDescriptor(state, owner);
  if (descriptor === null) return 'EMFILE';
  const id = state.nextSocket++;
  const { timeToLive } = outside;
  const made =
    type === 'stream'
      ? newStream(id, owner, descriptor, timeToLive)
      : newMessages(id, owner, descriptor, type, timeToLive);
  addSocket(state, made);
  return descriptor;
}

/**
 * Chooses address (0: any) and port (0: a free one; 1 … 65535). On an `icmp` socket the port is the echo identifier.
 * EADDRNOTAVAIL: not an address of this host. EADDRINUSE. EINVAL: it has a port already.
 */
export function bind(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  address: number,
  port: number,
): 0 | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (found.local.port !== 0 || !Number.isInteger(port) || port < 0 || port > 65_535) return 'EINVAL';
  if (address !== 0 && !outside.isLocal(address)) return 'EADDRNOTAVAIL';
  const chosen = port === 0 ? freePort(state, outside, found.type, address) : port;
  const device = found.type === 'stream' ? '' : found.options.device;
  if (chosen === null || portTaken(state, found.type, address, chosen, found.reuse, device)) return 'EADDRINUSE';
  if (outside.givenAway?.(found.type, address, chosen)) return 'EADDRINUSE';
  found.local = { address, port: chosen };
  return 0;
}

/** Makes a stream socket wait for connections; at most `backlog` of them (at least 1) before `accept`. EINVAL: connected. */
export function listen(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  backlog: number,
): 0 | Errno {
  const found = stream(state, owner, fd);
  return typeof found === 'string' ? found : listenStream(state, outside, found, backlog);
}

/**
 * Opens a connection: EINPROGRESS at first; called again, EALREADY while it goes on, then once 0 or why it failed
 * (ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH), then EISCONN. On other sockets it sets the only peer and is 0.
 */
export function connect(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  address: number,
  port: number,
): 0 | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return 'EINVAL';
  if (found.type === 'stream') return connectStream(state, outside, found, address, port);
  return connectMessages(state, outside, found, address, port);
}

/** The oldest connection that waits, as a new descriptor. EAGAIN: none. EINVAL: not listening. EMFILE. ECONNABORTED: reset meanwhile. */
export function accept(state: TransportState, _outside: TransportOutside, owner: number, fd: number): Accepted | Errno {
  const found = stream(state, owner, fd);
  return typeof found === 'string' ? found : acceptStream(state, found);
}

/**
 * Takes as many of `bytes` as there is room for and returns their number. The array is kept, not copied: it must not be
 * written afterwards. `urgent` (`MSG_OOB`): urgent data ends behind it (RFC 9293 §3.8.5). EAGAIN: no room, or not connected yet. EPIPE: this end was closed. Else why the connection failed, once.
 */
export function send(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  bytes: Uint8Array,
  options: { urgent?: boolean } = {},
): number | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (found.type === 'stream') return sendStream(state, outside, found, bytes, options.urgent === true);
  if (options.urgent === true) return 'EOPNOTSUPP';
  return sendMessage(state, outside, found, bytes, null, {});
}

/**
 * Sends one datagram, or one echo request (`port` is ignored: the identifier is the socket's own port). The array is kept,
 * not copied. ENETUNREACH: no route. EMSGSIZE. EINVAL: port 0, or an option out of range. EISCONN: a stream.
 */
export function sendTo(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  bytes: Uint8Array,
  address: number,
  port: number,
  options: SendOptions = {},
): number | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (found.type === 'stream') return found.connection === null ? 'ENOTCONN' : 'EISCONN';
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return 'EINVAL';
  return sendMessage(state, outside, found, bytes, { address, port }, options);
}

/**
 * At most `max` (at least 1) bytes of a stream, or one whole datagram cut to `max`. No bytes: the end of the stream.
 * EAGAIN: nothing yet. ENOTCONN. Else why the connection failed, once.
 */
export function receive(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  max: number,
  options: { peek?: boolean } = {},
): Uint8Array | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (!(max >= 1)) return 'EINVAL';
  const peeking = options.peek === true;
  if (found.type === 'stream') return receiveStream(state, outside, found, max, peeking);
  const message = peeking ? (found.queue[0] ?? 'EAGAIN') : receiveMessage(found);
  return typeof message === 'string' ? message : message.bytes.subarray(0, max);
}

/** One datagram or echo reply. EAGAIN: none yet. EOPNOTSUPP: a stream. */
export function receiveFrom(
  state: TransportState,
  _outside: TransportOutside,
  owner: number,
  fd: number,
): Received | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  return found.type === 'stream' ? 'EOPNOTSUPP' : receiveMessage(found);
}

/**
 * The oldest ICMP error about something this UDP or echo socket sent (`MSG_ERRQUEUE`; the option `receiveErrors` must be
 * on). EAGAIN: none.
 */
export function receiveError(
  state: TransportState,
  _outside: TransportOutside,
  owner: number,
  fd: number,
): MessageError | Errno {
  const found = messages(state, owner, fd);
  return typeof found === 'string' ? found : receiveMessageError(found);
}

/** Ends one direction or both; on a stream `write` sends a FIN after what was sent. ENOTCONN. */
export function shutdown(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  how: 'read' | 'write' | 'both',
): 0 | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  return found.type === 'stream' ? shutdownStream(state, outside, found, how) : shutdownMessages(found, how);
}

/**
 * Gives the descriptor back. A connection goes on by itself until both ends have closed it. EAGAIN: the socket is set to
 * linger (`SO_LINGER`), and not everything is acknowledged yet; with `patient` false it never is.
 */
export function close(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  patient = true,
): 0 | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (found.type === 'stream' && closeStream(state, outside, found, patient) !== 0) return 'EAGAIN';
  if (found.type !== 'stream') messageOptions.leaveAllGroups(outside, found);
  removeSocket(state, found);
  return 0;
}

/** Closes all descriptors of a process that has ended, in ascending order. */
export function closeAll(state: TransportState, outside: TransportOutside, owner: number): void {
  for (const fd of descriptorsOf(state, owner)) close(state, outside, owner, fd, false);
}

/** The open descriptors of a process, in ascending order. */
export function descriptorsOf(state: TransportState, owner: number): number[] {
  return [...(state.descriptors.get(owner)?.keys() ?? [])].sort((left, right) => left - right);
}

/** Tells and clears the pending error (`SO_ERROR`); null: none. */
export function socketError(state: TransportState, owner: number, fd: number): Errno | null {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  if (found.type === 'stream') return streamError(state, found);
  const { error } = found;
  found.error = null;
  return error;
}

/** ns a call of a program that blocks may wait on a socket; 0: not at all; null: as long as it takes. */
export function patienceOf(
  state: TransportState,
  owner: number,
  fd: number,
  direction: 'receive' | 'send',
): number | null {
  const patience = socketAt(state, owner, fd)?.patience;
  return patience === undefined || patience.none ? 0 : patience[direction];
}

/** Whether calls would do something now. */
export function poll(state: TransportState, owner: number, fd: number): Readiness | 'EBADF' {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  return found.type === 'stream' ? pollStream(state, found) : pollMessages(found);
}

/** `on`: small segments leave at once, without Nagle's algorithm (`TCP_NODELAY`; RFC 9293 §3.7.4, MUST-17). */
export function setNoDelay(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  on: boolean,
): 0 | Errno {
  return setSocketOption(state, outside, owner, fd, 'TCP_NODELAY', on ? 1 : 0);
}

/** Sets an option by its name; see `socket-options.ts` for names and units. EBADF, ENOPROTOOPT, EINVAL, ENODEV. */
export function setSocketOption(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  name: string,
  value: OptionValue,
): 0 | Errno {
  const found = socketAt(state, owner, fd);
  return found === undefined ? 'EBADF' : setOption(state, outside, found, name, value);
}

/** An option's value, or why there is none. `SO_ERROR`: the name of the pending error, told once, or 0. */
export function getSocketOption(
  state: TransportState,
  _outside: TransportOutside,
  owner: number,
  fd: number,
  name: string,
): OptionValue | { errno: Errno } {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return { errno: 'EBADF' };
  return name === 'SO_ERROR' ? (socketError(state, owner, fd) ?? 0) : getOption(state, found, name);
}

/** Sets options of a UDP or echo socket: `SO_BROADCAST`, `SO_BINDTODEVICE`, `IP_TTL` and their like. ENODEV. EINVAL. */
export function setMessageOptions(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  options: Partial<MessageOptions>,
): 0 | Errno {
  const found = messages(state, owner, fd);
  return typeof found === 'string' ? found : messageOptions.setMessageOptions(outside, found, options);
}

/** Joins a multicast group on the interface called `device` (`IP_ADD_MEMBERSHIP`). ENODEV. EINVAL. EADDRINUSE: joined. */
export function joinGroup(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  group: number,
  device: string,
): 0 | Errno {
  const found = messages(state, owner, fd);
  return typeof found === 'string' ? found : messageOptions.joinGroup(outside, found, group, device);
}

/** Leaves a multicast group (`IP_DROP_MEMBERSHIP`). EADDRNOTAVAIL: not joined there. */
export function leaveGroup(
  state: TransportState,
  outside: TransportOutside,
  owner: number,
  fd: number,
  group: number,
  device: string,
): 0 | Errno {
  const found = messages(state, owner, fd);
  return typeof found === 'string' ? found : messageOptions.leaveGroup(outside, found, group, device);
}

function messages(state: TransportState, owner: number, fd: number): MessageSocket | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  return found.type === 'stream' ? 'EOPNOTSUPP' : found;
}

function stream(state: TransportState, owner: number, fd: number): StreamSocket | Errno {
  const found = socketAt(state, owner, fd);
  if (found === undefined) return 'EBADF';
  return found.type === 'stream' ? found : 'EOPNOTSUPP';
}
