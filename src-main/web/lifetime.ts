/** Timers, so that a test can hold the clock. */
export interface Timers {
  /** Calls `due` once, `wait` ms from now. */
  set(due: () => void, wait: number): unknown;
  clear(timer: unknown): void;
}

const REAL: Timers = {
  set: (due, wait) => setTimeout(due, wait),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

export interface LifetimeOptions {
  /** Called once, when nobody is there any more. */
  end: () => void;
  /** How long to wait for the first page, ms. Default ten minutes. */
  first?: number;
  /** How long to wait after the last page has left, ms: a reload takes a moment, a sleeping lid longer. Default 30 s. */
  last?: number;
  timers?: Timers;
}

/** Counts the pages that are there and ends the program when they have been gone for a while. */
export class Lifetime {
  readonly #end: () => void;
  readonly #last: number;
  readonly #timers: Timers;
  #pages = 0;
  #visits = 0;
  #timer: unknown;
  #over = false;

  constructor({ end, first = 600_000, last = 30_000, timers = REAL }: LifetimeOptions) {
    this.#end = end;
    this.#last = last;
    this.#timers = timers;
    this.#wait(first);
  }

  came(): void {
    this.#pages += 1;
    this.#visits += 1;
    this.#timers.clear(this.#timer);
  }

  left(): void {
    this.#pages -= 1;
    if (this.#pages === 0 && !this.#over) this.#wait(this.#last);
  }

  /** The first page is waited for until the program is interrupted. */
  waitForEver(): void {
    if (this.#visits === 0) this.#timers.clear(this.#timer);
  }

  /** No longer: the program ends for another reason. */
  stop(): void {
    this.#over = true;
    this.#timers.clear(this.#timer);
  }

  #wait(time: number): void {
    this.#timers.clear(this.#timer);
    // Infinity: until interrupted.
    if (Number.isFinite(time)) this.#timer = this.#timers.set(() => this.#ended(), time);
  }

  #ended(): void {
    if (this.#over || this.#pages > 0) return;
    this.#over = true;
    this.#end();
  }
}
