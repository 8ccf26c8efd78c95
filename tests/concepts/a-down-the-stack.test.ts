/** What a learner must be able to see happen, section A: the path down the stack. */
import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';
import { close, connecting, pause, receive, send, serving } from '#support/programs.ts';
import { frameLike, hopsOf, packetLike } from '#support/seen.ts';

describe('A2: one packet goes down one host layer by layer and up another', () => {
  it('and each layer leaves its fact, each the cause of the next', () => {
    const seen = lab('pc1 -- server1');
    seen.steps('server1', serving(80, receive(10), pause(9)));
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(0.5), send(10), pause(9)));
    seen.run('2s');
    const data = frameLike(seen, /PSH/);
    const kinds = seen
      .facts()
      .filter(({ packet }) => packet === data.packet)
      .map(({ device, kind }) => `${device} ${kind}`);
    expect(kinds).toEqual([
      'pc1 tcp.sent',
      'pc1 ip.originated',
      'pc1 frame.sent',
      'server1 frame.arrived',
      'server1 ip.delivered',
      'server1 tcp.received',
    ]);
    const { trace } = seen.timeline;
    const chain: string[] = [];
    const received = seen.facts('tcp.received').find(({ packet }) => packet === data.packet)!;
    for (let seq = received.seq; seq !== 0; seq = trace.cause(seq)) chain.push(trace.kind(seq));
    expect(chain.slice(0, 6)).toEqual([
      'tcp.received',
      'ip.delivered',
      'frame.arrived',
      'frame.sent',
      'ip.originated',
      'tcp.sent',
    ]);
    expect(chain).toContain('socket.called');
  });
});

describe('A3: socket, connect, write, read and close', () => {
  it('are seen in the socket table after each call', () => {
    const seen = lab('pc1 -- server1');
    seen.steps('server1', serving(80, pause(3), receive(100), pause(9)));
    seen.steps('pc1', [
      { call: 'socket', as: 'c', type: 'stream' },
      pause(1),
      { call: 'connect', socket: 'c', address: '10.0.0.2', port: 80 },
      pause(1),
      send(100),
      pause(2),
      close(),
    ]);
    const row = (): (string | number | null)[] => seen.table('pc1', 'sockets')[0]!.slice(0, 4);
    seen.run('500ms');
    expect(row()).toEqual(['tcp', '0.0.0.0:*', '0.0.0.0:*', 'CLOSED']);
    seen.run('1s');
    expect(row()).toEqual(['tcp', expect.stringMatching(/^10\.0\.0\.1:\d+$/), '10.0.0.2:80', 'ESTABLISHED']);
    seen.run('1s');
    // Written, and not read yet on the other side: its receive queue holds the bytes.
    const accepted = seen.table('server1', 'sockets').find((line) => line[3] === 'ESTABLISHED')!;
    expect(accepted[4]).toBe(100);
    seen.run('2s');
    expect(row()[3]).toBe('FIN-WAIT-2');
  });
});

describe('A4: a socket is protocol, address and port', () => {
  it('the client’s port is given by its kernel, and two connections to one server port differ by it', () => {
    const seen = lab('pc1 -- server1');
    seen.steps('server1', [...serving(80), { call: 'accept', socket: 's', as: 'd' }, pause(9)]);
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(9)));
    seen.steps('pc1', connecting('10.0.0.2', 80, pause(9)));
    seen.run('1s');
    const peers = seen
      .table('server1', 'sockets')
      .filter((row) => row[3] === 'ESTABLISHED')
      .map(([, local, remote]) => [local, remote]);
    expect(peers.map(([local]) => local)).toEqual(['10.0.0.2:80', '10.0.0.2:80']);
    expect(new Set(peers.map(([, remote]) => remote)).size).toBe(2);
    for (const [, remote] of peers) expect(Number(`${remote}`.split(':')[1])).toBeGreaterThanOrEqual(49_152);
  });
});

describe('B3: the source address follows from the adapter the routing table chose', () => {
  it('so that a host with two adapters has two', () => {
    const seen = lab('router1 -- pc1\n router1 -- pc2', {
      addresses: {
        router1: ['10.0.1.254/24', '10.0.2.254/24'],
        pc1: '10.0.1.1/24 via 10.0.1.254',
        pc2: '10.0.2.1/24 via 10.0.2.254',
      },
    });
    seen.ping('router1', '10.0.1.1');
    seen.ping('router1', '10.0.2.1');
    seen.run('3s');
    const asked = seen.facts('ip.originated').filter(({ device }) => device === 'router1');
    expect(asked.map(({ detail }) => detail.route)).toEqual(['10.0.1.0/24', '10.0.2.0/24']);
    const sources = [packetLike(seen, /request/), asked[1]!.packet].map((packet) =>
      [...hopsOf(seen, packet)[0]!.slice(26, 30)].join('.'),
    );
    expect(sources).toEqual(['10.0.1.254', '10.0.2.254']);
  });
});
