import type { Handlers } from '#contract/calls.ts';
import { refusal } from '#contract/problems.ts';
import type { Future, Now } from '#contract/shapes.ts';
import { readDocument } from '#document/read.ts';
import type { Branches } from '../branches.ts';
import type { Simulation } from '../simulation.ts';
import { Rebuilding, type RebuildingParts } from './rebuilding.ts';
import type { Recorder, RunList } from './recorder.ts';

/** What going on in the place of another thread needs of the session. */
export interface GoingOn extends RebuildingParts {
  recorder: Recorder;
  /** The run looked at; refuses when no project is open. */
  current(): Simulation;
  /** Puts histories in the place of those that were open. */
  replace(first: Simulation, kept: RunList): Branches;
  /** Tells the world at the cursor what it does not know of the drawing. */
  redraw(one: Simulation, change: { put: unknown[]; remove: string[] }, future: Future): void;
  standing(): Now;
}

/**
 * Answers the calls by which a thread goes on where another one ended, or with a window that came after another one. The run
 * looked at is there first, then the others.
 */
export function goingOn({
  recorder,
  current,
  replace,
  redraw,
  standing,
  ...parts
}: GoingOn): Pick<Handlers, 'journal.joined' | 'journal.begin' | 'journal.inputs' | 'journal.live' | 'journal.rest'> {
  let rebuilding: Rebuilding | null = null;
  let rest: (() => Promise<{ run: string; name: string | null; time: number }[]>) | null = null;
  const begun = (): Rebuilding => {
    if (rebuilding === null) throw refusal('simulation.none');
    return rebuilding;
  };
  return {
    'journal.joined': ({ text }) => {
      const one = current();
      const read = readDocument(text);
      // Another seed is another history.
      if ('problems' in read || read.document.seed !== one.begun.seed) throw refusal('simulation.none');
      // What a run has not heard of the drawing yet stays so, unless the drawing has become another one.
      if (one.drawing.become(read.document.records) && !one.timeline.hasFuture())
        redraw(one, { put: [], remove: [] }, 'refuse');
      return standing();
    },
    'journal.begin': (begin) => {
      rebuilding = new Rebuilding(begin, parts);
      return {};
    },
    'journal.inputs': ({ inputs }) => {
      begun().take(inputs);
      return {};
    },
    'journal.live': async () => {
      const work = begun();
      rebuilding = null;
      recorder.wentOn(work.memory);
      const { current: looked, pace } = work.list;
      const first = work.begun();
      if (pace !== null) first.player.pace = pace;
      const branches = replace(first, work.list);
      const lost = work.runs();
      // Another project was opened meanwhile.
      const gone = (): boolean => branches.there().length === 0;
      const short: { run: string; name: string | null; time: number }[] = [];
      const live = async (run: (typeof lost)[number], simulation: Simulation): Promise<void> => {
        recorder.rebuilding(run.id);
        if (!(await work.live(run, simulation, gone)) && !gone())
          short.push({ run: run.id, name: run.name, time: simulation.timeline.horizon });
        branches.arrive(run.id, simulation);
        parts.moved();
      };
      await live(
        lost.find(({ id }) => id === looked)!,
        first,
      );
      // What was drawn while there was no thread to hear of it.
      if (!gone() && !first.timeline.hasFuture()) redraw(first, { put: [], remove: [] }, 'refuse');
      recorder.rebuilding(null);
      rest = async () => {
        for (const run of lost) {
          if (run.id !== looked && !gone()) await live(run, work.partOf(run, branches.there()));
        }
        recorder.rebuilding(null);
        return short;
      };
      return standing();
    },
    'journal.rest': async () => {
      const work = rest;
      rest = null;
      return { short: work === null ? [] : await work() };
    },
  };
}
