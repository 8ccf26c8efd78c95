import { isFault } from '../wire/fault.ts';
import { read } from '../wire/field.ts';
import type { Quoted } from '../wire/icmp.ts';
import {
  parseQuoted,
  UNREACHABLE_FRAGMENTATION,
  UNREACHABLE_HOST,
  UNREACHABLE_PORT,
  UNREACHABLE_PROTOCOL,
} from '../wire/icmp.ts';
import { IPV4, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import { socketFor } from './messages.ts';
import type { TransportOutside } from './outside.ts';
import type { TransportState } from './state.ts';
import type { Errno } from './errno.ts';
import { pairKey } from './endpoint.ts';
import { end } from './tcp/close.ts';
import type { Connection } from './tcp/connection.ts';
import { fitSegments } from './tcp/options.ts';
import { atOrBefore, before } from './tcp/sequence.ts';
import { pathShortened } from './tcp/recovery.ts';
import { output } from './tcp/send.ts';
import { synchronized } from './tcp/states.ts';

/** What an ICMP error says about a packet of this host. */
export interface TransportError {
  kind: 'unreachable' | 'time-exceeded';
  code: number;
  /** Next-hop MTU of "fragmentation needed", bytes (RFC 1191); 0: not told. */
  mtu: number;
  /** The start of the packet it is about: its IPv4 header and at least 8 bytes. */
  quoted: Uint8Array;
  /** Who told it. */
  from?: number;
}

/** Least MTU a path is believed to have: what IPv4 carries everywhere (RFC 791 §3.2). */
const SMALLEST_MTU = 68;
/** MTU assumed behind a router that does not tell it: what every host takes (RFC 791 §3.1). */
const UNTOLD_MTU = 576;

/** Errors that wait in one socket at most. */
const ERROR_QUEUE = 256;

/** An ICMP error arrived: hands it to the socket whose packet it is about (RFC 1122 §3.2.2.1, §4.1.3.3, §4.2.3.9). */
export function transportErrorReceived(state: TransportState, outside: TransportOutside, error: TransportError): void {
  const quoted = parseQuoted(error.quoted);
  if (isFault(quoted)) return;
  switch (quoted.protocol) {
    case PROTOCOL_TCP:
      connectionError(state, outside, error, quoted);
      break;
    case PROTOCOL_UDP:
    case PROTOCOL_ICMP:
      messageError(state, outside, error, quoted);
      break;
  }
}

function connectionError(
  state: TransportState,
  outside: TransportOutside,
  error: TransportError,
  quoted: Quoted,
): void {
  const local = { address: quoted.source, port: quoted.sourcePort };
  const remote = { address: quoted.destination, port: quoted.destinationPort };
  const id = state.pairs.get(pairKey(local, remote));
  const connection = id === undefined ? undefined : state.connections.get(id);
  if (connection === undefined) return;
  // An error about nothing in flight is old, or invented (RFC 5927 §4.1).
  const inFlight =
    atOrBefore(connection.sendUnacknowledged, quoted.sequence) && before(quoted.sequence, connection.sendHighest);
  if (!inFlight) return;
  if (error.kind === 'unreachable' && error.code === UNREACHABLE_FRAGMENTATION) {
    shorten(state, outside, connection, error.mtu === 0 ? guessed(outside, connection, error) : error.mtu);
    return;
  }
  const hard = error.kind === 'unreachable' && (error.code === UNREACHABLE_PROTOCOL || error.code === UNREACHABLE_PORT);
  const fatal = hard || connection.settings.softErrorsEndOpening;
  if (fatal && !synchronized(connection.state)) {
    end(state, outside, connection, connection.passive ? null : errnoOf(error), '3.9.2.2');
    return;
  }
  // What is unreachable now may come back, and a port that answered before does not vanish by a message that anybody can
  // send (RFC 9293 §3.9.2.2, MUST-56; RFC 5461): remembered, and told if the connection times out.
  connection.softError = errnoOf(error);
}

/** The path carries less than thought: shorter segments, and what was lost again at once (RFC 1191 §6.4). */
function shorten(state: TransportState, outside: TransportOutside, connection: Connection, mtu: number): void {
  const before = connection.segmentSize;
  fitSegments(connection, Math.max(mtu, SMALLEST_MTU));
  if (connection.segmentSize >= before) {
    connection.segmentSize = before;
    return;
  }
  if (!synchronized(connection.state)) return;
  pathShortened(outside, connection);
  output(state, outside, connection);
}

/** The MTU behind a router that does not tell it: what IP has made of the length of the packet, else what every host takes. */
function guessed(outside: TransportOutside, { remote }: Connection, { quoted }: TransportError): number {
  const known = outside.mtuFor(remote.address);
  return known < read(quoted, 0, IPV4.totalLength) ? known : UNTOLD_MTU;
}

/** What was known of the path to an address is too old: its connections try longer segments again (RFC 1191 §6.3, §6.4). */
export function pathWidened(state: TransportState, outside: TransportOutside, destination: number): void {
  for (const connection of state.connections.values()) {
    if (connection.remote.address !== destination || !synchronized(connection.state)) continue;
    fitSegments(connection, outside.mtuFor(destination));
  }
}

function messageError(state: TransportState, outside: TransportOutside, error: TransportError, quoted: Quoted): void {
  const type = quoted.protocol === PROTOCOL_UDP ? 'datagram' : 'icmp';
  const local = { address: quoted.source, port: quoted.sourcePort };
  const remote = { address: quoted.destination, port: type === 'icmp' ? 0 : quoted.destinationPort };
  const socket = socketFor(state, type, local, remote);
  if (socket === null) return;
  if (socket.options.receiveErrors) {
    const { kind, code, mtu, from = 0 } = error;
    const { destination: address, destinationPort: port, sequence } = quoted;
    socket.errors.push({ kind, code, mtu, from, address, port, sequence, time: outside.now });
    if (socket.errors.length > ERROR_QUEUE) socket.errors.shift();
    outside.ready(socket.owner);
    return;
  }
  // A datagram socket with many peers could not say which of them it is about (RFC 1122 §4.1.3.3; as real systems do).
  if (type === 'datagram' && socket.remote === null) return;
  socket.error = errnoOf(error);
  outside.ready(socket.owner);
}

function errnoOf({ kind, code }: TransportError): Errno {
  if (kind === 'time-exceeded') return 'EHOSTUNREACH';
  switch (code) {
    case UNREACHABLE_PORT:
    case UNREACHABLE_PROTOCOL:
      return 'ECONNREFUSED';
    case UNREACHABLE_FRAGMENTATION:
      return 'EMSGSIZE';
    case UNREACHABLE_HOST:
    case 7: // host unknown
    case 10: // host administratively prohibited
    case 12: // host unreachable for the type of service
    case 13: // communication administratively prohibited
      return 'EHOSTUNREACH';
    default:
      return 'ENETUNREACH';
  }
}
