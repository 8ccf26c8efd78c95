import type { Frame } from '../wire/frame.ts';
import type { Event, EventType } from './events.ts';

/**
 * The queue of events: a heap in which each has four below it, because those lie together in memory. An event is a row of
 * numbers and a frame, and moves in the heap as the number of its row: no object is made for it, and none is looked at to
 * find the next one.
 *
 * ```
 *   place 0 is next; the children of place i are 4i+1 … 4i+4, and none of them comes before i
 *
 *   eventTimes │ time │ time │ time │  …          by place
 *   rows       │  2   │  0   │  3   │ 1 (free)    by place; behind the last event, the rows that are free
 *   numbers    │ order, type, target, direction, departure, cause │ …    by row
 *   frames     │ frame or null │ …                                       by row
 * ```
 *
 * Total order: time, then the order of asking. Both are whole numbers, so every machine agrees.
 */
export interface EventQueue {
  /** Events in it. */
  count: number;
  /** ns. */
  eventTimes: Float64Array;
  rows: Uint32Array;
  numbers: Float64Array;
  frames: (Frame | null)[];
}

/** Events there is room for at first. */
const ROOM = 64;

// Where the numbers of a row stand; eight of them are a line of the processor's cache.
const WIDTH = 8;
const ORDER = 0;
const TYPE = 1;
const TARGET = 2;
const DIRECTION = 3;
const DEPARTURE = 4;
const CAUSE = 5;

/** A queue of these events, in whatever order they come. */
export function newEventQueue(events: readonly Event[] = []): EventQueue {
  const queue = emptyQueue(events.length);
  for (const event of events) pushEvent(queue, event);
  return queue;
}

/** A queue without events that has room for `events` of them. */
export function emptyQueue(events: number): EventQueue {
  const room = Math.max(ROOM, events);
  const rows = new Uint32Array(room);
  for (let row = 0; row < room; row++) rows[row] = row;
  return {
    count: 0,
    eventTimes: new Float64Array(room),
    rows,
    numbers: new Float64Array(WIDTH * room),
    frames: new Array<Frame | null>(room).fill(null),
  };
}

/** A queue with the same events. */
export function copyQueue({ count, eventTimes, rows, numbers, frames }: EventQueue): EventQueue {
  return {
    count,
    eventTimes: eventTimes.slice(),
    rows: rows.slice(),
    numbers: numbers.slice(),
    frames: frames.slice(),
  };
}

/** ns of the next event; Infinity: there is none. */
export function nextEventTime({ count, eventTimes }: EventQueue): number {
  return count === 0 ? Infinity : eventTimes[0]!;
}

/** Puts an event into the queue. */
export function pushEvent(queue: EventQueue, event: Event): void {
  const { type, time, order, target, direction, frame, departure, cause } = event;
  putEvent(queue, type, time, order, target, direction, frame, departure, cause);
}

/** {@link pushEvent} without an object. */
export function putEvent(
  queue: EventQueue,
  type: EventType,
  time: number,
  order: number,
  target: number,
  direction: number,
  frame: Frame | null,
  departure: number,
  cause: number,
): void {
  let at = queue.count;
  if (at === queue.rows.length) grow(queue);
  queue.count = at + 1;
  const { eventTimes: times, rows, numbers } = queue;
  const row = rows[at]!;
  const first = row * WIDTH;
  numbers[first + ORDER] = order;
  numbers[first + TYPE] = type;
  numbers[first + TARGET] = target;
  numbers[first + DIRECTION] = direction;
  numbers[first + DEPARTURE] = departure;
  numbers[first + CAUSE] = cause;
  queue.frames[row] = frame;
  while (at > 0) {
    const parent = (at - 1) >> 2;
    const above = times[parent]!;
    if (above < time || (above === time && numbers[rows[parent]! * WIDTH + ORDER]! < order)) break;
    times[at] = above;
    rows[at] = rows[parent]!;
    at = parent;
  }
  times[at] = time;
  rows[at] = row;
}

/**
 * Takes the next event out and returns its row, of which the functions below tell what stands in it until another event is
 * put into the queue. There must be one, and its frame must be taken out too.
 */
export function popRow(queue: EventQueue): number {
  const { rows } = queue;
  const row = rows[0]!;
  const last = --queue.count;
  const moved = rows[last]!;
  rows[last] = row;
  if (last > 0) siftDown(queue, queue.eventTimes[last]!, moved);
  return row;
}

export function typeIn({ numbers }: EventQueue, row: number): EventType {
  return numbers[row * WIDTH + TYPE] as EventType;
}
export function targetIn({ numbers }: EventQueue, row: number): number {
  return numbers[row * WIDTH + TARGET]!;
}
export function directionIn({ numbers }: EventQueue, row: number): 0 | 1 {
  return numbers[row * WIDTH + DIRECTION] as 0 | 1;
}
export function causeIn({ numbers }: EventQueue, row: number): number {
  return numbers[row * WIDTH + CAUSE]!;
}
export function orderIn({ numbers }: EventQueue, row: number): number {
  return numbers[row * WIDTH + ORDER]!;
}
export function departureIn({ numbers }: EventQueue, row: number): number {
  return numbers[row * WIDTH + DEPARTURE]!;
}
/** The frame of a row, which is taken out of it. */
export function takeFrame({ frames }: EventQueue, row: number): Frame | null {
  const frame = frames[row]!;
  frames[row] = null;
  return frame;
}

/** An event of the queue, by its row. */
export function eventOf({ numbers, frames }: EventQueue, row: number, time: number): Event {
  const first = row * WIDTH;
  return {
    type: numbers[first + TYPE] as EventType,
    time,
    order: numbers[first + ORDER]!,
    target: numbers[first + TARGET]!,
    direction: numbers[first + DIRECTION]!,
    frame: frames[row]!,
    departure: numbers[first + DEPARTURE]!,
    cause: numbers[first + CAUSE]!,
  };
}

/**
 * All events, or those of some types, in no order that means anything: the same for queues that have lived the same.
 * `types` left out: of all.
 */
export function eventsOf(queue: EventQueue, types?: ReadonlySet<EventType>): Event[] {
  const events: Event[] = [];
  for (let at = 0; at < queue.count; at++) {
    const row = queue.rows[at]!;
    if (types === undefined || types.has(typeIn(queue, row))) events.push(eventOf(queue, row, queue.eventTimes[at]!));
  }
  return events;
}

/** Takes events out of the middle of the queue: all that `wanted` says yes to, in the order in which they were asked for. */
export function takeEvents(queue: EventQueue, wanted: (event: Event) => boolean): Event[] {
  const [taken, rest]: [Event[], Event[]] = [[], []];
  for (const event of eventsOf(queue)) (wanted(event) ? taken : rest).push(event);
  if (taken.length > 0) Object.assign(queue, newEventQueue(rest));
  return taken.sort((a, b) => a.order - b.order);
}

/** Puts other events in the place of some, for the same moments; `other` returns the event itself where it stays. */
export function replaceEvents(queue: EventQueue, other: (event: Event) => Event): void {
  eventsOf(queue).forEach((event, at) => writeRow(queue, queue.rows[at]!, other(event)));
}

function writeRow({ numbers, frames }: EventQueue, row: number, event: Event): void {
  const { order, type, target, direction, departure, cause } = event;
  numbers.set([order, type, target, direction, departure, cause], row * WIDTH);
  frames[row] = event.frame;
}

/** Makes room for twice as many events. */
function grow(queue: EventQueue): void {
  const before = queue.rows.length;
  const [times, rows, numbers] = [
    new Float64Array(2 * before),
    new Uint32Array(2 * before),
    new Float64Array(2 * WIDTH * before),
  ];
  times.set(queue.eventTimes);
  rows.set(queue.rows);
  numbers.set(queue.numbers);
  for (let row = before; row < 2 * before; row++) {
    rows[row] = row;
    queue.frames.push(null);
  }
  Object.assign(queue, { eventTimes: times, rows, numbers });
}

/** Puts a row at the top, or below: all others are in order. */
function siftDown({ count, eventTimes: times, rows, numbers }: EventQueue, time: number, row: number): void {
  const order = numbers[row * WIDTH + ORDER]!;
  let at = 0;
  for (let child = 4 * at + 1; child < count; child = 4 * at + 1) {
    const end = child + 4 < count ? child + 4 : count;
    let least = times[child]!;
    for (let other = child + 1; other < end; other++) {
      const its = times[other]!;
      if (its < least || (its === least && comesBefore(numbers, rows[other]!, rows[child]!))) {
        child = other;
        least = its;
      }
    }
    if (time < least || (time === least && order < numbers[rows[child]! * WIDTH + ORDER]!)) break;
    times[at] = least;
    rows[at] = rows[child]!;
    at = child;
  }
  times[at] = time;
  rows[at] = row;
}

function comesBefore(numbers: Float64Array, row: number, other: number): boolean {
  return numbers[row * WIDTH + ORDER]! < numbers[other * WIDTH + ORDER]!;
}
