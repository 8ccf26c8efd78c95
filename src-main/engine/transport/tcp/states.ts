import type { TransportOutside } from '../outside.ts';
import type { Connection } from './connection.ts';
import type { TcpState } from './tcp-state.ts';

/** Moves a connection to a state and records it with the clause that asks for it; '': no RFC does. */
export function enter(outside: TransportOutside, connection: Connection, to: TcpState, section: string): void {
  const from = connection.state;
  if (from === to) return;
  connection.state = to;
  const clause = section === '' ? '' : `RFC 9293 §${section}`;
  outside.record('tcp.state', { detail: { connection: connection.name, from, to, clause } });
}

/** Whether both sides have agreed on sequence numbers (RFC 9293 §3.5.2: the synchronized states). */
export function synchronized(state: TcpState): boolean {
  return state !== 'CLOSED' && state !== 'LISTEN' && state !== 'SYN-SENT' && state !== 'SYN-RECEIVED';
}

/** Whether a segment's text is still wanted: the peer has not sent its FIN (RFC 9293 §3.10.7.4, seventh). */
export function receivesText(state: TcpState): boolean {
  return state === 'ESTABLISHED' || state === 'FIN-WAIT-1' || state === 'FIN-WAIT-2';
}

/** Whether data or a FIN of ours may still have to leave. */
export function sendsText(state: TcpState): boolean {
  return (
    state === 'ESTABLISHED' ||
    state === 'CLOSE-WAIT' ||
    state === 'FIN-WAIT-1' ||
    state === 'CLOSING' ||
    state === 'LAST-ACK'
  );
}
