import type { Handlers } from '#contract/calls.ts';
import type { Comparison } from '#contract/differences.ts';
import { Conversations, type Conversation } from '../conversations/conversations.ts';
import type { Branches } from '../branches.ts';
import { Journeys } from '../packets/journeys.ts';
import type { Later, WallClock } from '../wall-clock.ts';
import type { Simulation } from '../simulation.ts';
import { differencesOf } from './differences.ts';
import { ladderRows, rowsOf } from './ladder.ts';
import { figuresAt, tablesOf } from './moment.ts';
import type { Pieces, Run } from './run.ts';
import { settingsOf } from './settings.ts';

/** The calls that put two branches side by side. */
export type Comparing = Pick<Handlers, Extract<keyof Handlers, `compare.${string}`>>;

/** Wall ms of work at a time; between two stretches everything else has its turn. */
const STRETCH = 8;
/** Events lived between two looks at the clock. */
const EVENTS_AT_ONCE = 256;
/** Events at most that a run is let go on by, so that both can be compared up to the same moment. */
const MOST_EVENTS = 500_000;

/** Answers about two of the branches that `open` gives, in stretches of a few ms. */
export function comparing(open: () => Branches, clock: WallClock, later: Later): Comparing {
  let known: { key: string; answer: Promise<Comparison> } | null = null;

  const rest = (): Promise<void> => new Promise((rested) => later(1, rested));

  /** Does work piece by piece. Null: what it works on has become another meanwhile. */
  async function inStretches<Result>(pieces: Pieces<Result>, still: () => boolean): Promise<Result | null> {
    for (;;) {
      const until = clock() + STRETCH;
      do {
        const { done, value } = pieces.next();
        if (done === true) return value;
      } while (clock() < until);
      await rest();
      if (!still()) return null;
    }
  }

  async function compare(left: string, right: string): Promise<Comparison> {
    for (;;) {
      const branches = open();
      const [ours, theirs] = [branches.at(left), branches.at(right)];
      const { version } = branches;
      const still = () => open() === branches && branches.version === version;
      const wanted = Math.max(ours.timeline.horizon, theirs.timeline.horizon);
      const one = await inStretches(livedUntil(ours, wanted), still);
      const two = one && (await inStretches(livedUntil(theirs, wanted), still));
      if (!one || !two) continue;
      const until = Math.min(one.until, two.until);
      const runs = [one.run, two.run].map((run) => ({ ...run, facts: run.trace.seqAt(until) }));
      const found = await inStretches(differencesOf(runs[0]!, runs[1]!, branches.common(left, right)), still);
      if (found === null) continue;
      const settings = settingsOf(ours.told.knownAt(runs[0]!.facts), theirs.told.knownAt(runs[1]!.facts));
      return { until, whole: until === wanted, settings, ...found };
    }
  }

  /** Where a conversation stands in a branch, by its id; null: it is not there. */
  const find = (simulation: Simulation, id: string | null): Conversation | null =>
    (id === null ? undefined : simulation.conversations.find(id)) ?? null;

  return {
    'compare.differences': ({ left, right }) => {
      const branches = open();
      const lived = [left, right].map((id) => {
        const { trace, horizon } = branches.at(id).timeline;
        return `${id} ${trace.length} ${horizon}`;
      });
      const key = [...lived, branches.version].join(' ');
      if (known?.key !== key) known = { key, answer: compare(left, right) };
      return known.answer;
    },
    'compare.moment': ({ left, right, conversation }) => {
      const branches = open();
      const [ours, theirs] = [branches.at(left), branches.at(right)];
      const devices = ours.drawing.devices();
      const figures = (one: Simulation, id: string | null) =>
        figuresAt(runOf(one, one.timeline.cursor), one.timeline.now, one.density, find(one, id));
      return {
        left: figures(ours, conversation?.left ?? null),
        right: figures(theirs, conversation?.right ?? null),
        tables: tablesOf(ours.timeline, theirs.timeline, devices),
      };
    },
    'compare.ladder': async ({ left, right, conversation }) => {
      for (;;) {
        const branches = open();
        const [ours, theirs] = [branches.at(left), branches.at(right)];
        const { version } = branches;
        const pair = { left: find(ours, conversation.left), right: find(theirs, conversation.right) };
        const lived = [runOf(ours, ours.timeline.trace.length), runOf(theirs, theirs.timeline.trace.length)] as const;
        const still = () => open() === branches && branches.version === version;
        const entries = await inStretches(rowsOf(...lived, pair), still);
        if (entries === null) continue;
        return ladderRows(entries, runOf(ours, ours.timeline.cursor), runOf(theirs, theirs.timeline.cursor), pair);
      }
    },
  };
}

function runOf({ timeline: { trace }, conversations, journeys }: Simulation, facts: number): Run {
  return { trace, conversations, journeys, facts };
}

/**
 * A run up to a moment. One that was not lived so far goes on in a copy of it: nobody acts there, so what it will do is
 * decided, and the branch itself stays as it was.
 */
function* livedUntil(simulation: Simulation, wanted: number): Pieces<{ run: Run; until: number }> {
  const { timeline } = simulation;
  if (timeline.horizon >= wanted) return { run: runOf(simulation, timeline.trace.length), until: wanted };
  const copy = timeline.fork();
  // It is thrown away when it was read: the moments it shares stay charged to the branch, or the budget would mean less each time.
  copy.close();
  if (copy.hasFuture()) copy.seek(copy.horizon);
  yield;
  let until = wanted;
  for (let events = 0; ; events += EVENTS_AT_ONCE) {
    const outcome = events < MOST_EVENTS ? copy.advance(wanted, EVENTS_AT_ONCE) : 'full';
    if (outcome === 'until' || outcome === 'quiet') break;
    if (outcome === 'full') {
      until = copy.now;
      break;
    }
    yield;
  }
  const { trace } = copy;
  const conversations = new Conversations(trace);
  conversations.catchUp();
  yield;
  return { run: { trace, conversations, journeys: new Journeys(trace), facts: trace.length }, until };
}
