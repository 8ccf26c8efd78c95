import type { Frame } from '../wire/frame.ts';
import {
  causeIn,
  departureIn,
  directionIn,
  emptyQueue,
  orderIn,
  putEvent,
  targetIn,
  typeIn,
  type EventQueue,
} from './event-queue.ts';
import type { EventType } from './events.ts';

/**
 * The queue of events as columns: there may be tens of thousands of them, and every checkpoint keeps each that is still to
 * come. 40 bytes an event; frames by their number, 0 for none.
 */
export interface PackedEvents {
  /** Time, departure and order of each. */
  readonly times: Float64Array;
  /** Target, frame and cause of each. Only targets may be negative. */
  readonly numbers: Int32Array;
  /** Type and direction of each. */
  readonly small: Uint16Array;
}

/** Packs a queue as it stands. All its frames must be known to the trace. */
export function packEvents(queue: EventQueue): PackedEvents {
  const { count, rows, eventTimes, frames } = queue;
  const times = new Float64Array(3 * count);
  const numbers = new Int32Array(3 * count);
  const small = new Uint16Array(2 * count);
  for (let at = 0; at < count; at++) {
    const row = rows[at]!;
    times[3 * at] = eventTimes[at]!;
    times[3 * at + 1] = departureIn(queue, row);
    times[3 * at + 2] = orderIn(queue, row);
    numbers[3 * at] = targetIn(queue, row);
    numbers[3 * at + 1] = frames[row]?.id ?? 0;
    numbers[3 * at + 2] = causeIn(queue, row);
    small[2 * at] = typeIn(queue, row);
    small[2 * at + 1] = directionIn(queue, row);
  }
  return { times, numbers, small };
}

/** The queue again, in the same order: packed in the order of its heap, each event stays where it is put. */
export function unpackEvents({ times, numbers, small }: PackedEvents, frameOf: (id: number) => Frame): EventQueue {
  const count = small.length / 2;
  const queue = emptyQueue(count);
  for (let at = 0; at < count; at++) {
    const frame = numbers[3 * at + 1]! >>> 0;
    putEvent(
      queue,
      small[2 * at] as EventType,
      times[3 * at]!,
      times[3 * at + 2]!,
      numbers[3 * at]!,
      small[2 * at + 1]!,
      frame === 0 ? null : frameOf(frame),
      times[3 * at + 1]!,
      numbers[3 * at + 2]! >>> 0,
    );
  }
  return queue;
}

/** Bytes it takes, about. */
export function weightOfEvents({ times, numbers, small }: PackedEvents): number {
  return times.byteLength + numbers.byteLength + small.byteLength + 600;
}
