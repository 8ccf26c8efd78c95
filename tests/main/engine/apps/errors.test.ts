/* Every error a socket call of a drawn program can end with, each made to happen by socket calls that anybody can write. */
import { describe, expect, it } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import { lab, type Lab, type LabOptions } from '#support/lab.ts';

const stream: SocketStep = { call: 'socket', as: 's', type: 'stream' };
const datagram: SocketStep = { call: 'socket', as: 's', type: 'datagram' };
const connect = (address = '10.0.0.2', port = 80): SocketStep => ({ call: 'connect', socket: 's', address, port });
const bind = (port: number, address = '0.0.0.0', socket = 's'): SocketStep => ({ call: 'bind', socket, address, port });
const set = (option: string, value: number | string): SocketStep =>
  ({ call: 'setsockopt', socket: 's', option, value }) as SocketStep;
const send = (length = 10): SocketStep => ({ call: 'send', socket: 's', length });
const sendTo = (address: string, port = 9, length = 10): SocketStep => ({
  call: 'sendto',
  socket: 's',
  address,
  port,
  length,
});
const recv: SocketStep = { call: 'recv', socket: 's', length: null };
const wait = (time: number): SocketStep => ({ call: 'wait', time });
const close: SocketStep = { call: 'close', socket: 's' };
const listen: SocketStep = { call: 'listen', socket: 's', backlog: 5 };

/** A server that takes one client, and what it does then. */
const server = (...then: SocketStep[]): SocketStep[] => [
  { call: 'socket', as: 'l', type: 'stream' },
  bind(80, '0.0.0.0', 'l'),
  { call: 'listen', socket: 'l', backlog: 1 },
  { call: 'accept', socket: 'l', as: 's' },
  ...then,
];
const SHORT: LabOptions = { transport: { synRetries: 1, dataRetries: 1 } };

/** What a program of pc1 printed last. */
function ending(steps: SocketStep[], others: SocketStep[] = [], options: LabOptions = {}, meanwhile?: Act): string {
  const network = lab('pc1 -- switch1 -- server1', options);
  if (others.length > 0) network.steps('server1', others);
  network.run('1ms');
  const printed = network.steps('pc1', steps);
  meanwhile?.(network);
  network.run('30s');
  return printed().at(-1)!;
}
type Act = (network: Lab) => void;

describe('a socket call ends with', () => {
  it.each<[string, SocketStep[], SocketStep[]?, LabOptions?, Act?]>([
    ['connect: ECONNREFUSED', [stream, connect()]],
    ['connect: ETIMEDOUT', [stream, connect()], [], SHORT, (network) => network.unplug('switch1-server1')],
    ['connect: EHOSTUNREACH', [stream, connect('10.0.0.99')], [], { transport: { synRetries: 2 } }],
    ['connect: ENETUNREACH', [stream, connect('192.0.2.1')]],
    ['connect: ENETUNREACH', [stream, connect('10.0.0.255')]],
    ['connect: EADDRNOTAVAIL', [stream, connect('10.0.0.2', 0)]],
    ['connect: EISCONN', [stream, connect(), connect()], server(wait(1e9))],
    ['recv: ECONNRESET', [stream, connect(), recv], server(set('SO_LINGER', 0), close)],
    ['send: EPIPE', [stream, connect(), { call: 'shutdown', socket: 's', how: 'write' }, send()], server(wait(1e9))],
    [
      'recv: ETIMEDOUT',
      [stream, connect(), wait(1e9), send(), recv],
      server(recv),
      SHORT,
      (network) => network.run('500ms').unplug('switch1-server1'),
    ],
    ['bind: EADDRINUSE', [stream, bind(80), listen, stream, bind(80)]],
    ['bind: EADDRNOTAVAIL', [stream, bind(80, '10.0.0.7')]],
    ['bind: EINVAL', [stream, bind(80), bind(81)]],
    ['socket: EMFILE', [stream, { call: 'repeat', from: 1 }], [], { transport: { descriptorLimit: 8 } }],
    ['send: ENOTCONN', [stream, send()]],
    ['send: EDESTADDRREQ', [datagram, send()]],
    ['close: EBADF', [stream, close, close]],
    ['listen: EOPNOTSUPP', [datagram, listen]],
    ['accept: EINVAL', [stream, { call: 'accept', socket: 's', as: 'c' }]],
    ['setsockopt: ENOPROTOOPT', [datagram, set('TCP_NODELAY', 1)]],
    ['setsockopt: ENODEV', [datagram, set('SO_BINDTODEVICE', 'eth9')]],
    ['sendto: EACCES', [datagram, sendTo('10.0.0.255')]],
    ['sendto: ENETUNREACH', [datagram, sendTo('192.0.2.1')]],
    ['sendto: EMSGSIZE', [datagram, set('IP_MTU_DISCOVER', 2), sendTo('10.0.0.2', 9, 1473)]],
    ['recv: ECONNREFUSED', [datagram, connect('10.0.0.2', 9), send(), recv]],
    ['recv: EHOSTUNREACH', [datagram, connect('10.0.0.99', 9), send(), recv]],
  ])('%s', (text, steps, others, options, meanwhile) => {
    expect(ending(steps, others, options, meanwhile)).toBe(text);
  });

  it('accept: ECONNABORTED, when a client that waited has gone with a reset', () => {
    const network = lab('pc1 -- server1');
    const accept: SocketStep = { call: 'accept', socket: 's', as: 'c' };
    const printed = network.steps('server1', [stream, bind(80), listen, wait(1e9), accept]);
    network.run('1ms').steps('pc1', [stream, set('SO_LINGER', 0), connect(), close]);
    network.run('2s');
    expect(printed()).toEqual(['accept: ECONNABORTED']);
    // A server is not stopped by it: it takes the next one.
    network.command('server1', 'http-server -p 8080');
    network.run('1ms').steps('pc1', [stream, set('SO_LINGER', 0), connect('10.0.0.2', 8080), close]);
    const page = network.command('pc1', 'curl -s http://10.0.0.2:8080/bytes/3');
    network.run('2s');
    expect(page()).not.toEqual(['']);
  });
});

describe('a socket that does not block', () => {
  it('says EINPROGRESS, EALREADY and EAGAIN where another would wait, and its program goes on', () => {
    const network = lab('pc1 -- server1', { cable: { delay: 10e6 } });
    network.steps('server1', server({ call: 'recv', socket: 's', length: 3 }, wait(50e6), send(4), wait(1e9)));
    network.run('1ms');
    const printed = network.steps('pc1', [
      stream,
      set('O_NONBLOCK', 1),
      connect(),
      connect(),
      wait(100e6),
      connect(),
      { call: 'getsockopt', socket: 's', option: 'SO_ERROR' },
      send(3),
      recv,
      wait(200e6),
      recv,
    ]);
    network.run('2s');
    expect(printed()).toEqual(['connect: EINPROGRESS', 'connect: EALREADY', 'SO_ERROR: 0', 'recv: EAGAIN', 'recv: 4']);
    // Each call is on record with what it returned, at once.
    const calls = network.facts('socket.called', 'socket.returned').filter(({ detail }) => detail.call === 'connect');
    expect(calls.map(({ time, detail }) => [time, detail.result ?? ''])).toEqual([
      [1e6, ''],
      [1e6, 'EINPROGRESS'],
      [1e6, ''],
      [1e6, 'EALREADY'],
      [101e6, ''],
      [101e6, '0'],
    ]);
  });

  it('takes what fits the send buffer, and says how much', () => {
    const network = lab('pc1 -- server1', { transport: { sendBuffer: 1000 } });
    network.steps('server1', server(recv));
    network.run('1ms');
    const printed = network.steps('pc1', [stream, connect(), set('O_NONBLOCK', 1), send(5000), send(1)]);
    network.run('2s');
    expect(printed()).toEqual(['send: 1000', 'send: EAGAIN']);
  });
});

describe('a socket with a time limit', () => {
  it('waits no longer than SO_RCVTIMEO for data or a connection, and SO_SNDTIMEO for a handshake', () => {
    const network = lab('pc1 -- server1');
    const limited = network.steps('server1', [
      stream,
      set('SO_RCVTIMEO', 300),
      bind(80),
      listen,
      { call: 'accept', socket: 's', as: 'c' },
    ]);
    const question = network.steps('pc1', [
      datagram,
      set('SO_RCVTIMEO', 200),
      connect('10.0.0.2', 7),
      recv,
      { call: 'getsockopt', socket: 's', option: 'SO_RCVTIMEO' },
      stream,
      set('SO_SNDTIMEO', 100),
      connect('10.0.0.9', 7),
    ]);
    network.run('2s');
    expect(limited()).toEqual(['accept: EAGAIN']);
    expect(question()).toEqual(['recv: EAGAIN', 'SO_RCVTIMEO: 200', 'connect: EINPROGRESS']);
    const returned = network.facts('socket.returned').filter(({ detail }) => /^E[AI]/.test(`${detail.result}`));
    expect(returned.map(({ time }) => time)).toEqual([200e6, 300e6, 300e6]);
  });
});

describe('a UDP socket', () => {
  it('keeps as much as its receive buffer holds, and loses the rest', () => {
    const network = lab('pc1 -- server1');
    const read: SocketStep = { call: 'getsockopt', socket: 's', option: 'SO_RCVBUF' };
    const printed = network.steps('server1', [datagram, set('SO_RCVBUF', 1000), read, bind(9), wait(10e9)]);
    network.run('1ms').steps('pc1', [datagram, ...Array<SocketStep>(3).fill(sendTo('10.0.0.2', 9, 400))]);
    network.run('1s');
    expect(printed()).toEqual(['SO_RCVBUF: 1000']);
    expect(network.facts('frame.dropped')).toMatchObject([{ reason: 'receive-buffer-full' }]);
  });
});
