import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.5.1: one end has lost its memory, and the other does not know.

test('an opening that meets an old connection of the peer resets it and goes on (figure 9, the end that crashed)', () => story()`
  given SYN-SENT
  < . 300(0) ack 100 ! tcp.unacceptable
  > R 100(0)
  state(3) = SYN-SENT
  +1 > S 1000(0)
  < S. 2000(0) ack 1001
  > . 1001(0) ack 2001
  state(3) = ESTABLISHED
`);

test('a SYN of a peer that has crashed is answered with where we are, and its reset ends the connection (figure 9)', () => story()`
  given ESTABLISHED
  < S 400(0) ! tcp.unacceptable
  > . 1001(0) ack 2001
  < R 2001(0)
  state(3) = CLOSED
  recv(3) = ECONNRESET
`);

test('data for a peer that has crashed is answered with a reset, and the connection is over (figure 10)', () => story()`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  < R 2001(0)
  state(3) = CLOSED
  send(3, 5) = ECONNRESET
  send(3, 5) = EPIPE
`);

test('data of a peer for a connection this end has forgotten is answered with a reset', () => story()`
  < P. 2001(5) ack 1001 ! tcp.no-connection
  > R 1001(0)
`);

test('an old duplicate SYN between two listening ends is reset, and the end that answered it listens again (figure 11)', () => story()`
  given LISTEN
  < S 90(0)
  > S. 1000(0) ack 91
  < R 91(0)
  state(none) = CLOSED
  state(3) = LISTEN
`);

test('an old duplicate SYN before the real one is found out by the peer, and the real one opens (figure 8)', () => story()`
  given LISTEN
  < S 90(0) <mss 1460>
  > S. 1000(0) ack 91
  < R 91(0)
  < S 100(0) <mss 1460>
  > S. 1000(0) ack 101
  < . 101(0) ack 1001
  accept(3) = 4
  state(4) = ESTABLISHED
`);
