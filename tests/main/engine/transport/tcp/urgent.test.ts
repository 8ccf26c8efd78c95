import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.8.5, RFC 6093.

test('urgent data leaves with URG and a pointer to the byte after it', () => story()`
  given ESTABLISHED
  send(3, "stop", MSG_OOB) = 4
  > PU. 1001(4) ack 2001 urg 4 "stop"
`);

test('segments before the end of urgent data say how far it is; later ones have no URG', () => story()`
  given ESTABLISHED
  send(3, 2000, MSG_OOB) = 2000
  > U. 1001(1460) ack 2001 urg 2000
  < . 2001(0) ack 2461
  > PU. 2461(540) ack 2001 urg 540
  < . 2001(0) ack 3001
  send(3, 10) = 10
  > P. 3001(10) ack 2001
`);

test('a closed window does not keep the mark back, only the data', () => story()`
  given ESTABLISHED
  < . 2001(0) ack 1001 win 0
  send(3, "stop", MSG_OOB) = 4
  > U. 1001(0) ack 2001 urg 4
`);

test('the program is told of urgent data once, and reads up to the mark first', () => story()`
  given ESTABLISHED
  < PU. 2001(6) ack 1001 urg 6 "abcde!"
  facts(tcp.urgent) = 1
  last(tcp.urgent, pointer) = 2007
  getsockopt(3, SIOCATMARK) = 0
  recv(3) = "abcde"
  getsockopt(3, SIOCATMARK) = 1
  recv(3) = "!"
  getsockopt(3, SIOCATMARK) = 0
  +0.2 > . 1001(0) ack 2007
`);

test('the mark may come before the data, and the farthest one counts', () => story()`
  given ESTABLISHED
  < U. 2001(0) ack 1001 urg 10
  facts(tcp.urgent) = 1
  < U. 2001(0) ack 1001 urg 5
  facts(tcp.urgent) = 1
  < U. 2001(0) ack 1001 urg 12
  facts(tcp.urgent) = 2
  last(tcp.urgent, pointer) = 2013
`);

test('a mark behind what was read is not told', () => story()`
  given ESTABLISHED
  < P. 2001(5) ack 1001
  recv(3) = "abcde"
  < U. 2006(0) ack 1001 urg 0
  facts(tcp.urgent) = 0
  +0.2 > . 1001(0) ack 2006
`);

test('urgent data lies across the wrap of the sequence numbers at either end', () => story({
  initialSequenceNumber: 4_294_967_293,
})`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 4294967293(0)
  < S. 4294967290(0) ack 4294967294 <mss 1460>
  > . 4294967294(0) ack 4294967291
  send(3, "abcd!", MSG_OOB) = 5
  > PU. 4294967294(5) ack 4294967291 urg 5 "abcd!"
  < PU. 4294967291(8) ack 3 urg 8 "ABCDEFG!"
  facts(tcp.urgent) = 1
  last(tcp.urgent, pointer) = 3
  recv(3) = "ABCDEFG"
  getsockopt(3, SIOCATMARK) = 1
  recv(3) = "!"
  send(3, 3) = 3
  > P. 3(3) ack 3
`);
