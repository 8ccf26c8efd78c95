import type { ArpEntry, Interface } from '../net/interface.ts';
import { lookUp, type Route } from '../net/routing.ts';
import { sourceFor } from '../net/output.ts';
import type { Machine } from './machine.ts';

/** One adapter as `ip` tells it. */
export interface InterfaceView {
  /** Index of its port on the device, from 0. */
  port: number;
  name: string;
  mac: number;
  /** Null: none. */
  address: number | null;
  prefix: number;
  broadcast: number | null;
  /** Bytes. */
  mtu: number;
  /** Whether a cable is plugged in. */
  linked: boolean;
}

/** One line of the ARP cache. */
export interface NeighbourView {
  port: number;
  address: number;
  entry: Readonly<ArpEntry>;
}

/** Interfaces, routes and neighbours of a host, as an administrator reads and sets them with `ip`, `route` and `arp`. */
export class NetworkControl {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** In the order of the ports. */
  interfaces(): InterfaceView[] {
    const { network, station } = this.#machine;
    return network.interfaces.map(({ name, mac, address, prefix, broadcast }: Interface, port) => {
      return { port, name, mac, address, prefix, broadcast, mtu: station.mtu(port), linked: station.linked(port) };
    });
  }

  /** The longest prefixes first. */
  routes(): Route[] {
    return this.#machine.network.routes.lengths.flatMap(({ networks }) => [...networks.values()]);
  }

  /** The row that a packet to `destination` would follow, or null. */
  routeTo(destination: number): Route | null {
    return lookUp(this.#machine.network.routes, destination) ?? null;
  }

  /** Source address of a packet to `destination`, or null. */
  sourceFor(destination: number): number | null {
    return sourceFor(this.#machine.network, destination);
  }

  /** Whether an address is one of the host's own. */
  isLocal(address: number): boolean {
    return this.#machine.outside.isLocal(address);
  }

  neighbours(): NeighbourView[] {
    return this.#machine.network.interfaces.flatMap((one, port) =>
      [...one.arp].map(([address, entry]) => ({ port, address, entry })),
    );
  }
}
