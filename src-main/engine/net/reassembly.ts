import type { Reason } from '../trace/reasons.ts';
import { FRAGMENT_UNIT, reassemble } from '../wire/fragment.ts';
import type { Frame } from '../wire/frame.ts';
import { IPV4_HEADER_LENGTH, type Ipv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { countDrop, dropFrame } from './counters.ts';
import { sendError } from './icmp-errors.ts';
import type { HeldFragment, NetworkState, Reassembly } from './state.ts';

/** Largest packet there can be, and largest payload of any (RFC 791 §3.1), bytes. */
const LONGEST_PACKET = 65_535;
const LONGEST_PAYLOAD = LONGEST_PACKET - IPV4_HEADER_LENGTH;

/**
 * A fragment for this host came in. Returns the whole packet's frame when it was the last that was missing, else null:
 * it waits, or was dropped, which is on record. As RFC 1122 §3.3.2 asks, by source, destination, protocol and
 * identification (RFC 791 §3.2). Fragments that overlap are an attack or a fault and take their packet with them, as
 * RFC 8200 §4.5 rules for IPv6 (first RFC 5722); the same fragment twice is not.
 */
export function fragmentReceived(
  state: NetworkState,
  station: Station,
  port: number,
  ip: Ipv4,
  frame: Frame,
): Frame | null {
  const reason = unfit(ip);
  if (reason !== null) return drop(state, station, port, frame, reason);
  const key = `${ip.source} ${ip.destination} ${ip.protocol} ${ip.identification}`;
  let whole = state.reassembly.get(key);
  if (whole === undefined) {
    const deadline = station.now + state.options.reassemblyTimeout;
    whole = { held: [], have: 0, total: -1, deadline, refused: false, port };
    state.reassembly.set(key, whole);
    station.wakeAt(deadline);
  }
  if (whole.refused) return drop(state, station, port, frame, 'fragment-overlap');
  const place = placeOf(whole, ip);
  if (place === 'duplicate') return drop(state, station, port, frame, 'fragment-duplicate');
  if (place === 'overlap') {
    letGo(state, station, whole, 'fragment-overlap');
    whole.refused = true;
    return drop(state, station, port, frame, 'fragment-overlap');
  }
  const { identification, fragmentOffset: offset, payloadLength: length } = ip;
  const detail = { identification, offset, length, have: whole.have + length };
  const cause = station.record('ip.fragment.kept', { port, frame: frame.id, packet: frame.packet, detail });
  whole.held.splice(place, 0, { frame, ip, cause });
  whole.have += length;
  state.reassemblyBytes += length;
  if (!ip.moreFragments) whole.total = offset + length;
  if (whole.have !== whole.total) {
    makeRoom(state, station);
    return null;
  }
  state.reassembly.delete(key);
  station.cause = cause;
  // The options of the first fragment count too.
  if (whole.held[0]!.ip.headerLength + whole.total > LONGEST_PACKET) {
    letGo(state, station, whole, 'bad-fragment');
    return null;
  }
  state.reassemblyBytes -= whole.have;
  return finished(station, port, whole);
}

/** Why a fragment can belong to no packet at all, or null. */
function unfit(ip: Ipv4): Reason | null {
  const odd = ip.moreFragments && ip.payloadLength % FRAGMENT_UNIT !== 0;
  if (ip.payloadLength === 0 || odd || ip.fragmentOffset + ip.payloadLength > LONGEST_PAYLOAD) return 'bad-fragment';
  return null;
}

/** Index before which a fragment goes, or why it does not fit the others. */
function placeOf({ held, total }: Reassembly, ip: Ipv4): number | 'duplicate' | 'overlap' {
  const from = ip.fragmentOffset;
  const to = from + ip.payloadLength;
  let place = held.length;
  while (place > 0 && held[place - 1]!.ip.fragmentOffset >= from) place--;
  const [before, after] = [held[place - 1], held[place]];
  if (after?.ip.fragmentOffset === from && after.ip.payloadLength === ip.payloadLength) {
    if (after.ip.moreFragments === ip.moreFragments) return 'duplicate';
  }
  if (before !== undefined && before.ip.fragmentOffset + before.ip.payloadLength > from) return 'overlap';
  if (after !== undefined && after.ip.fragmentOffset < to) return 'overlap';
  // Behind the end, or a second end.
  if (total >= 0 && (to > total || !ip.moreFragments)) return 'overlap';
  return !ip.moreFragments && after !== undefined ? 'overlap' : place;
}

function finished(station: Station, port: number, { held }: Reassembly): Frame {
  const [first] = held as [HeldFragment];
  const { head, body } = reassemble(held);
  const { packet } = first.frame;
  const frame = station.frame(head, body, packet);
  const length = head.length + body.length - first.ip.at;
  const detail = { identification: first.ip.identification, fragments: held.length, length };
  station.cause = station.record('ip.reassembled', { port, frame: frame.id, packet, detail });
  return frame;
}

/** Gives up what has waited longest until the rest fits the memory set aside for it. */
function makeRoom(state: NetworkState, station: Station): void {
  for (const [key, whole] of state.reassembly) {
    if (state.reassemblyBytes <= state.options.reassemblyMemory) return;
    letGo(state, station, whole, 'reassembly-full');
    state.reassembly.delete(key);
  }
}

/**
 * Gives up packets whose fragments did not all come in time. Their senders are told, if the first fragment is there to
 * say whose packet it was (RFC 1122 §3.3.2, RFC 792).
 */
export function ageReassembly(state: NetworkState, station: Station): void {
  let next = Infinity;
  const before = station.cause;
  for (const [key, whole] of state.reassembly) {
    if (whole.deadline > station.now) {
      next = Math.min(next, whole.deadline);
      continue;
    }
    state.reassembly.delete(key);
    const [first] = whole.held;
    const cause = letGo(state, station, whole, 'reassembly-timeout');
    if (first?.ip.fragmentOffset !== 0) continue;
    station.cause = cause;
    sendError(state, station, first.ip, first.frame, { kind: 'time-exceeded', code: 1 });
  }
  station.cause = before;
  if (next < Infinity) station.wakeAt(next);
}

/** Drops all fragments held of a packet, each because of its own coming; returns the last drop. */
export function letGo(state: NetworkState, station: Station, whole: Reassembly, reason: Reason): number {
  let last = station.cause;
  for (const { frame, cause } of whole.held) {
    // What makes room, or does not fit, is the other half of the reason; time that runs out is nobody's doing.
    const value = reason === 'reassembly-timeout' || station.cause === cause ? 0 : station.cause;
    const fields = { port: whole.port, frame: frame.id, packet: frame.packet, reason, cause, value };
    countDrop(state, whole.port, reason);
    last = station.record('frame.dropped', fields);
  }
  state.reassemblyBytes -= whole.have;
  whole.held = [];
  whole.have = 0;
  return last;
}

function drop(state: NetworkState, station: Station, port: number, frame: Frame, reason: Reason): null {
  dropFrame(state, station, port, frame, reason);
  return null;
}
