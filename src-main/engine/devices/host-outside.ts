import type { Datagram } from '../wire/datagram.ts';
import type { FactFields } from '../trace/recorder.ts';
import type { Kind } from '../trace/kinds.ts';
import type { Station } from '../link/station.ts';
import { joinGroup, leaveGroup } from '../net/control.ts';
import { isBroadcastOf, isOwn, type NetworkState } from '../net/interface.ts';
import { originate, sourceFor } from '../net/output.ts';
import { pathMtuTo } from '../net/path-mtu.ts';
import { lookUp } from '../net/routing.ts';
import type { ProcessTable } from '../apps/process-table.ts';
import type { TransportOutside } from '../transport/outside.ts';

/** The network layer of a host, and the world behind it, as its transport layer sees them. Lives for one call. */
export class HostOutside implements TransportOutside {
  readonly #network: NetworkState;
  readonly #processes: ProcessTable;
  readonly #station: Station;

  constructor(network: NetworkState, processes: ProcessTable, station: Station) {
    this.#network = network;
    this.#processes = processes;
    this.#station = station;
  }

  get now(): number {
    return this.#station.now;
  }
  get cause(): number {
    return this.#station.cause;
  }
  set cause(cause: number) {
    this.#station.cause = cause;
  }
  record(kind: Kind, fields: FactFields): number {
    return this.#station.record(kind, fields);
  }
  sourceFor(destination: number, port = -1): number | null {
    return sourceFor(this.#network, destination, port);
  }
  mtuFor(destination: number): number {
    return pathMtuTo(this.#network, this.#station, destination);
  }
  linkMtuFor(destination: number): number {
    const route = lookUp(this.#network.routes, destination);
    return route === undefined ? this.mtuFor(destination) : this.#station.mtu(route.port);
  }
  isLocal(address: number): boolean {
    return isOwn(this.#network, address);
  }
  isBroadcast(address: number): boolean {
    return this.#network.interfaces.some((one) => isBroadcastOf(one, address));
  }
  portOf(device: string): number {
    return this.#network.interfaces.findIndex(({ name }) => name === device);
  }
  deviceAt(port: number): string {
    return this.#network.interfaces[port]?.name ?? '';
  }
  join(port: number, group: number): void {
    joinGroup(this.#network, port, group);
  }
  leave(port: number, group: number): void {
    leaveGroup(this.#network, port, group);
  }
  newPacket(): number {
    return this.#station.newPacket();
  }
  send(datagram: Datagram, packet: number, port = -1): boolean {
    return originate(this.#network, this.#station, datagram, packet, port);
  }
  wakeAt(time: number): void {
    this.#station.wakeAt(time);
  }
  random(): number {
    return this.#station.random();
  }
  ready(owner: number): void {
    if (owner > 0) this.#processes.ready.set(owner, this.#station.cause);
  }
}
