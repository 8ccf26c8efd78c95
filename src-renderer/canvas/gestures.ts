import type { Placement } from '#document/records.ts';

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
  connect(from: string, to: string): void;
  /** The cable in hand changed. */
  changed(): void;
}

/** Farther than this, CSS px, is a drag and no click. */
const SLOP = 6;

/**
 * The gestures Cytoscape does not know: placing, cabling, choosing a packet. They are taken before Cytoscape sees the
 * press; everything else (choosing, moving, panning) stays with it.
 */
export class Gestures {
  /** The cable in hand: the device it starts at, and where its loose end is. */
  rubber: { from: string; to: Placement; over: string | null } | null = null;
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
      if (this.#armed && this.rubber) this.#land(device);
      else if (device) this.begin(device, event);
      return true;
    }
    return target.choosePacketAt(place);
  }

  /** Whether the mouse and touch events of the press just made are to be kept from Cytoscape. */
  get taken(): boolean {
    return this.#taken;
  }

  /** Takes a cable in hand at a device. */
  begin(from: string, event: PointerEvent): void {
    this.#pressedAt = { x: event.clientX, y: event.clientY };
    this.#armed = false;
    this.rubber = { from, to: this.#target.placeOf(event), over: null };
    this.#target.changed();
  }

  move(event: PointerEvent): void {
    if (!this.rubber) return;
    const to = this.#target.placeOf(event);
    const over = this.#target.deviceAt(to);
    this.rubber = { ...this.rubber, to, over: over === this.rubber.from ? null : over };
    this.#target.changed();
  }

  release(event: PointerEvent): void {
    this.#taken = false;
    if (!this.rubber || this.#armed) return;
    const pressed = this.#pressedAt;
    const still = pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLOP;
    if (still && this.#target.cabling()) {
      this.#armed = true;
      return;
    }
    this.#land(this.#target.deviceAt(this.#target.placeOf(event)));
  }

  /** Lets go of the cable in hand. */
  cancel(): void {
    this.#armed = false;
    if (!this.rubber) return;
    this.rubber = null;
    this.#target.changed();
  }

  #land(device: string | null): void {
    const from = this.rubber?.from;
    this.cancel();
    if (from !== undefined && device !== null && device !== from) this.#target.connect(from, device);
  }
}
