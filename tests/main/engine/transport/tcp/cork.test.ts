import { test } from 'vitest';
import { story } from '#support/story.ts';

// TCP_CORK, as tcp(7) of Linux has it: no RFC knows it.

test('with the cork in, small pieces wait even when nothing is in flight, and leave together when it is taken out', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  getsockopt(3, TCP_CORK) = 1
  send(3, "head ") = 5
  +0.1 send(3, "body") = 4
  queued(3) = 0/9
  timer(3) = cork
  setsockopt(3, TCP_CORK, 0) = 0
  > P. 1001(9) ack 2001 "head body"
`);

test('full segments leave with the cork in; what is left waits 200 ms and no longer', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  send(3, 1500) = 1500
  > . 1001(1460)
  +0.05 < . 2001(0) ack 2461
  deadline(3) = 0.15
  +0.15 > P. 2461(40)
  last(tcp.timer.expired, timer) = cork
  +0.1 < . 2001(0) ack 2501
  timer(3) = none
`);

test('the time begins with the first byte that waits, and anew when a full segment has left', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  send(3, 1000) = 1000
  +0.1 send(3, 400) = 400
  deadline(3) = 0.1
  +0.05 send(3, 100) = 100
  > . 1001(1460)
  +0.2 > P. 2461(40)
`);

test('taking the cork out lets the last piece go though another is not acknowledged', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  send(3, 1500) = 1500
  > . 1001(1460)
  setsockopt(3, TCP_CORK, 0) = 0
  > P. 2461(40)
`);

test('asking for no delay lets go what waits, and the cork holds what follows', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  send(3, 3) = 3
  setsockopt(3, TCP_NODELAY, 1) = 0
  > P. 1001(3)
  send(3, 4) = 4
  +0.2 > P. 1004(4)
`);

test('the end of the stream and urgent data do not wait', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  send(3, 1, MSG_OOB) = 1
  > PU. 1001(1) urg 1
  +0.1 < . 2001(0) ack 1002
  send(3, 2) = 2
  shutdown(3, SHUT_WR) = 0
  > PF. 1002(2)
`);

test('a closed window is asked as ever', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_CORK, 1) = 0
  < . 2001(0) ack 1001 win 0
  send(3, 5) = 5
  timer(3) = persist
  +1 > . 1001(1)
  +0.1 < . 2001(0) ack 1001 win 4000
  > P. 1001(5)       // it was sent before, as a probe
`);

test('a host may put the cork into every new socket, and say for how long', () => story({ cork: true, corkTime: 50e6 })`
  given ESTABLISHED
  send(3, 5) = 5
  +0.05 > P. 1001(5)
`);
