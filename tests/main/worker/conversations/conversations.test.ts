import { describe, expect, it } from 'vitest';
import type { TraceStore } from '#engine/trace/store.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import { MOST_RUNGS } from '#contract/conversation.ts';
import { ladderAt } from '#support/ladders.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

const A = '10.0.0.1:49152-10.0.0.2:80';
const B = '10.0.0.2:80-10.0.0.1:49152';

type End = 'pc' | 'server';
const connectionOf = (end: End) => (end === 'pc' ? A : B);

const state = (time: number, end: End, from: string, to: string): WrittenFact => [
  'tcp.state',
  time,
  end,
  { detail: { connection: connectionOf(end), from, to, clause: 'RFC 9293 §3' } },
];
const segment = (
  kind: 'tcp.sent' | 'tcp.received',
  time: number,
  end: End,
  packet: number,
  flags: string,
  sequence = 0,
  length = 0,
): WrittenFact => [
  kind,
  time,
  end,
  { packet, detail: { connection: connectionOf(end), flags, sequence, acknowledgment: 7, window: 500, length } },
];
const sent = (time: number, end: End, packet: number, flags: string, sequence = 0, length = 0) =>
  segment('tcp.sent', time, end, packet, flags, sequence, length);
const received = (time: number, end: End, packet: number, flags: string, sequence = 0, length = 0) =>
  segment('tcp.received', time, end, packet, flags, sequence, length);

/** Nine facts: the handshake. */
const handshake = (time = 0, packet = 1): WrittenFact[] => [
  state(time, 'pc', 'CLOSED', 'SYN-SENT'),
  sent(time, 'pc', packet, 'SYN', 1000),
  received(time + 10, 'server', packet, 'SYN', 1000),
  state(time + 10, 'server', 'LISTEN', 'SYN-RECEIVED'),
  sent(time + 10, 'server', packet + 1, 'SYN, ACK', 2000),
  received(time + 20, 'pc', packet + 1, 'SYN, ACK', 2000),
  state(time + 20, 'pc', 'SYN-SENT', 'ESTABLISHED'),
  sent(time + 20, 'pc', packet + 2, 'ACK', 1001),
  received(time + 30, 'server', packet + 2, 'ACK', 1001),
  state(time + 30, 'server', 'SYN-RECEIVED', 'ESTABLISHED'),
];

const ladder = (trace: TraceStore, cursor = trace.length) => {
  const conversations = new Conversations(trace);
  const [only] = conversations.list(trace.length);
  return ladderAt(trace, new Journeys(trace), conversations.find(only!.id)!, cursor).rungs;
};

describe('conversations', () => {
  it('bring both ends together', () => {
    const trace = traceOf(...handshake());
    expect(new Conversations(trace).list(trace.length)).toEqual([
      {
        id: '1',
        protocol: 'tcp',
        clientDevice: 'pc',
        client: '10.0.0.1:49152',
        serverDevice: 'server',
        server: '10.0.0.2:80',
        clientState: 'ESTABLISHED',
        serverState: 'ESTABLISHED',
        segments: 3,
        start: 0,
      },
    ]);
  });

  it('stand as they stood at the cursor', () => {
    const conversations = new Conversations(traceOf(...handshake()));
    expect(conversations.list(1)).toEqual([]);
    // The other end is known when something reaches it.
    expect(conversations.list(2)[0]).toMatchObject({
      clientState: 'SYN-SENT',
      serverDevice: null,
      serverState: '',
      segments: 1,
    });
    expect(conversations.list(3)[0]).toMatchObject({ serverDevice: 'server', serverState: 'CLOSED', segments: 1 });
    expect(conversations.list(7)[0]).toMatchObject({
      clientState: 'ESTABLISHED',
      serverState: 'SYN-RECEIVED',
      segments: 2,
    });
  });

  it('are new ones when a four-tuple is used again', () => {
    const trace = traceOf(
      ...handshake(),
      state(40, 'pc', 'ESTABLISHED', 'CLOSED'),
      state(40, 'server', 'ESTABLISHED', 'CLOSED'),
      ...handshake(100, 11),
    );
    const rows = new Conversations(trace).list(trace.length);
    expect(rows.map(({ id, start, segments }) => ({ id, start, segments }))).toEqual([
      { id: '1', start: 0, segments: 3 },
      { id: '13', start: 100, segments: 3 },
    ]);
    expect(rows[1]).toMatchObject({ clientDevice: 'pc', serverDevice: 'server', serverState: 'ESTABLISHED' });
    expect(rows[0]).toMatchObject({ clientState: 'CLOSED', serverState: 'CLOSED' });
  });

  it('do not include sockets that only listen', () => {
    const trace = traceOf([
      'tcp.state',
      0,
      'server',
      { detail: { connection: '0.0.0.0:80-*', from: 'CLOSED', to: 'LISTEN' } },
    ]);
    expect(new Conversations(trace).list(1)).toEqual([]);
  });

  it('include a SYN that a closed port refused', () => {
    const trace = traceOf(
      state(0, 'pc', 'CLOSED', 'SYN-SENT'),
      sent(0, 'pc', 1, 'SYN', 1000),
      received(10, 'server', 1, 'SYN', 1000),
      sent(10, 'server', 2, 'RST, ACK', 0),
      received(20, 'pc', 2, 'RST, ACK', 0),
      state(20, 'pc', 'SYN-SENT', 'CLOSED'),
    );
    expect(new Conversations(trace).list(6)).toMatchObject([
      { client: '10.0.0.1:49152', serverDevice: 'server', clientState: 'CLOSED', serverState: 'CLOSED', segments: 2 },
    ]);
  });

  it('have one end only when the other is outside of what is simulated', () => {
    const trace = traceOf(
      received(10, 'server', 1, 'SYN', 1000),
      state(10, 'server', 'LISTEN', 'SYN-RECEIVED'),
      sent(10, 'server', 2, 'SYN, ACK', 2000),
    );
    expect(new Conversations(trace).list(3)).toMatchObject([
      {
        clientDevice: null,
        client: '10.0.0.1:49152',
        serverDevice: 'server',
        server: '10.0.0.2:80',
        clientState: '',
        segments: 2,
      },
    ]);
    expect(ladder(trace).map(({ end, kind, flags, arrival }) => [end, kind, flags, arrival])).toEqual([
      ['client', 'segment', 'SYN', 10],
      ['server', 'state', '', null],
      ['server', 'segment', 'SYN, ACK', null],
    ]);
  });

  it('keep two networks with the same addresses apart', () => {
    const elsewhere = ([kind, time, device, more]: WrittenFact): WrittenFact => [
      kind,
      time,
      `${device}-2`,
      { ...more, packet: more?.packet ? more.packet + 10 : 0 },
    ];
    const both = handshake().flatMap((fact) => [fact, elsewhere(fact)]);
    const trace = traceOf(...both);
    expect(
      new Conversations(trace).list(trace.length).map(({ clientDevice, serverDevice }) => [clientDevice, serverDevice]),
    ).toEqual([
      ['pc', 'server'],
      ['pc-2', 'server-2'],
    ]);
  });

  describe('opened by both ends at once', () => {
    const facts = [
      state(0, 'pc', 'CLOSED', 'SYN-SENT'),
      sent(0, 'pc', 1, 'SYN', 1000),
      state(5, 'server', 'CLOSED', 'SYN-SENT'),
      sent(5, 'server', 2, 'SYN', 2000),
      received(10, 'server', 1, 'SYN', 1000),
      state(10, 'server', 'SYN-SENT', 'SYN-RECEIVED'),
      sent(10, 'server', 3, 'SYN, ACK', 2000),
      received(15, 'pc', 2, 'SYN', 2000),
      state(15, 'pc', 'SYN-SENT', 'SYN-RECEIVED'),
      sent(15, 'pc', 4, 'SYN, ACK', 1000),
      received(20, 'pc', 3, 'SYN, ACK', 2000),
      state(20, 'pc', 'SYN-RECEIVED', 'ESTABLISHED'),
      received(25, 'server', 4, 'SYN, ACK', 1000),
      state(25, 'server', 'SYN-RECEIVED', 'ESTABLISHED'),
    ];

    it('are one, with every state of both, from the first SYN on', () => {
      const trace = traceOf(...facts);
      const conversations = new Conversations(trace);
      expect(conversations.list(trace.length)).toMatchObject([
        { id: '1', clientDevice: 'pc', serverDevice: 'server', segments: 4, serverState: 'ESTABLISHED' },
      ]);
      expect(conversations.list(2)).toMatchObject([{ serverDevice: null, segments: 1 }]);
      const { rungs } = ladderAt(trace, new Journeys(trace), conversations.find('1')!, trace.length);
      expect(rungs.filter(({ end, kind }) => end === 'server' && kind === 'state').map(({ from }) => from)).toEqual([
        'CLOSED',
        'SYN-SENT',
        'SYN-RECEIVED',
      ]);
    });

    it('call no SYN a repeated one that acknowledges for the first time', () => {
      const again = [sent(1000, 'pc', 5, 'SYN, ACK', 1000)];
      const trace = traceOf(...facts, ...again);
      const conversations = new Conversations(trace);
      const [row] = conversations.list(trace.length);
      const { rungs } = ladderAt(trace, new Journeys(trace), conversations.find(row!.id)!, trace.length);
      const syns = rungs.filter(({ flags }) => flags === 'SYN, ACK');
      expect(syns.map(({ retransmission }) => retransmission)).toEqual([false, false, true]);
      expect(syns.slice(0, 2).flatMap(({ marks }) => marks)).toEqual([]);
    });

    it('are one again in a new future, and two where the first had given up before', () => {
      const trace = traceOf(...facts);
      const conversations = new Conversations(trace);
      conversations.list(trace.length);
      conversations.cut(2);
      trace.cut(2, 0);
      expect(conversations.list(2)).toMatchObject([{ serverDevice: null }]);
      write(trace, ...facts.slice(2));
      expect(conversations.list(trace.length)).toEqual(new Conversations(traceOf(...facts)).list(trace.length));
      const late = traceOf(...facts.slice(0, 2), state(3, 'pc', 'SYN-SENT', 'CLOSED'), ...facts.slice(2, 4));
      expect(new Conversations(late).list(late.length)).toHaveLength(2);
    });
  });

  it('follow a new future after the old one was cut off', () => {
    const trace = traceOf(...handshake(), sent(40, 'pc', 4, 'PSH, ACK', 1001, 100), ...handshake(100, 11));
    const conversations = new Conversations(trace);
    expect(conversations.list(trace.length)).toHaveLength(2);
    conversations.cut(6);
    trace.cut(6, 0);
    write(trace, ...handshake().slice(6));
    expect(conversations.list(trace.length)).toEqual(new Conversations(traceOf(...handshake())).list(10));
    // What is first sent in the new future was not sent before.
    write(trace, sent(40, 'pc', 4, 'PSH, ACK', 1001, 100));
    const conversation = conversations.find('1')!;
    expect(
      ladderAt(trace, new Journeys(trace), conversation, 99).rungs.some(({ retransmission }) => retransmission),
    ).toBe(false);
  });
});

describe('a ladder', () => {
  it('has each segment once, with its arrival, and the states of both ends', () => {
    const rungs = ladder(traceOf(...handshake()));
    expect(
      rungs.map(({ time, end, kind, flags, arrival, from, to }) => [time, end, kind, flags, arrival, from, to]),
    ).toEqual([
      [0, 'client', 'state', '', null, 'CLOSED', 'SYN-SENT'],
      [0, 'client', 'segment', 'SYN', 10, '', ''],
      [10, 'server', 'state', '', null, 'LISTEN', 'SYN-RECEIVED'],
      [10, 'server', 'segment', 'SYN, ACK', 20, '', ''],
      [20, 'client', 'state', '', null, 'SYN-SENT', 'ESTABLISHED'],
      [20, 'client', 'segment', 'ACK', 30, '', ''],
      [30, 'server', 'state', '', null, 'SYN-RECEIVED', 'ESTABLISHED'],
    ]);
    expect(rungs[1]).toMatchObject({
      sequence: 1000,
      acknowledgment: 7,
      window: 500,
      length: 0,
      packet: 1,
      reason: null,
    });
  });

  it('knows nothing of what lies behind the cursor', () => {
    const rungs = ladder(traceOf(...handshake()), 2);
    expect(rungs).toHaveLength(2);
    expect(rungs[1]).toMatchObject({ flags: 'SYN', arrival: null, reason: null });
  });

  it('says where a segment ended, and marks the one that repeats it', () => {
    const trace = traceOf(
      ...handshake(),
      sent(40, 'pc', 4, 'PSH, ACK', 1001, 100),
      ['frame.dropped', 45, 'router', { packet: 4, frame: 9, reason: 'queue-full' }],
      sent(900, 'pc', 5, 'PSH, ACK', 1001, 100),
      received(910, 'server', 5, 'PSH, ACK', 1001, 100),
    );
    expect(ladder(trace).slice(-2)).toMatchObject([
      { packet: 4, arrival: null, reason: 'queue-full', retransmission: false },
      { packet: 5, arrival: 910, reason: null, retransmission: true },
    ]);
  });

  it('does not call a segment lost because a bystander ignored its copy', () => {
    const trace = traceOf(
      ...handshake(),
      sent(40, 'pc', 4, 'PSH, ACK', 1001, 100),
      ['frame.dropped', 45, 'bystander', { packet: 4, frame: 9, reason: 'not-for-this-adapter' }],
      ['frame.dropped', 45, 'switch', { packet: 4, frame: 9, reason: 'no-cable' }],
    );
    expect(ladder(trace).at(-1)).toMatchObject({ arrival: null, reason: null });
  });

  it('does not call an ACK without data a retransmission, and follows sequence numbers past their end', () => {
    const trace = traceOf(
      sent(0, 'pc', 1, 'SYN', 0xffffffff),
      sent(1, 'pc', 2, 'ACK', 0),
      sent(2, 'pc', 3, 'PSH, ACK', 0, 10),
      sent(3, 'pc', 4, 'ACK', 0),
      sent(4, 'pc', 5, 'FIN, ACK', 10),
      sent(5, 'pc', 6, 'FIN, ACK', 10),
    );
    expect(ladder(trace).map(({ retransmission }) => retransmission)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('says why the other end threw away what arrived', () => {
    const trace = traceOf(
      ...handshake(),
      sent(40, 'pc', 4, 'PSH, ACK', 1001, 100),
      received(50, 'server', 4, 'PSH, ACK', 1001, 100),
      ['frame.dropped', 50, 'server', { packet: 4, frame: 9, reason: 'tcp.unacceptable' }],
    );
    expect(ladder(trace).at(-1)).toMatchObject({ arrival: 50, reason: 'tcp.unacceptable' });
  });

  it('of a long conversation is told a stretch at a time, which knows where it stands in the whole', () => {
    const trace = traceOf(...handshake());
    for (let packet = 4; packet < 3000; packet++) write(trace, sent(packet * 10, 'pc', packet, 'ACK', packet, 1));
    const conversations = new Conversations(trace);
    const [only] = conversations.list(trace.length);
    const conversation = conversations.find(only!.id)!;
    const journeys = new Journeys(trace);
    const whole = ladderAt(trace, journeys, conversation, trace.length);
    expect(whole).toMatchObject({ total: conversation.rungs.length, from: 0 });
    expect(whole.rungs).toHaveLength(MOST_RUNGS);
    // Seven rungs of the handshake, of which four are states: three segments and four states are ten units.
    expect(whole.height).toBe(2996 * 2 + 10);
    const part = ladderAt(trace, journeys, conversation, trace.length, { kind: 'even' }, 1000, 1009);
    expect([...part.places]).toEqual([1000, 1002, 1004, 1006, 1008]);
    expect(part.from).toBe(7 + (1000 - 10) / 2);
    expect(part.rungs[0]!.sequence).toBe(4 + (1000 - 10) / 2);
    expect(part.states).toEqual({ client: 'ESTABLISHED', server: 'ESTABLISHED' });
  });
});
