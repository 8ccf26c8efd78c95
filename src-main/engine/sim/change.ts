import { limitsOf, newTransmitter } from '../link/cable.ts';
import { behaviourOf } from '../devices/kinds.ts';
import type { CableEnd, CableSettings, DeviceSettings } from '../devices/settings.ts';
import { withOutside } from '../devices/tunnel.ts';
import type { ProgramSettings } from '../apps/settings.ts';
import { diceFor } from './dice.ts';
import { pushEvent, takeEvents } from './event-queue.ts';
import { INJECTION, PROGRAM_START } from './events.ts';
import { linkable, negotiate } from './negotiation.ts';
import { because, bootPrograms, switchedOff, switchingOff } from './power.ts';
import { attachRules, putRules, removeRules } from './rules.ts';
import type { Attachment } from './state.ts';
import type { TopologyChange } from './topology.ts';
import { clear, recordLink, recordLost, unplug } from './unplug.ts';
import type { World } from './world.ts';

/**
 * Applies a change of the topology at the present moment. What stays keeps its state; frames on a cable that is taken
 * away are lost, on record. Cables to devices or ports that are not there are left out, as are programs without a device.
 */
export function applyChange(world: World, change: TopologyChange): void {
  const { state } = world;
  // An edit may touch anything: from here on every slot may be changed.
  state.devices.forEach((_, index) => world.device(index));
  state.cables.forEach((slot, index) => slot && world.cable(index));
  const removed = new Set(change.remove);
  const put = new Map(change.devices.map((settings) => [settings.id, settings]));
  const cables = new Map(change.cables.map((settings) => [settings.id, settings]));
  const off = switchingOff(world, change.devices);
  // Cables go first, while devices and ports still have the names under which the facts speak of them.
  state.cables.forEach((slot, index) => {
    if (slot === null) return;
    const { id, a, b } = slot.settings;
    const next = cables.get(id);
    const moved = next !== undefined && !sameEnds(slot.settings, next);
    const loose = [a, b].some((end) => removed.has(end.device) || !hasPort(put.get(end.device), end.port));
    if (removed.has(id) || moved || loose) {
      unplug(world, index, removed, 'cable-removed');
      state.cables[index] = null;
    } else if (next?.plugged === false) unplug(world, index, removed, 'cable-unplugged');
    else {
      const dark = off.get(a.device) ?? off.get(b.device);
      if (dark !== undefined) because(world, dark, () => unplug(world, index, new Set(off.keys()), 'device-off'));
    }
  });
  for (const [id, fact] of off) because(world, fact, () => switchedOff(world, id));
  state.devices.forEach((slot, index) => {
    if (slot && removed.has(slot.settings.id)) takeAway(world, index, null);
  });
  state.programs.forEach((slot, index) => {
    if (!slot || (!removed.has(slot.settings.id) && !removed.has(slot.settings.device))) return;
    state.programs[index] = null;
    kill(world, slot.settings);
  });
  removeRules(state, removed);
  const count = state.devices.length;
  const { kept, booted } = putDevices(world, change.devices);
  putCables(world, change.cables);
  putRules(state, change.rules ?? []);
  attachRules(state);
  const changed = change.devices.length > 0 || change.cables.length > 0;
  if (changed) {
    relink(world);
    negotiate(state, (index) => clear(world, index, 'link-renegotiated'));
  }
  for (const { index, before } of kept) {
    const slot = state.devices[index]!;
    behaviourOf(slot.settings.kind).configure(slot.state, world.station(index), slot.settings, before);
  }
  if (changed) plugIn(world, count, booted);
  switchOn(world, count, booted);
  for (const [index, fact] of booted) because(world, fact, () => bootPrograms(world, index));
  putPrograms(world, change.programs);
}

/**
 * Devices from index `fresh` on, and those that are back on, begin what they do by themselves. When a world begins, being on
 * is what causes it, and is told of those who do anything.
 */
function switchOn(world: World, fresh: number, booted: ReadonlyMap<number, number>): void {
  world.state.devices.forEach((slot, index) => {
    if (slot === null || slot.settings.powered === false || (index < fresh && !booted.has(index))) return;
    because(world, slot.cause, () => behaviourOf(slot.settings.kind).switchedOn?.(slot.state, world.station(index)));
    if (slot.cause === 0 && slot.wakes.length > 0) slot.cause = world.record(index, 'device.on', {});
  });
}

function hasPort(settings: DeviceSettings | undefined, port: string): boolean {
  return settings === undefined || settings.ports.some(({ name }) => name === port);
}

/**
 * Puts devices in place. `kept`: those that stay and have to hear of their new settings, with the old ones; `booted`: those
 * that are switched on again, with the fact of that.
 */
function putDevices(
  world: World,
  all: DeviceSettings[],
): { kept: { index: number; before: DeviceSettings }[]; booted: Map<number, number> } {
  const { devices } = world.state;
  const kept: { index: number; before: DeviceSettings }[] = [];
  const booted = new Map<number, number>();
  const known = indexById(devices);
  for (const given of all) {
    const settings = withOutside(given);
    const index = known.get(settings.id);
    const slot = index === undefined ? undefined : devices[index]!;
    if (index !== undefined && slot!.settings.kind === settings.kind) {
      redirect(world, index, index, settings);
      const before = slot!.settings;
      // Who did nothing by himself may do so from now on.
      devices[index] = { ...slot!, settings, cause: slot!.cause || world.cause };
      if (before.powered !== false && settings.powered !== false) kept.push({ index, before });
      // One that is off, or was, knows nothing but its settings.
      else devices[index].state = behaviourOf(settings.kind).create(settings);
      if (before.powered === false && settings.powered !== false) {
        devices[index].cause = world.record(index, 'device.on', {});
        booted.set(index, devices[index].cause);
      }
      continue;
    }
    // Another kind of device is another device, whatever it is called.
    if (index !== undefined) takeAway(world, index, settings);
    const { joined = [] } = slot ?? {};
    const dice = diceFor(world.seed, settings.id);
    devices.push({
      inSnapshot: false,
      inOthers: false,
      packing: null,
      settings,
      state: behaviourOf(settings.kind).create(settings),
      dice,
      links: [],
      wakes: [],
      cause: world.cause,
      repeater: null,
      joined,
    });
  }
  return { kept, booted };
}

/** Takes a device away, with all it holds. `next`: the settings of the one that is about to be put behind all others. */
function takeAway(world: World, index: number, next: DeviceSettings | null): void {
  const { devices } = world.state;
  const { settings, state, repeater } = devices[index]!;
  redirect(world, index, devices.length, next);
  if (repeater !== null) {
    const { sending, waiting } = repeater.outside;
    for (const { frame, cause, port } of sending === null ? waiting : [sending, ...waiting]) {
      recordLost(world, index, port, frame, cause, 'device-removed');
    }
  }
  behaviourOf(settings.kind).discarded?.(state, world.station(index));
  devices[index] = null;
}

/**
 * Frames from outside that are still to come in at device `from` come in at device `to`, by the same port of its `next`
 * settings. Where there is no such device or port, they are lost, on record.
 */
function redirect(world: World, from: number, to: number, next: DeviceSettings | null): void {
  const { state } = world;
  const coming = takeEvents(state.heap, ({ type, target }) => type === INJECTION && target === from);
  if (coming.length === 0) return;
  const { ports } = state.devices[from]!.settings;
  const reason = next === null ? 'device-removed' : 'cable-removed';
  for (const event of coming) {
    const port = next?.ports.findIndex(({ name }) => name === ports[event.direction]!.name) ?? -1;
    if (port >= 0) pushEvent(state.heap, { ...event, target: to, direction: port });
    else recordLost(world, from, event.direction, event.frame!, event.cause, reason);
  }
}

function putCables(world: World, all: CableSettings[]): void {
  const { cables } = world.state;
  const known = indexById(cables);
  for (const settings of all) {
    const index = known.get(settings.id);
    if (index !== undefined) {
      cables[index] = { ...cables[index]!, settings, limits: limitsOf(settings) };
      continue;
    }
    cables.push({
      inSnapshot: false,
      inOthers: false,
      packing: null,
      settings,
      ends: [NOWHERE, NOWHERE],
      limits: limitsOf(settings),
      transmitters: [newTransmitter(), newTransmitter()],
      dice: diceFor(world.seed, settings.id),
      up: false,
      shared: null,
      held: [],
      rules: null,
      sent: [sentDetail(settings.id, settings.b), sentDetail(settings.id, settings.a)],
      arrived: [arrivedDetail(settings.id, settings.a), arrivedDetail(settings.id, settings.b)],
    });
  }
}

const NOWHERE: Attachment = Object.freeze({ device: -1, port: -1 });

function sentDetail(cable: string, to: CableEnd) {
  return { cable, to: to.device, toPort: to.port };
}

function arrivedDetail(cable: string, from: CableEnd) {
  return { cable, from: from.device, fromPort: from.port };
}

/** A program taken off the drawing is killed where it runs. */
function kill(world: World, { id, device }: ProgramSettings): void {
  const index = world.state.devices.findIndex((slot) => slot?.settings.id === device);
  const slot = world.state.devices[index];
  if (slot) behaviourOf(slot.settings.kind).programs?.kill(slot.state, world.station(index), id);
}

function putPrograms(world: World, all: ProgramSettings[]): void {
  const { programs, now } = world.state;
  const known = indexById(programs);
  for (const settings of all) {
    const target = known.get(settings.id) ?? programs.length;
    // A start written anew is meant, also for a program that ran before.
    const before = programs[target];
    const started = before?.settings.start === settings.start && before.started;
    programs[target] = { settings, started };
    // A start written for the past is left to the person: nothing starts by itself because it was written too late.
    if (settings.start !== null && settings.start >= now && !started) world.push(PROGRAM_START, settings.start, target);
  }
}

/** Finds the ends of all cables anew: indexes of devices and ports change when devices do. */
function relink(world: World): void {
  const { devices, cables } = world.state;
  const byId = indexById(devices);
  for (const slot of devices) if (slot) slot.links = slot.settings.ports.map(() => -1);
  cables.forEach((cable, index) => {
    if (cable === null) return;
    const a = attachment(cable.settings.a);
    const b = attachment(cable.settings.b);
    if (a === null || b === null) {
      // A cable to nowhere: nothing can have been on it.
      cables[index] = null;
      return;
    }
    cables[index] = { ...cable, ends: [a, b] };
    if (!linkable(world.state, cables[index])) return;
    devices[a.device]!.links[a.port] = index * 2;
    devices[b.device]!.links[b.port] = index * 2 + 1;
  });

  function attachment(end: CableEnd): Attachment | null {
    const device = byId.get(end.device) ?? -1;
    const port = devices[device]?.settings.ports.findIndex(({ name }) => name === end.port) ?? -1;
    return port < 0 ? null : { device, port };
  }
}

/**
 * Links the cables that were not linked before, and tells the devices at their ends. Devices from index `fresh` on were
 * just put in place and have to hear of all. What is linked when a world begins is no news. `booted`: devices that were
 * switched on, with the fact of that.
 */
function plugIn(world: World, fresh: number, booted: ReadonlyMap<number, number>): void {
  const change = world.cause;
  for (const cable of world.state.cables) {
    if (cable === null || !linkable(world.state, cable)) continue;
    const because = booted.get(cable.ends[0].device) ?? booted.get(cable.ends[1].device) ?? change;
    const news = !cable.up;
    cable.up = true;
    for (const { device, port } of cable.ends) {
      if (!news && device < fresh) continue;
      world.cause = because;
      if (news && world.state.step > 0) world.cause = recordLink(world, 'link.up', device, port, cable.settings.id);
      const slot = world.state.devices[device]!;
      behaviourOf(slot.settings.kind).plugged?.(slot.state, world.station(device), port);
      slot.cause ||= world.cause;
    }
  }
  world.cause = change;
}

function indexById(slots: readonly ({ readonly settings: { id: string } } | null)[]): Map<string, number> {
  const indexes = new Map<string, number>();
  slots.forEach((slot, index) => {
    if (slot !== null) indexes.set(slot.settings.id, index);
  });
  return indexes;
}

function sameEnds(one: CableSettings, other: CableSettings): boolean {
  return JSON.stringify([one.a, one.b]) === JSON.stringify([other.a, other.b]);
}
