import { expect, test } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import { PROTOCOL_TCP } from '#engine/wire/ipv4.ts';
import { lab } from '#support/lab.ts';

const server = (...then: SocketStep[]): SocketStep[] => [
  { call: 'socket', as: 'listener', type: 'stream' },
  { call: 'setsockopt', socket: 'listener', option: 'SO_REUSEADDR', value: 1 },
  { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
  { call: 'listen', socket: 'listener', backlog: 8 },
  { call: 'accept', socket: 'listener', as: 'connection' },
  ...then,
];
const client = (before: SocketStep[], ...then: SocketStep[]): SocketStep[] => [
  { call: 'socket', as: 'connection', type: 'stream' },
  ...before,
  { call: 'connect', socket: 'connection', address: '10.0.0.2', port: 80 },
  ...then,
];

test('a program written as steps sets options and prints their values', () => {
  const network = lab('pc1 -- server1');
  const printed = network.steps('pc1', [
    { call: 'socket', as: 'one', type: 'stream' },
    { call: 'setsockopt', socket: 'one', option: 'TCP_CONGESTION', value: 'cubic' },
    { call: 'getsockopt', socket: 'one', option: 'TCP_CONGESTION' },
    { call: 'setsockopt', socket: 'one', option: 'SO_LINGER', value: 5 },
    { call: 'getsockopt', socket: 'one', option: 'SO_LINGER' },
    { call: 'setsockopt', socket: 'one', option: 'IP_TTL', value: 0 },
  ]);
  network.run('1ms');
  expect(printed()).toEqual(['TCP_CONGESTION: cubic', 'SO_LINGER: 5', 'setsockopt: EINVAL']);
});

test('a look at what came waits until something is there, and leaves it', () => {
  const network = lab('pc1 -- server1');
  const printed = network.steps(
    'server1',
    server(
      { call: 'recv', socket: 'connection', length: 3, peek: true },
      { call: 'getsockopt', socket: 'connection', option: 'FIONREAD' },
      { call: 'recv', socket: 'connection', length: 5 },
      { call: 'getsockopt', socket: 'connection', option: 'FIONREAD' },
    ),
  );
  network.run('1ms');
  network.steps('pc1', client([], { call: 'wait', time: 1e6 }, { call: 'send', socket: 'connection', length: 5 }));
  network.run('1s');
  expect(printed()).toEqual(['FIONREAD: 5', 'FIONREAD: 0']);
});

test('closing waits for the acknowledgment of everything when the socket lingers', () => {
  const network = lab('pc1 -- server1');
  network.steps('server1', server({ call: 'wait', time: 1e9 }));
  network.run('1ms');
  network.steps(
    'pc1',
    client(
      [{ call: 'setsockopt', socket: 'connection', option: 'SO_LINGER', value: 10 }],
      { call: 'send', socket: 'connection', length: 100 },
      { call: 'close', socket: 'connection' },
    ),
  );
  network.run('2s');
  const returned = network.facts('socket.returned').find(({ detail }) => detail.call === 'close')!;
  const acknowledged = network
    .facts('tcp.state')
    .find(({ device, detail }) => device === 'pc1' && detail.to === 'FIN-WAIT-2')!;
  expect(returned.time).toBe(acknowledged.time);
});

test('the third segment of the handshake carries the request of a program that sends at once', () => {
  const network = lab('pc1 -- server1');
  network.steps('server1', server({ call: 'recv', socket: 'connection', length: 5 }));
  network.run('1ms');
  network.steps(
    'pc1',
    client([{ call: 'setsockopt', socket: 'connection', option: 'TCP_QUICKACK', value: 0 }], {
      call: 'send',
      socket: 'connection',
      length: 5,
    }),
  );
  network.run('10ms');
  const sent = network.facts('tcp.sent').filter(({ device }) => device === 'pc1');
  expect(sent.map(({ detail }) => [detail.flags, detail.length]).slice(0, 2)).toEqual([
    ['SYN', 0],
    ['PSH, ACK', 5],
  ]);
});

test('a datagram nobody takes is told of by the queue of errors, and the program goes on', () => {
  const network = lab('pc1 -- server1');
  const printed = network.steps('pc1', [
    { call: 'socket', as: 'one', type: 'datagram' },
    { call: 'setsockopt', socket: 'one', option: 'IP_RECVERR', value: 1 },
    { call: 'sendto', socket: 'one', address: '10.0.0.2', port: 9, length: 10 },
    { call: 'recv', socket: 'one', length: null, errors: true },
    { call: 'setsockopt', socket: 'one', option: 'SO_RCVTIMEO', value: 100 },
    { call: 'recv', socket: 'one', length: null, errors: true },
    { call: 'getsockopt', socket: 'one', option: 'SO_TYPE' },
  ]);
  network.run('1s');
  expect(printed()).toEqual([
    'recv: Destination Port Unreachable (from 10.0.0.2, to 10.0.0.2:9)',
    'recv: EAGAIN',
    'SO_TYPE: SOCK_DGRAM',
  ]);
});

test('every segment of a connection carries the codepoint its program asked for, and an accepted one that of its listener', () => {
  const network = lab('pc1 -- server1', { transport: { ecn: true } });
  network.steps('server1', [
    { call: 'socket', as: 'listener', type: 'stream' },
    // AF41, with bits that are not the program's.
    { call: 'setsockopt', socket: 'listener', option: 'IP_TOS', value: 0x8b },
    { call: 'getsockopt', socket: 'listener', option: 'IP_TOS' },
    { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
    { call: 'listen', socket: 'listener', backlog: 8 },
    { call: 'accept', socket: 'listener', as: 'connection' },
    { call: 'recv', socket: 'connection', length: null },
  ]);
  network.run('1ms');
  network.steps(
    'pc1',
    client(
      [],
      { call: 'send', socket: 'connection', length: 5 },
      { call: 'wait', time: 1e9 },
      { call: 'setsockopt', socket: 'connection', option: 'IP_TOS', value: 0xb8 },
      { call: 'send', socket: 'connection', length: 5 },
      { call: 'wait', time: 1e9 },
      { call: 'setsockopt', socket: 'connection', option: 'IP_TOS', value: 256 },
    ),
  );
  network.run('5s');
  const marks = (device: string): Set<string> =>
    new Set(
      network
        .facts('frame.sent')
        .map(({ device: sender, frame }) => ({ sender, bytes: network.timeline.trace.frameOf(frame)!.bytes() }))
        .filter(({ sender, bytes }) => sender === device && bytes[23] === PROTOCOL_TCP)
        .map(({ bytes }) => `${bytes[15]! >>> 2}/${bytes[15]! & 3}`),
    );
  // Data is markable (ECN), whatever the program says of those bits; EF (46) from the call on.
  expect([...marks('pc1')]).toEqual(['0/0', '0/2', '46/2', '46/0']);
  expect([...marks('server1')]).toEqual(['34/0']);
  expect(network.output('server1', 'program1')).toEqual(['IP_TOS: 136']);
  expect(network.output('pc1', 'program2')).toEqual(['setsockopt: EINVAL']);
});

test('urgent data is told to the other end', () => {
  const network = lab('pc1 -- server1');
  network.steps('server1', server({ call: 'recv', socket: 'connection', length: 5 }));
  network.run('1ms');
  network.steps('pc1', client([], { call: 'send', socket: 'connection', length: 5, urgent: true }));
  network.run('1s');
  expect(network.facts('tcp.urgent').map(({ device }) => device)).toEqual(['server1']);
});

test('the tables of a host show the variables of its connections and what its sockets use up', () => {
  const network = lab('pc1 -- server1');
  network.steps('server1', server({ call: 'recv', socket: 'connection', length: null }));
  network.run('1ms');
  network.steps('pc1', client([], { call: 'send', socket: 'connection', length: 3000 }, { call: 'wait', time: 10e9 }));
  network.run('1s');
  const value = (device: string, table: string, column: string) => {
    const found = network.timeline.view(device).find(({ name }) => name === table)!;
    return found.rows[0]![found.columns.indexOf(column)];
  };
  expect(value('pc1', 'connections', 'state')).toBe('ESTABLISHED');
  expect(value('pc1', 'connections', 'snd-una')).toBe(value('server1', 'connections', 'rcv-nxt'));
  expect(value('pc1', 'connections', 'bytes-acknowledged')).toBe(3000);
  expect(value('server1', 'connections', 'bytes-received')).toBe(3000);
  expect(value('pc1', 'memory', 'client-ports')).toBe(1);
  expect(value('server1', 'memory', 'sockets')).toBe(2);
});
