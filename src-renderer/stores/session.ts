import { markRaw, ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { CallName, Host, Parameters, Result } from '#contract/calls.ts';
import { FIRST_PACE } from '#contract/paces.ts';
import type { Condition, Future, Now, Pace, Problem, StepOver, TerminalAction } from '#contract/shapes.ts';
import { useNotices } from './notices.ts';
import { paced } from './paced.ts';
import { useWork } from './work.ts';
import { usePreferences } from './preferences.ts';

/** A topology change as `simulation.change` takes it: whole records put in place, ids taken away. */
export type SessionChange = Parameters<'simulation.change'>['change'];

/** Wall ms between two moments that panels show while time runs: words and figures that change oftener cannot be read. */
const READ_EVERY = 50;

/** One terminal of a device. */
export interface TerminalPlace {
  device: string;
  /** `tty1`, `tty2`, … */
  terminal: string;
}

/**
 * The running network: where its time stands and what moves it. The only store that makes the host act; it never
 * interprets what happened.
 */
export const useSession = defineStore('session', () => {
  /** Where the simulation stands, for all that is read; null until a project was opened. While time runs it moves no oftener than can be read. */
  const now = shallowRef<Now | null>(null);
  /** Where it stands as last announced, up to once a picture: for what is seen to move. */
  const moving = shallowRef<Now | null>(null);
  const reading = paced(READ_EVERY, (next: Now) => (now.value = next));
  /** The pace the next `play` uses. Hop pace is the default for learning. */
  const pace = shallowRef<Pace>(FIRST_PACE);
  /** Counts up whenever facts already known may have become others: a project opened, a future cut off, a branch switched. */
  const history = ref(0);
  /** Counts the networks lost because the simulation ended unasked; whoever holds the drawing lets it go on (`reopen`). */
  const losses = ref(0);
  /** Whether a call was lost with the simulation, which does not go on yet: it was not refused. */
  const lost = ref(false);
  const host = shallowRef<Host | null>(null);
  /** Whether the way to the host is open. */
  const reached = ref(true);
  /** Settles when all that was drawn so far has reached the network; null: it has. */
  let drawn: Promise<void> | null = null;
  /** Counts what was done about time: who started a program and then did something else about time wants that. */
  let moves = 0;

  /** Connects the store with its host; call it once, before anything else. */
  function start(to: Host): void {
    host.value = markRaw(to);
    to.on('now', hear);
    to.on('worker.lost', (problem) => {
      useNotices().tell(problem);
      losses.value++;
    });
  }

  function take(next: Now): void {
    if (isCut(next)) history.value++;
    moving.value = next;
    reading.now(next);
  }

  /** An announcement: while time runs on, panels need not follow each. */
  function hear(next: Now): void {
    if (!next.playing || !moving.value?.playing || isCut(next)) return take(next);
    moving.value = next;
    reading.soon(next);
  }

  /** Whether facts that were known may have become others. */
  function isCut(next: Now): boolean {
    const known = moving.value;
    return known !== null && (next.facts < known.facts || next.branch !== known.branch);
  }

  /** Any call; a refusal is told to the person and comes back as null. */
  async function ask<N extends CallName>(name: N, parameters: Parameters<N>): Promise<Result<N> | null> {
    if (!host.value) return null;
    try {
      return await host.value.call(name, parameters);
    } catch (refused) {
      return tellRefusal(problemOf(refused));
    }
  }

  function tellRefusal(problem: Problem): null {
    // The loss of the worker is announced besides; once is enough.
    if (problem.name === 'worker.lost') lost.value = true;
    else useNotices().tell(problem);
    return null;
  }

  /** Says that changes are on their way to the network: what moves its time from now on comes after them, as it was meant. */
  function changing(changes: Promise<unknown>): void {
    const arrived = changes.then(
      () => {},
      () => {},
    );
    drawn = arrived;
    void arrived.then(() => {
      if (drawn === arrived) drawn = null;
    });
  }

  /** A call that answers with where the simulation stands. True: done. */
  async function act<N extends MovingCall>(name: N, parameters: Parameters<N>): Promise<boolean> {
    if (drawn !== null && AFTER_CHANGES.has(name)) await drawn;
    const next = (await ask(name, parameters)) as Now | null;
    if (next) take(next);
    return next !== null;
  }

  /** How much a person has done about time so far: who finds another number than before comes too late. */
  const movesSoFar = (): number => moves;
  /** The same for what a person does about time. */
  const move: typeof act = (name, parameters) => {
    moves++;
    return act(name, parameters);
  };

  /** Builds the network of a project's text, at time 0, paused. */
  async function open(text: string): Promise<boolean> {
    const done = await useWork().during({ name: 'open' }, act('simulation.open', { text }));
    if (done) {
      lost.value = false;
      history.value++;
      await tellBudget();
    }
    return done;
  }

  /** After a loss: goes on where it stood, with the drawing as it is now; given up, at the beginning, with nothing lived. */
  async function reopen(text: string): Promise<boolean> {
    // By what happened and not by time: most of a long time may be quiet.
    const all = now.value?.facts ?? 0;
    const done = (): number | null => (all > 0 ? Math.min(1, (now.value?.facts ?? 0) / all) : null);
    let givenUp = false;
    const cancel = async (): Promise<void> => {
      givenUp = true;
      if (await open(text)) useNotices().tell({ name: 'begun-anew', parameters: {} }, 'good');
    };
    const work = { name: 'rebuild', done, cancel: () => void cancel() } as const;
    const there = await useWork().during(work, act('simulation.reopen', { text }));
    if (!there || givenUp) return there;
    lost.value = false;
    history.value++;
    await tellBudget();
    return true;
  }

  /** In a window that has just come: takes over the network that lives as it stands, or as it stood before it was lost. */
  async function join(text: string): Promise<boolean> {
    const there = await reopen(text);
    if (there && now.value) pace.value = now.value.pace;
    return there;
  }

  /** A simulation that has just been started knows nothing of what a person likes. */
  async function tellBudget(): Promise<void> {
    const { budget } = usePreferences();
    if (budget !== null) await ask('simulation.budget', { bytes: budget });
  }

  /** Plays from the cursor. `until`: what stops it besides a person; a text is the id of a program that has to end. `at`: for this once. */
  const play = (until: string | TerminalPlace | Condition | null = null, at: Pace = pace.value): Promise<boolean> =>
    move('time.play', { pace: at, until: conditionOf(until) });
  /** The same because of what else a person did: that is nothing about time. */
  const playOn = (until: string | Condition | null): Promise<boolean> =>
    act('time.play', { pace: pace.value, until: conditionOf(until) });
  const pause = (): Promise<boolean> => move('time.pause', {});
  /** One step; `over`: to the next or the previous event of that. */
  const step = (direction: 'forward' | 'back', over: StepOver | null = null): Promise<boolean> =>
    move('time.step', { direction, over });
  /** To the state after everything at or before `time` ns. */
  function seek(time: number): Promise<boolean> {
    const to = Math.max(0, Math.round(time));
    const from = now.value?.horizon ?? 0;
    // Beyond what was lived the network runs on, which can be stopped on the way.
    const done = (): number | null => (to > from ? Math.min(1, ((now.value?.time ?? 0) - from) / (to - from)) : null);
    const work = { name: 'seek', done, cancel: () => void pause() } as const;
    return useWork().during(work, move('time.seek', { time: to }));
  }
  /** To the very start: before what happens at time 0. */
  const seekStart = (): Promise<boolean> => seekFact(0);
  /** To the state just after the event that recorded fact `seq`; 0: before the first. */
  const seekFact = (seq: number): Promise<boolean> => move('time.seekFact', { seq });

  /** A new pace, at once if time is running. */
  async function setPace(next: Pace): Promise<void> {
    pace.value = next;
    // What it runs until is the host's to say: an announcement from before it began may come after it was asked for.
    if (moving.value?.playing) await playOn(moving.value.awaited?.condition ?? null);
  }

  /** Whether this was lived further than the cursor. */
  const hasFuture = (): boolean => now.value !== null && now.value.facts > now.value.cursor;

  /**
   * Does something that starts a new future, after asking when one was already lived. False: the person would rather
   * not, or it was refused; nothing happened then.
   */
  async function branch(apply: (future: Future) => Promise<boolean>): Promise<boolean> {
    const lived = hasFuture();
    const choice = lived ? await useNotices().askFuture() : null;
    if (lived && choice === null) return false;
    const done = await apply(choice?.future ?? 'refuse');
    if (done && lived) history.value++;
    if (done && choice?.future === 'keep') await nameKept(choice.name);
    return done;
  }

  /** Names the branch that has just been kept: the newest. */
  async function nameKept(name: string): Promise<void> {
    const kept = (await ask('branches.list', {}))?.branches.at(-1);
    if (!kept || name === '' || !(await renameBranch(kept.id, name))) return;
    useNotices().tell({ name: 'kept', parameters: { name } }, 'good');
  }

  const switchBranch = (id: string): Promise<boolean> => act('branches.switch', { branch: id });
  const renameBranch = (id: string, name: string): Promise<boolean> => act('branches.rename', { branch: id, name });
  const removeBranch = (id: string): Promise<boolean> => act('branches.remove', { branch: id });
  /** Begins a second run at the cursor and looks at it; what was lived stays as it is. */
  const forkBranch = (name: string | null): Promise<boolean> => act('branches.fork', { name });

  /** Starts a program at the cursor and lets time run until it has ended. */
  async function startProgram(program: string): Promise<boolean> {
    const before = moves;
    const started = await branch((future) => act('simulation.start', { program, future }));
    return started && (moves !== before || (await playOn(program)));
  }

  /** Lets a program that waits before every call make the next one, and time run until it waits again. */
  async function nextCall(program: string): Promise<boolean> {
    const before = moves;
    const done = await branch((future) => act('simulation.next', { program, future }));
    return done && (moves !== before || (await playOn(program)));
  }

  /** Does something at a terminal of a device, at the cursor. */
  const typeAt = (place: TerminalPlace, action: TerminalAction): Promise<boolean> =>
    branch((future) => act('terminals.type', { ...place, action, future }));

  /** Does something to one frame on its way, at the cursor. The frame as it is then; null: it was not done. */
  async function touch(what: Omit<Parameters<'touch.packet'>, 'future'>): Promise<number | null> {
    let touched: number | null = null;
    const settle = ({ frame, ...stands }: Result<'touch.packet'>): void => {
      touched = frame;
      take(stands);
    };
    // What cannot be done is said before a person is asked what is to become of the future: nobody is asked in vain.
    if (host.value && hasFuture()) {
      try {
        settle(await host.value.call('touch.packet', { ...what, future: 'refuse' }));
        return touched;
      } catch (refused) {
        const problem = problemOf(refused);
        if (problem.name !== 'simulation.would-cut-future') return tellRefusal(problem);
      }
    }
    await branch(async (future) => {
      const next = await ask('touch.packet', { ...what, future });
      if (next) settle(next);
      return next !== null;
    });
    return touched;
  }

  /** Kills a program of the drawing, or one process of a device, at the cursor. */
  const kill = (target: Parameters<'programs.kill'>['target']): Promise<boolean> =>
    branch((future) => act('programs.kill', { target, future }));

  /** Applies a change of the drawing to the running network, at the cursor. */
  const change = (what: SessionChange): Promise<boolean> =>
    branch((future) => act('simulation.change', { change: what, future }));

  return {
    now,
    moving,
    pace,
    history,
    losses,
    lost,
    host,
    reached,
    start,
    ask,
    open,
    reopen,
    join,
    play,
    pause,
    step,
    seek,
    seekStart,
    seekFact,
    movesSoFar,
    setPace,
    startProgram,
    nextCall,
    typeAt,
    touch,
    kill,
    change,
    changing,
    switchBranch,
    renameBranch,
    removeBranch,
    forkBranch,
  };
});

/** What moves time, or begins something at its cursor. Time is stopped at once, whatever is on its way. */
const AFTER_CHANGES: ReadonlySet<CallName> = new Set<CallName>([
  'time.play',
  'time.step',
  'time.seek',
  'time.seekFact',
  'simulation.start',
  'simulation.next',
  'programs.kill',
  'terminals.type',
  'branches.fork',
]);

function conditionOf(until: string | TerminalPlace | Condition | null): Condition | null {
  if (typeof until === 'string') return { kind: 'program-ends', program: until };
  return until === null || 'kind' in until ? until : { kind: 'terminal-ready', ...until };
}

type MovingCall = {
  [N in CallName]: Result<N> extends Now ? (Now extends Result<N> ? N : never) : never;
}[CallName];

/** What a rejected call says; an exception that is no problem is our bug and is told as one. */
function problemOf(refused: unknown): Problem {
  if (typeof refused === 'object' && refused !== null && 'name' in refused && 'parameters' in refused) {
    return refused as Problem;
  }
  return { name: 'unexpected', parameters: { message: refused instanceof Error ? refused.message : String(refused) } };
}
