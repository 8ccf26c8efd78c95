import { expect, test } from 'vitest';
import { ACK } from '#engine/wire/tcp.ts';
import {
  ack,
  expectSent,
  flags,
  length,
  MS,
  nothing,
  OURS,
  PEER,
  PEER_PORT,
  S,
  seq,
  text,
  THEIRS,
} from '#support/transport-peer.ts';
import { inEstablished, inSynSent } from '#support/transport-states.ts';

const acks = (acknowledgment: number) => ({ flags: ACK, seq: THEIRS + 1, ack: acknowledgment });

test('data without an answer is sent again after 1 s, then after 2, 4, 8 more', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'hello');
  story.sent();
  const times: number[] = [];
  for (let second = 1; second <= 16; second++) {
    story.after(S);
    for (const segment of story.sent()) {
      expect([segment.sequence, segment.text]).toEqual([OURS + 1, 'hello']);
      times.push(second);
    }
  }
  expect(times).toEqual([1, 3, 7, 15]);
});

test('after fifteen attempts the connection fails with a timeout', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'hello');
  story.after(2000 * S);
  expect(story.sent()).toHaveLength(16);
  expect(story.stack.recv(story.fd)).toBe('ETIMEDOUT');
  expect(story.state).toBe('CLOSED');
});

test('an acknowledgment of everything stops the timer', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'hello');
  expect(story.stack.rows()[0]!.timer).toBe('retransmission');
  story.arrives(acks(OURS + 6));
  expect(story.stack.rows()[0]!.timer).toBeNull();
});

test('an acknowledgment of a part starts the timer anew', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(2000));
  story.after(600 * MS).arrives(acks(OURS + 1001));
  expect(story.stack.rows()[0]!.deadline).toBe(1600 * MS);
});

test('round trips give srtt, rttvar and rto as RFC 6298 computes them', () => {
  const story = inEstablished();
  const measure = (round: number, at: number): void => {
    story.stack.send(story.fd, 'x');
    story.after(round).arrives(acks(at));
  };
  // The SYN was answered at once: a first measurement of 0.
  expect(story.stack.view(story.fd)).toMatchObject({ srtt: 0, rttvar: 0, rto: S });
  measure(800 * MS, OURS + 2);
  // RTTVAR = 3/4 * 0 + 1/4 * |0 - 800|; SRTT = 7/8 * 0 + 1/8 * 800.
  expect(story.stack.view(story.fd)).toMatchObject({ srtt: 100 * MS, rttvar: 200 * MS, rto: S });
  measure(900 * MS, OURS + 3);
  // RTTVAR = 150 + 200; SRTT = 87.5 + 112.5.
  expect(story.stack.view(story.fd)).toMatchObject({ srtt: 200 * MS, rttvar: 350 * MS, rto: 1600 * MS });
});

test('a segment that was sent again measures nothing, and the longer timeout stays until one does', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'x');
  story.after(S).arrives(acks(OURS + 2));
  expect(story.stack.facts('tcp.rtt')).toHaveLength(1);
  expect(story.stack.view(story.fd).rto).toBe(2 * S);
  story.stack.send(story.fd, 'y');
  story.after(10 * MS).arrives(acks(OURS + 3));
  expect(story.stack.view(story.fd).rto).toBe(S);
});

test('when the syn had to be sent again data begins with a timeout of 3 s and one segment', () => {
  const story = inSynSent();
  story.after(S);
  story.arrives({ flags: 0x12, seq: THEIRS, ack: OURS + 1, options: { maximumSegmentSize: 1000 } });
  story.sent();
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe(0);
  expect(story.stack.view(story.fd)).toMatchObject({ rto: 3 * S, cwnd: 1000 });
});

test('after a timeout everything from the lost segment on follows again as it is acknowledged', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(3000));
  expect(story.sent()).toHaveLength(3);
  story.after(S);
  expectSent(story, [seq(OURS + 1), length(1000)]);
  story.arrives(acks(OURS + 1001));
  expectSent(story, [seq(OURS + 1001), length(1000)], [seq(OURS + 2001), length(1000)]);
  // The second and third had come after all.
  story.arrives(acks(OURS + 3001));
  story.after(100 * S);
  expectSent(story, ...nothing);
});

test('a pure acknowledgment after a timeout carries the highest number sent, so that the peer can accept it', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(3000));
  story.after(S);
  story.sent();
  story.arrives({ ...acks(OURS + 1), text: 'y' });
  expectSent(story, [flags('ACK'), seq(OURS + 3001), ack(THEIRS + 2), length(0)]);
});

test('three duplicate acknowledgments bring the lost segment at once, with half the window', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(8000));
  expect(story.sent()).toHaveLength(8);
  story.arrives(acks(OURS + 1));
  story.arrives(acks(OURS + 1));
  expectSent(story, ...nothing);
  story.arrives(acks(OURS + 1));
  expectSent(story, [seq(OURS + 1), length(1000)]);
  expect(story.stack.view(story.fd)).toMatchObject({ ssthresh: 4000, cwnd: 7000 });
  story.arrives(acks(OURS + 8001));
  expect(story.stack.view(story.fd).cwnd).toBe(2000);
});

test('a segment that fast retransmit sent again measures nothing either', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(8000));
  const measured = story.stack.facts('tcp.rtt').length;
  for (let count = 0; count < 3; count++) story.after(MS).arrives(acks(OURS + 1));
  story.after(MS).arrives(acks(OURS + 8001));
  expect(story.stack.facts('tcp.rtt')).toHaveLength(measured);
});

test('a partial acknowledgment in fast recovery brings the next lost segment at once', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(8000));
  for (let count = 0; count < 3; count++) story.arrives(acks(OURS + 1));
  story.sent();
  story.arrives(acks(OURS + 3001));
  expectSent(story, [seq(OURS + 3001), length(1000)]);
});

test('a segment that changes the window is no duplicate', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(8000));
  story.sent();
  for (const window of [60_000, 50_000, 40_000]) story.arrives({ ...acks(OURS + 1), window });
  expectSent(story, ...nothing);
});

test('the first window is ten segments and grows by one for each acknowledged', () => {
  const story = inEstablished(65535, 1000);
  expect(story.stack.view(story.fd)).toMatchObject({ cwnd: 10_000, ssthresh: null });
  story.stack.send(story.fd, 'x'.repeat(20_000));
  expect(story.sent()).toHaveLength(10);
  story.arrives(acks(OURS + 1001));
  expect(story.sent().map((segment) => segment.sequence)).toEqual([OURS + 10_001, OURS + 11_001]);
});

test('a timeout leaves one segment of window and half the flight as threshold, above which it grows slowly', () => {
  const story = inEstablished(65535, 1000);
  story.stack.send(story.fd, 'x'.repeat(8000));
  story.after(S);
  expect(story.stack.view(story.fd)).toMatchObject({ cwnd: 1000, ssthresh: 4000 });
  for (let acked = 1; acked <= 3; acked++) story.arrives(acks(OURS + 1 + acked * 1000));
  expect(story.stack.view(story.fd).cwnd).toBe(4000);
  // From here on a segment for each window of acknowledged bytes (RFC 5681 §3.1), however they are acknowledged.
  story.arrives(acks(OURS + 6001));
  expect(story.stack.view(story.fd).cwnd).toBe(4000);
  story.arrives(acks(OURS + 7001));
  expect(story.stack.view(story.fd).cwnd).toBe(5000);
});

test('what a timer does has the fact that set it as its cause', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'x');
  story.after(S);
  const started = story.stack.facts('tcp.timer.started').at(-2)!;
  const expired = story.stack.facts('tcp.timer.expired').at(-1)!;
  expect(expired.cause).toBe(started.seq);
  const again = story.stack.facts('tcp.retransmitted').at(-1)!;
  expect(again.cause).toBe(expired.seq);
  expect(story.stack.facts('tcp.sent').at(-1)!.cause).toBe(again.seq);
  expect(again.detail).toMatchObject({
    why: 'timeout',
    sequence: OURS + 1,
    length: 1,
    attempt: 1,
  });
});

test('restarting a timer a thousand times asks for few wakes', () => {
  const story = inEstablished(65535, 1000);
  for (let round = 0; round < 1000; round++) {
    story.stack.send(story.fd, 'x');
    story.after(MS).arrives(acks(OURS + 2 + round));
  }
  expect(story.stack.data.wakes.length).toBeLessThan(3);
});

test('text is sent again as it was, even when more was written behind it', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'ab');
  story.stack.send(story.fd, 'cd');
  expectSent(story, [text('ab')]);
  story.after(S);
  expectSent(story, [text('abcd')]);
});
