import { describe, expect, it } from 'vitest';
import { EXCHANGE_SERVER, exchangeClient } from '#support/exchange.ts';
import { lab } from '#support/lab.ts';

const SERVER = EXCHANGE_SERVER;
const CLIENT = exchangeClient('10.0.0.2');

function exchange() {
  const network = lab('pc1 -- server1');
  network.steps('server1', SERVER);
  network.run('1ms');
  network.steps('pc1', CLIENT);
  return network;
}

const states = (network: ReturnType<typeof lab>, device: string) =>
  network
    .facts('tcp.state')
    .filter((fact) => fact.device === device)
    .map(({ detail }) => detail.to);

describe('a TCP exchange written as steps', () => {
  it('goes through the states of opening and closing at both ends', () => {
    const network = exchange();
    network.run('1s');
    expect(states(network, 'pc1')).toEqual(['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
    const server = states(network, 'server1').filter((state) => state !== 'LISTEN');
    expect(server).toEqual(expect.arrayContaining(['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']));
    expect(network.timeline.programs().map(({ status }) => status)).toEqual([0, 0]);
  });

  it('carries exactly the bytes that were sent, a hundred each way', () => {
    const network = exchange();
    network.run('1s');
    const lengths = (device: string) =>
      network
        .facts('tcp.received')
        .filter((fact) => fact.device === device)
        .reduce((sum, { detail }) => sum + Number(detail.length), 0);
    expect([lengths('pc1'), lengths('server1')]).toEqual([100, 100]);
  });

  it('leaves TIME-WAIT after twice the maximum segment lifetime', () => {
    const network = exchange();
    network.run('1s');
    expect(network.table('pc1', 'sockets').map((row) => row[3])).toEqual(['TIME-WAIT']);
    network.run('241s');
    expect(network.table('pc1', 'sockets')).toEqual([]);
  });

  it('has every call on record once, with what it returned', () => {
    const network = exchange();
    network.run('1s');
    const calls = network.facts('socket.called', 'socket.returned').filter(({ device }) => device === 'pc1');
    const lines = calls.map(({ kind, detail }) => (kind === 'socket.called' ? `${detail.call}` : `= ${detail.result}`));
    expect(lines).toEqual(['socket', '= 3', 'connect', '= 0', 'send', '= 100', 'recv', '= 100', 'close', '= 0']);
  });

  it('ends with the error of the call that failed', () => {
    const network = lab('pc1 -- server1');
    const output = network.steps('pc1', CLIENT);
    network.run('1s');
    expect(output()).toEqual(['connect: ECONNREFUSED']);
    expect(network.timeline.programs()).toMatchObject([{ state: 'ended', status: 1 }]);
  });

  it('waits as long as it is told', () => {
    const network = lab('pc1 -- server1');
    network.steps('pc1', [{ call: 'wait', time: 3e9 }]);
    network.run('5s');
    expect(network.facts('program.ended')).toMatchObject([{ time: 3e9 }]);
  });

  it('repeats earlier steps, so that a server takes one client after the other', () => {
    const network = lab('pc1 -- server1');
    network.steps('server1', [...SERVER.slice(0, 8), { call: 'repeat', from: 4 }]);
    network.run('1ms');
    network.steps('pc1', CLIENT);
    network.run('1s');
    network.steps('pc1', CLIENT);
    network.run('1s');
    expect(network.timeline.programs().map(({ state, status }) => [state, status])).toEqual([
      ['running', null],
      ['ended', 0],
      ['ended', 0],
    ]);
  });

  it('repeats without end and without stopping time', () => {
    const network = lab('pc1 -- server1');
    network.steps('pc1', [
      { call: 'wait', time: 0 },
      { call: 'repeat', from: 1 },
    ]);
    network.run('1ms');
    expect(network.timeline.now).toBe(1e6);
    expect(network.timeline.step).toBeLessThan(2000);
  });
});

describe('a program that waits before every call', () => {
  const stepwise = { program: 'steps', stepwise: true, steps: CLIENT } as const;
  const next = (network: ReturnType<typeof lab>) => network.timeline.programs().at(-1)!.next;

  it('makes none before a person lets it, and then one each time', () => {
    const network = lab('pc1 -- server1');
    network.steps('server1', SERVER);
    network.run('1ms');
    network.start('pc1', stepwise);
    network.run('1s');
    expect(network.facts('socket.called').filter(({ device }) => device === 'pc1')).toEqual([]);
    for (let at = 0; at < CLIENT.length; at++) {
      expect(next(network)).toBe(at);
      expect(network.timeline.act({ kind: 'next', program: 'program2' }).refused).toBeNull();
      network.run('1s');
    }
    expect(network.timeline.programs().at(-1)).toMatchObject({ state: 'ended', status: 0, next: null });
    expect(network.timeline.act({ kind: 'next', program: 'program2' }).refused).toBe('not-running');
    expect(network.timeline.act({ kind: 'next', program: 'nobody' }).refused).toBe('unknown-program');
  });

  it('does the same when it is lived again', () => {
    const network = lab('pc1 -- server1');
    network.steps('server1', SERVER);
    network.run('1ms');
    network.start('pc1', stepwise);
    for (let at = 0; at < CLIENT.length; at++) {
      network.timeline.act({ kind: 'next', program: 'program2' });
      network.run('1s');
    }
    const history = network.history();
    network.timeline.seek(0);
    network.timeline.seek(1e10);
    expect(network.history()).toBe(history);
  });
});

describe('calls of a program written as steps', () => {
  it('set options of a socket, and end the program where a value cannot be', () => {
    const network = lab('pc1 -- server1');
    const output = network.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'setsockopt', socket: 's', option: 'SO_REUSEADDR', value: 1 },
      { call: 'setsockopt', socket: 's', option: 'TCP_CONGESTION', value: 'cubic' },
      { call: 'setsockopt', socket: 's', option: 'TCP_CONGESTION', value: 'tortoise' },
    ]);
    expect(output()).toEqual(['setsockopt: EINVAL']);
    expect(network.facts('socket.called').map(({ detail }) => detail.arguments)).toEqual([
      'stream',
      'SO_REUSEADDR, 1',
      'TCP_CONGESTION, cubic',
      'TCP_CONGESTION, tortoise',
    ]);
  });

  it('look at what has come without taking it', () => {
    const network = lab('pc1 -- server1');
    const socket = 'c';
    network.steps('server1', [
      { call: 'socket', as: 'l', type: 'stream' },
      { call: 'bind', socket: 'l', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'l', backlog: 1 },
      { call: 'accept', socket: 'l', as: socket },
      { call: 'recv', socket, length: 100, peek: true },
      { call: 'recv', socket, length: 100, peek: true },
      { call: 'recv', socket, length: 10 },
    ]);
    network.run('1ms');
    network.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '10.0.0.2', port: 80 },
      { call: 'send', socket: 's', length: 10 },
      { call: 'wait', time: 1e9 },
    ]);
    network.run('500ms');
    const returned = network.facts('socket.returned').filter(({ detail }) => detail.call === 'recv');
    expect(returned.map(({ detail }) => detail.result)).toEqual(['10', '10', '10']);
    expect(network.timeline.programs()[0]).toMatchObject({ state: 'ended', status: 0 });
  });
});
