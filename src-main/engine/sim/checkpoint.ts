import type { Frame } from '../wire/frame.ts';
import { packEvents, unpackEvents, weightOfEvents, type PackedEvents } from './packed-events.ts';
import { moveTogether, type Packing } from './packed-form.ts';
import { weightOf, type Packer } from './packing.ts';
import type { CableSlot, DeviceSlot, WorldState } from './state.ts';

/** Bytes a slot that has not changed takes in one more checkpoint. */
const REFERENCE = 8;

/** A state of the world, packed. What did not change from one to the next is packed once. */
export interface Checkpoint {
  /** As in the state. */
  readonly now: number;
  readonly step: number;
  readonly fact: number;
  readonly devices: readonly (Packing | null)[];
  readonly cables: readonly (Packing | null)[];
  readonly heap: PackedEvents;
  /** Everything else. */
  readonly rest: Packing;
}

/**
 * Packs a state. Nothing in it may be changed any more without being asked for. `before`: the checkpoint before this one, or
 * null.
 */
export function packState(packer: Packer, state: WorldState, before: Checkpoint | null = null): Checkpoint {
  const { now, step, fact } = state;
  const pack = (slots: WorldState['devices'] | WorldState['cables'], packed: Checkpoint['devices'] | undefined) =>
    // A device may hold a frame back that it has made for itself, of which the trace knows nothing.
    slots.map((slot, at) => slot && packSlot(packer, slot, slots !== state.devices, packed?.[at] ?? null));
  return packer.together(() => ({
    now,
    step,
    fact,
    devices: pack(state.devices, before?.devices),
    cables: pack(state.cables, before?.cables),
    heap: packEvents(state.heap),
    rest: packer.packState({ ...state, heap: null, devices: null, cables: null }),
  }));
}

function packSlot(
  packer: Packer,
  slot: DeviceSlot | CableSlot,
  framesByNumber: boolean,
  before: Packing | null,
): Packing {
  if (slot.packing === null) {
    slot.packing = packer.packSlot(slot, framesByNumber, before);
    slot.inSnapshot = true;
  }
  return slot.packing;
}

/**
 * A checkpoint between two others is given up: what only it and the next one have in common must not keep the memory of all
 * of it.
 */
export function part(before: Checkpoint, gone: Checkpoint, next: Checkpoint): void {
  const common: Packing[] = [];
  const collect = (slots: 'devices' | 'cables') =>
    next[slots].forEach((packing, at) => {
      if (packing !== null && packing === gone[slots][at] && packing !== before[slots][at]) common.push(packing);
    });
  collect('devices');
  collect('cables');
  moveTogether(common);
}

/**
 * The state again. Slots of `present`, the state it is to take the place of, stay where they are the same.
 * `frameOf` finds a frame of the trace.
 */
export function unpackState(
  packer: Packer,
  checkpoint: Checkpoint,
  present: WorldState,
  frameOf: (id: number) => Frame,
): WorldState {
  const unpack = <Slot extends DeviceSlot | CableSlot>(packing: Packing | null, standing: Slot | null | undefined) => {
    if (packing === null) return null;
    if (standing?.packing === packing) return standing;
    const slot = packer.unpack(packing, frameOf) as Slot;
    slot.inSnapshot = true;
    slot.inOthers = false;
    slot.packing = packing;
    return slot;
  };
  return {
    ...(packer.unpack(checkpoint.rest, frameOf) as WorldState),
    heap: unpackEvents(checkpoint.heap, frameOf),
    devices: checkpoint.devices.map((packing, index) => unpack(packing, present.devices[index])),
    cables: checkpoint.cables.map((packing, index) => unpack(packing, present.cables[index])),
  };
}

/** Bytes that a checkpoint takes besides the one `before` it; null: all of it. */
export function addedWeight(checkpoint: Checkpoint, before: Checkpoint | null): number {
  const { rest, heap, devices, cables } = checkpoint;
  let weight = weightOf(rest) + weightOfEvents(heap) + REFERENCE * (devices.length + cables.length);
  for (let at = 0; at < devices.length; at++) {
    const packing = devices[at]!;
    if (packing !== null && packing !== before?.devices[at]) weight += weightOf(packing);
  }
  for (let at = 0; at < cables.length; at++) {
    const packing = cables[at]!;
    if (packing !== null && packing !== before?.cables[at]) weight += weightOf(packing);
  }
  return weight;
}
