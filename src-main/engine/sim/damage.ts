import type { Frame } from '../wire/frame.ts';
import type { Kind } from '../trace/kinds.ts';
import type { FactFields } from '../trace/recorder.ts';
import type { Event, EventType } from './events.ts';
import type { CableSlot, DeviceSlot, WorldState } from './state.ts';

/** What carrying a frame needs of the world: `World` itself, seen from below. */
export interface CrossingWorld {
  readonly state: WorldState;
  /** Devices and cables to be changed. */
  device(index: number): DeviceSlot | undefined;
  cable(index: number): CableSlot;
  flightsVersion: number;
  record(index: number, kind: Kind, fields: FactFields): number;
  frame(head: Uint8Array, body: Uint8Array, packet: number, fcs: number | undefined, before: Frame): Frame;
  push(
    type: EventType,
    time: number,
    target: number,
    more: Pick<Event, 'direction' | 'frame' | 'departure' | 'cause'>,
  ): void;
}

/** The device of facts that are a cable's own: none. */
export const CABLE = -1;

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
