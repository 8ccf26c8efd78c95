import { formatAddress, isLoopback, isMulticast } from '../wire/address.ts';
import type { Frame } from '../wire/frame.ts';
import {
  emitIcmp,
  ICMP_HEADER_LENGTH,
  ICMP_PARAMETER_PROBLEM,
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  quote,
} from '../wire/icmp.ts';
import { IPV4_HEADER_LENGTH, PROTOCOL_ICMP, type Ipv4, type Ipv4Fields } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { mayTell } from './error-rate.ts';
import { isBroadcastOf, isOwn } from './interface.ts';
import type { NetworkState } from './state.ts';
import { originate, sourceFor } from './output.ts';
import { pathMtuTo } from './path-mtu.ts';

/**
 * The IPv4 fields of a message the network layer sends itself: with DF as long as it fits the path, so that its
 * identification may be 0 (RFC 6864 §4.1); what has to be cut has one of its own.
 */
export function ownFields(
  state: NetworkState,
  station: Station,
  source: number,
  destination: number,
  length: number,
): Ipv4Fields {
  const fits = IPV4_HEADER_LENGTH + ICMP_HEADER_LENGTH + length <= pathMtuTo(state, station, destination);
  const dontFragment = fits && state.options.pathMtuDiscovery;
  const identification = dontFragment ? 0 : state.identification;
  if (!dontFragment) state.identification = (identification + 1) & 0xffff;
  return { source, destination, ttl: state.options.timeToLive, identification, dontFragment };
}

/** An error to tell, before its source and quotation are known. */
export type ErrorToSend =
  | { kind: 'unreachable'; code: number; mtu: number }
  | { kind: 'time-exceeded'; code: number }
  | { kind: 'parameter-problem'; pointer: number };

/**
 * Tells the sender of a packet why it went no further. A packet of this host's own is told to its transport the same
 * way, through the loopback. Nothing is sent about ICMP errors, broadcasts, later fragments, or senders that are no
 * single host (RFC 1122 §3.2.2, RFC 1812 §4.3.2.7).
 */
export function sendError(state: NetworkState, station: Station, ip: Ipv4, frame: Frame, error: ErrorToSend): void {
  if (!deservesError(state, ip, frame)) return;
  const source = sourceFor(state, ip.source);
  if (source === null) return;
  const told = { error: errorName(error), peer: formatAddress(ip.source) };
  // What the host tells itself costs nobody anything.
  if (!isOwn(state, ip.source) && !mayTell(state, station)) {
    station.record('icmp.error.held', { packet: frame.packet, detail: told });
    return;
  }
  const packet = station.newPacket();
  const before = station.cause;
  station.cause = station.record('icmp.error.sent', { packet, detail: told });
  const quoted = quote(frame, ip);
  const fields = ownFields(state, station, source, ip.source, quoted.length);
  originate(state, station, emitIcmp({ ...error, quoted }, fields), packet);
  station.cause = before;
}

/** Whether an ICMP error may be sent about a packet at all (RFC 1122 §3.2.2, RFC 1812 §4.3.2.7). */
export function deservesError(state: NetworkState, ip: Ipv4, frame: Frame): boolean {
  if (ip.source === 0 || ip.source === 0xffffffff || isMulticast(ip.source) || isLoopback(ip.source)) return false;
  if (ip.fragmentOffset > 0 || isMulticast(ip.destination)) return false;
  if (state.interfaces.some((one) => isBroadcastOf(one, ip.destination))) return false;
  if (ip.protocol !== PROTOCOL_ICMP) return true;
  // Of the message only the type is looked at: it may be cut, and a router has no business with the rest of it.
  return ip.payloadLength > 0 && !ICMP_ERRORS.has(frame.slice(ip.payloadAt, 1)[0]!);
}

/** Types of ICMP messages about which no ICMP error is sent (RFC 1122 §3.2.2); 4 is the old source quench. */
const ICMP_ERRORS: ReadonlySet<number> = new Set([
  ICMP_UNREACHABLE,
  4,
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  ICMP_PARAMETER_PROBLEM,
]);

/** Names of the codes of "destination unreachable" (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1). */
const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'net-unreachable',
  1: 'host-unreachable',
  2: 'protocol-unreachable',
  3: 'port-unreachable',
  4: 'fragmentation-needed',
  5: 'source-route-failed',
  10: 'host-prohibited',
  13: 'admin-prohibited',
};

/** The name of an error, for the trace. */
export function errorName(error: { kind: string; code?: number }): string {
  if (error.kind === 'time-exceeded' && error.code === 1) return 'reassembly-timeout';
  if (error.kind === 'unreachable') return UNREACHABLE[error.code ?? 0] ?? 'unreachable';
  return error.kind;
}
