import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.7.4 and §3.8.6.2.1: what is worth a segment, and when.

test('the first small piece leaves at once, the following wait for its acknowledgment and leave together', () => story()`
  given ESTABLISHED
  send(3, 1) = 1
  > P. 1001(1)
  send(3, 2) = 2
  send(3, 3) = 3
  +0.1 < . 2001(0) ack 1002
  > P. 1002(5)
`);

test('a full segment never waits', () => story()`
  given ESTABLISHED
  send(3, 1) = 1
  > P. 1001(1)
  send(3, 1460) = 1460
  > P. 1002(1460)
`);

test('of more than a segment the full ones leave and the rest waits', () => story()`
  given ESTABLISHED
  send(3, 3000) = 3000
  > . 1001(1460)
  > . 2461(1460)
  +0.1 < . 2001(0) ack 3921
  > P. 3921(80)
`);

test('without Nagle every piece leaves at once', () => story({ nagle: false })`
  given ESTABLISHED
  send(3, 1) = 1
  > P. 1001(1)
  send(3, 2) = 2
  > P. 1002(2)
  send(3, 3) = 3
  > P. 1004(3)
`);

test('the last piece of a stream does not wait once the program has closed it', () => story()`
  given ESTABLISHED
  send(3, 1) = 1
  > P. 1001(1)
  send(3, 2) = 2
  shutdown(3, SHUT_WR) = 0
  > PF. 1002(2)
`);

test('what is waited for and a delayed acknowledgment at the other end keep each other waiting: write, write, read', () => story()`
  given ESTABLISHED
  send(3, "head") = 4
  > P. 1001(4)
  send(3, "body") = 4
  +0.2 < . 2001(0) ack 1005       // the peer had nothing to send, and held its acknowledgment back
  > P. 1005(4) ack 2001 "body"
`);

test('a window too small for a segment is not filled with pieces: half the largest window ever, or it waits', () => story()`
  given ESTABLISHED
  < . 2001(0) ack 1001 win 1000
  send(3, 5000) = 5000
  timer(3) = persist
  +0.1 < . 2001(0) ack 1001 win 1460
  > . 1001(1460)
`);

test('half of a window that never was larger is worth a segment', () => story()`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  < S. 2000(0) ack 1001 win 1000 <mss 1460>
  > . 1001(0) ack 2001
  connect(3, peer:4000) = 0
  send(3, 5000) = 5000
  > . 1001(1000)
  +0.1 < . 2001(0) ack 2001 win 500
  > . 2001(500)
`);

test('the window is offered anew in steps of a segment, not byte by byte', () => story({ receiveBuffer: 4380 })`
  given ESTABLISHED
  < . 2001(1460) ack 1001
  < . 3461(1460) ack 1001
  > . 1001(0) ack 4921 win 1460
  < . 4921(1460) ack 1001
  > . 1001(0) ack 6381 win 0
  recv(3, 1000) = 1000
  +1 recv(3, 460) = 460
  > . 1001(0) ack 6381 win 1460
`);
