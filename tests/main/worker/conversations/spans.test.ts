import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { Runs, Spans } from '#worker/conversations/spans.ts';
import { sessionAtHand } from '#support/session-at-hand.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

const state = (time: number, device: string, connection: string, from: string, to: string): WrittenFact => [
  'tcp.state',
  time,
  device,
  { detail: { connection, from, to, clause: '' } },
];
const started = (time: number, value: number, program = 'ping'): WrittenFact => [
  'program.started',
  time,
  'pc1',
  { value, detail: { program } },
];
const ended = (time: number, value: number, status = 0): WrittenFact => [
  'program.ended',
  time,
  'pc1',
  { value, detail: { program: 'ping', status } },
];

/** One connection of `a` that lasts from one time to another. */
const connection = (port: number, from: number, to: number): WrittenFact[] => [
  state(from, 'a', `1.1.1.1:${port}-2.2.2.2:80`, 'CLOSED', 'SYN-SENT'),
  state(to, 'a', `1.1.1.1:${port}-2.2.2.2:80`, 'SYN-SENT', 'CLOSED'),
];
const byTime = (facts: WrittenFact[]) => facts.toSorted(([, a], [, b]) => a - b);
const spansOf = (...facts: WrittenFact[]) => {
  const trace = traceOf(...byTime(facts));
  return new Spans(trace, new Conversations(trace));
};

describe('spans', () => {
  it('tell of a connection from the first SYN until both ends are CLOSED, with every state of both', async () => {
    const { session, play } = await sessionAtHand(starterDocument());
    await play({ kind: 'program-ends', program: 'tcp-client' });
    const open = await session['trace.spans']({ from: 0, to: 1e12, most: 50 });
    expect(open.connections).toMatchObject([{ clientDevice: 'pc1', serverDevice: 'server1', end: null }]);
    // TIME-WAIT lasts; then the last end is closed too.
    await play();
    const { connections, allConnections } = await session['trace.spans']({ from: 0, to: 1e12, most: 50 });
    expect(allConnections).toBe(1);
    const [{ states, start, end }] = connections as [(typeof connections)[0]];
    expect(states.filter((one) => one.end === 'client').map((one) => one.state)).toEqual([
      'SYN-SENT',
      'ESTABLISHED',
      'FIN-WAIT-1',
      'FIN-WAIT-2',
      'TIME-WAIT',
      'CLOSED',
    ]);
    expect(states.filter((one) => one.end === 'server').map((one) => one.state)).toEqual([
      'SYN-RECEIVED',
      'ESTABLISHED',
      'CLOSE-WAIT',
      'LAST-ACK',
      'CLOSED',
    ]);
    expect([start, end]).toEqual([states[0]!.time, states.at(-1)!.time]);
  });

  it('tell of each run of a program, by its process, with how it ended', () => {
    const { programs } = spansOf(started(1, 7), started(2, 8), ended(5, 8, 2), ended(9, 7), started(10, 9)).within(
      0,
      99,
      9,
    );
    expect(programs.map(({ start, end, status }) => [start, end, status])).toEqual([
      [1, 9, 0],
      [2, 5, 2],
      [10, null, null],
    ]);
  });

  it('are only those that touch the window, bounds included', () => {
    const spans = spansOf(...connection(1, 0, 10), ...connection(2, 20, 30), ...connection(3, 40, 50));
    const startsIn = (from: number, to: number) => spans.within(from, to, 9).connections.map(({ start }) => start);
    expect(startsIn(11, 19)).toEqual([]);
    expect(startsIn(10, 20)).toEqual([0, 20]);
    expect(startsIn(25, 26)).toEqual([20]);
    expect(startsIn(0, 100)).toEqual([0, 20, 40]);
  });

  it('are the longest in the window where there are too many, oldest first, and say how many there are', () => {
    const spans = spansOf(
      ...connection(1, 0, 10),
      ...connection(2, 3, 90),
      ...connection(3, 5, 6),
      ...connection(4, 20, 80),
    );
    const { connections, allConnections } = spans.within(0, 100, 2);
    expect(connections.map(({ start }) => start)).toEqual([3, 20]);
    expect(allConnections).toBe(4);
  });

  it('forget what was cut off: what had ended by then goes on again', () => {
    const trace = traceOf(...byTime([...connection(1, 0, 10), started(1, 1), ended(12, 1), started(14, 2)]));
    const conversations = new Conversations(trace);
    const spans = new Spans(trace, conversations);
    expect(spans.within(0, 99, 9)).toMatchObject({
      connections: [{ end: 10 }],
      programs: [{ end: 12 }, { end: null }],
    });
    spans.cut(2);
    conversations.cut(2);
    trace.cut(2, 0);
    expect(spans.within(0, 99, 9)).toMatchObject({ connections: [{ end: null }], programs: [{ start: 1, end: null }] });
    write(trace, ended(30, 1, 4));
    expect(spans.within(0, 99, 9).programs).toMatchObject([{ start: 1, end: 30, status: 4 }]);
  });

  it('read a trace that grows only once', () => {
    const trace = traceOf(started(1, 1));
    const runs = new Runs(trace);
    expect(runs.all()).toHaveLength(1);
    write(trace, started(2, 2));
    expect(runs.all()).toHaveLength(2);
  });
});
