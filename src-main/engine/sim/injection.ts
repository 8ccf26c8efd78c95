import type { FactFields } from '../trace/recorder.ts';
import type { Kind } from '../trace/kinds.ts';
import type { Station } from '../link/station.ts';
import { behaviourOf } from '../devices/kinds.ts';
import type { Event } from './events.ts';
import { sendIntoHub, type RepeaterWorld } from './repeating.ts';

/** What a frame from outside needs of the world: `World` itself, seen from below. */
export interface InjectionWorld extends RepeaterWorld {
  record(index: number, kind: Kind, fields: FactFields): number;
  station(index: number): Station;
}

/** A frame from outside of the world reaches a port, if its device is still there. */
export function injected(world: InjectionWorld, { target, direction: port, frame, cause }: Event): void {
  const device = world.device(target);
  if (!device) return;
  const about = { port, frame: frame!.id, packet: frame!.packet, cause };
  if (device.settings.powered === false) {
    world.record(target, 'frame.dropped', { ...about, reason: 'device-off' });
    return;
  }
  world.cause = world.record(target, 'frame.arrived', about);
  if (device.repeater !== null) return sendIntoHub(world, target, port, frame!, world.cause);
  behaviourOf(device.settings.kind).arrived(device.state, world.station(target), port, frame!);
}
