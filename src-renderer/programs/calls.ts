import type { ProgramRecord } from '#document/records.ts';
import { SOCKET_OPTIONS } from '#document/socket-options.ts';

/** One socket call of a program written as a list. */
export type SocketCall = Extract<ProgramRecord['run'], { program: 'steps' }>['steps'][number];

/** How a field of a call is entered. `bytes?`: empty means "until the end"; `flag?`: left out unless it is ticked. */
export type FieldKind = 'name' | 'whole' | 'bytes?' | 'text?' | 'flag?' | 'time' | 'value' | readonly string[];

/** The calls and their fields, in the order in which a person gives them. */
export const CALLS: Readonly<Record<SocketCall['call'], Readonly<Record<string, FieldKind>>>> = {
  socket: { as: 'name', type: ['stream', 'datagram'] },
  bind: { socket: 'name', address: 'name', port: 'whole' },
  listen: { socket: 'name', backlog: 'whole' },
  accept: { socket: 'name', as: 'name' },
  connect: { socket: 'name', address: 'name', port: 'whole' },
  send: { socket: 'name', length: 'whole', text: 'text?', urgent: 'flag?' },
  sendto: { socket: 'name', address: 'name', port: 'whole', length: 'whole', text: 'text?' },
  recv: { socket: 'name', length: 'bytes?', peek: 'flag?', errors: 'flag?' },
  setsockopt: { socket: 'name', option: SOCKET_OPTIONS, value: 'value' },
  getsockopt: { socket: 'name', option: SOCKET_OPTIONS },
  shutdown: { socket: 'name', how: ['read', 'write', 'both'] },
  close: { socket: 'name' },
  wait: { time: 'time' },
  repeat: { from: 'whole' },
};

/** What a field of a new call begins with. */
const FIRST: Readonly<Record<string, string | number>> = {
  as: 'socket1',
  socket: 'socket1',
  type: 'stream',
  address: '0.0.0.0',
  port: 80,
  backlog: 8,
  length: 100,
  how: 'write',
  option: 'SO_REUSEADDR',
  value: 1,
  time: 1e9,
  from: 1,
};

/** A call of a kind; fields that the one before has too keep their values. */
export function callOf(kind: SocketCall['call'], before?: SocketCall): SocketCall {
  const old = (before ?? {}) as unknown as Record<string, unknown>;
  const fields = Object.entries(CALLS[kind])
    .filter(([, how]) => how !== 'text?' && how !== 'flag?')
    .map(([field]) => [field, old[field] ?? FIRST[field]]);
  return { call: kind, ...Object.fromEntries(fields) } as SocketCall;
}

/** What a programmer writes for a flag of a call. */
const FLAGS: Readonly<Record<string, string>> = { urgent: 'MSG_OOB', peek: 'MSG_PEEK', errors: 'MSG_ERRQUEUE' };

/** A call as a programmer would write it: `connect(client, 10.0.0.2:80)`. */
export function callText(step: SocketCall): string {
  const given = step as unknown as Record<string, string | number | null | undefined>;
  const parts = Object.keys(CALLS[step.call])
    .filter((field) => field !== 'port' && field !== 'as' && given[field] !== undefined)
    .map(
      (field) =>
        FLAGS[field] ?? (field === 'address' ? `${given['address']}:${given['port']}` : `${given[field] ?? '…'}`),
    );
  const call = `${step.call}(${parts.join(', ')})`;
  return given['as'] === undefined ? call : `${given['as']} = ${call}`;
}
