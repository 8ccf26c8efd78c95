import { test } from 'vitest';
import { story } from '#support/story.ts';

// RFC 9293 §3.2 and §3.7.1, RFC 6691, RFC 7323, RFC 2018 §2, RFC 3168 §6.1.1.

/** Both ends have agreed on timestamps; the peer's last was 500, and our clock counts ms from 0. */
const STAMPED = `
  given LISTEN
  < S 2000(0) win 65535 <mss 1460,TS 500 0>
  > S. 1000(0) ack 2001 <mss 1460,TS 0 500>
  < . 2001(0) ack 1001 <TS 500 0>
  accept(3) = 4
`;

test('a SYN offers MSS, SACK, timestamps and window scale', () => story()`
  socket() = 3
  bind(3, 80) = 0
  +1   connect(3, peer:4000) = EINPROGRESS
     > S 1000(0) win 65535 <mss 1460,sackOK,TS 1000 0,nop,wscale 0>
  +0.1 < S. 2000(0) ack 1001 win 65535 <mss 1460,sackOK,TS 5000 1000,nop,wscale 7>
     > . 1001(0) ack 2001 win 65535 <TS 1100 5000>
       state(3) = ESTABLISHED
`);

test('what a host is told not to offer is not offered', () => story({
  timestamps: false,
  sack: false,
  windowScale: 'off',
  segmentSize: 536,
})`
  socket() = 3
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0) <mss 536>
`);

test('a SYN,ACK accepts only what the SYN has offered', () => story()`
  given LISTEN
  < S 2000(0) <mss 1460,wscale 7>
  > S. 1000(0) ack 2001 <mss 1460,nop,wscale 0>
`);

test('a SYN,ACK does not accept what this host is told not to use', () => story({ timestamps: false, sack: false })`
  given LISTEN
  < S 2000(0) <mss 1460,sackOK,TS 1 0,wscale 7>
  > S. 1000(0) ack 2001 <mss 1460,nop,wscale 0>
`);

test('what the peer did not accept is not used', () => story()`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5) ack 2001 <>
`);

test('unknown options are skipped, also in the middle', () => story()`
  given LISTEN
  < S 2000(0) <254:f989,mss 1460,99:0102,wscale 3>
  > S. 1000(0) ack 2001 <mss 1460,wscale 0>
`);

test('without an MSS option segments carry 536 bytes', () => story()`
  given LISTEN
  < S 2000(0)
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001
  accept(3) = 4
  send(4, 600) = 600
  > . 1001(536) ack 2001
`);

test('an MSS does not count options: with timestamps segments carry 12 bytes less', () => story()`
  given LISTEN
  < S 2000(0) win 65535 <mss 1000,TS 500 0>
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001 <TS 500 0>
  accept(3) = 4
  send(4, 1976) = 1976
  > . 1001(988) ack 2001
  > P. 1989(988) ack 2001
`);

test('a cable with a smaller MTU makes both the announced and the used segments smaller', () => story()`
  mtu 1000
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0) <mss 960,*>
  < S. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001
  connect(3, peer:4000) = 0
  send(3, 960) = 960
  > P. 1001(960) ack 2001
`);

test('the window of a SYN is never scaled, that of later segments is', () => story({ receiveBuffer: 1_048_576 })`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0) win 65535 <mss 1460,sackOK,TS 0 0,wscale 5>
  < S. 2000(0) ack 1001 win 20000 <mss 1460,wscale 7>
  > . 1001(0) ack 2001 win 32768
  view(3, sndWnd) = 20000
  < . 2001(0) ack 1001 win 1000
  view(3, sndWnd) = 128000
`);

test('a shift above 14 counts as 14', () => story()`
  given LISTEN
  < S 2000(0) win 65535 <mss 1460,wscale 20>
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001 win 2
  accept(3) = 4
  view(4, sndWnd) = 32768
`);

test('without scaling the window is at most 65535, however large the buffer', () => story({ receiveBuffer: 1_048_576 })`
  given ESTABLISHED
  < P. 2001(1460) ack 1001
  recv(3) = 1460
  +0.2 > . 1001(0) ack 3461 win 65535
`);

test('rounding never moves the right edge of the window back', () => story({
  receiveBuffer: 131_072,
  windowScale: 14,
  acknowledgmentDelay: 0,
})`
  given LISTEN
  < S 2000(0) win 65535 <mss 1460,wscale 0>
  > S. 1000(0) ack 2001 win 65535 <mss 1460,wscale 14>
  < . 2001(0) ack 1001
  accept(3) = 4
  < P. 2001(1000) ack 1001
  > . 1001(0) ack 3001 win 7    // 3001 + 7 * 16384 = 117689: what the buffer has room for
  < P. 3001(1000) ack 1001
  > . 1001(0) ack 4001 win 7    // and not 6, which would end at 102305
`);

test('every segment carries a timestamp once that is agreed', () => story()`
  ${STAMPED}
  +5ms send(4, 5) = 5
  > P. 1001(5) ack 2001 <TS 5 500>
  +10ms < . 2001(0) ack 1006 <TS 515 5>
  shutdown(4, SHUT_WR) = 0
  > F. 1006(0) ack 2001 <TS 15 515>
`);

test('a segment with an older timestamp is an old duplicate: it is acknowledged and dropped', () => story()`
  ${STAMPED}
  < P. 2001(5) ack 1001 <TS 499 0> ! tcp.old-timestamp
  > . 1001(0) ack 2001
  recv(4) = EAGAIN
`);

test('timestamps are compared round the circle', () => story()`
  given LISTEN
  < S 2000(0) <mss 1460,TS 4294967290 0>
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001 <TS 3 0>
  accept(3) = 4
  < P. 2001(5) ack 1001 <TS 4294967295 0> ! tcp.old-timestamp
  > . 1001(0) ack 2001 <TS 0 3>
`);

test('a segment without the agreed timestamp is dropped without a word', () => story()`
  ${STAMPED}
  < P. 2001(5) ack 1001 ! tcp.no-timestamp
  recv(4) = EAGAIN
`);

test('a reset needs no timestamp, and an old one does not save the connection', () => story()`
  ${STAMPED}
  < R 2001(0) <TS 1 0>
  state(4) = CLOSED
`);

test('after 24 days without a word any timestamp is taken', () => story()`
  ${STAMPED}
  +577h < P. 2001(5) ack 1001 <TS 100 0>
  recv(4) = "abcde"
  +0.2 > . 1001(0) ack 2006 <TS * 100>
`);

test('before 24 days are over the old timestamp counts', () => story()`
  ${STAMPED}
  +575h < P. 2001(5) ack 1001 <TS 100 0> ! tcp.old-timestamp
  > . 1001(0) ack 2001
`);

test('a delayed acknowledgment echoes the first of the segments it speaks for', () => story()`
  ${STAMPED}
  < P. 2001(5) ack 1001 <TS 510 0>
  +50ms < P. 2006(5) ack 1001 <TS 560 0>
  +150ms > . 1001(0) ack 2011 <TS 200 510>
`);

test('a segment behind a gap is not echoed, the one that fills the gap is', () => story()`
  ${STAMPED}
  < P. 2006(5) ack 1001 <TS 520 0>
  > . 1001(0) ack 2001 <TS 0 500>
  < P. 2001(5) ack 1001 <TS 530 0>
  > . 1001(0) ack 2011 <TS 0 530>
`);

test('SACK is agreed upon when both SYNs permit it', () => story()`
  given LISTEN
  < S 2000(0) <mss 1460,sackOK>
  > S. 1000(0) ack 2001 <mss 1460,sackOK>
  < . 2001(0) ack 1001
  accept(3) = 4
  < . 2101(100) ack 1001
  > . 1001(0) ack 2001 <sack 2101:2201>
`);

test('without the permission of the peer there are no SACK blocks', () => story()`
  given ESTABLISHED
  < . 2101(100) ack 1001
  > . 1001(0) ack 2001 <>
`);

test('ECN is offered with ECE and CWR, and accepted with ECE', () => story({ ecn: true })`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > SEW 1000(0)
  < SE. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001
  last(tcp.agreed, options) = MSS 1460, ECN
`);

test('a peer that mirrors both ECN bits does not speak ECN', () => story({ ecn: true })`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > SEW 1000(0)
  < SEW. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001
  last(tcp.agreed, options) = MSS 1460
`);

test('an offer of ECN is accepted by a host that speaks it', () => story({ ecn: true })`
  given LISTEN
  < SEW 2000(0) <mss 1460>
  > SE. 1000(0) ack 2001
`);

test('an offer of ECN is not accepted by a host that does not speak it', () => story()`
  given LISTEN
  < SEW 2000(0) <mss 1460>
  > S. 1000(0) ack 2001
`);

test('a SYN that gets no answer leaves again without the offer of ECN', () => story({ ecn: true })`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > SEW 1000(0)
  +1 > S 1000(0)
`);

test('what a SYN has said of the window holds, whatever its program sets before the answer', () => story({
  acknowledgmentDelay: 0,
})`
  socket() = 3
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0) win 65535 <mss 1460,sackOK,TS 0 0,wscale 0>
  setsockopt(3, SO_RCVBUF, 1048576) = 0
  < S. 2000(0) ack 1001 <mss 1460,wscale 2>
  > . 1001(0) ack 2001 win 65535
`);

test('nor does a buffer made smaller then take any of it back', () => story({ acknowledgmentDelay: 0 })`
  given SYN-SENT
  setsockopt(3, SO_RCVBUF, 1000) = 0
  < S. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001 win 65535
  < . 2001(1460) ack 1001
  > . 1001(0) ack 3461 win 64075
`);
