import type { Timeline } from '#engine/sim/timeline.ts';
import type { Pace } from '#contract/shapes.ts';
import { quickest } from './flights.ts';
import { stretch } from './pace.ts';

/** Wall time in ms from any start, never running back. */
export type WallClock = () => number;
/** Calls `run` once, `ms` later. Returns the way to call it off. */
export type Later = (ms: number, run: () => void) => () => void;

/** Wall ms between two looks at the clock: 60 a second, what a screen shows. */
export const TICK = 1000 / 60;
/** Wall ms a tick may work. The rest of it is free for calls: a pause is heard however much happens. */
const WORK = 8;
/** Events a tick handles at most, for clocks that stand still while it works. */
const MOST_EVENTS = 8192;
/** Events between two looks at the clock. */
const EVENTS_AT_ONCE = 256;
/** Wall ms that count at most for one tick: after a sleep of the machine time does not leap. */
const LONGEST_TICK = 250;

/** Frames in flight from which on their pace is worked out once a tick only: a storm changes it with every event. */
const CROWD = 200;

/**
 * Simulated ns without any fact after which a program that has ended counts as done with.
 *
 * It is longer than what still belongs to it (delayed ACKs, the first and second retransmission of a FIN, ARP's requests,
 * one second apart), and shorter than what only tidies up (TIME-WAIT, ageing of ARP and MAC tables: a minute and more).
 * Facts count, not events: a timer that was set and is no longer needed still wakes its device, and says nothing.
 */
export const SETTLED = 2_500_000_000;

/** Why time stopped by itself. */
export type Stop = 'quiet' | 'program-ended' | 'program-waits' | 'trace-full' | 'until';

/** What is waited for: the end of a program of the drawing, by id, or a shell at its prompt. */
export type Awaited = string | { device: string; terminal: string };

type Doing =
  | { type: 'nothing' }
  | { type: 'playing'; program: Awaited | null; looked: number; fraction: number }
  | { type: 'running-on'; until: number; done: () => void };

/**
 * Lets simulated time run, a little a tick, so that whoever calls is answered in between.
 * `moved` is called after every tick.
 */
export class Player {
  pace: Pace = { kind: 'hop', wall: 600 };
  stopped: Stop | null = null;
  readonly #timeline: Timeline;
  readonly #clock: WallClock;
  readonly #later: Later;
  readonly #moved: () => void;
  #doing: Doing = { type: 'nothing' };
  #cancel: () => void = () => undefined;
  #flightsVersion = -1;
  #quickest: number | null = null;
  #crowded = false;

  constructor(timeline: Timeline, clock: WallClock, later: Later, moved: () => void) {
    this.#timeline = timeline;
    this.#clock = clock;
    this.#later = later;
    this.#moved = moved;
  }

  /** Whether time runs, played or run on to a time. */
  get playing(): boolean {
    return this.#doing.type !== 'nothing';
  }

  /**
   * Plays from the cursor: through what was lived already, and on beyond it. Stops by itself when nothing will happen
   * any more; with `program`, when that program has ended, no frame is on its way and nothing happens for {@link SETTLED}.
   */
  play(pace: Pace, program: Awaited | null): void {
    this.halt();
    this.pace = pace;
    this.#doing = { type: 'playing', program, looked: this.#clock(), fraction: 0 };
    this.#schedule(TICK);
  }

  /** Runs on to `until` ns as fast as it goes, in pieces. `done` is called when it is there, or when it was halted. */
  runOn(until: number, done: () => void): void {
    this.halt();
    this.#doing = { type: 'running-on', until, done };
    this.#schedule(0);
  }

  /** Stops time, whatever it was doing. */
  halt(): void {
    this.#finish(null);
  }

  #finish(stopped: Stop | null): void {
    this.#cancel();
    this.#cancel = () => undefined;
    this.stopped = stopped;
    const doing = this.#doing;
    this.#doing = { type: 'nothing' };
    if (doing.type === 'running-on') doing.done();
  }

  #schedule(ms: number): void {
    this.#cancel = this.#later(ms, () => this.#tick());
  }

  #tick(): void {
    const started = this.#clock();
    const doing = this.#doing;
    this.#crowded = false;
    let stop: Stop | null = null;
    if (doing.type === 'playing') {
      const wall = Math.min(LONGEST_TICK, Math.max(0, started - doing.looked));
      doing.looked = started;
      stop = this.#play(doing, wall, started + WORK);
    } else if (doing.type === 'running-on') stop = this.#runOn(doing.until, started + WORK);
    if (stop !== null) this.#finish(stop);
    else this.#schedule(Math.max(1, TICK - (this.#clock() - started)));
    this.#moved();
  }

  #play(doing: Extract<Doing, { type: 'playing' }>, wall: number, deadline: number): Stop | null {
    const timeline = this.#timeline;
    const lastStep = timeline.step + MOST_EVENTS;
    let left = wall;
    for (;;) {
      const stop = this.#end(doing.program);
      if (stop !== null) return stop;
      if (left <= 0) return null;
      const standing = {
        now: timeline.now,
        fraction: doing.fraction,
        quickest: this.#quickestFlight(),
        next: timeline.nextTime(),
      };
      const { until, fraction, wall: used } = stretch(this.pace, standing, left);
      const outcome = timeline.advance(until, EVENTS_AT_ONCE);
      if (outcome === 'full') return 'trace-full';
      doing.fraction = fraction;
      left -= used;
      // What the machine cannot keep up with is not made up for later.
      if (timeline.step >= lastStep || this.#clock() >= deadline) return null;
    }
  }

  #runOn(until: number, deadline: number): Stop | null {
    const timeline = this.#timeline;
    const lastStep = timeline.step + MOST_EVENTS;
    do {
      const outcome = timeline.advance(until, EVENTS_AT_ONCE);
      if (outcome === 'full') return 'trace-full';
      if (outcome !== 'budget') return 'until';
    } while (timeline.step < lastStep && this.#clock() < deadline);
    return null;
  }

  /** Whether there is a reason to stop here. */
  #end(program: Awaited | null): Stop | null {
    const timeline = this.#timeline;
    if (this.#quickestFlight() !== null) return null;
    const next = timeline.nextTime();
    if (program !== null && (next === null || next - this.#lastFact() > SETTLED) && this.#hasEnded(program))
      return this.#waitsForPerson(program) ? 'program-waits' : 'program-ended';
    return next === null ? 'quiet' : null;
  }

  /** ns at which something was last worth telling. */
  #lastFact(): number {
    const { trace, cursor } = this.#timeline;
    return cursor === 0 ? 0 : trace.time(cursor);
  }

  #hasEnded(program: Awaited): boolean {
    if (typeof program !== 'string') {
      return (this.#timeline.terminal(program.device, program.terminal)?.running ?? null) === null;
    }
    const found = this.#timeline.programs().find(({ id }) => id === program);
    // One that waits for a person to let it go on has ended for now.
    return found === undefined || found.state === 'ended' || found.next !== null;
  }

  /** Whether a program makes its next call only when a person lets it. */
  #waitsForPerson(program: Awaited): boolean {
    return this.#timeline.programs().some(({ id, next }) => id === program && next !== null);
  }

  #quickestFlight(): number | null {
    const version = this.#timeline.flightsVersion;
    if (version !== this.#flightsVersion && !this.#crowded) {
      const flights = this.#timeline.flights();
      this.#flightsVersion = version;
      this.#quickest = quickest(flights);
      this.#crowded = flights.length >= CROWD;
    }
    return this.#quickest;
  }
}
