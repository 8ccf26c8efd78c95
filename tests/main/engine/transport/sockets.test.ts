import { expect, test } from 'vitest';
import { PROGRAM, Stack } from '#support/transport-stack.ts';
import * as sockets from '#engine/transport/sockets.ts';
import { HERE, PEER, PORT } from '#support/transport-peer.ts';

const stack = (): Stack => new Stack('here', HERE);

test('descriptors are the smallest free ones from 3, for each process its own', () => {
  const here = stack();
  expect([here.socket(), here.socket('datagram'), here.socket('icmp')]).toEqual([3, 4, 5]);
  expect(here.close(4)).toBe(0);
  expect(here.socket()).toBe(4);
  expect(sockets.socket(here.data.state, here.outside, PROGRAM + 1, 'stream')).toBe(3);
  expect(here.close(9)).toBe('EBADF');
});

test('a process has at most 1024 descriptors, the first three among them', () => {
  const here = stack();
  for (let fd = 3; fd < 1024; fd++) here.socket('datagram');
  expect(sockets.socket(here.data.state, here.outside, PROGRAM, 'datagram')).toBe('EMFILE');
});

test('a descriptor of another process is not open here', () => {
  const here = stack();
  const fd = here.socket();
  expect(sockets.bind(here.data.state, here.outside, PROGRAM + 1, fd, 0, PORT)).toBe('EBADF');
});

test('every call on a descriptor that is not open is EBADF', () => {
  const here = stack();
  const calls = [
    here.bind(7, PORT),
    here.listen(7),
    here.connect(7, PEER, PORT),
    here.accept(7),
    here.send(7, 'x'),
    here.sendTo(7, 'x', PEER, PORT),
    here.recv(7),
    here.recvFrom(7),
    here.shutdown(7),
    here.close(7),
    here.setNoDelay(7),
    here.error(7),
    sockets.poll(here.data.state, PROGRAM, 7),
  ];
  expect(new Set(calls)).toEqual(new Set(['EBADF']));
});

test('a port belongs to one socket of a protocol, unless their addresses differ', () => {
  const here = stack();
  expect(here.bind(here.socket(), PORT)).toBe(0);
  expect(here.bind(here.socket(), PORT)).toBe('EADDRINUSE');
  expect(here.bind(here.socket(), PORT, HERE)).toBe('EADDRINUSE');
  expect(here.bind(here.socket('datagram'), PORT)).toBe(0);
});

test('an address of another host, a port out of range, and a second bind are refused', () => {
  const here = stack();
  const fd = here.socket();
  expect(here.bind(fd, PORT, PEER)).toBe('EADDRNOTAVAIL');
  expect([-1, 65_536, 1.5].map((port) => here.bind(fd, port))).toEqual(['EINVAL', 'EINVAL', 'EINVAL']);
  expect(here.bind(fd, PORT)).toBe(0);
  expect(here.bind(fd, PORT + 1)).toBe('EINVAL');
});

test('a port nobody chose is a dynamic one, and not always the same', () => {
  const chosen = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const here = new Stack('here', HERE, {}, seed);
    const fd = here.socket();
    here.connect(fd, PEER, PORT);
    const { local } = here.rows()[0]!;
    chosen.add(local);
    expect(Number(local.split(':')[1])).toBeGreaterThanOrEqual(49_152);
  }
  expect(chosen.size).toBeGreaterThan(15);
});

test('every dynamic port can be had once', () => {
  const here = stack();
  const ports = new Set<string>();
  for (let owner = 100; owner < 120; owner++) {
    for (let count = 0; count < 50; count++) {
      const fd = sockets.socket(here.data.state, here.outside, owner, 'datagram') as number;
      expect(sockets.bind(here.data.state, here.outside, owner, fd, 0, 0)).toBe(0);
    }
  }
  for (const row of here.rows()) ports.add(row.local);
  expect(ports.size).toBe(1000);
});

test('calls that need a connection say when there is none', () => {
  const here = stack();
  const fd = here.socket();
  expect([here.send(fd, 'x'), here.recv(fd), here.shutdown(fd), here.sendTo(fd, 'x', PEER, PORT)]).toEqual(
    Array.from({ length: 4 }, () => 'ENOTCONN'),
  );
  expect(here.accept(fd)).toBe('EINVAL');
  expect(here.recvFrom(fd)).toBe('EOPNOTSUPP');
  expect(here.listen(here.socket('datagram'))).toBe('EOPNOTSUPP');
  expect(here.poll(fd)).toEqual({ readable: false, writable: false, error: null });
});

test('connect without a route, to a group, or to port 0 is refused at once', () => {
  const here = stack();
  const fd = here.socket();
  expect(here.connect(fd, 0xe000_0001, PORT)).toBe('ENETUNREACH');
  expect(here.connect(fd, PEER, 0)).toBe('EADDRNOTAVAIL');
  here.data.routed = false;
  expect(here.connect(fd, PEER, PORT)).toBe('ENETUNREACH');
});

test('a listening socket can neither connect nor send', () => {
  const here = stack();
  const fd = here.socket();
  expect(here.listen(fd)).toBe(0);
  expect(here.connect(fd, PEER, PORT)).toBe('EISCONN');
  expect(here.send(fd, 'x')).toBe('ENOTCONN');
  expect(here.rows()[0]).toMatchObject({ protocol: 'tcp', state: 'LISTEN', remote: '0.0.0.0:*', sendQueue: 8 });
});

test('two connections to one port of a server are told apart by their clients', () => {
  const here = stack();
  const first = here.socket();
  const second = here.socket();
  here.connect(first, PEER, PORT);
  here.connect(second, PEER, PORT);
  const [one, two] = here.rows();
  expect(one!.remote).toBe(two!.remote);
  expect(one!.local).not.toBe(two!.local);
});

test('every client finds a port of its own, until none is left', () => {
  const here = new Stack('here', HERE, { ephemeralFirst: 50_000, ephemeralLast: 50_499 });
  const ports = new Set<string>();
  for (let client = 0; client < 500; client++) here.connect(here.socket(), PEER, PORT);
  for (const { local } of here.rows()) ports.add(local);
  expect(ports.size).toBe(500);
  expect(here.connect(here.socket(), PEER, PORT)).toBe('EADDRNOTAVAIL');
});
