import { ARP_REPLY, ARP_REQUEST, emitArp, parseArp, type Arp } from '../wire/arp.ts';
import { BROADCAST_MAC, formatAddress, formatMac, isMulticastMac } from '../wire/address.ts';
import { checkOf, isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import type { Station } from '../link/station.ts';
import { makeRoom, release } from './arp-cache.ts';
import { dropRedirectsTo } from './control.ts';
import { sendArp, transmit } from './arp-send.ts';
import { dropFrame } from './counters.ts';
import { watchForConflict } from './address-claim.ts';
import { isBroadcastOf } from './interface.ts';
import { groupMac } from './martian.ts';
import { lookUp } from './routing.ts';
import { distrustHop, trustHop } from './silent-hops.ts';
import type { ArpEntry, ArpState, Interface, NetworkState, WaitingDatagram } from './state.ts';

/** ns between two requests for one address: no more than one a second (RFC 1122 §2.3.2.1). */
export const REQUEST_INTERVAL = 1e9;
/** Requests before an address counts as unreachable. */
export const REQUEST_LIMIT = 3;
/** ns for which an answer is trusted without asking again: "on the order of a minute" (RFC 1122 §2.3.2.1). */
export const REACHABLE_TIME = 60e9;
/** ns for which an untrusted, unused entry is still kept. */
export const STALE_TIME = 600e9;
/** Packets that may wait for one address; RFC 1122 §2.3.2.2 asks for at least one, the latest. */
export const WAITING_LIMIT = 32;

/** Sends a packet to a neighbour on an interface: at once when its MAC address is known, else after ARP has found it. */
export function sendToNeighbour(
  state: NetworkState,
  station: Station,
  port: number,
  neighbour: number,
  what: WaitingDatagram,
): void {
  const one = state.interfaces[port]!;
  const entry = one.arp.get(neighbour);
  if (entry !== undefined && entry.state !== 'incomplete') {
    transmit(one, station, port, entry.mac, what.datagram, what.packet);
    if (entry.state === 'stale') startProbing(one, station, port, neighbour, entry);
    return;
  }
  const address = formatAddress(neighbour);
  station.cause = station.record('arp.waiting', { port, packet: what.packet, detail: { address } });
  what.cause = station.cause;
  if (entry === undefined) {
    const { now, cause } = station;
    const fresh: ArpEntry = {
      mac: 0,
      state: 'incomplete',
      since: now,
      deadline: 0,
      attempts: 0,
      waiting: [what],
      cause,
    };
    makeRoom(one, station, port, state.options.neighbourLimit);
    one.arp.set(neighbour, fresh);
    request(one, station, port, neighbour, fresh, BROADCAST_MAC);
    return;
  }
  entry.waiting.push(what);
  if (entry.waiting.length > WAITING_LIMIT) {
    const oldest = entry.waiting.shift()!;
    // It goes because this one came.
    const { packet, cause } = oldest;
    const detail = { found: String(entry.waiting.length), expected: String(WAITING_LIMIT) };
    station.record('frame.dropped', { port, packet, reason: 'arp-queue-full', cause, value: station.cause, detail });
  }
}

/** An ARP packet came in: the algorithm of RFC 826, "Packet Reception". */
export function arpReceived(state: NetworkState, station: Station, port: number, frame: Frame): void {
  const arp = parseArp(frame);
  if (isFault(arp)) {
    dropFrame(state, station, port, frame, arp.fault, checkOf(arp));
    return;
  }
  // RFC 1812 §3.3.2: nobody's MAC address is a broadcast or group address.
  if (isMulticastMac(arp.senderMac)) {
    dropFrame(state, station, port, frame, 'martian-address', groupMac(arp.senderMac));
    return;
  }
  const one = state.interfaces[port]!;
  watchForConflict(state, station, port, arp, frame);
  const forMe = (one.address !== null && arp.targetAddress === one.address) || isProxyFor(state, port, arp);
  const entry = one.arp.get(arp.senderAddress);
  // RFC 826: an entry that is known is brought up to date whoever was asked; a new one is made only when we were.
  // A sender address of 0 is a probe and teaches nothing (RFC 5227 §2.1.1); nor does somebody who claims ours (§2.4).
  if (arp.senderAddress !== 0 && arp.senderAddress !== one.address && (entry !== undefined || forMe)) {
    learn(one, station, port, frame, arp.senderAddress, arp.senderMac, state.options.neighbourLimit);
  }
  if (arp.senderAddress !== 0) trustHop(state, station, port, arp.senderAddress);
  // Who claims our address is answered by its defence, not as somebody who asks.
  if (!forMe || arp.operation !== ARP_REQUEST || arp.senderAddress === one.address) return;
  const answer = emitArp({
    operation: ARP_REPLY,
    senderMac: one.mac,
    senderAddress: arp.targetAddress,
    targetMac: arp.senderMac,
    targetAddress: arp.senderAddress,
  });
  const packet = station.newPacket();
  const detail = { address: formatAddress(arp.senderAddress), mac: formatMac(arp.senderMac) };
  station.cause = station.record('arp.replied', { port, packet, detail });
  sendArp(one, station, port, arp.senderMac, answer, packet);
}

/**
 * Whether this interface speaks for a host behind another one (RFC 1027), so that the asker sends its packets here. Never
 * to a probe, which would then find every address taken, and never for what is on the side of the asker.
 */
function isProxyFor(state: NetworkState, port: number, { operation, senderAddress, targetAddress }: Arp): boolean {
  const one = state.interfaces[port]!;
  if (!one.proxyArp || operation !== ARP_REQUEST || senderAddress === 0 || senderAddress === targetAddress)
    return false;
  const route = lookUp(state.routes, targetAddress);
  return route !== undefined && route.port !== port && !isBroadcastOf(one, targetAddress);
}

function learn(
  one: Interface,
  station: Station,
  port: number,
  frame: Frame,
  address: number,
  mac: number,
  limit: number,
): void {
  const arrival = station.cause;
  const known = one.arp.get(address);
  if (known?.state === 'permanent') return;
  const entry: ArpEntry = known ?? {
    mac,
    state: 'incomplete',
    since: 0,
    deadline: 0,
    attempts: 0,
    waiting: [],
    cause: arrival,
  };
  const news = known === undefined || entry.state !== 'reachable' || entry.mac !== mac;
  entry.mac = mac;
  entry.attempts = 0;
  entry.deadline = station.now + REACHABLE_TIME;
  station.wakeAt(entry.deadline);
  if (!news) return;
  entry.state = 'reachable';
  entry.since = station.now;
  if (known === undefined) makeRoom(one, station, port, limit);
  one.arp.set(address, entry);
  const detail = { address: formatAddress(address), mac: formatMac(mac), state: entry.state };
  entry.cause = station.record('arp.learned', { port, frame: frame.id, packet: frame.packet, detail });
  const { waiting } = entry;
  entry.waiting = [];
  release(one, station, port, address, mac, waiting, entry.cause);
  station.cause = arrival;
}

/**
 * Asks again, ages and gives up, as deadlines say. Returns the packets that could not be delivered, each on record as
 * dropped, so that their senders can be told (RFC 1122 §2.3.2.2, RFC 1812 §3.3.2).
 */
export function ageArp(state: NetworkState, station: Station): WaitingDatagram[] {
  const failed: WaitingDatagram[] = [];
  let next = Infinity;
  state.interfaces.forEach((one, port) => {
    for (const [address, entry] of one.arp) {
      if (entry.deadline <= station.now) expire(state, station, port, address, entry, failed);
      if (one.arp.has(address)) next = Math.min(next, entry.deadline);
    }
  });
  if (next < Infinity) station.wakeAt(next);
  return failed;
}

function expire(
  state: NetworkState,
  station: Station,
  port: number,
  address: number,
  entry: ArpEntry,
  failed: WaitingDatagram[],
): void {
  const one = state.interfaces[port]!;
  station.cause = entry.cause;
  switch (entry.state) {
    case 'reachable':
      change(station, port, address, entry, 'stale', STALE_TIME);
      return;
    case 'stale':
      one.arp.delete(address);
      station.record('arp.state', { port, detail: { address: formatAddress(address), from: 'stale', to: '' } });
      return;
    case 'permanent':
      return;
    case 'incomplete':
    case 'probe':
      if (entry.attempts < REQUEST_LIMIT) {
        request(one, station, port, address, entry, entry.state === 'probe' ? entry.mac : BROADCAST_MAC);
        return;
      }
      one.arp.delete(address);
      const cause = station.record('arp.failed', { port, detail: { address: formatAddress(address) } });
      station.cause = cause;
      dropRedirectsTo(state, station, address);
      distrustHop(state, station, port, address);
      for (const what of entry.waiting) {
        const { packet, cause: waited } = what;
        const fields = { port, packet, reason: 'arp-unanswered' as const, cause: waited, value: cause };
        what.cause = station.record('frame.dropped', fields);
        failed.push(what);
      }
  }
}

function change(station: Station, port: number, address: number, entry: ArpEntry, to: ArpState, lasts: number): void {
  const detail = { address: formatAddress(address), from: entry.state, to };
  entry.cause = station.record('arp.state', { port, detail });
  entry.state = to;
  entry.since = station.now;
  entry.attempts = 0;
  entry.deadline = station.now + lasts;
  station.wakeAt(entry.deadline);
}

/**
 * Somebody has a reason to doubt that a neighbour is still there: what is believed of it serves on, and it is asked, itself
 * first; if it answers nothing its entry goes, and the next packet asks everybody (RFC 1122 §2.3.2.1). What a person wrote
 * is believed, and who is being asked is not asked twice.
 */
export function doubtNeighbour(one: Interface, station: Station, port: number, neighbour: number): void {
  const entry = one.arp.get(neighbour);
  if (entry?.state === 'reachable' || entry?.state === 'stale') startProbing(one, station, port, neighbour, entry);
}

/** An old entry is used: it serves, and its owner is asked whether it is still there (RFC 1122 §2.3.2.1, unicast poll). */
function startProbing(one: Interface, station: Station, port: number, address: number, entry: ArpEntry): void {
  const before = station.cause;
  change(station, port, address, entry, 'probe', 0);
  station.cause = entry.cause;
  request(one, station, port, address, entry, entry.mac);
  station.cause = before;
}

function request(one: Interface, station: Station, port: number, address: number, entry: ArpEntry, to: number): void {
  entry.attempts++;
  entry.deadline = station.now + REQUEST_INTERVAL;
  station.wakeAt(entry.deadline);
  const before = station.cause;
  const packet = station.newPacket();
  const detail = { address: formatAddress(address), attempt: entry.attempts };
  entry.cause = station.cause = station.record('arp.requested', { port, packet, detail });
  const question = emitArp({
    operation: ARP_REQUEST,
    senderMac: one.mac,
    senderAddress: one.address ?? 0,
    targetMac: 0,
    targetAddress: address,
  });
  sendArp(one, station, port, to, question, packet);
  station.cause = before;
}
