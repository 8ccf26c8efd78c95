import { describe, expect, it } from 'vitest';
import { Density } from '#worker/density.ts';
import { traceOf, write } from '#support/trace-of.ts';

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
