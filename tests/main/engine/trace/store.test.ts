import { describe, expect, it } from 'vitest';
import { kindCode } from '#engine/trace/kinds.ts';
import { TraceStore } from '#engine/trace/store.ts';
import { Frame } from '#engine/wire/frame.ts';
import { traceOf, write, type WrittenFact } from '#support/trace-of.ts';

const filled = (count: number) => {
  const trace = new TraceStore();
  for (let seq = 1; seq <= count; seq++) write(trace, ['frame.sent', seq * 10, 'pc1', { frame: seq, cause: seq - 1 }]);
  return trace;
};

describe('the trace', () => {
  it('gives back what was recorded', () => {
    const detail = { mac: '02:00:00:00:00:01', port: 'port1' };
    const fields = { frame: 5, packet: 4, value: 1e12, reason: 'same-port', detail } as const;
    const trace = traceOf(['mac.learned', 2 ** 40, 'switch1', { port: 'port1', ...fields }]);
    expect([trace.time(1), trace.step(1), trace.kind(1), trace.device(1), trace.port(1)]).toEqual([
      2 ** 40,
      1,
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
    for (let at = 0; at < 70_000; at++) trace.code(`port ${at}`);
    write(trace, ['frame.sent', 0, 'port 69999', { port: 'port 69999' }]);
    expect([trace.device(1), trace.port(1)]).toEqual(['port 69999', 'port 69999']);
  });

  it('finds the last fact at or before a time', () => {
    const trace = filled(100);
    expect([trace.seqAt(0), trace.seqAt(10), trace.seqAt(15), trace.seqAt(1e9)]).toEqual([0, 1, 1, 100]);
  });

  it.each([5, 20_000])('takes replayed fact %i as known, and refuses one that differs', (seq) => {
    const trace = filled(30_000);
    const replay = (kind: number) => trace.append(seq, kind, seq * 10, seq, 1, 0, seq - 1, seq, 0, 0, 0, undefined);
    replay(kindCode('frame.sent'));
    expect(trace.length).toBe(30_000);
    expect(() => replay(kindCode('frame.arrived'))).toThrow('replay diverged');
  });

  it.each([0, 50, 8191, 8192, 8193, 16_384, 20_000])('forgets a future that is cut off after fact %i', (length) => {
    const trace = filled(30_000);
    trace.kind(9000);
    trace.cut(length, length);
    expect(trace.length).toBe(length);
    expect(() => trace.time(length + 1)).toThrow(`no fact ${length + 1}`);
    write(trace, ...Array.from({ length: 20_000 }, (_, at): WrittenFact => ['arp.failed', 300_000 + at, 'pc2']));
    expect(trace.length).toBe(length + 20_000);
    expect(trace.kind(length + 1)).toBe('arp.failed');
    expect([trace.time(length + 15_000), trace.device(length + 15_000)]).toEqual([314_999, 'pc2']);
    if (length > 0) expect([trace.kind(length), trace.time(length)]).toEqual(['frame.sent', length * 10]);
  });

  it('forgets the frames of a future that is cut off', () => {
    const trace = filled(100);
    trace.keep(new Frame(7, 7, new Uint8Array(14), new Uint8Array(0)));
    trace.cut(50, 6);
    expect(trace.frameOf(7)).toBeUndefined();
  });

  it('says when it holds as many facts as it may', () => {
    const trace = new TraceStore(2);
    expect(trace.full).toBe(false);
    write(trace, ['frame.sent', 0, 'pc1'], ['frame.sent', 0, 'pc1']);
    expect(trace.full).toBe(true);
  });

  it('says when it takes as much memory as it may, payloads included', () => {
    const trace = new TraceStore(Infinity, 10_000_000);
    trace.keep(new Frame(1, 1, new Uint8Array(54), new Uint8Array(9_000_000)));
    expect(trace.memory.payload).toBe(9_000_000);
    for (let seq = 1; seq <= 8192; seq++) write(trace, ['arp.failed', seq, 'pc1']);
    expect(trace.full).toBe(false);
    // What is used is counted whenever a block is full.
    write(trace, ['arp.failed', 8193, 'pc1']);
    expect(trace.full).toBe(true);
  });
});
