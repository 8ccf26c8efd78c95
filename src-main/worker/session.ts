/**
 * The simulation thread: an engine, a pace, and answers about what happened. This room never knows a window, a door or a
 * file, and never decides what a network does.
 */
import type { Handlers } from '#contract/calls.ts';
import { refusal, type Refusal } from '#contract/problems.ts';
import type { Now, Pace, Problem } from '#contract/shapes.ts';
import { readDocument } from '#document/read.ts';
import type { ActResult, Input } from '#engine/sim/inputs.ts';
import { TICK, type Later, type WallClock } from './player.ts';
import { questions, type Questions } from './questions.ts';
import { Simulation } from './simulation.ts';

/** The calls of the contract that this room answers. */
export type SessionHandlers = Questions &
  Pick<Handlers, Extract<keyof Handlers, `${'simulation' | 'time'}.${string}` | 'terminals.type'>>;

export interface SessionOptions {
  /** Is told where the simulation stands whenever it moved, at most once a tick. */
  announce: (now: Now) => void;
  clock: WallClock;
  later: Later;
}

/** Wall ms between two announcements, at least. A little less than a tick, so that a timer that is early skips none. */
const ANNOUNCEMENT_GAP = TICK * 0.75;

/** Everything the windows can ask of the simulation. One simulation at a time: `simulation.open` replaces it. */
export function createSession({ announce, clock, later }: SessionOptions): SessionHandlers {
  let simulation: Simulation | null = null;
  let announcing = false;
  let announced = -Infinity;
  // Both only count up, over all simulations of the session: a window compares them with what it saw last.
  let version = 0;
  let flightsBefore = 0;
  let stepSeen = -1;

  const current = (): Simulation => {
    if (simulation === null) throw refusal('simulation.none');
    return simulation;
  };

  const now = (): Now => {
    const { timeline, player } = current();
    if (timeline.step !== stepSeen) {
      stepSeen = timeline.step;
      version++;
    }
    return {
      time: timeline.now,
      step: timeline.step,
      cursor: timeline.cursor,
      facts: timeline.trace.length,
      horizon: timeline.horizon,
      playing: player.playing,
      pace: player.pace,
      stopped: player.stopped,
      flights: flightsBefore + timeline.flightsVersion,
      version,
    };
  };

  const announceNow = () => {
    announcing = false;
    announced = clock();
    if (simulation !== null) announce(now());
  };

  const moved = () => {
    if (announcing) return;
    const wait = announced + ANNOUNCEMENT_GAP - clock();
    if (wait <= 0) return announceNow();
    announcing = true;
    later(wait, announceNow);
  };

  /** The answer to a call that moved something; the other windows hear of it too. */
  const standing = (): Now => {
    moved();
    return now();
  };

  /** Refuses to cut off a lived future unless that was asked for. */
  const mayCut = ({ timeline }: Simulation, newFuture: boolean) => {
    if (timeline.hasFuture() && !newFuture) throw refusal('simulation.would-cut-future');
  };

  const act = (one: Simulation, input: Input): ActResult => {
    one.forgetFuture();
    stepSeen = -1;
    // Why time stopped was true before this: now there may be more to come.
    one.player.stopped = null;
    return one.timeline.act(input);
  };

  /**
   * Takes in a change of the drawing, and tells the world at the cursor of it and of all that it does not know of the
   * drawing there. What does not concern the network is no input, and cuts nothing off.
   */
  const redraw = (one: Simulation, change: { put: unknown[]; remove: string[] }, newFuture: boolean) => {
    const answer = one.drawing.change(change, one.timeline.cursor);
    if ('problems' in answer) throw firstOf(answer.problems);
    if (answer.change !== null) {
      mayCut(one, newFuture);
      act(one, { kind: 'change', change: answer.change });
    }
    answer.told();
  };

  return {
    'simulation.open': ({ text }) => {
      const read = readDocument(text);
      if ('problems' in read) throw firstOf(read.problems);
      const pace: Pace | undefined = simulation?.player.pace;
      simulation?.player.halt();
      flightsBefore += (simulation?.timeline.flightsVersion ?? 0) + 1;
      stepSeen = -1;
      simulation = new Simulation(read.document, clock, later, moved);
      if (pace) simulation.player.pace = pace;
      return standing();
    },
    'simulation.change': ({ change, newFuture }) => {
      redraw(current(), change, newFuture);
      return standing();
    },
    'simulation.start': ({ program, newFuture }) => {
      const one = current();
      if (one.drawing.record(program)?.type !== 'program') throw refusal('program.unknown', { program });
      mayCut(one, newFuture);
      redraw(one, { put: [], remove: [] }, newFuture);
      const { refused } = act(one, { kind: 'start', program });
      const stands = standing();
      if (refused !== null) throw refusal('program.cannot-start', { program });
      return stands;
    },

    'simulation.programs': () => ({ programs: current().timeline.programs() }),
    'simulation.next': ({ program, newFuture }) => {
      const one = current();
      if (one.drawing.record(program)?.type !== 'program') throw refusal('program.unknown', { program });
      mayCut(one, newFuture);
      const { refused } = act(one, { kind: 'next', program });
      const stands = standing();
      if (refused !== null) throw refusal('program.not-running', { program });
      return stands;
    },
    'terminals.type': ({ device, terminal, action, newFuture }) => {
      const one = current();
      if (one.drawing.record(device)?.type !== 'device') throw refusal('device.unknown', { device });
      mayCut(one, newFuture);
      redraw(one, { put: [], remove: [] }, newFuture);
      const { refused } = act(one, { kind: 'type', device, terminal, action });
      const stands = standing();
      if (refused === 'too-many-terminals') throw refusal('terminal.too-many', { device: one.drawing.name(device) });
      if (refused !== null) throw refusal('terminal.none-here', { device: one.drawing.name(device) });
      return stands;
    },

    'time.play': ({ pace, untilProgramEnds, untilTerminalReady = null }) => {
      const one = current();
      if (untilProgramEnds !== null && one.drawing.record(untilProgramEnds)?.type !== 'program') {
        throw refusal('program.unknown', { program: untilProgramEnds });
      }
      one.player.play(pace, untilProgramEnds ?? untilTerminalReady);
      return standing();
    },
    'time.pause': () => {
      const { player } = current();
      // Why it stopped by itself stays true.
      if (player.playing) player.halt();
      return standing();
    },
    'time.step': ({ direction }) => {
      const { player, timeline } = current();
      player.halt();
      if (direction === 'back') timeline.stepBack();
      else if (!timeline.stepForward()) player.stopped = timeline.trace.full ? 'trace-full' : 'quiet';
      return standing();
    },
    'time.seek': ({ time }) => {
      const { player, timeline } = current();
      player.halt();
      timeline.seek(Math.min(time, timeline.horizon));
      if (time <= timeline.now) return standing();
      return new Promise((resolve) => {
        player.runOn(time, () => resolve(standing()));
        moved();
      });
    },
    'time.seekFact': ({ seq }) => {
      const { player, timeline } = current();
      if (seq > timeline.trace.length) throw refusal('trace.no-such-fact', { fact: seq });
      player.halt();
      timeline.seekStep(seq === 0 ? 0 : timeline.trace.step(seq));
      return standing();
    },
    ...questions(current),
  };
}

/** Refuses with the first of several problems; `more` counts the others. */
function firstOf(problems: readonly Problem[]): Refusal {
  const [first, ...more] = problems;
  return refusal(first!.name, more.length === 0 ? first!.parameters : { ...first!.parameters, more: more.length });
}
