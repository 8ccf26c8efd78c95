import { describe, expect, it } from 'vitest';
import { Frame } from '#engine/wire/frame.ts';
import { flightColumns, quickest, type Flight } from '#worker/packets/flights.ts';

const flight = (cable: string, id: number, departure: number, arrival: number): Flight => ({
  cable,
  direction: id % 2 === 0 ? 0 : 1,
  frame: new Frame(id, id + 100, new Uint8Array(60), new Uint8Array(0)),
  departure,
  arrival,
  protocol: 5,
  state: 0,
  since: 0,
});

describe('flights', () => {
  it('become columns that name each cable once', () => {
    const columns = flightColumns([flight('c1', 1, 0, 9), flight('c2', 2, 5, 12), flight('c1', 3, 7, 8)]);
    expect(columns.cables).toEqual(['c1', 'c2']);
    expect([...columns.cable]).toEqual([0, 1, 0]);
    expect([...columns.direction]).toEqual([1, 0, 1]);
    expect([...columns.frame]).toEqual([1, 2, 3]);
    expect([...columns.packet]).toEqual([101, 102, 103]);
    expect([...columns.departure]).toEqual([0, 5, 7]);
    expect([...columns.arrival]).toEqual([9, 12, 8]);
    expect([...columns.protocol]).toEqual([5, 5, 5]);
  });

  it('are as quick as the quickest of them, and none is quicker than a nanosecond', () => {
    expect(quickest([flight('c1', 1, 0, 9), flight('c2', 2, 5, 7)])).toBe(2);
    expect(quickest([flight('c1', 1, 3, 3)])).toBe(1);
    expect(quickest([])).toBeNull();
  });
});
