import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.10.7.4 for FIN-WAIT-2: our direction is closed, the peer's is not.

test('data flows the other way for as long as the peer likes', () => story()`
  given FIN-WAIT-2
  +3600 < P. 2001(5) ack 1002 "hello"
  recv(3) = "hello"
  +0.2 > . 1002(0) ack 2006
  state(3) = FIN-WAIT-2
`);

test('the peer’s FIN leads to TIME-WAIT, and the program reads the end', () => story()`
  given FIN-WAIT-2
  recv(3) = EAGAIN
  < F. 2001(0) ack 1002
  > . 1002(0) ack 2002
  state(3) = TIME-WAIT
  recv(3) = 0
`);

test('text and FIN in one segment are both taken', () => story()`
  given FIN-WAIT-2
  < PF. 2001(3) ack 1002 "end"
  > . 1002(0) ack 2005
  recv(3) = "end"
  recv(3) = 0
`);

test('a FIN before its text waits for it', () => story()`
  given FIN-WAIT-2
  < F. 2004(0) ack 1002
  > . 1002(0) ack 2001
  state(3) = FIN-WAIT-2
  < P. 2001(3) ack 1002
  > . 1002(0) ack 2005
  state(3) = TIME-WAIT
`);

test('no program holds it any more: it ends after the time the host is set to', () => story({ finWait2Timeout: 60e9 })`
  given FIN-WAIT-2
  close(3) = 0
  timer(none) = fin-wait-2
  +59.9 state(none) = FIN-WAIT-2
  +0.1 state(none) = CLOSED
  < F. 2001(0) ack 1002 ! tcp.no-connection
  > R 1002(0)
`);

test('the program lets go before the FIN is acknowledged: the time runs from then on', () => story({
  finWait2Timeout: 60e9,
})`
  given ESTABLISHED
  close(3) = 0
  > F. 1001(0) ack 2001
  +0.5 < . 2001(0) ack 1002
  +59.9 state(none) = FIN-WAIT-2
  +0.1 state(none) = CLOSED
`);

test('a program that still holds it may wait for ever', () => story({ finWait2Timeout: 60e9 })`
  given FIN-WAIT-2
  +100h state(3) = FIN-WAIT-2
`);

test('without a limit it lasts until the peer closes', () => story()`
  given FIN-WAIT-2
  close(3) = 0
  +100h state(none) = FIN-WAIT-2
  < F. 2001(0) ack 1002
  > . 1002(0) ack 2002
  state(none) = TIME-WAIT
`);
