/**
 * This room carries data between programs: UDP, TCP and the sockets both are used through.
 * It must never look at a cable, an address table or a wall clock: what it needs of its host are the methods of
 * `TransportOutside`.
 *
 * What a host calls is here; what a program calls is `sockets.ts`. No call may be made from within another (from
 * `TransportOutside.send`, say): packets to the host itself come back as an arrival of their own.
 */
import type { Reason } from '../trace/reasons.ts';
import type { Frame } from '../wire/frame.ts';
import type { Icmp } from '../wire/icmp.ts';
import type { Ipv4 } from '../wire/ipv4.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import { datagramReceived, echoReplyReceived } from './messages.ts';
import type { TransportOutside } from './outside.ts';
import type { TransportSettings } from './settings.ts';
import { resolveSettings, settingsWith } from './settings.ts';
import type { TransportState } from './state.ts';
import { segmentReceived } from './tcp/arrive.ts';
import { timerExpired } from './tcp/expire.ts';
import { enter } from './tcp/states.ts';
import { askWake, nextToExpire } from './tcp/timers.ts';

export { pathWidened, transportErrorReceived } from './errors.ts';
export type { TransportError } from './errors.ts';
export type { TransportOutside } from './outside.ts';
export type { TransportSettings } from './settings.ts';
export type { Message, SocketType, TransportState } from './state.ts';
export type { Endpoint } from './endpoint.ts';
export type { Errno } from './errno.ts';
export { connectionView, connectionViewByName, connectionViews } from './connection-view.ts';
export type { ConnectionView } from './connection-view.ts';
export { endView } from './end-view.ts';
export type { EndView } from './end-view.ts';
export { socketRows } from './views.ts';
export type { SocketRow } from './views.ts';

/** The transport protocols of a host that has just been switched on. */
export function createTransport(settings: TransportSettings = {}): TransportState {
  return {
    settings: resolveSettings(settings),
    sockets: new Map(),
    descriptors: new Map(),
    limits: new Map(),
    connections: new Map(),
    pairs: new Map(),
    nextSocket: 1,
    nextConnection: 1,
    identification: 0,
    wake: null,
    challenges: { since: 0, count: 0 },
    secret: null,
  };
}

/** Takes other settings from now on; what runs (a timer, an option both ends agreed on) keeps what it began with. */
export function configureTransport(state: TransportState, settings: TransportSettings): void {
  state.settings = resolveSettings(settings);
  for (const connection of state.connections.values()) {
    connection.settings = settingsWith(state.settings, connection.own);
  }
}

/**
 * A whole packet for this host arrived: TCP, UDP, or an ICMP echo reply (`icmp`, already parsed). `outside.cause` is its
 * arrival. Returns why it was thrown away, or null when it was taken. The host answers `port-unreachable` with ICMP; a TCP
 * segment without a connection has been answered here with RST. `port` is the index of the interface it came in by; -1: it
 * is the host's own.
 */
export function transportReceived(
  state: TransportState,
  outside: TransportOutside,
  ip: Ipv4,
  frame: Frame,
  port = -1,
  icmp?: Icmp,
): Reason | null {
  switch (ip.protocol) {
    case PROTOCOL_TCP:
      return segmentReceived(state, outside, ip, frame);
    case PROTOCOL_UDP:
      return datagramReceived(state, outside, ip, frame, port);
    case PROTOCOL_ICMP:
      if (icmp?.kind === 'echo-reply') return echoReplyReceived(state, outside, ip, frame, port, icmp);
      return 'unknown-protocol';
    default:
      return 'unknown-protocol';
  }
}

/** The host loses its memory, and its connections with it; the other ends do not know (RFC 9293 §3.5.1, half-open connections). */
export function loseConnections(state: TransportState, outside: TransportOutside): void {
  for (const connection of state.connections.values()) {
    if (connection.state !== 'CLOSED') enter(outside, connection, 'CLOSED', '3.5.1');
  }
}

/** Does everything that is due at or before `outside.now`, in the order of the deadlines, and asks for the next wake: on every wake, due or not. */
export function transportWoken(state: TransportState, outside: TransportOutside): void {
  if (state.wake === null) return;
  if (state.wake > outside.now) return outside.wakeAt(state.wake);
  for (;;) {
    const next = nextToExpire(state);
    if (next !== null && next.connection.timers[next.timer]!.deadline <= outside.now) {
      timerExpired(state, outside, next.connection, next.timer);
      continue;
    }
    state.wake = null;
    if (next !== null) askWake(state, outside, next.connection.timers[next.timer]!.deadline);
    return;
  }
}
