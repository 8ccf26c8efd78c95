import type { Station } from '../link/station.ts';
import { fits, tooLong, type WaitingFrame } from '../link/cable.ts';
import {
  accessWoken,
  carrierOff,
  carrierOn,
  frameWaits,
  withdraw,
  type Access,
  type AccessOutside,
} from '../link/csma-cd.ts';
import type { Frame } from '../wire/frame.ts';
import { behaviourOf } from '../devices/kinds.ts';
import type { CrossingWorld } from './damage.ts';
import { throwDice } from './dice.ts';
import { ACCESS, LINE_FRAME, LINE_SILENT, type Event } from './events.ts';
import { repeaterHears, type RepeaterWorld } from './repeating.ts';
import { beginFrame, heardWhole, jam, lineOf, lostAt, silence, type SharedLine } from './shared-line.ts';

/** What a shared medium needs of the world: `World` itself, seen from below. */
export interface SharedWorld extends CrossingWorld, RepeaterWorld {
  cause: number;
  station(index: number): Station;
}

/** A device hands a frame to its adapter on a half-duplex cable. */
export function sendShared(world: SharedWorld, to: SharedLine, access: Access, frame: Frame): void {
  const { cable, link, device, port } = to;
  const direction = (link & 1) as 0 | 1;
  const limits = cable.limits[direction];
  const { waiting } = cable.transmitters[direction];
  const about = { port, frame: frame.id, packet: frame.packet };
  if (!fits(limits, frame)) {
    world.record(device, 'frame.dropped', { ...about, reason: 'frame-too-long', detail: tooLong(limits, frame) });
  } else if (waiting.length >= limits.queue) {
    const detail = { found: String(waiting.length), expected: String(limits.queue) };
    world.record(device, 'frame.dropped', { ...about, reason: 'queue-full', detail });
  } else {
    const cause = access.phase === 'idle' ? world.cause : world.record(device, 'frame.queued', about);
    waiting.push({ frame, cause });
    frameWaits(access, outsideOf(world, to));
  }
}

/** The frame that an adapter waits to send on a half-duplex cable is taken away. */
export function withdrawFrame(world: SharedWorld, link: number): void {
  const to = lineOf(world, link)!;
  withdraw(to.shared.access[(link & 1) as 0 | 1]!, outsideOf(world, to));
}

/** The far end of a half-duplex cable hears something else from now on. */
export function lineHeard(world: SharedWorld, event: Event): void {
  const to = lineOf(world, event.target * 2 + event.direction);
  if (to === null) return;
  world.flightsVersion++;
  const back = lineOf(world, to.link ^ 1)!;
  const access = back.shared.access[(back.link & 1) as 0 | 1];
  if (access === null) repeaterHears(world, to, back, event);
  else adapterHears(world, to, back, access, event);
}

/** An adapter has to go on: the last bit has left, or a wait is over. */
export function accessDue(world: SharedWorld, link: number): void {
  const to = lineOf(world, link);
  const access = to?.shared.access[(link & 1) as 0 | 1];
  if (to && access) accessWoken(access, outsideOf(world, to));
}

function adapterHears(world: SharedWorld, from: SharedLine, own: SharedLine, access: Access, event: Event): void {
  const { line } = from;
  const outside = outsideOf(world, own);
  const before = line.far;
  if (event.type === LINE_FRAME) {
    line.far = 'frame';
    carrierOn(access, outside);
    // Two at once: what is heard is worth as little as what is sent. Pieces go no further (IEEE 802.3 §4.2.4.2.2).
    if (access.phase === 'jamming') lostAt(world, line, own.device, own.port, 'collision-fragment');
    return;
  }
  const whole = event.type === LINE_SILENT && event.frame !== null && before === 'frame';
  if (!whole) lostAt(world, line, own.device, own.port, 'collision-fragment');
  if (event.type !== LINE_SILENT) {
    line.far = 'jam';
    if (before === 'silent') carrierOn(access, outside);
    return;
  }
  const heard = whole ? heardWhole(line) : undefined;
  line.far = 'silent';
  carrierOff(access, outside);
  if (heard === undefined) return;
  const { frame, cause } = heard;
  const { device, port } = own;
  const detail = from.cable.arrived[(from.link & 1) as 0 | 1];
  const fields = { port, frame: frame.id, packet: frame.packet, cause, detail };
  world.cause = world.record(device, 'frame.arrived', fields);
  const { settings, state } = world.device(device)!;
  behaviourOf(settings.kind).arrived(state, world.station(device), port, frame);
}

function outsideOf(world: SharedWorld, to: SharedLine): AccessOutside {
  const { link, cable, shared, device, port } = to;
  const direction = (link & 1) as 0 | 1;
  return {
    now: world.state.now,
    rate: shared.rate,
    port,
    random: () => throwDice(world.device(device)!.dice),
    record: (kind, fields) => world.record(device, kind, fields),
    next: nextFitting,
    begin: ({ frame, cause }) => beginFrame(world, to, frame, cause),
    jam: () => jam(world, to),
    end: (complete) => silence(world, to, complete),
    wakeAt: (time) => world.push(ACCESS, time, link, { direction: 0, frame: null, departure: 0, cause: 0 }),
  };

  /** The next frame that the cable still carries: its MTU may have been made smaller while they waited. */
  function nextFitting(): WaitingFrame | undefined {
    const limits = cable.limits[direction];
    const { waiting } = cable.transmitters[direction];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (fits(limits, next.frame)) return next;
      const { frame, cause } = next;
      const about = { port, frame: frame.id, packet: frame.packet, cause };
      world.record(device, 'frame.dropped', { ...about, reason: 'frame-too-long', detail: tooLong(limits, frame) });
    }
    return undefined;
  }
}
