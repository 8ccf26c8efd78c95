import { describe, expect, it } from 'vitest';
import type { ComparedRow, ComparedRung } from '#contract/differences.ts';
import type { Rung } from '#contract/shapes.ts';
import { layOutPair } from '#renderer/conversations/pair.ts';

const rung = (seq: number, some: Partial<Rung> = {}): Rung => ({
  ...{ seq, time: seq * 1000, end: 'client', kind: 'segment', packet: seq, arrival: seq * 1000 + 500, reason: null },
  ...{ ended: null, marks: [], duplicate: 0, sack: [] },
  ...{ retransmission: false, flags: 'ACK', sequence: 1000 + seq, acknowledgment: 0, window: 0, length: 10 },
  ...{ from: '', to: '' },
  ...some,
});
const side = (seq: number, mark: ComparedRung['mark'] = 'same', later = 0, some: Partial<Rung> = {}): ComparedRung => ({
  rung: rung(seq, some),
  mark,
  later,
});
const laid = (...rows: ComparedRow[]) => layOutPair(rows).rows;

describe('two ladders side by side', () => {
  it('stand at the same height where both have the same, and leave a place where one has nothing', () => {
    const rows = laid(
      { left: side(1), right: side(1) },
      { left: null, right: side(2, 'only') },
      { left: side(2), right: side(3) },
    );
    expect(rows.map(({ left, right }) => [left?.compared.rung.seq ?? null, right?.compared.rung.seq ?? null])).toEqual([
      [1, 1],
      [null, 2],
      [2, 3],
    ]);
    const tops = rows.map(({ top }) => top);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(new Set(tops).size).toBe(3);
  });

  it('count sequence numbers and times from the first of each run', () => {
    const [first, second] = laid(
      { left: side(1), right: side(1, 'same', 0, { sequence: 77, time: 5000 }) },
      { left: side(4), right: side(4, 'same', 0, { sequence: 80, time: 9000 }) },
    );
    expect([first!.left!.numbers, first!.right!.numbers]).toEqual(['seq=0 ack=1', 'seq=0 ack=1']);
    expect([second!.left!.numbers, second!.right!.numbers]).toEqual(['seq=3 ack=1', 'seq=3 ack=1']);
    expect([second!.left!.delay, second!.right!.delay]).toEqual([3000, 4000]);
  });

  it('say a shift where it changes, and not again at every rung', () => {
    const rows = laid(
      { left: side(1), right: side(1) },
      { left: side(2), right: side(2, 'later', 5_000_000) },
      { left: side(3), right: side(3, 'later', 5_000_100) },
      { left: side(4), right: side(4, 'later', 9_000_000) },
    );
    expect(rows.map(({ right }) => right!.shifts)).toEqual([false, true, false, true]);
  });

  it('name states by both their names', () => {
    const state = { kind: 'state', from: 'SYN-SENT', to: 'ESTABLISHED' } as const;
    const [row] = laid({ left: side(1, 'same', 0, state), right: null });
    expect(row!.left!.title).toBe('SYN-SENT → ESTABLISHED');
  });
});
