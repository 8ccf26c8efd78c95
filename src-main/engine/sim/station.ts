import type { Station } from '../link/station.ts';
import type { Detail, Kind } from '../trace/kinds.ts';
import type { FactFields } from '../trace/recorder.ts';
import type { Frame, Heading } from '../wire/frame.ts';
import type { DeviceSettings } from '../devices/settings.ts';
import type { Behaviour } from '../devices/behaviour.ts';
import { behaviourOf } from '../devices/kinds.ts';
import { throwDice } from './dice.ts';
import type { DeviceSlot, WorldState } from './state.ts';
import type { TraceStore } from '../trace/store.ts';

/** IP packets on a port without a cable would be this large at most, bytes. */
const USUAL_MTU = 1500;

/** bit/s of a port without a cable. */
const USUAL_BANDWIDTH = 100e6;

/** What a station needs of the world: `World` itself, seen from below. */
export interface StationWorld {
  readonly state: WorldState;
  readonly trace: TraceStore;
  cause: number;
  record(index: number, kind: Kind, fields: FactFields): number;
  recordFrame(
    index: number,
    kind: number,
    port: number,
    frame: Frame,
    cause: number,
    value: number,
    detail: Detail | undefined,
  ): number;
  recordDetail(index: number, kind: number, port: number, frame: number, packet: number, detail: Detail): number;
  send(index: number, port: number, frame: Frame): void;
  linked(index: number, port: number): boolean;
  frame(head: Uint8Array, body: Uint8Array, packet: number, fcs?: number, before?: Frame): Frame;
  rewriting(before: Frame, heading: Heading): Frame;
  wakeAt(index: number, time: number): void;
  device(index: number): DeviceSlot | undefined;
}

/** One device's way to its world. Holds no state of the simulation: only names already looked up. */
export class WorldStation implements Station {
  readonly #world: StationWorld;
  readonly #index: number;
  #settings: DeviceSettings | undefined;
  #code = 0;
  #portCodes: number[] = [];
  #behaviour: Behaviour<unknown> | undefined;

  constructor(world: StationWorld, index: number) {
    this.#world = world;
    this.#index = index;
  }

  get now(): number {
    return this.#world.state.now;
  }
  get cause(): number {
    return this.#world.cause;
  }
  set cause(cause: number) {
    this.#world.cause = cause;
  }
  /** Looks up the names anew if the device has other settings; `code` and `portCode` are those of the last time. */
  refresh(): void {
    const settings = this.#world.state.devices[this.#index]?.settings;
    if (settings === undefined || settings === this.#settings) return;
    this.#settings = settings;
    this.#behaviour = behaviourOf(settings.kind);
    this.#code = this.#world.trace.code(settings.id);
    this.#portCodes = settings.ports.map(({ name }) => this.#world.trace.code(name));
  }
  /** What the device does; `refresh` was called for it. */
  get behaviour(): Behaviour<unknown> {
    return this.#behaviour!;
  }
  /** Column code of the device's id in the trace. */
  get code(): number {
    return this.#code;
  }
  /** Column code of a port's name in the trace; 0 for a port that is not there. */
  portCode(port: number): number {
    return this.#portCodes[port] ?? 0;
  }
  record(kind: Kind, fields: FactFields): number {
    return this.#world.record(this.#index, kind, fields);
  }
  recordFrame(kind: number, port: number, frame: Frame, detail?: Detail): number {
    return this.#world.recordFrame(this.#index, kind, port, frame, this.#world.cause, 0, detail);
  }
  recordDetail(kind: number, port: number, frame: number, packet: number, detail: Detail): number {
    return this.#world.recordDetail(this.#index, kind, port, frame, packet, detail);
  }
  send(port: number, frame: Frame): void {
    this.#world.send(this.#index, port, frame);
  }
  linked(port: number): boolean {
    return this.#world.linked(this.#index, port);
  }
  frame(head: Uint8Array, body: Uint8Array, packet: number, before?: Frame): Frame {
    return this.#world.frame(head, body, packet, undefined, before);
  }
  rewriting(before: Frame, heading: Heading): Frame {
    return this.#world.rewriting(before, heading);
  }
  newPacket(): number {
    return ++this.#world.state.packet;
  }
  mtu(port: number): number {
    const { devices, cables } = this.#world.state;
    const link = devices[this.#index]!.links[port] ?? -1;
    return link < 0 ? USUAL_MTU : cables[link >> 1]!.settings.mtu;
  }
  bandwidth(port: number): number {
    const { devices, cables } = this.#world.state;
    const link = devices[this.#index]!.links[port] ?? -1;
    const cable = link < 0 ? null : cables[link >> 1]!;
    return cable?.shared?.rate ?? cable?.limits[(link & 1) as 0 | 1].bandwidth ?? USUAL_BANDWIDTH;
  }
  fullDuplex(port: number): boolean {
    const { devices, cables } = this.#world.state;
    const link = devices[this.#index]!.links[port] ?? -1;
    return link < 0 || cables[link >> 1]!.shared === null;
  }
  wakeAt(time: number): void {
    this.#world.wakeAt(this.#index, time);
  }
  random(): number {
    return throwDice(this.#world.device(this.#index)!.dice);
  }
}
