/**
 * How an address comes into use and is defended (RFC 5227). Read its §2.1 (probing), §2.3 (announcing) and §2.4 (conflict
 * and defence) before touching this.
 */
import { BROADCAST_MAC, formatAddress, formatMac } from '../wire/address.ts';
import { ARP_REQUEST, emitArp, type Arp } from '../wire/arp.ts';
import type { Frame } from '../wire/frame.ts';
import type { Station } from '../link/station.ts';
import { sendArp } from './arp-send.ts';
import { readdress, refreshRoutes, subnetText } from './interface.ts';
import type { Claim, Interface, NetworkState } from './state.ts';

/** RFC 5227 §1.1, ns: longest wait before the first probe, and shortest and longest between two. */
const PROBE_WAIT = 1e9;
const PROBE_MINIMUM = 1e9;
const PROBE_MAXIMUM = 2e9;
/** Probes; and ns from the last of them until the address is used. */
const PROBES = 3;
const ANNOUNCE_WAIT = 2e9;
/** Announcements, and ns between them. */
const ANNOUNCEMENTS = 2;
const ANNOUNCE_INTERVAL = 2e9;
/** ns between two defences of one address (RFC 5227 §2.4 (c)). */
const DEFEND_INTERVAL = 10e9;

/** Starts to use an address: at once, or after it was found that nobody else has it. `station.cause` says who wants it. */
export function claimAddress(
  state: NetworkState,
  station: Station,
  port: number,
  address: number,
  prefix: number,
  probe: boolean,
): void {
  const one = state.interfaces[port]!;
  const { now, cause } = station;
  if (!probe) return use(state, station, port, address, prefix);
  // So that not all hosts of a room that was switched on together ask at the same moment.
  const deadline = now + (station.random() % PROBE_WAIT);
  one.claim = { address, prefix, phase: 'probe', sent: 0, deadline, cause };
  station.wakeAt(deadline);
}

/** The address is the interface's own from now on, and its neighbours hear of it. */
function use(state: NetworkState, station: Station, port: number, address: number, prefix: number): void {
  const one = state.interfaces[port]!;
  const before = station.cause;
  const detail = { from: subnetText(one.address, one.prefix), to: subnetText(address, prefix) };
  station.cause = station.record('interface.address', { port, detail });
  readdress(one, address, prefix);
  one.conflict = null;
  refreshRoutes(state);
  announce(state, station, port);
  station.cause = before;
}

/** Whether this host asks for an address before it uses it. */
export function probesFirst({ options }: NetworkState): boolean {
  return options.addressConflictDetection === 'probe' || options.addressConflictDetection === 'always';
}

/** An interface has come up with an address, or was drawn with another: it is claimed as the host is set (RFC 5227 §2.1). */
export function comeUp(state: NetworkState, station: Station, port: number): void {
  const one = state.interfaces[port]!;
  const { address, prefix } = one;
  if (address === null || !one.up || !probesFirst(state)) return announce(state, station, port);
  readdress(one, null, prefix);
  refreshRoutes(state);
  claimAddress(state, station, port, address, prefix, true);
}

/**
 * The port has a link. An address that was in use before is claimed anew, for it may hang on another network now
 * (RFC 5227 §2.1: "when an interface transitions from an inactive to an active state"); a claim under way goes on, and an
 * address that was drawn at the start is simply there.
 */
export function linkCameUp(state: NetworkState, station: Station, port: number): void {
  const one = state.interfaces[port];
  if (one === undefined) return;
  const again = one.linkLost;
  one.linkLost = false;
  // Probes that went nowhere have proved nothing.
  if (again && one.claim?.phase === 'probe') one.claim.sent = 0;
  if (one.claim !== null) station.wakeAt(station.now);
  else if (again) comeUp(state, station, port);
}

/** Makes the address of an interface known to its neighbours, unless the host is told to keep silent. */
function announce(state: NetworkState, station: Station, port: number): void {
  const one = state.interfaces[port]!;
  one.claim = null;
  if (state.options.addressConflictDetection === 'off' || one.address === null || !one.up) return;
  const { now, cause } = station;
  one.claim = { address: one.address, prefix: one.prefix, phase: 'announce', sent: 0, deadline: now, cause };
  goOn(state, station, port, one, one.claim);
}

/** Probes, announces and begins to use addresses, as deadlines say. */
export function ageClaims(state: NetworkState, station: Station): void {
  let next = Infinity;
  state.interfaces.forEach((one, port) => {
    if (one.claim !== null && one.claim.deadline <= station.now) goOn(state, station, port, one, one.claim);
    if (one.claim !== null) next = Math.min(next, one.claim.deadline);
  });
  if (next < Infinity) station.wakeAt(next);
}

function goOn(state: NetworkState, station: Station, port: number, one: Interface, claim: Claim): void {
  const before = station.cause;
  // An address that was drawn is claimed because the host is on.
  station.cause = claim.cause || before;
  const { address, prefix } = claim;
  if (claim.phase === 'announce') {
    say(station, port, one, 'arp.announced', address, address, { address: formatAddress(address) });
    claim.sent++;
    claim.deadline = station.now + ANNOUNCE_INTERVAL;
    if (claim.sent >= ANNOUNCEMENTS) one.claim = null;
  } else if (claim.sent < PROBES) {
    claim.sent++;
    say(station, port, one, 'arp.probed', 0, address, { address: formatAddress(address), attempt: claim.sent });
    const pause = PROBE_MINIMUM + (station.random() % (PROBE_MAXIMUM - PROBE_MINIMUM));
    claim.deadline = station.now + (claim.sent < PROBES ? pause : ANNOUNCE_WAIT);
  } else {
    use(state, station, port, address, prefix);
  }
  if (one.claim !== null) station.wakeAt(one.claim.deadline);
  station.cause = before;
}

/** A question about an address to all: without a sender a probe (RFC 5227 §2.1.1), by its owner an announcement (§2.3). */
function say(
  station: Station,
  port: number,
  one: Interface,
  kind: 'arp.probed' | 'arp.announced',
  sender: number,
  target: number,
  detail: Record<string, string | number>,
): void {
  const packet = station.newPacket();
  station.cause = station.record(kind, { port, packet, detail });
  const question = emitArp({
    operation: ARP_REQUEST,
    senderMac: one.mac,
    senderAddress: sender,
    targetMac: 0,
    targetAddress: target,
  });
  sendArp(one, station, port, BROADCAST_MAC, question, packet);
}

/**
 * Looks whether an ARP packet shows that somebody else has, or wants, an address of this interface. While it is being
 * probed, the wish is given up (RFC 5227 §2.1.1); when it is in use, it is defended once in a while and kept, as hosts
 * do that others have to find again (§2.4 (c)).
 */
export function watchForConflict(state: NetworkState, station: Station, port: number, arp: Arp, frame: Frame): void {
  const one = state.interfaces[port]!;
  if (arp.senderMac === one.mac) return;
  const before = station.cause;
  const { claim } = one;
  const wanted = claim?.phase === 'probe' ? claim.address : null;
  if (wanted !== null && (arp.senderAddress === wanted || isProbeFor(arp, wanted))) {
    conflict(station, port, one, arp, frame, wanted, 'given-up');
    one.claim = null;
  } else if (one.address !== null && arp.senderAddress === one.address) {
    const again = one.defendedAt === null || station.now - one.defendedAt >= DEFEND_INTERVAL;
    const defends = again && state.options.addressConflictDetection !== 'off';
    conflict(station, port, one, arp, frame, one.address, defends ? 'defended' : 'kept');
    if (defends) {
      one.defendedAt = station.now;
      say(station, port, one, 'arp.announced', one.address, one.address, { address: formatAddress(one.address) });
    }
  }
  station.cause = before;
}

function isProbeFor(arp: Arp, address: number): boolean {
  return arp.operation === ARP_REQUEST && arp.senderAddress === 0 && arp.targetAddress === address;
}

function conflict(
  station: Station,
  port: number,
  one: Interface,
  arp: Arp,
  frame: Frame,
  address: number,
  outcome: 'given-up' | 'defended' | 'kept',
): void {
  one.conflict = { address, mac: arp.senderMac, time: station.now };
  const detail = { address: formatAddress(address), mac: formatMac(arp.senderMac), outcome };
  station.cause = station.record('arp.conflict', { port, frame: frame.id, packet: frame.packet, detail });
}
