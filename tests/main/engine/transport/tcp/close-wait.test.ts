import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.10.7.4 for CLOSE-WAIT: the peer has closed its direction.

test('what the peer sent before is read, then the end', () => story()`
  given ESTABLISHED
  < PF. 2001(3) ack 1001 "bye"
  > . 1001(0) ack 2005
  state(3) = CLOSE-WAIT
  recv(3, 2) = "by"
  recv(3) = "e"
  recv(3) = 0
`);

test('this end can still send', () => story()`
  given CLOSE-WAIT
  send(3, "hello") = 5
  > P. 1001(5) ack 2002 "hello"
  < . 2002(0) ack 1006
  state(3) = CLOSE-WAIT
`);

test('closing leads to LAST-ACK, after what was sent', () => story()`
  given CLOSE-WAIT
  send(3, 5) = 5
  > P. 1001(5) ack 2002
  close(3) = 0
  > F. 1006(0) ack 2002
  state(none) = LAST-ACK
`);

test('a program that closes as soon as it is told makes one segment of acknowledgment and FIN', () => story()`
  given ESTABLISHED
  < F. 2001(0) ack 1001
  timer(3) = delayed-ack
  close(3) = 0
  > F. 1001(0) ack 2002
  state(none) = LAST-ACK
  < . 2002(0) ack 1002
  states() = CLOSED > SYN-SENT > ESTABLISHED > CLOSE-WAIT > LAST-ACK > CLOSED
`);

test('one that closes a moment later finds the FIN acknowledged', () => story()`
  given ESTABLISHED
  < F. 2001(0) ack 1001
  +0 > . 1001(0) ack 2002
  close(3) = 0
  > F. 1001(0) ack 2002
`);

test('a FIN that finds an acknowledgment held back lets it go at once', () => story()`
  given ESTABLISHED
  < P. 2001(10) ack 1001
  +0.1 < F. 2011(0) ack 1001
  > . 1001(0) ack 2012
  timer(3) = none
`);

test('a FIN whose window is closed to ours is acknowledged without it', () => story()`
  given ESTABLISHED
  < F. 2001(0) ack 1001 win 0
  close(3) = 0
  > . 1001(0) ack 2002
  timer(none) = persist
`);

test('it stays for ever when the program never closes', () => story()`
  given CLOSE-WAIT
  +1000h state(3) = CLOSE-WAIT
`);

test('the FIN again is acknowledged again', () => story()`
  given CLOSE-WAIT
  +1 < F. 2001(0) ack 1001 ! tcp.unacceptable
  > . 1001(0) ack 2002
`);

test('a reset ends it, and the program is told', () => story()`
  given CLOSE-WAIT
  < R 2002(0)
  state(3) = CLOSED
  send(3, 1) = ECONNRESET
`);

test('connections that a program never closes use up its descriptors, and new ones wait in vain', () => story({
  descriptorLimit: 6,
})`
  socket() = 3
  bind(3, 80) = 0
  listen(3, 8) = 0
  < 4000 S 2000(0)
  > 4000 S. 1000(0) ack 2001
  < 4000 F. 2001(0) ack 1001
  > 4000 . 1001(0) ack 2002
  accept(3) = 4
  < 5000 S 2000(0)
  > 5000 S. 1000(0) ack 2001
  < 5000 F. 2001(0) ack 1001
  > 5000 . 1001(0) ack 2002
  accept(3) = 5
  < 6000 S 2000(0)
  > 6000 S. 1000(0) ack 2001
  < 6000 . 2001(0) ack 1001
  accept(3) = EMFILE
  state(4) = CLOSE-WAIT
  state(5) = CLOSE-WAIT
  close(4) = 0
  > 4000 F. 1001(0) ack 2002
  accept(3) = 4
`);
