import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.8.3, §3.8.4 and §3.10.8.

test('a silent peer is not asked unless the program wants it', () => story()`
  given ESTABLISHED
  +100h state(3) = ESTABLISHED
`);

test('with keep-alive a peer that was silent for two hours is asked, and its answer is enough for two more', () => story()`
  given ESTABLISHED
  setsockopt(3, SO_KEEPALIVE, 1) = 0
  +2h > . 1000(0) ack 2001
  +0.1 < . 2001(0) ack 1001
  +2h > . 1000(0) ack 2001
  +0.1 < . 2001(0) ack 1001
  state(3) = ESTABLISHED
`);

test('whatever comes puts the question off', () => story()`
  given ESTABLISHED
  setsockopt(3, SO_KEEPALIVE, 1) = 0
  +1h < P. 2001(1) ack 1001
  +0.2 > . 1001(0) ack 2002
  +7199.8 > . 1000(0) ack 2002
`);

test('a peer that leaves nine questions unanswered, 75 s each, is given up', () => story()`
  given ESTABLISHED
  setsockopt(3, SO_KEEPALIVE, 1) = 0
  +2h > . 1000(0) ack 2001
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 > . 1000(0)
  +75 state(3) = CLOSED
  recv(3) = ETIMEDOUT
`);

test('idle time, interval and count are the socket’s own', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_KEEPIDLE, 60) = 0
  setsockopt(3, TCP_KEEPINTVL, 10) = 0
  setsockopt(3, TCP_KEEPCNT, 2) = 0
  setsockopt(3, SO_KEEPALIVE, 1) = 0
  +60 > . 1000(0)
  +10 > . 1000(0)
  +10 state(3) = CLOSED
`);

test('an answer after unanswered questions starts the count anew', () => story({
  keepAlive: true,
  keepAliveIdle: 60e9,
  keepAliveInterval: 10e9,
  keepAliveCount: 2,
})`
  given ESTABLISHED
  +60 > . 1000(0)
  +10 > . 1000(0)
  +5 < . 2001(0) ack 1001
  +* > . 1000(0)
  +10 > . 1000(0)
  +10 state(3) = CLOSED
`);

test('keep-alive turned off again asks no more', () => story({ keepAlive: true, keepAliveIdle: 60e9 })`
  given ESTABLISHED
  setsockopt(3, SO_KEEPALIVE, 0) = 0
  timer(3) = none
  +100h state(3) = ESTABLISHED
`);

test('a peer’s keep-alive is answered', () => story()`
  given ESTABLISHED
  < . 2000(0) ack 1001 ! tcp.unacceptable
  > . 1001(0) ack 2001
`);

test('data that stays unacknowledged for the user timeout ends the connection', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_USER_TIMEOUT, 5000) = 0
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  +1 > P. 1001(5) ack 2001
  +2 > P. 1001(5) ack 2001
  +1.999 state(3) = ESTABLISHED
  +1ms state(3) = CLOSED
  recv(3) = ETIMEDOUT
`);

test('progress starts the user timeout anew', () => story({ userTimeout: 5e9, retransmissionMinimum: 60e9 })`
  given ESTABLISHED
  send(3, 2920) = 2920
  > . 1001(1460) ack 2001
  > P. 2461(1460) ack 2001
  +4 < . 2001(0) ack 2461
  +4.999 state(3) = ESTABLISHED
  +1ms state(3) = CLOSED
`);

test('nothing waits, and the user timeout does nothing', () => story({ userTimeout: 5e9 })`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  +0.1 < . 2001(0) ack 1006
  +100 state(3) = ESTABLISHED
`);

test('an opening has the user timeout too', () => story({ userTimeout: 2e9 })`
  given SYN-SENT
  +1 > S 1000(0)
  +1 connect(3, peer:4000) = ETIMEDOUT
`);

test('data is sent again as often as the host is set to, then the program is told', () => story({ dataRetries: 2 })`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5)
  +1 > P. 1001(5)
  +2 > P. 1001(5)
  +4 state(3) = CLOSED
  send(3, 1) = ETIMEDOUT
`);

test('what ICMP said is the failure the program is told', () => story({ dataRetries: 1 })`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5)
  < icmp net
  +1 > P. 1001(5)
  state(3) = ESTABLISHED
  +2 recv(3) = ENETUNREACH
`);

test('a user timeout longer than the retries would last takes their place', () => story({
  dataRetries: 1,
  userTimeout: 10e9,
})`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5)
  +1 > P. 1001(5)
  +2 > P. 1001(5)
  +4 > P. 1001(5)
  +2.999 state(3) = ESTABLISHED
  +1ms state(3) = CLOSED
`);

test('a peer with a closed window that answers is not given up by the user timeout', () => story({ userTimeout: 5e9 })`
  given ESTABLISHED
  < . 2001(0) ack 1001 win 0
  send(3, 5) = 5
  +1 > . 1001(1)
  +0.1 < . 2001(0) ack 1001 win 0
  +1.9 > . 1001(1)
  +0.1 < . 2001(0) ack 1001 win 0
  +3.9 > . 1001(1)
  +0.1 < . 2001(0) ack 1001 win 0
  state(3) = ESTABLISHED
  +4.9 state(3) = ESTABLISHED
  +0.1 state(3) = CLOSED
`);

test('a half-open connection gives up after its retries also where there is a user timeout', () => story({
  userTimeout: 10e9,
  synAckRetries: 1,
})`
  given LISTEN
  < S 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
  +1 > S. 1000(0) ack 2001
  +2 states() = LISTEN > SYN-RECEIVED > CLOSED
`);

test('a user timeout set while the connection opens counts from then', () => story({ synRetries: 1 })`
  given SYN-SENT
  setsockopt(3, TCP_USER_TIMEOUT, 2000) = 0
  +1 > S 1000(0)
  +1 connect(3, peer:4000) = ETIMEDOUT
`);

test('what is sent after all was acknowledged has the whole user timeout', () => story({ userTimeout: 10e9 })`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  +0.1 < . 2001(0) ack 1006
  +9.7 send(3, 5) = 5
  > P. 1006(5) ack 2001
  +0.5 < . 2001(0) ack 1011
  state(3) = ESTABLISHED
`);

test('what ICMP said is forgotten once the peer is heard again: a later failure is a time-out', () => story({
  dataRetries: 1,
})`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  < icmp host
  < . 2001(0) ack 1006
  +1h send(3, 5) = 5
  > P. 1006(5) ack 2001
  +1 > P. 1006(5) ack 2001
  +2 recv(3) = ETIMEDOUT
`);

test('so is what it said of the SYN, once that is answered', () => story({ dataRetries: 1 })`
  given SYN-SENT
  < icmp host
  < S. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001
  send(3, 5) = 5
  > P. 1001(5) ack 2001
  +1 > P. 1001(5) ack 2001
  +2 recv(3) = ETIMEDOUT
`);

test('the first timeout, before anything was measured, is what the host is set to', () => story({
  retransmissionInitial: 3e9,
})`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  +3 > S 1000(0)
  +6 > S 1000(0)
`);

test('a peer with a closed window that answers no more is given up by the user timeout', () => story({
  userTimeout: 5e9,
})`
  given ESTABLISHED
  send(3, 100) = 100
  > P. 1001(100) ack 2001
  < . 2001(0) ack 1101 win 0
  send(3, 10) = 10
  +1 > . 1101(1) ack 2001
  < . 2001(0) ack 1101 win 0
  +2 > . 1101(1) ack 2001
  +3 state(3) = CLOSED
  error(3) = ETIMEDOUT
`);
