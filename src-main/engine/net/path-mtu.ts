import { formatAddress } from '../wire/address.ts';
import { SMALLEST_MTU } from '../wire/fragment.ts';
import type { Quoted } from '../wire/icmp.ts';
import type { Station } from '../link/station.ts';
import type { Table } from '../link/table.ts';
import { isOwn } from './interface.ts';
import { lookUp } from './routing.ts';
import type { NetworkState } from './state.ts';
import type { Upper } from './upper.ts';

/** Destinations remembered; beyond, the one learned first goes. */
const PATH_LIMIT = 1024;

/** Largest packet every host takes (RFC 1122 §3.3.3, EMTU_S without knowledge). */
const UNKNOWN_MTU = 576;
/** Packets to oneself never meet a link. */
const LOOPBACK_MTU = 65_535;

/** The MTUs that occur on real links, for routers that do not tell theirs (RFC 1191 §7, Table 7-1). */
const PLATEAUS = [32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296, SMALLEST_MTU];

/** Largest packet that gets to `destination` whole, as far as is known, bytes; 576 without a route. */
export function pathMtuTo(state: NetworkState, station: Station, destination: number): number {
  if (isOwn(state, destination)) return LOOPBACK_MTU;
  const route = lookUp(state.routes, destination);
  if (route === undefined) return UNKNOWN_MTU;
  const link = station.mtu(route.port);
  const known = state.paths.get(destination);
  return known === undefined || known.deadline <= station.now ? link : Math.min(link, known.mtu);
}

/**
 * "Fragmentation needed" came in about a packet of this host's own. `told`: the next-hop MTU it tells, 0 from routers older
 * than RFC 1191; `quotedLength`: the length of the packet it is about. A larger value than known teaches nothing, nor does
 * one that no link can have (RFC 1191 §3, §5).
 */
export function learnPathMtu(
  state: NetworkState,
  station: Station,
  { source, destination }: Quoted,
  told: number,
  quotedLength: number,
): void {
  if (!state.options.pathMtuDiscovery || !isOwn(state, source)) return;
  const known = pathMtuTo(state, station, destination);
  const mtu = told === 0 ? plateauBelow(Math.min(quotedLength, known)) : Math.max(told, SMALLEST_MTU);
  if (mtu >= known) return;
  const deadline = station.now + state.options.pathMtuAge;
  state.paths.delete(destination);
  const detail = { address: formatAddress(destination), mtu, before: known };
  const cause = station.record('path-mtu.learned', { detail });
  state.paths.set(destination, { mtu, since: station.now, deadline, cause });
  const [oldest] = state.paths.keys();
  if (state.paths.size > PATH_LIMIT) state.paths.delete(oldest!);
  station.wakeAt(deadline);
}

function plateauBelow(length: number): number {
  return PLATEAUS.find((mtu) => mtu < length) ?? SMALLEST_MTU;
}

/** Forgets what is old, so that a way that has become wider is noticed, and tells those who send by it (RFC 1191 §6.3). */
export function agePathMtu(state: NetworkState, station: Station, upper: Upper): void {
  let next = Infinity;
  for (const [destination, { deadline, mtu, cause }] of state.paths) {
    if (deadline > station.now) {
      next = Math.min(next, deadline);
      continue;
    }
    state.paths.delete(destination);
    station.cause = station.record('path-mtu.aged', { cause, detail: { address: formatAddress(destination), mtu } });
    upper.widened(destination);
  }
  if (next < Infinity) station.wakeAt(next);
}

/** What is known about the ways to destinations, as a table. */
export function pathMtuTable(state: NetworkState): Table {
  const rows = [...state.paths].map(([address, { mtu, since, deadline }]) => [
    formatAddress(address),
    mtu,
    since,
    deadline,
  ]);
  return { name: 'path-mtu', columns: ['destination', 'mtu', 'since', 'expires'], rows };
}
