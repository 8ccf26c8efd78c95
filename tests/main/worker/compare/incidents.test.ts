import { describe, expect, it } from 'vitest';
import type { Entry } from '#worker/compare/align.ts';
import { incidentsOf } from '#worker/compare/incidents.ts';
import type { Unit } from '#worker/compare/units.ts';

const MS = 1_000_000;
let facts = 0;
const unit = (time: number, some: Partial<Unit> = {}): Unit => ({
  ...{ key: 'k', fact: ++facts, time, device: 'pc1', what: 'data', number: 1 },
  ...{ from: 1, to: 9, text: '', again: false, lost: null },
  ...some,
});
/** The same in both runs, the right one so much later. */
const both = (time: number, later = 0): Entry => ({ left: unit(time), right: unit(time + later) });
const calm = (count: number, from: number, later = 0): Entry[] =>
  Array.from({ length: count }, (_, index) => both(from + index * MS, later));
const lost = (time: number, side: 'left' | 'right'): Entry => ({
  left: unit(time, side === 'left' ? { lost: 'lost-on-cable' } : {}),
  right: unit(time, side === 'right' ? { lost: 'lost-on-cable' } : {}),
});
const only = (time: number, side: 'left' | 'right', some: Partial<Unit> = {}): Entry =>
  side === 'left' ? { left: unit(time, some), right: null } : { left: null, right: unit(time, some) };

describe('incidents', () => {
  it('are none where nothing differs', () => {
    expect(incidentsOf(calm(20, 0))).toEqual([]);
    expect(incidentsOf([])).toEqual([]);
  });

  it('a loss takes what follows it, and the shift that remains', () => {
    const entries = [
      ...calm(5, 0),
      lost(5 * MS, 'right'),
      ...calm(10, 6 * MS),
      only(20 * MS, 'right', { again: true }),
      only(21 * MS, 'right'),
      ...calm(10, 22 * MS, 300 * MS),
    ];
    const found = incidentsOf(entries);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'lost', side: 'right', count: 1, later: 300 * MS, more: 2, again: 1 });
    expect(found[0]!.at).toBe(entries[5]);
  });

  it('a loss far behind another is one of its own', () => {
    const entries = [lost(0, 'right'), ...calm(30, MS), lost(40 * MS, 'left'), ...calm(30, 41 * MS)];
    expect(incidentsOf(entries).map((each) => [each.kind, 'side' in each ? each.side : ''])).toEqual([
      ['lost', 'right'],
      ['lost', 'left'],
    ]);
  });

  it('losses of both runs close to each other are told as one, with counts', () => {
    const entries = [lost(0, 'right'), ...calm(2, MS), lost(4 * MS, 'left'), only(5 * MS, 'left'), ...calm(9, 6 * MS)];
    expect(incidentsOf(entries)).toMatchObject([
      { kind: 'many', lostLeft: 1, lostRight: 1, onlyLeft: 1, onlyRight: 0, later: 0 },
    ]);
  });

  it('are never more than asked for: the nearest become one', () => {
    const entries = Array.from({ length: 30 }, (_, index) => [lost(index * 100 * MS, 'right'), ...calm(8 + index, 1)]);
    const found = incidentsOf(entries.flat(), 4);
    expect(found).toHaveLength(4);
    const counted = found.reduce((sum, each) => sum + (each.kind === 'lost' ? each.count : 0), 0);
    expect(counted).toBe(30);
  });

  it('one shift is said once, where it begins', () => {
    const entries = [...calm(5, 0), ...calm(40, 10 * MS, 20 * MS)];
    const found = incidentsOf(entries);
    expect(found).toMatchObject([{ kind: 'later', later: 20 * MS, count: 40 }]);
    expect(found[0]!.at).toBe(entries[5]);
  });

  it('a shift that grows is said by its beginning and its end', () => {
    const entries = Array.from({ length: 20 }, (_, index) => both(index * MS, (index + 1) * 5 * MS));
    expect(incidentsOf(entries)).toMatchObject([{ kind: 'drift', first: 5 * MS, later: 100 * MS, count: 20 }]);
  });

  it('a nanosecond is no shift', () => {
    expect(incidentsOf(calm(10, 0, 1))).toEqual([]);
  });

  it('states taken in one run only are no disturbance of the segments', () => {
    expect(incidentsOf([...calm(3, 0), only(4 * MS, 'left', { what: 'state' })])).toEqual([]);
  });
});
