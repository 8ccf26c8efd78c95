import { errorText } from './error-text.ts';
import { newDestination, reach } from './reach.ts';
import type { Destination } from './reach.ts';
import type { System } from './system.ts';

/** A stream connection that is being opened to a host given by name or address: plain data. */
export interface Dialling {
  destination: Destination;
  port: number;
  /** -1: no socket yet. */
  descriptor: number;
}

export function newDialling(host: string, port: number): Dialling {
  return { destination: newDestination(host), port, descriptor: -1 };
}

/**
 * Goes on opening: null while it waits, the descriptor of the open connection, or what to print. `buffers`: bytes of both
 * buffers, set before the SYN, which announces what follows from them.
 */
export function dial(dialling: Dialling, system: System, buffers: number | null = null): number | string | null {
  const found = reach(dialling.destination, system);
  if (found !== true) return found;
  if (dialling.descriptor < 0) {
    const descriptor = system.socket('stream');
    if (typeof descriptor === 'string') return errorText(descriptor);
    dialling.descriptor = descriptor;
    if (buffers !== null) setBuffers(descriptor, buffers, system);
  }
  const result = system.connect(dialling.descriptor, dialling.destination.address!, dialling.port);
  if (result === 'EINPROGRESS' || result === 'EALREADY') return null;
  if (result === 0) return dialling.descriptor;
  system.close(dialling.descriptor);
  dialling.descriptor = -1;
  return `${dialling.destination.word} port ${dialling.port}: ${errorText(result)}`;
}

/** Gives a socket buffers of so many bytes each. */
export function setBuffers(descriptor: number, bytes: number, system: System): void {
  system.setOption(descriptor, 'SO_SNDBUF', bytes);
  system.setOption(descriptor, 'SO_RCVBUF', bytes);
}
