/**
 * The world: devices, cables, their queue of what will happen, their dice, their past. This room runs devices through
 * what `devices` exports; it never reads a header.
 */
import type { Frame } from '../wire/frame.ts';

/** What will happen, as data: never a closure, so that a world can be copied. Frozen in use: shared by checkpoints. */
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

/** Total order: time, then the order of asking. Both are whole numbers, so every machine agrees. */
function before(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

/**
 * The queue of events: a binary heap. Its array can be copied as it is, because events never change.
 *
 * ```
 *   index 0 is next; the children of i are 2i+1 and 2i+2, and neither comes before i
 * ```
 */
export function pushEvent(heap: Event[], event: Event): void {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent]!;
    if (!before(event, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = event;
}

/** Takes the next event out; undefined when there is none. */
export function popEvent(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  siftDown(heap, last, 0);
  return first;
}

/** Takes events out of the middle of the queue: all that `wanted` says yes to, in the order in which they were asked for. */
export function takeEvents(heap: Event[], wanted: (event: Event) => boolean): Event[] {
  const taken = heap.filter(wanted);
  if (taken.length === 0) return taken;
  let kept = 0;
  for (const event of heap) if (!wanted(event)) heap[kept++] = event;
  heap.length = kept;
  heapify(heap);
  return taken.sort((a, b) => a.order - b.order);
}

/** Puts `heap` in order after events were taken out of its middle. */
export function heapify(heap: Event[]): void {
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) siftDown(heap, heap[at]!, at);
}

function siftDown(heap: Event[], event: Event, from: number): void {
  const length = heap.length;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= length) break;
    if (child + 1 < length && before(heap[child + 1]!, heap[child]!)) child++;
    const below = heap[child]!;
    if (!before(below, event)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = event;
}
