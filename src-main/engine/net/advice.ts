import type { Station } from '../link/station.ts';
import { doubtNeighbour } from './arp.ts';
import { nextHopOf } from './output.ts';
import type { NetworkState } from './state.ts';

/**
 * A transport tells that nothing it sends from `source` to `destination` is answered (RFC 1122 §3.4, ADVISE_DELIVPROB): the
 * fault may be the next hop. Whether that is still there is asked at once, and not only when its ARP entry is old
 * (§2.3.2.1, higher-layer advice). `station.cause` is the advice.
 */
export function adviseTrouble(state: NetworkState, station: Station, source: number, destination: number): void {
  const way = nextHopOf(state, source, destination);
  if (way !== null) doubtNeighbour(state.interfaces[way.port]!, station, way.port, way.nextHop);
}
