import { kindCode } from '../trace/kinds.ts';
import { formatAddress, isMulticast, isMulticastMac } from '../wire/address.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { checkOf, isFault } from '../wire/fault.ts';
import { Frame } from '../wire/frame.ts';
import { IPV4_HEADER_LENGTH, parseIpv4, PROTOCOL_ICMP, type Ipv4 } from '../wire/ipv4.ts';
import { isSourceRouted, walkIpOptions } from '../wire/ipv4-options.ts';
import { addressedTo, isFor, received } from '../link/adapter.ts';
import type { Station } from '../link/station.ts';
import { ageClaims } from './address-claim.ts';
import { ageArp, arpReceived } from './arp.ts';
import { ageFilter, filtered } from './filter.ts';
import { dropFrame } from './counters.ts';
import { icmpReceived } from './icmp.ts';
import { sendError } from './icmp-errors.ts';
import { isBroadcastOf, isOwn, isOwnAt } from './interface.ts';
import { martianOnCable } from './martian.ts';
import type { NetworkState } from './state.ts';
import { ageNat } from './nat-state.ts';
import { agePathMtu } from './path-mtu.ts';
import { ageReassembly, fragmentReceived } from './reassembly.ts';
import { refuse, tellRefused } from './refuse.ts';
import type { Upper } from './upper.ts';
import { comesBack, forward } from './forward.ts';

const DELIVERED = kindCode('ip.delivered');

/** A frame reached an adapter of a host or router. */
export function frameReceived(state: NetworkState, station: Station, upper: Upper, port: number, frame: Frame): void {
  const ethernet = received(station, port, frame);
  const one = state.interfaces[port]!;
  const { counters } = one;
  if (ethernet === null) {
    counters.errorsIn++;
    return;
  }
  if (!one.up) return dropFrame(state, station, port, frame, 'interface-down');
  // What is for others the adapter lets pass without counting it.
  if (!isFor(one.mac, ethernet)) {
    const about = { port, frame: frame.id, packet: frame.packet };
    const detail = addressedTo(ethernet.destination, one.mac);
    station.record('frame.dropped', { ...about, reason: 'not-for-this-adapter', detail });
    return;
  }
  counters.packetsIn++;
  counters.bytesIn += frame.length;
  if (ethernet.type === ETHERTYPE_ARP) return arpReceived(state, station, port, frame);
  if (ethernet.type !== ETHERTYPE_IPV4) {
    const found = `0x${ethernet.type.toString(16).padStart(4, '0')}`;
    return dropFrame(state, station, port, frame, 'unknown-ethertype', { found, expected: '0x0800, 0x0806' });
  }
  const ip = parseIpv4(frame);
  if (isFault(ip)) return dropFrame(state, station, port, frame, ip.fault, checkOf(ip));
  if (ip.headerLength > IPV4_HEADER_LENGTH && !optionsFit(state, station, port, ip, frame)) return;
  const martian = martianOnCable(state, ip);
  if (martian !== null) return dropFrame(state, station, port, frame, 'martian-address', martian);
  if (isBroadcastOf(one, ip.destination)) return deliver(state, station, upper, port, ip, frame);
  if (isMulticast(ip.destination)) return groupReceived(state, station, upper, port, ip, frame);
  // RFC 1122 §3.3.6, RFC 1812 §5.3.4: what was sent to everybody on the link must be meant for everybody.
  if (isMulticastMac(ethernet.destination)) {
    return dropFrame(state, station, port, frame, state.forwarding ? 'broadcast-not-forwarded' : 'not-forwarding');
  }
  if ((ip.moreFragments || ip.fragmentOffset > 0) && looksInside(state)) {
    const whole = fragmentReceived(state, station, port, ip, frame);
    if (whole === null) return;
    const header = parseIpv4(whole);
    if (isFault(header)) dropFrame(state, station, port, whole, header.fault, checkOf(header));
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
    if (state.nat !== null && comesBack(state, station, upper, port, ip, frame)) return;
    deliver(state, station, upper, port, ip, frame);
  } else if (state.forwarding) forward(state, station, upper, port, ip, frame);
  else {
    const { address } = state.interfaces[port] ?? { address: null };
    const found = formatAddress(ip.destination);
    const check = address === null ? undefined : { found, expected: formatAddress(address) };
    dropFrame(state, station, port, frame, 'not-forwarding', check);
  }
}

/** Looks through the options of a header. False: they make no sense, or ask for what is not done, and it was dropped. */
function optionsFit(state: NetworkState, station: Station, port: number, ip: Ipv4, frame: Frame): boolean {
  const header = frame.slice(ip.at, ip.headerLength);
  const options = walkIpOptions(header, IPV4_HEADER_LENGTH, ip.headerLength);
  if (options.wrong >= 0) {
    // RFC 1122 §3.2.2.5, RFC 1812 §4.3.3.5: the pointer says which byte of the header it was.
    dropFrame(state, station, port, frame, 'ipv4.bad-option', { found: String(options.wrong) });
    sendError(state, station, ip, frame, { kind: 'parameter-problem', pointer: options.wrong });
    return false;
  }
  // RFC 1812 §5.3.13.4 lets source routing be switched off, and everybody does (RFC 7126 §4.3, §4.4): code 5.
  if (!isOwn(state, ip.destination) || !isSourceRouted(header, options)) return true;
  dropFrame(state, station, port, frame, 'source-routed');
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
  else dropFrame(state, station, port, frame, state.forwarding ? 'broadcast-not-forwarded' : 'not-a-member');
}

/** 224.0.0.1, which every host has joined (RFC 1112 §4). */
const ALL_HOSTS = 0xe000_0001;

/** A packet for this host itself goes up (RFC 1122 §3.2.1, RFC 1812 §5.2.3). */
function deliver(state: NetworkState, station: Station, upper: Upper, port: number, ip: Ipv4, frame: Frame): void {
  if (ip.moreFragments || ip.fragmentOffset > 0) {
    const whole = fragmentReceived(state, station, port, ip, frame);
    if (whole === null) return;
    const header = parseIpv4(whole);
    if (isFault(header)) return dropFrame(state, station, port, whole, header.fault, checkOf(header));
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
  const check = outcome === 'unknown-protocol' ? { found: String(ip.protocol) } : upper.check;
  dropFrame(state, station, port, frame, outcome, check);
  if (outcome === 'port-unreachable') sendError(state, station, ip, frame, { kind: 'unreachable', code: 3, mtu: 0 });
  else if (outcome === 'unknown-protocol')
    sendError(state, station, ip, frame, { kind: 'unreachable', code: 2, mtu: 0 });
}

/** Everything of the network layer that is due: packets to itself, ARP's timers, and news of what ARP could not deliver. */
export function networkWoken(state: NetworkState, station: Station, upper: Upper): void {
  const { looped } = state;
  state.looped = [];
  for (const { datagram, packet, cause } of looped) {
    station.cause = cause;
    const frame = station.frame(datagram.head, datagram.body, packet);
    const ip = parseIpv4(frame);
    if (isFault(ip)) dropFrame(state, station, -1, frame, ip.fault, checkOf(ip));
    else if (state.nat === null || !comesBack(state, station, upper, -1, ip, frame))
      deliver(state, station, upper, -1, ip, frame);
  }
  ageClaims(state, station);
  ageReassembly(state, station);
  agePathMtu(state, station, upper);
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
