/**
 * How simulated time runs: paces, steps, and running until something is true. This room moves time through the timeline
 * alone and never holds up the thread for longer than a frame of the screen.
 */
import type { Advanced, Timeline } from '#engine/sim/timeline.ts';
import { FIRST_PACE } from '#contract/paces.ts';
import type { Now, Pace } from '#contract/shapes.ts';
import type { Lookout } from './conditions.ts';
import { quickest } from '../packets/flights.ts';
import { stretch } from './pace.ts';
import type { Later, WallClock } from '../wall-clock.ts';

/** Wall ms between two looks at the clock: 60 a second, what a screen shows. */
export const TICK = 1000 / 60;
/** Wall ms a tick may work. The rest of it is free for calls: a pause is heard however much happens. */
const WORK = 8;
/** Events a tick handles at most, for clocks that stand still while it works. */
const MOST_EVENTS = 8192;
/** How time runs while real programs take part. */
const AS_THE_CLOCK: Pace = { kind: 'clock', ratio: 1 };
/** Wall ms, and so of simulated time, after which joined programs are let in again. */
const MOST_APART = 1;
/** Wall ms between two ticks at least: calls are heard in them. */
const SOON = 1;

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
export type Stop =
  'quiet' | 'program-ended' | 'program-waits' | 'trace-full' | 'until' | 'condition' | 'none-ahead' | 'none-behind';

/** How looking ahead ended: it was found, it is not there, or a person stopped it. */
export type Looked = 'found' | 'none' | 'halted';

type Doing =
  | { type: 'nothing' }
  /** `seen`: facts up to which the lookout was asked; `begun`: the event after which time began to run. */
  | { type: 'playing'; lookout: Lookout | null; looked: number; fraction: number; seen: number; begun: number }
  | { type: 'running-on'; until: number; done: () => void }
  | { type: 'looking'; among: (first: number, last: number) => number; left: number; done: (how: Looked) => void }
  | { type: 'searching'; piece: Search; done: (found: number | null) => void };

/**
 * A search through what was lived already, a piece at a time: it works until the clock shows `deadline`. The number of the
 * fact that was found, 0 when there is none, null when it is not done yet.
 */
export type Search = (deadline: number) => number | null;

/**
 * Lets simulated time run, a little a tick, so that whoever calls is answered in between.
 * `moved` is called after every tick.
 */
export class Player {
  stopped: Stop | null = null;
  /**
   * Lets real programs take part, when some are joined: then time runs as the clock does and does not stop because nothing
   * happens, and this is called often while it runs. When none are, time runs again as a person has chosen.
   */
  joined: (() => void) | null = null;
  /** What was played until last, and what made it true. */
  awaited: Now['awaited'] = null;
  readonly #timeline: Timeline;
  readonly #clock: WallClock;
  readonly #later: Later;
  readonly #moved: () => void;
  #chosen: Pace = FIRST_PACE;
  #doing: Doing = { type: 'nothing' };
  #cancel: () => void = () => undefined;
  /** When the next tick comes, by the wall. */
  #due = Infinity;
  #flightsVersion = -1;
  #quickest: number | null = null;
  #crowded = false;

  constructor(timeline: Timeline, clock: WallClock, later: Later, moved: () => void) {
    this.#timeline = timeline;
    this.#clock = clock;
    this.#later = later;
    this.#moved = moved;
  }

  /** How time runs while it is played: as a person has chosen, or as the clock does while real programs take part. */
  get pace(): Pace {
    return this.joined === null ? this.#chosen : AS_THE_CLOCK;
  }
  set pace(chosen: Pace) {
    this.#chosen = chosen;
  }

  /** The pace a person has chosen, whoever takes part meanwhile. */
  get chosen(): Pace {
    return this.#chosen;
  }

  /** Whether time runs: played, run on to a time, or looked ahead in. */
  get playing(): boolean {
    return this.#doing.type !== 'nothing';
  }

  /** Whether it looks for something: what it lives meanwhile may be forgotten again ({@link lookAhead}). */
  get looking(): boolean {
    return this.#doing.type === 'looking' || this.#doing.type === 'searching';
  }

  /**
   * Plays from the cursor: through what was lived already, and on beyond it. Stops by itself when nothing will happen
   * any more; with `lookout`, just after the event that makes its condition true, or, for one that ends with something,
   * when that has ended, no frame is on its way and nothing happens for {@link SETTLED}.
   */
  play(pace: Pace, lookout: Lookout | null): void {
    this.halt();
    this.#chosen = pace;
    this.awaited = lookout && { condition: lookout.condition, fact: 0 };
    const { cursor: seen, step: begun } = this.#timeline;
    this.#doing = { type: 'playing', lookout, looked: this.#clock(), fraction: 0, seen, begun };
    this.#schedule(TICK);
  }

  /**
   * Lives on, as fast as it goes, to just after the first event with a fact that `among` chooses, of which at most `most`
   * events. `done` is called when that is decided.
   */
  lookAhead(among: (first: number, last: number) => number, most: number, done: (how: Looked) => void): void {
    this.halt();
    this.#doing = { type: 'looking', among, left: most, done };
    this.#schedule(0);
  }

  /** Searches while time stands still. `done` is called with what was found; null: it was halted. Mostly that is at once. */
  search(piece: Search, done: (found: number | null) => void): void {
    this.halt();
    const found = piece(this.#clock() + WORK);
    if (found !== null) return done(found);
    this.#doing = { type: 'searching', piece, done };
    this.#schedule(0);
  }

  /** Runs on to `until` ns as fast as it goes, in pieces. `done` is called when it is there, or when it was halted. */
  runOn(until: number, done: () => void): void {
    this.halt();
    this.#doing = { type: 'running-on', until, done };
    this.#schedule(0);
  }

  /** Looks at the clock soon: something has come that waits for time to go on. */
  wake(): void {
    // Once it is due it is not put off again, however much comes.
    if (this.#doing.type === 'playing' && this.#due > this.#clock()) {
      this.#cancel();
      this.#schedule(0);
    }
  }

  /** Called before an input cuts off what was lived after the cursor. */
  forgetFuture(): void {
    if (this.#doing.type === 'playing') this.#doing.lookout?.forget();
  }

  /** Stops time, whatever it was doing. */
  halt(): void {
    this.awaited = null;
    this.#finish(null);
  }

  #finish(stopped: Stop | null): void {
    this.#cancel();
    this.#cancel = () => undefined;
    const doing = this.#doing;
    // Looking ahead is a step: it has no reason to stop of its own.
    this.stopped = doing.type === 'looking' ? null : stopped;
    this.#doing = { type: 'nothing' };
    if (doing.type === 'searching') doing.done(null);
    if (doing.type === 'running-on') doing.done();
    if (doing.type === 'looking') doing.done(stopped === 'condition' ? 'found' : stopped === null ? 'halted' : 'none');
  }

  #schedule(ms: number): void {
    this.#due = this.#clock() + ms;
    this.#cancel = this.#later(ms, () => this.#tick());
  }

  #tick(): void {
    const started = this.#clock();
    const doing = this.#doing;
    if (doing.type === 'searching') return this.#searchOn(doing, started + WORK);
    this.#crowded = false;
    let stop: Stop | null = null;
    if (doing.type === 'playing') {
      const wall = Math.min(LONGEST_TICK, Math.max(0, started - doing.looked));
      doing.looked = started;
      stop = this.#play(doing, wall, started + WORK);
    } else if (doing.type === 'running-on') stop = this.#runOn(doing.until, started + WORK);
    else if (doing.type === 'looking') stop = this.#lookOn(doing, started + WORK);
    if (stop !== null) this.#finish(stop);
    else this.#schedule(Math.max(SOON, this.#rest() - (this.#clock() - started)));
    this.#moved();
  }

  /** Wall ms from one tick to the next. For real programs it is no longer than it takes until something happens. */
  #rest(): number {
    if (this.joined === null || this.#doing.type !== 'playing') return TICK;
    const next = this.#timeline.nextTime();
    return next === null ? TICK : Math.min(TICK, Math.max(0, (next - this.#timeline.now) / 1e6));
  }

  #searchOn(doing: Extract<Doing, { type: 'searching' }>, deadline: number): void {
    const found = doing.piece(deadline);
    if (found === null) return this.#schedule(1);
    this.#doing = { type: 'nothing' };
    doing.done(found);
    this.#moved();
  }

  #play(doing: Extract<Doing, { type: 'playing' }>, wall: number, deadline: number): Stop | null {
    const timeline = this.#timeline;
    const { lookout } = doing;
    const target = lookout?.time ?? Infinity;
    const lastStep = timeline.step + MOST_EVENTS;
    let left = wall;
    // What a person did since the last tick is an event too.
    const done = timeline.cursor > doing.seen ? (lookout?.among?.(doing.seen + 1, timeline.cursor) ?? 0) : 0;
    if (done !== 0) return this.#met(lookout!, done);
    for (;;) {
      const stop = this.#end(lookout, doing.begun);
      if (stop !== null) return stop;
      if (left <= 0) return null;
      const next = Math.min(timeline.nextTime() ?? Infinity, target);
      const standing = {
        now: timeline.now,
        fraction: doing.fraction,
        quickest: this.#quickestFlight(),
        next: next === Infinity ? null : next,
      };
      const reached = stretch(this.pace, standing, this.joined === null ? left : Math.min(left, MOST_APART));
      const { until, fraction, wall: used } = reached;
      const outcome = lookout?.among
        ? this.#advanceTo(until, EVENTS_AT_ONCE, lookout.among)
        : timeline.advance(until, EVENTS_AT_ONCE);
      doing.seen = timeline.cursor;
      if (typeof outcome === 'number') return this.#met(lookout!, outcome);
      if (outcome === 'full') return 'trace-full';
      doing.fraction = fraction;
      left -= used;
      this.joined?.();
      // What the machine cannot keep up with is not made up for later.
      if (timeline.step >= lastStep || this.#clock() >= deadline) return null;
    }
  }

  #met({ condition }: Lookout, fact: number): Stop {
    this.awaited = { condition, fact };
    return 'condition';
  }

  /** As `Timeline.advance`, event by event; stops just after the one with a fact that `among` chooses, and tells which. */
  #advanceTo(until: number, budget: number, among: NonNullable<Lookout['among']>): Advanced | number {
    const timeline = this.#timeline;
    for (let left = budget; left > 0; left--) {
      const { cursor } = timeline;
      const outcome = timeline.advance(until, 1);
      const fact = timeline.cursor > cursor ? among(cursor + 1, timeline.cursor) : 0;
      if (fact !== 0) return fact;
      if (outcome !== 'budget') return outcome;
    }
    return 'budget';
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

  #lookOn(doing: Extract<Doing, { type: 'looking' }>, deadline: number): Stop | null {
    const timeline = this.#timeline;
    const lastStep = timeline.step + Math.min(MOST_EVENTS, doing.left);
    do {
      const next = timeline.nextTime();
      if (next === null) return 'none-ahead';
      const before = timeline.step;
      const outcome = this.#advanceTo(next, Math.min(EVENTS_AT_ONCE, doing.left), doing.among);
      doing.left -= timeline.step - before;
      if (typeof outcome === 'number') return 'condition';
      if (outcome === 'full' || doing.left <= 0) return 'none-ahead';
    } while (timeline.step < lastStep && this.#clock() < deadline);
    return null;
  }

  /** Whether there is a reason to stop here. */
  #end(lookout: Lookout | null, begun: number): Stop | null {
    const timeline = this.#timeline;
    const next = timeline.nextTime();
    const target = lookout?.time ?? Infinity;
    if (timeline.now >= target && (next === null || next > target)) return 'condition';
    if (this.#quickestFlight() !== null) return null;
    const settled = next === null || next - this.#lastFact() > SETTLED;
    const ended = settled && lookout?.ended ? lookout.ended() : null;
    if (ended !== null) {
      this.#giveBack(begun);
      return ended === 'waits' ? 'program-waits' : 'program-ended';
    }
    // Time that is waited for goes on also where nothing happens.
    return next === null && target === Infinity && this.joined === null ? 'quiet' : null;
  }

  /**
   * Hop by hop, time stands at what was last worth telling: events after it only looked at timers that nobody needed any
   * more (a ping that would have waited another second), and are lived when there is a reason to go on. Time never goes
   * back beyond where it was when it began to run, at event `begun`.
   */
  #giveBack(begun: number): void {
    const timeline = this.#timeline;
    const { trace, cursor } = timeline;
    if (this.pace.kind !== 'hop' || timeline.hasFuture() || cursor === 0) return;
    const last = Math.max(trace.step(cursor), begun);
    if (last >= timeline.step) return;
    timeline.seekStep(last);
    timeline.forgetFuture();
  }

  /** ns at which something was last worth telling. */
  #lastFact(): number {
    const { trace, cursor } = this.#timeline;
    return cursor === 0 ? 0 : trace.time(cursor);
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
