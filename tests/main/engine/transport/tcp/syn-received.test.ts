import { expect, test } from 'vitest';
import { ACK, FIN, RST, SYN } from '#engine/wire/tcp.ts';
import { ack, expectSent, flags, nothing, OURS, S, seq, THEIRS } from '#support/transport-peer.ts';
import { inSynReceived, inSynSent } from '#support/transport-states.ts';
import { story } from '#support/story.ts';

test('ack in syn-received establishes the connection, which can then be accepted', () => {
  const story = inSynReceived();
  expect(story.stack.accept(story.listening)).toBe('EAGAIN');
  expect(story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 1 })).toBeNull();
  expectSent(story, ...nothing);
  expect(story.stack.poll(story.listening).readable).toBe(true);
  expect(story.stack.accept(story.listening)).toEqual({ descriptor: 4, address: 0x0a000002, port: 4000 });
  expect(story.stack.stateOf(4)).toBe('ESTABLISHED');
});

test('the third segment may carry data and a fin', () => {
  const story = inSynReceived();
  story.arrives({ flags: ACK | FIN, seq: THEIRS + 1, ack: OURS + 1, text: 'all' });
  expectSent(story, [flags('ACK'), ack(THEIRS + 5)]);
  story.stack.accept(story.listening);
  expect(story.stack.stateOf(4)).toBe('CLOSE-WAIT');
  expect([story.stack.recvText(4), story.stack.recvText(4)]).toEqual(['all', '']);
});

test('the same syn again is answered with the same syn and ack', () => {
  const story = inSynReceived();
  story.arrives({ flags: SYN, seq: THEIRS });
  expectSent(story, [flags('SYN', 'ACK'), seq(OURS), ack(THEIRS + 1)]);
});

test('ack of something never sent is answered with a reset', () => {
  const story = inSynReceived();
  expect(story.arrives({ flags: ACK, seq: THEIRS + 1, ack: OURS + 9 })).toBe('tcp.unacceptable');
  expectSent(story, [flags('RST'), seq(OURS + 9)]);
  expect(story.stack.stateOf(null)).toBe('SYN-RECEIVED');
});

test('reset in syn-received of a passive open goes back to listen and tells nobody', () => {
  const story = inSynReceived();
  expect(story.arrives({ flags: RST, seq: THEIRS + 1 })).toBeNull();
  expect(story.stack.rows().map((row) => row.state)).toEqual(['LISTEN']);
  expect(story.stack.facts('tcp.failed')).toEqual([]);
});

test('reset in syn-received of a simultaneous open refuses the connection', () => {
  const story = inSynSent();
  story.arrives({ flags: SYN, seq: THEIRS });
  story.arrives({ flags: RST, seq: THEIRS + 1 });
  expect(story.stack.error(story.fd)).toBe('ECONNREFUSED');
});

test('another syn inside the window sends a passive open back to listen', () => {
  const story = inSynReceived();
  expect(story.arrives({ flags: SYN, seq: THEIRS + 100 })).toBe('tcp.unacceptable');
  expect(story.stack.rows().map((row) => row.state)).toEqual(['LISTEN']);
});

test('syn and ack are sent again while no answer comes, and then forgotten without a word', () => {
  const story = inSynReceived();
  story.after(183 * S);
  expect(story.sent().map((segment) => segment.flags)).toEqual(Array.from({ length: 7 }, () => SYN | ACK));
  expect(story.stack.rows().map((row) => row.state)).toEqual(['LISTEN']);
  expect(story.stack.facts('tcp.failed')).toEqual([]);
});

// Stories of RFC 9293 §3.10.7.4 for SYN-RECEIVED.

test('the reset of a passive opening goes back to LISTEN without a word', () => story()`
  given SYN-RECEIVED
  < R 2001(0)
  state(none) = CLOSED
  state(3) = LISTEN
  error(3) = none
`);

test('the reset of an opening at both ends is a refusal', () => story()`
  given SYN-SENT
  < S 2000(0)
  > S. 1000(0) ack 2001
  < R 2001(0)
  connect(3, peer:4000) = ECONNREFUSED
`);

test('an acknowledgment that is not of the SYN is reset, and the handshake goes on', () => story()`
  given SYN-RECEIVED
  < . 2001(0) ack 1000 ! tcp.unacceptable
  > R 1000(0)
  < . 2001(0) ack 1002 ! tcp.unacceptable
  > R 1002(0)
  < . 2001(0) ack 1001
  accept(3) = 4
`);

test('the same SYN again is answered with the same SYN,ACK', () => story()`
  given SYN-RECEIVED
  +0.5 < S 2000(0) <mss 1460> ! tcp.unacceptable
  > S. 1000(0) ack 2001
`);

test('another SYN in the window sends a passive opening back to LISTEN', () => story()`
  given SYN-RECEIVED
  < S 2500(0) ! tcp.unacceptable
  state(none) = CLOSED
  < S 2500(0)
  > S. 1000(0) ack 2501
`);

test('data on the third segment is delivered', () => story()`
  given SYN-RECEIVED
  < P. 2001(5) ack 1001 "hello"
  accept(3) = 4
  recv(4) = "hello"
  +0.2 > . 1001(0) ack 2006
`);

test('a FIN on the third segment is taken at once', () => story()`
  given SYN-RECEIVED
  < F. 2001(0) ack 1001
  > . 1001(0) ack 2002
  accept(3) = 4
  state(4) = CLOSE-WAIT
`);

test('a segment without an acknowledgment is dropped', () => story()`
  given SYN-RECEIVED
  <  P 2001(5) ! tcp.unacceptable
  state(none) = SYN-RECEIVED
`);

test('a SYN,ACK nobody answers leaves again, and then the opening is forgotten', () => story({ synAckRetries: 2 })`
  given SYN-RECEIVED
  +1 > S. 1000(0) ack 2001
  +2 > S. 1000(0) ack 2001
  +4 state(none) = CLOSED
  state(3) = LISTEN
`);

test('closing the listening socket resets what is half open and what waits', () => story()`
  given LISTEN
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
  < 5000 . 2001(0) ack 1001
  close(3) = 0
  > 4000 R. 1001(0) ack 2001
  > 5000 R. 1001(0) ack 2001
  state(none) = CLOSED
`);

// RFC 9293 §3.10.4, CLOSE in SYN-RECEIVED: "If no SENDs have been issued and there is no pending data to send, then form a
// FIN segment and send it, and enter FIN-WAIT-1 state".

test('a program that closes before its SYN is acknowledged sends its FIN at once', () => story()`
  given SYN-SENT
  < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  state(3) = SYN-RECEIVED
  close(3) = 0
  > F. 1001(0) ack 2001
  state(none) = FIN-WAIT-1
  < S. 2000(0) ack 1001
  state(none) = FIN-WAIT-1
  < . 2001(0) ack 1002
  state(none) = FIN-WAIT-2
  < F. 2001(0) ack 1002
  > . 1002(0) ack 2002
  state(none) = TIME-WAIT
`);

test('one acknowledgment may be of the SYN and of the FIN behind it', () => story()`
  given SYN-SENT
  < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  close(3) = 0
  > F. 1001(0) ack 2001
  < . 2001(0) ack 1002
  state(none) = FIN-WAIT-2
`);

test('an early FIN that is lost leaves again with the SYN before it, and alone once that is acknowledged', () => story()`
  given SYN-SENT
  < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  close(3) = 0
  > F. 1001(0) ack 2001
  +1 > S. 1000(0) ack 2001
  > F. 1001(0) ack 2001
  < . 2001(0) ack 1001
  state(none) = FIN-WAIT-1
  +* > F. 1001(0) ack 2001
  < . 2001(0) ack 1002
  state(none) = FIN-WAIT-2
`);

test('a FIN of the peer that crosses the early one closes from both ends', () => story()`
  given SYN-SENT
  < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  close(3) = 0
  > F. 1001(0) ack 2001
  < F. 2001(0) ack 1001
  > . 1002(0) ack 2002
  state(none) = CLOSING
  < . 2002(0) ack 1002
  state(none) = TIME-WAIT
`);

test('a reset in the window that is not the next number is challenged, and the handshake goes on (RFC 5961 §3.2)', () => story()`
  given SYN-RECEIVED
  < R 2005(0)
  > . 1001(0) ack 2001
  states() = LISTEN > SYN-RECEIVED
  < . 2001(0) ack 1001
  accept(3) = 4
`);
