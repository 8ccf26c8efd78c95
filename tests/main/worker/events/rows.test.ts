import { describe, expect, it } from 'vitest';
import { Frame } from '#engine/wire/frame.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import { Rows } from '#worker/events/rows.ts';
import { traceOf, write } from '#support/trace-of.ts';

/** A choice of kinds is made at once. */
const noTimer = () => {
  throw new Error('nothing is put off here');
};
const rowsOf = (trace: TraceStore) => new Rows(trace, { records: new Map(), names: () => [] }, () => 0, noTimer);

const lived = () =>
  traceOf(
    [
      'frame.sent',
      1,
      'pc1',
      { port: 'eth0', frame: 1, packet: 1, value: 9, detail: { cable: 'c1', to: 'pc2', toPort: 'eth0' } },
    ],
    ['frame.arrived', 9, 'pc2', { frame: 1, packet: 1, cause: 1 }],
    ['frame.dropped', 9, 'pc2', { frame: 1, packet: 1, cause: 2, reason: 'not-for-this-adapter' }],
    ['frame.sent', 20, 'pc2', { frame: 2, packet: 2 }],
  );

describe('rows', () => {
  it('tell a fact whole', () => {
    const trace = lived();
    trace.keep(new Frame(1, 1, new Uint8Array(60), new Uint8Array(0)));
    const { total, rows } = rowsOf(trace).window(1, 1, []);
    expect(total).toBe(4);
    expect(rows).toEqual([
      {
        seq: 1,
        time: 1,
        step: 1,
        kind: 'frame.sent',
        device: 'pc1',
        port: 'eth0',
        frame: 1,
        packet: 1,
        value: 9,
        reason: null,
        cause: 0,
        detail: { cable: 'c1', to: 'pc2', toPort: 'eth0' },
        summary: expect.objectContaining({ protocol: 'ethernet', length: 60 }),
      },
    ]);
  });

  it('have the reason of a drop', () => {
    expect(rowsOf(lived()).window(3, 1, []).rows[0]).toMatchObject({ reason: 'not-for-this-adapter', cause: 2 });
  });

  it('are counted among the chosen kinds', () => {
    const { total, rows } = rowsOf(lived()).window(2, 5, ['frame.dropped', 'frame.sent']);
    expect(total).toBe(3);
    expect(rows.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('end where the trace ends, and none is before the first', () => {
    const rows = rowsOf(lived());
    expect(rows.window(0, 2, []).rows.map(({ seq }) => seq)).toEqual([1]);
    expect(rows.window(4, 100, []).rows.map(({ seq }) => seq)).toEqual([4]);
    expect(rows.window(5, 100, []).rows).toEqual([]);
  });

  it('of a choice of kinds grow with the trace, and lose a future that was cut off', () => {
    const trace = lived();
    const rows = rowsOf(trace);
    expect(rows.window(1, 9, ['frame.sent']).total).toBe(2);
    rows.cut(2);
    trace.cut(2, 9);
    write(trace, ['frame.queued', 10, 'pc1'], ['frame.sent', 11, 'pc1'], ['frame.sent', 12, 'pc1']);
    expect(rows.window(1, 9, ['frame.sent']).rows.map(({ seq }) => seq)).toEqual([1, 4, 5]);
  });

  it('of more choices than are kept ready are still right', () => {
    const trace = lived();
    const rows = rowsOf(trace);
    const kinds = Array.from({ length: 20 }, (_, index) => ['frame.sent', `unheard-of-${index}`]);
    for (const choice of [...kinds, ...kinds]) expect(rows.window(1, 9, choice).total).toBe(2);
  });
});
