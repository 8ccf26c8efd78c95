import { kindCode } from '../trace/kinds.ts';
import type { Reason } from '../trace/reasons.ts';
import { isLoopback, isMulticast, isMulticastMac } from '../wire/address.ts';
import type { Datagram } from '../wire/datagram.ts';
import { EMPTY, ETHERTYPE_ARP, ETHERTYPE_IPV4, type Ethernet } from '../wire/ethernet.ts';
import { isFault } from '../wire/fault.ts';
import { Frame } from '../wire/frame.ts';
import { datagramOf, forwardedHead, IPV4_HEADER_LENGTH, parseIpv4, PROTOCOL_ICMP, type Ipv4 } from '../wire/ipv4.ts';
import { isSourceRouted, walkIpOptions } from '../wire/ipv4-options.ts';
import { isFor, received } from '../link/adapter.ts';
import type { Station } from '../link/station.ts';
import { ageClaims } from './address-claim.ts';
import { ageArp, arpReceived } from './arp.ts';
import { ageFilter, filtered } from './filter.ts';
import { dropFrame } from './counters.ts';
import { icmpReceived } from './icmp.ts';
import { sendError } from './icmp-errors.ts';
import { isBroadcastOf, isOwn, isOwnAt, type NetworkState } from './interface.ts';
import { errorArrives, natArrives, natDeparts } from './nat.ts';
import { ageNat } from './nat-state.ts';
import { output, outputInFragments } from './output.ts';
import { agePathMtu } from './path-mtu.ts';
import { ageReassembly, fragmentReceived } from './reassembly.ts';
import { tellBetterHop } from './redirect.ts';
import { refuse, tellRefused } from './refuse.ts';
import { lookUp } from './routing.ts';
import type { Upper } from './upper.ts';

const DELIVERED = kindCode('ip.delivered');
const FORWARDED = kindCode('ip.forwarded');

/** A frame reached an adapter of a host or router. */
export function frameReceived(state: NetworkState, station: Station, upper: Upper, port: number, frame: Frame): void {
  const ethernet = received(station, port, frame);
  const one = state.interfaces[port]!;
  const { counters } = one;
  if (ethernet === null) {
    counters.errorsIn++;
    return;
  }
  if (!one.up) return drop(state, station, port, frame, 'interface-down');
  // What is for others the adapter lets pass without counting it.
  if (!isFor(one.mac, ethernet)) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'not-for-this-adapter' });
    return;
  }
  counters.packetsIn++;
  counters.bytesIn += frame.length;
  if (ethernet.type === ETHERTYPE_ARP) return arpReceived(state, station, port, frame);
  if (ethernet.type !== ETHERTYPE_IPV4) return drop(state, station, port, frame, 'unknown-ethertype');
  const ip = parseIpv4(frame);
  if (isFault(ip)) return drop(state, station, port, frame, ip.fault);
  if (ip.headerLength > IPV4_HEADER_LENGTH && !optionsFit(state, station, port, ip, frame)) return;
  // RFC 1122 §3.2.1.3: loopback never appears on a cable.
  if (isLoopback(ip.destination) || !maySend(state, ip.source))
    return drop(state, station, port, frame, 'martian-address');
  if (isBroadcastOf(one, ip.destination)) return deliver(state, station, upper, port, ip, frame);
  if (isMulticast(ip.destination)) return groupReceived(state, station, upper, port, ip, frame);
  // RFC 1122 §3.3.6, RFC 1812 §5.3.4: what was sent to everybody on the link must be meant for everybody.
  if (isMulticastMac(ethernet.destination)) {
    return drop(state, station, port, frame, state.forwarding ? 'broadcast-not-forwarded' : 'not-forwarding');
  }
  if ((ip.moreFragments || ip.fragmentOffset > 0) && looksInside(state)) {
    const whole = fragmentReceived(state, station, port, ip, frame);
    if (whole === null) return;
    const header = parseIpv4(whole);
    if (isFault(header)) drop(state, station, port, whole, header.fault);
    else takeIn(state, station, upper, port, header, whole);
  } else takeIn(state, station, upper, port, ip, frame);
}

/**
 * Whether ports decide what becomes of a packet. They stand in its first fragment only, so it is put together first, and
 * cut again where it must be (RFC 4787 REQ-14; the connection tracking of real systems does the same).
 */
function looksInside({ forwarding, nat, filter }: NetworkState): boolean {
  return forwarding && (nat !== null || (filter !== null && filter.flows !== null));
}

/** A packet that belongs here, or is to be passed on. */
function takeIn(state: NetworkState, station: Station, upper: Upper, port: number, ip: Ipv4, frame: Frame): void {
  if (isOwnAt(state, port, ip.destination)) {
    if (state.nat !== null && comesBack(state, station, port, ip, frame)) return;
    deliver(state, station, upper, port, ip, frame);
  } else if (state.forwarding) forward(state, station, port, ip, frame);
  else drop(state, station, port, frame, 'not-forwarding');
}

/** Looks through the options of a header. False: they make no sense, or ask for what is not done, and it was dropped. */
function optionsFit(state: NetworkState, station: Station, port: number, ip: Ipv4, frame: Frame): boolean {
  const header = frame.slice(ip.at, ip.headerLength);
  const options = walkIpOptions(header, IPV4_HEADER_LENGTH, ip.headerLength);
  if (options.wrong >= 0) {
    // RFC 1122 §3.2.2.5, RFC 1812 §4.3.3.5: the pointer says which byte of the header it was.
    drop(state, station, port, frame, 'ipv4.bad-option');
    sendError(state, station, ip, frame, { kind: 'parameter-problem', pointer: options.wrong });
    return false;
  }
  // RFC 1812 §5.3.13.4 lets source routing be switched off, and everybody does (RFC 7126 §4.4): code 5.
  if (!isOwn(state, ip.destination) || !isSourceRouted(header, options)) return true;
  drop(state, station, port, frame, 'source-routed');
  sendError(state, station, ip, frame, { kind: 'unreachable', code: 5, mtu: 0 });
  return false;
}

/** A packet to a group: for the members on this interface (RFC 1112 §7.2). Routers here route no groups. */
function groupReceived(
  state: NetworkState,
  station: Station,
  upper: Upper,
  port: number,
  ip: Ipv4,
  frame: Frame,
): void {
  const member = ip.destination === ALL_HOSTS || state.interfaces[port]!.groups.has(ip.destination);
  if (member) deliver(state, station, upper, port, ip, frame);
  else drop(state, station, port, frame, state.forwarding ? 'broadcast-not-forwarded' : 'not-a-member');
}

/** 224.0.0.1, which every host has joined (RFC 1112 §4). */
const ALL_HOSTS = 0xe000_0001;

/** A packet for this host itself goes up (RFC 1122 §3.2.1, RFC 1812 §5.2.3). */
function deliver(state: NetworkState, station: Station, upper: Upper, port: number, ip: Ipv4, frame: Frame): void {
  if (ip.moreFragments || ip.fragmentOffset > 0) {
    const whole = fragmentReceived(state, station, port, ip, frame);
    if (whole === null) return;
    const header = parseIpv4(whole);
    if (isFault(header)) return drop(state, station, port, whole, header.fault);
    return deliver(state, station, upper, port, header, whole);
  }
  // What a host sends to itself is nobody's to filter.
  if (state.filter !== null && port >= 0) {
    const rule = filtered(state.filter, station, 'in', state.interfaces[port]!.name, '', ip, frame);
    if (rule !== null) return refuse(state, station, port, ip, frame, rule);
  }
  station.cause = station.recordFrame(DELIVERED, port, frame);
  const outcome =
    ip.protocol === PROTOCOL_ICMP
      ? icmpReceived(state, station, upper, port, ip, frame)
      : upper.received(ip, frame, port);
  if (outcome === null) return;
  drop(state, station, port, frame, outcome);
  if (outcome === 'port-unreachable') sendError(state, station, ip, frame, { kind: 'unreachable', code: 3, mtu: 0 });
  else if (outcome === 'unknown-protocol')
    sendError(state, station, ip, frame, { kind: 'unreachable', code: 2, mtu: 0 });
}

/**
 * A packet for the router itself may be for somebody inside whom it speaks for (RFC 3022 §2.2): then it goes on under the
 * inside name. True: it was one. `port` -1: the router's own error about a packet it had translated and could not deliver.
 */
function comesBack(state: NetworkState, station: Station, port: number, ip: Ipv4, frame: Frame): boolean {
  const nat = state.nat!;
  const outside = state.interfaces.findIndex(({ name }) => name === nat.outside);
  if (state.interfaces[outside]?.address !== ip.destination) return false;
  const packet = datagramOf(frame, ip);
  const result =
    port < 0
      ? errorArrives(nat, station, ip, frame, packet)
      : natArrives(nat, station, ip, frame, packet, port !== outside);
  if (result === null) return false;
  if ('reason' in result) {
    untranslatable(state, station, port, ip, frame, result.reason);
    return true;
  }
  const { head, body } = result.datagram;
  const inner = new Frame(frame.id, frame.packet, head, body, 0);
  const meaning = parseIpv4(inner);
  if (!isFault(meaning)) forward(state, station, port, meaning, inner, { ip, frame });
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
  drop(state, station, port, frame, reason);
  // RFC 5508 REQ-8: who gets no mapping is told that this is forbidden here.
  if (reason === 'nat-ports-exhausted') {
    sendError(state, station, ip, frame, { kind: 'unreachable', code: 13, mtu: 0 });
  }
}

/**
 * A packet for somebody else passes a router (RFC 1812 §5.2.1, in its order). `came`: as it was before an address
 * translator opened it; its sender knows it by that.
 */
function forward(
  state: NetworkState,
  station: Station,
  port: number,
  ip: Ipv4,
  frame: Frame,
  came: { ip: Ipv4; frame: Frame } = { ip, frame },
): void {
  // RFC 1812 §5.3.7: network 0 and the reserved class E (RFC 1112 §4) are nobody's.
  if (isNobody(ip.source) || isNobody(ip.destination)) return drop(state, station, port, frame, 'martian-address');
  if (ip.ttl <= 1) {
    drop(state, station, port, frame, 'ttl-expired');
    return sendError(state, station, came.ip, came.frame, { kind: 'time-exceeded', code: 0 });
  }
  const route = lookUp(state.routes, ip.destination);
  if (route === undefined) {
    drop(state, station, port, frame, 'no-route');
    return sendError(state, station, came.ip, came.frame, { kind: 'unreachable', code: 0, mtu: 0 });
  }
  // RFC 2644 §4: a broadcast directed to a subnet of ours from outside of it stays out.
  if (route.via === null && isBroadcastOf(state.interfaces[route.port]!, ip.destination)) {
    return drop(state, station, port, frame, 'broadcast-not-forwarded');
  }
  if (state.filter !== null) {
    const { interfaces, filter } = state;
    const to = interfaces[route.port]!.name;
    const rule = filtered(filter, station, 'forward', interfaces[port]?.name ?? '', to, ip, frame);
    if (rule !== null) return refuse(state, station, port, came.ip, came.frame, rule);
  }
  const mtu = station.mtu(route.port);
  if (ip.totalLength > mtu && ip.dontFragment) {
    drop(state, station, port, frame, 'larger-than-mtu');
    // RFC 792, RFC 1191 §4.
    return sendError(state, station, came.ip, came.frame, { kind: 'unreachable', code: 4, mtu });
  }
  const { packet } = frame;
  station.cause = station.recordFrame(FORWARDED, route.port, frame, route.detail);
  // The MAC addresses are written when the frame leaves; until then the header holds none.
  const whole = forwardedHead(frame, ip, NO_ETHERNET);
  // What the link padded, or put behind the packet, ends with the link (RFC 894).
  const end = ip.payloadAt + ip.payloadLength;
  const head = end < whole.length ? whole.subarray(0, end) : whole;
  const body = end <= whole.length ? EMPTY : frame.slice(whole.length, end - whole.length);
  let datagram: Datagram = { head, body, before: came.frame };
  if (state.nat !== null) {
    const { name, address } = state.interfaces[route.port]!;
    if (name === state.nat.outside && port !== route.port && port >= 0) {
      const result = natDeparts(state.nat, station, address, ip, frame, datagram);
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

/**
 * Whether a packet on a cable may come from `source` at all: not from loopback, a group, a broadcast address, or this host
 * itself, which would then answer itself (RFC 1122 §3.2.1.3, RFC 1812 §5.3.7).
 */
function maySend(state: NetworkState, source: number): boolean {
  if (isLoopback(source) || isMulticast(source)) return false;
  for (const one of state.interfaces) if (one.address === source || isBroadcastOf(one, source)) return false;
  return source !== 0xffffffff;
}

function isNobody(address: number): boolean {
  return address >>> 24 === 0 || address >>> 28 === 0xf;
}

const NO_ETHERNET: Ethernet = { destination: 0, source: 0, type: ETHERTYPE_IPV4 };

/** Everything of the network layer that is due: packets to itself, ARP's timers, and news of what ARP could not deliver. */
export function networkWoken(state: NetworkState, station: Station, upper: Upper): void {
  const { looped } = state;
  state.looped = [];
  for (const { datagram, packet, cause } of looped) {
    station.cause = cause;
    const frame = station.frame(datagram.head, datagram.body, packet);
    const ip = parseIpv4(frame);
    if (isFault(ip)) drop(state, station, -1, frame, ip.fault);
    else if (state.nat === null || !comesBack(state, station, -1, ip, frame))
      deliver(state, station, upper, -1, ip, frame);
  }
  ageClaims(state, station);
  ageReassembly(state, station);
  agePathMtu(state, station);
  const { tooLarge } = state;
  state.tooLarge = [];
  for (const { datagram, packet, cause, mtu } of tooLarge) {
    station.cause = cause;
    const frame = new Frame(0, packet, datagram.head, datagram.body, 0);
    const ip = parseIpv4(frame);
    if (!isFault(ip)) sendError(state, station, ip, frame, { kind: 'unreachable', code: 4, mtu });
  }
  const { refused } = state;
  state.refused = [];
  for (const { datagram, packet, cause, rejectWith } of refused) {
    station.cause = cause;
    const frame = new Frame(0, packet, datagram.head, datagram.body, 0);
    const ip = parseIpv4(frame);
    if (!isFault(ip)) tellRefused(state, station, ip, frame, rejectWith);
  }
  if (state.filter !== null) ageFilter(state.filter, station);
  if (state.nat !== null) ageNat(state.nat, station);
  for (const failed of ageArp(state, station)) {
    station.cause = failed.cause;
    const frame = new Frame(0, failed.packet, failed.datagram.head, failed.datagram.body, 0);
    const ip = parseIpv4(frame);
    if (!isFault(ip)) sendError(state, station, ip, frame, { kind: 'unreachable', code: 1, mtu: 0 });
  }
}

function drop(state: NetworkState, station: Station, port: number, frame: Frame, reason: Reason): void {
  dropFrame(state, station, port, frame, reason);
}
