import type { Frame } from '../wire/frame.ts';
import { BROADCAST_MAC, formatMac, isMulticastMac } from '../wire/address.ts';
import { received } from './adapter.ts';
import type { Station } from './station.ts';
import type { Table } from './table.ts';

/** ns after which an address not heard of is forgotten (IEEE 802.1Q §8.8.3, recommended ageing time 300 s). */
export const AGEING_TIME = 300e9;

/** Group addresses that a bridge never forwards: 01-80-C2-00-00-00 … 0F (IEEE 802.1Q §8.6.3). */
const RESERVED_FIRST = 0x0180c2000000;
const RESERVED_LAST = 0x0180c200000f;

/** One row of the filtering database: behind which port an address was last heard. */
export interface MacEntry {
  port: number;
  /** ns at which this port was learned. */
  since: number;
  /** ns at which it was last heard. */
  seen: number;
  /** The parameters of every fact about this row, shared by all of them. */
  detail: { mac: string; port: string };
}

export interface SwitchState {
  ports: string[];
  table: Map<number, MacEntry>;
}

/** A switch takes a frame: learns where its source is, then forwards, floods or filters (IEEE 802.1Q §8.6–8.8). */
export function bridge(state: SwitchState, station: Station, port: number, frame: Frame): void {
  const ethernet = received(station, port, frame);
  if (ethernet === null) return;
  learn(state, station, port, frame, ethernet.source);
  const { destination } = ethernet;
  if (destination >= RESERVED_FIRST && destination <= RESERVED_LAST) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'reserved-address' });
    return;
  }
  const entry = isMulticastMac(destination) ? undefined : state.table.get(destination);
  if (entry === undefined) flood(state, station, port, frame, destination);
  else if (entry.port === port) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'same-port' });
  } else {
    const { id, packet } = frame;
    station.cause = station.record('switch.forwarded', { port: entry.port, frame: id, packet, detail: entry.detail });
    station.send(entry.port, frame);
  }
}

function learn(state: SwitchState, station: Station, port: number, frame: Frame, source: number): void {
  // A group address can be no one's source (IEEE 802.1Q §8.7): learning it would break flooding.
  if (isMulticastMac(source)) return;
  const entry = state.table.get(source);
  if (entry !== undefined && entry.port === port) {
    entry.seen = station.now;
    return;
  }
  const name = state.ports[port]!;
  const mac = formatMac(source);
  const detail = { mac, port: name };
  state.table.set(source, { port, since: station.now, seen: station.now, detail });
  const { id, packet } = frame;
  if (entry === undefined) station.record('mac.learned', { port, frame: id, packet, detail });
  else station.record('mac.moved', { port, frame: id, packet, detail: { mac, from: entry.detail.port, port: name } });
  station.wakeAt(station.now + AGEING_TIME);
}

function flood(state: SwitchState, station: Station, port: number, frame: Frame, destination: number): void {
  const detail = { mac: destination === BROADCAST_MAC ? 'ff:ff:ff:ff:ff:ff' : formatMac(destination) };
  station.cause = station.record('switch.flooded', { port, frame: frame.id, packet: frame.packet, detail });
  for (let other = 0; other < state.ports.length; other++) {
    // A port without a link is not operational and takes no part (IEEE 802.1Q §8.6.1).
    if (other !== port && station.linked(other)) station.send(other, frame);
  }
}

/** Forgets addresses that were not heard for the ageing time. */
export function age(state: SwitchState, station: Station): void {
  let next = Infinity;
  for (const [mac, entry] of state.table) {
    const expires = entry.seen + AGEING_TIME;
    if (expires <= station.now) {
      state.table.delete(mac);
      station.record('mac.aged', { port: entry.port, detail: entry.detail });
    } else next = Math.min(next, expires);
  }
  if (next < Infinity) station.wakeAt(next);
}

/**
 * Forgets what was learned at a port whose link is gone: a port that is not operational takes no part in the active
 * topology (IEEE 802.1Q §8.4, §8.8.3), so that what moved elsewhere is found by flooding at once.
 */
export function flush(state: SwitchState, station: Station, port: number): void {
  for (const [mac, entry] of state.table) {
    if (entry.port !== port) continue;
    state.table.delete(mac);
    station.record('mac.flushed', { port, detail: entry.detail });
  }
}

/** The filtering database as a table. */
export function macTable(state: SwitchState): Table {
  const rows = [...state.table].map(([mac, entry]) => [
    formatMac(mac),
    entry.detail.port,
    entry.since,
    entry.seen + AGEING_TIME,
  ]);
  return { name: 'mac', columns: ['mac', 'port', 'since', 'expires'], rows };
}
