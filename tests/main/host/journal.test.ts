import { describe, expect, it } from 'vitest';
import type { JournalEntry, KeptInput } from '#contract/journal.ts';
import { Journal } from '#host/journal.ts';

/** An input as the `step`-th event, a µs a step, with so many bytes from outside. */
function input(step: number, length = 0): KeptInput {
  const input = { kind: 'inject', device: 'tunnel1', port: 'outside', bytes: new Uint8Array(length) } as const;
  return { step, time: step * 1000, input };
}
const acted = (run: string, step: number, length = 0): JournalEntry => ({
  what: 'acted',
  run,
  logged: input(step, length),
});
const stands = (run: string, step: number): JournalEntry => ({
  what: 'stands',
  run,
  standing: { step, time: step * 1000, horizonStep: step, horizon: step * 1000 },
});
const runs = (...ids: string[]): JournalEntry => ({
  what: 'runs',
  runs: ids.map((id) => ({ id, name: null, from: id === 'b1' ? null : 'b1', forkTime: 0, forkFact: 0 })),
  current: 'b1',
  count: ids.length,
});
const OPENED: JournalEntry = { what: 'opened', text: '{}' };

function begun(most?: number) {
  const full: number[] = [];
  const journal = new Journal((bytes) => full.push(bytes), most);
  journal.take([OPENED, runs('b1')]);
  /** The steps of the inputs of each run, as a new thread is told. */
  const steps = () => {
    const { begin, portions } = journal.told('{}');
    const all = portions.flat();
    return Object.fromEntries(begin.runs.map(({ id, log }) => [id, [...log].map((at) => all[at]!.step)]));
  };
  return { journal, full, steps };
}

describe('what the host keeps of histories', () => {
  it('is nothing until a project was opened', () => {
    const journal = new Journal(() => {});
    expect(journal.empty).toBe(true);
    journal.take([OPENED, runs('b1')]);
    expect(journal.empty).toBe(false);
  });

  it('forgets inputs that another one has cut off, and those beyond what was lived', () => {
    const { journal, steps } = begun();
    journal.take([acted('b1', 5), acted('b1', 9), acted('b1', 20), stands('b1', 20)]);
    expect(steps()).toEqual({ b1: [5, 9, 20] });
    journal.take([acted('b1', 9), stands('b1', 12)]);
    expect(steps()).toEqual({ b1: [5, 9] });
    journal.take([stands('b1', 8)]);
    expect(steps()).toEqual({ b1: [5] });
  });

  it('keeps once what two runs have in common', () => {
    const { journal, steps } = begun();
    journal.take([acted('b1', 5), acted('b1', 9), stands('b1', 9)]);
    const { bytes } = journal;
    journal.take([{ what: 'began', run: 'b2', like: 'b1', step: 9 }, runs('b1', 'b2'), stands('b2', 9)]);
    expect(journal.bytes).toBe(bytes);
    journal.take([acted('b1', 7), stands('b1', 7)]);
    expect(steps()).toEqual({ b1: [5, 7], b2: [5, 9] });
    expect(journal.told('{}').portions.flat()).toHaveLength(3);
    journal.take([runs('b1')]);
    expect(journal.told('{}').portions.flat()).toHaveLength(2);
  });

  it('never takes more than it may: a run is kept up to there, and it is said once', () => {
    const { journal, full, steps } = begun(100_000);
    for (let step = 1; step <= 100; step++) journal.take([acted('b1', step, 10_000), stands('b1', step)]);
    expect(journal.bytes).toBeLessThanOrEqual(100_000);
    expect(full).toEqual([100_000]);
    const kept = steps()['b1']!.length;
    expect(kept).toBeGreaterThan(5);
    expect(journal.cutShort()).toEqual([{ run: 'b1', name: null, time: (kept + 1) * 1000 }]);
    const { standing } = journal.told('{}').begin.runs[0]!;
    expect(standing).toEqual({ step: kept, time: (kept + 1) * 1000, horizonStep: kept, horizon: (kept + 1) * 1000 });
  });

  it('keeps all of a run again when what was too much was cut off', () => {
    const { journal, steps } = begun(100_000);
    for (let step = 1; step <= 30; step++) journal.take([acted('b1', step, 10_000), stands('b1', step)]);
    journal.take([acted('b1', 3), stands('b1', 3)]);
    expect(journal.cutShort()).toEqual([]);
    expect(steps()).toEqual({ b1: [1, 2, 3] });
  });

  it('is handed on in portions that are no larger than a message may be', () => {
    const { journal } = begun();
    for (let step = 1; step <= 40; step++) journal.take([acted('b1', step, 1_000_000), stands('b1', step)]);
    const { portions } = journal.told('{}');
    expect(portions.length).toBeGreaterThan(3);
    expect(portions.flat()).toHaveLength(40);
  });

  it('is another one with another project', () => {
    const { journal, steps } = begun();
    journal.take([acted('b1', 5), stands('b1', 5), OPENED, runs('b1')]);
    expect([journal.bytes, steps()]).toEqual([0, { b1: [] }]);
  });
});
