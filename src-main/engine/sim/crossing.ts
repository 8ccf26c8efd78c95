import { FCS_LENGTH, type Frame } from '../wire/frame.ts';
import { gapTime, transmissionTime } from '../link/cable.ts';
import { cross, happens, type Crossing, type Impairment } from '../link/impairment.ts';
import { throwDice } from './dice.ts';
import { CABLE, damaged, type CrossingWorld } from './damage.ts';
import { ARRIVAL, LOSS, RULED_OUT, type Event } from './events.ts';
import { applyRules, copiesBy, delayBy, hitting } from './rules.ts';
import type { CableSlot } from './state.ts';

/** What goes wrong on a cable that only has rules. */
export const UNIMPAIRED: Impairment = {};

/**
 * Puts a frame on a direction of a cable in which something may go wrong. What becomes of it is decided now, by the rules of
 * the cable and then from its dice, and is on record now; that it is lost is on record when half of its way is over.
 */
export function transmitImpaired(
  world: CrossingWorld,
  link: number,
  cable: CableSlot,
  impairment: Impairment,
  frame: Frame,
  because: number,
): void {
  const direction = (link & 1) as 0 | 1;
  const limits = cable.limits[direction];
  const transmitter = cable.transmitters[direction];
  const random = () => throwDice(cable.dice);
  const ordinal = ++transmitter.count;
  const hits = cable.rules === null ? [] : hitting(world, cable, direction, frame, false);
  const later = delayBy(hits);
  const twice = happens(impairment.duplication, random);
  const busy = transmissionTime(limits, frame);
  const gap = gapTime(limits);
  const { device, port } = cable.ends[direction];
  const detail = cable.sent[direction];
  let ruled = { frame, cause: because, lost: false };
  let copies = copiesBy(hits) + (twice ? 1 : 0);
  for (let copy = 0; copy <= copies; copy++) {
    const departure = copy === 0 ? world.state.now : transmitter.freeAt;
    const bits = (frame.length + FCS_LENGTH) * 8;
    const crossing = cross(impairment, limits.delay, bits, copy === 0 ? ordinal : 0, random);
    const earliest = departure + limits.delay + crossing.jitter + crossing.behind;
    // Only where reordering is wanted may one frame overtake another.
    const inOrder = impairment.reordering === undefined;
    const arrival = (inOrder ? Math.max(earliest, transmitter.lastArrival + gap) : earliest) + busy;
    transmitter.freeAt = departure + busy + gap;
    const fields = {
      port,
      frame: ruled.frame.id,
      packet: frame.packet,
      value: arrival + later,
      cause: ruled.cause,
      detail,
    };
    let cause = world.record(device, copy === 0 ? 'frame.sent' : 'frame.duplicated', fields);
    if (copy === 0) {
      ruled = applyRules(world, cable, hits, frame, cause, false);
      cause = ruled.cause;
      if (ruled.lost) copies = 0;
    }
    if (ruled.lost || crossing.lost) {
      const half = departure + Math.round((arrival - departure) / 2);
      const way = { direction, frame: ruled.frame, departure, cause };
      world.push(ruled.lost ? RULED_OUT : LOSS, half, link >> 1, way);
      continue;
    }
    // What a rule delays holds up nothing behind it.
    transmitter.lastArrival = Math.max(transmitter.lastArrival, arrival);
    const [arriving, last] = underway(world, cable, limits.delay, ruled.frame, crossing, cause);
    world.push(ARRIVAL, arrival + later, link >> 1, { direction, frame: arriving, departure, cause: last });
  }
  world.flightsVersion++;
}

/** Puts on record what happens to a frame on its way; returns what arrives of it, and the last fact about it. */
function underway(
  world: CrossingWorld,
  cable: CableSlot,
  delay: number,
  frame: Frame,
  { jitter, behind, flipped }: Crossing,
  sent: number,
): [arriving: Frame, cause: number] {
  const { id } = cable.settings;
  const { packet } = frame;
  let cause = sent;
  if (jitter !== 0) {
    const detail = { cable: id, delay: delay + jitter };
    cause = world.record(CABLE, 'frame.delayed', { frame: frame.id, packet, value: jitter, cause, detail });
  }
  if (behind > 0) {
    const detail = { cable: id, delay: behind };
    cause = world.record(CABLE, 'frame.reordered', { frame: frame.id, packet, value: behind, cause, detail });
  }
  return damaged(world, cable, frame, flipped, cause);
}

/** A frame is lost half the way, by chance or by a rule. */
export function lose(world: CrossingWorld, { type, target, direction, frame, cause }: Event): void {
  const detail = world.state.cables[target]!.sent[direction as 0 | 1];
  const fields = { frame: frame!.id, packet: frame!.packet, cause, detail };
  world.record(CABLE, 'frame.dropped', { ...fields, reason: type === LOSS ? 'lost-on-cable' : 'lost-by-rule' });
  world.flightsVersion++;
}
