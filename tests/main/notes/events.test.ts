import { describe, expect, it } from 'vitest';
import { traceOf } from '#support/trace-of.ts';
import { eventLines } from '#notes/events.ts';

const trace = traceOf(
  ['program.started', 0, 'pc1', { detail: { program: 'ping "a"\n' } }],
  ['frame.dropped', 12, 'pc1', { port: 'eth0', frame: 3, packet: 4, reason: 'no-route', cause: 1 }],
);

describe('the trace as JSON lines', () => {
  it('has one fact a line, always with the same keys in the same order', () => {
    const lines = [...eventLines(trace, 2)];
    expect(lines.map((line) => line.indexOf('\n'))).toEqual(lines.map((line) => line.length - 1));
    const keys = [
      'seq',
      'time',
      'step',
      'kind',
      'device',
      'port',
      'frame',
      'packet',
      'value',
      'reason',
      'cause',
      'detail',
    ];
    for (const line of lines) expect(Object.keys(JSON.parse(line))).toEqual(keys);
  });

  it('says none as null or 0', () => {
    const [first, second] = [...eventLines(trace, 2)].map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      device: 'pc1',
      port: null,
      frame: 0,
      reason: null,
      cause: 0,
      detail: { program: 'ping "a"\n' },
    });
    expect(second).toMatchObject({ port: 'eth0', frame: 3, packet: 4, reason: 'no-route', cause: 1, detail: {} });
  });

  it('ends with the fact it was asked to end with, or with the last', () => {
    expect([...eventLines(trace, 1)]).toHaveLength(1);
    expect([...eventLines(trace, 1000)]).toHaveLength(2);
    expect([...eventLines(trace, 0)]).toHaveLength(0);
  });
});
