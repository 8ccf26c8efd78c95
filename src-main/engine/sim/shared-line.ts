import { FCS_LENGTH, type Frame } from '../wire/frame.ts';
import { bitsOf, REPEATER_BITS, timeOfBits, type FrameOnLine, type Line } from '../link/medium.ts';
import { cross } from '../link/impairment.ts';
import { damaged, type CrossingWorld } from './damage.ts';
import { throwDice } from './dice.ts';
import { takeEvents } from './event-queue.ts';
import { LINE_FRAME, LINE_JAM, LINE_SILENT, LOSS, RULED_OUT, type EventType } from './events.ts';
import { applyRules, hitting } from './rules.ts';
import type { CableSlot, SharedCable } from './state.ts';

/** One direction of a half-duplex cable, with all that is needed to put something on it. */
export interface SharedLine {
  link: number;
  cable: CableSlot;
  shared: SharedCable;
  line: Line;
  /** The device and port at its near end. */
  device: number;
  port: number;
}

export function lineOf(world: CrossingWorld, link: number): SharedLine | null {
  if (!world.state.cables[link >> 1]?.shared) return null;
  const cable = world.cable(link >> 1);
  const direction = (link & 1) as 0 | 1;
  return { link, cable, shared: cable.shared!, line: cable.shared!.lines[direction], ...cable.ends[direction] };
}

/**
 * Puts the first bit of a frame on a line, and on record that it was sent; returns that fact. Of what may go wrong on a
 * cable, loss and damage happen here; on a shared medium nothing is held back, doubled or overtaken.
 */
export function beginFrame(world: CrossingWorld, to: SharedLine, frame: Frame, because: number): number {
  const { link, cable, shared, line, device, port } = to;
  const direction = (link & 1) as 0 | 1;
  const limits = cable.limits[direction];
  const ordinal = ++cable.transmitters[direction].count;
  const departure = world.state.now + latency(to);
  take(world, to);
  const arrival = world.state.now + line.delay + timeOfBits(bitsOf(frame), shared.rate);
  const { id, packet } = frame;
  const detail = cable.sent[direction];
  let cause = world.record(device, 'frame.sent', { port, frame: id, packet, value: arrival, cause: because, detail });
  const sent = cause;
  let arriving = frame;
  let lost: EventType | null = null;
  if (cable.rules !== null) {
    const hits = hitting(world, cable, direction, frame, true);
    const ruled = applyRules(world, cable, hits, frame, sent, true);
    arriving = ruled.frame;
    cause = ruled.cause;
    if (ruled.lost) lost = RULED_OUT;
  }
  if (limits.impairment !== undefined && lost === null) {
    const bits = (frame.length + FCS_LENGTH) * 8;
    const crossing = cross(limits.impairment, limits.delay, bits, ordinal, () => throwDice(cable.dice));
    if (crossing.lost) lost = LOSS;
    else [arriving, cause] = damaged(world, cable, arriving, crossing.flipped, cause);
  }
  if (lost !== null) {
    line.near = 'lost';
    const half = departure + Math.round((arrival - departure) / 2);
    world.push(lost, half, link >> 1, { direction, frame: arriving, departure, cause });
    return sent;
  }
  line.near = 'frame';
  line.frames.push({ frame: arriving, departure, arrival, cause, cut: false });
  change(world, to, LINE_FRAME, arriving, departure, cause);
  return sent;
}

/** From now on a line carries bits that mean nothing. */
export function jam(world: CrossingWorld, to: SharedLine): void {
  take(world, to);
  if (to.line.near === 'lost') tryAgain(world, to);
  cut(to.line);
  to.line.near = 'jam';
  change(world, to, LINE_JAM, null, 0, 0);
}

/** A line falls silent; `complete`: behind a whole frame. */
export function silence(world: CrossingWorld, to: SharedLine, complete: boolean): void {
  const { line } = to;
  const { near, frames } = line;
  if (near === 'silent') return;
  // Where its far end has given it up already, even the end of a whole frame is only silence.
  const last = frames[frames.length - 1];
  const whole = complete && near === 'frame' && last !== undefined;
  if (!whole) cut(line);
  line.near = 'silent';
  if (near !== 'lost') change(world, to, LINE_SILENT, whole ? last.frame : null, 0, 0);
}

/** A frame that a rule loses collides before it is lost: it will be sent again, and is lost then. */
function tryAgain({ state }: CrossingWorld, { link }: SharedLine): void {
  takeEvents(
    state.heap,
    ({ type, target, direction }) => type === RULED_OUT && target === link >> 1 && direction === (link & 1),
  );
}

/** What is still on the line of the frame being sent will never be one. */
function cut(line: Line): void {
  const last = line.frames[line.frames.length - 1];
  if (line.near === 'frame' && last !== undefined) last.cut = true;
}

/** Begins to use a silent line: a delay made shorter since lets nothing overtake what is still on it. */
function take(world: CrossingWorld, to: SharedLine): void {
  const { link, cable, line } = to;
  if (line.near !== 'silent') return;
  const { delay } = cable.limits[(link & 1) as 0 | 1];
  const earliest = line.latest - world.state.now;
  line.delay = Math.max(latency(to) + delay, earliest);
}

/** A change on its way to the far end. */
function change(
  world: CrossingWorld,
  to: SharedLine,
  type: EventType,
  frame: Frame | null,
  departure: number,
  cause: number,
): void {
  const { link, line } = to;
  const direction = (link & 1) as 0 | 1;
  const time = world.state.now + line.delay;
  line.latest = time;
  world.push(type, time, link >> 1, { direction, frame, departure, cause });
  world.flightsVersion++;
}

/** ns by which a hub is behind what it repeats; adapters send at once. */
function latency({ link, shared }: SharedLine): number {
  return shared.access[(link & 1) as 0 | 1] === null ? timeOfBits(REPEATER_BITS, shared.rate) : 0;
}

/** The far end has heard a frame to its end. */
export function heardWhole(line: Line): FrameOnLine {
  line.far = 'silent';
  return line.frames.shift()!;
}

/** What the far end, port `port` of device `device`, has heard so far will never be a frame: it is lost there, on record. */
export function lostAt(
  world: CrossingWorld,
  line: Line,
  device: number,
  port: number,
  reason: 'collision' | 'collision-fragment',
): void {
  if (line.far !== 'frame') return;
  line.far = 'jam';
  const { frame, cause } = line.frames.shift()!;
  world.record(device, 'frame.dropped', { port, frame: frame.id, packet: frame.packet, reason, cause });
}
