import { expect, test } from 'vitest';
import { ACK, FIN, RST, SYN } from '#engine/wire/tcp.ts';
import { ack, expectSent, flags, length, mss, nothing, OURS, seq, THEIRS, window } from '#support/transport-peer.ts';
import { inListen } from '#support/transport-states.ts';
import { story } from '#support/story.ts';

test('syn in listen is answered with syn and ack, and both ends may be told apart by their numbers', () => {
  const story = inListen();
  expect(story.arrives({ flags: SYN, seq: THEIRS })).toBeNull();
  expectSent(story, [flags('SYN', 'ACK'), seq(OURS), ack(THEIRS + 1), mss(1460), window(65535), length(0)]);
  expect(story.stack.stateOf(null)).toBe('SYN-RECEIVED');
  expect(story.state).toBe('LISTEN');
});

test('reset in listen is ignored', () => {
  const story = inListen();
  expect(story.arrives({ flags: RST, seq: THEIRS })).toBe('tcp.no-connection');
  expectSent(story, ...nothing);
});

test('acknowledgment in listen is answered with a reset that names it', () => {
  const story = inListen();
  expect(story.arrives({ flags: ACK, seq: THEIRS, ack: 77 })).toBe('tcp.no-connection');
  expectSent(story, [flags('RST'), seq(77)]);
});

test('fin without acknowledgment in listen is dropped in silence', () => {
  const story = inListen();
  expect(story.arrives({ flags: FIN, seq: THEIRS })).toBe('tcp.unacceptable');
  expectSent(story, ...nothing);
});

test('text on a syn that the peer sends again is delivered once', () => {
  const story = inListen();
  story.arrives({ flags: SYN, seq: THEIRS, text: 'early' });
  expectSent(story, [flags('SYN', 'ACK'), ack(THEIRS + 1)]);
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1, text: 'early' });
  const accepted = story.stack.accept(story.listening);
  expect(typeof accepted === 'string' ? accepted : story.stack.recvText(accepted.descriptor)).toBe('early');
});

test('a syn beyond the backlog is dropped, and taken once a connection was accepted', () => {
  const story = inListen(1);
  story.arrives({ flags: SYN, seq: THEIRS });
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.sent();
  expect(story.arrives({ flags: SYN, seq: 9000, from: 5000 })).toBe('tcp.backlog-full');
  expectSent(story, ...nothing);
  expect(story.stack.accept(story.listening)).toMatchObject({ port: 4000 });
  expect(story.arrives({ flags: SYN, seq: 9000, from: 5000 })).toBeNull();
  expectSent(story, [flags('SYN', 'ACK'), ack(9001)]);
});

test('closing a listening socket resets the connections that wait', () => {
  const story = inListen();
  story.arrives({ flags: SYN, seq: THEIRS });
  story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1 });
  story.arrives({ flags: SYN, seq: 9000, from: 5000 });
  story.sent();
  expect(story.stack.close(story.listening)).toBe(0);
  expectSent(story, [flags('RST', 'ACK')], [flags('RST', 'ACK')]);
  expect(story.stack.rows()).toEqual([]);
});

test('without a listener a syn is refused, and a reset is never answered', () => {
  const story = inListen();
  expect(story.arrives({ flags: SYN, seq: THEIRS, to: 81 })).toBe('tcp.no-connection');
  expectSent(story, [flags('RST', 'ACK'), seq(0), ack(THEIRS + 1)]);
  expect(story.arrives({ flags: FIN, seq: THEIRS, to: 81, text: 'abc' })).toBe('tcp.no-connection');
  expectSent(story, [flags('RST', 'ACK'), seq(0), ack(THEIRS + 4)]);
  expect(story.arrives({ flags: RST, seq: THEIRS, to: 81 })).toBe('tcp.no-connection');
  expectSent(story, ...nothing);
});

// Stories of RFC 9293 §3.10.7.2.

test('a reset means nothing to a listening socket', () => story()`
  given LISTEN
  < R 2000(0) ! tcp.no-connection
  state(3) = LISTEN
`);

test('an acknowledgment is reset before anything else of the segment is looked at', () => story()`
  given LISTEN
  < S. 2000(0) ack 500 ! tcp.no-connection
  > R 500(0)
`);

test('text that came with the SYN is kept back until the handshake is done, then delivered', () => story()`
  given LISTEN
  < S 2000(3) win 65535 <mss 1460> "abc"
  > S. 1000(0) ack 2001
  accept(3) = EAGAIN
  < . 2004(0) ack 1001
  accept(3) = 4
  recv(4) = "abc"
  +0.2 > . 1001(0) ack 2004
`);

test('a FIN that came with the SYN ends the peer’s direction once the handshake is done', () => story()`
  given LISTEN
  < SF 2000(0) win 65535 <mss 1460>
  > S. 1000(0) ack 2001
  < . 2002(0) ack 1001
  > . 1001(0) ack 2002
  accept(3) = 4
  state(4) = CLOSE-WAIT
  recv(4) = 0
`);

test('a SYN that finds the accept queue full is dropped, and one later is taken', () => story()`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 1) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 5000 S 2000(0) ! tcp.backlog-full
  accept(3) = 4
  +1 < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
`);

test('a finished handshake that finds the accept queue full is dropped: the SYN,ACK leaves again, and a place may be free', () => story(
  {
    overflow: 'drop',
  },
)`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 1) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 5000 . 2001(0) ack 1001 ! tcp.backlog-full
  accept(3) = 4
  accept(3) = EAGAIN
  +1 > 5000 S. 1000(0) ack 2001
  < 5000 . 2001(0) ack 1001
  accept(3) = 5
`);

test('a finished handshake that finds the accept queue full is reset, where the host is set to that', () => story({
  overflow: 'reset',
})`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 1) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 5000 . 2001(0) ack 1001 ! tcp.backlog-full
  > 5000 R. 1001(0) ack 2001
`);

test('no more half-open connections are kept than the SYN queue holds', () => story({ synQueue: 1 })`
  given LISTEN
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 5000 S 2000(0) ! tcp.syn-queue-full
  < 4000 . 2001(0) ack 1001
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
`);

test('a process without a free descriptor cannot accept, and the connection goes on waiting', () => story({
  descriptorLimit: 4,
})`
  given SYN-RECEIVED
  < . 2001(0) ack 1001
  accept(3) = EMFILE
  state(none) = ESTABLISHED
`);

test('whatever backlog a program asks for, no more wait than the host allows', () => story({ acceptQueue: 1 })`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 100) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 5000 S 2000(0) ! tcp.backlog-full
`);

test('one more waits where the host counts as Linux does', () => story({ acceptQueue: 1, acceptQueueSurplus: 1 })`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 100) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
`);

test('a connection that is reset while it waits keeps its place, and accept says so (ECONNABORTED)', () => story()`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 8) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 4000 R 2001(0)
  readable(3) = true
  accept(3) = ECONNABORTED
  accept(3) = EAGAIN
`);
