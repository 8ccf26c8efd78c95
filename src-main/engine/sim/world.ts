import { kindCode, type Detail, type Kind } from '../trace/kinds.ts';
import { reasonCode } from '../trace/reasons.ts';
import type { FactFields } from '../trace/recorder.ts';
import { TraceStore } from '../trace/store.ts';
import { Frame, type Heading } from '../wire/frame.ts';
import { markedHead } from '../wire/ipv4.ts';
import { fits, gapTime, tooLong, transmissionTime } from '../link/cable.ts';
import { behaviourOf } from '../devices/kinds.ts';
import { transmitImpaired, UNIMPAIRED } from './crossing.ts';
import {
  causeIn,
  directionIn,
  eventOf,
  nextEventTime,
  popRow,
  putEvent,
  takeFrame,
  targetIn,
  typeIn,
} from './event-queue.ts';
import { ARRIVAL, TRANSMITTER_FREE, WAKE, type Event, type EventType } from './events.ts';
import { handleOther } from './other-events.ts';
import { sendShared } from './shared.ts';
import { lineOf } from './shared-line.ts';
import {
  ownCable,
  ownDevice,
  newWorldState,
  shareWorldState,
  type CableSlot,
  type DeviceSlot,
  type WorldState,
} from './state.ts';
import { WorldStation } from './station.ts';

const SENT = kindCode('frame.sent');
const QUEUED = kindCode('frame.queued');
const ARRIVED = kindCode('frame.arrived');

/** Frames that leave through a port joined to the outside: bytes without the FCS, and simulated ns. */
export type Outside = (bytes: Uint8Array, time: number) => void;

/**
 * A running network: its state, the events that move it, and the facts they leave in a trace.
 * It knows one moment only; `Timeline` knows its past. Nothing in it depends on anything but topology, seed and inputs.
 */
export class World {
  state: WorldState;
  readonly trace: TraceStore;
  readonly seed: number;
  /** The fact being handled; see `Recorder.cause`. 0 between events. */
  cause = 0;
  /** Counts departures and arrivals, so that a picture knows when to look again. Not part of the state. */
  flightsVersion = 0;
  /**
   * Who gets the frames that leave through joined ports, by `device port`. Not part of the state, for replay never touches
   * the outside; whether a port is joined is (`DeviceSlot.joined`).
   */
  readonly outsides = new Map<string, Outside>();
  /** Frames to be handed out when the event is over: who gets them may act at once, and an event is never cut in half. */
  readonly leaving: { outside: Outside; bytes: Uint8Array; time: number; fact: number }[] = [];
  readonly #stations: (WorldStation | undefined)[] = new Array<WorldStation | undefined>(16).fill(undefined);

  constructor(seed: number, trace: TraceStore = new TraceStore()) {
    this.state = newWorldState();
    this.seed = seed;
    this.trace = trace;
  }

  /** A copy of the present, to come back to. */
  snapshot(): WorldState {
    return shareWorldState(this.state);
  }

  /** Makes a state the present that nobody else holds. */
  become(state: WorldState): void {
    this.state = state;
    this.flightsVersion++;
  }

  /** Makes a snapshot the present; the snapshot stays usable. */
  restore(snapshot: WorldState): void {
    this.state = shareWorldState(snapshot);
    this.flightsVersion++;
  }

  /** A device to be changed; undefined when it is not there. */
  device(index: number): DeviceSlot | undefined {
    const { devices } = this.state;
    const slot = devices[index];
    if (!slot) return undefined;
    return slot.inSnapshot ? (devices[index] = ownDevice(slot)) : slot;
  }

  /** A cable to be changed. It must be there. */
  cable(index: number): CableSlot {
    const { cables } = this.state;
    const slot = cables[index]!;
    return slot.inSnapshot ? (cables[index] = ownCable(slot)) : slot;
  }

  /** ns of the next event; Infinity: nothing will ever happen by itself. */
  get nextTime(): number {
    return nextEventTime(this.state.heap);
  }

  /** Handles the next event. There must be one. */
  runNext(): void {
    const { state } = this;
    const { heap } = state;
    const time = nextEventTime(heap);
    if (time < state.now) throw new Error(`time ran back from ${state.now} to ${time} ns`);
    state.now = time;
    state.step++;
    const row = popRow(heap);
    const frame = takeFrame(heap, row);
    switch (typeIn(heap, row)) {
      case WAKE:
        this.#wake(targetIn(heap, row));
        break;
      case ARRIVAL:
        this.#arrive(targetIn(heap, row), directionIn(heap, row), frame!, causeIn(heap, row));
        break;
      case TRANSMITTER_FREE:
        this.#transmitNext(targetIn(heap, row), directionIn(heap, row));
        break;
      default:
        handleOther(this, { ...eventOf(heap, row, time), frame });
    }
    this.cause = 0;
  }

  /** Puts an event into the queue. `time` must not lie before now. */
  push(
    type: EventType,
    time: number,
    target: number,
    more?: Partial<Pick<Event, 'direction' | 'frame' | 'departure' | 'cause'>>,
  ): void {
    this.#push(type, time, target, more?.direction ?? 0, more?.frame ?? null, more?.departure ?? 0, more?.cause ?? 0);
  }

  #push(
    type: EventType,
    time: number,
    target: number,
    direction: number,
    frame: Frame | null,
    departure: number,
    cause: number,
  ): void {
    const { state } = this;
    const at = time < state.now ? state.now : time;
    putEvent(state.heap, type, at, ++state.order, target, direction, frame, departure, cause);
  }

  /** Writes a fact about device `index` (-1: the world's own) and returns its number. */
  record(index: number, kind: Kind, fields: FactFields): number {
    const station = index < 0 ? undefined : this.station(index);
    station?.refresh();
    const { port, frame = 0, packet = 0, value = 0, reason, cause = this.cause, detail } = fields;
    const portCode = port === undefined || station === undefined ? 0 : station.portCode(port);
    const why = reason === undefined ? 0 : reasonCode(reason);
    return this.#append(kindCode(kind), station?.code ?? 0, portCode, cause, frame, packet, value, why, detail);
  }

  /** {@link record} without an object for its fields: for what every frame leaves on record wherever it passes. */
  recordFrame(
    index: number,
    kind: number,
    port: number,
    frame: Frame,
    cause: number,
    value: number,
    detail: Detail | undefined,
  ): number {
    const station = this.station(index);
    station.refresh();
    return this.#append(kind, station.code, station.portCode(port), cause, frame.id, frame.packet, value, 0, detail);
  }

  /** {@link record} without an object for its fields: for what every segment leaves. `cause` is what is being handled. */
  recordDetail(index: number, kind: number, port: number, frame: number, packet: number, detail: Detail): number {
    const station = this.station(index);
    station.refresh();
    return this.#append(kind, station.code, station.portCode(port), this.cause, frame, packet, 0, 0, detail);
  }

  #append(
    kind: number,
    device: number,
    port: number,
    cause: number,
    frame: number,
    packet: number,
    value: number,
    reason: number,
    detail: Detail | undefined,
  ): number {
    const { state } = this;
    const seq = ++state.fact;
    const { now, step } = state;
    this.trace.append(seq, kind, now, step, device, port, cause, frame, packet, value, reason, detail);
    return seq;
  }

  /** A new frame; `packet` 0 starts a new journey. `before`: the frame of which it is a rewriting. */
  frame(head: Uint8Array, body: Uint8Array, packet: number, fcs?: number, before?: Frame): Frame {
    const { state } = this;
    const frame = new Frame(++state.frame, packet === 0 ? ++state.packet : packet, head, body, fcs, before);
    this.trace.keep(frame, before);
    return frame;
  }

  /** A new frame that differs from `before` only as `heading` says. */
  rewriting(before: Frame, heading: Heading): Frame {
    const frame = new Frame(++this.state.frame, before.packet, heading, before.body, undefined, before);
    this.trace.keepRewriting(frame, before, heading);
    return frame;
  }

  /** The world as device `index` sees it. */
  station(index: number): WorldStation {
    return (this.#stations[index] ??= new WorldStation(this, index));
  }

  /** A device hands a frame to the adapter of one of its ports. */
  send(index: number, port: number, frame: Frame): void {
    const device = this.state.devices[index]!;
    const link = device.links[port] ?? -1;
    if (link < 0) return this.sendOutside(index, port, frame);
    const cable = this.cable(link >> 1);
    if (cable.shared !== null) return this.#sendShared(link, frame);
    const limits = cable.limits[(link & 1) as 0 | 1];
    const { id, packet } = frame;
    if (!fits(limits, frame)) {
      this.record(index, 'frame.dropped', {
        port,
        frame: id,
        packet,
        reason: 'frame-too-long',
        detail: tooLong(limits, frame),
      });
      return;
    }
    const transmitter = cable.transmitters[(link & 1) as 0 | 1];
    if (transmitter.freeAt <= this.state.now && transmitter.waiting.length === 0) {
      this.#transmit(link, cable, frame, this.cause);
      return;
    }
    if (transmitter.waiting.length >= limits.queue) {
      const detail = { found: String(transmitter.waiting.length), expected: String(limits.queue) };
      this.record(index, 'frame.dropped', { port, frame: id, packet, reason: 'queue-full', detail });
      return;
    }
    const full = limits.markAbove !== undefined && transmitter.waiting.length >= limits.markAbove;
    const kept = full ? this.#marked(index, port, frame) : frame;
    const cause = this.recordFrame(index, QUEUED, port, kept, this.cause, 0, undefined);
    transmitter.waiting.push({ frame: kept, cause });
    this.flightsVersion++;
    if (transmitter.waiting.length === 1)
      this.#push(TRANSMITTER_FREE, transmitter.freeAt, link >> 1, link & 1, null, 0, 0);
  }

  /** The packet with a mark instead of a place among the lost, if its sender can be told so (RFC 3168 §5). */
  #marked(index: number, port: number, frame: Frame): Frame {
    const head = markedHead(frame);
    if (head === null) return frame;
    const marked = this.frame(head, frame.body, frame.packet, undefined, frame);
    this.record(index, 'frame.marked', { port, frame: marked.id, packet: marked.packet });
    return marked;
  }

  /** Whether a cable or the outside is plugged into a port of device `index`. */
  linked(index: number, port: number): boolean {
    const device = this.state.devices[index]!;
    return (device.links[port] ?? -1) >= 0 || joined(device, port);
  }

  /** Asks for a wake of device `index`. */
  wakeAt(index: number, time: number): void {
    const { wakes } = this.device(index)!;
    const at = Math.max(time, this.state.now);
    // When a wake in the queue comes first, the device will look then, and ask again for what is still to come.
    if (wakes.length > 0 && wakes[wakes.length - 1]! <= at) return;
    wakes.push(at);
    this.push(WAKE, at, index);
  }

  #wake(index: number): void {
    const device = this.device(index);
    if (!device) return;
    device.wakes.pop();
    if (device.settings.powered === false) return;
    this.cause = device.cause;
    behaviourOf(device.settings.kind).woken(device.state, this.station(index));
  }

  #arrive(target: number, direction: 0 | 1, frame: Frame, sent: number): void {
    const cable = this.state.cables[target]!;
    const { device: index, port } = cable.ends[direction === 0 ? 1 : 0];
    const device = this.device(index)!;
    this.flightsVersion++;
    this.cause = this.recordFrame(index, ARRIVED, port, frame, sent, 0, cable.arrived[direction]);
    const station = this.station(index);
    station.behaviour.arrived(device.state, station, port, frame);
  }

  #transmitNext(index: number, direction: 0 | 1): void {
    const cable = this.cable(index);
    const transmitter = cable.transmitters[direction];
    let next = transmitter.waiting.shift();
    // The MTU may have been made smaller while they waited.
    while (next !== undefined && !fits(cable.limits[direction], next.frame)) {
      const { device, port } = cable.ends[direction];
      const about = { port, frame: next.frame.id, packet: next.frame.packet, cause: next.cause };
      this.record(device, 'frame.dropped', { ...about, reason: 'frame-too-long' });
      next = transmitter.waiting.shift();
    }
    if (next === undefined) return;
    this.#transmit(index * 2 + direction, cable, next.frame, next.cause);
    if (transmitter.waiting.length > 0) this.#push(TRANSMITTER_FREE, transmitter.freeAt, index, direction, null, 0, 0);
  }

  #transmit(link: number, cable: CableSlot, frame: Frame, because: number): void {
    const direction = (link & 1) as 0 | 1;
    const limits = cable.limits[direction];
    const { impairment } = limits;
    if (impairment !== undefined || cable.rules !== null) {
      return transmitImpaired(this, link, cable, impairment ?? UNIMPAIRED, frame, because);
    }
    const { now } = this.state;
    const busy = transmissionTime(limits, frame);
    const gap = gapTime(limits);
    const transmitter = cable.transmitters[direction];
    transmitter.count++;
    // A delay made shorter lets no frame overtake those that left before: the bits of a cable stay in order.
    const arrival = Math.max(now + limits.delay, transmitter.lastArrival + gap) + busy;
    transmitter.freeAt = now + busy + gap;
    transmitter.lastArrival = arrival;
    const { device, port } = cable.ends[direction];
    const cause = this.recordFrame(device, SENT, port, frame, because, arrival, cable.sent[direction]);
    this.#push(ARRIVAL, arrival, link >> 1, direction, frame, now, cause);
    this.flightsVersion++;
  }

  #sendShared(link: number, frame: Frame): void {
    const to = lineOf(this, link)!;
    // A hub puts nothing of its own on a medium.
    const access = to.shared.access[(link & 1) as 0 | 1];
    if (access !== null) sendShared(this, to, access, frame);
  }

  /** A frame leaves by a port without a cable: to the outside, if it is joined to that, else to nowhere. */
  sendOutside(index: number, port: number, frame: Frame): void {
    const device = this.state.devices[index]!;
    const { id, packet } = frame;
    if (!joined(device, port)) {
      this.record(index, 'frame.dropped', { port, frame: id, packet, reason: 'no-cable' });
      return;
    }
    // While history is replayed the outside has already seen this frame.
    const news = this.state.fact >= this.trace.length;
    const fact = this.record(index, 'frame.outside', { port, frame: id, packet });
    const outside = this.outsides.get(`${device.settings.id} ${device.settings.ports[port]!.name}`);
    if (!news || outside === undefined) return;
    this.leaving.push({ outside, bytes: frame.bytes(), time: this.state.now, fact });
  }
}

function joined({ joined: names, settings }: DeviceSlot, port: number): boolean {
  return names.length > 0 && names.includes(settings.ports[port]?.name ?? '');
}
