import { describe, expect, it, test } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import type { Impairment } from '#engine/link/impairment.ts';
import type { TransportSettings } from '#engine/transport/settings.ts';
import { Conversations } from '#worker/conversations/conversations.ts';
import { Journeys } from '#worker/packets/journeys.ts';
import { packetNotes } from '#worker/conversations/notes.ts';
import { folders } from '#support/folder.ts';
import { lab, ns, type Lab } from '#support/lab.ts';
import { marked, numbers, passedAt, type Mark, type Passed } from '#support/tcp-analysis.ts';

const folder = folders();

interface Exchange {
  length: number;
  settings?: TransportSettings;
  there?: Impairment;
  serverWaits?: SocketStep[];
}

/** A client sends through a switch, 40 ms a round trip; a server reads to the end. */
function exchange({ length, settings = {}, there = {}, serverWaits = [] }: Exchange): Lab {
  const made = lab('pc1 -- switch1 -- pc2', { cable: { delay: ns('10ms') }, transport: settings });
  made.impair('switch1-pc2', there);
  made.steps('pc2', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 30_000 },
    { call: 'listen', socket: 'listener', backlog: 1 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    ...serverWaits,
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
  ]);
  made.steps('pc1', [
    { call: 'wait', time: ns('1ms') },
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.0.2', port: 30_000 },
    { call: 'send', socket: 'socket', length },
    { call: 'close', socket: 'socket' },
  ]);
  return made.run('30s');
}

/** What is noted about a packet, by what has happened up to the cursor. */
function noted(made: Lab) {
  const { trace, cursor } = made.timeline;
  const journeys = new Journeys(trace);
  const conversations = new Conversations(trace);
  conversations.catchUp();
  return (packet: number) => packetNotes(trace, journeys, conversations, packet, cursor);
}

/** The frames that passed pc2 (where both directions are seen after the loss) whose packets bear a note. */
function bearing(made: Lab, passed: readonly Passed[], note: string): number[] {
  const notes = noted(made);
  return numbers(passed, ({ sent, received }) =>
    notes((sent ?? received)?.packet ?? 0).some((each) => each.note === note),
  );
}

describe('what is noted about a packet', () => {
  it('is nothing when nothing goes wrong, but that data was read and there is room again', () => {
    const made = exchange({ length: 20_000 });
    const notes = noted(made);
    const names = made.facts('tcp.sent').flatMap(({ packet }) => notes(packet).map(({ note }) => note));
    expect(names.filter((name) => name !== 'window-update' && name !== 'delayed-acknowledgment')).toEqual([]);
  });

  it('is a segment sent again, why, and which one it repeats', () => {
    const made = exchange({ length: 14_600, there: { drop: [6] }, settings: { sack: false, timestamps: false } });
    const again = made.facts('tcp.retransmitted')[0]!;
    const sent = made.facts('tcp.sent').find(({ cause }) => cause === again.seq)!;
    const first = made
      .facts('tcp.sent')
      .find(({ seq, detail }) => seq < sent.seq && detail.sequence === sent.detail.sequence && detail.length !== 0)!;
    const notes = noted(made);
    expect(notes(sent.packet)).toContainEqual({
      note: 'fast-retransmission',
      fact: again.seq,
      packet: first.packet,
      parameters: { why: 'fast', attempt: 1 },
    });
    expect(notes(first.packet).map(({ note }) => note)).toContain('dropped');
  });

  it('counts duplicate acknowledgments', () => {
    const made = exchange({ length: 14_600, there: { drop: [6] }, settings: { sack: false, timestamps: false } });
    const notes = noted(made);
    const counts = made
      .facts('tcp.received')
      .filter(({ device }) => device === 'pc1')
      .flatMap(({ packet }) => notes(packet).filter(({ note }) => note === 'duplicate-acknowledgment'))
      .map(({ parameters }) => parameters['count']);
    expect(counts.slice(0, 4)).toEqual([1, 2, 3, 4]);
  });

  it('is that the cable damaged it, and why it ended', () => {
    const made = lab('pc1 -- pc2');
    made.impair('pc1-pc2', { damage: [1] });
    made.ping('pc1', '10.0.0.2');
    made.run('100ms');
    const damaged = made.facts('frame.damaged')[0]!;
    const names = noted(made)(damaged.packet).map(({ note }) => note);
    expect(names).toEqual(['damaged', 'dropped']);
  });
});

/** Our note, tshark's mark of the same, and an exchange in which it occurs. */
const AGREED: [note: string, mark: Mark, made: Exchange][] = [
  ['fast-retransmission', 'fast_retransmission', { length: 14_600, there: { drop: [6] }, settings: { sack: false } }],
  ['retransmission', 'retransmission', { length: 14_480, there: { drop: [13, 14] }, settings: { sack: false } }],
  [
    'duplicate-acknowledgment',
    'duplicate_ack',
    { length: 14_600, there: { drop: [6] }, settings: { sack: false, timestamps: false } },
  ],
  [
    'window-full',
    'window_full',
    { length: 20_000, settings: { receiveBuffer: 8192 }, serverWaits: [{ call: 'wait', time: ns('3s') }] },
  ],
  [
    'zero-window',
    'zero_window',
    { length: 20_000, settings: { receiveBuffer: 8192 }, serverWaits: [{ call: 'wait', time: ns('3s') }] },
  ],
];

describe('tshark, which knows only the bytes, names the same segments', () => {
  test.for(AGREED)('%s', async ([note, mark, how], context) => {
    const made = exchange(how);
    const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
    const ours = bearing(made, passed, note);
    expect(ours.length).toBeGreaterThan(0);
    expect(ours).toEqual(marked(passed, mark));
  });

  test('a gap, where a segment did not come', async (context) => {
    const made = exchange({ length: 14_600, there: { drop: [6] }, settings: { sack: false } });
    const passed = passedAt(context, made, 'pc2', 'eth0', await folder());
    expect(bearing(made, passed, 'segment-missing')).toEqual(marked(passed, 'lost_segment'));
  });
});
