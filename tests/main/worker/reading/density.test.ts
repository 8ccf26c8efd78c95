import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Density } from '#worker/reading/density.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

describe('density', () => {
  it('counts facts and drops in equal stretches, each fact once', () => {
    const trace = traceOf(
      ['frame.sent', 0, 'a'],
      ['frame.sent', 49, 'a'],
      ['frame.dropped', 50, 'a', { reason: 'no-route' }],
      ['frame.sent', 100, 'a'],
    );
    const { facts, drops } = new Density(trace).count(2, 100, 'time');
    expect([...facts]).toEqual([2, 2]);
    expect([...drops]).toEqual([0, 1]);
  });

  it('puts everything in one place while no time has passed', () => {
    const { facts } = new Density(traceOf(['frame.sent', 0, 'a'], ['frame.sent', 0, 'a'])).count(3, 0, 'time');
    expect(facts.reduce((sum, one) => sum + one)).toBe(2);
  });

  it('is all zero for an empty trace', () => {
    expect([...new Density(traceOf()).count(3, 0, 'time').facts]).toEqual([0, 0, 0]);
  });

  it('forgets the drops of a future that was cut off', () => {
    const trace = traceOf(['frame.sent', 0, 'a'], ['frame.dropped', 5, 'a', { reason: 'no-route' }]);
    const density = new Density(trace);
    expect([...density.count(1, 10, 'time').drops]).toEqual([1]);
    density.cut(1);
    trace.cut(1, 0);
    write(trace, ['frame.sent', 7, 'a']);
    expect([...density.count(1, 10, 'time').drops]).toEqual([0]);
  });

  it('draws quiet stretches short when spaced evenly, and still counts each fact once', () => {
    const trace = traceOf(
      ['frame.sent', 100, 'a'],
      ['frame.sent', 200, 'a'],
      ['frame.sent', 1_000_000, 'a'],
      ['frame.sent', 1_000_100, 'a'],
    );
    const { times, facts } = new Density(trace).count(8, 1_000_100, 'even');
    expect([...times]).toEqual([0, 50, 100, 150, 200, 500_100, 1_000_000, 1_000_050, 1_000_100]);
    expect([...facts]).toEqual([0, 0, 1, 0, 1, 0, 1, 1]);
  });

  it('has bounds that never run back, from 0 to the horizon', () => {
    for (const trace of [
      traceOf(),
      traceOf(['frame.sent', 0, 'a']),
      traceOf(['frame.sent', 3, 'a'], ['frame.sent', 3, 'a']),
    ]) {
      const times = [...new Density(trace).count(5, 7, 'even').times];
      expect([times[0], times.at(-1)]).toEqual([0, 7]);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });
});

describe('density of a window', () => {
  const SEED = 20261121;
  const seconds = traceOf(...Array.from({ length: 10 }, (_, k): WrittenFact => ['frame.sent', (k + 1) * 10, 'a']));

  it('counts what lies in the window, both bounds included, and what lies before it', () => {
    const { before, times, facts } = new Density(seconds).count(2, 100, 'time', { from: 30, to: 50 });
    expect([before, ...times, ...facts]).toEqual([2, 30, 40, 50, 1, 2]);
  });

  it('adds a margin on both sides, as far as history goes', () => {
    const density = new Density(seconds);
    expect([...density.count(4, 100, 'time', { from: 40, to: 60, margin: 0.5 }).times]).toEqual([30, 40, 50, 60, 70]);
    expect([...density.count(4, 100, 'time', { from: 0, to: 20, margin: 1 }).times]).toEqual([0, 10, 20, 30, 40]);
    expect([...density.count(2, 100, 'time', { from: 90, to: 100, margin: 1 }).times]).toEqual([80, 90, 100]);
  });

  it('spaced evenly measures the margin in moments, not in time', () => {
    const trace = traceOf(
      ['frame.sent', 5, 'a'],
      ['frame.sent', 10, 'a'],
      ['frame.sent', 11, 'a'],
      ['frame.sent', 12, 'a'],
      ['frame.sent', 1000, 'a'],
    );
    const { times } = new Density(trace).count(4, 1000, 'even', { from: 10, to: 12, margin: 0.5 });
    expect([...times]).toEqual([5, 10, 11, 12, 1000]);
  });

  it('stays within history when asked for more than there is', () => {
    const { times, facts, before } = new Density(seconds).count(2, 100, 'even', { from: 500, to: 900 });
    expect([...times, ...facts, before]).toEqual([100, 100, 100, 0, 1, 9]);
  });

  it(`gives in any window what a look at every fact gives (seed ${SEED})`, () => {
    const gaps = fc.array(fc.record({ gap: fc.nat({ max: 40 }), drop: fc.boolean() }), { maxLength: 60 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const spacing = fc.constantFrom('even' as const, 'time' as const);
    fc.assert(
      fc.property(
        gaps,
        share,
        share,
        fc.integer({ min: 1, max: 9 }),
        spacing,
        fc.nat({ max: 2 }),
        (written, a, b, buckets, way, margin) => {
          let time = 0;
          const all = written.map(({ gap, drop }) => ({ time: (time += gap), drop }));
          const trace = traceOf(
            ...all.map(({ time: at, drop }): WrittenFact => [
              drop ? 'frame.dropped' : 'frame.sent',
              at,
              'a',
              drop ? { reason: 'no-route' } : {},
            ]),
          );
          const horizon = time + 13;
          const [from, to] = [Math.round(Math.min(a, b) * horizon), Math.round(Math.max(a, b) * horizon)];
          const { times, facts, drops, before } = new Density(trace).count(buckets, horizon, way, { from, to, margin });
          expect([...times]).toEqual([...times].sort((x, y) => x - y));
          expect(times[0]).toBeLessThanOrEqual(from);
          expect(times[buckets]).toBeGreaterThanOrEqual(to);
          const inside = (at: number, k: number) =>
            at >= times[k]! && (k === buckets - 1 ? at <= times[k + 1]! : at < times[k + 1]!);
          expect(before).toBe(all.filter((each) => each.time < times[0]!).length);
          for (let k = 0; k < buckets; k++) {
            expect(facts[k]).toBe(all.filter((each) => inside(each.time, k)).length);
            expect(drops[k]).toBe(all.filter((each) => each.drop && inside(each.time, k)).length);
          }
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });
});
