import type { Reason } from '../trace/reasons.ts';
import type { Frame } from '../wire/frame.ts';
import { newTransmitter } from '../link/cable.ts';
import { behaviourOf } from '../devices/kinds.ts';
import { eventsOf, takeEvents } from './event-queue.ts';
import { FLYING, HELD_DUE, LINE_FRAME, LINE_JAM, LINE_SILENT, TRANSMITTER_FREE, type EventType } from './events.ts';
import { hubRelinked } from './repeating.ts';
import type { World } from './world.ts';

/** Puts on record that a port has a cable from now on, or has none any more; returns the fact. */
export function recordLink(
  world: World,
  kind: 'link.up' | 'link.down',
  device: number,
  port: number,
  cable: string,
): number {
  return world.record(device, kind, { port, detail: { cable } });
}

/** Takes a cable out of its ports. What was on it or waiting for it is lost; devices that stay are told: all but those in `gone`. */
export function unplug(world: World, index: number, gone: ReadonlySet<string>, reason: Reason): void {
  const { state } = world;
  const cable = state.cables[index]!;
  if (!cable.up) return;
  clear(world, index, reason);
  cable.up = false;
  cable.shared = null;
  const because = world.cause;
  // Both ends first: one device may have both, and must not answer the loss of one by sending into the other.
  for (const { device, port } of cable.ends) {
    const { links } = state.devices[device]!;
    if (links[port]! >> 1 === index) links[port] = -1;
  }
  for (const { device, port } of cable.ends) {
    const slot = state.devices[device]!;
    if (gone.has(slot.settings.id)) continue;
    world.cause = recordLink(world, 'link.down', device, port, cable.settings.id);
    behaviourOf(slot.settings.kind).unplugged?.(slot.state, world.station(device), port);
    if (slot.repeater !== null) hubRelinked(world, device);
    world.cause = because;
  }
}

/** All that happens to a cable. */
const ON_A_CABLE: ReadonlySet<EventType> = new Set([
  ...FLYING,
  TRANSMITTER_FREE,
  LINE_FRAME,
  LINE_JAM,
  LINE_SILENT,
  HELD_DUE,
]);

/** All that is on a cable or waits for it is lost, on record. */
export function clear(world: World, index: number, reason: Reason): void {
  const { state } = world;
  const { ends, transmitters, shared, held } = state.cables[index]!;
  const lost = eventsOf(state.heap, FLYING).filter(({ target }) => target === index);
  lost.sort((a, b) => a.order - b.order);
  for (const { frame, cause, direction } of lost) {
    const { device, port } = ends[direction === 0 ? 1 : 0];
    recordLost(world, device, port, frame!, cause, reason);
  }
  for (const { frame, cause, direction, fate } of held) {
    // What was held on the cable is lost at its far end, like all there; what was taken out of a queue, at that.
    const { device, port } = ends[(fate === null) === (direction === 0) ? 0 : 1];
    recordLost(world, device, port, frame, cause, reason);
  }
  if (held.length > 0) world.cable(index).held = [];
  for (const direction of [0, 1] as const) {
    const far = ends[direction === 0 ? 1 : 0];
    for (const { frame, cause } of shared?.lines[direction].frames ?? []) {
      recordLost(world, far.device, far.port, frame, cause, reason);
    }
    const { device, port } = ends[direction];
    const access = shared?.access[direction];
    // What is being sent is on the line already.
    const held = access?.frame && access.phase !== 'sending' ? [access.frame] : [];
    for (const { frame, cause } of [...held, ...transmitters[direction].waiting]) {
      recordLost(world, device, port, frame, cause, reason);
    }
    const { count } = transmitters[direction];
    Object.assign(transmitters[direction], newTransmitter(), { count });
  }
  takeEvents(state.heap, ({ type, target }) => target === index && ON_A_CABLE.has(type));
  world.flightsVersion++;
}

/** A frame ends at port `port` of device `index`: because it was there, and because of what was done, `World.cause`. */
export function recordLost(
  world: World,
  index: number,
  port: number,
  frame: Frame,
  cause: number,
  reason: Reason,
): void {
  const value = world.cause === cause ? 0 : world.cause;
  world.record(index, 'frame.dropped', { port, frame: frame.id, packet: frame.packet, reason, cause, value });
}
