import { behaviourOf } from '../devices/kinds.ts';
import type { ActResult, KillTarget } from './inputs.ts';
import type { WorldState } from './state.ts';
import type { World } from './world.ts';

/** What is to be ended: processes on a device. */
interface Found {
  index: number;
  /** What a person calls it. */
  name: string;
  numbers: number[];
}

/** Why a program or process cannot be ended: `unknown-program`, `unknown-device`, `no-programs`, `not-running`; null: it can. */
export function killRefusal(state: WorldState, target: KillTarget): string | null {
  const found = find(state, target);
  return typeof found === 'string' ? found : null;
}

/** Ends processes as the signal KILL does: the kernel closes what they left open. */
export function kill(world: World, target: KillTarget): ActResult {
  const found = find(world.state, target);
  if (typeof found === 'string') return { refused: found, value: undefined };
  const { index, name, numbers } = found;
  const device = world.device(index)!;
  world.cause = world.record(index, 'input.killed', { detail: { program: name } });
  const { programs } = behaviourOf(device.settings.kind);
  for (const number of numbers) programs!.killProcess(device.state, world.station(index), number);
  return { refused: null, value: undefined };
}

function find(state: WorldState, target: KillTarget): Found | string {
  const program = 'program' in target ? state.programs.find((slot) => slot?.settings.id === target.program) : null;
  if (program === undefined) return 'unknown-program';
  const id = 'program' in target ? program!.settings.device : target.device;
  const index = state.devices.findIndex((slot) => slot?.settings.id === id);
  const device = state.devices[index];
  if (!device) return 'unknown-device';
  const host = behaviourOf(device.settings.kind).programs;
  if (host === undefined) return 'no-programs';
  const running = host
    .running(device.state)
    .filter((one) => ('program' in target ? one.program === target.program : one.number === target.process));
  if (running.length === 0) return 'not-running';
  return { index, name: running[0]!.name, numbers: running.map(({ number }) => number) };
}
