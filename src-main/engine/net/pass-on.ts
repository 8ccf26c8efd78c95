import { kindCode } from '../trace/kinds.ts';
import { ETHERNET_HEADER_LENGTH } from '../wire/datagram.ts';
import { MINIMUM_LENGTH, type Frame } from '../wire/frame.ts';
import { isForOne, plainHeadingOf } from '../wire/plain-ipv4.ts';
import type { Station } from '../link/station.ts';
import { lookUp } from './routing.ts';
import type { NetworkState } from './state.ts';

const FORWARDED = kindCode('ip.forwarded');

/**
 * The short way through a router: a whole, plain packet for somebody else, whose next hop is known. It does what
 * `frameReceived` and `forward` do, in their order, and leaves the same facts; it only makes no objects on the way. False:
 * there is something unusual about the packet or about what this router is to do with it, nothing was done, and those two
 * have to look at it.
 */
export function passOn(state: NetworkState, station: Station, port: number, frame: Frame): boolean {
  if (!state.forwarding || state.filter !== null || state.nat !== null) return false;
  const one = state.interfaces[port]!;
  if (!one.up || !frame.intact || frame.length < MINIMUM_LENGTH) return false;
  const heading = plainHeadingOf(frame);
  if (heading === null || !heading.isFor(one.mac) || heading.ttl <= 1) return false;
  const { source, destination } = heading;
  for (const { address, broadcast } of state.interfaces) {
    if (address === source || address === destination || broadcast === source || broadcast === destination)
      return false;
  }
  const route = lookUp(state.routes, destination);
  // By the interface it came in by: its sender may have to be told of a better way.
  if (route === undefined || route.port === port || frame.length - ETHERNET_HEADER_LENGTH > station.mtu(route.port))
    return false;
  const out = state.interfaces[route.port]!;
  const nextHop = route.via ?? destination;
  const entry = out.arp.get(nextHop);
  if (entry === undefined || (entry.state !== 'reachable' && entry.state !== 'permanent')) return false;
  if (nextHop === out.broadcast || !isForOne(nextHop)) return false;
  one.counters.packetsIn++;
  one.counters.bytesIn += frame.length;
  station.cause = station.recordFrame(FORWARDED, route.port, frame, route.detail);
  out.counters.packetsOut++;
  out.counters.bytesOut += frame.length;
  station.send(route.port, station.rewriting(frame, heading.passedOn(entry.mac, out.mac)));
  return true;
}
