import { describe, expect, it } from 'vitest';
import type { Rung } from '#contract/shapes.ts';
import { layOut } from '#renderer/conversations/ladder.ts';

const rung = (some: Partial<Rung>): Rung => ({
  seq: 1,
  time: 0,
  end: 'client',
  kind: 'segment',
  packet: 1,
  arrival: 10,
  reason: null,
  retransmission: false,
  flags: 'ACK',
  sequence: 0,
  acknowledgment: 0,
  window: 0,
  length: 0,
  from: '',
  to: '',
  ...some,
});

const opening = [
  rung({ seq: 1, kind: 'state', from: 'CLOSED', to: 'SYN-SENT' }),
  rung({ seq: 2, flags: 'SYN', sequence: 1000 }),
  rung({ seq: 3, time: 10, kind: 'state', end: 'server', from: 'LISTEN', to: 'SYN-RECEIVED' }),
  rung({ seq: 4, time: 10, end: 'server', flags: 'SYN, ACK', sequence: 2000, acknowledgment: 1001 }),
  rung({ seq: 5, time: 20, kind: 'state', from: 'SYN-SENT', to: 'ESTABLISHED' }),
  rung({ seq: 6, time: 20, flags: 'PSH, ACK', sequence: 1001, acknowledgment: 2001, length: 100 }),
];
const even = { spacing: 'even', numbers: 'relative' } as const;

describe('a ladder', () => {
  it('counts relative numbers from each end’s first', () => {
    const numbers = layOut(opening, even)
      .rungs.filter(({ rung: { kind } }) => kind === 'segment')
      .map((placed) => placed.numbers);
    expect(numbers).toEqual(['seq=0', 'seq=0 ack=1', 'seq=1 ack=1']);
  });

  it('prints absolute numbers as they are in the segments', () => {
    const { rungs } = layOut(opening, { ...even, numbers: 'absolute' });
    expect(rungs.at(-1)!.numbers).toBe('seq=1001 ack=2001');
  });

  it('counts across the wrap of the sequence space', () => {
    const { rungs } = layOut(
      [rung({ flags: 'SYN', sequence: 0xffff_ffff }), rung({ sequence: 0, flags: 'FIN' })],
      even,
    );
    expect(rungs[1]!.numbers).toBe('seq=1');
  });

  it('names the bytes a segment carries', () =>
    expect(layOut(opening, even).rungs.at(-1)!.title).toBe('PSH, ACK  100 B'));

  it('goes down with time, and every segment arrives below where it left', () => {
    for (const spacing of ['even', 'time'] as const) {
      const { rungs, height } = layOut(opening, { ...even, spacing });
      rungs.forEach((placed, index) => {
        if (index > 0) expect(placed.top).toBeGreaterThan(rungs[index - 1]!.top);
        if (placed.rung.kind === 'segment') expect(placed.bottom).toBeGreaterThan(placed.top);
        expect(placed.bottom).toBeLessThan(height);
      });
    }
  });

  it('leaves more room for a longer silence when spaced by time', () => {
    const late = [...opening, rung({ seq: 7, time: 1_000_000, flags: 'FIN, ACK' })];
    const gap = (spacing: 'even' | 'time') => {
      const { rungs } = layOut(late, { ...even, spacing });
      return rungs.at(-1)!.top - rungs.at(-2)!.top;
    };
    expect(gap('time')).toBeGreaterThan(gap('even') + 100);
  });

  it('shows each end in the state before, between and now', () => {
    const { states } = layOut(opening, even);
    const of = (end: string) =>
      states.filter((state) => state.end === end).map(({ state, current }) => [state, current]);
    expect(of('client')).toEqual([
      ['CLOSED', false],
      ['SYN-SENT', false],
      ['ESTABLISHED', true],
    ]);
    expect(of('server')).toEqual([
      ['LISTEN', false],
      ['SYN-RECEIVED', true],
    ]);
  });

  it('of nothing is only two life lines', () => expect(layOut([], even)).toMatchObject({ rungs: [], states: [] }));

  it('leaves room where rungs are left out, and makes no silence of them', () => {
    const whole = layOut(opening, { ...even, spacing: 'time' });
    const { rungs, gap, height } = layOut(opening, { ...even, spacing: 'time' }, { at: 4, count: 100 });
    expect(whole.gap).toBeNull();
    expect(gap).toBeGreaterThan(rungs[3]!.bottom);
    expect(gap).toBeLessThan(rungs[4]!.top);
    expect(height).toBeLessThan(whole.height + 100);
  });
});
