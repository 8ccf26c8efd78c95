import { kindCode } from '../trace/kinds.ts';
import type { Reason } from '../trace/reasons.ts';
import { formatAddress } from '../wire/address.ts';
import type { Datagram } from '../wire/datagram.ts';
import { EMPTY, ETHERTYPE_IPV4, type Ethernet } from '../wire/ethernet.ts';
import { isFault } from '../wire/fault.ts';
import { Frame } from '../wire/frame.ts';
import { datagramOf, forwardedHead, IPV4_HEADER_LENGTH, parseIpv4, type Ipv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { filtered } from './filter.ts';
import { dropFrame } from './counters.ts';
import { sendError } from './icmp-errors.ts';
import { isBroadcastOf, isOwn } from './interface.ts';
import { nobodys } from './martian.ts';
import type { NetworkState } from './state.ts';
import { errorArrives, natArrives, natDeparts, type PortHeld } from './nat.ts';
import { output, outputInFragments } from './output.ts';
import { recordRoute } from './record-route.ts';
import { tellBetterHop } from './redirect.ts';
import { refuse } from './refuse.ts';
import { lookUp } from './routing.ts';
import type { Upper } from './upper.ts';

const FORWARDED = kindCode('ip.forwarded');

/**
 * A packet for the router itself may be for somebody inside whom it speaks for (RFC 3022 §2.2): then it goes on under the
 * inside name. True: it was one. `port` -1: the router's own error about a packet it had translated and could not deliver.
 */
export function comesBack(
  state: NetworkState,
  station: Station,
  upper: Upper,
  port: number,
  ip: Ipv4,
  frame: Frame,
): boolean {
  const nat = state.nat!;
  const outside = state.interfaces.findIndex(({ name }) => name === nat.outside);
  if (state.interfaces[outside]?.address !== ip.destination) return false;
  const packet = datagramOf(frame, ip);
  const result =
    port < 0
      ? errorArrives(nat, station, ip, frame, packet)
      : natArrives(nat, station, ip, frame, packet, port !== outside, held(upper));
  if (result === null) return false;
  if ('reason' in result) {
    untranslatable(state, station, port, ip, frame, result.reason);
    return true;
  }
  const { head, body } = result.datagram;
  const inner = new Frame(frame.id, frame.packet, head, body, 0);
  const meaning = parseIpv4(inner);
  if (!isFault(meaning)) forward(state, station, upper, port, meaning, inner, { ip, frame });
  return true;
}

function untranslatable(
  state: NetworkState,
  station: Station,
  port: number,
  ip: Ipv4,
  frame: Frame,
  reason: Reason,
): void {
  dropFrame(state, station, port, frame, reason);
  // RFC 5508 REQ-8: who gets no mapping is told that this is forbidden here.
  if (reason === 'nat-ports-exhausted') {
    sendError(state, station, ip, frame, { kind: 'unreachable', code: 13, mtu: 0 });
  }
}

/**
 * A packet for somebody else passes a router (RFC 1812 §5.2.1, in its order). `came`: as it was before an address
 * translator opened it; its sender knows it by that.
 */
export function forward(
  state: NetworkState,
  station: Station,
  upper: Upper,
  port: number,
  ip: Ipv4,
  frame: Frame,
  came: { ip: Ipv4; frame: Frame } = { ip, frame },
): void {
  const martian = nobodys(ip);
  if (martian !== null) return dropFrame(state, station, port, frame, 'martian-address', martian);
  if (ip.ttl <= 1) {
    dropFrame(state, station, port, frame, 'ttl-expired', { found: String(ip.ttl), expected: '2' });
    return sendError(state, station, came.ip, came.frame, { kind: 'time-exceeded', code: 0 });
  }
  const route = lookUp(state.routes, ip.destination);
  if (route === undefined) {
    dropFrame(state, station, port, frame, 'no-route', { found: formatAddress(ip.destination) });
    return sendError(state, station, came.ip, came.frame, { kind: 'unreachable', code: 0, mtu: 0 });
  }
  // RFC 1812 §5.3.5.2 as RFC 2644 changed it: a broadcast directed to a subnet of ours from outside of it stays out.
  if (route.via === null && isBroadcastOf(state.interfaces[route.port]!, ip.destination)) {
    return dropFrame(state, station, port, frame, 'broadcast-not-forwarded');
  }
  if (state.filter !== null) {
    const { interfaces, filter } = state;
    const to = interfaces[route.port]!.name;
    const rule = filtered(filter, station, 'forward', interfaces[port]?.name ?? '', to, ip, frame);
    if (rule !== null) return refuse(state, station, port, came.ip, came.frame, rule);
  }
  const mtu = station.mtu(route.port);
  if (ip.totalLength > mtu && ip.dontFragment) {
    dropFrame(state, station, port, frame, 'larger-than-mtu', { found: String(ip.totalLength), expected: String(mtu) });
    // RFC 792, RFC 1191 §4.
    return sendError(state, station, came.ip, came.frame, { kind: 'unreachable', code: 4, mtu });
  }
  const { packet } = frame;
  station.cause = station.recordFrame(FORWARDED, route.port, frame, route.detail);
  // The MAC addresses are written when the frame leaves; until then the header holds none.
  const whole = forwardedHead(frame, ip, NO_ETHERNET);
  if (ip.headerLength > IPV4_HEADER_LENGTH) {
    const { address } = state.interfaces[route.port]!;
    recordRoute(whole, ip.at, ip.headerLength, { address, own: (one) => isOwn(state, one), now: station.now });
  }
  // What the link padded, or put behind the packet, ends with the link (RFC 894).
  const end = ip.payloadAt + ip.payloadLength;
  const head = end < whole.length ? whole.subarray(0, end) : whole;
  const body = end <= whole.length ? EMPTY : frame.slice(whole.length, end - whole.length);
  let datagram: Datagram = { head, body, before: came.frame };
  if (state.nat !== null) {
    const { name, address } = state.interfaces[route.port]!;
    if (name === state.nat.outside && port !== route.port && port >= 0) {
      const result = natDeparts(state.nat, station, address, ip, frame, datagram, held(upper));
      if ('reason' in result) return untranslatable(state, station, port, came.ip, came.frame, result.reason);
      datagram = { ...result.datagram, before: came.frame };
    }
  }
  const nextHop = route.via ?? ip.destination;
  if (port === route.port && state.options.sendRedirects && state.nat === null) {
    tellBetterHop(state, station, port, ip, frame, nextHop);
  }
  if (ip.totalLength > mtu) {
    return outputInFragments(state, station, route.port, nextHop, datagram, packet, false, mtu);
  }
  output(state, station, route.port, nextHop, datagram, packet, false);
}

/** The ports that sockets of the router itself hold: they are nobody else's. */
const held =
  (upper: Upper): PortHeld =>
  (protocol, port) =>
    upper.holds(protocol, port);

const NO_ETHERNET: Ethernet = { destination: 0, source: 0, type: ETHERTYPE_IPV4 };
