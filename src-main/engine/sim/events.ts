/**
 * The world: devices, cables, their queue of what will happen, their dice, their past. This room runs devices through
 * what `devices` exports; it never reads a header.
 */
import type { Frame } from '../wire/frame.ts';

/** What will happen, as data: never a closure, so that a world can be copied. The queue keeps it in columns. */
export interface Event {
  readonly type: EventType;
  /** ns. */
  readonly time: number;
  /** Tie-breaker: events of one time happen in the order in which they were asked for. */
  readonly order: number;
  /** Index of a device (`WAKE`, `INJECTION`), of a cable (`ARRIVAL`, `LOSS`, `TRANSMITTER_FREE`) or of a program (`PROGRAM_START`). */
  readonly target: number;
  /** Direction on a cable (0: a to b), or port index of an injection; else 0. */
  readonly direction: number;
  readonly frame: Frame | null;
  /** ns at which the first bit left; arrivals and losses only. */
  readonly departure: number;
  /** The fact that made it happen; 0: none. */
  readonly cause: number;
}

/** A device asked to look at its timers. A needless wake is harmless. */
export const WAKE = 0;
/** The last bit of a frame reaches the far end of a cable. */
export const ARRIVAL = 1;
/** A transmitter is free for the next waiting frame. */
export const TRANSMITTER_FREE = 2;
/** A program starts at the time written in the document. */
export const PROGRAM_START = 3;
/** A frame comes in through a port from outside the world. */
export const INJECTION = 4;
/** A frame that does not arrive has come half the way of a cable. */
export const LOSS = 5;
/** The far end of a half-duplex cable begins to hear a frame. */
export const LINE_FRAME = 6;
/** The far end of a half-duplex cable begins to hear bits that mean nothing. */
export const LINE_JAM = 7;
/** The far end of a half-duplex cable hears silence; with a frame: that frame is complete. */
export const LINE_SILENT = 8;
/** An adapter on a half-duplex cable has to go on: link `target`, or, below 0, the outside of hub `-1 - target`. */
export const ACCESS = 9;
/** A frame that a rule loses has come half the way of a cable. */
export const RULED_OUT = 10;
/** The time of a frame held on a cable may be over; `cause` tells which. A needless one is harmless. */
export const HELD_DUE = 11;
export type EventType = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;

/** What happens to a frame that is on a full-duplex cable. */
export const FLYING: ReadonlySet<EventType> = new Set([ARRIVAL, LOSS, RULED_OUT]);
