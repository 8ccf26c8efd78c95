/** Short socket programs, as a learner writes them: each a list of calls. */
import type { SocketStep } from '#engine/apps/settings.ts';

/** Waits for one client on a port and then does `after` with the connection, which is called `c`. */
export function serving(port: number, ...after: SocketStep[]): SocketStep[] {
  return [
    { call: 'socket', as: 's', type: 'stream' },
    { call: 'bind', socket: 's', address: '0.0.0.0', port },
    { call: 'listen', socket: 's', backlog: 8 },
    { call: 'accept', socket: 's', as: 'c' },
    ...after,
  ];
}

/** Connects and then does `after` with the connection, which is called `c`. */
export function connecting(address: string, port: number, ...after: SocketStep[]): SocketStep[] {
  return [{ call: 'socket', as: 'c', type: 'stream' }, { call: 'connect', socket: 'c', address, port }, ...after];
}

export const send = (length: number): SocketStep => ({ call: 'send', socket: 'c', length });
export const receive = (length: number | null): SocketStep => ({ call: 'recv', socket: 'c', length });
export const close = (): SocketStep => ({ call: 'close', socket: 'c' });
export const finish = (): SocketStep => ({ call: 'shutdown', socket: 'c', how: 'write' });
/** Does nothing for so many seconds. */
export const pause = (seconds: number): SocketStep => ({ call: 'wait', time: seconds * 1e9 });
