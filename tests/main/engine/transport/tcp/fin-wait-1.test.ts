import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.10.7.4 for FIN-WAIT-1: our FIN is on its way.

test('the acknowledgment of our FIN leads to FIN-WAIT-2', () => story()`
  given FIN-WAIT-1
  < . 2001(0) ack 1002
  state(3) = FIN-WAIT-2
`);

test('a FIN that acknowledges ours leads to TIME-WAIT at once: three segments close a connection', () => story()`
  given FIN-WAIT-1
  < F. 2001(0) ack 1002
  > . 1002(0) ack 2002
  state(3) = TIME-WAIT
`);

test('a FIN that does not acknowledge ours leads to CLOSING: both ends close at once', () => story()`
  given FIN-WAIT-1
  < F. 2001(0) ack 1001
  > . 1002(0) ack 2002
  state(3) = CLOSING
`);

test('the peer’s data still comes', () => story()`
  given FIN-WAIT-1
  < P. 2001(5) ack 1001 "hello"
  recv(3) = "hello"
  +0.2 > . 1002(0) ack 2006
`);

test('our FIN follows the data that was sent before it, and an acknowledgment of the data alone is not one of the FIN', () => story()`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  shutdown(3, SHUT_WR) = 0
  > F. 1006(0) ack 2001
  < . 2001(0) ack 1006
  state(3) = FIN-WAIT-1
  < . 2001(0) ack 1007
  state(3) = FIN-WAIT-2
`);

test('a lost FIN leaves again', () => story()`
  given FIN-WAIT-1
  +1 > F. 1001(0) ack 2001
  +2 > F. 1001(0) ack 2001
  < . 2001(0) ack 1002
  state(3) = FIN-WAIT-2
`);

test('a peer that vanished is given up after the retries, and the program is told', () => story({ dataRetries: 2 })`
  given FIN-WAIT-1
  +1 > F. 1001(0)
  +2 > F. 1001(0)
  +4 state(3) = CLOSED
  recv(3) = ETIMEDOUT
`);

test('a reset ends it, and the program is told', () => story()`
  given FIN-WAIT-1
  < R 2001(0)
  state(3) = CLOSED
  recv(3) = ECONNRESET
`);

test('nothing can be sent any more', () => story()`
  given FIN-WAIT-1
  send(3, 5) = EPIPE
  shutdown(3, SHUT_WR) = 0
`);
