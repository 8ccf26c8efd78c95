/** A wall clock that moves only when a test says so, and the timers that hang on it. */
export class VirtualWall {
  #now = 0;
  #timers: { at: number; order: number; run: () => void }[] = [];
  #order = 0;

  readonly clock = (): number => this.#now;

  readonly later = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass; what is due runs on the way, in order, and so do the promises it settles. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = next.at;
      next.run();
      await Promise.resolve();
    }
    this.#now = end;
    await Promise.resolve();
  }

  /** Lets time pass, a tick at a time, until `done`. Throws when an hour was not enough. */
  async until(done: () => boolean): Promise<void> {
    for (let ticks = 0; !done(); ticks++) {
      if (ticks > 225_000) throw new Error('an hour has passed in vain');
      await this.pass(16);
    }
  }
}
