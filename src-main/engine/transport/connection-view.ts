import { socketAt } from './descriptors.ts';
import type { TransportState } from './state.ts';
import { controlOf } from './tcp/congestion/controls.ts';
import type { Connection, TimerName } from './tcp/connection.ts';
import { receiveWindow } from './tcp/emit.ts';
import type { FlightView } from './tcp/recovery.ts';
import { congestionWindow, flightView, phaseOf } from './tcp/recovery.ts';
import { runningTimers } from './tcp/timers.ts';

/**
 * All there is to know of one end of a connection (what Linux tells as `TCP_INFO`, and more): the variables by RFC 9293
 * §3.3.1's names, sequence numbers absolute.
 */
export interface ConnectionView extends FlightView {
  /** `local:port-remote:port`, as in the trace. */
  connection: string;
  state: string;
  iss: number;
  sndUna: number;
  /** One after the highest sequence number sent. */
  sndNxt: number;
  /** Bytes. */
  sndWnd: number;
  /** Null before the peer's SYN. */
  irs: number | null;
  rcvNxt: number | null;
  /** Bytes. */
  rcvWnd: number | null;
  /** Data bytes a segment may carry. */
  mss: number;
  /** Bytes. */
  cwnd: number;
  /** Bytes; null: as high as it goes. */
  ssthresh: number | null;
  /** The algorithm, and what it is doing: `slow-start`, `avoidance`, `recovery`, or `steady` if it does not adapt. */
  congestionControl: string;
  phase: string;
  /** Duplicate acknowledgments since the last progress. */
  duplicateAcknowledgments: number;
  /** Segments sent again, ever. */
  retransmittedSegments: number;
  /** ns; null before the first measurement. */
  srtt: number | null;
  rttvar: number | null;
  /** ns. */
  rto: number;
  /** Times the oldest segment in flight was sent again by timeout. */
  retransmissions: number;
  /** Bytes that came before those in front of them. */
  outOfOrder: number;
  /** One after the last byte of urgent data, to be sent and told of; null: none. */
  sndUp: number | null;
  rcvUp: number | null;
  /** MSS announced by this end and by the peer, bytes. */
  announcedMss: number;
  peerMss: number;
  /** What both SYNs agreed on. The shifts are those of the peer's windows and of ours; null: no scaling. */
  sendShift: number | null;
  receiveShift: number | null;
  timestamps: boolean;
  sack: boolean;
  ecn: boolean;
  /** Bytes not acknowledged, sent or not; bytes not read; and the buffers they lie in. */
  sendQueue: number;
  receiveQueue: number;
  sendBuffer: number;
  receiveBuffer: number;
  /** Segments and bytes of text since the opening; nothing counts twice among the bytes. */
  segmentsOut: number;
  segmentsIn: number;
  bytesAcknowledged: number;
  bytesReceived: number;
  /** When a segment last came, ns. */
  lastHeard: number;
  /** What runs, and when it expires, ns; the earliest first. */
  timers: { timer: TimerName; deadline: number }[];
}

/** The connection a descriptor stands for, or null. */
export function connectionView(state: TransportState, owner: number, descriptor: number): ConnectionView | null {
  const socket = socketAt(state, owner, descriptor);
  if (socket?.type !== 'stream' || socket.connection === null) return null;
  const connection = state.connections.get(socket.connection);
  return connection === undefined ? null : viewOf(connection);
}

/** The connection of a name as the trace gives it (`local:port-remote:port`), also one that no socket stands for; or null. */
export function connectionViewByName(state: TransportState, name: string): ConnectionView | null {
  let found: Connection | null = null;
  for (const connection of state.connections.values()) if (connection.name === name) found = connection;
  return found === null ? null : viewOf(found);
}

/** All connections of a host, oldest first. */
export function connectionViews(state: TransportState): ConnectionView[] {
  return [...state.connections.values()].map(viewOf);
}

/** What there is to know of a connection. */
export function viewOf(connection: Connection): ConnectionView {
  const heard = connection.synAcknowledged || connection.state === 'SYN-RECEIVED';
  return {
    connection: connection.name,
    state: connection.state,
    iss: connection.initialSend,
    sndUna: connection.sendUnacknowledged,
    sndNxt: connection.sendHighest,
    sndWnd: connection.sendWindow,
    irs: heard ? connection.initialReceive : null,
    rcvNxt: heard ? connection.receiveNext : null,
    rcvWnd: heard ? receiveWindow(connection) : null,
    mss: connection.segmentSize,
    cwnd: congestionWindow(connection),
    ssthresh: controlOf(connection).threshold(connection),
    congestionControl: connection.settings.congestionControl,
    phase: phaseOf(connection),
    duplicateAcknowledgments: connection.duplicateAcknowledgments,
    retransmittedSegments: connection.retransmittedSegments,
    ...flightView(connection),
    srtt: connection.smoothedRoundTrip,
    rttvar: connection.smoothedRoundTrip === null ? null : connection.roundTripVariation,
    rto: connection.timeout,
    retransmissions: connection.retransmissions,
    outOfOrder: connection.islands.reduce((sum, island) => sum + island.bytes.length, 0),
    sndUp: connection.sendUrgent,
    rcvUp: connection.receiveUrgent,
    announcedMss: connection.announcedSize,
    peerMss: connection.peerSize,
    sendShift: connection.scaling ? connection.sendShift : null,
    receiveShift: connection.scaling ? connection.receiveShift : null,
    timestamps: connection.timestamps,
    sack: connection.sackPermitted,
    ecn: connection.ecn,
    sendQueue: connection.sendQueue.length,
    receiveQueue: connection.receiveQueue.length,
    sendBuffer: connection.settings.sendBuffer,
    receiveBuffer: connection.settings.receiveBuffer,
    ...connection.totals,
    lastHeard: connection.heard,
    timers: runningTimers(connection),
  };
}
