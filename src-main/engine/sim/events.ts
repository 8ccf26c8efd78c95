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

/**
 * The queue of events: a heap in which each has four below it, because those lie together in memory. Times are kept apart
 * from the events, so that finding the next one looks at no other.
 *
 * ```
 *   index 0 is next; the children of i are 4i+1 … 4i+4, and none of them comes before i
 * ```
 *
 * Total order: time, then the order of asking. Both are whole numbers, so every machine agrees.
 */
export interface EventQueue {
  /** ns, of each event at its index; what lies behind the last one means nothing. */
  eventTimes: Float64Array;
  events: Event[];
}

/** Events there is room for at first. */
const ROOM = 64;

/** A queue of these events, in whatever order they come. */
export function newEventQueue(events: Event[] = []): EventQueue {
  const times = new Float64Array(Math.max(ROOM, events.length));
  for (let at = 0; at < events.length; at++) times[at] = events[at]!.time;
  const queue = { eventTimes: times, events };
  for (let at = (events.length - 2) >> 2; at >= 0; at--) siftDown(queue, times[at]!, events[at]!, at);
  return queue;
}

/** A queue with the same events, which never change. */
export function copyQueue({ eventTimes, events }: EventQueue): EventQueue {
  return { eventTimes: eventTimes.slice(), events: events.slice() };
}

/** ns of the next event; Infinity: there is none. */
export function nextEventTime({ eventTimes, events }: EventQueue): number {
  return events.length === 0 ? Infinity : eventTimes[0]!;
}

export function pushEvent(queue: EventQueue, event: Event): void {
  const { events } = queue;
  let at = events.length;
  if (at === queue.eventTimes.length) {
    const grown = new Float64Array(2 * at);
    grown.set(queue.eventTimes);
    queue.eventTimes = grown;
  }
  const times = queue.eventTimes;
  const { time } = event;
  events.push(event);
  while (at > 0) {
    const parent = (at - 1) >> 2;
    const above = times[parent]!;
    if (above < time || (above === time && events[parent]!.order < event.order)) break;
    times[at] = above;
    events[at] = events[parent]!;
    at = parent;
  }
  times[at] = time;
  events[at] = event;
}

/** Takes the next event out; undefined when there is none. */
export function popEvent(queue: EventQueue): Event | undefined {
  const { events } = queue;
  const first = events[0];
  const last = events.pop();
  if (last === undefined || events.length === 0) return first;
  siftDown(queue, queue.eventTimes[events.length]!, last, 0);
  return first;
}

/** Takes events out of the middle of the queue: all that `wanted` says yes to, in the order in which they were asked for. */
export function takeEvents(queue: EventQueue, wanted: (event: Event) => boolean): Event[] {
  const taken = queue.events.filter(wanted);
  if (taken.length === 0) return taken;
  Object.assign(queue, newEventQueue(queue.events.filter((event) => !wanted(event))));
  return taken.sort((a, b) => a.order - b.order);
}

/** Puts other events in the place of some, for the same moments; `other` returns the event itself where it stays. */
export function replaceEvents({ events }: EventQueue, other: (event: Event) => Event): void {
  for (let at = 0; at < events.length; at++) events[at] = other(events[at]!);
}

/** Puts an event where `from` is, or below: all below it are in order. */
function siftDown({ eventTimes: times, events }: EventQueue, time: number, event: Event, from: number): void {
  const { length } = events;
  let at = from;
  for (let child = 4 * at + 1; child < length; child = 4 * at + 1) {
    const end = child + 4 < length ? child + 4 : length;
    let least = times[child]!;
    for (let other = child + 1; other < end; other++) {
      const its = times[other]!;
      if (its < least || (its === least && events[other]!.order < events[child]!.order)) {
        child = other;
        least = its;
      }
    }
    if (time < least || (time === least && event.order < events[child]!.order)) break;
    times[at] = least;
    events[at] = events[child]!;
    at = child;
  }
  times[at] = time;
  events[at] = event;
}
