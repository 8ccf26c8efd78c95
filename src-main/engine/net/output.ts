import { BROADCAST_MAC, isLoopback } from '../wire/address.ts';
import { ETHERNET_HEADER_LENGTH, type Datagram } from '../wire/datagram.ts';
import { isFault } from '../wire/fault.ts';
import { read } from '../wire/field.ts';
import { Frame } from '../wire/frame.ts';
import { IPV4, parseIpv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { sendToNeighbour, transmit } from './arp.ts';
import { filtered } from './filter.ts';
import { isBroadcastOf, isOwn, type NetworkState } from './interface.ts';
import { lookUp } from './routing.ts';

/** Sends a packet of this host's own. False without a route. `station.cause` says why it is sent. */
export function originate(state: NetworkState, station: Station, datagram: Datagram, packet: number): boolean {
  const destination = read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.destination);
  if (isOwn(state, destination)) {
    const cause = station.record('ip.looped', { packet });
    state.looped.push({ datagram, packet, cause });
    station.wakeAt(station.now);
    return true;
  }
  // RFC 1122 §3.2.1.3: a source address is one of the host's own, and never loopback on a cable. A connection that
  // outlives its address, or a socket bound to loopback, comes to this.
  const source = read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.source);
  if (isLoopback(source) || !isOwn(state, source)) {
    station.record('frame.dropped', { packet, reason: 'martian-address' });
    return true;
  }
  const before = station.cause;
  // The limited broadcast goes out of the first interface that has an address (RFC 1122 §3.3.6).
  const all = destination === 0xffffffff ? state.interfaces.findIndex(({ address }) => address !== null) : -1;
  // 0.0.0.0 is never a destination (RFC 1122 §3.2.1.3 (a)).
  const route = all >= 0 || destination === 0 ? undefined : lookUp(state.routes, destination);
  if (route === undefined && all < 0) {
    station.record('frame.dropped', { packet, reason: 'no-route' });
    return false;
  }
  const port = route?.port ?? all;
  const mtu = station.mtu(port);
  if (datagram.head.length + datagram.body.length - ETHERNET_HEADER_LENGTH > mtu) {
    station.record('frame.dropped', { port, packet, reason: 'larger-than-mtu' });
    return true;
  }
  if (state.filter !== null && heldBack(state, station, port, datagram, packet)) return true;
  const { name } = state.interfaces[port]!;
  const detail = route?.detail ?? { route: '255.255.255.255/32', via: '', port: name };
  station.cause = station.record('ip.originated', { port, packet, detail });
  output(state, station, port, route?.via ?? destination, datagram, packet, true);
  station.cause = before;
  return true;
}

/** Asks the filter about a packet of this host's own. True: it may not leave, which is on record. */
function heldBack(state: NetworkState, station: Station, port: number, datagram: Datagram, packet: number): boolean {
  const frame = new Frame(0, packet, datagram.head, datagram.body, 0);
  const ip = parseIpv4(frame);
  if (isFault(ip)) return false;
  const before = station.cause;
  const rule = filtered(state.filter!, station, 'out', '', state.interfaces[port]!.name, ip, frame);
  if (rule === null) return false;
  station.record('frame.dropped', { port, packet, reason: 'filtered' });
  if (rule.action === 'reject') {
    // No call into the transport may be made from within one of its own: it is told when the host is woken, at once.
    state.refused.push({ datagram, packet, cause: station.cause, rejectWith: rule.rejectWith });
    station.wakeAt(station.now);
  }
  station.cause = before;
  return true;
}

/** The last step for every packet: broadcast, or the next hop's MAC address through ARP (RFC 1122 §3.3.1). */
export function output(
  state: NetworkState,
  station: Station,
  port: number,
  nextHop: number,
  datagram: Datagram,
  packet: number,
  own: boolean,
): void {
  const one = state.interfaces[port]!;
  if (isBroadcastOf(one, nextHop)) transmit(one, station, port, BROADCAST_MAC, datagram, packet);
  else sendToNeighbour(state, station, port, nextHop, { datagram, packet, cause: station.cause, own });
}

/** Source address for a packet to `destination`: that of the interface it leaves by (RFC 1122 §3.3.4.3); null without. */
export function sourceFor(state: NetworkState, destination: number): number | null {
  if (isOwn(state, destination)) return destination;
  if (destination === 0xffffffff) return state.interfaces.find(({ address }) => address !== null)?.address ?? null;
  const route = destination === 0 ? undefined : lookUp(state.routes, destination);
  return route === undefined ? null : state.interfaces[route.port]!.address;
}
