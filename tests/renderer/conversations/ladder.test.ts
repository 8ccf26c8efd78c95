import { describe, expect, it } from 'vitest';
import { arrowAt, HALF_ROW, layOut, LONGEST_SILENCE } from '#renderer/conversations/ladder.ts';
import { byTime, evenly, rung } from '#support/rungs.ts';

const opening = [
  rung({ seq: 1, kind: 'state', from: 'CLOSED', to: 'SYN-SENT' }),
  rung({ seq: 2, flags: 'SYN', sequence: 1000 }),
  rung({ seq: 3, time: 10, kind: 'state', end: 'server', from: 'LISTEN', to: 'SYN-RECEIVED' }),
  rung({ seq: 4, time: 10, end: 'server', flags: 'SYN, ACK', sequence: 2000, acknowledgment: 1001 }),
  rung({ seq: 5, time: 20, kind: 'state', from: 'SYN-SENT', to: 'ESTABLISHED' }),
  rung({ seq: 6, time: 20, flags: 'PSH, ACK', sequence: 1001, acknowledgment: 2001, length: 100 }),
];
const even = { width: 400, spacing: 'even', numbers: 'relative', unit: HALF_ROW, head: true } as const;

describe('a ladder', () => {
  it('counts relative numbers from each end’s first', () => {
    const numbers = layOut(evenly(opening), even)
      .rungs.filter(({ rung: { kind } }) => kind === 'segment')
      .map((placed) => placed.numbers);
    expect(numbers).toEqual(['seq=0 win=0', 'seq=0 ack=1 win=0', 'seq=1 ack=1 win=0']);
  });

  it('prints absolute numbers as they are in the segments', () => {
    const { rungs } = layOut(evenly(opening), { ...even, numbers: 'absolute' });
    expect(rungs.at(-1)!.numbers).toBe('seq=1001 ack=2001 win=0');
  });

  it('counts across the wrap of the sequence space', () => {
    const wrapped = [rung({ flags: 'SYN', sequence: 0xffff_ffff }), rung({ sequence: 0, flags: 'FIN' })];
    expect(layOut(evenly(wrapped), even).rungs[1]!.numbers).toBe('seq=1 win=0');
  });

  it('names the bytes a segment carries, and calls a datagram by its protocol', () => {
    expect(layOut(evenly(opening), even).rungs.at(-1)!.title).toBe('PSH, ACK  100 B');
    expect(layOut(evenly([rung({ flags: '', length: 30 })]), even).rungs[0]!.title).toBe('UDP  30 B');
  });

  it('prints what a segment reports of text out of order, counted as its acknowledgments are', () => {
    const blocks = [...opening, rung({ seq: 7, end: 'server', flags: 'ACK', sack: [[1101, 1201]] })];
    expect(layOut(evenly(blocks), even).rungs.at(-1)!.sack).toBe('SACK 101–201');
  });

  it('goes down with time, and every segment arrives below where it left', () => {
    const { rungs, height } = layOut(evenly(opening), even);
    rungs.forEach((placed, index) => {
      if (index > 0) expect(placed.top).toBeGreaterThan(rungs[index - 1]!.top);
      if (placed.rung.kind === 'segment') expect(placed.bottom).toBeGreaterThan(placed.top);
      expect(placed.bottom).toBeLessThan(height);
    });
  });

  it('lets two segments cross that were under way at once, and ends a lost one beside its own start', () => {
    const both = [rung({ arrival: 20 }), rung({ seq: 2, end: 'server', time: 5, arrival: 15 })];
    const ladder = evenly(both);
    ladder.arrivals[0] = ladder.places[1]!;
    const [one, other] = layOut(ladder, even).rungs;
    expect(one!.bottom).toBeGreaterThan(other!.top);
    expect(other!.bottom - other!.top).toBeLessThan(HALF_ROW);
    const lost = layOut({ ...ladder, rungs: [{ ...both[0]!, reason: 'queue-full' }, both[1]!] }, even).rungs[0]!;
    expect(lost.bottom - lost.top).toBeLessThan(HALF_ROW);
  });

  it('says at its start whose arrow it is that leads far from its row, where there is room; else at its middle', () => {
    const window = [rung({ arrival: 20 }), rung({ seq: 2, end: 'server', time: 5, arrival: 15 })];
    const ladder = evenly(window);
    ladder.arrivals[0] = ladder.places[1]!;
    const wide = { ...even, width: 900 };
    expect(layOut(ladder, wide).rungs.map(({ atStart }) => atStart)).toEqual([true, false]);
    expect(layOut(ladder, even).rungs.map(({ atStart }) => atStart)).toEqual([false, false]);
    // Under an arrow that ends on its way stands what became of it.
    const lost = evenly([rung({ arrival: null, reason: 'queue-full' })]);
    expect(layOut(lost, wide).rungs[0]!.atStart).toBe(true);
    const { rungs } = layOut(byTime(window, 100), { ...wide, spacing: 'time' });
    expect(rungs.map(({ atStart }) => atStart)).toEqual([true, true]);
  });

  it('knows whose arrow leads by a point, also far below its row', () => {
    const window = [
      rung({ arrival: 30 }),
      rung({ seq: 2, time: 1, arrival: 31 }),
      rung({ seq: 3, end: 'server', time: 5 }),
    ];
    const ladder = evenly(window);
    ladder.arrivals.fill(ladder.places[2]!);
    const { rungs } = layOut(ladder, even);
    const lines = { client: 0, server: 100 };
    const [first, second] = rungs;
    const near = (x: number, y: number) => arrowAt(rungs, lines, { x, y }, 5)?.rung.seq;
    expect(near(50, (first!.top + first!.bottom) / 2)).toBe(1);
    expect(near(50, (second!.top + second!.bottom) / 2 + 1)).toBe(2);
    expect(near(-3, first!.top)).toBeUndefined();
    // Beyond where it was lost there is nothing of it.
    const lost = [rung({ arrival: null, reason: 'queue-full' })];
    const [gone] = layOut(evenly(lost), even).rungs;
    expect(arrowAt([gone!], lines, { x: 99, y: gone!.bottom }, 5)).toBeNull();
  });

  it('by time draws a segment as steep as it was slow, to where it was lost if it was', () => {
    const ended = { time: 5, device: 'router', cable: null, along: 0.5, fact: 9 };
    const slow = [rung({ arrival: 10 }), rung({ seq: 2, arrival: null, reason: 'queue-full', ended })];
    const ladder = byTime(slow, 100);
    ladder.arrivals[1] = 5;
    const { rungs } = layOut(ladder, { ...even, spacing: 'time', unit: 4 });
    expect(rungs[0]!.bottom - rungs[0]!.top).toBe(40);
    // Half of the way took 5 ns: the whole way would have taken 10.
    expect(rungs[1]!.bottom - rungs[1]!.top).toBe(40);
  });

  it('by time ends a segment that is under way at the cursor, as steep as such segments are', () => {
    const ladder = byTime([rung({ arrival: null })], 100);
    const { rungs, end } = layOut(
      { ...ladder, now: 25, height: 25, transit: 100 },
      { ...even, spacing: 'time', unit: 4 },
    );
    expect(end! - rungs[0]!.top).toBe(100);
    expect(rungs[0]!.reach).toBe(0.25);
    expect(rungs[0]!.bottom - rungs[0]!.top).toBe(400);
  });

  it('by time says where a silence is shortened, and by how much', () => {
    const late = [...opening, rung({ seq: 7, time: 1_000_000, flags: 'FIN, ACK' })];
    const { rungs, breaks } = layOut(byTime(late, 1000), { ...even, spacing: 'time', unit: LONGEST_SILENCE / 1000 });
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toMatchObject({ silence: 1_000_000 - 20 - 1000 });
    expect(breaks[0]!.y).toBeGreaterThan(rungs.at(-2)!.top);
    expect(breaks[0]!.y).toBeLessThan(rungs.at(-1)!.top);
  });

  it('by time names no segment over another one’s name', () => {
    const burst = Array.from({ length: 20 }, (_, index) => rung({ seq: index + 1, time: index, arrival: index + 10 }));
    const { rungs } = layOut(byTime(burst, 100), { ...even, spacing: 'time', unit: 3 });
    const titled = rungs.filter(({ titled: shown }) => shown);
    expect(titled.length).toBeGreaterThan(2);
    titled.slice(1).forEach(({ top }, index) => expect(top - titled[index]!.top).toBeGreaterThanOrEqual(13));
  });

  it('by time names what opens and closes before what leaves in the same moment', () => {
    const close = [
      rung({ seq: 1, time: 0 }),
      rung({ seq: 2, time: 1, flags: 'FIN, ACK' }),
      rung({ seq: 3, time: 2 }),
      rung({ seq: 4, time: 30 }),
    ];
    const { rungs } = layOut(byTime(close, 100), { ...even, spacing: 'time', unit: 1 });
    expect(rungs.map(({ titled }) => titled)).toEqual([false, true, false, true]);
  });

  it('by time, where it is wide, leaves the names of both ends a half each, and numbers to every name', () => {
    const both = [
      rung({ time: 0, arrival: 30 }),
      rung({ seq: 2, end: 'server', time: 1, arrival: 31 }),
      rung({ seq: 3, time: 2, arrival: 32 }),
    ];
    const options = { ...even, spacing: 'time', unit: 1 } as const;
    const named = (some: Partial<typeof options> | { width: number; numbers?: 'absolute' }) =>
      layOut(byTime(both, 100), { ...options, ...some }).rungs.map(({ titled }) => titled);
    expect(named({})).toEqual([true, false, false]);
    expect(named({ width: 900 })).toEqual([true, true, false]);
    // Absolute numbers are longer than a half.
    expect(named({ width: 900, numbers: 'absolute' })).toEqual([true, false, false]);
  });

  it('by time tells of one loss of those that end at one place', () => {
    const ended = { time: 5, device: null, cable: 'c1', along: 0.5, fact: 9 };
    const lost = [0, 1, 2].map((time) => rung({ seq: time + 1, time, arrival: null, reason: 'queue-full', ended }));
    const { rungs } = layOut(byTime(lost, 100), { ...even, width: 900, spacing: 'time', unit: 1 });
    expect(rungs.map(({ fated }) => fated)).toEqual([true, false, false]);
  });

  it('shows each end in the state before, between and now', () => {
    const { states } = layOut(evenly(opening), even);
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

  it('of which only a stretch is told knows the states before it, and ends no state that goes on', () => {
    const part = evenly(opening.slice(5), {
      from: 5,
      total: 60,
      states: { client: 'ESTABLISHED', server: 'LAST-ACK' },
    });
    const { states, end } = layOut(part, { ...even, head: false });
    expect(states).toMatchObject([
      { state: 'ESTABLISHED', box: null, current: false },
      { state: 'LAST-ACK', box: null, current: false },
    ]);
    expect(end).toBeNull();
  });

  it('of nothing is only two life lines', () =>
    expect(layOut(evenly([]), even)).toMatchObject({ rungs: [], states: [], breaks: [] }));
});
