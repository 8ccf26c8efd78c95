import { FCS_LENGTH, type Frame } from '../wire/frame.ts';
import { gapTime, transmissionTime } from '../link/cable.ts';
import { cross, happens, type Crossing, type Impairment } from '../link/impairment.ts';
import { throwDice } from './dice.ts';
import { ARRIVAL, LOSS, type Event, type EventType } from './events.ts';
import type { CableSlot, DeviceSlot, WorldState } from './state.ts';
import type { Kind } from '../trace/kinds.ts';
import type { FactFields } from '../trace/recorder.ts';

/** What carrying a frame needs of the world: `World` itself, seen from below. */
export interface CrossingWorld {
  readonly state: WorldState;
  /** Devices and cables to be changed. */
  device(index: number): DeviceSlot | undefined;
  cable(index: number): CableSlot;
  flightsVersion: number;
  record(index: number, kind: Kind, fields: FactFields): number;
  frame(head: Uint8Array, body: Uint8Array, packet: number, fcs: number, before: Frame): Frame;
  push(
    type: EventType,
    time: number,
    target: number,
    more: Pick<Event, 'direction' | 'frame' | 'departure' | 'cause'>,
  ): void;
}

/** The device of facts that are a cable's own: none. */
const CABLE = -1;

/**
 * Puts a frame on a direction of a cable in which something may go wrong. What becomes of it is decided now, from the
 * cable's dice, and is on record now; that it is lost is on record when half of its way is over.
 */
export function transmitImpaired(
  world: CrossingWorld,
  link: number,
  cable: CableSlot,
  impairment: Impairment,
  frame: Frame,
  because: number,
): void {
  const direction = (link & 1) as 0 | 1;
  const limits = cable.limits[direction];
  const transmitter = cable.transmitters[direction];
  const random = () => throwDice(cable.dice);
  const ordinal = ++transmitter.count;
  const twice = happens(impairment.duplication, random);
  const busy = transmissionTime(limits, frame);
  const gap = gapTime(limits);
  const { device, port } = cable.ends[direction];
  const detail = cable.sent[direction];
  let cause = because;
  for (let copy = 0; copy < (twice ? 2 : 1); copy++) {
    const departure = copy === 0 ? world.state.now : transmitter.freeAt;
    const bits = (frame.length + FCS_LENGTH) * 8;
    const crossing = cross(impairment, limits.delay, bits, copy === 0 ? ordinal : 0, random);
    const earliest = departure + limits.delay + crossing.jitter + crossing.behind;
    // Only where reordering is wanted may one frame overtake another.
    const inOrder = impairment.reordering === undefined;
    const arrival = (inOrder ? Math.max(earliest, transmitter.lastArrival + gap) : earliest) + busy;
    transmitter.freeAt = departure + busy + gap;
    const fields = { port, frame: frame.id, packet: frame.packet, value: arrival, cause, detail };
    const sent = world.record(device, copy === 0 ? 'frame.sent' : 'frame.duplicated', fields);
    if (copy === 0) cause = sent;
    if (crossing.lost) {
      const half = departure + Math.round((arrival - departure) / 2);
      world.push(LOSS, half, link >> 1, { direction, frame, departure, cause: sent });
      continue;
    }
    transmitter.lastArrival = Math.max(transmitter.lastArrival, arrival);
    const [arriving, last] = underway(world, cable, limits.delay, frame, crossing, sent);
    world.push(ARRIVAL, arrival, link >> 1, { direction, frame: arriving, departure, cause: last });
  }
  world.flightsVersion++;
}

/** Puts on record what happens to a frame on its way; returns what arrives of it, and the last fact about it. */
function underway(
  world: CrossingWorld,
  cable: CableSlot,
  delay: number,
  frame: Frame,
  { jitter, behind, flipped }: Crossing,
  sent: number,
): [arriving: Frame, cause: number] {
  const { id } = cable.settings;
  const { packet } = frame;
  let cause = sent;
  if (jitter !== 0) {
    const detail = { cable: id, delay: delay + jitter };
    cause = world.record(CABLE, 'frame.delayed', { frame: frame.id, packet, value: jitter, cause, detail });
  }
  if (behind > 0) {
    const detail = { cable: id, delay: behind };
    cause = world.record(CABLE, 'frame.reordered', { frame: frame.id, packet, value: behind, cause, detail });
  }
  return damaged(world, cable, frame, flipped, cause);
}

/** What arrives of a frame some bits of which are flipped, and the fact of that: with the FCS it was sent with, unless that itself was hit. */
export function damaged(
  world: CrossingWorld,
  { settings: { id } }: CableSlot,
  frame: Frame,
  flipped: number[],
  sent: number,
): [arriving: Frame, cause: number] {
  if (flipped.length === 0) return [frame, sent];
  const bytes = frame.bytes();
  let { fcs } = frame;
  for (const bit of flipped) {
    const at = bit >> 3;
    if (at < bytes.length) bytes[at]! ^= 0x80 >> (bit & 7);
    else fcs = (fcs ^ (1 << (bit - bytes.length * 8))) >>> 0;
  }
  const { packet, head } = frame;
  const arriving = world.frame(bytes.subarray(0, head.length), bytes.subarray(head.length), packet, fcs, frame);
  const detail = { cable: id, bits: flipped.length, byte: Math.floor(flipped[0]! / 8) };
  return [arriving, world.record(CABLE, 'frame.damaged', { frame: arriving.id, packet, cause: sent, detail })];
}

/** A frame is lost half the way. */
export function lose(world: CrossingWorld, cable: CableSlot, direction: 0 | 1, frame: Frame, cause: number): void {
  const fields = { frame: frame.id, packet: frame.packet, cause, detail: cable.sent[direction] };
  world.record(CABLE, 'frame.dropped', { ...fields, reason: 'lost-on-cable' });
  world.flightsVersion++;
}
