import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Drops } from '#worker/causes/drops.ts';
import { TraceStore } from '#engine/trace/store.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

const dropped = (time: number, reason: 'queue-full' | 'no-route'): WrittenFact => [
  'frame.dropped',
  time,
  'a',
  { reason, frame: time, packet: time },
];
const other = (time: number): WrittenFact => ['ip.delivered', time, 'a'];

describe('the list of drops', () => {
  it('counts by reason up to the cursor, and knows what lies ahead', () => {
    const trace = traceOf(dropped(1, 'no-route'), other(2), dropped(3, 'queue-full'), dropped(4, 'queue-full'));
    const { reasons, total, place } = new Drops(trace).list(null, 1, 0, 3);
    expect(reasons).toEqual([
      { reason: 'queue-full', count: 1, known: 2 },
      { reason: 'no-route', count: 1, known: 1 },
    ]);
    expect([total, place]).toEqual([3, 2]);
  });

  it('gives the rows of one reason, a window at a time', () => {
    const trace = traceOf(dropped(1, 'no-route'), dropped(2, 'queue-full'), dropped(3, 'queue-full'), other(4));
    const drops = new Drops(trace);
    expect(drops.list('queue-full', 1, 10, 4).rows.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(drops.list('queue-full', 2, 1, 4).rows.map(({ seq }) => seq)).toEqual([3]);
    expect(drops.list(null, 2, 10, 4).rows.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(drops.list('ttl-expired', 1, 10, 4)).toMatchObject({ total: 0, rows: [] });
  });

  it('forgets what is cut off, and reads on from there (seed 61)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('n', 'q', 'o'), { maxLength: 60 }), fc.nat(60), (letters, at) => {
        const facts = letters.map((letter, time) =>
          letter === 'o' ? other(time) : dropped(time, letter === 'n' ? 'no-route' : 'queue-full'),
        );
        const trace = write(new TraceStore(), ...facts);
        const drops = new Drops(trace);
        drops.catchUp();
        const length = Math.min(at, trace.length);
        drops.cut(length);
        trace.cut(length, 0);
        write(trace, dropped(100, 'no-route'));
        const fresh = new Drops(trace);
        expect(drops.list(null, 1, 100, trace.length)).toEqual(fresh.list(null, 1, 100, trace.length));
        expect(drops.list('no-route', 1, 100, 1)).toEqual(fresh.list('no-route', 1, 100, 1));
      }),
      { seed: 61 },
    );
  });
});
