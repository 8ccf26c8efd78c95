import { kindCode } from '../../trace/kinds.ts';
import type { TransportOutside } from '../outside.ts';
import type { TransportState } from '../state.ts';
import type { Endpoint } from '../endpoint.ts';
import { nextIdentification } from '../state.ts';
import { connectionName } from '../endpoint.ts';
import type { TcpOptions } from '../../wire/tcp.ts';
import { ACK, ECE, emitTcp, formatFlags, RST, SYN, URG } from '../../wire/tcp.ts';
import type { Connection } from './connection.ts';
import { ecnBits, LARGEST_FIELD, segmentOptions, synOptions } from './options.ts';
import { advance, distance } from './sequence.ts';
import { receivesText } from './states.ts';

/** ECT(0) in the IP header: the sender will hear if a router marks the packet (RFC 3168 §5). */
const MARKABLE = 2;
const NOTHING = new Uint8Array(0);
const SENT = kindCode('tcp.sent');

/** What a segment says. Every property is always there: one made for each segment should look like the last. */
interface Outgoing {
  sequence: number;
  acknowledgment: number;
  flags: number;
  /** Bytes; a multiple of what `shift` can tell. */
  window: number;
  shift: number;
  urgentPointer: number;
  options: TcpOptions | undefined;
  ttl: number;
  dscp: number;
  ecn: number;
  payload: Uint8Array;
}

/**
 * Records a segment and hands it to IP, which takes the record as the cause of the packet. Returns that record. `name`: of the
 * connection.
 */
function emit(
  state: TransportState,
  outside: TransportOutside,
  name: string,
  local: Endpoint,
  remote: Endpoint,
  out: Outgoing,
): number {
  const { sequence, acknowledgment, window, payload } = out;
  const packet = outside.newPacket();
  const detail = {
    connection: name,
    flags: formatFlags(out.flags),
    sequence,
    acknowledgment,
    window,
    length: payload.length,
  };
  const cause = outside.cause;
  const sent = outside.recordDetail(SENT, -1, 0, packet, detail);
  outside.cause = sent;
  const fields = {
    source: local.address,
    destination: remote.address,
    ttl: out.ttl,
    dscp: out.dscp,
    identification: nextIdentification(state),
    // A router that would have to cut the segment says so instead, and the segments get shorter (RFC 1191).
    dontFragment: outside.discoversPathMtu,
    ecn: out.ecn,
  };
  // Without a route the segment is lost like any other: the retransmission timer decides what becomes of it.
  const segment = {
    sourcePort: local.port,
    destinationPort: remote.port,
    sequence,
    acknowledgment,
    flags: out.flags,
    window: window / 2 ** out.shift,
    payload,
    urgentPointer: out.urgentPointer,
    options: out.options,
  };
  outside.send(emitTcp(segment, fields), packet);
  outside.cause = cause;
  return sent;
}

/** Sends one segment of a connection, with the window it may offer now. `markable`: a router may mark it (RFC 3168 §5). */
export function emitSegment(
  state: TransportState,
  outside: TransportOutside,
  connection: Connection,
  sequence: number,
  flags: number,
  payload: Uint8Array = NOTHING,
  markable = false,
): void {
  const acknowledges = (flags & ACK) !== 0;
  const syn = (flags & SYN) !== 0;
  if (acknowledges) {
    connection.lastAcknowledgment = connection.receiveNext;
    // Whatever leaves carries the acknowledgment that was held back.
    connection.timers['delayed-ack'] = null;
  }
  const urgentPointer = urgentFrom(connection, sequence);
  connection.totals.segmentsOut++;
  const marks = syn ? ecnBits(connection, flags) : connection.markPending ? ECE : 0;
  const options = syn ? synOptions(outside, connection, flags) : segmentOptions(outside, connection);
  connection.lastSegment = emit(state, outside, connection.name, connection.local, connection.remote, {
    sequence,
    acknowledgment: acknowledges ? connection.receiveNext : 0,
    flags: flags | marks | (urgentPointer > 0 ? URG : 0),
    window: syn ? receiveWindow(connection) : offerWindow(connection),
    shift: syn ? 0 : connection.receiveShift,
    urgentPointer,
    options,
    ttl: connection.ttl,
    dscp: connection.dscp,
    ecn: markable ? MARKABLE : 0,
    payload,
  });
  // A duplicate is reported once (RFC 2883 §4).
  if (acknowledges) connection.sackMemory.duplicate = null;
}

/** The urgent pointer of a segment at `sequence`: the byte after the urgent data (RFC 9293 §3.8.5, MUST-62); 0: none is ahead. */
function urgentFrom(connection: Connection, sequence: number): number {
  if (connection.sendUrgent === null) return 0;
  if (distance(connection.sendUrgent, connection.sendUnacknowledged) >= 0) connection.sendUrgent = null;
  const ahead = connection.sendUrgent === null ? 0 : distance(sequence, connection.sendUrgent);
  return Math.min(Math.max(ahead, 0), 65_535);
}

/** Asks a silent peer: a number it has acknowledged already makes it say where it is (RFC 9293 §3.8.4). */
export function emitKeepAlive(state: TransportState, outside: TransportOutside, connection: Connection): void {
  emitSegment(state, outside, connection, advance(connection.sendHighest, -1), ACK);
}

/** Ends a connection for the peer: `<SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>` (RFC 9293 §3.10.5; RFC 7323 §3.2: with timestamps). */
export function emitAbort(state: TransportState, outside: TransportOutside, connection: Connection): void {
  emit(state, outside, connection.name, connection.local, connection.remote, {
    sequence: connection.sendHighest,
    acknowledgment: connection.receiveNext,
    flags: RST | ACK,
    window: 0,
    shift: 0,
    urgentPointer: 0,
    options: segmentOptions(outside, connection),
    ttl: connection.ttl,
    dscp: connection.dscp,
    ecn: 0,
    payload: NOTHING,
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
  emit(state, outside, connectionName(local, remote), local, remote, {
    sequence,
    acknowledgment: acknowledgment ?? 0,
    flags: acknowledgment === null ? RST : RST | ACK,
    window: 0,
    shift: 0,
    urgentPointer: 0,
    options: undefined,
    ttl: outside.timeToLive,
    dscp: 0,
    ecn: 0,
    payload: NOTHING,
  });
}

/** How much more than it does the window could tell now, bytes. */
function windowGain(connection: Connection): number {
  const unit = 2 ** connection.receiveShift;
  // A buffer smaller than a step of the field counts as one step, or there would be no window to tell.
  const buffer = Math.max(connection.settings.receiveBuffer, unit);
  const room = Math.max(0, buffer - connection.receiveQueue.length);
  return Math.min(Math.floor(room / unit), LARGEST_FIELD) * unit - toldWindow(connection);
}

/**
 * RCV.WND for a segment that leaves now. The edge moves only in steps worth a segment, or half the buffer: the receiver's
 * part of avoiding silly windows (RFC 9293 §3.8.6.2.2, MUST-39).
 */
function offerWindow(connection: Connection): number {
  const gain = windowGain(connection);
  const told = toldWindow(connection);
  const worth = gain >= Math.min(Math.floor(connection.settings.receiveBuffer / 2), connection.announcedSize);
  const rounded = told < receiveWindow(connection);
  // What the field cannot tell is told as more where the buffer has room: rounded down, the edge would seem to move back.
  if (gain > 0 && (worth || rounded)) {
    const step = worth ? gain : 2 ** connection.receiveShift;
    connection.receiveEdge = advance(connection.receiveNext, told + step);
  }
  return toldWindow(connection);
}

/** RCV.WND, bytes: up to the furthest edge ever told, which the window field may fall short of (RFC 7323 §2.4). */
export function receiveWindow(connection: Connection): number {
  return Math.max(0, distance(connection.receiveNext, connection.receiveEdge));
}

/** What of RCV.WND the window field can tell, bytes: whole steps of the scale. */
export function toldWindow(connection: Connection): number {
  const window = receiveWindow(connection);
  return window - (window % 2 ** connection.receiveShift);
}

/**
 * Tells the peer of new space, when it is worth a segment of its own: two full segments or half the buffer, or one full
 * segment if the peer has less than that left.
 */
export function tellWindow(state: TransportState, outside: TransportOutside, connection: Connection): void {
  if (!receivesText(connection.state)) return;
  const half = Math.floor(connection.settings.receiveBuffer / 2);
  const segment = Math.min(connection.announcedSize, half);
  const worth = toldWindow(connection) < segment ? segment : Math.min(2 * segment, half);
  if (windowGain(connection) >= worth) emitAcknowledgment(state, outside, connection);
}
