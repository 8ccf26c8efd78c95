import { expect, test } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import { SOCKET_OPTIONS, type SocketOptionName } from '#engine/transport/option-names.ts';
import { lab } from '#support/lab.ts';
import { story } from '#support/story.ts';

test('linger 0: closing throws away what was not sent, with a reset', () => story()`
  given ESTABLISHED
  setsockopt(3, SO_LINGER, 0) = 0
  send(3, 5) = 5
  > P. 1001(5)
  close(3) = 0
  > R. 1006(0) ack 2001
  state(none) = CLOSED
`);

test('linger: closing waits until everything is acknowledged, the FIN too', () => story()`
  given ESTABLISHED
  setsockopt(3, SO_LINGER, 10) = 0
  send(3, 5) = 5
  > P. 1001(5)
  close(3) = EAGAIN
  > F. 1006(0)
  +0.1 < . 2001(0) ack 1006
  close(3) = EAGAIN
  +0.1 < . 2001(0) ack 1007
  close(3) = 0
  state(none) = FIN-WAIT-2
`);

test('linger: closing waits no longer than it was told', () => story({ retransmissionMinimum: 60e9 })`
  given ESTABLISHED
  setsockopt(3, SO_LINGER, 2) = 0
  close(3) = EAGAIN
  > F. 1001(0)
  +1.9 close(3) = EAGAIN
  +0.1 close(3) = 0
  state(none) = FIN-WAIT-1
`);

test('looking does not take', () => story()`
  given ESTABLISHED
  < P. 2001(5) ack 1001 "hello"
  recv(3, 2, MSG_PEEK) = "he"
  recv(3, 10, MSG_PEEK) = "hello"
  getsockopt(3, FIONREAD) = 5
  recv(3) = "hello"
  recv(3, 10, MSG_PEEK) = EAGAIN
  +0.2 > . 1001(0) ack 2006
`);

test('bytes that wait to be acknowledged are counted, sent or not', () => story()`
  given ESTABLISHED
  < . 2001(0) ack 1001 win 1460
  send(3, 3000) = 3000
  > . 1001(1460)
  getsockopt(3, SIOCOUTQ) = 3000
  < . 2001(0) ack 2461 win 0
  getsockopt(3, SIOCOUTQ) = 1540
`);

test('a small send buffer takes what it has room for, and then nothing', () => story()`
  given ESTABLISHED
  setsockopt(3, SO_SNDBUF, 100) = 0
  send(3, 300) = 100
  > P. 1001(100)
  send(3, 1) = EAGAIN
  writable(3) = false
  < . 2001(0) ack 1101
  writable(3) = true
`);

test('a receive buffer set before the opening is the window that is offered', () => story()`
  socket() = 3
  setsockopt(3, SO_RCVBUF, 4000) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0) win 4000
`);

test('an announced segment size set before the opening holds both ways', () => story()`
  socket() = 3
  bind(3, 80) = 0
  setsockopt(3, TCP_MAXSEG, 500) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0) <mss 500,*>
  < S. 2000(0) ack 1001 <mss 1460>
  > . 1001(0) ack 2001
  getsockopt(3, TCP_MAXSEG) = 500
`);

test('accepted sockets have the options of the listening one', () => story()`
  socket() = 3
  setsockopt(3, TCP_NODELAY, 1) = 0
  setsockopt(3, SO_KEEPALIVE, 1) = 0
  setsockopt(3, TCP_KEEPIDLE, 60) = 0
  setsockopt(3, SO_LINGER, 5) = 0
  setsockopt(3, IP_TTL, 3) = 0
  setsockopt(3, SO_REUSEADDR, 1) = 0
  bind(3, 80) = 0
  listen(3, 8) = 0
  < S 2000(0)
  > S. 1000(0) ack 2001
  < . 2001(0) ack 1001
  accept(3) = 4
  getsockopt(4, TCP_NODELAY) = 1
  getsockopt(4, SO_KEEPALIVE) = 1
  getsockopt(4, TCP_KEEPIDLE) = 60
  getsockopt(4, SO_LINGER) = 5
  getsockopt(4, IP_TTL) = 3
  getsockopt(4, SO_REUSEADDR) = 1
  +60 > . 1000(0)
`);

test('turning Nagle off lets go what it held back', () => story()`
  given ESTABLISHED
  send(3, 5) = 5
  > P. 1001(5)
  send(3, 3) = 3
  setsockopt(3, TCP_NODELAY, 1) = 0
  > P. 1006(3)
`);

test('options that are not there, and values they cannot have, are refused', () => story()`
  socket() = 3
  setsockopt(3, SO_NOSUCH, 1) = ENOPROTOOPT
  getsockopt(3, SO_NOSUCH) = ENOPROTOOPT
  setsockopt(3, SO_BROADCAST, 1) = ENOPROTOOPT
  setsockopt(3, IP_TTL, 0) = EINVAL
  setsockopt(3, IP_TTL, 256) = EINVAL
  setsockopt(3, SO_LINGER, -2) = EINVAL
  setsockopt(3, TCP_KEEPCNT, 0) = EINVAL
  setsockopt(3, TCP_CONGESTION, vegas) = EINVAL
  setsockopt(3, TCP_CONGESTION, cubic) = 0
  getsockopt(3, TCP_CONGESTION) = cubic
  setsockopt(9, TCP_NODELAY, 1) = EBADF
  getsockopt(9, TCP_NODELAY) = EBADF
`);

test('the failure of a connection is told once, as SO_ERROR or by a call', () => story()`
  given ESTABLISHED
  < R 2001(0)
  getsockopt(3, SO_ERROR) = ECONNRESET
  getsockopt(3, SO_ERROR) = 0
  recv(3) = 0
`);

test('a direction shut for reading gives the end at once, and what still comes is acknowledged', () => story()`
  given ESTABLISHED
  < P. 2001(5) ack 1001
  shutdown(3, SHUT_RD) = 0
  recv(3) = 0
  +0.2 > . 1001(0) ack 2006
  < P. 2006(5) ack 1001
  +0.2 > . 1001(0) ack 2011
  send(3, 5) = 5
  > P. 1001(5)
`);

test('both directions shut send a FIN and read nothing more', () => story()`
  given ESTABLISHED
  shutdown(3, SHUT_RDWR) = 0
  > F. 1001(0)
  recv(3) = 0
  send(3, 1) = EPIPE
`);

test('calls on a socket in the wrong state say so', () => story()`
  given ESTABLISHED
  connect(3, peer:4000) = EISCONN
  listen(3, 1) = EINVAL
  accept(3) = EINVAL
  bind(3, 81) = EINVAL
  socket() = 4
  bind(4, 80) = EADDRINUSE
  accept(4) = EINVAL
`);

test('how often a SYN is sent again is the socket’s own', () => story()`
  socket() = 3
  setsockopt(3, TCP_SYNCNT, 1) = 0
  bind(3, 80) = 0
  connect(3, peer:4000) = EINPROGRESS
  > S 1000(0)
  +1 > S 1000(0)
  +2 connect(3, peer:4000) = ETIMEDOUT
`);

test('how long FIN-WAIT-2 lasts is the socket’s own', () => story()`
  given ESTABLISHED
  setsockopt(3, TCP_LINGER2, 5) = 0
  close(3) = 0
  > F. 1001(0)
  < . 2001(0) ack 1002
  +4.9 state(none) = FIN-WAIT-2
  +0.1 state(none) = CLOSED
`);

type SocketType = 'stream' | 'datagram';
type Values = Record<string, number | string>;
const both = {
  SO_REUSEADDR: 1,
  SO_RCVBUF: 5000,
  SO_RCVTIMEO: 20,
  SO_SNDTIMEO: 30,
  IP_TTL: 9,
  IP_TOS: 184,
  O_NONBLOCK: 1,
};
test.each([
  [
    'stream',
    { ...both, SO_LINGER: 3, SO_SNDBUF: 9000, SO_KEEPALIVE: 1, TCP_NODELAY: 1, TCP_CORK: 1, TCP_MAXSEG: 500 },
    { TCP_KEEPIDLE: 7, TCP_KEEPINTVL: 8, TCP_KEEPCNT: 2, TCP_SYNCNT: 4, TCP_LINGER2: 6, TCP_USER_TIMEOUT: 70 },
    { TCP_CONGESTION: 'cubic', TCP_QUICKACK: 0 },
    { SO_TYPE: 'SOCK_STREAM', SO_ACCEPTCONN: 0, FIONREAD: 0, SIOCOUTQ: 0, SIOCATMARK: 0 },
  ],
  [
    'datagram',
    both,
    { SO_BROADCAST: 1, SO_NO_CHECK: 1, SO_BINDTODEVICE: 'eth0', IP_RECVERR: 1 },
    { IP_MTU_DISCOVER: 2, IP_MULTICAST_TTL: 4, IP_MULTICAST_IF: 'eth0' },
    { SO_TYPE: 'SOCK_DGRAM', SO_ACCEPTCONN: 0, FIONREAD: 0, SIOCOUTQ: 0 },
  ],
] as [SocketType, ...Values[]][])(
  'every option of a %s socket is read as it was set, and every other is refused',
  (type, ...groups) => {
    const told = groups.at(-1)!;
    const settable: Values = Object.assign({}, ...groups.slice(0, -1));
    const steps: SocketStep[] = [{ call: 'socket', as: 's', type }];
    for (const [option, value] of Object.entries(settable)) {
      steps.push({ call: 'setsockopt', socket: 's', option: option as SocketOptionName, value });
    }
    const all = { ...settable, ...told };
    for (const option of Object.keys(all) as SocketOptionName[])
      steps.push({ call: 'getsockopt', socket: 's', option });
    const network = lab('pc1 -- pc2');
    const printed = network.steps('pc1', steps);
    network.run('1s');
    expect(printed()).toEqual(Object.entries(all).map(([option, value]) => `${option}: ${value}`));
    const others = SOCKET_OPTIONS.filter((option) => option !== 'SO_ERROR' && !(option in all));
    for (const option of others) {
      const refused = network.steps('pc1', [steps[0]!, { call: 'setsockopt', socket: 's', option, value: 1 }]);
      network.run('1ms');
      expect(refused(), option).toEqual(['setsockopt: ENOPROTOOPT']);
    }
  },
);
