import type { Socket, TransportState } from './state.ts';

/** 0, 1 and 2 are a program's standard input, output and error. */
const FIRST_DESCRIPTOR = 3;

/** The smallest free descriptor of a process, or null. */
export function freeDescriptor(state: TransportState, owner: number): number | null {
  const taken = state.descriptors.get(owner);
  const limit = descriptorLimit(state, owner);
  for (let descriptor = FIRST_DESCRIPTOR; descriptor < limit; descriptor++) {
    if (taken === undefined || !taken.has(descriptor)) return descriptor;
  }
  return null;
}

/** How many descriptors a process may hold: what the host allows, or less when the process was given less. */
export function descriptorLimit(state: TransportState, owner: number): number {
  return Math.min(state.settings.descriptorLimit, state.limits.get(owner) ?? Infinity);
}

/** Gives a process a limit of its own (`ulimit -n`, `RLIMIT_NOFILE`); null: that of the host. */
export function setDescriptorLimit(state: TransportState, owner: number, limit: number | null): void {
  if (limit === null) state.limits.delete(owner);
  else state.limits.set(owner, limit);
}

/** Enters a socket in the tables of the host and of its process. */
export function addSocket(state: TransportState, socket: Socket): void {
  let descriptors = state.descriptors.get(socket.owner);
  if (descriptors === undefined) state.descriptors.set(socket.owner, (descriptors = new Map()));
  descriptors.set(socket.descriptor, socket.id);
  state.sockets.set(socket.id, socket);
}

/** Takes a socket out of both tables. */
export function removeSocket(state: TransportState, socket: Socket): void {
  state.sockets.delete(socket.id);
  const descriptors = state.descriptors.get(socket.owner);
  descriptors?.delete(socket.descriptor);
  if (descriptors?.size === 0) state.descriptors.delete(socket.owner);
}

/** The socket of a descriptor, or undefined. */
export function socketAt(state: TransportState, owner: number, descriptor: number): Socket | undefined {
  const id = state.descriptors.get(owner)?.get(descriptor);
  return id === undefined ? undefined : state.sockets.get(id);
}
