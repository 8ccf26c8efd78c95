import { kindCode } from '../trace/kinds.ts';
import {
  BROADCAST_MAC,
  formatAddress,
  isLoopback,
  isMulticast,
  LIMITED_BROADCAST,
  multicastMac,
} from '../wire/address.ts';
import { ETHERNET_HEADER_LENGTH, type Datagram } from '../wire/datagram.ts';
import { isFault } from '../wire/fault.ts';
import { fragmentsOf } from '../wire/fragment.ts';
import { read } from '../wire/field.ts';
import { Frame } from '../wire/frame.ts';
import { IPV4, IPV4_HEADER_LENGTH, parseIpv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { sendToNeighbour } from './arp.ts';
import { transmit } from './arp-send.ts';
import { filtered } from './filter.ts';
import { countDrop } from './counters.ts';
import { isBroadcastOf, isOwn } from './interface.ts';
import { notOwn } from './martian.ts';
import type { NetworkState } from './state.ts';
import { recordRoute } from './record-route.ts';
import { lookUp, lookUpOn, type Route } from './routing.ts';

const ORIGINATED = kindCode('ip.originated');

/**
 * Sends a packet of this host's own. `through`: index of the interface it must leave by; -1: the routing table chooses.
 * False without a route. `station.cause` says why it is sent.
 */
export function originate(
  state: NetworkState,
  station: Station,
  datagram: Datagram,
  packet: number,
  through = -1,
): boolean {
  const destination = read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.destination);
  const headerLength = read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.headerLength);
  if (isOwn(state, destination)) {
    if (headerLength > IPV4_HEADER_LENGTH) noteDeparture(state, station, datagram, headerLength, destination);
    const cause = station.record('ip.looped', { packet });
    state.looped.push({ datagram, packet, cause });
    station.wakeAt(station.now);
    return true;
  }
  // RFC 1122 §3.2.1.3: a source address is one of the host's own, and never loopback on a cable. A connection that
  // outlives its address, or a socket bound to loopback, comes to this. Who has no address yet may speak to all (a).
  const source = read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.source);
  const nobody = source === 0 && destination === LIMITED_BROADCAST;
  if (!nobody && (isLoopback(source) || !isOwn(state, source))) {
    station.record('frame.dropped', { packet, reason: 'martian-address', detail: notOwn(state, source) });
    return true;
  }
  const before = station.cause;
  const leaves = through < 0 ? strongPort(state, source) : through;
  const route = routeFor(state, destination, leaves);
  const chosen = isForAll(destination) ? leaves : through;
  const port = chosen >= 0 ? chosen : (route?.port ?? everybodysPort(state, destination));
  const one = state.interfaces[port];
  if (one === undefined || !one.up || (route === undefined && through < 0 && !isForAll(destination))) {
    if (one?.up === false) station.record('frame.dropped', { packet, reason: 'interface-down' });
    else station.record('frame.dropped', { packet, reason: 'no-route', detail: { found: formatAddress(destination) } });
    return false;
  }
  if (headerLength > IPV4_HEADER_LENGTH) noteDeparture(state, station, datagram, headerLength, one.address);
  const mayCut = (read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.flags) & DONT_FRAGMENT) === 0;
  const known = mayCut ? state.paths.get(destination)?.mtu : undefined;
  const link = station.mtu(port);
  const mtu = known === undefined ? link : Math.min(link, known);
  const tooLarge = datagram.head.length + datagram.body.length - ETHERNET_HEADER_LENGTH > mtu;
  if (tooLarge && !mayCut) {
    countDrop(state, port, 'larger-than-mtu');
    const length = datagram.head.length + datagram.body.length - ETHERNET_HEADER_LENGTH;
    const detail = { found: String(length), expected: String(mtu) };
    const cause = station.record('frame.dropped', { port, packet, reason: 'larger-than-mtu', detail });
    // No call into the transport may be made from within one of its own: it is told when the host is woken, at once.
    state.tooLarge.push({ datagram, packet, cause, mtu });
    station.wakeAt(station.now);
    return true;
  }
  if (state.filter !== null && heldBack(state, station, port, datagram, packet)) return true;
  const detail = route?.detail ?? linkDetail(destination, one.name);
  station.cause = station.recordDetail(ORIGINATED, port, 0, packet, detail);
  const nextHop = route?.via ?? destination;
  if (tooLarge) outputInFragments(state, station, port, nextHop, datagram, packet, true, mtu);
  else output(state, station, port, nextHop, datagram, packet, true);
  station.cause = before;
  return true;
}

const DONT_FRAGMENT = 2;

/** The first line of what a packet's options write down is who sent it, as the last is who answers. */
function noteDeparture(
  state: NetworkState,
  station: Station,
  { head }: Datagram,
  headerLength: number,
  address: number | null,
): void {
  const own = (one: number): boolean => isOwn(state, one);
  recordRoute(head, ETHERNET_HEADER_LENGTH, headerLength, { address, own, now: station.now });
}

/** Asks the filter about a packet of this host's own. True: it may not leave, which is on record. */
function heldBack(state: NetworkState, station: Station, port: number, datagram: Datagram, packet: number): boolean {
  const frame = new Frame(0, packet, datagram.head, datagram.body, 0);
  const ip = parseIpv4(frame);
  if (isFault(ip)) return false;
  const before = station.cause;
  const rule = filtered(state.filter!, station, 'out', '', state.interfaces[port]!.name, ip, frame);
  if (rule === null) return false;
  countDrop(state, port, 'filtered');
  station.record('frame.dropped', { port, packet, reason: 'filtered' });
  if (rule.action === 'reject') {
    // No call into the transport may be made from within one of its own: it is told when the host is woken, at once.
    state.refused.push({ datagram, packet, cause: station.cause, rejectWith: rule.rejectWith });
    station.wakeAt(station.now);
  }
  station.cause = before;
  return true;
}

/** A strong host sends a packet by no other interface than that of its source address (RFC 1122 §3.3.4.2); -1: any. */
function strongPort(state: NetworkState, source: number): number {
  if (state.options.hostModel === 'weak' || state.forwarding) return -1;
  return state.interfaces.findIndex(({ address }) => address === source);
}

/** The row for a packet of this host's own; none for what goes to everybody on a link, whose interface is chosen otherwise. */
function routeFor(state: NetworkState, destination: number, through: number): Route | undefined {
  // 0.0.0.0 is never a destination (RFC 1122 §3.2.1.3 (a)).
  if (isForAll(destination) || destination === 0) return undefined;
  return through < 0 ? lookUp(state.routes, destination) : lookUpOn(state.routes, destination, through);
}

/** The neighbour by which a packet of this host's own would leave; null: it stays here, or there is no route. */
export function nextHopOf(
  state: NetworkState,
  source: number,
  destination: number,
): { port: number; nextHop: number } | null {
  if (isOwn(state, destination)) return null;
  const route = routeFor(state, destination, strongPort(state, source));
  return route === undefined ? null : { port: route.port, nextHop: route.via ?? destination };
}

function isForAll(destination: number): boolean {
  return destination === LIMITED_BROADCAST || isMulticast(destination);
}

/**
 * Where a packet to all leaves when nobody says where: a group by the row that holds it (RFC 1112 §6.1 asks for a default
 * interface), else out of the first interface that has an address (RFC 1122 §3.3.6).
 */
function everybodysPort(state: NetworkState, destination: number): number {
  const route = isMulticast(destination) ? lookUp(state.routes, destination) : undefined;
  return route?.port ?? state.interfaces.findIndex(({ address, up }) => address !== null && up);
}

function linkDetail(destination: number, port: string): Route['detail'] {
  return { route: `${formatAddress(destination)}/32`, via: '', port, kind: 'connected', metric: '0' };
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
  else if (isMulticast(nextHop)) transmit(one, station, port, multicastMac(nextHop), datagram, packet);
  else sendToNeighbour(state, station, port, nextHop, { datagram, packet, cause: station.cause, own });
}

/**
 * The same for a packet that is larger than the MTU of the interface: cut first (RFC 791 §3.2, RFC 1812 §5.2.6). The
 * first fragment goes on under the packet's own number, so that what is put together again is that packet.
 */
export function outputInFragments(
  state: NetworkState,
  station: Station,
  port: number,
  nextHop: number,
  datagram: Datagram,
  packet: number,
  own: boolean,
  mtu: number,
): void {
  const before = station.cause;
  const identification = read(datagram.head, ETHERNET_HEADER_LENGTH, IPV4.identification);
  fragmentsOf(datagram, mtu).forEach(({ datagram: fragment, offset, length, more }, index) => {
    const number = index === 0 ? packet : station.newPacket();
    const detail = { identification, offset, length, more: more ? 1 : 0 };
    station.cause = station.record('ip.fragmented', { port, packet: number, detail });
    output(state, station, port, nextHop, fragment, number, own);
    station.cause = before;
  });
}

/**
 * Source address for a packet to `destination`: that of the interface it leaves by (RFC 1122 §3.3.4.3), which `through`
 * may say; null without a route or an address.
 */
export function sourceFor(state: NetworkState, destination: number, through = -1): number | null {
  if (isOwn(state, destination)) return destination;
  if (destination === 0) return null;
  if (through >= 0) return state.interfaces[through]?.address ?? null;
  const port =
    routeFor(state, destination, -1)?.port ?? (isForAll(destination) ? everybodysPort(state, destination) : -1);
  return state.interfaces[port]?.address ?? null;
}
