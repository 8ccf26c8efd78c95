import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.10.7.1: CLOSED.

test('a SYN to a port where nobody listens is answered with a reset that acknowledges it', () => story()`
  < S 2000(0) ! tcp.no-connection
  > R. 0(0) ack 2001 win 0 <>
`);

test('a segment with an acknowledgment is answered with a reset that has that number, and no acknowledgment', () => story()`
  < . 2000(0) ack 5000 ! tcp.no-connection
  > R 5000(0)
`);

test('the reset acknowledges text, SYN and FIN alike', () => story()`
  < SF 2000(10) ! tcp.no-connection
  > R. 0(0) ack 2012
  < F 2000(0)
  > R. 0(0) ack 2001
`);

test('a reset is never answered', () => story()`
  < R 2000(0) ! tcp.no-connection
  < R. 2000(0) ack 7 ! tcp.no-connection
`);

test('calls on a socket without a connection say so', () => story()`
  socket() = 3
  send(3, "x") = ENOTCONN
  recv(3) = ENOTCONN
  shutdown(3, SHUT_WR) = ENOTCONN
  close(3) = 0
  close(3) = EBADF
`);
