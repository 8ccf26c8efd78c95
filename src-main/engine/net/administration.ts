import type { Station } from '../link/station.ts';
import {
  addNeighbour,
  addRoute,
  removeNeighbour,
  removeRoute,
  setAddress,
  setInterface,
  type ControlError,
  type RouteChange,
} from './control.ts';
import { isOwn } from './interface.ts';
import type { NetworkState } from './state.ts';
import { sourceFor } from './output.ts';
import { lookUp, routesOf, type Route } from './routing.ts';
import { interfaceViews, neighbourViews } from './views.ts';
import type { InterfaceView, NeighbourView } from './views.ts';

export type { ControlError, InterfaceView, NeighbourView, Route, RouteChange };

/**
 * The network layer of one host as its programs see and change it: what `ip`, `route`, `arp`, a DHCP client and a routing
 * daemon ask of the kernel. Lives for one call. Every setter answers null when it is done, else why not.
 */
export class NetworkAdministration {
  readonly #state: NetworkState;
  readonly #station: Station;

  constructor(state: NetworkState, station: Station) {
    this.#state = state;
    this.#station = station;
  }

  /** Whether packets for others are passed on. */
  get forwarding(): boolean {
    return this.#state.forwarding;
  }
  interfaces(): InterfaceView[] {
    return interfaceViews(this.#state, this.#station);
  }
  /** The rows that packets may take now, longest prefix first, the best to each network first. */
  routes(): Route[] {
    return routesOf(this.#state.routes).filter(({ usable }) => usable);
  }
  /** The row that a packet to `destination` would follow, or null. */
  routeTo(destination: number): Route | null {
    return lookUp(this.#state.routes, destination) ?? null;
  }
  /** Source address of a packet to `destination`, or null. */
  sourceFor(destination: number): number | null {
    return sourceFor(this.#state, destination);
  }
  /** Whether an address is one of the host's own. */
  isLocal(address: number): boolean {
    return isOwn(this.#state, address);
  }
  neighbours(): NeighbourView[] {
    return neighbourViews(this.#state, this.#station.now);
  }
  /** Index of the interface of this name, or -1. */
  portOf(name: string): number {
    return this.#state.interfaces.findIndex((one) => one.name === name);
  }
  setAddress(port: number, address: number | null, prefix: number, probe?: boolean): ControlError | null {
    return setAddress(this.#state, this.#station, port, address, prefix, probe);
  }
  setInterface(port: number, up: boolean): ControlError | null {
    return setInterface(this.#state, this.#station, port, up);
  }
  addRoute(change: RouteChange): ControlError | null {
    return addRoute(this.#state, this.#station, change);
  }
  removeRoute(change: RouteChange): ControlError | null {
    return removeRoute(this.#state, this.#station, change);
  }
  addNeighbour(port: number, address: number, mac: number): ControlError | null {
    return addNeighbour(this.#state, this.#station, port, address, mac);
  }
  removeNeighbour(port: number, address: number): ControlError | null {
    return removeNeighbour(this.#state, this.#station, port, address);
  }
}
