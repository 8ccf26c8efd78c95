import { layerOf } from '#engine/trace/layers.ts';
import type { Kind } from '#engine/trace/kinds.ts';
import type { TraceStore } from '#engine/trace/store.ts';
import type { CauseStep } from '#contract/causes.ts';
import type { Passage, Visit } from '#contract/packets.ts';
import type { Journeys } from './journeys.ts';
import { packetFacts } from './facts.ts';

/** Visits told of one packet. More than these is a storm. */
export const MOST_VISITS = 64;

/** Steps up from what a device does first with a packet to what a program asked for. */
const ASKED_WITHIN = 6;

/** What makes a device send a packet: told before the packet's own facts. */
const ORIGINS: ReadonlySet<Kind> = new Set<Kind>([
  'socket.called',
  'tcp.retransmitted',
  'tcp.timer.expired',
  'tcp.state',
  'filter.reset',
]);

/**
 * A packet's way through the devices up to fact `cursor`: one visit each time it comes to one, with every decision taken
 * there, in order. `tell` puts one fact into the form that goes over.
 */
export function passageOf(
  trace: TraceStore,
  journeys: Journeys,
  packet: number,
  cursor: number,
  tell: (seq: number) => CauseStep,
): Passage {
  const visits: { visit: Visit; facts: number[] }[] = [];
  /** For each fact the visit it is part of. */
  const visitOf = new Map<number, number>();
  /** Visits begun by the same sending: a hub hears a frame twice, when it begins and when it ends. */
  const begunBy = new Map<string, number>();

  for (const seq of packetFacts(trace, journeys, packet, cursor)) {
    const cause = trace.cause(seq);
    const device = trace.device(seq);
    const before = visitOf.get(cause) ?? null;
    let at = before !== null && (device === null || visits[before]!.visit.device === device) ? before : null;
    if (at === null) {
      if (device === null) continue;
      const key = `${device} ${cause}`;
      at = begunBy.get(key) ?? null;
      if (at === null) {
        if (visits.length === MOST_VISITS) return { visits: told(trace, visits, tell), complete: false };
        at =
          visits.push({
            visit: { device, from: before, steps: [] },
            facts: before === null ? origins(trace, seq) : [],
          }) - 1;
        begunBy.set(key, at);
      }
    }
    visits[at]!.facts.push(seq);
    visitOf.set(seq, at);
  }
  return { visits: told(trace, visits, tell), complete: true };
}

function told(
  trace: TraceStore,
  visits: { visit: Visit; facts: number[] }[],
  tell: (seq: number) => CauseStep,
): Visit[] {
  return visits.map(({ visit, facts }) => ({
    ...visit,
    steps: facts.map((seq) => ({ ...tell(seq), layer: layerOf(trace.kind(seq), trace.reason(seq)) })),
  }));
}

/** What made a device begin with the packet whose first fact there is `seq`, oldest first: a call of a program, a timer. */
function origins(trace: TraceStore, seq: number): number[] {
  const facts: number[] = [];
  const device = trace.device(seq);
  let cause = trace.cause(seq);
  for (let walked = 0; cause !== 0 && walked < ASKED_WITHIN; walked++) {
    if (trace.device(cause) !== device || !ORIGINS.has(trace.kind(cause))) break;
    facts.unshift(cause);
    if (trace.kind(cause) === 'socket.called') break;
    cause = trace.cause(cause);
  }
  return facts;
}
