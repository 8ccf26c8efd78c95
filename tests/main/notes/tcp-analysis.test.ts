/*
 * tshark reads what passed one port and marks what it takes for retransmissions, duplicates, probes and the like, knowing
 * nothing but the bytes and their times. Our trace knows what happened. Both must name the same frames; where tshark's
 * guesses differ, the test says why and by what exactly.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { captureOf } from '#notes/capture.ts';
import type { SocketStep } from '#engine/apps/settings.ts';
import type { Impairment } from '#engine/link/impairment.ts';
import type { TransportSettings } from '#engine/transport/settings.ts';
import { folders } from '#support/folder.ts';
import type { Lab } from '#support/lab.ts';
import { lab, ns } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';
import type { Passed } from '#support/tcp-analysis.ts';
import { duplicates, MARKS, marked, numbers, passedAt, retransmission, timerOf } from '#support/tcp-analysis.ts';

const folder = folders();
/** A port that tshark has no protocol for. */
const PORT = 30_000;
const FIN = 1;
const SYN = 2;
const RST = 4;

interface Exchange {
  /** Bytes the client sends. */
  length: number;
  settings?: TransportSettings;
  /** Frames behind the switch that go wrong: from the client (the first is its ARP request, the second its SYN), and to it. */
  there?: Impairment;
  back?: Impairment;
  /** What the client does before it closes, and the server before it reads to the end. */
  clientWaits?: SocketStep[];
  serverWaits?: SocketStep[];
  seed?: number;
}

/** A client sends, a server reads to the end; 40 ms for a round trip. */
function exchange({
  length,
  settings = {},
  there = {},
  back = {},
  clientWaits = [],
  serverWaits = [],
  seed,
}: Exchange): Lab {
  const made = lab('pc1 -- switch1 -- pc2', {
    cable: { delay: ns('10ms') },
    transport: settings,
    ...(seed === undefined ? {} : { seed }),
  });
  made.impair('switch1-pc2', there, back);
  made.steps('pc2', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: PORT },
    { call: 'listen', socket: 'listener', backlog: 1 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    ...serverWaits,
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
  ]);
  made.steps('pc1', [
    { call: 'wait', time: ns('1ms') },
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.0.2', port: PORT },
    { call: 'send', socket: 'socket', length },
    ...clientWaits,
    { call: 'close', socket: 'socket' },
  ]);
  return made.run('30s');
}

/** The frames sent again by what the trace says: all, or for these reasons. */
const again = (made: Lab, passed: Passed[], ...reasons: string[]): number[] =>
  numbers(passed, (frame) => {
    const why = retransmission(made, frame);
    return why !== null && (reasons.length === 0 || reasons.includes(why));
  });
const RESENT = ['retransmission', 'fast_retransmission', 'spurious_retransmission', 'out_of_order'] as const;

test('nothing is marked when nothing goes wrong', async (context) => {
  const made = exchange({ length: 100_000 });
  for (const device of ['pc1', 'pc2']) {
    const passed = passedAt(context, made, device, 'eth0', await folder());
    expect(passed.length).toBeGreaterThan(100);
    // A window update is no fault: the server has read.
    expect(marked(passed, ...MARKS.filter((mark) => mark !== 'window_update'))).toEqual([]);
  }
  expect(made.facts('tcp.retransmitted', 'tcp.duplicate')).toEqual([]);
});

test('a lost segment: the duplicates, and the one fast retransmission', async (context) => {
  const made = exchange({ length: 14_600, there: { drop: [6] }, settings: { sack: false, timestamps: false } });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(again(made, passed)).toHaveLength(1);
  expect(again(made, passed, 'fast')).toEqual(marked(passed, 'fast_retransmission'));
  expect(again(made, passed)).toEqual(marked(passed, ...RESENT));
  expect(duplicates(made, passed).length).toBeGreaterThan(3);
  // The FIN that follows came early too: its acknowledgment changes nothing, but by then only one segment is missing.
  expect(duplicates(made, passed)).toEqual(marked(passed, 'duplicate_ack'));
});

test('with SACK the first report counts though it moves the window, which tshark calls a window update', async (context) => {
  const made = exchange({ length: 14_600, there: { drop: [6] } });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(again(made, passed, 'fast')).toEqual(marked(passed, 'fast_retransmission'));
  expect(again(made, passed)).toEqual(marked(passed, ...RESENT));
  // RFC 6675 §2 counts by the blocks; tshark by RFC 5681 §2, for which the window must be the same.
  const [first, ...others] = duplicates(made, passed);
  expect(others).toEqual(marked(passed, 'duplicate_ack'));
  expect(passed[first! - 1]!.marks).toEqual(new Set(['window_update']));
});

test('four lost segments: the first is a fast retransmission, the others tshark takes for late ones', async (context) => {
  const made = exchange({ length: 29_200, there: { drop: [5, 7, 9, 10] }, settings: { initialWindow: 20 } });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(again(made, passed, 'fast', 'sack')).toHaveLength(4);
  expect(again(made, passed)).toEqual(marked(passed, ...RESENT));
  expect(again(made, passed, 'fast')).toEqual(marked(passed, 'fast_retransmission'));
  // Not what the duplicates wait for, and sent within a round trip of the highest: reordering, as far as times can tell.
  // The blocks, which say that they are lost, tshark does not consult.
  expect(again(made, passed, 'sack')).toEqual(marked(passed, 'out_of_order'));
  expect(marked(passed, 'duplicate_ack').length).toBeGreaterThan(10);
});

test('a lost tail waits for the timer', async (context) => {
  const made = exchange({ length: 14_480, there: { drop: [13, 14] }, settings: { sack: false } });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(again(made, passed).length).toBeGreaterThan(0);
  expect(again(made, passed)).toEqual(again(made, passed, 'timeout'));
  expect(again(made, passed)).toEqual(marked(passed, 'retransmission'));
  expect(marked(passed, 'fast_retransmission', 'out_of_order')).toEqual([]);
});

test('a lost SYN and a lost SYN,ACK are sent again', async (context) => {
  const lost = exchange({ length: 1000, there: { drop: [2] } });
  const client = passedAt(context, lost, 'pc1', 'eth0', await folder());
  expect(numbers(client, ({ flags }) => (flags & SYN) !== 0)).toEqual([1, 2, 3]);
  expect(again(lost, client)).toEqual([2]);
  expect(marked(client, 'retransmission')).toEqual([2]);

  const unanswered = exchange({ length: 1000, back: { drop: [2] } });
  const server = passedAt(context, unanswered, 'pc2', 'eth0', await folder());
  const { timeline } = unanswered;
  expect(numbers(server, (frame) => frame.out && retransmission(unanswered, frame) !== null).length).toBeGreaterThan(0);
  expect(again(unanswered, server)).toEqual(marked(server, 'retransmission', 'out_of_order'));
  expect(timeline.now).toBe(ns('30s'));
});

test('a closed window, the probes that ask it and their answers', async (context) => {
  const made = exchange({
    length: 30_000,
    settings: { receiveBuffer: 8000 },
    serverWaits: [{ call: 'wait', time: ns('8s') }],
  });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  const closed = numbers(passed, ({ received }) => received?.detail.window === 0);
  expect(closed.length).toBeGreaterThan(2);
  expect(marked(passed, 'zero_window')).toEqual(closed);
  const probes = numbers(passed, (frame) => timerOf(made, frame) === 'persist' && frame.length === 1);
  expect(probes.length).toBeGreaterThan(1);
  expect(marked(passed, 'zero_window_probe')).toEqual(probes);
  // What the persist timer first sends is all that still fits: it closes the window, and is no probe yet.
  const [filling] = numbers(passed, (frame) => timerOf(made, frame) === 'persist' && frame.length > 1);
  expect(marked(passed, 'window_full')).toContain(filling);
  // The second probe carries the octet of the first; for both it is a probe first of all.
  expect(again(made, passed)).toEqual(probes.slice(1));
  expect(marked(passed, ...RESENT)).toEqual([]);
  // Each answer follows its probe. The last one that opens the window is an update instead.
  for (const answer of marked(passed, 'zero_window_probe_ack')) expect(probes).toContain(answer - 1);
  expect(marked(passed, 'window_update').length).toBeGreaterThan(0);
});

test('keep-alives and their answers', async (context) => {
  const made = exchange({
    length: 100,
    settings: { keepAlive: true, keepAliveIdle: ns('2s'), keepAliveInterval: ns('1s') },
    clientWaits: [{ call: 'wait', time: ns('9s') }],
  });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  const asked = numbers(passed, (frame) => timerOf(made, frame) === 'keep-alive');
  expect(asked.length).toBeGreaterThan(4);
  expect(marked(passed, 'keep_alive')).toEqual(asked);
  const answers = numbers(passed, ({ sent, number }) => {
    const question = passed.find((frame) => frame.received !== undefined && frame.received.seq === sent?.cause);
    return question !== undefined && question.number < number && asked.includes(question.number);
  });
  // Those of the other end were caused where we do not look: every question is answered.
  expect(marked(passed, 'keep_alive_ack')).toEqual(expect.arrayContaining(answers));
  expect(marked(passed, 'keep_alive_ack')).toHaveLength(asked.length);
  expect(again(made, passed)).toEqual([]);
});

test('what the path puts out of order is marked where it arrives, not where it leaves', async (context) => {
  const reordering = { probability: 0.2, delay: ns('200us') };
  const made = exchange({ length: 29_200, there: { reordering }, seed: 5 });
  const client = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(again(made, client)).toEqual([]);
  expect(marked(client, ...RESENT)).toEqual([]);
  const server = passedAt(context, made, 'pc2', 'eth0', await folder());
  // Late is what begins before the end of something that came before it.
  let highest = 0;
  const late = numbers(server, ({ out, length, sequence, flags }) => {
    if (out || length === 0) return false;
    const end = (sequence + length + (flags & FIN)) >>> 0;
    const behind = highest !== 0 && ((sequence - highest) | 0) < 0;
    if (!behind) highest = end;
    return behind;
  });
  expect(late.length).toBeGreaterThan(2);
  expect(marked(server, 'out_of_order', 'retransmission', 'fast_retransmission', 'spurious_retransmission')).toEqual(
    late,
  );
  expect(made.facts('tcp.retransmitted')).toEqual([]);
});

test('a damaged frame is lost to the host it was meant for, and repaired', async (context) => {
  const made = exchange({ length: 14_600, there: { damage: [7] } });
  expect(made.facts('frame.dropped').map(({ reason }) => reason)).toEqual(['ethernet.bad-fcs']);
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(again(made, passed, 'fast')).toEqual(marked(passed, 'fast_retransmission'));
  expect(again(made, passed)).toEqual(marked(passed, ...RESENT));
});

test('a connection that is refused is a SYN and a reset, and nothing else', async (context) => {
  const made = lab('pc1 -- switch1 -- pc2').run('1ms');
  made.steps('pc1', [
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.0.2', port: PORT },
  ]);
  made.run('5s');
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  expect(passed.map(({ flags }) => flags & (SYN | RST))).toEqual([SYN, RST]);
  expect(marked(passed, ...MARKS)).toEqual([]);
});

test('a segment that came twice is answered by a duplicate that the sender does not count', async (context) => {
  const made = exchange({ length: 7000, there: { duplication: 1 } });
  const passed = passedAt(context, made, 'pc1', 'eth0', await folder());
  // The second SYN is answered like the first: the SYN,ACK might have been lost (RFC 9293 §3.10.7.4).
  expect(again(made, passed)).toEqual(again(made, passed, 'answer'));
  expect(marked(passed, ...RESENT)).toEqual(again(made, passed, 'answer'));
  expect(duplicates(made, passed)).toEqual([]);
  // tshark counts acknowledgments; RFC 6675 §2 asks for blocks with news, and a D-SACK is none (RFC 2883 §4).
  expect(marked(passed, 'duplicate_ack').length).toBeGreaterThan(0);
});

test('of a long exchange over a bad cable tshark finds damaged just the frames that the trace says are (seed 77)', async (context) => {
  const bad: Impairment = { loss: 0.03, duplication: 0.02, bitErrors: { per: 'frame', probability: 0.03 } };
  const made = exchange({ length: 300_000, there: bad, back: bad, seed: 77 });
  expect(made.facts('program.ended').map(({ detail }) => detail.status)).toEqual([0, 0]);
  const { trace, cursor } = made.timeline;
  const names = { cables: made.topology.cables, deviceName: (id: string) => id };
  const file = join(await folder(), 'bad.pcapng');
  writeFileSync(file, captureOf(trace, names, null, cursor));
  const strict = [
    'tcp.desegment_tcp_streams:FALSE',
    'tcp.check_checksum:TRUE',
    'ip.check_checksum:TRUE',
    'eth.check_fcs:TRUE',
  ];
  const count = (filter: string): number =>
    tshark(context, '-r', file, ...strict.flatMap((option) => ['-o', option]), '-Y', filter).split('\n').length - 1;
  const damaged = made.facts('frame.dropped').filter(({ reason }) => reason === 'ethernet.bad-fcs');
  expect(damaged.length).toBeGreaterThan(10);
  expect(count('eth.fcs.status == 0')).toBe(damaged.length);
  expect(count('eth.fcs.status == 1 && (ip.checksum.status == 0 || tcp.checksum.status == 0 || _ws.malformed)')).toBe(
    0,
  );
  expect(count('tcp.checksum.status == 1')).toBeGreaterThan(1000);
});

test('a segment that was held until its timestamp was old (PAWS) is the one tshark sees go back in time', async (context) => {
  const made = lab('pc1 -- switch1 -- pc2', { cable: { delay: ns('10ms') } });
  made.steps('pc2', [
    { call: 'socket', as: 'listener', type: 'stream' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: PORT },
    { call: 'listen', socket: 'listener', backlog: 1 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: null },
    { call: 'close', socket: 'connection' },
  ]);
  made.steps('pc1', [
    { call: 'socket', as: 'socket', type: 'stream' },
    { call: 'connect', socket: 'socket', address: '10.0.0.2', port: PORT },
    { call: 'send', socket: 'socket', length: 400 },
    { call: 'wait', time: ns('9s') },
    { call: 'send', socket: 'socket', length: 400 },
    { call: 'close', socket: 'socket' },
  ]);
  const onItsWay = () =>
    made.timeline.flights().find(({ cable, frame }) => cable === 'switch1-pc2' && frame.length > 400);
  while (onItsWay() === undefined) made.run('1ms');
  const target = { cable: 'switch1-pc2', direction: 0, frame: onItsWay()!.frame.id } as const;
  expect(made.timeline.act({ kind: 'touch', target, action: { do: 'hold' } }).refused).toBeNull();
  made.run('5s');
  expect(made.timeline.act({ kind: 'touch', target, action: { do: 'release' } }).refused).toBeNull();
  made.run('20s');

  const [old, ...more] = made.facts('frame.dropped').filter(({ reason }) => reason === 'tcp.old-timestamp');
  expect(more).toEqual([]);
  const passed = passedAt(context, made, 'pc2', 'eth0', await folder());
  const late = passed.find(({ out, received }) => !out && received?.packet === old!.packet)!;
  // The bytes were there already: to tshark a retransmission that nobody needed.
  expect(marked(passed, 'spurious_retransmission', 'retransmission', 'out_of_order')).toEqual([late.number]);
  // RFC 7323 §5.3, R1: it is acknowledged and dropped; that acknowledgment is no duplicate that counts.
  expect(passed.slice(late.number).find(({ out }) => out)).toMatchObject({ length: 0 });
  expect(made.facts('tcp.duplicate')).toEqual([]);
  // What tshark reads of the timestamps goes back with this frame alone.
  const stamps = await stampsAt(context, made);
  const back = stamps.flatMap((stamp, at) => (stamps.slice(0, at).some((before) => before > stamp) ? [stamp] : []));
  expect(back).toEqual([Number(/TSval = (\d+)/.exec(String(old!.detail.found))![1])]);
});

/** TSval of every segment of pc1 that pc2 received, as tshark reads it, in the order in which they came. */
async function stampsAt(context: Parameters<typeof tshark>[0], made: Lab): Promise<number[]> {
  const { trace, cursor } = made.timeline;
  const file = join(await folder(), 'stamps.pcapng');
  writeFileSync(file, captureOf(trace, { cables: made.topology.cables, deviceName: (id) => id }, null, cursor));
  const here = 'frame.interface_name == "pc2.eth0" && tcp && ip.src == 10.0.0.1';
  const shown = tshark(context, '-r', file, '-Y', here, '-T', 'fields', '-e', 'tcp.options.timestamp.tsval');
  return shown.trim().split('\n').map(Number);
}
