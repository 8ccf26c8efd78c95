import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heapify, popEvent, pushEvent, WAKE, type Event } from '#engine/sim/events.ts';

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
        const heap: Event[] = [];
        times.forEach((time, order) => pushEvent(heap, event(time, order)));
        expect(drain(heap)).toEqual(inOrder(times));
      }),
      { seed: SEED },
    );
  });

  it(`is in order again after events were taken out of its middle (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(3), (times, divisor) => {
        let heap: Event[] = [];
        times.forEach((time, order) => pushEvent(heap, event(time, order)));
        heap = heap.filter(({ order }) => order % (divisor + 1) !== 0);
        heapify(heap);
        expect(drain(heap)).toEqual(inOrder(times).filter(([, order]) => order % (divisor + 1) !== 0));
      }),
      { seed: SEED },
    );
  });

  it('has nothing when it is empty', () => {
    expect(popEvent([])).toBeUndefined();
  });
});

function drain(heap: Event[]): [number, number][] {
  const all: [number, number][] = [];
  for (let next = popEvent(heap); next !== undefined; next = popEvent(heap)) all.push([next.time, next.order]);
  return all;
}

function inOrder(times: number[]): [number, number][] {
  return times.map((time, order): [number, number] => [time, order]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
