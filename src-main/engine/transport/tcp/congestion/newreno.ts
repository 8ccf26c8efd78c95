import type { CongestionControl, Sender } from './congestion.ts';
import { initialWindow } from './congestion.ts';

/** Duplicate acknowledgments that began recovery: each is a segment that has left the network (RFC 5681 §3.2, step 3). */
const SEGMENTS_GONE = 3;

/** Slow start and congestion avoidance of RFC 5681 §3.1, fast recovery of RFC 6582. */
export const newreno: CongestionControl = {
  adapts: true,
  window: ({ congestion }) => congestion.window,
  threshold: ({ congestion }) => congestion.threshold,

  opened(sender, synRepeated) {
    sender.congestion.window = initialWindow(sender, synRepeated);
  },

  acknowledged(sender, length) {
    if (slowStart(sender, length)) return;
    const { congestion, segmentSize } = sender;
    if (!provesWindow(sender)) return;
    // The way RFC 5681 §3.1 recommends: a segment for each window of bytes acknowledged.
    congestion.credit += length;
    if (congestion.credit < congestion.window) return;
    congestion.credit -= congestion.window;
    congestion.window += segmentSize;
  },

  lossNoticed(sender, flight, selective) {
    halve(sender, flight);
    // RFC 6675 §5, step 4.2; without SACK the segments that are known to have left make room (RFC 5681 §3.2, step 3).
    inflate(sender, selective);
  },

  duplicated({ congestion, segmentSize }) {
    congestion.window += segmentSize;
  },

  partlyAcknowledged({ congestion, segmentSize }, length) {
    const deflated = congestion.window - length + (length >= segmentSize ? segmentSize : 0);
    congestion.window = Math.max(segmentSize, deflated);
  },

  recovered({ congestion, segmentSize }, flight, selective) {
    const threshold = congestion.threshold ?? congestion.window;
    // Option 1 of RFC 6582 §3.2, step 3: no burst after what was out has all come in.
    congestion.window = selective ? threshold : Math.min(threshold, Math.max(flight, segmentSize) + segmentSize);
    congestion.credit = 0;
  },

  timedOut(sender, flight, first) {
    // Equation 4 of RFC 5681, but not again for a segment that was already sent again by the timer.
    if (first) halve(sender, flight);
    loseWindow(sender);
  },

  marked(sender, flight) {
    halve(sender, flight);
    sender.congestion.window = sender.congestion.threshold!;
  },

  rested(sender, synRepeated) {
    // RW = min(IW, cwnd), RFC 5681 §4.1.
    sender.congestion.window = Math.min(initialWindow(sender, synRepeated), sender.congestion.window);
  },
};

/** Grows cwnd if it is below ssthresh (RFC 5681 §3.1, equation 2; RFC 3465 §2.2). Whether it was. */
export function slowStart({ congestion, segmentSize, settings }: Sender, length: number): boolean {
  if (congestion.threshold !== null && congestion.window >= congestion.threshold) {
    congestion.afterTimeout = false;
    return false;
  }
  // RFC 7661 §4.2: proven is twice what was in flight.
  if (congestion.window > 2 * congestion.used) return true;
  const limit = congestion.afterTimeout ? 1 : settings.byteCountingLimit;
  congestion.window += Math.min(length, limit * segmentSize);
  return true;
}

/** Whether the window was full: one more segment would not have fitted. Else it must not grow on (RFC 9438 §5.8, RFC 7661 §4). */
export function provesWindow({ congestion, segmentSize }: Sender): boolean {
  return congestion.used + segmentSize > congestion.window;
}

/** cwnd as recovery begins, from an ssthresh just lowered. */
export function inflate({ congestion, segmentSize }: Sender, selective: boolean): void {
  congestion.window = congestion.threshold! + (selective ? 0 : SEGMENTS_GONE * segmentSize);
  congestion.credit = 0;
}

/** LW: one segment (RFC 5681 §3.1). */
export function loseWindow({ congestion, segmentSize }: Sender): void {
  congestion.window = segmentSize;
  congestion.credit = 0;
  congestion.afterTimeout = true;
}

/** ssthresh = max(FlightSize / 2, 2*SMSS), RFC 5681 §3.1, equation 4. */
function halve({ congestion, segmentSize }: Sender, flight: number): void {
  congestion.threshold = Math.max(Math.floor(flight / 2), 2 * segmentSize);
  congestion.credit = 0;
}
