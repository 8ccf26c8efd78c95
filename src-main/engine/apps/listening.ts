import { formatAddress } from '../wire/address.ts';
import type { Accepted } from '../transport/results.ts';
import { errorText } from './error-text.ts';
import type { System } from './system.ts';

/** A stream socket that waits for connections: plain data. */
export interface Listening {
  descriptor: number;
  /** The failure of `accept` that was told last, so that it is told once. */
  told: string | null;
}

/** Connections that may wait for `accept`, unless a program says otherwise (SOMAXCONN of BSD; Apache says 511). */
export const USUAL_BACKLOG = 128;

/**
 * Opens a listening socket on every address of the host, or says why not: `bind: Address already in use`. Servers take
 * their port again while connections of an earlier run are in TIME-WAIT (`SO_REUSEADDR`), unless `reuse` is false.
 */
export function listenOn(port: number, system: System, backlog = USUAL_BACKLOG, reuse = true): Listening | string {
  const descriptor = system.socket('stream');
  if (typeof descriptor === 'string') return `socket: ${errorText(descriptor)}`;
  if (reuse) system.setOption(descriptor, 'SO_REUSEADDR', 1);
  const bound = system.bind(descriptor, 0, port);
  if (bound !== 0) {
    system.close(descriptor);
    return `bind: ${errorText(bound)}`;
  }
  const listening = system.listen(descriptor, backlog);
  if (listening !== 0) {
    system.close(descriptor);
    return `listen: ${errorText(listening)}`;
  }
  return { descriptor, told: null };
}

/** All connections that wait. A failure (no descriptor left) is printed once, until `accept` works again. */
export function acceptAll(listening: Listening, name: string, system: System): Accepted[] {
  const accepted: Accepted[] = [];
  for (;;) {
    const one = system.accept(listening.descriptor);
    if (one === 'EAGAIN') return accepted;
    // One that is gone already is no reason not to take the next.
    if (one === 'ECONNABORTED') continue;
    if (typeof one === 'string') {
      if (listening.told !== one) system.print(`${name}: accept: ${errorText(one)} (${one})`);
      listening.told = one;
      return accepted;
    }
    listening.told = null;
    accepted.push(one);
  }
}

/** `10.0.0.1:49152`. */
export function peerName({ address, port }: { address: number; port: number }): string {
  return `${formatAddress(address)}:${port}`;
}
