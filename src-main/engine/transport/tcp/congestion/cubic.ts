/**
 * CUBIC. Read RFC 9438 §4 beside this file. The RFC counts windows in segments and time in seconds; here time is whole
 * milliseconds, windows are doubles, and only + - * / are used, which IEEE 754 makes the same on every machine.
 */
import type { CongestionControl, Sender } from './congestion.ts';
import { cubeRoot } from './cube-root.ts';
import { inflate, loseWindow, newreno, provesWindow, slowStart } from './newreno.ts';

/** How steep the cubic is, segments/s³ (RFC 9438 §5). */
const STEEPNESS = 0.4;
/** Multiplicative decrease factor beta (§4.6). */
const DECREASE = 0.7;
/** alpha: what makes Reno with CUBIC's decrease as fast as Reno with its own, 3 * (1 - beta) / (1 + beta) (§4.3). */
const RENO_GROWTH = (3 * (1 - DECREASE)) / (1 + DECREASE);
const MILLISECOND = 1_000_000;
const CUBED = 1e9;

export const cubic: CongestionControl = {
  ...newreno,

  acknowledged(sender, length, now) {
    const { congestion } = sender;
    const memory = congestion.cubic;
    const pause = now - memory.seen;
    memory.seen = now;
    if (slowStart(sender, length)) {
      // A stage ends where slow start begins anew: after a timeout, a pause, a narrower path.
      memory.epoch = null;
      return;
    }
    if (memory.epoch === null) beginEpoch(sender, now);
    else if (!provesWindow(sender)) {
      // The time in which the program sent less does not count (§4.2, §5.8).
      memory.epoch += pause;
    }
    if (provesWindow(sender)) grow(sender, length, now);
  },

  lossNoticed(sender, flight, selective) {
    reduce(sender, flight);
    inflate(sender, selective);
  },

  timedOut(sender, flight, first) {
    // §4.8: as Reno, but with CUBIC's factor; the next stage begins where it begins, with K = 0.
    if (first) reduce(sender, flight);
    loseWindow(sender);
    sender.congestion.cubic.largest = 0;
  },

  marked(sender, flight) {
    reduce(sender, flight);
    sender.congestion.window = sender.congestion.threshold!;
  },
};

/** W_cubic(t) in segments, `elapsed` ms after the stage began (§4.2, equation 1). */
export function cubicWindow(largest: number, period: number, elapsed: number): number {
  const away = elapsed - period;
  return (STEEPNESS * away * away * away) / CUBED + largest;
}

/** K in ms: the cube root of (W_max - cwnd_epoch) / C (§4.2, equation 2). */
export function cubicPeriod(largest: number, start: number): number {
  return largest <= start ? 0 : cubeRoot(Math.floor(((largest - start) * CUBED) / STEEPNESS));
}

function beginEpoch({ congestion, segmentSize }: Sender, now: number): void {
  const memory = congestion.cubic;
  const start = congestion.window / segmentSize;
  memory.epoch = now;
  // After a timeout, or when slow start ended without a loss, W_max is where this stage begins (§4.8, §4.10).
  if (memory.largest < start) memory.largest = start;
  memory.period = cubicPeriod(memory.largest, start);
  memory.estimate = start;
  congestion.credit = 0;
}

function grow(sender: Sender, length: number, now: number): void {
  const { congestion, segmentSize, smoothedRoundTrip } = sender;
  const memory = congestion.cubic;
  const window = congestion.window / segmentSize;
  const acknowledged = length / segmentSize;
  const elapsed = Math.floor((now - memory.epoch!) / MILLISECOND);
  // §4.3: until W_est is back where the window was before it was reduced it grows slower, then as Reno does.
  const growth = memory.estimate >= memory.prior ? 1 : RENO_GROWTH;
  memory.estimate += (growth * acknowledged) / window;
  if (cubicWindow(memory.largest, memory.period, elapsed) < memory.estimate) {
    congestion.window = Math.max(congestion.window, Math.floor(memory.estimate * segmentSize));
    congestion.credit = 0;
    return;
  }
  // §4.4, §4.5: on the way to where the cubic will be one round trip from now, but never by more than half a window.
  const ahead = elapsed + Math.floor((smoothedRoundTrip ?? 0) / MILLISECOND);
  const target = Math.min(Math.max(cubicWindow(memory.largest, memory.period, ahead), window), 1.5 * window);
  // The RFC's step is for each segment acknowledged. What does not make a whole byte waits in the credit.
  congestion.credit += ((target - window) / window) * acknowledged * segmentSize;
  const whole = Math.floor(congestion.credit);
  congestion.window += whole;
  congestion.credit -= whole;
}

/** §4.6 and §4.7: what a congestion event does. */
function reduce({ congestion, segmentSize }: Sender, flight: number): void {
  const memory = congestion.cubic;
  const window = congestion.window / segmentSize;
  // Fast convergence: a flow that did not get back to its old window makes room for others.
  memory.largest = window < memory.largest ? (window * (1 + DECREASE)) / 2 : window;
  memory.prior = window;
  memory.epoch = null;
  congestion.threshold = Math.max(Math.floor(flight * DECREASE), 2 * segmentSize);
  congestion.credit = 0;
}
