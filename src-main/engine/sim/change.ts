import { newTransmitter } from '../link/cable.ts';
import { behaviourOf } from '../devices/kinds.ts';
import type { CableEnd, CableSettings, DeviceSettings } from '../devices/settings.ts';
import type { ProgramSettings } from '../apps/settings.ts';
import { diceFor } from './dice.ts';
import { ARRIVAL, heapify, PROGRAM_START, TRANSMITTER_FREE } from './events.ts';
import type { CableSlot, DeviceSlot } from './state.ts';
import type { TopologyChange } from './topology.ts';
import type { World } from './world.ts';

/**
 * Applies a change of the topology at the present moment. What stays keeps its state; frames on a cable that is taken
 * away are lost, on record. Cables to devices or ports that are not there are left out, as are programs without a device.
 */
export function applyChange(world: World, change: TopologyChange): void {
  const removed = new Set(change.remove);
  for (const settings of change.cables) {
    const known = findCable(world, settings.id);
    if (known >= 0 && !sameEnds(world.state.cables[known]!.settings, settings)) removed.add(settings.id);
  }
  for (const { settings } of present(world.state.cables)) {
    if (removed.has(settings.id) || removed.has(settings.a.device) || removed.has(settings.b.device)) {
      unplug(world, settings.id);
    }
  }
  world.state.devices.forEach((slot, index) => {
    if (slot && removed.has(slot.settings.id)) world.state.devices[index] = null;
  });
  world.state.programs.forEach((slot, index) => {
    if (slot && (removed.has(slot.settings.id) || removed.has(slot.settings.device)))
      world.state.programs[index] = null;
  });
  for (const settings of change.devices) putDevice(world, settings);
  for (const settings of change.cables) putCable(world, settings);
  for (const settings of change.programs) putProgram(world, settings);
}

function putDevice(world: World, settings: DeviceSettings): void {
  const { devices } = world.state;
  const index = devices.findIndex((slot) => slot?.settings.id === settings.id);
  const known = devices[index];
  if (known && known.settings.kind === settings.kind) {
    devices[index] = { ...known, settings, links: [] };
    relink(world);
    world.cause = 0;
    behaviourOf(settings.kind).configure(known.state, world.station(index), settings);
    return;
  }
  const slot: DeviceSlot = {
    settings,
    state: behaviourOf(settings.kind).create(settings),
    dice: diceFor(world.seed, settings.id),
    links: [],
    wakes: [],
  };
  if (known) devices[index] = null;
  devices.push(slot);
  relink(world);
}

function putCable(world: World, settings: CableSettings): void {
  const { cables } = world.state;
  const index = findCable(world, settings.id);
  const known = cables[index];
  if (known) {
    cables[index] = { ...known, settings };
    return;
  }
  cables.push({
    settings,
    ends: [
      { device: -1, port: -1 },
      { device: -1, port: -1 },
    ],
    transmitters: [newTransmitter(), newTransmitter()],
    sent: [sentDetail(settings.id, settings.b), sentDetail(settings.id, settings.a)],
    arrived: [arrivedDetail(settings.id, settings.a), arrivedDetail(settings.id, settings.b)],
  });
  relink(world);
}

function sentDetail(cable: string, to: CableEnd) {
  return { cable, to: to.device, toPort: to.port };
}

function arrivedDetail(cable: string, from: CableEnd) {
  return { cable, from: from.device, fromPort: from.port };
}

function putProgram(world: World, settings: ProgramSettings): void {
  const { programs, now } = world.state;
  const index = programs.findIndex((slot) => slot?.settings.id === settings.id);
  const known = programs[index];
  if (known) programs[index] = { settings, started: known.started };
  else programs.push({ settings, started: false });
  const target = known ? index : programs.length - 1;
  // A start written for the past is left to the person: nothing starts by itself because it was written too late.
  if (settings.start !== null && settings.start >= now && !programs[target]!.started) {
    world.push(PROGRAM_START, settings.start, target);
  }
}

/** Finds the ends of all cables anew: indexes of devices and ports change when devices do. */
function relink(world: World): void {
  const { devices, cables } = world.state;
  const byId = new Map<string, number>();
  devices.forEach((slot, index) => {
    if (slot === null) return;
    byId.set(slot.settings.id, index);
    slot.links = slot.settings.ports.map(() => -1);
  });
  cables.forEach((cable, index) => {
    if (cable === null) return;
    const a = attachment(cable.settings.a);
    const b = attachment(cable.settings.b);
    if (a === null || b === null) {
      unplug(world, cable.settings.id);
      return;
    }
    cables[index] = { ...cable, ends: [a, b] };
    devices[a.device]!.links[a.port] = index * 2;
    devices[b.device]!.links[b.port] = index * 2 + 1;
  });

  function attachment(end: CableEnd) {
    const device = byId.get(end.device) ?? -1;
    const port = devices[device]?.settings.ports.findIndex(({ name }) => name === end.port) ?? -1;
    return port < 0 ? null : { device, port };
  }
}

/** Takes a cable away. What was on it or waiting for it is lost. */
function unplug(world: World, id: string): void {
  const { state } = world;
  const index = findCable(world, id);
  const cable: CableSlot | null | undefined = state.cables[index];
  if (!cable) return;
  const lost = state.heap.filter((event) => event.type === ARRIVAL && event.target === index);
  lost.sort((a, b) => a.order - b.order);
  for (const { frame, cause, direction } of lost) {
    const { device, port } = cable.ends[direction === 0 ? 1 : 0];
    world.record(device, 'frame.dropped', {
      port,
      frame: frame!.id,
      packet: frame!.packet,
      reason: 'cable-removed',
      cause,
    });
  }
  for (const direction of [0, 1] as const) {
    const { device, port } = cable.ends[direction];
    for (const { frame, cause } of cable.transmitters[direction].waiting) {
      world.record(device, 'frame.dropped', {
        port,
        frame: frame.id,
        packet: frame.packet,
        reason: 'cable-removed',
        cause,
      });
    }
  }
  state.heap = state.heap.filter(
    (event) => !((event.type === ARRIVAL || event.type === TRANSMITTER_FREE) && event.target === index),
  );
  heapify(state.heap);
  for (const { device, port } of cable.ends) {
    const slot = state.devices[device];
    if (slot && slot.links[port]! >> 1 === index) slot.links[port] = -1;
  }
  state.cables[index] = null;
  world.flightsVersion++;
}

function findCable(world: World, id: string): number {
  return world.state.cables.findIndex((slot) => slot?.settings.id === id);
}

function sameEnds(one: CableSettings, other: CableSettings): boolean {
  return JSON.stringify([one.a, one.b]) === JSON.stringify([other.a, other.b]);
}

function present<T>(slots: (T | null)[]): T[] {
  return slots.filter((slot) => slot !== null);
}
