import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copyQueue,
  eventOf,
  newEventQueue,
  nextEventTime,
  popRow,
  pushEvent,
  replaceEvents,
  takeEvents,
  takeFrame,
  type EventQueue,
} from '#engine/sim/event-queue.ts';
import { WAKE, type Event } from '#engine/sim/events.ts';

const SEED = 20261121;
const event = (time: number, order: number): Event => ({
  type: WAKE,
  time,
  order,
  target: 0,
  direction: 0,
  frame: null,
  departure: 0,
  cause: 0,
});

describe('the queue of events', () => {
  it(`gives events by time, and those of one time in the order of asking (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const queue = newEventQueue();
        times.forEach((time, order) => pushEvent(queue, event(time, order)));
        expect(drain(queue)).toEqual(inOrder(times));
      }),
      { seed: SEED },
    );
  });

  it(`gives them so while others are asked for in between, and in a copy too (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 300 }), fc.nat(4), (times, pops) => {
        const queue = newEventQueue();
        let known: [number, number][] = [];
        times.forEach((time, order) => {
          pushEvent(queue, event(time, order));
          known = [...known, [time, order] as [number, number]].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(nextEventTime(queue)).toBe(known[0]![0]);
          if (order % 5 < pops) expect(pop(queue)).toEqual(event(...known.shift()!));
        });
        const copy = copyQueue(queue);
        expect(drain(queue)).toEqual(known);
        expect(drain(copy)).toEqual(known);
      }),
      { seed: SEED },
    );
  });

  it(`is in order again after events were taken out of its middle (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(3), (times, divisor) => {
        const queue = newEventQueue(times.map((time, order) => event(time, order)));
        const taken = takeEvents(queue, ({ order }) => order % (divisor + 1) === 0);
        expect(taken.map(({ order }) => order)).toEqual([...times.keys()].filter((at) => at % (divisor + 1) === 0));
        expect(drain(queue)).toEqual(inOrder(times).filter(([, order]) => order % (divisor + 1) !== 0));
      }),
      { seed: SEED },
    );
  });

  it('has nothing when it is empty', () => {
    expect(nextEventTime(newEventQueue())).toBe(Infinity);
  });

  it('can have another event in the place of one', () => {
    const queue = newEventQueue([event(3, 1), event(1, 2)]);
    replaceEvents(queue, (one) => (one.order === 2 ? { ...one, cause: 7 } : one));
    expect(pop(queue)).toEqual({ ...event(1, 2), cause: 7 });
  });
});

/** Takes the next event out, as the world does. */
function pop(queue: EventQueue): Event {
  const time = nextEventTime(queue);
  const row = popRow(queue);
  const frame = takeFrame(queue, row);
  return { ...eventOf(queue, row, time), frame };
}

function drain(queue: EventQueue): [number, number][] {
  const all: [number, number][] = [];
  while (queue.count > 0) {
    const { time, order } = pop(queue);
    all.push([time, order]);
  }
  return all;
}

function inOrder(times: number[]): [number, number][] {
  return times.map((time, order): [number, number] => [time, order]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
