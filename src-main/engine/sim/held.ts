import type { Frame } from '../wire/frame.ts';
import { HELD_DUE, type Event, type EventType } from './events.ts';
import type { CableSlot, HeldFrame, WorldState } from './state.ts';

/** What letting a held frame go needs of the world: `World` itself, seen from below. */
export interface HeldWorld {
  readonly state: WorldState;
  cause: number;
  flightsVersion: number;
  cable(index: number): CableSlot;
  push(
    type: EventType,
    time: number,
    target: number,
    more: Pick<Event, 'direction' | 'frame' | 'departure' | 'cause'>,
  ): void;
  send(index: number, port: number, frame: Frame): void;
}

/** Keeps a frame on a cable, and asks for the moment at which it goes on by itself, if there is one. */
export function keepHeld(world: HeldWorld, index: number, held: HeldFrame): void {
  const cable = world.cable(index);
  cable.held = [...cable.held, held];
  askForDue(world, index, held);
  world.flightsVersion++;
}

/** A held frame in place of another one. */
export function replaceHeld(world: HeldWorld, index: number, before: HeldFrame, after: HeldFrame): void {
  const cable = world.cable(index);
  cable.held = cable.held.map((one) => (one === before ? after : one));
  if (after.due !== before.due || after.key !== before.key) askForDue(world, index, after);
  world.flightsVersion++;
}

/** Takes a held frame away. */
export function forgetHeld(world: HeldWorld, index: number, held: HeldFrame): void {
  const cable = world.cable(index);
  cable.held = cable.held.filter((one) => one !== held);
  world.flightsVersion++;
}

/**
 * Lets a held frame go on from where it is, because of fact `cause`: nothing on the cable waits for it, and it waits for
 * nothing, so that it may come behind frames that left after it.
 */
export function letGo(world: HeldWorld, index: number, held: HeldFrame, cause: number): void {
  forgetHeld(world, index, held);
  const { frame, direction, fate, departure, time, since } = held;
  if (fate === null) {
    const { device, port } = world.state.cables[index]!.ends[direction];
    world.cause = cause;
    world.send(device, port, frame);
    return;
  }
  const { now } = world.state;
  const waited = now - since;
  world.push(fate, time + waited, index, { direction, frame, departure: departure + waited, cause });
}

/** The time of a held frame is over, if it still is held for it. */
export function heldDue(world: HeldWorld, { target, cause }: Event): void {
  const held = world.state.cables[target]?.held.find(({ key }) => key === cause);
  if (held !== undefined && held.due <= world.state.now) letGo(world, target, held, held.cause);
}

function askForDue(world: HeldWorld, index: number, { direction, due, key }: HeldFrame): void {
  if (due !== Infinity) world.push(HELD_DUE, due, index, { direction, frame: null, departure: 0, cause: key });
}
