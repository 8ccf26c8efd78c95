import type { Reason } from '../trace/reasons.ts';
import { formatAddress } from '../wire/address.ts';
import { isFault } from '../wire/fault.ts';
import type { Frame } from '../wire/frame.ts';
import { emitIcmp, parseQuoted, quote, type Icmp } from '../wire/icmp.ts';
import { IPV4_HEADER_LENGTH, type Ipv4 } from '../wire/ipv4.ts';
import type { Station } from '../link/station.ts';
import { addRoute, removeRow } from './control.ts';
import { mayTell } from './error-rate.ts';
import { deservesError, ownFields } from './icmp-errors.ts';
import { isOnSubnet, isOwn } from './interface.ts';
import type { NetworkState } from './state.ts';
import { originate } from './output.ts';
import { lookUp, routesOf } from './routing.ts';

/** Redirect for one host: the only code a router still sends (RFC 1812 §5.2.7.2). */
const REDIRECT_HOST = 1;
/** ns between two redirects to the same host: who did not listen will not listen the next millisecond either. */
const REDIRECT_INTERVAL = 1e9;
/** Hosts whose last redirect is remembered. */
const REMEMBERED = 256;

/**
 * A router passes a packet on by the interface it came in by: its sender could have used the next hop itself. It is told
 * so if it sits on the same subnet as that hop and did not ask for the way it took (RFC 1812 §5.2.7.2).
 */
export function tellBetterHop(
  state: NetworkState,
  station: Station,
  port: number,
  ip: Ipv4,
  frame: Frame,
  nextHop: number,
): void {
  const one = state.interfaces[port]!;
  if (!isOnSubnet(one, ip.source) || !isOnSubnet(one, nextHop) || ip.headerLength > IPV4_HEADER_LENGTH) return;
  if (one.address === null || !deservesError(state, ip, frame)) return;
  const last = state.redirected.get(ip.source);
  if ((last !== undefined && station.now - last < REDIRECT_INTERVAL) || !mayTell(state, station)) return;
  state.redirected.delete(ip.source);
  state.redirected.set(ip.source, station.now);
  const [oldest] = state.redirected.keys();
  if (state.redirected.size > REMEMBERED) state.redirected.delete(oldest!);
  const packet = station.newPacket();
  const before = station.cause;
  const detail = detailOf(ip.source, ip.destination, nextHop);
  station.cause = station.record('icmp.redirect.sent', { packet, detail });
  const quoted = quote(frame, ip);
  const fields = ownFields(state, station, one.address, ip.source, quoted.length);
  originate(
    state,
    station,
    emitIcmp({ kind: 'redirect', code: REDIRECT_HOST, gateway: nextHop, quoted }, fields),
    packet,
  );
  station.cause = before;
}

function detailOf(peer: number, destination: number, gateway: number) {
  return { peer: formatAddress(peer), address: formatAddress(destination), gateway: formatAddress(gateway) };
}

/**
 * A router tells this host of a better first hop. It is believed if it comes from the hop now used for that destination
 * and names a neighbour on the same subnet (RFC 1122 §3.2.2.2); a redirect for a whole network counts for the one host.
 * Routers find their ways themselves (RFC 1812 §5.2.7.2). Returns why it was not followed, or null.
 */
export function redirectReceived(
  state: NetworkState,
  station: Station,
  port: number,
  ip: Ipv4,
  frame: Frame,
  redirect: Extract<Icmp, { kind: 'redirect' }>,
): Reason | null {
  const about = parseQuoted(redirect.quoted);
  if (isFault(about)) return about.fault;
  if (state.forwarding || !state.options.acceptRedirects) return 'redirect-ignored';
  const { gateway } = redirect;
  const { destination } = about;
  const one = state.interfaces[port];
  const route = lookUp(state.routes, destination);
  if (one === undefined || !isOwn(state, about.source) || isOwn(state, gateway)) return 'redirect-ignored';
  if (route?.via !== ip.source || route.port !== port || !isOnSubnet(one, gateway)) return 'redirect-ignored';
  const { packet, id } = frame;
  const detail = detailOf(ip.source, destination, gateway);
  station.cause = station.record('icmp.redirect.received', { packet, frame: id, detail });
  for (const row of routesOf(state.routes)) {
    if (row.kind === 'redirect' && row.network === destination) removeRow(state, station, row);
  }
  const via = gateway === destination ? null : gateway;
  addRoute(state, station, { destination, prefix: 32, via, port, kind: 'redirect' });
  return null;
}
