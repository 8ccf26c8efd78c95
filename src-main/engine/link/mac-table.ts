import type { Frame } from '../wire/frame.ts';
import { formatMac, isMulticastMac } from '../wire/address.ts';
import type { Station } from './station.ts';
import type { Table } from './table.ts';

/** ns after which an address not heard of is forgotten (IEEE 802.1Q §8.8.3, recommended ageing time 300 s). */
export const AGEING_TIME = 300e9;

/** One row of the filtering database: behind which port an address was last heard. */
export interface MacEntry {
  port: number;
  /** ns at which this port was learned. */
  since: number;
  /** ns at which it was last heard. */
  seen: number;
  /** The parameters of every fact about this row, shared by all of them. */
  detail: { mac: string; port: string; fid?: string };
  /** The fact by which this port was learned. */
  cause: number;
}

/** Where addresses were heard, in each VLAN on its own (IEEE 802.1Q §8.8, independent learning). */
export interface MacTable {
  /** ns, 10 s … 1,000,000 s (IEEE 802.1Q Table 8-6). */
  ageingTime: number;
  /** By VLAN id; everything under {@link NO_VLAN} where VLANs are not looked at. */
  vlans: Map<number, Map<number, MacEntry>>;
}

/** The table of a switch that does not look at VLANs. */
export const NO_VLAN = 0;

export function newMacTable(ageingTime: number = AGEING_TIME): MacTable {
  return { ageingTime, vlans: new Map() };
}

/** Where an address was last heard; undefined: unknown, and so is every group address. */
export function lookUpMac(table: MacTable, vlan: number, mac: number): MacEntry | undefined {
  return isMulticastMac(mac) ? undefined : table.vlans.get(vlan)?.get(mac);
}

/** Notes behind which port the source of a frame is. */
export function learn(
  table: MacTable,
  ports: readonly string[],
  station: Station,
  vlan: number,
  port: number,
  frame: Frame,
  source: number,
): void {
  // A group address can be no one's source (IEEE 802.1Q §8.7): learning it would break flooding.
  if (isMulticastMac(source)) return;
  let known = table.vlans.get(vlan);
  if (known === undefined) table.vlans.set(vlan, (known = new Map()));
  const entry = known.get(source);
  if (entry !== undefined && entry.port === port) {
    entry.seen = station.now;
    return;
  }
  const name = ports[port]!;
  const mac = formatMac(source);
  const detail = { mac, port: name, ...(vlan === NO_VLAN ? {} : { fid: String(vlan) }) };
  const about = { port, frame: frame.id, packet: frame.packet };
  const cause =
    entry === undefined
      ? station.record('mac.learned', { ...about, detail })
      : station.record('mac.moved', { ...about, detail: { ...detail, from: entry.detail.port } });
  known.set(source, { port, since: station.now, seen: station.now, detail, cause });
  station.wakeAt(station.now + table.ageingTime);
}

/** Forgets addresses that were not heard for the ageing time. */
export function age(table: MacTable, station: Station): void {
  let next = Infinity;
  for (const entries of table.vlans.values()) {
    for (const [mac, entry] of entries) {
      const expires = entry.seen + table.ageingTime;
      if (expires <= station.now) {
        entries.delete(mac);
        station.record('mac.aged', { port: entry.port, cause: entry.cause, detail: entry.detail });
      } else next = Math.min(next, expires);
    }
  }
  if (next < Infinity) station.wakeAt(next);
}

/**
 * Forgets what was learned at a port whose link is gone, or behind which others may be now: a port that is not
 * operational takes no part in the active topology (IEEE 802.1Q §8.4, §8.8.3), so that what moved elsewhere is found by
 * flooding at once.
 */
export function flush(table: MacTable, station: Station, port: number): void {
  for (const entries of table.vlans.values()) {
    for (const [mac, entry] of entries) {
      if (entry.port !== port) continue;
      entries.delete(mac);
      station.record('mac.flushed', { port, detail: entry.detail });
    }
  }
}

/** The ports are these from now on: rows follow the names of theirs. `keeps`: whether a row's VLAN is still at its port. */
export function renumber(
  table: MacTable,
  ports: readonly string[],
  keeps: (vlan: number, port: number) => boolean,
): void {
  for (const [vlan, entries] of table.vlans) {
    for (const [mac, entry] of entries) {
      const port = ports.indexOf(entry.detail.port);
      if (port < 0 || !keeps(vlan, port)) entries.delete(mac);
      else entry.port = port;
    }
  }
}

/** The filtering database as a table; with `vlans`, each row with its VLAN. */
export function macTable({ ageingTime, vlans: all }: MacTable, vlans: boolean): Table {
  const rows = [...all].flatMap(([vlan, entries]) =>
    [...entries].map(([mac, entry]) => [
      formatMac(mac),
      ...(vlans ? [vlan] : []),
      entry.detail.port,
      entry.since,
      entry.seen + ageingTime,
    ]),
  );
  return { name: 'mac', columns: ['mac', ...(vlans ? ['vlan'] : []), 'port', 'since', 'expires'], rows };
}
