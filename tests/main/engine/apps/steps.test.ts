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
