import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SocketStep } from '#engine/apps/settings.ts';
import { SOCKET_OPTIONS } from '#engine/transport/option-names.ts';
import { lab, type Lab } from '#support/lab.ts';

const SEED = 20_293;

const socket = fc.constantFrom('a', 'b', 'c');
const address = fc.constantFrom('0.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.9', '10.0.0.255', '127.0.0.1', '192.0.2.1');
const port = fc.constantFrom(0, 80, 81);
const length = fc.constantFrom(0, 1, 3000, 100_000);
const option = fc.constantFrom(...SOCKET_OPTIONS);
const call = <C extends SocketStep['call']>(name: C, fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ call: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<SocketStep>;

/** A call as the form of a program lets a person write it, sensible or not. */
const step: fc.Arbitrary<SocketStep> = fc.oneof(
  call('socket', { as: socket, type: fc.constantFrom('stream', 'stream', 'datagram') }),
  call('bind', { socket, address, port }),
  call('listen', { socket, backlog: fc.constantFrom(0, 1, 5) }),
  call('accept', { socket, as: socket }),
  call('connect', { socket, address, port }),
  call('send', { socket, length, urgent: fc.boolean() }),
  call('sendto', { socket, address, port, length: fc.constantFrom(0, 10, 4000) }),
  call('recv', { socket, length: fc.constantFrom(null, 1, 5000), peek: fc.boolean() }),
  call('setsockopt', { socket, option, value: fc.constantFrom<unknown>(-1, 0, 1, 2, 50, 5000, 'cubic', 'eth0') }),
  call('setsockopt', { socket, option: fc.constant('O_NONBLOCK'), value: fc.constant(1) }),
  call('getsockopt', { socket, option }),
  call('shutdown', { socket, how: fc.constantFrom('read', 'write', 'both') }),
  call('close', { socket }),
  call('wait', { time: fc.constantFrom(0, 1e6, 3e9) }),
);
/** Most begin with a socket that is good for something. */
const steps = fc.tuple(
  fc.constantFrom<SocketStep[]>(
    [],
    [{ call: 'socket', as: 'a', type: 'stream' }],
    [
      { call: 'socket', as: 'a', type: 'stream' },
      { call: 'bind', socket: 'a', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'a', backlog: 2 },
      { call: 'accept', socket: 'a', as: 'b' },
    ],
    [
      { call: 'socket', as: 'a', type: 'stream' },
      { call: 'connect', socket: 'a', address: '10.0.0.2', port: 80 },
      { call: 'send', socket: 'a', length: 5000 },
    ],
  ),
  fc.array(step, { maxLength: 12 }),
);

function lived(programs: readonly (readonly [string, SocketStep[]])[]): Lab {
  const network = lab('pc1 -- pc2', { transport: { descriptorLimit: 20 } });
  for (const [device, calls] of programs) network.steps(device, calls);
  return network.run('20s');
}

describe('whatever calls two programs make', () => {
  it(`none throws, each that was made returns or waits, and it is the same when it is lived again (seed ${SEED})`, () => {
    fc.assert(
      fc.property(steps, steps, steps, (one, other, third) => {
        const programs = [
          ['pc2', one.flat()],
          ['pc1', other.flat()],
          ['pc1', third.flat()],
        ] as [string, SocketStep[]][];
        const network = lived(programs);
        const history = network.history();
        // A call is made once, and returns at most once.
        const calls = network.facts('socket.called').length;
        const returned = network.facts('socket.returned').length;
        expect(calls - returned).toBeGreaterThanOrEqual(0);
        expect(calls - returned).toBeLessThanOrEqual(programs.length);
        network.timeline.seek(0);
        network.timeline.seek(20e9);
        expect(network.history()).toBe(history);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
