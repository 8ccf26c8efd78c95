import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.10.7.4 for LAST-ACK: the peer closed first, our FIN is on its way.

test('the acknowledgment of our FIN is the end', () => story()`
  given LAST-ACK
  < . 2002(0) ack 1002
  state(3) = CLOSED
  error(3) = none
`);

test('an acknowledgment of less is not the end', () => story()`
  given LAST-ACK
  < . 2002(0) ack 1001
  state(3) = LAST-ACK
`);

test('the peer’s FIN again is acknowledged, and ours is not yet', () => story()`
  given LAST-ACK
  +0.5 < F. 2001(0) ack 1001 ! tcp.unacceptable
  > . 1002(0) ack 2002
  state(3) = LAST-ACK
`);

test('a lost FIN leaves again', () => story()`
  given LAST-ACK
  +1 > F. 1001(0) ack 2002
  < . 2002(0) ack 1002
  state(3) = CLOSED
`);

test('a peer that vanished is given up', () => story({ dataRetries: 1 })`
  given CLOSE-WAIT
  close(3) = 0
  > F. 1001(0) ack 2002
  +1 > F. 1001(0) ack 2002
  +2 state(none) = CLOSED
`);

test('a reset ends it without a failure: everything was received', () => story()`
  given LAST-ACK
  < R 2002(0)
  state(3) = CLOSED
  error(3) = none
`);
