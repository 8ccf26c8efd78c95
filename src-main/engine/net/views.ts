/** The network layer as programs and panels read it: plain rows, made new at every look. */
import type { Station } from '../link/station.ts';
import type { ArpEntry, ArpState, Counters, NetworkState } from './state.ts';

export interface InterfaceView {
  /** Index: what the setters call `port`. */
  port: number;
  name: string;
  mac: number;
  /** Null: none is set. */
  address: number | null;
  prefix: number;
  /** Directed broadcast address, or null where the subnet has none. */
  broadcast: number | null;
  /** Largest IP packet, bytes. */
  mtu: number;
  /** Switched on. */
  up: boolean;
  /** Whether a cable is plugged in. */
  linked: boolean;
  /** An address that is still being probed and not used yet (RFC 5227 §2.1); null: none. */
  tentative: { address: number; prefix: number } | null;
  /** The newest sign of another host with an address of this interface, or one it wanted: whose, and when (ns). */
  conflict: { address: number; mac: number; time: number } | null;
  counters: Readonly<Counters>;
  /** Multicast groups joined. */
  groups: number[];
}

export interface NeighbourView {
  address: number;
  /** Null while it is not known. */
  mac: number | null;
  port: number;
  device: string;
  state: ArpState;
  /** ns since the last change of state. */
  age: number;
  /** All that is kept of it. */
  entry: Readonly<ArpEntry>;
}

/** All interfaces, in the order of their ports. */
export function interfaceViews(state: NetworkState, station: Station): InterfaceView[] {
  return state.interfaces.map(
    ({ name, mac, address, prefix, broadcast, up, groups, claim, conflict, counters }, port) => ({
      port,
      name,
      mac,
      address,
      prefix,
      broadcast,
      mtu: station.mtu(port),
      up,
      linked: station.linked(port),
      tentative: claim?.phase === 'probe' ? { address: claim.address, prefix: claim.prefix } : null,
      conflict,
      counters,
      groups: [...groups.keys()],
    }),
  );
}

/** The ARP caches of all interfaces. */
export function neighbourViews(state: NetworkState, now: number): NeighbourView[] {
  return state.interfaces.flatMap(({ name, arp }, port) =>
    [...arp].map(([address, entry]) => ({
      address,
      mac: entry.state === 'incomplete' ? null : entry.mac,
      port,
      device: name,
      state: entry.state,
      age: now - entry.since,
      entry,
    })),
  );
}
