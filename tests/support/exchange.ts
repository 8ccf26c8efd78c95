/** Both programs of the TCP exchange most tests of programs use: open, 100 bytes each way, close. */
import type { SocketStep } from '#engine/apps/settings.ts';

export const EXCHANGE_SERVER: SocketStep[] = [
  { call: 'socket', as: 'listener', type: 'stream' },
  { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
  { call: 'listen', socket: 'listener', backlog: 5 },
  { call: 'accept', socket: 'listener', as: 'connection' },
  { call: 'recv', socket: 'connection', length: 100 },
  { call: 'send', socket: 'connection', length: 100 },
  { call: 'recv', socket: 'connection', length: null },
  { call: 'close', socket: 'connection' },
  { call: 'close', socket: 'listener' },
];

/** The client of a server at `address` (dotted). */
export const exchangeClient = (address: string): SocketStep[] => [
  { call: 'socket', as: 'socket', type: 'stream' },
  { call: 'connect', socket: 'socket', address: address, port: 80 },
  { call: 'send', socket: 'socket', length: 100 },
  { call: 'recv', socket: 'socket', length: 100 },
  { call: 'close', socket: 'socket' },
];
