import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.8.6.3, RFC 5681 §4.2.

test('a segment is acknowledged 200 ms later, if nothing happens before', () => story()`
  given ESTABLISHED
  < P. 2001(100) ack 1001
  timer(3) = delayed-ack
  +0.2 > . 1001(0) ack 2101
  timer(3) = none
`);

test('the second full segment is acknowledged at once, and its acknowledgment speaks for both', () => story()`
  given ESTABLISHED
  < . 2001(1460) ack 1001
  < . 3461(1460) ack 1001
  > . 1001(0) ack 4921
  < . 4921(1460) ack 1001
  < . 6381(1460) ack 1001
  > . 1001(0) ack 7841
`);

test('small segments wait for each other', () => story()`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  +0.05 < P. 2011(10) ack 1001
  +0.05 < P. 2021(10) ack 1001
  +0.1 > . 1001(0) ack 2031
`);

test('the acknowledgment rides on data that leaves in time, and none follows', () => story()`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  +0.1 send(3, 5) = 5
  > P. 1001(5) ack 2011
  +0.1 < . 2011(0) ack 1006
  +1 state(3) = ESTABLISHED
`);

test('a segment out of order is acknowledged at once, with what is missing', () => story()`
  given ESTABLISHED
  < . 2101(100) ack 1001
  > . 1001(0) ack 2001
  < . 2201(100) ack 1001
  > . 1001(0) ack 2001
`);

test('a segment that fills a gap, or part of one, is acknowledged at once', () => story()`
  given ESTABLISHED
  < . 2201(100) ack 1001
  > . 1001(0) ack 2001
  < . 2001(100) ack 1001
  > . 1001(0) ack 2101
  < . 2101(100) ack 1001
  > . 1001(0) ack 2301
`);

test('a segment that was taken before is acknowledged at once', () => story()`
  given ESTABLISHED
  < . 2001(100) ack 1001
  +0.2 > . 1001(0) ack 2101
  < . 2001(100) ack 1001 ! tcp.unacceptable
  > . 1001(0) ack 2101
`);

test('a FIN is acknowledged at once, and the text before it with it', () => story()`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  < F. 2011(0) ack 1001
  > . 1001(0) ack 2012
`);

test('with the delay off every segment is acknowledged at once', () => story({ acknowledgmentDelay: 0 })`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  > . 1001(0) ack 2011
  < P. 2011(10) ack 1001
  > . 1001(0) ack 2021
`);

test('so many segments at the start of a connection are acknowledged at once', () => story({ quickAcknowledgments: 2 })`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  > . 1001(0) ack 2011
  < P. 2011(10) ack 1001
  > . 1001(0) ack 2021
  < P. 2021(10) ack 1001
  +0.2 > . 1001(0) ack 2031
`);

test('a host like Linux waits 40 ms, once it has become used to the peer', () => story({
  profile: 'linux',
  quickAcknowledgments: 0,
})`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  +40ms > . 1001(0) ack 2011
`);

test('a program may ask for acknowledgments at once, and the one that waits leaves', () => story()`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  +0.1 setsockopt(3, TCP_QUICKACK, 1) = 0
  > . 1001(0) ack 2011
  < P. 2011(10) ack 1001
  > . 1001(0) ack 2021
`);

test('acknowledgment and window update share a segment when the program reads in time', () => story({
  receiveBuffer: 2920,
})`
  given ESTABLISHED
  < . 2001(1460) ack 1001
  recv(3) = 1460
  > . 1001(0) ack 3461 win 2920
  +1 state(3) = ESTABLISHED
`);

test('a peer without room for another segment is not kept waiting', () => story({ receiveBuffer: 2000 })`
  given ESTABLISHED
  < . 2001(1460) ack 1001
  > . 1001(0) ack 3461 win 540
`);

test('every fourth full segment, where the host is set to that', () => story({ acknowledgeEvery: 4 })`
  given ESTABLISHED
  < . 2001(1000) ack 1001
  < . 3001(1000) ack 1001
  < . 4001(1000) ack 1001
  < . 5001(1000) ack 1001
  > . 1001(0) ack 6001
`);
