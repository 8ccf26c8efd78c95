import type { Endpoint } from '../endpoint.ts';
import type { Errno } from '../errno.ts';
import type { TcpSettings } from '../settings.ts';
import type { ByteQueue } from './buffers.ts';
import { emptyQueue } from './buffers.ts';
import type { Congestion } from './congestion/congestion.ts';
import { createCongestion } from './congestion/congestion.ts';
import type { Departures } from './round-trips.ts';
import type { Island, SackMemory } from './sack-blocks.ts';
import { createSackMemory } from './sack-blocks.ts';
import type { Scoreboard } from './scoreboard.ts';
import { createScoreboard } from './scoreboard.ts';
import { advance } from './sequence.ts';
import type { TcpState } from './tcp-state.ts';

/** Segment size assumed when the peer names none (RFC 9293 §3.7.1, MUST-15). */
export const DEFAULT_SEGMENT_SIZE = 536;
/** Bytes of an IPv4 and a TCP header without options: what an MSS does not count (RFC 9293 §3.7.1). */
export const FIXED_HEADERS = 40;

/** A timer is a field: when it expires (ns), and the fact that set it, which is the cause of what it does then. */
export interface Timer {
  deadline: number;
  cause: number;
}

/**
 * `retransmission` is RFC 6298's; `persist` asks a closed window; `time-wait` lasts 2 MSL: at most one of these runs at a
 * time. `delayed-ack` holds an acknowledgment back, `cork` a partial segment; the others are those of `watch.ts`, and
 * `linger` that of a `close` that waits.
 */
export type TimerName =
  | 'retransmission'
  | 'persist'
  | 'time-wait'
  | 'delayed-ack'
  | 'cork'
  | 'keep-alive'
  | 'user-timeout'
  | 'fin-wait-2'
  | 'linger';

/** What a connection has sent and received: bytes are of text, and do not count what came or went twice. */
export interface Totals {
  segmentsOut: number;
  segmentsIn: number;
  bytesAcknowledged: number;
  bytesReceived: number;
}

/** What the congestion window is doing; `steady`: the algorithm has no phases. */
export type CongestionPhase = 'slow-start' | 'avoidance' | 'recovery' | 'steady';

/**
 * One end of a connection: RFC 9293's transmission control block as plain data.
 *
 * ```
 *  what we send       ISS                SND.UNA          SND.NXT        SND.UNA + SND.WND
 *  ───────────────────┼──SYN── data ─────┼────────────────┼──────────────┼──────────────▶ sequence numbers
 *                     │  acknowledged    │  in flight     │  may be sent │  must wait
 *                                        └─ sendQueue ────┴──────────────┴──── … ── FIN (after its last byte)
 *
 *  what we receive    IRS                                 RCV.NXT        RCV.NXT + RCV.WND = receiveEdge
 *  ───────────────────┼──SYN── data ─────┬────────────────┼───┬islands┬──┼──────────────▶ sequence numbers
 *                     │ read by program  │  receiveQueue  │   └───────┘  │  not acceptable
 * ```
 *
 * Read `send.ts` before touching a send variable: after a timeout `sendNext` goes back to `sendUnacknowledged`, and only
 * `sendHighest` remembers what the peer may already have.
 */
export interface Connection {
  /** Number within the host, never used again. */
  id: number;
  /** The process it was opened by, also after that closed it. */
  owner: number;
  /** The socket that stands for it; null while it waits for `accept` and after `close`. */
  socket: number | null;
  /** The listening socket it came to, until it is accepted; null for an active open. */
  listener: number | null;
  /** The connection in TIME-WAIT whose place it has taken, until it is established (RFC 9293 §3.6.1, MAY-2). */
  previous: Connection | null;
  /** TTL of its packets (`IP_TTL`), and their differentiated services codepoint, 0 … 63 (`IP_TOS`). */
  ttl: number;
  dscp: number;
  /** Came from LISTEN: a reset while half open is no failure of any call (RFC 9293 §3.10.7.4). */
  passive: boolean;
  local: Endpoint;
  remote: Endpoint;
  /** `local:port-remote:port`, as every fact names it. */
  name: string;
  state: TcpState;
  /** What it goes by: the host's settings, with `own` in their place. */
  settings: TcpSettings;
  /** What its program has set otherwise. */
  own: Partial<TcpSettings>;
  /** Why it failed, until a call has told it. */
  error: Errno | null;
  /** What an ICMP message said since the peer was last heard: told if the connection times out (RFC 9293 §3.9.2.2). */
  softError: Errno | null;

  /** ISS. */
  initialSend: number;
  /** SND.UNA. */
  sendUnacknowledged: number;
  /** SND.NXT, where sending goes on. */
  sendNext: number;
  /** One after the highest sequence number ever sent: what an acknowledgment may reach. */
  sendHighest: number;
  /** SND.WND, bytes. */
  sendWindow: number;
  /** SND.WL1: sequence number of the segment that told the window. */
  windowSequence: number;
  /** SND.WL2: its acknowledgment number. */
  windowAcknowledgment: number;
  /** MAX.SND.WND. */
  largestWindow: number;
  /** Data from the first byte not acknowledged on. */
  sendQueue: ByteQueue;
  /** Text before this number leaves whatever Nagle's algorithm and the cork say (`cork.ts`); null: they decide. */
  uncorked: number | null;
  /** SND.UP: one after the last byte of urgent data; null: none waits (RFC 9293 §3.8.5). */
  sendUrgent: number | null;
  synAcknowledged: boolean;
  /** The program will send no more: a FIN follows the last byte of `sendQueue`. */
  sendClosed: boolean;
  finAcknowledged: boolean;
  /** Eff.snd.MSS: bytes of data a segment may carry beside the options all have (RFC 9293 §3.7.1). */
  segmentSize: number;
  /** The MSS this end announced. */
  announcedSize: number;
  /** The MSS the peer announced, or the default. */
  peerSize: number;

  /** Both ends have sent the window scale option, or this one does and the other has not answered (RFC 7323 §2.2). */
  scaling: boolean;
  /** Snd.Wind.Shift: of the windows the peer tells. */
  sendShift: number;
  /** Rcv.Wind.Shift: of the windows this end tells. */
  receiveShift: number;
  /** Both ends have sent the timestamps option (RFC 7323 §3.2). */
  timestamps: boolean;
  /** TS.Recent, and when it was taken, ns. */
  recentTimestamp: number;
  recentTimestampAt: number;
  /** Last.ACK.sent. */
  lastAcknowledgment: number;
  /** Both ends have sent SACK-permitted (RFC 2018 §2). */
  sackPermitted: boolean;
  /** Both ends are ECN-capable for this connection (RFC 3168 §6.1.1). */
  ecn: boolean;

  /** IRS. */
  initialReceive: number;
  /** RCV.NXT. */
  receiveNext: number;
  /** RCV.NXT + RCV.WND as told: it never moves back. Before the peer's SYN: what ours tells. */
  receiveEdge: number;
  /** Bytes the program has not read. */
  receiveQueue: ByteQueue;
  /** Sorted, apart from each other, all after `receiveNext`. */
  islands: Island[];
  /** What of them is reported first (RFC 2018 §4), and a duplicate not yet reported (RFC 2883). */
  sackMemory: SackMemory;
  /** Where a FIN that came too early stands; null: none. */
  finSequence: number | null;
  finReceived: boolean;
  /** The program will read no more (`shutdown` or `close`). */
  receiveClosed: boolean;
  /** RCV.UP: one after the last byte of urgent data the peer told of; null: of none. */
  receiveUrgent: number | null;
  /** Text and FIN that came with the SYN: taken once the connection is established (RFC 9293 §3.10.7.2). */
  early: { text: Uint8Array; fin: boolean } | null;
  /** Largest text a segment brought, bytes. */
  largestText: number;
  /** Segments that are still acknowledged at once. */
  quickLeft: number;
  /** The program has said it will answer at once: even the last segment of the handshake may wait for data. */
  interactive: boolean;
  /** When a segment last came, ns. */
  heard: number;
  keepAliveProbes: number;
  /** When something was last acknowledged, or began to wait for it, ns. */
  progressed: number;
  /** When an empty segment was last answered though it could not be accepted, ns (RFC 5961 §7). */
  challenged: number | null;

  timers: { [name in TimerName]: Timer | null };
  totals: Totals;
  /** Smoothed round trip and its variation, ns; null before the first measurement (RFC 6298 §2). */
  smoothedRoundTrip: number | null;
  roundTripVariation: number;
  /** RTO, ns. */
  timeout: number;
  /** Without timestamps, the segment being timed: one after its last sequence number, and when it left. */
  timed: { end: number; sent: number } | null;
  /** With timestamps, every segment in flight, oldest first. */
  departures: Departures;
  /** Times the segment at `sendUnacknowledged` was sent again without an answer. */
  retransmissions: number;
  /** Probes sent since the window closed: each waits twice as long as the one before. */
  probes: number;
  /** Probes without an answer of any kind. */
  unanswered: number;
  /** The retransmission timer expired for the SYN. */
  synRepeated: boolean;

  congestion: Congestion;
  /** What the trace was last told of it, and of which algorithm. */
  phase: CongestionPhase;
  controlled: TcpSettings['congestionControl'];
  /** `sendHighest` when `congestion.used` was last begun anew. */
  usedUntil: number;
  /** When text last left, ns; null: never. */
  lastSent: number | null;
  /** The fact of the segment sent last: what a timer is set for. 0: none yet. */
  lastSegment: number;
  /** DupAcks, and FlightSize when the first of them came. */
  duplicateAcknowledgments: number;
  flightBeforeDuplicates: number;
  /** Fast recovery lasts until this is acknowledged; null: not in it (RFC 6582, RFC 6675: RecoveryPoint). */
  recovery: number | null;
  /** Highest sequence number sent when the last loss was noticed (RFC 6582 §3.2, `recover`). */
  recoveryPoint: number;
  /** Why everything before `recoveryPoint` is sent again, if SND.NXT lies before it. */
  resending: 'timeout' | 'path';
  /** A partial acknowledgment came in this recovery. */
  partlyRecovered: boolean;
  scoreboard: Scoreboard;
  /** Segments sent again, ever. */
  retransmittedSegments: number;

  /** This end received a mark and echoes it until the sender says that it has heard (RFC 3168 §6.1.3). */
  markPending: boolean;
  /** `sendHighest` when the window was last reduced, and whether the receiver was told: CWR (RFC 3168 §6.1.2). */
  reductionPoint: number;
  reductionTold: boolean;
}

/** What a new connection cannot work out itself. */
export interface ConnectionStart {
  id: number;
  owner: number;
  local: Endpoint;
  remote: Endpoint;
  name: string;
  settings: TcpSettings;
  own: Partial<TcpSettings>;
  initialSend: number;
  /** Of its socket, from the SYN on. */
  ttl: number;
  dscp: number;
  /** The MSS to announce. */
  announcedSize: number;
}

/** A closed connection with nothing sent and nothing received. */
export function createConnection(start: ConnectionStart): Connection {
  const connection: Connection = {
    ...start,
    socket: null,
    listener: null,
    previous: null,
    passive: false,
    state: 'CLOSED',
    error: null,
    softError: null,
    sendUnacknowledged: start.initialSend,
    sendNext: start.initialSend,
    sendHighest: start.initialSend,
    sendWindow: 0,
    windowSequence: 0,
    windowAcknowledgment: 0,
    largestWindow: 0,
    sendQueue: emptyQueue(),
    uncorked: null,
    sendUrgent: null,
    synAcknowledged: false,
    sendClosed: false,
    finAcknowledged: false,
    segmentSize: Math.min(DEFAULT_SEGMENT_SIZE, start.announcedSize),
    peerSize: DEFAULT_SEGMENT_SIZE,
    scaling: false,
    sendShift: 0,
    receiveShift: 0,
    timestamps: false,
    recentTimestamp: 0,
    recentTimestampAt: 0,
    lastAcknowledgment: 0,
    sackPermitted: false,
    ecn: false,
    initialReceive: 0,
    receiveNext: 0,
    receiveEdge: 0,
    receiveQueue: emptyQueue(),
    islands: [],
    sackMemory: createSackMemory(),
    finSequence: null,
    finReceived: false,
    receiveClosed: false,
    receiveUrgent: null,
    early: null,
    largestText: 0,
    quickLeft: start.settings.quickAcknowledgments,
    interactive: false,
    heard: 0,
    keepAliveProbes: 0,
    progressed: 0,
    challenged: null,
    timers: {
      retransmission: null,
      persist: null,
      'time-wait': null,
      'delayed-ack': null,
      cork: null,
      'keep-alive': null,
      'user-timeout': null,
      'fin-wait-2': null,
      linger: null,
    },
    totals: {
      segmentsOut: 0,
      segmentsIn: 0,
      bytesAcknowledged: 0,
      bytesReceived: 0,
    },
    smoothedRoundTrip: null,
    // A fraction for a moment, as in `newWorldState`: else all code of TCP is compiled again when it first becomes one.
    roundTripVariation: 0.5,
    timeout: start.settings.retransmissionInitial,
    timed: null,
    departures: [],
    retransmissions: 0,
    probes: 0,
    unanswered: 0,
    synRepeated: false,
    congestion: createCongestion(),
    phase: 'slow-start',
    controlled: start.settings.congestionControl,
    usedUntil: start.initialSend,
    lastSent: null,
    lastSegment: 0,
    duplicateAcknowledgments: 0,
    flightBeforeDuplicates: 0,
    recovery: null,
    recoveryPoint: start.initialSend,
    resending: 'timeout',
    partlyRecovered: false,
    scoreboard: createScoreboard(start.initialSend),
    retransmittedSegments: 0,
    markPending: false,
    reductionPoint: start.initialSend,
    reductionTold: true,
  };
  connection.roundTripVariation = 0;
  return connection;
}

/** Sequence number of the first byte of `sendQueue`. */
export function dataStart(connection: Connection): number {
  return connection.synAcknowledged ? connection.sendUnacknowledged : advance(connection.initialSend, 1);
}

/** Sequence number after the last byte of `sendQueue`: that of the FIN, if one is to follow. */
export function dataEnd(connection: Connection): number {
  return advance(dataStart(connection), connection.sendQueue.length);
}

/** Bytes in flight: sent and not acknowledged. */
export function flightSize(connection: Connection): number {
  return (connection.sendHighest - connection.sendUnacknowledged) >>> 0;
}
