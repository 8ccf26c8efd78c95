import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Endpoint } from '../endpoint.ts';
import { nextIdentification, TTL } from '../state.ts';
import { connectionName } from '../endpoint.ts';
import type { TcpOptions } from '../../wire/tcp.ts';
import { ACK, emitTcp, formatFlags, RST } from '../../wire/tcp.ts';
import type { Connection } from './connection.ts';
import { advance, distance } from './sequence.ts';

/** Largest value of the window field (RFC 9293 §3.1). */
export const LARGEST_FIELD = 65_535;

const NOTHING = new Uint8Array(0);

interface Outgoing {
  sequence: number;
  acknowledgment: number;
  flags: number;
  window: number;
  options?: TcpOptions;
  payload: Uint8Array;
}

/** Records a segment and hands it to IP, which takes the record as the cause of the packet. */
function emit(
  state: TransportState,
  outside: TransportOutside,
  local: Endpoint,
  remote: Endpoint,
  out: Outgoing,
): void {
  const { sequence, acknowledgment, window, payload } = out;
  const packet = outside.newPacket();
  const detail = {
    connection: connectionName(local, remote),
    flags: formatFlags(out.flags),
    sequence,
    acknowledgment,
    window,
    length: payload.length,
  };
  const cause = outside.cause;
  outside.cause = outside.record('tcp.sent', { packet, detail });
  const fields = {
    source: local.address,
    destination: remote.address,
    ttl: TTL,
    identification: nextIdentification(state),
    // A router that would have to cut the segment says so instead, and the segments get shorter (RFC 1191).
    dontFragment: true,
  };
  // Without a route the segment is lost like any other: the retransmission timer decides what becomes of it.
  outside.send(emitTcp({ sourcePort: local.port, destinationPort: remote.port, ...out }, fields), packet);
  outside.cause = cause;
}

/** Sends one segment of a connection, with the window it may offer now. */
export function emitSegment(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  sequence: number,
  flags: number,
  payload: Uint8Array = NOTHING,
  options?: TcpOptions,
): void {
  const acknowledges = (flags & ACK) !== 0;
  emit(state, outside, connection.local, connection.remote, {
    sequence,
    acknowledgment: acknowledges ? connection.receiveNext : 0,
    flags,
    window: acknowledges ? offerWindow(connection) : Math.min(connection.settings.receiveBuffer, LARGEST_FIELD),
    payload,
    ...(options === undefined ? {} : { options }),
  });
}

/** `<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>`. SND.NXT is the highest one: after a timeout an old one would not be accepted. */
export function emitAcknowledgment(state: TransportState, outside: TransportOutside, connection: Connection): void {
  emitSegment(state, outside, connection, connection.sendHighest, ACK);
}

/**
 * A reset that belongs to no connection (RFC 9293 §3.5.2). `acknowledgment` null: the segment it answers named one, and
 * that is `sequence`.
 */
export function emitReset(
  state: TransportState,
  outside: TransportOutside,
  local: Endpoint,
  remote: Endpoint,
  sequence: number,
  acknowledgment: number | null,
): void {
  emit(state, outside, local, remote, {
    sequence,
    acknowledgment: acknowledgment ?? 0,
    flags: acknowledgment === null ? RST : RST | ACK,
    window: 0,
    payload: NOTHING,
  });
}

/** How far the right edge of the window could move now, bytes. */
export function windowGain(connection: Connection): number {
  const room = Math.max(0, connection.settings.receiveBuffer - connection.receiveQueue.length);
  const edge = advance(connection.receiveNext, Math.min(room, LARGEST_FIELD));
  return distance(connection.receiveEdge, edge);
}

/**
 * RCV.WND for a segment that leaves now. The edge moves only in steps worth a segment, or half the buffer: the receiver's
 * part of avoiding silly windows (RFC 9293 §3.8.6.2.2, MUST-39).
 */
function offerWindow(connection: Connection): number {
  const gain = windowGain(connection);
  if (gain >= Math.min(Math.floor(connection.settings.receiveBuffer / 2), connection.announcedSize)) {
    connection.receiveEdge = advance(connection.receiveEdge, gain);
  }
  return receiveWindow(connection);
}

/** RCV.WND as last told, bytes. */
export function receiveWindow(connection: Connection): number {
  return Math.max(0, distance(connection.receiveNext, connection.receiveEdge));
}
