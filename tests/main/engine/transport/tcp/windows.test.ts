import { expect, test } from 'vitest';
import { ACK, FIN, PSH } from '#engine/wire/tcp.ts';
import { story } from '#support/story.ts';
import {
  ack,
  expectSent,
  flags,
  length,
  nothing,
  OURS,
  S,
  seq,
  text,
  THEIRS,
  window,
} from '#support/transport-peer.ts';
import type { Story } from '#support/transport-peer.ts';
import { inEstablished } from '#support/transport-states.ts';

const acks = (acknowledgment: number, size = 65535) => ({
  flags: ACK,
  seq: THEIRS + 1,
  ack: acknowledgment,
  window: size,
});

/** Fills our receive buffer, so that our window is closed. */
function fill(story: Story, peerWindow = 65535): void {
  story.arrives({ ...acks(OURS + 1, peerWindow), text: 'x'.repeat(40_000) });
  story.arrives({ ...acks(OURS + 1, peerWindow), seq: THEIRS + 40_001, text: 'x'.repeat(25_535) });
  story.sent();
}

test('no more is sent than the peer offers, and the rest when it offers more', () => {
  const story = inEstablished(1500, 1000);
  story.stack.send(story.fd, 'x'.repeat(3000));
  expectSent(story, [length(1000)]);
  story.arrives(acks(OURS + 1001, 1500));
  expectSent(story, [seq(OURS + 1001), length(1000)]);
  story.arrives(acks(OURS + 1001, 1999));
  expectSent(story, ...nothing);
  story.arrives(acks(OURS + 1001, 2000));
  expectSent(story, [seq(OURS + 2001), length(1000), flags('PSH', 'ACK')]);
});

test('a window told by an older segment is not believed', () => {
  const story = inEstablished();
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1, window: 5000, text: 'ab' });
  story.arrives({ flags: ACK, seq: THEIRS + 3, ack: OURS + 1, window: 3000, text: 'cd' });
  story.arrives({ flags: ACK, seq: THEIRS + 2, ack: OURS + 1, window: 9000, text: 'bcde' });
  expect(story.stack.view(story.fd).sndWnd).toBe(3000);
});

test('what the program has not read closes the window', () => {
  const story = inEstablished();
  for (let at = 0; at < 65_000; at += 1000) {
    story.arrives({ flags: ACK, seq: THEIRS + 1 + at, ack: OURS + 1, text: 'x'.repeat(1000) });
  }
  const last = story.sent().at(-1)!;
  expect([last.acknowledgment, last.window]).toEqual([THEIRS + 65_001, 535]);
  story.arrives({ flags: ACK, seq: THEIRS + 65_001, ack: OURS + 1, text: 'y'.repeat(1000) });
  expectSent(story, [ack(THEIRS + 65_536), window(0)]);
});

test('reading from a closed window tells the peer, but only when it is worth a segment', () => {
  const story = inEstablished();
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1, text: 'x'.repeat(35_000) });
  story.arrives({ flags: ACK, seq: THEIRS + 35_001, ack: OURS + 1, text: 'x'.repeat(30_535) });
  story.sent();
  story.stack.recv(story.fd, 1000);
  expectSent(story, ...nothing);
  story.stack.recv(story.fd, 460);
  expectSent(story, [flags('ACK'), window(1460), length(0)]);
});

test('the right edge of the window never moves back', () => {
  const story = inEstablished();
  let edge = 0;
  for (let at = 0; at < 200_000; at += 700) {
    story.arrives({ flags: ACK, seq: THEIRS + 1 + at, ack: OURS + 1, text: 'x'.repeat(700) });
    story.stack.recv(story.fd, (at * 7) % 1400);
    for (const sent of story.sent()) {
      expect(sent.acknowledgment + sent.window).toBeGreaterThanOrEqual(edge);
      edge = sent.acknowledgment + sent.window;
    }
  }
});

test('a closed window accepts an acknowledgment but no text', () => {
  const story = inEstablished();
  fill(story);
  story.stack.send(story.fd, 'mine');
  story.sent();
  story.arrives({ flags: ACK, seq: THEIRS + 65_536, ack: OURS + 5, text: 'y' });
  expectSent(story, [flags('ACK'), ack(THEIRS + 65_536), window(0)]);
  expect(story.stack.rows()[0]).toMatchObject({ receiveQueue: 65_535, sendQueue: 0 });
});

test('a closed window is asked with one octet, after one timeout and then ever later', () => {
  const story = inEstablished(0);
  story.stack.send(story.fd, 'hello');
  expectSent(story, ...nothing);
  expect(story.stack.rows()[0]!.timer).toBe('persist');
  const times: number[] = [];
  for (let second = 1; second <= 32; second++) {
    story.after(S);
    for (const probe of story.sent()) {
      expect([probe.sequence, probe.text]).toEqual([OURS + 1, 'h']);
      times.push(second);
      story.arrives(acks(OURS + 1, 0));
    }
  }
  expect(times).toEqual([1, 3, 7, 15, 31]);
  story.arrives(acks(OURS + 1, 100));
  expectSent(story, [seq(OURS + 1), text('hello')]);
});

test('an octet the closed window has taken after all is not sent again', () => {
  const story = inEstablished(0);
  story.stack.send(story.fd, 'hello');
  story.after(S);
  story.sent();
  story.arrives(acks(OURS + 2, 100));
  expectSent(story, [seq(OURS + 2), text('ello')]);
});

test('a window that stays closed is asked for ever while the peer answers, and given up when it does not', () => {
  const story = inEstablished(0);
  story.stack.send(story.fd, 'hello');
  for (let minute = 0; minute < 100; minute++) {
    story.after(60 * S);
    story.sent();
    story.arrives(acks(OURS + 1, 0));
  }
  expect(story.state).toBe('ESTABLISHED');
  story.after(3000 * S);
  expect(story.stack.error(story.fd)).toBe('ETIMEDOUT');
});

test('a fin waits for the window too, and asks for it', () => {
  const story = inEstablished(0);
  story.stack.shutdown(story.fd);
  expectSent(story, ...nothing);
  story.after(S);
  expectSent(story, [flags('FIN', 'ACK'), seq(OURS + 1)]);
  story.arrives(acks(OURS + 2, 0));
  expect(story.state).toBe('FIN-WAIT-2');
});

test('a window that closes over what is in flight is asked after the timeout', () => {
  const story = inEstablished();
  story.stack.send(story.fd, 'hello');
  story.sent();
  story.arrives(acks(OURS + 1, 0));
  story.after(S);
  expectSent(story, [seq(OURS + 1), text('h')]);
  expect(story.stack.rows()[0]!.timer).toBe('persist');
  story.arrives(acks(OURS + 6, 0));
  expect(story.stack.rows()[0]).toMatchObject({ timer: null, sendQueue: 0 });
});

test('two ends with closed windows that ask each other do not answer each other for ever', () => {
  const story = inEstablished(0);
  fill(story, 0);
  story.stack.send(story.fd, 'hello');
  story.after(S);
  story.sent();
  // The peer's own probe, and its pure acknowledgments, which count that probe as sent.
  story.arrives({ flags: ACK | PSH, seq: THEIRS + 65_536, ack: OURS + 1, window: 0, text: 'p' });
  expect(story.sent()).toHaveLength(1);
  for (let count = 0; count < 5; count++) {
    expect(story.arrives({ flags: ACK, seq: THEIRS + 65_537, ack: OURS + 1, window: 0 })).toBeNull();
  }
  expectSent(story, ...nothing);
  story.arrives({ flags: ACK, seq: THEIRS + 65_537, ack: OURS + 2, window: 10 });
  expectSent(story, [seq(OURS + 2), text('ello')]);
});

test('text and fin beyond the window are cut off', () => {
  const story = inEstablished();
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1, text: 'x'.repeat(65_000) });
  story.arrives({ flags: FIN | ACK, seq: THEIRS + 65_001, ack: OURS + 1, text: 'y'.repeat(536) });
  expect(story.state).toBe('ESTABLISHED');
  expect(story.stack.rows()[0]!.receiveQueue).toBe(65_535);
});

test('a program that reads no more does not close the window', () => {
  const story = inEstablished();
  story.stack.shutdown(story.fd, 'read');
  for (let at = 0; at < 200_000; at += 1000) {
    story.arrives({ flags: ACK, seq: THEIRS + 1 + at, ack: OURS + 1, text: 'x'.repeat(1000) });
  }
  const last = story.sent().at(-1)!;
  expect(last.acknowledgment).toBe(THEIRS + 200_001);
  expect(last.window).toBeGreaterThan(60_000);
  expect(story.stack.recvText(story.fd)).toBe('');
});

test('a window told in large steps closes all the same when nothing is read', () => story({
  windowScale: 14,
  acknowledgmentDelay: 0,
})`
  given LISTEN
  < S 2000(0) <mss 1460,wscale 0>
  > S. 1000(0) ack 2001 win 65535
  < . 2001(0) ack 1001
  accept(3) = 4
  < . 2001(20000) ack 1001
  > . 1001(0) ack 22001 win 2
  < . 22001(20000) ack 1001
  > . 1001(0) ack 42001 win 1
  < . 42001(20000) ack 1001
  > . 1001(0) ack 62001 win 0
  // RFC 7323 §2.4: what was in a window once is taken.
  < . 62001(5535) ack 1001
  > . 1001(0) ack 67536 win 0
  < . 67536(1) ack 1001
  > . 1001(0) ack 67536 win 0
  recv(4) = 65535
  > . 1001(0) ack 67536 win 3
`);

test('a buffer smaller than a step of the window is told as one step', () => story({
  windowScale: 14,
  receiveBuffer: 1000,
  acknowledgmentDelay: 0,
})`
  given LISTEN
  < S 2000(0) <mss 1460,wscale 0>
  > S. 1000(0) ack 2001 win 1000
  < . 2001(0) ack 1001
  accept(3) = 4
  < . 2001(1000) ack 1001
  > . 1001(0) ack 3001 win 0
  recv(4) = 1000
  > . 1001(0) ack 3001 win 1
`);

test('space that a program makes by reading no more is told', () => story({
  receiveBuffer: 2000,
  acknowledgmentDelay: 0,
})`
  given ESTABLISHED
  < . 2001(1000) ack 1001
  > . 1001(0) ack 3001 win 1000
  < . 3001(1000) ack 1001
  > . 1001(0) ack 4001 win 0
  shutdown(3, SHUT_RD) = 0
  > . 1001(0) ack 4001 win 2000
`);

test('so is the space of a larger buffer', () => story({ receiveBuffer: 2000, acknowledgmentDelay: 0 })`
  given ESTABLISHED
  < . 2001(1000) ack 1001
  > . 1001(0) ack 3001 win 1000
  < . 3001(1000) ack 1001
  > . 1001(0) ack 4001 win 0
  setsockopt(3, SO_RCVBUF, 6000) = 0
  > . 1001(0) ack 4001 win 4000
`);

test('of a window that shrinks into what is in flight as much is sent again as fits, and nothing new (§3.8.6)', () => story()`
  given ESTABLISHED
  send(3, 4380) = 4380
  > . 1001(1460) ack 2001
  > . 2461(1460) ack 2001
  > P. 3921(1460) ack 2001
  < . 2001(0) ack 1001 win 1000
  +1 > . 1001(1000) ack 2001
  < . 2001(0) ack 2001 win 500
  > . 2001(500) ack 2001
`);

test('what lies beyond a window that shrank is no reason to give the peer up while it answers (§3.8.6, SHLD-17)', () => story(
  {
    dataRetries: 2,
  },
)`
  given ESTABLISHED
  send(3, 1460) = 1460
  > P. 1001(1460) ack 2001
  < . 2001(0) ack 1101 win 0
  +1 > . 1101(1) ack 2001
  < . 2001(0) ack 1101 win 0
  +* > . 1101(1) ack 2001
  < . 2001(0) ack 1101 win 0
  +* > . 1101(1) ack 2001
  < . 2001(0) ack 1101 win 0
  +* > . 1101(1) ack 2001
  < . 2001(0) ack 1101 win 0
  state(3) = ESTABLISHED
`);
