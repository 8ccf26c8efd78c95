import { test } from 'vitest';
import { story } from '#support/story.ts';

test('a SYN offers MSS, SACK, timestamps and window scale', () => story()`
  socket() = 3
  bind(3, 80) = 0
  +1   connect(3, peer:4000) = EINPROGRESS
     > S 1000(0) win 65535 <mss 1460,sackOK,TS 1000 0,nop,wscale 0>
  +0.1 < S. 2000(0) ack 1001 win 65535 <mss 1460,sackOK,TS 5000 1000,nop,wscale 7>
     > . 1001(0) ack 2001 win 65535 <TS 1100 5000>
       state(3) = ESTABLISHED
       view(3, mss) = 1448
`);
