import type { TerminalAction } from '../apps/terminal.ts';
import { splitFrame } from '../wire/split.ts';
import { behaviourOf } from '../devices/kinds.ts';
import { applyChange } from './change.ts';
import { INJECTION } from './events.ts';
import type { ActResult, Input } from './inputs.ts';
import { kill, killRefusal } from './kill.ts';
import { startProgram } from './starting.ts';
import type { DeviceSlot, WorldState } from './state.ts';
import { touch, touchRefusal } from './touch.ts';
import type { World } from './world.ts';

/** Longest frame taken from outside, bytes without the FCS: what a UDP frame tunnel can carry. */
export const LONGEST_INJECTION = 65_535;

/**
 * Lets an input into the world at the present moment. It counts as one event and leaves a fact, so that it has its place
 * in history. An input that asks for something impossible changes nothing and says why.
 */
export function applyInput(world: World, input: Input): ActResult {
  world.state.step++;
  world.cause = 0;
  const result = dispatch(world, input);
  world.cause = 0;
  return result;
}

function dispatch(world: World, input: Input): ActResult {
  switch (input.kind) {
    case 'change': {
      const { devices, cables, programs, rules = [], remove } = input.change;
      const what = [...devices, ...cables, ...programs, ...rules]
        .map(({ id }) => id)
        .concat(remove)
        .join(', ');
      // Changes of devices run their code; what they do then has this edit as its cause.
      world.cause = world.record(-1, 'input.changed', { detail: { what } });
      applyChange(world, input.change);
      return done();
    }
    case 'start': {
      const target = world.state.programs.findIndex((slot) => slot?.settings.id === input.program);
      const program = world.state.programs[target];
      if (!program) return refused('unknown-program');
      if (isOff(world.state.devices[indexOf(world, program.settings.device)])) return refused('device-off');
      const fields = { detail: { program: program.settings.name } };
      world.cause = world.record(-1, 'input.started', fields);
      return startProgram(world, target) ? done() : refused('no-programs');
    }
    case 'next': {
      const program = world.state.programs.find((slot) => slot?.settings.id === input.program);
      if (!program) return refused('unknown-program');
      const index = indexOf(world, program.settings.device);
      const device = world.device(index);
      const programs = device && behaviourOf(device.settings.kind).programs;
      if (!device || !programs) return refused('no-programs');
      if (isOff(device)) return refused('device-off');
      world.cause = world.record(-1, 'input.stepped', { detail: { program: program.settings.name } });
      return programs.permit(device.state, world.station(index), input.program) ? done() : refused('not-running');
    }
    case 'type': {
      const index = indexOf(world, input.device);
      const device = world.device(index);
      if (!device) return refused('unknown-device');
      const { programs } = behaviourOf(device.settings.kind);
      if (programs === undefined) return refused('no-programs');
      if (isOff(device)) return refused('device-off');
      const { terminal, action } = input;
      world.cause = world.record(index, 'input.typed', { detail: { terminal, line: typed(action) } });
      const known = programs.type(device.state, world.station(index), terminal, action);
      return known ? done() : refused('too-many-terminals');
    }
    case 'inject': {
      const index = indexOf(world, input.device);
      const device = world.device(index);
      if (!device) return refused('unknown-device');
      const port = device.settings.ports.findIndex(({ name }) => name === input.port);
      if (port < 0) return refused('unknown-port');
      if (input.bytes.length > LONGEST_INJECTION) return refused('too-long');
      const { head, body } = splitFrame(input.bytes);
      const frame = world.frame(head, body, 0, input.fcs);
      const cause = world.record(index, 'input.injected', { port, frame: frame.id, packet: frame.packet });
      world.push(INJECTION, input.time ?? world.state.now, index, { direction: port, frame, cause });
      return done();
    }
    case 'join': {
      const device = world.device(indexOf(world, input.device));
      if (!device) return refused('unknown-device');
      if (!device.settings.ports.some(({ name }) => name === input.port)) return refused('unknown-port');
      world.record(-1, 'input.changed', { detail: { what: `${input.device} ${input.port}` } });
      device.joined = device.joined.filter((name) => name !== input.port).concat(input.joined ? [input.port] : []);
      return done();
    }
    case 'touch':
      return touch(world, input.target, input.action);
    case 'kill':
      return kill(world, input.target);
    case 'call': {
      const index = indexOf(world, input.device);
      const device = world.device(index);
      if (!device) return refused('unknown-device');
      const { programs } = behaviourOf(device.settings.kind);
      if (programs === undefined) return refused('no-programs');
      if (isOff(device)) return refused('device-off');
      world.cause = world.record(index, 'input.called', { detail: { call: input.call.name } });
      return { refused: null, value: programs.call(device.state, world.station(index), input.call) };
    }
  }
}

/** Why an input would be refused now, as far as that can be told without doing it; null: nothing is known against it. */
export function refusalOf(state: WorldState, input: Input): Pick<ActResult, 'refused' | 'parameters'> | null {
  if (input.kind === 'touch') return touchRefusal(state, input.target, input.action);
  if (input.kind === 'kill') {
    const refused = killRefusal(state, input.target);
    return refused === null ? null : { refused };
  }
  return null;
}

function isOff(device: DeviceSlot | null | undefined): boolean {
  return device?.settings.powered === false;
}

/** What was typed, control keys in the notation of terminals. */
function typed(action: TerminalAction): string {
  if (action.type === 'line') return action.text;
  return action.type === 'interrupt' ? '^C' : '^D';
}

function done(): ActResult {
  return { refused: null, value: undefined };
}

function refused(why: string): ActResult {
  return { refused: why, value: undefined };
}

function indexOf(world: World, device: string): number {
  return world.state.devices.findIndex((slot) => slot?.settings.id === device);
}
