import { describe, expect, it } from 'vitest';
import { validateRecords } from '#document/validate.ts';

const program = (...steps: unknown[]) => ({
  type: 'program',
  id: 'program1',
  name: 'sockets',
  device: 'pc1',
  start: null,
  run: { program: 'steps', steps: [{ call: 'socket', as: 'one', type: 'stream' }, ...steps] },
});

describe('socket calls in a project', () => {
  it('may set and ask for options, look without taking and send urgent data', () => {
    const record = program(
      { call: 'setsockopt', socket: 'one', option: 'SO_LINGER', value: -1 },
      { call: 'setsockopt', socket: 'one', option: 'TCP_CONGESTION', value: 'cubic' },
      { call: 'getsockopt', socket: 'one', option: 'SO_ERROR' },
      { call: 'send', socket: 'one', length: 5, urgent: true },
      { call: 'recv', socket: 'one', length: 5, peek: true },
    );
    expect(validateRecords([record])).toEqual({ records: [record] });
  });

  it.each([
    [{ call: 'setsockopt', socket: 'one', option: 'SO_NOSUCH', value: 1 }, 'unknown-choice'],
    [{ call: 'setsockopt', socket: 'one', option: 'IP_TTL', value: 1.5 }, 'wrong-type'],
    [{ call: 'setsockopt', socket: 'one', option: 'IP_TTL', value: -2 }, 'out-of-range'],
    [{ call: 'setsockopt', socket: 'one', option: 'IP_TTL', value: null }, 'wrong-type'],
    [{ call: 'recv', socket: 'one', length: 5, peek: 'yes' }, 'wrong-type'],
    [{ call: 'setsockopt', socket: 'other', option: 'IP_TTL', value: 1 }, 'unknown-socket'],
  ])('are refused where they mean nothing: %j', (step, problem) => {
    const pc1 = {
      type: 'device',
      id: 'pc1',
      kind: 'host',
      name: 'pc1',
      ports: [],
      gateway: null,
      routes: [],
      x: 0,
      y: 0,
    };
    expect(validateRecords([pc1, program(step)], { together: true })).toMatchObject({ problems: [{ name: problem }] });
  });
});
