import type { DeviceSettings } from '../devices/settings.ts';
import { behaviourOf } from '../devices/kinds.ts';
import { startProgram } from './starting.ts';
import { recordLost } from './unplug.ts';
import type { World } from './world.ts';

/**
 * Power cuts. A device that loses its power forgets everything but its settings: tables, leases, connections, programs. Its
 * neighbours see their links go down and hear nothing else of it. Switched on again it is like new, and starts what is meant
 * to run from a certain time on, if that time has come: services start with the machine, what a person started does not.
 */

/** Does something that has fact `cause` for its cause. */
export function because(world: World, cause: number, what: () => void): void {
  const before = world.cause;
  world.cause = cause;
  what();
  world.cause = before;
}

/** The devices of a change that are switched off by it, by id, with the fact of that. */
export function switchingOff(world: World, all: readonly DeviceSettings[]): Map<string, number> {
  const off = new Map<string, number>();
  for (const { id, powered } of all) {
    if (powered !== false) continue;
    const index = world.state.devices.findIndex((slot) => slot?.settings.id === id);
    if (index < 0 || world.state.devices[index]!.settings.powered === false) continue;
    off.set(id, world.record(index, 'device.off', {}));
  }
  return off;
}

/** A device whose cables are down loses what it holds, on record. */
export function switchedOff(world: World, id: string): void {
  const { devices, programs } = world.state;
  const index = devices.findIndex((slot) => slot?.settings.id === id);
  const slot = devices[index];
  if (!slot) return;
  if (slot.repeater !== null) {
    const { sending, waiting } = slot.repeater.outside;
    for (const { frame, cause, port } of sending === null ? waiting : [sending, ...waiting]) {
      recordLost(world, index, port, frame, cause, 'device-off');
    }
    slot.repeater = null;
  }
  const behaviour = behaviourOf(slot.settings.kind);
  behaviour.poweredOff?.(slot.state, world.station(index));
  slot.state = behaviour.create(slot.settings);
  for (const program of programs) if (program?.settings.device === id) program.started = false;
}

/** Starts the programs of a device that was switched on whose time to start has come. */
export function bootPrograms(world: World, index: number): void {
  const { devices, programs, now } = world.state;
  const { id } = devices[index]!.settings;
  programs.forEach((program, target) => {
    if (program === null || program.started || program.settings.device !== id) return;
    const { start } = program.settings;
    if (start !== null && start <= now) startProgram(world, target);
  });
}
