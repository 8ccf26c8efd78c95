import { editFrame } from '../wire/edit.ts';
import { FCS_LENGTH, type Frame } from '../wire/frame.ts';
import { gapTime, transmissionTime } from '../link/cable.ts';
import type { FrameOnLine } from '../link/medium.ts';
import type { Kind } from '../trace/kinds.ts';
import { CABLE, damaged, type CrossingWorld } from './damage.ts';
import { pushEvent, replaceEvents, takeEvents } from './event-queue.ts';
import { ARRIVAL, LINE_FRAME, LINE_SILENT, TRANSMITTER_FREE, type Event } from './events.ts';
import { forgetHeld, keepHeld, letGo, replaceHeld, type HeldWorld } from './held.ts';
import type { ActResult } from './inputs.ts';
import type { HeldFrame, WorldState } from './state.ts';
import { withdrawFrame, type SharedWorld } from './shared.ts';
import { find, type Found, type TouchAction, type TouchTarget } from './touched.ts';

/** What touching a frame needs of the world: `World` itself, seen from below. */
export interface TouchWorld extends CrossingWorld, HeldWorld, SharedWorld {
  frame(head: Uint8Array, body: Uint8Array, packet: number, fcs: number | undefined, before: Frame): Frame;
}

type Refusal = Pick<ActResult, 'refused' | 'parameters'>;

/**
 * Why a frame cannot be touched so; null: it can. `unknown-cable`, `not-there` (it has arrived, or was never there),
 * `held-already`, `not-held`, `queue-full`, `no-such-bit`, `nothing-changed`, what `engine/wire/edit.ts` finds wrong with a
 * field; and of frames on a half-duplex cable `shared-medium`: nothing can be held back or doubled there, for all hear it
 * at once, and `heard-already`: its far end hears it, so that it cannot be undone.
 */
export function touchRefusal(state: WorldState, target: TouchTarget, action: TouchAction): Refusal | null {
  const found = find(state, target);
  if (typeof found === 'string') return { refused: found };
  const what = action.do;
  if (found.where === 'line') {
    if (what === 'hold' || what === 'release' || what === 'delay' || what === 'duplicate') {
      return { refused: 'shared-medium' };
    }
    // An adapter reads a frame when it is whole; a hub passes every bit on at once.
    if (found.heard && (what === 'lose' || found.far === 'hub')) return { refused: 'heard-already' };
  }
  const held = found.where === 'held' ? found.held : null;
  if (what === 'hold' && held !== null && held.due === Infinity) return { refused: 'held-already' };
  if (what === 'release' && held === null) return { refused: 'not-held' };
  if (what === 'duplicate' && found.where === 'waiting') {
    const { limits, transmitters } = found.cable;
    const { queue } = limits[target.direction];
    if (transmitters[target.direction].waiting.length >= queue) return { refused: 'queue-full', parameters: { queue } };
  }
  if (what === 'flip') {
    const most = (found.frame.length + FCS_LENGTH) * 8 - 1;
    if (!(action.bit >= 0 && action.bit <= most))
      return { refused: 'no-such-bit', parameters: { bit: action.bit, most } };
  }
  if (what === 'edit') {
    const bytes = found.frame.bytes();
    const edited = editFrame(bytes, action.fields, action.checksums);
    if (!(edited instanceof Uint8Array)) return { refused: edited.fault, parameters: edited.parameters };
    if (found.frame.intact && edited.every((byte, at) => byte === bytes[at])) return { refused: 'nothing-changed' };
  }
  return null;
}

/**
 * Touches a frame at the present moment. The fact of it has the last fact about the frame for a cause, and is the cause of
 * all that follows. The result's value is the id of the frame as it is now.
 */
export function touch(world: TouchWorld, target: TouchTarget, action: TouchAction): ActResult {
  const refused = touchRefusal(world.state, target, action);
  if (refused !== null) return { ...refused, value: undefined };
  const index = world.state.cables.findIndex((slot) => slot?.settings.id === target.cable);
  world.cable(index);
  const found = find(world.state, target) as Found;
  const frame = new Touch(world, found, target.direction).do(action);
  world.flightsVersion++;
  return { refused: null, value: frame.id };
}

/** One frame being touched. */
class Touch {
  readonly #world: TouchWorld;
  readonly #found: Found;
  readonly #direction: 0 | 1;

  constructor(world: TouchWorld, found: Found, direction: 0 | 1) {
    this.#world = world;
    this.#found = found;
    this.#direction = direction;
  }

  /** Does it; returns the frame as it is then. */
  do(action: TouchAction): Frame {
    const { frame } = this.#found;
    switch (action.do) {
      case 'lose':
        this.#lose();
        return frame;
      case 'hold':
        this.#hold(this.#record('touch.held'), Infinity);
        return frame;
      case 'delay': {
        const fact = this.#record('touch.delayed', { delay: action.by });
        this.#hold(fact, this.#world.state.now + action.by);
        return frame;
      }
      case 'release': {
        const fact = this.#record('touch.released');
        if (this.#found.where === 'held') letGo(this.#world, this.#found.index, this.#found.held, fact);
        return frame;
      }
      case 'duplicate':
        this.#duplicate(this.#record('touch.duplicated'));
        return frame;
      case 'flip': {
        const fact = this.#record('touch.flipped', { bit: action.bit });
        const [arriving, cause] = damaged(this.#world, this.#found.cable, frame, [action.bit], fact);
        this.#replace(arriving, cause);
        return arriving;
      }
      case 'edit':
        return this.#edit(action);
    }
  }

  /** Puts it on record; the fact is at the near end while the frame waits there, else the cable's own. */
  #record(kind: Kind, detail: Readonly<Record<string, string | number>> = {}, frame = this.#found.frame): number {
    const { cable, where, cause } = this.#found;
    const about = { frame: frame.id, packet: frame.packet, cause, detail: { cable: cable.settings.id, ...detail } };
    if (where !== 'waiting') return this.#world.record(CABLE, kind, about);
    const { device, port } = cable.ends[this.#direction];
    return this.#world.record(device, kind, { ...about, port });
  }

  #lose(): void {
    const { cable, frame, where } = this.#found;
    const cause = this.#record('touch.lost');
    this.#takeOut();
    const about = { frame: frame.id, packet: frame.packet, cause, reason: 'lost-by-hand' } as const;
    const { device, port } = cable.ends[this.#direction];
    const queued = where === 'waiting' || (this.#found.where === 'held' && this.#found.held.fate === null);
    if (queued) this.#world.record(device, 'frame.dropped', { ...about, port });
    else {
      const detail = { ...cable.sent[this.#direction], along: this.#along() };
      this.#world.record(CABLE, 'frame.dropped', { ...about, detail });
    }
  }

  /** How much of its way it has behind it, in thousandths. */
  #along(): number {
    const found = this.#found;
    const { now } = this.#world.state;
    const way = (departure: number, arrival: number, at: number): number =>
      arrival <= departure ? 0 : Math.round(Math.min(1, Math.max(0, (at - departure) / (arrival - departure))) * 1000);
    if (found.where === 'line') return way(found.on.departure, found.on.arrival, now);
    if (found.where === 'waiting') return 0;
    const { fate, departure, time, since } =
      found.where === 'held' ? found.held : { ...found.event, fate: found.event.type, since: now };
    return way(departure, fate === ARRIVAL ? time : 2 * time - departure, since);
  }

  #takeOut(): void {
    const { state } = this.#world;
    const found = this.#found;
    if (found.where === 'flying') takeEvents(state.heap, ({ order }) => order === found.event.order);
    else if (found.where === 'held') forgetHeld(this.#world, found.index, found.held);
    else if (found.where === 'line') this.#takeOffLine(found.on);
    else if (found.access !== null) withdrawFrame(this.#world, 2 * found.index + this.#direction);
    else this.#takeFromQueue(found.at);
  }

  #takeFromQueue(at: number): void {
    const { cable, index } = this.#found;
    const direction = this.#direction;
    const { waiting } = cable.transmitters[direction];
    waiting.splice(at, 1);
    // The transmitter is woken for the first that waits, and must not be woken twice when there is a first again.
    if (waiting.length > 0) return;
    takeEvents(
      this.#world.state.heap,
      (event) => event.type === TRANSMITTER_FREE && event.target === index && event.direction === direction,
    );
  }

  /** Its far end, which has heard nothing of it yet, never will. */
  #takeOffLine(on: FrameOnLine): void {
    const line = this.#found.cable.shared!.lines[this.#direction];
    const last = line.frames[line.frames.length - 1] === on;
    line.frames = line.frames.filter((one) => one !== on);
    takeEvents(this.#world.state.heap, (event) => this.#isHearing(event, on));
    if (last && line.near === 'frame') line.near = 'lost';
  }

  /** Whether an event is the far end's beginning or ending to hear a frame on a line. Frames are told by number: a world that was gone back to has others. */
  #isHearing({ type, target, direction, frame, departure }: Event, on: FrameOnLine): boolean {
    if (target !== this.#found.index || direction !== this.#direction || frame?.id !== on.frame.id) return false;
    return type === LINE_SILENT || (type === LINE_FRAME && departure === on.departure);
  }

  #hold(fact: number, due: number): void {
    const { index, frame } = this.#found;
    const found = this.#found;
    const direction = this.#direction;
    const { now } = this.#world.state;
    if (found.where === 'held') {
      replaceHeld(this.#world, index, found.held, { ...found.held, due, cause: fact, key: fact });
      return;
    }
    this.#takeOut();
    const held = { frame, direction, since: now, due, cause: fact, key: fact };
    if (found.where === 'flying') {
      const { type, departure, time } = found.event;
      keepHeld(this.#world, index, { ...held, fate: type, departure, time });
    } else keepHeld(this.#world, index, { ...held, fate: null, departure: 0, time: 0 });
  }

  #duplicate(fact: number): void {
    const found = this.#found;
    const { cable, frame, index } = found;
    const direction = this.#direction;
    if (found.where === 'waiting') {
      cable.transmitters[direction].waiting.splice(found.at + 1, 0, { frame, cause: fact });
      return;
    }
    if (found.where === 'held' && found.held.fate === null) {
      keepHeld(this.#world, index, { ...found.held, cause: fact, key: fact });
      return;
    }
    const limits = cable.limits[direction];
    const behind = transmissionTime(limits, frame) + gapTime(limits);
    const going = found.where === 'flying' ? found.event : (found as { held: HeldFrame }).held;
    // What was going to be lost half the way is copied as if it were not: the copy is another one.
    const fate = found.where === 'flying' ? found.event.type : (found as { held: HeldFrame }).held.fate;
    const arrival = (fate === ARRIVAL ? going.time : 2 * going.time - going.departure) + behind;
    const departure = going.departure + behind;
    const { device, port } = cable.ends[direction];
    const about = { port, frame: frame.id, packet: frame.packet, value: arrival, cause: fact };
    const copied = this.#world.record(device, 'frame.duplicated', { ...about, detail: cable.sent[direction] });
    if (found.where === 'flying') {
      this.#world.push(ARRIVAL, arrival, index, { direction, frame, departure, cause: copied });
    } else if (found.where === 'held') {
      keepHeld(this.#world, index, {
        ...found.held,
        fate: ARRIVAL,
        departure,
        time: arrival,
        cause: copied,
        key: copied,
      });
    }
  }

  #edit({ fields, checksums }: Extract<TouchAction, { do: 'edit' }>): Frame {
    const { frame } = this.#found;
    const bytes = editFrame(frame.bytes(), fields, checksums) as Uint8Array<ArrayBuffer>;
    const cut = frame.head.length;
    const same = frame.body.every((byte, at) => byte === bytes[cut + at]);
    const body = same ? frame.body : bytes.subarray(cut);
    const edited = this.#world.frame(bytes.subarray(0, cut), body, frame.packet, undefined, frame);
    const values = Object.entries(fields).map(([key, value]) => `${key} = ${value}`);
    const cause = this.#record('touch.edited', { fields: values.join(', '), checksums }, edited);
    this.#replace(edited, cause);
    return edited;
  }

  /** Another frame in place of the one that was found. */
  #replace(frame: Frame, cause: number): void {
    const found = this.#found;
    const { state } = this.#world;
    if (found.where === 'flying') {
      takeEvents(state.heap, ({ order }) => order === found.event.order);
      pushEvent(state.heap, { ...found.event, frame, cause });
    } else if (found.where === 'held') {
      replaceHeld(this.#world, found.index, found.held, { ...found.held, frame, cause });
    } else if (found.where === 'waiting') {
      if (found.access !== null) found.access.frame = { frame, cause };
      else found.cable.transmitters[this.#direction].waiting[found.at] = { frame, cause };
    } else {
      const { on } = found;
      replaceEvents(state.heap, (event) => (this.#isHearing(event, on) ? { ...event, frame } : event));
      on.frame = frame;
      on.cause = cause;
    }
  }
}
