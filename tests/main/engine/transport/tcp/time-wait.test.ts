import { expect, test } from 'vitest';
import type { Accepted } from '#engine/transport/results.ts';
import { ACK, FIN, RST, SYN } from '#engine/wire/tcp.ts';
import { story } from '#support/story.ts';
import { OURS, PEER, PEER_PORT, PORT, S, Story } from '#support/transport-peer.ts';

// RFC 9293 §3.4.2, §3.6.1 and §3.10.7.4 for TIME-WAIT.

/** The server closes first; its connection, from port 80 to the peer's 4000, is in TIME-WAIT, and port 80 still listens. */
const SERVER = `
  given ACCEPTED
  close(4) = 0
  > F. 1001(0) ack 2001
  < F. 2001(0) ack 1002
  > . 1002(0) ack 2002
  state(none) = TIME-WAIT
`;

/** The same with timestamps; the last one seen is 600. */
const STAMPED = `
  given LISTEN
  < S 2000(0) <mss 1460,TS 500 0>
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001 <TS 501 0>
  accept(3) = 4
  close(4) = 0
  > F. 1001(0) ack 2001
  < F. 2001(0) ack 1002 <TS 600 0>
  > . 1002(0) ack 2002 <TS 0 600>
`;

test('it lasts twice the maximum segment lifetime, 240 s', () => story()`
  given TIME-WAIT
  deadline(3) = 240
  +239.999 state(3) = TIME-WAIT
  +1ms state(3) = CLOSED
`);

test('a host like Linux waits 60 s', () => story({ profile: 'linux' })`
  given TIME-WAIT
  +60 state(3) = CLOSED
`);

test('the peer’s FIN again is acknowledged, and the time begins anew', () => story()`
  given TIME-WAIT
  +100 < F. 2001(0) ack 1002 ! tcp.unacceptable
  > . 1002(0) ack 2002
  deadline(3) = 240
`);

test('a stray segment of the connection is answered and not delivered', () => story()`
  given TIME-WAIT
  +100 < P. 2001(0) ack 1002 ! tcp.unacceptable
  > . 1002(0) ack 2002
  deadline(3) = 140
`);

test('a SYN after all the old numbers opens the connection anew, with a number after all of ours', () => story()`
  ${SERVER}
  +1 < S 9000(0) <mss 1460>
  > S. 66538(0) ack 9001
  < . 9001(0) ack 66539
  accept(3) = 4
  state(4) = ESTABLISHED
`);

test('a SYN among the old numbers is not told from a stray one: it is dropped', () => story()`
  ${SERVER}
  +1 < S 1500(0) <mss 1460> ! tcp.time-wait
  state(none) = TIME-WAIT
`);

test('a later timestamp opens the connection anew whatever the number', () => story()`
  ${STAMPED}
  +1 < S 1500(0) <mss 1460,TS 601 0>
  > S. 66538(0) ack 1501
`);

test('an earlier timestamp does not, whatever the number', () => story()`
  ${STAMPED}
  +1 < S 9000(0) <mss 1460,TS 599 0> ! tcp.time-wait
`);

test('the same timestamp does with a later number', () => story()`
  ${STAMPED}
  +1 < S 1500(0) <mss 1460,TS 600 0> ! tcp.time-wait
  < S 9000(0) <mss 1460,TS 600 0>
  > S. 66538(0) ack 9001
`);

test('a SYN without timestamps after a connection with them opens with a later number only', () => story()`
  ${STAMPED}
  +1 < S 1500(0) <mss 1460> ! tcp.time-wait
  < S 9000(0) <mss 1460>
  > S. 66538(0) ack 9001
`);

test('a first timestamp opens the connection anew whatever the number', () => story()`
  ${SERVER}
  +1 < S 1500(0) <mss 1460,TS 1 0>
  > S. 66538(0) ack 1501
`);

test('with reopening off a SYN is challenged', () => story({ timeWaitReopening: false })`
  ${SERVER}
  +1 < S 9000(0) ! tcp.unacceptable
  > . 1002(0) ack 2002
`);

test('a SYN is challenged where nobody listens: nothing could be opened', () => story()`
  given TIME-WAIT
  < S 9000(0) ! tcp.unacceptable
  > . 1002(0) ack 2002
  state(3) = TIME-WAIT
`);

test('a reset ends it early', () => story()`
  given TIME-WAIT
  < R 2002(0)
  state(3) = CLOSED
`);

test('a reset is ignored where the host protects TIME-WAIT (RFC 1337)', () => story({ timeWaitProtection: true })`
  given TIME-WAIT
  < R 2002(0) ! tcp.time-wait
  state(3) = TIME-WAIT
`);

test('a server that closed first cannot bind its port again until it is over', () => story()`
  ${SERVER}
  close(3) = 0
  socket() = 3
  bind(3, 80) = EADDRINUSE
  +240 bind(3, 80) = 0
`);

test('a server that closed first can with SO_REUSEADDR', () => story()`
  ${SERVER}
  close(3) = 0
  socket() = 3
  setsockopt(3, SO_REUSEADDR, 1) = 0
  bind(3, 80) = 0
  listen(3, 8) = 0
`);

test('not even SO_REUSEADDR shares the port with a socket that listens', () => story()`
  given LISTEN
  socket() = 4
  setsockopt(4, SO_REUSEADDR, 1) = 0
  bind(4, 80) = EADDRINUSE
`);

test('of two sockets that share a port only one can listen', () => story()`
  socket() = 3
  setsockopt(3, SO_REUSEADDR, 1) = 0
  bind(3, 80) = 0
  socket() = 4
  setsockopt(4, SO_REUSEADDR, 1) = 0
  bind(4, 80) = 0
  listen(4, 8) = 0
  listen(3, 8) = EADDRINUSE
`);

test('waiting connections use up the ports of clients', () => story({ ephemeralFirst: 50_000, ephemeralLast: 50_000 })`
  socket() = 3
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  < S. 2000(0) ack 1001
  > . 1001(0) ack 2001
  close(3) = 0
  > F. 1001(0) ack 2001
  < F. 2001(0) ack 1002
  > . 1002(0) ack 2002
  socket() = 3
  connect(3, peer:4000) = EADDRNOTAVAIL
  +240 connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
`);

test('a SYN that turns out to be an old duplicate leaves TIME-WAIT as it was', () => story()`
  ${SERVER}
  +100 < S 9000(0) <mss 1460>
  > S. 66538(0) ack 9001
  +0.1 < R 9001(0)
  state(none) = TIME-WAIT
  deadline(none) = 139.9
  +1 < F. 2001(0) ack 1002 ! tcp.unacceptable
  > . 1002(0) ack 2002
  deadline(none) = 240
  +240 state(none) = CLOSED
`);

test('a SYN for which the accept queue has no place does not end it', () => story()`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 1) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  accept(3) = 4
  close(4) = 0
  > 4000 F. 1001(0) ack 2001
  < 4000 F. 2001(0) ack 1002
  > 4000 . 1002(0) ack 2002
  < 5000 S 7000(0)
  > 5000 S. 1000(0) ack 7001
  < 5000 . 7001(0) ack 1001
  < 4000 S 9000(0) ! tcp.backlog-full
  state(none) = TIME-WAIT, ESTABLISHED
`);

test('it is forgotten in the end also when its program has used the socket for something else meanwhile', () => {
  const story = new Story();
  const { stack } = story;
  const listening = stack.socket();
  stack.bind(listening, PORT);
  stack.listen(listening);
  story.arrives({ flags: SYN, seq: 2000 });
  story.arrives({ flags: ACK, seq: 2001, ack: OURS + 1 });
  const { descriptor } = stack.accept(listening) as Accepted;
  stack.shutdown(descriptor);
  story.arrives({ flags: ACK | FIN, seq: 2001, ack: OURS + 2 });
  expect(stack.stateOf(descriptor)).toBe('TIME-WAIT');
  story.arrives({ flags: SYN, seq: 9000 });
  expect(stack.connect(descriptor, PEER, PEER_PORT + 1)).toBe('EINPROGRESS');
  story.arrives({ flags: RST, seq: 9001 });
  expect(stack.stateOf(null)).toBe('TIME-WAIT');
  stack.close(descriptor);
  story.after(1000 * S);
  expect(stack.data.state.connections.size).toBe(0);
});
