/**
 * The simulation thread: an engine, a pace, and answers about what happened. This room never knows a window, a door or a
 * file, and never decides what a network does.
 */
import type { Handlers } from '#contract/calls.ts';
import { refusal, type Refusal } from '#contract/problems.ts';
import type { DrawnEvent } from '#contract/bridge.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { Condition, Future, Now, Problem, StepOver } from '#contract/shapes.ts';
import { CHECKPOINT_BUDGET } from '#engine/sim/checkpoints.ts';
import { readDocument } from '#document/read.ts';
import { writeDocument } from '#document/write.ts';
import type { ActResult, Input } from '#engine/sim/inputs.ts';
import { Branches } from './branches.ts';
import { comparing, type Comparing } from './compare/comparing.ts';
import { aboutConversations, type AboutConversations } from './exchange/asking.ts';
import { touching, type Touching } from './touching.ts';
import { Gateways, type BridgeHandlers } from './gateways/gateways.ts';
import { lookoutFor } from './playing/conditions.ts';
import type { Drawing } from './drawing/drawing.ts';
import { TICK } from './playing/player.ts';
import type { Later, WallClock } from './wall-clock.ts';
import { questions, type Questions } from './questions.ts';
import { Simulation } from './simulation.ts';
import { aboutSelected, backOverMoment, knownSearch, overMoment, stepBack, stepOn } from './playing/steps.ts';
import { goingOn } from './journal/going-on.ts';
import { Recorder, type RunList } from './journal/recorder.ts';
import { twinHandlers, type TwinHandlers } from './twin.ts';

/** The calls of the contract that this room answers. */
export type SessionHandlers = Questions &
  AboutConversations &
  Comparing &
  Touching &
  TwinHandlers &
  BridgeHandlers &
  Pick<
    Handlers,
    Exclude<
      Extract<keyof Handlers, `${'simulation' | 'time' | 'branches' | 'journal'}.${string}` | 'terminals.type'>,
      'simulation.reopen'
    >
  >;

export interface SessionOptions {
  /** Is told where the simulation stands whenever it moved, at most once a tick. */
  announce: (now: Now) => void;
  /** Is told what the real sockets of gateways must hear of. */
  bridge?: (events: DrawnEvent[]) => void;
  /** Is told what a thread that takes this one's place must know to go on. */
  journal?: (entries: JournalEntry[]) => void;
  clock: WallClock;
  later: Later;
}

/** Wall ms between two announcements, at least. A little less than a tick, so that a timer that is early skips none. */
const ANNOUNCEMENT_GAP = TICK * 0.75;

/** Processes told of at most: what a list of them can hold. */
const MOST_PROCESSES = 1000;

/** Everything the windows can ask of the simulation. One simulation at a time: `simulation.open` replaces it. */
export function createSession({ announce, bridge, journal, clock, later }: SessionOptions): SessionHandlers {
  let branches: Branches | null = null;
  let announcing = false;
  let announced = -Infinity;
  // All only count up, over all simulations of the session: a window compares them with what it saw last.
  let version = 0;
  let flightsBefore = 0;
  let branchesBefore = 0;
  let stepSeen = -1;
  let budget = CHECKPOINT_BUDGET;

  const open = (): Branches => {
    if (branches === null) throw refusal('simulation.none');
    return branches;
  };
  const current = (branch?: string): Simulation => open().at(branch);

  const now = (): Now => {
    const { id, version: list, current } = open();
    const { timeline, player } = current;
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
      awaited: player.awaited,
      flights: flightsBefore + timeline.flightsVersion,
      version,
      branch: id,
      branches: branchesBefore + list,
    };
  };

  const recorder = new Recorder(journal ?? (() => undefined));

  const announceNow = () => {
    announcing = false;
    announced = clock();
    if (branches === null) return;
    recorder.flush(branches, branches.current.player.chosen);
    announce(now());
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
    // What was done is kept before it is said to be done.
    recorder.flush(open(), current().player.chosen);
    return now();
  };

  /** Puts histories in the place of those that were open. */
  const replace = (first: Simulation, kept: RunList | null): Branches => {
    const before = branches?.current;
    gateways.part();
    branches?.close();
    flightsBefore += (before?.timeline.flightsVersion ?? 0) + 1;
    branchesBefore += branches?.version ?? 0;
    stepSeen = -1;
    if (before) first.player.pace = before.player.pace;
    const arrived = () => {
      stepSeen = -1;
      moved();
    };
    return (branches = new Branches(first, { budget, clock, later, moved, arrived, recorder }, kept));
  };

  /** Refuses what a person was not asked for: to cut off a lived future. */
  const mayAct = ({ timeline }: Simulation, future: Future) => {
    if (!timeline.hasFuture()) return;
    if (future === 'refuse') throw refusal('simulation.would-cut-future');
    if (future === 'keep') open().mayAdd();
  };

  const gateways = new Gateways({
    current: () => current(),
    announce: (events) => bridge?.(events),
    acted: () => {
      stepSeen = -1;
      moved();
    },
  });

  const act = (one: Simulation, input: Input, future: Future): ActResult => {
    // What is lived while looking ahead may be forgotten again; what a person does may not.
    if (one.player.looking) one.player.halt();
    if (one.timeline.hasFuture()) {
      gateways.part();
      if (future === 'keep') open().keepFuture();
      open().cutFuture();
      one.forgetFuture();
      one.timeline.forgetFuture();
      gateways.pullOut();
    } else one.forgetFuture();
    stepSeen = -1;
    // Why time stopped was true before this: now there may be more to come.
    one.player.stopped = null;
    if (!one.player.playing) one.player.awaited = null;
    return one.timeline.act(input);
  };

  /** Looks at another history, by doing what makes it the current one. All there is to see may be other than it was. */
  const lookAt = (turn: () => void) => {
    const flights = flightsBefore + current().timeline.flightsVersion;
    gateways.part();
    turn();
    if (!current().timeline.hasFuture()) gateways.pullOut();
    flightsBefore = flights + 1 - current().timeline.flightsVersion;
    stepSeen = -1;
  };

  /**
   * Takes in a change of the drawing, and tells the world at the cursor of it and of all that it does not know of the
   * drawing there. What does not concern the network is no input, and cuts nothing off.
   */
  const redraw = (one: Simulation, change: { put: unknown[]; remove: string[] }, future: Future) => {
    const answer = one.drawing.change(change, one.told, one.timeline.cursor);
    if ('problems' in answer) throw firstOf(answer.problems);
    if (answer.change !== null) {
      mayAct(one, future);
      act(one, { kind: 'change', change: answer.change }, future);
    }
    answer.told();
    gateways.redrawn();
  };

  /**
   * Before anything has happened, what is drawn is how the network begins and no event in it: it is the same as if the project
   * had been opened with it. False: something has happened, or the change does not concern the network.
   */
  const beginAnew = (one: Simulation, change: { put: unknown[]; remove: string[] }): boolean => {
    if (!one.untouched || open().list().length + open().coming > 1) return false;
    const answer = one.drawing.change(change, one.told, 0);
    if ('problems' in answer || answer.change === null) return false;
    answer.told();
    const begun = { ...one.begun, records: [...one.drawing.records.values()] };
    recorder.opened(writeDocument(begun));
    replace(new Simulation(begun, clock, later, moved), null);
    return true;
  };

  /** One step. A promise: it is looked for in a future that is only lived now, a little a tick. */
  const step = (one: Simulation, direction: 'forward' | 'back', over: StepOver | null): Promise<void> | null => {
    const { player, timeline } = one;
    if (over === null || over.kind === 'moment') {
      if (direction === 'back') (over === null ? stepBack : backOverMoment)(timeline);
      else {
        const stepped = over === null ? stepOn(timeline) : overMoment(timeline);
        if (stepped === 'more') return new Promise((resolve) => player.runOn(timeline.now, resolve));
        if (stepped === 'none') player.stopped = timeline.trace.full ? 'trace-full' : 'quiet';
      }
      return null;
    }
    refuseUnknown(one.drawing, over);
    const fits = aboutSelected(over, timeline.trace, one);
    const search = () =>
      new Promise<void>((resolve) => {
        player.search(knownSearch(timeline, direction, fits, clock), (known) => {
          if (known === 0 && direction === 'forward') return void one.lookAhead(fits, moved).then(resolve);
          if (known === 0) player.stopped = 'none-behind';
          else if (known !== null) timeline.seekStep(timeline.trace.step(known));
          resolve();
        });
        if (player.playing) moved();
      });
    const ready = one.ready();
    return ready === null ? search() : ready.then(search);
  };

  return {
    'simulation.open': ({ text }) => {
      const read = readDocument(text);
      if ('problems' in read) throw firstOf(read.problems);
      recorder.opened(text);
      replace(new Simulation(read.document, clock, later, moved), null);
      return standing();
    },
    'simulation.change': ({ change, future }) => {
      const one = current();
      if (!beginAnew(one, change)) redraw(one, change, future);
      return standing();
    },
    'simulation.start': ({ program, future }) => {
      const one = current();
      if (one.drawing.record(program)?.type !== 'program') throw refusal('program.unknown', { program });
      mayAct(one, future);
      redraw(one, { put: [], remove: [] }, future);
      const { refused } = act(one, { kind: 'start', program }, future);
      const stands = standing();
      if (refused === 'device-off') throw offRefusal(one, program);
      if (refused !== null) throw refusal('program.cannot-start', { program });
      return stands;
    },

    'simulation.memory': () => open().memory(),
    'simulation.budget': ({ bytes }) => {
      const branches = open();
      branches.setBudget((budget = bytes));
      return branches.memory();
    },
    'simulation.programs': () => {
      const { timeline } = current();
      return { programs: timeline.programs(), processes: timeline.processes().slice(0, MOST_PROCESSES) };
    },
    'simulation.next': ({ program, future }) => {
      const one = current();
      if (one.drawing.record(program)?.type !== 'program') throw refusal('program.unknown', { program });
      mayAct(one, future);
      const { refused } = act(one, { kind: 'next', program }, future);
      const stands = standing();
      if (refused === 'device-off') throw offRefusal(one, program);
      if (refused !== null) throw refusal('program.not-running', { program });
      return stands;
    },
    'terminals.type': ({ device, terminal, action, future }) => {
      const one = current();
      if (one.drawing.record(device)?.type !== 'device') throw refusal('device.unknown', { device });
      mayAct(one, future);
      redraw(one, { put: [], remove: [] }, future);
      const { refused } = act(one, { kind: 'type', device, terminal, action }, future);
      const stands = standing();
      if (refused === 'device-off') throw refusal('device.off', { device: one.drawing.name(device) });
      if (refused === 'too-many-terminals') throw refusal('terminal.too-many', { device: one.drawing.name(device) });
      if (refused !== null) throw refusal('terminal.none-here', { device: one.drawing.name(device) });
      return stands;
    },

    'time.play': ({ pace, until }) => {
      const one = current();
      if (until !== null) refuseUnknown(one.drawing, until);
      if (!one.timeline.hasFuture()) gateways.pullOut();
      one.player.play(pace, until === null ? null : lookoutFor(until, one.timeline, (id) => one.drawing.names(id)));
      return standing();
    },
    'time.pause': () => {
      const { player } = current();
      // Why it stopped by itself stays true.
      if (player.playing) player.halt();
      return standing();
    },
    'time.step': ({ direction, over = null }) => {
      const one = current();
      one.player.halt();
      const stepped = step(one, direction, over);
      return stepped === null ? standing() : stepped.then(standing);
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
    'branches.list': () => ({ branches: open().list(), coming: open().coming }),
    'branches.switch': ({ branch }) => {
      lookAt(() => open().switchTo(branch));
      return standing();
    },
    'branches.rename': ({ branch, name }) => {
      open().rename(branch, name);
      return standing();
    },
    'branches.remove': ({ branch }) => {
      open().remove(branch);
      return standing();
    },
    'branches.fork': ({ name }) => {
      lookAt(() => open().fork(name));
      return standing();
    },
    ...questions(current),
    ...aboutConversations(current, later),
    ...comparing(open, clock, later),
    ...touching({ current, mayAct, redraw, act, standing }),
    ...twinHandlers(),
    ...gateways.handlers,
    ...goingOn({ clock, later, moved, recorder, current, replace, redraw, standing }),
  };
}

/** Refuses what asks for a device or a program that is not drawn. */
function refuseUnknown(drawing: Drawing, asked: Condition | StepOver): void {
  const program = 'program' in asked ? asked.program : null;
  if (program !== null && drawing.record(program)?.type !== 'program') throw refusal('program.unknown', { program });
  const device = ('device' in asked ? asked.device : null) ?? null;
  if (device !== null && drawing.record(device)?.type !== 'device') throw refusal('device.unknown', { device });
}

/** Refuses what a program should do on a device that is switched off. */
function offRefusal({ drawing }: Simulation, program: string): Refusal {
  const record = drawing.record(program);
  return refusal('device.off', { device: record?.type === 'program' ? drawing.name(record.device) : program });
}

/** Refuses with the first of several problems; `more` counts the others. */
function firstOf(problems: readonly Problem[]): Refusal {
  const [first, ...more] = problems;
  return refusal(first!.name, more.length === 0 ? first!.parameters : { ...first!.parameters, more: more.length });
}
