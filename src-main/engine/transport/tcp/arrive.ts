import { kindCode, type Detail } from '../../trace/kinds.ts';
import type { Reason } from '../../trace/reasons.ts';
import { formatAddress } from '../../wire/address.ts';
import { checkOf, isFault } from '../../wire/fault.ts';
import type { Frame } from '../../wire/frame.ts';
import type { Ipv4 } from '../../wire/ipv4.ts';
import { ACK, formatFlags, parseTcp, RST } from '../../wire/tcp.ts';
import type { TransportOutside } from '../outside.ts';
import type { StreamSocket, TransportState } from '../state.ts';
import type { Endpoint } from '../endpoint.ts';
import { connectionName, pairKey } from '../endpoint.ts';
import { end } from './close.ts';
import type { Connection } from './connection.ts';
import { emitReset } from './emit.ts';
import { crowded, receiveListen } from './listen.ts';
import { windowOf } from './options.ts';
import { receiveOther } from './receive.ts';
import type { Segment } from './segment.ts';
import { segmentOf } from './segment.ts';
import { advance } from './sequence.ts';
import { receiveSynSent } from './syn-sent.ts';
import { reopening, setAside } from './time-wait.ts';

const RECEIVED = kindCode('tcp.received');

/** A TCP packet arrived: finds whom it is for (RFC 9293 §3.10.7). Why it was thrown away, or null. */
export function segmentReceived(
  state: TransportState,
  outside: TransportOutside,
  ip: Ipv4,
  frame: Frame,
): Reason | null {
  const tcp = parseTcp(frame, ip);
  if (isFault(tcp)) {
    outside.check = checkOf(tcp);
    return tcp.fault;
  }
  // Never to or from a group (RFC 9293 §3.9.2.3, MUST-57; RFC 1122 §4.2.3.10).
  if (!outside.isLocal(ip.destination) || ip.source >>> 28 >= 0xe || ip.source === 0) {
    outside.check = notForTcp(outside, ip);
    return 'martian-address';
  }
  const local = { address: ip.destination, port: tcp.destinationPort };
  const remote = { address: ip.source, port: tcp.sourcePort };
  const id = state.pairs.get(pairKey(local, remote));
  const connection = id === undefined ? undefined : state.connections.get(id);
  const segment = segmentOf(tcp, ip, frame);
  if (connection !== undefined) segment.window = windowOf(connection, segment);
  const cause = outside.cause;
  outside.cause = outside.recordDetail(RECEIVED, -1, frame.id, frame.packet, {
    connection: connection?.name ?? connectionName(local, remote),
    flags: formatFlags(tcp.flags),
    sequence: tcp.sequence,
    acknowledgment: tcp.acknowledgment,
    window: segment.window,
    length: tcp.payloadLength,
  });
  const reason = dispatch(state, outside, connection, local, remote, segment);
  outside.cause = cause;
  return reason;
}

/** Which address of a segment is none of a single host. */
function notForTcp(outside: TransportOutside, { source, destination }: Ipv4): Detail {
  const [field, address] = outside.isLocal(destination) ? ['ip.src', source] : ['ip.dst', destination];
  const excluded =
    address >>> 28 === 0xe ? '224.0.0.0/4' : address >>> 28 === 0xf ? '240.0.0.0/4' : formatAddress(address);
  return { found: `${field} == ${formatAddress(address)}`, expected: `${field} != ${excluded}` };
}

function dispatch(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection | undefined,
  local: Endpoint,
  remote: Endpoint,
  segment: Segment,
): Reason | null {
  if (connection !== undefined) {
    const verdict = reopening(connection, segment);
    if (verdict === 'dropped') return 'tcp.time-wait';
    const socket = verdict === 'opens' ? listenerFor(state, local) : null;
    if (socket !== null) {
      // TIME-WAIT ends for a connection that begins, not for one there is no place for.
      const full = crowded(state, outside, socket);
      if (full !== null) return full;
      const previous = setAside(connection);
      end(state, outside, connection, null, '3.6.1');
      return receiveListen(state, outside, socket, local, remote, segment, previous);
    }
    return connection.state === 'SYN-SENT'
      ? receiveSynSent(state, outside, connection, segment)
      : receiveOther(state, outside, connection, segment);
  }
  // Port 0 is nobody's, and must not become part of a connection.
  const listening = remote.port === 0 ? null : listenerFor(state, local);
  if (listening !== null) return receiveListen(state, outside, listening, local, remote, segment);
  return receiveClosed(state, outside, local, remote, segment);
}

/** §3.10.7.1: CLOSED. */
function receiveClosed(
  state: TransportState,
  outside: TransportOutside,
  local: Endpoint,
  remote: Endpoint,
  segment: Segment,
): Reason {
  if ((segment.flags & RST) === 0) {
    if ((segment.flags & ACK) !== 0) emitReset(state, outside, local, remote, segment.acknowledgment, null);
    else emitReset(state, outside, local, remote, 0, advance(segment.sequence, segment.length));
  }
  outside.check = { found: connectionName(local, remote) };
  return 'tcp.no-connection';
}

/** The listening socket of an endpoint: one bound to just this address before one bound to any (RFC 9293 §3.9.1.1). */
function listenerFor(state: TransportState, local: Endpoint): StreamSocket | null {
  let any: StreamSocket | null = null;
  for (const socket of state.sockets.values()) {
    if (socket.type !== 'stream' || socket.listener === null || socket.local.port !== local.port) continue;
    if (socket.local.address === local.address) return socket;
    if (socket.local.address === 0) any = socket;
  }
  return any;
}
