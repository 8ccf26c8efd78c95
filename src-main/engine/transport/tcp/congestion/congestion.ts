/**
 * This room decides how much may be in flight for the network's sake, and nothing else.
 * It must never look at sequence numbers, send anything or read a timer: what happened is told to it, and it answers with
 * cwnd and ssthresh. Which segments are lost, and what is sent again, is `recovery.ts`.
 */
import type { TcpSettings } from '../../settings.ts';

/** Everything an algorithm remembers of one connection: plain data, the same for all, so that one can follow another. */
export interface Congestion {
  /** cwnd, whole bytes. */
  window: number;
  /** ssthresh, bytes; null: "arbitrarily high" (RFC 5681 §3.1). */
  threshold: number | null;
  /** Bytes acknowledged in congestion avoidance that have not yet made cwnd grow (RFC 5681 §3.1). */
  credit: number;
  /** Slow start follows a timeout: each acknowledgment then adds one segment at most (RFC 3465 §2.3). */
  afterTimeout: boolean;
  /** Most bytes in flight in the present round trip: a window nobody fills is not proven (RFC 7661 §4.2). */
  used: number;
  cubic: CubicMemory;
}

/** What CUBIC remembers (RFC 9438 §4.1). Windows in segments, as in the RFC's formulas; times in ns. */
export interface CubicMemory {
  /** W_max: where the window was when it was last reduced. */
  largest: number;
  /** cwnd_prior: the window just before the last reduction. */
  prior: number;
  /** When the present congestion avoidance stage began, without the time in which the program sent less; null: not begun. */
  epoch: number | null;
  /** K: ms from `epoch` until the cubic is back at W_max. */
  period: number;
  /** W_est: the window Reno would have. */
  estimate: number;
  /** When the last acknowledgment came. */
  seen: number;
}

/** What an algorithm sees of a connection. */
export interface Sender {
  /** SMSS, bytes. */
  readonly segmentSize: number;
  /** SRTT, ns; null before the first measurement. */
  readonly smoothedRoundTrip: number | null;
  readonly settings: Pick<TcpSettings, 'initialWindow' | 'byteCountingLimit' | 'fixedWindow'>;
  congestion: Congestion;
}

/**
 * An algorithm. `flight` is FlightSize in bytes when the loss was noticed, without what limited transmit added
 * (RFC 5681 §3.2, step 2); `now` is in ns.
 */
export interface CongestionControl {
  /** False: the window never changes, and is a stretch of sequence numbers rather than a measure of the network. */
  readonly adapts: boolean;
  /** cwnd as it is now, bytes. */
  window(sender: Sender): number;
  /** ssthresh, bytes; null: as high as it goes. */
  threshold(sender: Sender): number | null;
  /** The handshake is done; `synRepeated`: the SYN or its answer had to be sent again. */
  opened(sender: Sender, synRepeated: boolean): void;
  /** `length` bytes more are acknowledged, and there is no recovery under way. */
  acknowledged(sender: Sender, length: number, now: number): void;
  /** A segment is taken as lost without the timer having expired: recovery begins. `selective`: by RFC 6675, not RFC 6582. */
  lossNoticed(sender: Sender, flight: number, selective: boolean): void;
  /** One more duplicate acknowledgment during recovery, without SACK (RFC 5681 §3.2, step 4). */
  duplicated(sender: Sender): void;
  /** `length` bytes are acknowledged during recovery, but not all that was sent before, without SACK (RFC 6582 §3.2, step 3). */
  partlyAcknowledged(sender: Sender, length: number): void;
  /** Recovery is over; `flight` is what is still out. */
  recovered(sender: Sender, flight: number, selective: boolean): void;
  /** The retransmission timer expired; `first`: for the first time since the last progress. */
  timedOut(sender: Sender, flight: number, first: boolean): void;
  /** The receiver reports that a router marked a packet instead of dropping it (RFC 3168 §6.1.2). */
  marked(sender: Sender, flight: number): void;
  /** Nothing was sent for longer than the RTO (RFC 5681 §4.1). */
  rested(sender: Sender, synRepeated: boolean): void;
}

/** Nothing known yet. */
export function createCongestion(): Congestion {
  return {
    window: 0,
    threshold: null,
    credit: 0,
    afterTimeout: false,
    used: 0,
    cubic: { largest: 0, prior: 0, epoch: null, period: 0, estimate: 0, seen: 0 },
  };
}

/** IW (RFC 6928 §2, for any number of segments); one segment if the SYN or its answer was lost (RFC 5681 §3.1). */
export function initialWindow({ segmentSize, settings }: Sender, synRepeated: boolean): number {
  if (synRepeated) return segmentSize;
  return Math.min(settings.initialWindow * segmentSize, Math.max(2 * segmentSize, settings.initialWindow * 1460));
}
