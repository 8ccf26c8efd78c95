import type { CableLimits, Transmitter } from '../link/cable.ts';
import type { Frame } from '../wire/frame.ts';
import type { Access } from '../link/csma-cd.ts';
import type { Line } from '../link/medium.ts';
import type { Repeater } from '../link/repeater.ts';
import type { RuleCount, RuleSettings } from '../link/rule.ts';
import type { CableSettings, DeviceSettings, ProgramSettings } from '../devices/settings.ts';
import type { Detail } from '../trace/kinds.ts';
import { copyPlain } from './copy.ts';
import type { Dice } from './dice.ts';
import { copyQueue, newEventQueue, type EventQueue } from './event-queue.ts';
import type { EventType } from './events.ts';
import type { Packing } from './packed-form.ts';

/**
 * One device of the world. Settings are replaced, never changed, so copies share them.
 * Who changes anything in it gets it from `World.device`, which sees to it that no snapshot changes along.
 */
export interface DeviceSlot {
  /** Whether something was kept of it that must not change along: then nothing in it changes before it was asked for. */
  inSnapshot: boolean;
  /** Whether another world or a snapshot holds this very object: then it is never changed again, but copied first. */
  inOthers: boolean;
  /** What checkpoints keep of it, while nothing has changed in it since. */
  packing: Packing | null;
  readonly settings: DeviceSettings;
  state: unknown;
  dice: Dice;
  /** For each port, cable index × 2 + direction out of it, or -1. */
  links: number[];
  /** ns of its wakes in the queue, the earliest last. One is pushed only when it comes before all of them. */
  wakes: number[];
  /** The fact by which it is there and switched on: what it does by itself is because of that. 0: it does nothing by itself. */
  cause: number;
  /** How it repeats, if it is a hub on which stations share one medium; else null. */
  repeater: Repeater | null;
  /** Names of the ports joined to the outside of the world. Replaced, never changed. */
  joined: readonly string[];
}

/** One end of a cable: indexes of a device and of a port on it. */
export interface Attachment {
  device: number;
  port: number;
}

/** One cable. Direction 0 runs from `ends[0]` to `ends[1]`. Who changes anything in it gets it from `World.cable`. */
export interface CableSlot {
  /** As of `DeviceSlot`. */
  inSnapshot: boolean;
  inOthers: boolean;
  packing: Packing | null;
  readonly settings: CableSettings;
  readonly ends: readonly [Attachment, Attachment];
  /** Of both directions; replaced with the settings. */
  readonly limits: readonly [CableLimits, CableLimits];
  readonly transmitters: [Transmitter, Transmitter];
  /** For everything on this cable that is left to chance, both ways. */
  readonly dice: Dice;
  /** Whether both ends know that they are linked. */
  up: boolean;
  /** What is on it and who may send, if it ends in a hub; null: it is full duplex. */
  shared: SharedCable | null;
  /** Frames that a person holds on it. Replaced, never changed. */
  held: readonly HeldFrame[];
  /** For each direction, indexes of the enabled rules that look at its frames; null: there are none. Replaced, never changed. */
  rules: readonly [readonly number[], readonly number[]] | null;
  /** Parameters of `frame.sent` and `frame.arrived` for each direction, shared by all their facts. */
  readonly sent: readonly [Detail, Detail];
  readonly arrived: readonly [Detail, Detail];
}

/** A frame that a person holds, on a cable or taken out of the queue at one end of it. Never changed, only replaced. */
export interface HeldFrame {
  readonly frame: Frame;
  readonly direction: 0 | 1;
  /** What was going to happen to it on the cable; null: it had not left yet, and joins the queue again. */
  readonly fate: EventType | null;
  /** ns at which its first bit left and at which that was going to happen, had it not been held; 0 in a queue. */
  readonly departure: number;
  readonly time: number;
  /** ns since which it is held, and at which it goes on by itself; Infinity: not before it is released. */
  readonly since: number;
  readonly due: number;
  /** The last fact about it. */
  readonly cause: number;
  /** The fact of its being held: what tells its `HELD_DUE` from others. */
  readonly key: number;
}

/** A half-duplex cable. */
export interface SharedCable {
  /** bit/s of the whole medium. */
  rate: number;
  lines: [Line, Line];
  /** How the device at the near end of each line takes its turn; null: it is a hub, which repeats. */
  access: [Access | null, Access | null];
}

export interface ProgramSlot {
  readonly settings: ProgramSettings;
  /** Whether it was ever started, by its time or by hand. */
  started: boolean;
}

/** A rule, wherever its cable is. */
export interface RuleSlot {
  readonly settings: RuleSettings;
  readonly count: RuleCount;
}

/** Everything that makes the future of a world, as plain data. */
export interface WorldState {
  /** ns. */
  now: number;
  /** Events handled. */
  step: number;
  /** Number of the last fact, frame, packet, and of the last event asked for. */
  fact: number;
  frame: number;
  packet: number;
  order: number;
  heap: EventQueue;
  /** A slot is never used twice, so that indexes in the queue stay true; null: removed. */
  devices: (DeviceSlot | null)[];
  cables: (CableSlot | null)[];
  programs: (ProgramSlot | null)[];
  rules: (RuleSlot | null)[];
}

/** An empty world at time 0. */
export function newWorldState(): WorldState {
  const empty = { heap: newEventQueue(), devices: [], cables: [], programs: [], rules: [] };
  // A fraction for a moment: JavaScript then keeps times as it must keep them later, in this world as in the next one, and
  // code that was compiled for the one serves the other.
  const state = { now: 0.5, step: 0, fact: 0, frame: 0, packet: 0, order: 0, ...empty };
  state.now = 0;
  return state;
}

/**
 * A second state equal to the first. All they can change is shared until one of them is about to: most devices of a large
 * network have nothing to do between two snapshots. Frames, events, settings and payloads never change.
 */
export function shareWorldState(state: WorldState): WorldState {
  for (const slot of state.devices) if (slot !== null) slot.inSnapshot = slot.inOthers = true;
  for (const slot of state.cables) if (slot !== null) slot.inSnapshot = slot.inOthers = true;
  return {
    ...state,
    heap: copyQueue(state.heap),
    devices: state.devices.slice(),
    cables: state.cables.slice(),
    programs: state.programs.map((slot) => (slot === null ? null : { ...slot })),
    rules: state.rules.map((slot) => (slot === null ? null : { ...slot, count: { ...slot.count } })),
  };
}

/** A device that may be changed from here on: itself, or a copy if it is not only this world's. */
export function ownDevice(slot: DeviceSlot): DeviceSlot {
  if (slot.inOthers) return copyDevice(slot);
  slot.inSnapshot = false;
  slot.packing = null;
  return slot;
}

/** The same for a cable. */
export function ownCable(slot: CableSlot): CableSlot {
  if (slot.inOthers) return copyCable(slot);
  slot.inSnapshot = false;
  slot.packing = null;
  return slot;
}

/** A device that lives on its own. */
function copyDevice(slot: DeviceSlot): DeviceSlot {
  return {
    ...slot,
    inSnapshot: false,
    inOthers: false,
    packing: null,
    state: copyPlain(slot.state),
    dice: [...slot.dice],
    links: slot.links.slice(),
    wakes: slot.wakes.slice(),
    repeater: copyPlain(slot.repeater),
  };
}

/** A cable that lives on its own. */
function copyCable(slot: CableSlot): CableSlot {
  return {
    ...slot,
    inSnapshot: false,
    inOthers: false,
    packing: null,
    transmitters: [copyTransmitter(slot.transmitters[0]), copyTransmitter(slot.transmitters[1])],
    dice: [...slot.dice],
    shared: copyPlain(slot.shared),
  };
}

function copyTransmitter(transmitter: Transmitter): Transmitter {
  // A waiting frame and its cause are never changed, only taken out.
  return { ...transmitter, waiting: transmitter.waiting.slice() };
}
