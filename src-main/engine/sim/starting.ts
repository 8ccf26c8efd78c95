import type { Station } from '../link/station.ts';
import { behaviourOf } from '../devices/kinds.ts';
import type { DeviceSlot, WorldState } from './state.ts';

/** What starting a program needs of the world: `World` itself, seen from below. */
export interface StartingWorld {
  readonly state: WorldState;
  device(index: number): DeviceSlot | undefined;
  station(index: number): Station;
}

/** Starts program number `target`, if `time` ns is when it is to start and it has not started before. */
export function startByTime(world: StartingWorld, target: number, time: number): void {
  const program = world.state.programs[target];
  if (!program || program.started || program.settings.start !== time) return;
  startProgram(world, target);
}

/** Starts program number `target` on its device, because of `World.cause`. False without a device that runs programs. */
export function startProgram(world: StartingWorld, target: number): boolean {
  const program = world.state.programs[target]!;
  const index = world.state.devices.findIndex((slot) => slot?.settings.id === program.settings.device);
  const device = world.device(index);
  if (!device || device.settings.powered === false) return false;
  const { programs } = behaviourOf(device.settings.kind);
  if (programs === undefined) return false;
  program.started = true;
  programs.start(device.state, world.station(index), program.settings);
  return true;
}
