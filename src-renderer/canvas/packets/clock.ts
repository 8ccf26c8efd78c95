/** Longest time without an announcement that is bridged, ms of wall time: a host that stalls must not be outrun. */
const LONGEST_BRIDGE = 80;

/**
 * Simulated time between two announcements. The host says where time stands up to 60 times a second; this goes on at the
 * speed last seen, never back while time runs, and never further than one announcement ahead.
 */
export class AnnouncedClock {
  #time = 0;
  #wall = 0;
  /** Simulated ns a wall ms. */
  #speed = 0;
  #interval = 0;
  #playing = false;
  #shown = 0;

  /** Takes an announcement: simulated time in ns, at a wall time in ms. */
  take(time: number, playing: boolean, wall: number): void {
    const passed = wall - this.#wall;
    const moved = time - this.#time;
    const goesOn = this.#playing && playing && moved >= 0;
    if (!goesOn) this.#speed = 0;
    else if (passed > 0) {
      const speed = moved / passed;
      // A skipped stretch is a jump, not a speed.
      this.#speed = this.#speed > 0 && speed > this.#speed * 8 ? this.#speed : speed;
    }
    this.#interval = goesOn ? Math.min(passed, LONGEST_BRIDGE) : 0;
    this.#shown = goesOn ? Math.max(this.#shown, 0) : time;
    if (goesOn && this.#shown > time + this.#speed * LONGEST_BRIDGE) this.#shown = time;
    this.#time = time;
    this.#wall = wall;
    this.#playing = playing;
  }

  /** Simulated time to draw at a wall time, ns. */
  at(wall: number): number {
    if (!this.#playing) return this.#time;
    const ahead = Math.max(0, Math.min(wall - this.#wall, this.#interval));
    this.#shown = Math.max(this.#shown, this.#time + this.#speed * ahead);
    return this.#shown;
  }
}
