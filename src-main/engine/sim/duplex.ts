import type { Table } from '../link/table.ts';
import type { DeviceSlot, WorldState } from './state.ts';

/**
 * The tables of a device with what its adapters know of their medium: a table of ports says which are half duplex and
 * counts what happened there. A device that shares no medium has its tables as they are.
 */
export function withDuplex({ cables }: WorldState, slot: DeviceSlot, tables: Table[]): Table[] {
  const shared = slot.links.map((link) => (link < 0 ? null : (cables[link >> 1]?.shared ?? null)));
  if (shared.every((one) => one === null)) return tables;
  // A hub takes no turns: it only hears collisions.
  const columns = ['duplex', 'collisions', ...(slot.repeater === null ? ['late', 'deferred', 'given-up'] : [])];
  return tables.map((table) => {
    if (table.name !== 'ports') return table;
    const rows = table.rows.map((row, port) => [...row, ...cells(port).slice(0, columns.length)]);
    return { ...table, columns: [...table.columns, ...columns], rows };
  });

  function cells(port: number): (string | number | null)[] {
    const medium = shared[port];
    if (!medium) return [(slot.links[port] ?? -1) < 0 ? null : 'full', null, null, null, null];
    const access = medium.access[(slot.links[port]! & 1) as 0 | 1];
    if (access === null) return ['half', slot.repeater?.collisions ?? 0, null, null, null];
    const { collisions, late, deferred, excessive } = access.counters;
    return ['half', collisions, late, deferred, excessive];
  }
}
