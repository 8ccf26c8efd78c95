import { describe, expect, it } from 'vitest';
import { Journeys } from '#worker/packets/journeys.ts';
import { traceOf, write } from '#support/trace-of.ts';

const sent = (time: number, packet: number) => ['frame.sent', time, 'pc1', { packet, frame: packet }] as const;

describe('the way of a packet', () => {
  it('has the facts of that packet only, oldest first, up to the cursor', () => {
    const trace = traceOf(
      [...sent(1, 1)],
      [...sent(2, 2)],
      ['ip.delivered', 3, 'pc2', { packet: 1 }],
      ['frame.arrived', 3, 'pc2', { packet: 1 }],
    );
    const journeys = new Journeys(trace);
    expect([...journeys.facts(1, 4)]).toEqual([1, 4]);
    expect([...journeys.facts(1, 3)]).toEqual([1]);
    expect([...journeys.facts(2, 4)]).toEqual([2]);
    expect([...journeys.facts(99, 4)]).toEqual([]);
  });

  it('goes on with what was added later', () => {
    const trace = traceOf([...sent(1, 1)]);
    const journeys = new Journeys(trace);
    expect([...journeys.facts(1, 1)]).toEqual([1]);
    write(trace, [...sent(5, 1)]);
    expect([...journeys.facts(1, 2)]).toEqual([1, 2]);
  });

  it('forgets a future that was cut off, and follows the new one', () => {
    const trace = traceOf([...sent(1, 1)], [...sent(2, 2)], [...sent(3, 1)], [...sent(4, 3)]);
    const journeys = new Journeys(trace);
    journeys.catchUp();
    journeys.cut(1);
    trace.cut(1, 1);
    write(trace, [...sent(2, 2)], [...sent(2, 1)]);
    expect([...journeys.facts(1, 9)]).toEqual([1, 3]);
    expect([...journeys.facts(2, 9)]).toEqual([2]);
    expect([...journeys.facts(3, 9)]).toEqual([]);
  });
});
