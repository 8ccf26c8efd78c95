import type { Placement } from '#document/records.ts';
import type { LooseEnd } from '../cabling/cabling.ts';
import type { Box } from '../extents.ts';

/** What the pointer can land on and do, asked for at the moment of the gesture. */
export interface GestureTarget {
  /** Drawing units under a pointer. */
  placeOf(event: MouseEvent): Placement;
  deviceAt(place: Placement): string | null;
  /** Chooses a packet near a place. False: none is there. */
  choosePacketAt(place: Placement): boolean;
  /** Puts down what is being placed. `again`: another one follows. False: nothing is being placed. */
  place(place: Placement, again: boolean): boolean;
  /** Whether the cable tool is in hand. */
  cabling(): boolean;
  /** A free port under a pointer, where ports are shown; the device alone beside them. Null: none are shown there. */
  portAt(event: PointerEvent): { device: string; port?: string } | null;
  /** The device whose ports are shown close by: the way to them leads over nothing. Null: none. */
  nearPorts(event: PointerEvent): string | null;
  connect(from: LooseEnd, to: LooseEnd, event: PointerEvent): void;
  /** Whether a box may be pulled from here: nothing is there that a press with Shift would mean. */
  boxable(place: Placement): boolean;
  /** Chooses what is in a box, besides what is chosen. */
  chooseIn(box: Box): void;
  /** A press with Shift that pulled no box. */
  toggleAt(place: Placement): void;
  /** The cable or the box in hand changed. */
  changed(): void;
}

/** Farther than this, CSS px, is a drag and no click. */
export const SLOP = 6;

/**
 * The gestures Cytoscape does not know: placing, cabling, choosing a packet. They are taken before Cytoscape sees the
 * press; everything else (choosing, moving, panning) stays with it.
 */
export class Gestures {
  /** The cable in hand: the device it starts at, and where its loose end is. */
  rubber: { from: string; port?: string; to: Placement; over: string | null } | null = null;
  /** The box being pulled around things to choose. */
  box: Box | null = null;
  #corner: Placement | null = null;
  readonly #target: GestureTarget;
  #taken = false;
  #pressedAt: { x: number; y: number } | null = null;
  /** The first end was clicked, not dragged: the next click is the second end. */
  #armed = false;

  constructor(target: GestureTarget) {
    this.#target = target;
  }

  /** Pointer pressed, seen before Cytoscape. True: the press is ours and must not reach it. */
  press(event: PointerEvent): boolean {
    this.#taken = this.#takes(event);
    return this.#taken;
  }

  #takes(event: PointerEvent): boolean {
    if (event.button !== 0) return false;
    const target = this.#target;
    const place = target.placeOf(event);
    if (target.place(place, event.shiftKey)) return true;
    if (target.cabling()) {
      const device = target.deviceAt(place);
      if (this.#armed && this.rubber) this.#land(event);
      else if (device) this.begin(device, event);
      return true;
    }
    if (event.shiftKey && target.boxable(place)) {
      this.#corner = place;
      this.#pressedAt = { x: event.clientX, y: event.clientY };
      return true;
    }
    return target.choosePacketAt(place);
  }

  #pull(event: PointerEvent): void {
    if (!this.box && this.#still(event)) return;
    const [one, other] = [this.#corner!, this.#target.placeOf(event)];
    this.box = {
      left: Math.min(one.x, other.x),
      top: Math.min(one.y, other.y),
      right: Math.max(one.x, other.x),
      bottom: Math.max(one.y, other.y),
    };
    this.#target.changed();
  }

  #still(event: PointerEvent): boolean {
    const pressed = this.#pressedAt;
    return pressed !== null && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLOP;
  }

  /** Whether the mouse and touch events of the press just made are to be kept from Cytoscape. */
  get taken(): boolean {
    return this.#taken;
  }

  /** Takes a cable in hand at a device, at one of its ports or at whichever is free. */
  begin(from: string, event: PointerEvent, port?: string): void {
    this.#pressedAt = { x: event.clientX, y: event.clientY };
    this.#armed = false;
    this.rubber = { from, ...(port === undefined ? {} : { port }), to: this.#target.placeOf(event), over: null };
    this.#target.changed();
  }

  move(event: PointerEvent): void {
    if (this.#corner) return this.#pull(event);
    if (!this.rubber) return;
    const to = this.#target.placeOf(event);
    const over = this.#target.portAt(event)?.device ?? this.#target.deviceAt(to) ?? this.#target.nearPorts(event);
    this.rubber = { ...this.rubber, to, over: over === this.rubber.from ? null : over };
    this.#target.changed();
  }

  release(event: PointerEvent): void {
    this.#taken = false;
    if (this.#corner) {
      const { box } = this;
      const place = this.#corner;
      this.cancel();
      if (box) this.#target.chooseIn(box);
      else this.#target.toggleAt(place);
      return;
    }
    if (!this.rubber || this.#armed) return;
    if (this.#still(event) && this.#target.cabling()) {
      this.#armed = true;
      return;
    }
    this.#land(event);
  }

  /** Lets go of the cable or the box in hand. */
  cancel(): void {
    this.#armed = false;
    const held = this.rubber !== null || this.box !== null;
    this.#corner = this.box = this.rubber = null;
    if (!held) return;
    this.#target.changed();
  }

  #land(event: PointerEvent): void {
    const { rubber } = this;
    this.cancel();
    const target = this.#target;
    const device = target.deviceAt(target.placeOf(event));
    const to = target.portAt(event) ?? (device === null ? null : { device });
    if (!rubber || to === null || to.device === rubber.from) return;
    const from = rubber.port === undefined ? { device: rubber.from } : { device: rubber.from, port: rubber.port };
    target.connect(from, to, event);
  }
}
