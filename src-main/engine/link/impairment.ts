/**
 * What may go wrong in one direction of a cable, and the throw of the dice that decides it for one frame. An impairment
 * knows no time and no trace: it says what becomes of a frame, the world carries it out.
 */

/** How bits are damaged on the way. */
export interface BitErrors {
  /** `bit`: every bit is flipped with `probability`; `frame`: a frame has exactly one flipped bit with `probability`. */
  per: 'bit' | 'frame';
  /** 0 … 1e-3 per bit (a bit error rate), 0 … 1 per frame. */
  probability: number;
}

/** One direction of a cable. What is left out is as the cable says, or does not happen. */
export interface Impairment {
  /** bit/s, 1 … 1e12, instead of the cable's. */
  bandwidth?: number;
  /** One-way propagation delay in ns, 0 … 1e12, instead of the cable's. */
  delay?: number;
  /** Frames that may wait, 1 … 100,000, instead of the cable's. */
  queue?: number;
  /**
   * Frames waiting, 1 … 100,000, from which on a packet that may be marked leaves with a mark (CE, RFC 3168 §5); left out:
   * none is. What may not be marked waits like any other.
   */
  markAbove?: number;
  /** ns, 0 … 1e12: each frame's delay is longer or shorter by up to this, uniformly, and never below 0. */
  jitter?: number;
  /** Probability 0 … 1 that a frame does not arrive. */
  loss?: number;
  /** Probability 0 … 1 that a frame is put on the cable twice, the copy right behind it. */
  duplication?: number;
  /** Frames that take `delay` ns longer, each with `probability`; with this, frames may overtake one another. */
  reordering?: { probability: number; delay: number };
  bitErrors?: BitErrors;
  /** Frames that are lost for certain: 1 is the first frame put on the cable in this direction. */
  drop?: number[];
  /** Frames that arrive with one flipped bit, counted in the same way. */
  damage?: number[];
}

/** What becomes of one frame on its way. */
export interface Crossing {
  lost: boolean;
  /** ns by which its delay differs from the usual, through jitter; never so small that the delay falls below 0. */
  jitter: number;
  /** ns it stays behind for the others to overtake. */
  behind: number;
  /** Bits that arrive flipped, counted from the first of the frame; its FCS is its last 32. In rising order. */
  flipped: number[];
}

/** The next number of a generator, 0 … 2^32-1. */
export type Throw = () => number;

/** Whether one direction is more than a rate, a delay and a queue. */
export function isImpaired(impairment: Impairment): boolean {
  const { jitter, loss, duplication, reordering, bitErrors, drop = [], damage = [] } = impairment;
  return (
    [jitter, loss, duplication, reordering?.probability, bitErrors?.probability].some((one) => (one ?? 0) > 0) ||
    drop.length + damage.length > 0
  );
}

/**
 * Decides for one frame of `bits` bits, FCS included. `ordinal`: which frame of this direction it is, from 1; 0 for a
 * copy, which the lists of a lesson do not mean. The dice are thrown only for what is set.
 */
export function cross(impairment: Impairment, delay: number, bits: number, ordinal: number, random: Throw): Crossing {
  const { jitter = 0, loss = 0, reordering, bitErrors, drop = [], damage = [] } = impairment;
  const lost = drop.includes(ordinal) || happens(loss, random);
  const away = jitter === 0 ? 0 : Math.floor(unit(random) * (2 * jitter + 1)) - jitter;
  const behind = reordering !== undefined && happens(reordering.probability, random) ? reordering.delay : 0;
  let flips = damage.includes(ordinal) ? 1 : 0;
  if (bitErrors?.per === 'frame' && happens(bitErrors.probability, random)) flips = 1;
  if (bitErrors?.per === 'bit') flips += flipCount(bitErrors.probability, bits - flips, random);
  return { lost, jitter: Math.max(away, -delay), behind, flipped: chooseBits(flips, bits, random) };
}

/** Whether something of this probability happens. No throw where there is nothing to decide. */
export function happens(probability: number | undefined, random: Throw): boolean {
  if (probability === undefined || probability <= 0) return false;
  return probability >= 1 || unit(random) < probability;
}

/** A number 0 … 1, 1 excluded, of 53 random bits: of 32, the rarest bit errors would be too coarse. */
function unit(random: Throw): number {
  return (random() * 0x20_0000 + (random() >>> 11)) / 2 ** 53;
}

/**
 * How many of `bits` bits are flipped when each is with `probability`: one throw, looked up in the binomial distribution.
 * Products only, for every machine must find the same number, and logarithms are not the same everywhere.
 */
function flipCount(probability: number, bits: number, random: Throw): number {
  if (probability <= 0) return 0;
  const at = unit(random);
  let exactly = power(1 - probability, bits);
  let upTo = exactly;
  let count = 0;
  while (at >= upTo && count < bits) {
    exactly *= ((bits - count) / (count + 1)) * (probability / (1 - probability));
    upTo += exactly;
    count++;
  }
  return count;
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** `count` different numbers below `bits`, in rising order. */
export function chooseBits(count: number, bits: number, random: Throw): number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(unit(random) * bits));
  return [...chosen].sort((a, b) => a - b);
}
