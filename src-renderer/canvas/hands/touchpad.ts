/** What of a turn of the wheel tells a touchpad from a mouse. */
export interface Turn {
  deltaX: number;
  deltaY: number;
  /** 0: CSS px, 1: lines. */
  deltaMode: number;
  /** Also set by the browser for two fingers that part. */
  ctrlKey: boolean;
}

/** CSS px that the coarse steps of a mouse wheel are at least. */
const STEP = 40;
/** ms after two fingers last moved in which the next turn is theirs too, however large. */
const TOGETHER = 250;

/**
 * Whether two fingers slide over a touchpad, which moves the drawing; the wheel of a mouse, and fingers that part, zoom.
 * Browsers do not tell: fingers slide in small or broken steps, or sideways, a wheel turns in whole coarse ones.
 */
export class Touchpad {
  #last = -Infinity;

  /** `now`: wall ms. */
  slides({ deltaX, deltaY, deltaMode, ctrlKey }: Turn, now: number): boolean {
    if (ctrlKey || deltaMode !== 0) return false;
    const fine = deltaX !== 0 || !Number.isInteger(deltaY) || Math.abs(deltaY) < STEP;
    if (!fine && now - this.#last > TOGETHER) return false;
    this.#last = now;
    return true;
  }
}
