import type { ProgramRecord } from '#document/records.ts';

/** One socket call of a program written as a list. */
export type SocketCall = Extract<ProgramRecord['run'], { program: 'steps' }>['steps'][number];

/** How a field of a call is entered. `bytes?`: empty means "until the end". */
export type FieldKind = 'name' | 'whole' | 'bytes?' | 'text?' | 'time' | 'value' | readonly string[];

/** The calls and their fields, in the order in which a person gives them. */
export const CALLS: Readonly<Record<SocketCall['call'], Readonly<Record<string, FieldKind>>>> = {
  socket: { as: 'name', type: ['stream', 'datagram'] },
  bind: { socket: 'name', address: 'name', port: 'whole' },
  listen: { socket: 'name', backlog: 'whole' },
  accept: { socket: 'name', as: 'name' },
  connect: { socket: 'name', address: 'name', port: 'whole' },
  send: { socket: 'name', length: 'whole', text: 'text?' },
  sendto: { socket: 'name', address: 'name', port: 'whole', length: 'whole', text: 'text?' },
  recv: { socket: 'name', length: 'bytes?' },
  setsockopt: { socket: 'name', option: 'name', value: 'value' },
  getsockopt: { socket: 'name', option: 'name' },
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
    .filter(([, how]) => how !== 'text?')
    .map(([field]) => [field, old[field] ?? FIRST[field]]);
  return { call: kind, ...Object.fromEntries(fields) } as SocketCall;
}

/** A call as a programmer would write it: `connect(client, 10.0.0.2:80)`. */
export function callText(step: SocketCall): string {
  const given = step as unknown as Record<string, string | number | null | undefined>;
  const parts = Object.keys(CALLS[step.call])
    .filter((field) => field !== 'port' && field !== 'as' && given[field] !== undefined)
    .map((field) => (field === 'address' ? `${given['address']}:${given['port']}` : `${given[field] ?? '…'}`));
  const call = `${step.call}(${parts.join(', ')})`;
  return given['as'] === undefined ? call : `${given['as']} = ${call}`;
}
