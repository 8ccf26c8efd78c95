import { formatAddress, formatMac } from '../wire/address.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import { transmit } from './arp-send.ts';
import type { Interface, NetworkState, WaitingDatagram } from './state.ts';

/** Writes an entry that no answer changes and no time ends; what waited for it leaves. */
export function rememberNeighbour(one: Interface, station: Station, port: number, address: number, mac: number): void {
  const before = station.cause;
  const detail = { address: formatAddress(address), mac: formatMac(mac), state: 'permanent' };
  const cause = station.record('arp.learned', { port, detail });
  const waiting = one.arp.get(address)?.waiting ?? [];
  const { now } = station;
  one.arp.set(address, { mac, state: 'permanent', since: now, deadline: Infinity, attempts: 0, waiting: [], cause });
  release(one, station, port, address, mac, waiting, cause);
  station.cause = before;
}

/** What waited for an address leaves, now that it was `learned`. `station.cause` is the last of them then. */
export function release(
  one: Interface,
  station: Station,
  port: number,
  address: number,
  mac: number,
  waiting: readonly WaitingDatagram[],
  learned: number,
): void {
  if (waiting.length === 0) return;
  const detail = { address: formatAddress(address), mac: formatMac(mac) };
  for (const { datagram, packet, cause } of waiting) {
    station.cause = station.record('arp.released', { port, packet, cause, value: learned, detail });
    // It has stood in the state of this device, which others may hold too: the header goes into a head of its own.
    transmit(one, station, port, mac, { ...datagram, head: datagram.head.slice() }, packet);
  }
}

/** An entry is about to be added: the one that has been there longest goes, if there are as many as there may be. */
export function makeRoom(one: Interface, station: Station, port: number, limit: number): void {
  if (one.arp.size < limit) return;
  for (const [address, { state, waiting }] of one.arp) {
    if (state === 'permanent') continue;
    one.arp.delete(address);
    const cause = station.record('arp.state', {
      port,
      detail: { address: formatAddress(address), from: state, to: '' },
    });
    for (const { packet, cause: waited } of waiting) {
      const told = { found: String(limit), expected: String(limit) };
      station.record('frame.dropped', {
        port,
        packet,
        reason: 'arp-cache-full',
        cause: waited,
        value: cause,
        detail: told,
      });
    }
    return;
  }
}

/**
 * The cable was pulled out: what was learned behind it says nothing about what the next one leads to. What is still asked
 * for goes on being asked for.
 */
export function forgetNeighbours(one: Interface, station: Station, port: number): void {
  for (const [address, { state }] of one.arp) {
    if (state === 'permanent' || state === 'incomplete') continue;
    one.arp.delete(address);
    station.record('arp.state', { port, detail: { address: formatAddress(address), from: state, to: '' } });
  }
}

/** The ARP caches of all interfaces as one table. */
export function arpTable(state: NetworkState): Table {
  const rows: Table['rows'] = [];
  for (const one of state.interfaces) {
    for (const [address, entry] of one.arp) {
      const mac = entry.state === 'incomplete' ? null : formatMac(entry.mac);
      const expires = entry.deadline === Infinity ? null : entry.deadline;
      rows.push([formatAddress(address), mac, one.name, entry.state, entry.since, expires]);
    }
  }
  return { name: 'arp', columns: ['address', 'mac', 'port', 'state', 'since', 'expires'], rows };
}
