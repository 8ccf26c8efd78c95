import type { FactFields } from '#engine/trace/recorder.ts';
import { kindCode, type Kind } from '#engine/trace/kinds.ts';
import { reasonCode } from '#engine/trace/reasons.ts';
import { TraceStore } from '#engine/trace/store.ts';

/** One fact written by a test: what happened, when, where; the rest as a recorder takes it, the port by its name. */
export type WrittenFact = [
  kind: Kind,
  time: number,
  device: string,
  more?: Omit<FactFields, 'port'> & { port?: string },
];

/** Appends facts to a trace, one event each. */
export function write(trace: TraceStore, ...facts: WrittenFact[]): TraceStore {
  for (const [kind, time, device, more = {}] of facts) {
    const { port = '', frame = 0, packet = 0, value = 0, reason = 'none', cause = 0, detail } = more;
    const seq = trace.length + 1;
    const at = [trace.code(device), trace.code(port)] as const;
    trace.append(seq, kindCode(kind), time, seq, ...at, cause, frame, packet, value, reasonCode(reason), detail);
  }
  return trace;
}

/** A trace of exactly these facts. */
export function traceOf(...facts: WrittenFact[]): TraceStore {
  return write(new TraceStore(), ...facts);
}
