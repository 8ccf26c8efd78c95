import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.10.7.4, second and fourth, and RFC 5961.

test('a reset with exactly the next number ends the connection, and the program is told once', () => story()`
  given ESTABLISHED
  < R 2001(0)
  state(3) = CLOSED
  recv(3) = ECONNRESET
  recv(3) = 0
  send(3, 1) = EPIPE
`);

test('a reset elsewhere in the window is challenged, not believed', () => story()`
  given ESTABLISHED
  < R 2100(0) ! tcp.unacceptable
  > . 1001(0) ack 2001
  state(3) = ESTABLISHED
`);

test('a reset outside the window is dropped without a word', () => story()`
  given ESTABLISHED
  < R 2000(0) ! tcp.unacceptable
  < R 67536(0) ! tcp.unacceptable
  state(3) = ESTABLISHED
`);

test('without RFC 5961 any reset in the window ends the connection', () => story({ challengeAcknowledgments: false })`
  given ESTABLISHED
  < R 2100(0)
  state(3) = CLOSED
  recv(3) = ECONNRESET
`);

test('a SYN in the window is challenged, whatever its number', () => story()`
  given ESTABLISHED
  < S 2001(0) ! tcp.unacceptable
  > . 1001(0) ack 2001
  < S 3000(0) ! tcp.unacceptable
  > . 1001(0) ack 2001
  state(3) = ESTABLISHED
`);

test('without RFC 5961 a SYN in the window is an error that ends the connection', () => story({
  challengeAcknowledgments: false,
})`
  given ESTABLISHED
  < S 3000(0) ! tcp.unacceptable
  > R. 1001(0) ack 2001
  state(3) = CLOSED
  recv(3) = ECONNRESET
`);

test('an acknowledgment of something never sent is answered, and its text is not taken', () => story()`
  given ESTABLISHED
  < P. 2001(5) ack 1002 ! tcp.unacceptable
  > . 1001(0) ack 2001
  recv(3) = EAGAIN
`);

test('an acknowledgment from before the largest window ever offered is challenged, and its text is not taken', () => story()`
  given ESTABLISHED
  < P. 2001(5) ack 4294902761 ! tcp.unacceptable
  > . 1001(0) ack 2001
  recv(3) = EAGAIN
`);

test('an old acknowledgment within that window brings its text', () => story()`
  given ESTABLISHED
  < P. 2001(5) ack 900 "hello"
  recv(3) = "hello"
  +0.2 > . 1001(0) ack 2006
`);

test('no more challenges leave in one second than the host allows', () => story({ challengeLimit: 2 })`
  given ESTABLISHED
  < R 2100(0)
  > . 1001(0) ack 2001
  < R 2200(0)
  > . 1001(0) ack 2001
  < R 2300(0)
  < S 2400(0)
  +1 < R 2500(0)
  > . 1001(0) ack 2001
`);

test('closing a socket with bytes nobody read resets the connection', () => story()`
  given ESTABLISHED
  < P. 2001(3) ack 1001
  close(3) = 0
  > R. 1001(0) ack 2004
  state(none) = CLOSED
`);

test('bytes that come for a closed socket reset the connection', () => story()`
  given ESTABLISHED
  close(3) = 0
  > F. 1001(0) ack 2001
  < . 2001(0) ack 1002
  < P. 2001(3) ack 1002
  > R. 1002(0) ack 2001
  state(none) = CLOSED
`);

test('a reset carries the timestamps that were agreed upon', () => story()`
  given LISTEN
  < S 2000(0) <mss 1460,TS 500 0>
  > S. 1000(0) ack 2001 <mss 1460,TS 0 500>
  < . 2001(0) ack 1001 <TS 501 0>
  accept(3) = 4
  < P. 2001(3) ack 1001 <TS 502 0>
  +5ms close(4) = 0
  > R. 1001(0) ack 2004 <TS 5 502>
`);

test('the second of two connections to one port survives the reset of the first', () => story()`
  given LISTEN
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
  < 4000 . 2001(0) ack 1001
  < 5000 . 2001(0) ack 1001
  accept(3) = 4
  accept(3) = 5
  < 4000 R 2001(0)
  state(4) = CLOSED
  state(5) = ESTABLISHED
`);
