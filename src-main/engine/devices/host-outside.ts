import type { Datagram } from '../wire/datagram.ts';
import type { Frame } from '../wire/frame.ts';
import type { Icmp } from '../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, type Ipv4 } from '../wire/ipv4.ts';
import type { Reason } from '../trace/reasons.ts';
import type { FactFields } from '../trace/recorder.ts';
import type { Detail, Kind } from '../trace/kinds.ts';
import type { Station } from '../link/station.ts';
import { adviseTrouble } from '../net/advice.ts';
import { joinGroup, leaveGroup } from '../net/control.ts';
import { isBroadcastOf, isOwn } from '../net/interface.ts';
import type { NetworkState } from '../net/state.ts';
import { originate, sourceFor } from '../net/output.ts';
import { pathMtuTo } from '../net/path-mtu.ts';
import { lookUp } from '../net/routing.ts';
import { endKey } from '../net/nat-state.ts';
import type { ProcessTable } from '../apps/process-state.ts';
import type { IcmpError, Upper } from '../net/upper.ts';
import type { TransportOutside } from '../transport/outside.ts';
import { portTaken } from '../transport/ports.ts';
import {
  pathWidened,
  transportErrorReceived,
  transportReceived,
  type SocketType,
  type TransportState,
} from '../transport/transport.ts';

/** The sockets that hold the ports of a protocol. */
const TYPES: Readonly<Record<number, SocketType>> = {
  [PROTOCOL_TCP]: 'stream',
  [PROTOCOL_UDP]: 'datagram',
  [PROTOCOL_ICMP]: 'icmp',
};

/**
 * Between the layers of a host: its network layer, and the world behind it, as its transport layer sees them; and that
 * transport layer as the network layer sees it. Lives for one call.
 */
export class HostOutside implements TransportOutside, Upper {
  readonly #network: NetworkState;
  readonly #transport: TransportState;
  readonly #processes: ProcessTable;
  readonly #station: Station;
  check: Detail | undefined;

  constructor(network: NetworkState, transport: TransportState, processes: ProcessTable, station: Station) {
    this.#network = network;
    this.#transport = transport;
    this.#processes = processes;
    this.#station = station;
  }

  received(ip: Ipv4, frame: Frame, port: number, icmp?: Icmp): Reason | null {
    this.check = undefined;
    return transportReceived(this.#transport, this, ip, frame, port, icmp);
  }
  holds(protocol: number, port: number): boolean {
    const type = TYPES[protocol];
    return type !== undefined && portTaken(this.#transport, type, 0, port);
  }
  givenAway(type: SocketType, address: number, port: number): boolean {
    const { nat } = this.#network;
    if (nat === null || nat.mappings.size === 0) return false;
    const outside = this.#network.interfaces.find(({ name }) => name === nat.outside)?.address ?? null;
    if (outside === null || (address !== 0 && address !== outside)) return false;
    const protocol = Object.keys(TYPES).find((number) => TYPES[Number(number)] === type);
    return nat.mappings.has(endKey(Number(protocol), { address: outside, port }));
  }
  failed(error: IcmpError, from: number): void {
    // RFC 1122 §3.2.2.5: a parameter problem is passed up where the transport can use it; ours cannot.
    if (error.kind === 'parameter-problem') return;
    const { kind, code, quoted } = error;
    const mtu = 'mtu' in error ? error.mtu : 0;
    transportErrorReceived(this.#transport, this, { kind, code, mtu, quoted, from });
  }
  widened(destination: number): void {
    pathWidened(this.#transport, this, destination);
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
  recordDetail(kind: number, port: number, frame: number, packet: number, detail: Detail): number {
    return this.#station.recordDetail(kind, port, frame, packet, detail);
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
  get timeToLive(): number {
    return this.#network.options.timeToLive;
  }
  get discoversPathMtu(): boolean {
    return this.#network.options.pathMtuDiscovery;
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
  adviseTrouble(source: number, destination: number): void {
    adviseTrouble(this.#network, this.#station, source, destination);
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
