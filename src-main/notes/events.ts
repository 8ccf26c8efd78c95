import type { TraceStore } from '#engine/trace/store.ts';

/**
 * The trace as JSON lines, one fact a line, always the same keys in the same order. `time` is ns, `frame`, `packet` and
 * `cause` are 0 for none, `reason` is null for none. Facts 1 … `upTo`.
 */
export function* eventLines(trace: TraceStore, upTo: number): Generator<string> {
  const last = Math.min(upTo, trace.length);
  for (let seq = 1; seq <= last; seq++) {
    const reason = trace.reason(seq);
    yield `${JSON.stringify({
      seq,
      time: trace.time(seq),
      step: trace.step(seq),
      kind: trace.kind(seq),
      device: trace.device(seq),
      port: trace.port(seq),
      frame: trace.frame(seq),
      packet: trace.packet(seq),
      value: trace.value(seq),
      reason: reason === 'none' ? null : reason,
      cause: trace.cause(seq),
      detail: trace.detail(seq),
    })}\n`;
  }
}
