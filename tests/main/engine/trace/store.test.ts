import { describe, expect, it } from 'vitest';
import { TraceStore } from '#engine/trace/store.ts';
import { Frame } from '#engine/wire/frame.ts';

const filled = (count: number) => {
  const trace = new TraceStore();
  const device = trace.code('pc1');
  for (let seq = 1; seq <= count; seq++)
    trace.append(seq, 'frame.sent', seq * 10, seq, device, 0, seq - 1, { frame: seq });
  return trace;
};

describe('the trace', () => {
  it('gives back what was recorded', () => {
    const trace = new TraceStore();
    const detail = { mac: '02:00:00:00:00:01', port: 'port1' };
    const fields = { frame: 5, packet: 4, value: 1e12, reason: 'same-port', detail } as const;
    trace.append(1, 'mac.learned', 2 ** 40, 3, trace.code('switch1'), trace.code('port1'), 0, fields);
    expect([trace.time(1), trace.step(1), trace.kind(1), trace.device(1), trace.port(1)]).toEqual([
      2 ** 40,
      3,
      'mac.learned',
      'switch1',
      'port1',
    ]);
    expect([trace.frame(1), trace.packet(1), trace.value(1), trace.reason(1), trace.cause(1)]).toEqual([
      5,
      4,
      1e12,
      'same-port',
      0,
    ]);
    expect(trace.detail(1)).toBe(detail);
  });

  it('holds more facts than one block', () => {
    const trace = filled(100_000);
    expect(trace.length).toBe(100_000);
    expect(trace.time(99_999)).toBe(999_990);
    expect(trace.cause(40_000)).toBe(39_999);
  });

  it('knows more names than a large drawing has ports', () => {
    const trace = new TraceStore();
    let code = 0;
    for (let at = 0; at < 70_000; at++) code = trace.code(`port ${at}`);
    trace.append(1, 'frame.sent', 0, 1, code, code, 0, {});
    expect([trace.device(1), trace.port(1)]).toEqual(['port 69999', 'port 69999']);
  });

  it('finds the last fact at or before a time', () => {
    const trace = filled(100);
    expect([trace.seqAt(0), trace.seqAt(10), trace.seqAt(15), trace.seqAt(1e9)]).toEqual([0, 1, 1, 100]);
  });

  it('takes a replayed fact as known, and refuses one that differs', () => {
    const trace = filled(10);
    trace.append(5, 'frame.sent', 50, 5, 1, 0, 4, {});
    expect(trace.length).toBe(10);
    expect(() => trace.append(5, 'frame.arrived', 50, 5, 1, 0, 4, {})).toThrow('replay diverged');
  });

  it('forgets a future that is cut off, frames included', () => {
    const trace = filled(100);
    trace.keep(new Frame(7, 7, new Uint8Array(14), new Uint8Array(0)));
    trace.cut(50, 6);
    expect(trace.length).toBe(50);
    expect(trace.frameOf(7)).toBeUndefined();
    expect(() => trace.time(51)).toThrow('no fact 51');
    trace.append(51, 'arp.failed', 505, 51, 1, 0, 0, {});
    expect(trace.kind(51)).toBe('arp.failed');
  });

  it('says when it is full', () => {
    const trace = new TraceStore(2);
    expect(trace.full).toBe(false);
    trace.append(1, 'frame.sent', 0, 1, 0, 0, 0, {});
    trace.append(2, 'frame.sent', 0, 1, 0, 0, 0, {});
    expect(trace.full).toBe(true);
  });
});
