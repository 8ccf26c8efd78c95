import { FCS_LENGTH, type Frame } from '../wire/frame.ts';
import { PREAMBLE_LENGTH } from './cable.ts';

/**
 * A half-duplex cable: one that ends in a hub. Its two directions are lines that are silent, carry a frame, or carry
 * bits that mean nothing (a jam); what is put on a line at its near end is heard at its far end one delay later, on and
 * off alike, so that two who begin within that time do not hear each other.
 */

/** Bits that a collision is made longer by, so that all hear it (IEEE 802.3 §4.4.2, jamSize). */
export const JAM_BITS = 32;
/** Bits of silence between frames (IEEE 802.3 §4.4.2, interPacketGap). */
export const GAP_BITS = 96;
/**
 * Bits of that silence in which a carrier starts it anew; in the rest it does not, so that none is shut out for ever
 * (IEEE 802.3 §4.2.3.2.1: up to two thirds).
 */
export const GAP_BITS_SENSED = 64;
/** The slot time in bits at 10 and 100 Mbit/s (IEEE 802.3 §4.4.2); a collision after it is a late one. */
export const SLOT_BITS = 512;
/** Transmissions of one frame at most (IEEE 802.3 §4.4.2, attemptLimit). */
export const ATTEMPT_LIMIT = 16;
/** Collisions after which the range of the back-off grows no more (IEEE 802.3 §4.4.2, backOffLimit). */
export const BACKOFF_LIMIT = 10;
/** Bits of preamble and start delimiter: a jam begins after them at the earliest (IEEE 802.3 §4.2.3.2.4). */
export const PREAMBLE_BITS = PREAMBLE_LENGTH * 8;
/** Bits by which a hub is behind what it repeats: half of the 92 there and back of a Class II repeater (IEEE 802.3 Table 29-3). */
export const REPEATER_BITS = 46;

/** What a line carries. `lost`: a frame that this cable loses; its far end hears nothing of it. */
export type Signal = 'silent' | 'frame' | 'jam' | 'lost';

/** A frame on a line, from its first bit's leaving to its last bit's arrival. */
export interface FrameOnLine {
  frame: Frame;
  /** ns at which its first bit left. */
  departure: number;
  /** ns at which its last bit arrives unless it is cut. */
  arrival: number;
  /** The fact of its sending. */
  cause: number;
  /** Whether its sender has stopped before the end: what is still on the line will never be a frame. */
  cut: boolean;
}

/** One direction of a half-duplex cable. */
export interface Line {
  near: Signal;
  far: Exclude<Signal, 'lost'>;
  /** Oldest first. While the far end hears a frame, it is the first of these. */
  frames: FrameOnLine[];
  /** ns that everything takes to the far end, from one silence to the next: bits keep their distance. */
  delay: number;
  /** ns at which the far end hears the newest change. */
  latest: number;
}

export function newLine(): Line {
  return { near: 'silent', far: 'silent', frames: [], delay: 0, latest: -Infinity };
}

/** ns of some bits at a rate in bit/s. At least 1, so that time always moves. */
export function timeOfBits(bits: number, rate: number): number {
  return Math.max(1, Math.round((bits * 1e9) / rate));
}

/** Bits of a frame on a line, preamble and FCS included. */
export function bitsOf(frame: Frame): number {
  return (PREAMBLE_LENGTH + frame.length + FCS_LENGTH) * 8;
}
