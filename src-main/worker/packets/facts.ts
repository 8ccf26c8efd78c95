import type { Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { Journeys } from './journeys.ts';

/** Facts read at most behind an arrival: what one packet sets off in its instant; a full window of segments is let go by few. */
const READ_ON = 400;

/** What a packet brings about without being part of it: what its receiver makes of it. */
const OUTCOMES: ReadonlySet<Kind> = new Set<Kind>([
  'tcp.agreed',
  'tcp.state',
  'tcp.acknowledged',
  'tcp.duplicate',
  'tcp.failed',
  'socket.returned',
  'arp.state',
  'icmp.error.received',
  'icmp.redirect.received',
  'path-mtu.learned',
  'nat.mapped',
]);

/**
 * The numbers of a packet's facts, ascending. They are found from those of its way, without reading what lies between:
 * whatever a device does with a packet it does in the instant in which it came, or it is a cause of its leaving.
 */
export function packetFacts(trace: TraceStore, journeys: Journeys, packet: number, cursor: number): number[] {
  const found = new Set<number>();
  for (const way of journeys.facts(packet, cursor)) {
    found.add(way);
    for (let cause = trace.cause(way); cause !== 0 && trace.packet(cause) === packet; cause = trace.cause(cause)) {
      if (found.has(cause)) break;
      found.add(cause);
    }
    const step = trace.step(way);
    const last = Math.min(cursor, way + READ_ON);
    for (let seq = way + 1; seq <= last && trace.step(seq) === step; seq++) {
      if (trace.packet(seq) === packet) found.add(seq);
      else if (trace.packet(seq) === 0 && OUTCOMES.has(trace.kind(seq)) && found.has(trace.cause(seq))) found.add(seq);
    }
  }
  return [...found].sort((one, other) => one - other);
}
