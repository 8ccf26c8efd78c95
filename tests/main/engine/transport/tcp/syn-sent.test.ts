import { expect, test } from 'vitest';
import { ACK, FIN, RST, SYN } from '#engine/wire/tcp.ts';
import {
  ack,
  expectSent,
  flags,
  length,
  mss,
  nothing,
  OURS,
  PEER,
  PEER_PORT,
  S,
  seq,
  Story,
  THEIRS,
} from '#support/transport-peer.ts';
import { inSynSent } from '#support/transport-states.ts';
import { story } from '#support/story.ts';

test('connect sends a syn with the mss of the cable', () => {
  const story = new Story();
  story.stack.data.mtu = 1000;
  story.fd = story.stack.socket();
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EINPROGRESS');
  expectSent(story, [flags('SYN'), seq(OURS), ack(0), mss(960), length(0)]);
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EALREADY');
  expect(story.state).toBe('SYN-SENT');
});

test('syn and ack in syn-sent are acknowledged, and connect tells success once', () => {
  const story = inSynSent();
  expect(story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1 })).toBeNull();
  expectSent(story, [flags('ACK'), seq(OURS + 1), ack(THEIRS + 1), length(0)]);
  expect(story.state).toBe('ESTABLISHED');
  expect(story.stack.poll(story.fd)).toEqual({ readable: false, writable: true, error: null });
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe(0);
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EISCONN');
});

test('without an mss option segments carry 536 bytes', () => {
  const story = inSynSent();
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1 });
  expect(story.stack.view(story.fd).mss).toBe(536);
});

test('the smaller of both segment sizes is used', () => {
  const story = inSynSent();
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1, options: { maximumSegmentSize: 9000 } });
  expect(story.stack.view(story.fd).mss).toBe(1460);
});

test('acknowledgment of something never sent is answered with a reset', () => {
  const story = inSynSent();
  for (const wrong of [OURS, OURS + 2]) {
    expect(story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: wrong })).toBe('tcp.unacceptable');
    expectSent(story, [flags('RST'), seq(wrong)]);
  }
  expect(story.state).toBe('SYN-SENT');
});

test('reset with our acknowledgment refuses the connection, and the socket may try again', () => {
  const story = inSynSent();
  story.arrives({ flags: RST | ACK, seq: 0, ack: OURS + 1 });
  expectSent(story, ...nothing);
  expect(story.stack.poll(story.fd)).toEqual({ readable: true, writable: true, error: 'ECONNREFUSED' });
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('ECONNREFUSED');
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EINPROGRESS');
  expectSent(story, [flags('SYN')]);
});

test('a failure told as the error of the socket is not success when connect is called again', () => {
  const story = inSynSent();
  story.arrives({ flags: RST | ACK, seq: 0, ack: OURS + 1 });
  expect(story.stack.error(story.fd)).toBe('ECONNREFUSED');
  expect(story.stack.error(story.fd)).toBeNull();
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EINPROGRESS');
});

test('reset without acknowledgment, or of something else, is ignored', () => {
  const story = inSynSent();
  expect(story.arrives({ flags: RST, seq: THEIRS })).toBe('tcp.unacceptable');
  expect(story.arrives({ flags: RST | ACK, seq: THEIRS, ack: 5 })).toBe('tcp.unacceptable');
  expectSent(story, ...nothing);
  expect(story.state).toBe('SYN-SENT');
});

test('neither syn nor reset is dropped', () => {
  const story = inSynSent();
  expect(story.arrives({ flags: FIN | ACK, seq: THEIRS, ack: OURS + 1 })).toBe('tcp.unacceptable');
  expectSent(story, ...nothing);
});

test('text on the syn and ack is taken', () => {
  const story = inSynSent();
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1, text: 'hello' });
  expectSent(story, [flags('ACK'), ack(THEIRS + 6)]);
  expect(story.stack.recvText(story.fd)).toBe('hello');
});

test('syn alone in syn-sent is a simultaneous open, which our syn and ack and theirs complete', () => {
  const story = inSynSent();
  story.arrives({ flags: SYN, seq: THEIRS });
  expectSent(story, [flags('SYN', 'ACK'), seq(OURS), ack(THEIRS + 1)]);
  expect(story.state).toBe('SYN-RECEIVED');
  expect(story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1 })).toBeNull();
  expectSent(story, ...nothing);
  expect(story.stack.states()).toBe('CLOSED > SYN-SENT > SYN-RECEIVED > ESTABLISHED');
});

test('the syn is sent again after 1, 3, 7, 15, 31, 63 and 123 s, and connect gives up after 183 s', () => {
  const story = inSynSent();
  const times: number[] = [];
  for (let second = 1; second <= 182; second++) {
    story.after(S);
    for (const segment of story.sent()) {
      expect([segment.flags, segment.sequence]).toEqual([SYN, OURS]);
      times.push(second);
    }
  }
  expect(times).toEqual([1, 3, 7, 15, 31, 63, 123]);
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('EALREADY');
  story.after(S);
  expectSent(story, ...nothing);
  expect(story.stack.connect(story.fd, PEER, PEER_PORT)).toBe('ETIMEDOUT');
  expect(story.stack.facts('tcp.failed')[0]!.detail!.error).toBe('ETIMEDOUT');
});

test('close in syn-sent forgets the connection, and what comes later is reset', () => {
  const story = inSynSent();
  expect(story.stack.close(story.fd)).toBe(0);
  expect(story.stack.rows()).toEqual([]);
  story.arrives({ flags: SYN | ACK, seq: THEIRS, ack: OURS + 1 });
  expectSent(story, [flags('RST'), seq(OURS + 1)]);
});

test('nothing may be sent or read before the connection is open', () => {
  const story = inSynSent();
  expect(story.stack.send(story.fd, 'x')).toBe('EAGAIN');
  expect(story.stack.recv(story.fd)).toBe('EAGAIN');
  expect(story.stack.shutdown(story.fd)).toBe('ENOTCONN');
});

// Stories of RFC 9293 §3.10.7.3.

test('an acknowledgment of nothing new is reset, and the opening goes on', () => story()`
  given SYN-SENT
  < . 2000(0) ack 1000 ! tcp.unacceptable
  > R 1000(0)
  < S. 2000(0) ack 1002 ! tcp.unacceptable
  > R 1002(0)
  state(3) = SYN-SENT
`);

test('a reset without an acknowledgment, or with a wrong one, is not believed', () => story()`
  given SYN-SENT
  < R 0(0) ! tcp.unacceptable
  < R. 0(0) ack 1000 ! tcp.unacceptable
  state(3) = SYN-SENT
`);

test('a reset that acknowledges the SYN refuses the connection', () => story()`
  given SYN-SENT
  < R. 0(0) ack 1001
  state(3) = CLOSED
  connect(3, peer:4000) = ECONNREFUSED
`);

test('text in the SYN,ACK is taken and acknowledged with it', () => story()`
  given SYN-SENT
  < S. 2000(5) ack 1001 win 65535 <mss 1460> "hello"
  > . 1001(0) ack 2006
  connect(3, peer:4000) = 0
  recv(3) = "hello"
`);

test('both ends open at once: a SYN is answered with SYN,ACK, and the peer’s SYN,ACK establishes (figure 7)', () => story()`
  given SYN-SENT
  +0.1 < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  state(3) = SYN-RECEIVED
  +0.1 < S. 2000(0) ack 1001 <mss 1460>
  state(3) = ESTABLISHED
  connect(3, peer:4000) = 0
`);

test('both ends open at once, and a bare acknowledgment establishes as well', () => story()`
  given SYN-SENT
  < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001
  state(3) = ESTABLISHED
`);

test('the third segment carries data when the program has said that it will send at once', () => story()`
  socket() = 3
  bind(3, 80) = 0
  setsockopt(3, TCP_QUICKACK, 0) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  +0.1 < S. 2000(0) ack 1001 <mss 1460>
  connect(3, peer:4000) = 0
  send(3, "GET /") = 5
  > P. 1001(5) ack 2001 "GET /"
`);

test('a program that said so and then stays silent has its third segment sent in a while', () => story()`
  socket() = 3
  bind(3, 80) = 0
  setsockopt(3, TCP_QUICKACK, 0) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  +0.1 < S. 2000(0) ack 1001 <mss 1460>
  +0.2 > . 1001(0) ack 2001
`);

test('a lost SYN leaves again after 1, 2 and 4 s, and at last the program is told', () => story({ synRetries: 3 })`
  given SYN-SENT
  +1 > S 1000(0)
  +2 > S 1000(0)
  +4 > S 1000(0)
  +7.999 state(3) = SYN-SENT
  +1ms state(3) = CLOSED
  connect(3, peer:4000) = ETIMEDOUT
`);

test('an unreachable host does not end an opening, but is what the program is told in the end', () => story({
  synRetries: 1,
})`
  given SYN-SENT
  < icmp host
  state(3) = SYN-SENT
  +1 > S 1000(0)
  +2 connect(3, peer:4000) = EHOSTUNREACH
`);

test('an unreachable host ends an opening at once on a host like Linux', () => story({ profile: 'linux' })`
  given SYN-SENT
  < icmp host
  connect(3, peer:4000) = EHOSTUNREACH
`);

test('an unreachable port or protocol ends an opening at once', () => story()`
  given SYN-SENT
  < icmp port
  connect(3, peer:4000) = ECONNREFUSED
`);

test('an ICMP error about a number that is not in flight is not believed', () => story()`
  given SYN-SENT
  < S. 2000(0) ack 1001
  > . 1001(0) ack 2001
  < icmp port about 1000
  state(3) = ESTABLISHED
`);

test('a socket closed while it opens leaves nothing behind', () => story()`
  given SYN-SENT
  close(3) = 0
  +10 < S. 2000(0) ack 1001 ! tcp.no-connection
  > R 1001(0)
`);
