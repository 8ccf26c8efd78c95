import { expect, test } from 'vitest';
import { ACK, FIN, PSH, RST, SYN } from '#engine/wire/tcp.ts';
import { ack, expectSent, flags, nothing, OURS, S, seq, text, THEIRS } from '#support/transport-peer.ts';
import {
  inCloseWait,
  inClosing,
  inEstablished,
  inFinWait1,
  inFinWait2,
  inLastAck,
  inTimeWait,
} from '#support/transport-states.ts';
import { story } from '#support/story.ts';

const acked = { flags: ACK, seq: THEIRS + 1, ack: OURS + 2 };
const unacked = { flags: ACK, seq: THEIRS + 1, ack: OURS + 1 };

test('ack of our fin in fin-wait-1 moves to fin-wait-2', () => {
  const story = inFinWait1();
  expect(story.state).toBe('FIN-WAIT-1');
  story.arrives(acked);
  expectSent(story, ...nothing);
  expect(story.state).toBe('FIN-WAIT-2');
});

test('fin with the ack of ours in fin-wait-1 goes straight to time-wait', () => {
  const story = inFinWait1();
  story.arrives({ ...acked, flags: FIN | ACK });
  expectSent(story, [flags('ACK'), seq(OURS + 2), ack(THEIRS + 2)]);
  expect(story.stack.states()).toBe('CLOSED > SYN-SENT > ESTABLISHED > FIN-WAIT-1 > FIN-WAIT-2 > TIME-WAIT');
});

test('fin without the ack of ours in fin-wait-1 is a simultaneous close', () => {
  const story = inFinWait1();
  story.arrives({ ...unacked, flags: FIN | ACK });
  expectSent(story, [flags('ACK'), ack(THEIRS + 2)]);
  expect(story.state).toBe('CLOSING');
});

test('half closed: data still comes in fin-wait-1 and fin-wait-2', () => {
  for (const story of [inFinWait1(), inFinWait2()]) {
    story.arrives({ ...acked, flags: ACK | PSH, text: 'more' });
    expectSent(story, [flags('ACK'), ack(THEIRS + 5)]);
    expect(story.stack.recvText(story.fd)).toBe('more');
    expect(story.stack.send(story.fd, 'x')).toBe('EPIPE');
  }
});

test('data after close is answered with a reset, for nobody will read it', () => {
  const story = inEstablished();
  story.stack.close(story.fd);
  story.arrives(acked);
  story.sent();
  story.arrives({ ...acked, text: 'late' });
  expectSent(story, [flags('RST', 'ACK'), seq(OURS + 2)]);
  expect(story.stack.rows()).toEqual([]);
});

test('fin in fin-wait-2 moves to time-wait', () => {
  const story = inFinWait2();
  story.arrives({ ...acked, flags: FIN | ACK });
  expectSent(story, [flags('ACK'), seq(OURS + 2), ack(THEIRS + 2)]);
  expect(story.state).toBe('TIME-WAIT');
});

test('reset in fin-wait-1, fin-wait-2 and close-wait is told as a reset', () => {
  for (const story of [inFinWait1(), inFinWait2()]) {
    story.arrives({ flags: RST, seq: THEIRS + 1 });
    expect(story.stack.error(story.fd)).toBe('ECONNRESET');
  }
  const story = inCloseWait();
  story.arrives({ flags: RST, seq: THEIRS + 2 });
  expect(story.stack.error(story.fd)).toBe('ECONNRESET');
});

test('in close-wait data still leaves, and close then moves to last-ack', () => {
  const story = inCloseWait();
  story.stack.send(story.fd, 'answer');
  expectSent(story, [text('answer'), ack(THEIRS + 2)]);
  story.stack.close(story.fd);
  expectSent(story, [flags('FIN', 'ACK'), seq(OURS + 7)]);
  expect(story.stack.stateOf(null)).toBe('LAST-ACK');
  story.arrives({ flags: ACK, seq: THEIRS + 2, ack: OURS + 8 });
  expect(story.stack.rows()).toEqual([]);
});

test('in close-wait last-ack begins when the fin leaves, not when it is asked for', () => {
  const story = inCloseWait();
  story.arrives({ flags: ACK, seq: THEIRS + 2, ack: OURS + 1, window: 0 });
  story.stack.send(story.fd, 'x');
  story.stack.shutdown(story.fd);
  expect(story.state).toBe('CLOSE-WAIT');
  story.arrives({ flags: ACK, seq: THEIRS + 2, ack: OURS + 1, window: 10 });
  expectSent(story, [text('x'), flags('FIN', 'PSH', 'ACK')]);
  expect(story.state).toBe('LAST-ACK');
});

test('text after the fin is not delivered', () => {
  const story = inCloseWait();
  story.arrives({ flags: ACK, seq: THEIRS + 2, ack: OURS + 1, text: 'ghost' });
  expect(story.stack.recvText(story.fd)).toBe('');
});

test('ack of our fin in closing moves to time-wait', () => {
  const story = inClosing();
  expect(story.state).toBe('CLOSING');
  story.arrives({ ...acked, seq: THEIRS + 2 });
  expectSent(story, ...nothing);
  expect(story.state).toBe('TIME-WAIT');
});

test('ack of our fin in last-ack closes', () => {
  const story = inLastAck();
  expect(story.state).toBe('LAST-ACK');
  story.arrives({ ...acked, seq: THEIRS + 2 });
  expect(story.state).toBe('CLOSED');
  expect(story.stack.error(story.fd)).toBeNull();
});

test('our fin is sent again in fin-wait-1, closing and last-ack until it is acknowledged', () => {
  for (const story of [inFinWait1(), inClosing(), inLastAck()]) {
    story.after(S);
    expectSent(story, [flags('FIN', 'ACK'), seq(OURS + 1)]);
    story.after(2 * S);
    expectSent(story, [flags('FIN', 'ACK'), seq(OURS + 1)]);
  }
});

test('reset in closing, last-ack and time-wait just closes', () => {
  for (const story of [inClosing(), inLastAck(), inTimeWait()]) {
    story.arrives({ flags: RST, seq: THEIRS + 2 });
    expect(story.state).toBe('CLOSED');
    expect(story.stack.error(story.fd)).toBeNull();
  }
});

test('time-wait lasts twice the segment lifetime and no longer', () => {
  const story = inTimeWait();
  expect(story.stack.rows()[0]).toMatchObject({ state: 'TIME-WAIT', timer: 'time-wait', deadline: 240 * S });
  story.after(240 * S - 1);
  expect(story.state).toBe('TIME-WAIT');
  story.after(1);
  expect(story.state).toBe('CLOSED');
});

test('the segment lifetime can be chosen', () => {
  const story = inTimeWait({ maximumSegmentLifetime: 5 * S });
  story.after(10 * S);
  expect(story.state).toBe('CLOSED');
});

test('the peer that repeats its fin in time-wait is answered, and the wait begins anew', () => {
  const story = inTimeWait();
  story.after(100 * S).arrives({ flags: FIN | ACK, seq: THEIRS + 1, ack: OURS + 2 });
  expectSent(story, [flags('ACK'), seq(OURS + 2), ack(THEIRS + 2)]);
  expect(story.stack.rows()[0]!.deadline).toBe(340 * S);
});

test('a port whose connection is in time-wait cannot be bound, and can be when it is over', () => {
  const story = inTimeWait();
  story.stack.close(story.fd);
  expect(story.stack.stateOf(null)).toBe('TIME-WAIT');
  const fd = story.stack.socket();
  expect(story.stack.bind(fd, 80)).toBe('EADDRINUSE');
  story.after(240 * S);
  expect(story.stack.rows()).toHaveLength(1);
  expect(story.stack.bind(fd, 80)).toBe(0);
});

test('syn in time-wait is challenged, as in every state in which both ends agree', () => {
  for (const story of [inFinWait1(), inFinWait2(), inCloseWait(), inClosing(), inLastAck(), inTimeWait()]) {
    const before = story.state;
    story.arrives({ flags: SYN, seq: THEIRS + 500 });
    expectSent(story, [flags('ACK')]);
    expect(story.state).toBe(before);
  }
});

// Stories of RFC 9293 §3.10.7.4 for CLOSING: both FINs have crossed.

test('the acknowledgment of our FIN leads from CLOSING to TIME-WAIT', () => story()`
  given CLOSING
  < . 2002(0) ack 1002
  state(3) = TIME-WAIT
  deadline(3) = 240
`);

test('an acknowledgment of less leaves CLOSING as it is', () => story()`
  given CLOSING
  < . 2002(0) ack 1001
  state(3) = CLOSING
`);

test('in CLOSING our FIN leaves again until it is acknowledged', () => story()`
  given CLOSING
  +1 > F. 1001(0) ack 2002
  +2 > F. 1001(0) ack 2002
  < . 2002(0) ack 1002
  state(3) = TIME-WAIT
`);

test('in CLOSING the peer’s FIN again is acknowledged again', () => story()`
  given CLOSING
  < F. 2001(0) ack 1001 ! tcp.unacceptable
  > . 1002(0) ack 2002
`);

test('a reset in CLOSING is no failure', () => story()`
  given CLOSING
  < R 2002(0)
  state(3) = CLOSED
  error(3) = none
`);
