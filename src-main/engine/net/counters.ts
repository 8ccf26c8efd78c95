import type { Detail } from '../trace/kinds.ts';
import type { Reason } from '../trace/reasons.ts';
import type { Frame } from '../wire/frame.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import type { Counters, NetworkState } from './state.ts';

/** All at zero. */
export function newCounters(): Counters {
  return { packetsIn: 0, bytesIn: 0, errorsIn: 0, dropped: 0, packetsOut: 0, bytesOut: 0, reasons: new Map() };
}

/**
 * A packet goes no further: counts it at interface `port` (-1: none) and puts it on record, with what the check that failed
 * found and expected.
 */
export function dropFrame(
  state: NetworkState,
  station: Station,
  port: number,
  frame: Frame,
  reason: Reason,
  detail: Detail = UNSAID,
): void {
  countDrop(state, port, reason);
  station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason, detail });
}

const UNSAID: Detail = {};

/** Counts a drop that is put on record elsewhere. */
export function countDrop(state: NetworkState, port: number, reason: Reason): void {
  const counters = state.interfaces[port]?.counters;
  if (counters === undefined) return;
  counters.dropped++;
  counters.reasons.set(reason, (counters.reasons.get(reason) ?? 0) + 1);
}

/** What passed the interfaces, as a table. */
export function trafficTable(state: NetworkState): Table {
  const rows = state.interfaces.map(({ name, counters }) => [
    name,
    counters.packetsIn,
    counters.bytesIn,
    counters.packetsOut,
    counters.bytesOut,
    counters.errorsIn,
    counters.dropped,
  ]);
  const columns = ['port', 'packets-in', 'bytes-in', 'packets-out', 'bytes-out', 'errors-in', 'dropped'];
  return { name: 'traffic', columns, rows };
}
