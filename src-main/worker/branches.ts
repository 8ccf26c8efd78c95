import { refusal } from '#contract/problems.ts';
import type { BranchRow, MemoryUse } from '#contract/shapes.ts';
import { MEMORY_LIMIT } from '#engine/trace/store.ts';
import type { Later, WallClock } from './wall-clock.ts';
import type { Recorder, RunList } from './journal/recorder.ts';
import { Simulation } from './simulation.ts';

/** Branches of one project at most. Each keeps a world, its checkpoints and its own facts. */
export const MOST_BRANCHES = 12;

/** Wall ms a question may take to bring another branch to the time under the cursor; the rest is done a piece at a time. */
const LOCKING = 20;
/** Events between two looks at the clock. */
const EVENTS_AT_ONCE = 256;
/** Events handled at most at once, for clocks that stand still meanwhile. */
const MOST_EVENTS = 8192;

/** One history of the project, among others. */
interface Branch {
  readonly id: string;
  /** What a person calls it; null: nobody has named it. */
  name: string | null;
  /** The branch it parted from; null: none. */
  from: string | null;
  /** Where it parted: simulated ns, and the last fact both have. */
  forkTime: number;
  forkFact: number;
  /** Null: it is still being lived again, after a thread was lost. */
  simulation: Simulation | null;
}

/** A branch that is there. */
type Lived = Branch & { simulation: Simulation };

/** What branches need of the thread they live in. */
export interface BranchesParts {
  /** Bytes that the checkpoints of all branches may take. */
  budget: number;
  clock: WallClock;
  later: Later;
  /** Time has run in the current branch. */
  moved: () => void;
  /** Another one has come nearer to where it was asked to be. */
  arrived: () => void;
  /** Is told what outlives the thread. */
  recorder: Recorder;
}

/**
 * The histories of the open project. One of them is the current one: it is played, acted on and drawn. Another one is
 * brought to the same simulated time whenever it is asked about, so that both can be looked at side by side.
 */
export class Branches {
  /** Changes with every change of the list. */
  version = 0;
  readonly #all = new Map<string, Branch>();
  readonly #parts: BranchesParts;
  #current: Lived;
  #count = 0;
  #budget: number;
  /** The branches that are on their way to the time under the cursor. */
  readonly #late = new Set<Lived>();

  /** `kept`: the branches that a thread had that was lost; all but the current one are to `arrive` yet. */
  constructor(first: Simulation, parts: BranchesParts, kept: RunList | null = null) {
    this.#parts = parts;
    this.#budget = parts.budget;
    if (kept === null) {
      this.#current = this.#add(null, null, first);
      return;
    }
    this.#count = kept.count;
    for (const run of kept.runs) this.#all.set(run.id, { ...run, simulation: null });
    const current = this.#all.get(kept.current)!;
    this.#current = Object.assign(current, { simulation: first });
    this.#share();
  }

  /** A branch that was lost with a thread is there again, or the current one is where it stood. */
  arrive(id: string, simulation: Simulation): void {
    const branch = this.#all.get(id);
    if (branch === undefined) return;
    branch.simulation = simulation;
    simulation.player.pace = this.current.player.pace;
    this.#parts.recorder.follow(id, simulation, null);
    this.#share();
    this.version++;
  }

  /** A branch that was lost cannot be lived again. */
  lose(id: string): void {
    this.#forget(id);
  }

  /** Those that are there. */
  there(): Simulation[] {
    return this.#lived().map(({ simulation }) => simulation);
  }

  /** How many are still being lived again. */
  get coming(): number {
    return this.#all.size - this.#lived().length;
  }

  /** All of them, for whoever keeps them beyond the life of this thread. */
  get kept(): RunList {
    const runs = [...this.#all.values()].map(({ simulation: _, ...run }) => run);
    return { runs, current: this.#current.id, count: this.#count };
  }

  /** The id of the current branch. */
  get id(): string {
    return this.#current.id;
  }

  get current(): Simulation {
    return this.#current.simulation;
  }

  /** The history of a branch, standing at the time under the cursor as far as that can be done at once. Left out: the current one. */
  at(id: string | undefined): Simulation {
    if (id === undefined || id === this.#current.id) return this.current;
    const branch = this.#find(id);
    if (!this.#lock(branch)) this.#lockLater(branch);
    return branch.simulation;
  }

  list(): BranchRow[] {
    return this.#lived().map(({ id, name, from, forkTime, forkFact, simulation: { timeline } }) => ({
      id,
      name,
      current: id === this.#current.id,
      from,
      forkTime,
      forkFact,
      time: timeline.now,
      horizon: timeline.horizon,
      facts: timeline.trace.length,
    }));
  }

  /** The last fact that two branches have in common, as far as it is known; 0: none. */
  common(one: string, other: string): number {
    const ways = [one, other].map((id) => {
      const way = new Map<string, number>();
      let common = Infinity;
      for (let at: Branch = this.#find(id); ; at = this.#all.get(at.from)!) {
        way.set(at.id, common);
        if (at.from === null) return way;
        common = Math.min(common, at.forkFact);
      }
    });
    for (const [id, common] of ways[0]!) {
      const others = ways[1]!.get(id);
      if (others !== undefined)
        return Math.min(common, others, this.#all.get(id)?.simulation?.timeline.trace.length ?? Infinity);
    }
    return 0;
  }

  /** What all branches take together; what they have in common is counted once. */
  memory(): MemoryUse {
    const counted = new Set<object>();
    const checkpoints = { count: 0, bytes: 0, budget: this.#budget };
    const trace = { facts: 0, frames: 0, payload: 0, limit: MEMORY_LIMIT };
    for (const { simulation } of this.#lived()) {
      const { timeline } = simulation;
      checkpoints.count += timeline.checkpoints.count;
      checkpoints.bytes += timeline.checkpoints.bytes;
      const { facts, frames, payload } = timeline.trace.memoryBesides(counted);
      trace.facts += facts;
      trace.frames += frames;
      trace.payload += payload;
    }
    checkpoints.bytes = Math.round(checkpoints.bytes);
    return { checkpoints, trace };
  }

  /** Sets the bytes that the checkpoints of all branches may take. */
  setBudget(bytes: number): void {
    this.#budget = bytes;
    this.#share();
  }

  /** Shares out the memory there is: an equal part for the checkpoints of each, and what is free for whoever goes on. */
  #share(): void {
    const { facts, frames, payload, limit } = this.memory().trace;
    const free = Math.max(0, limit - facts - frames - payload);
    for (const { simulation } of this.#lived()) {
      const { timeline } = simulation;
      timeline.setBudget(this.#budget / this.#all.size);
      const taken = timeline.trace.memory;
      timeline.trace.memoryLimit = taken.facts + taken.frames + taken.payload + free;
    }
  }

  /** Throws what a person is told when there cannot be one branch more. */
  mayAdd(): void {
    if (this.#all.size >= MOST_BRANCHES) throw refusal('branch.too-many', { most: MOST_BRANCHES });
  }

  /** Keeps the lived future of the current branch, which is about to be cut off at the cursor, as a branch of its own. */
  keepFuture(): void {
    this.mayAdd();
    const current = this.#current;
    const { cursor } = current.simulation.timeline;
    const { id: like, simulation } = current;
    const { horizonStep } = simulation.timeline;
    const kept = this.#add(null, current, this.#forkOf(simulation), { run: like, step: horizonStep });
    // What parted later than the cursor parted from what is kept.
    for (const branch of this.#all.values()) {
      if (branch !== kept && branch.from === current.id && branch.forkFact > cursor) branch.from = kept.id;
    }
    if (current.forkFact <= cursor) return;
    kept.from = current.from;
    kept.forkTime = current.forkTime;
    kept.forkFact = current.forkFact;
    current.from = kept.id;
  }

  /** Notes that the current branch goes another way than it did from the cursor on. */
  cutFuture(): void {
    const { cursor, now } = this.current.timeline;
    for (const branch of this.#all.values()) {
      if (branch.id !== this.#current.id && branch.from !== this.#current.id) continue;
      if (branch.forkFact <= cursor) continue;
      branch.forkFact = cursor;
      branch.forkTime = now;
    }
    this.version++;
  }

  /** Begins a branch at the cursor, without what was lived after it, and makes it the current one. */
  fork(name: string | null): void {
    this.mayAdd();
    const simulation = this.#forkOf(this.current);
    simulation.forgetFuture();
    simulation.timeline.forgetFuture();
    const like = { run: this.id, step: simulation.timeline.step };
    this.#become(this.#add(name, this.#current, simulation, like));
  }

  /** Makes a branch the current one, at the time under the cursor or, if it was not lived that far, at its end. */
  switchTo(id: string): void {
    const branch = this.#find(id);
    if (branch === this.#current) return;
    const { now } = this.current.timeline;
    if (branch.simulation.timeline.now !== now) branch.simulation.timeline.seek(now);
    this.#become(branch);
  }

  rename(id: string, name: string): void {
    this.#find(id).name = name;
    this.version++;
  }

  /** Forgets a branch that is not the current one. What parted from it counts as parted from where it came from. */
  remove(id: string): void {
    const gone = this.#find(id);
    if (gone === this.#current) throw refusal('branch.is-current');
    this.#late.delete(gone);
    gone.simulation.timeline.close();
    this.#parts.recorder.left(id);
    this.#forget(id);
  }

  /** Stops whatever goes on: the project is about to be closed. */
  close(): void {
    this.current.player.halt();
    this.#late.clear();
    this.#all.clear();
  }

  #find(id: string): Lived {
    const branch = this.#all.get(id);
    if (branch === undefined) throw refusal('branch.unknown', { branch: id });
    if (!isLived(branch)) throw refusal('branch.rebuilding');
    return branch;
  }

  #lived(): Lived[] {
    return [...this.#all.values()].filter(isLived);
  }

  /** Takes a branch off the list. What parted from it counts as parted from where it came from. */
  #forget(id: string): void {
    const gone = this.#all.get(id);
    if (gone === undefined) return;
    this.#all.delete(id);
    this.#share();
    for (const branch of this.#all.values()) {
      if (branch.from !== id) continue;
      branch.from = gone.from;
      if (gone.forkFact > branch.forkFact) continue;
      branch.forkFact = gone.forkFact;
      branch.forkTime = gone.forkTime;
    }
    this.version++;
  }

  #forkOf(simulation: Simulation): Simulation {
    const { clock, later, moved } = this.#parts;
    const fork = new Simulation(simulation, clock, later, moved);
    fork.player.pace = simulation.player.pace;
    return fork;
  }

  /** `like`: the branch with whose inputs it begins, up to and with an event. */
  #add(
    name: string | null,
    from: Lived | null,
    simulation: Simulation,
    like: { run: string; step: number } | null = null,
  ): Lived {
    const { now, cursor } = from?.simulation.timeline ?? { now: 0, cursor: 0 };
    const id = `b${++this.#count}`;
    const branch = { id, name, from: from?.id ?? null, forkTime: now, forkFact: cursor, simulation };
    this.#all.set(id, branch);
    this.#parts.recorder.follow(id, simulation, like);
    this.#share();
    this.version++;
    return branch;
  }

  #become(branch: Lived): void {
    const { player } = this.current;
    player.halt();
    this.#late.delete(branch);
    branch.simulation.player.pace = player.pace;
    this.#current = branch;
    this.version++;
  }

  /** Brings a branch to the time under the cursor. False: it is not there yet, for now it has worked long enough. */
  #lock({ id, simulation: { timeline } }: Lived): boolean {
    const { now, step, cursor } = this.current.timeline;
    const deadline = this.#parts.clock() + LOCKING;
    if (cursor < this.common(id, this.#current.id)) {
      // Where both lived the same, it stands at the very same event, among others of that moment.
      if (timeline.step !== step || timeline.now !== now) timeline.seekStep(step);
      const next = timeline.nextTime();
      if (timeline.now < now && (next === null || next > now)) timeline.seek(now);
      return true;
    }
    if (now <= timeline.horizon) {
      if (now !== timeline.now || timeline.nextTime() === now) timeline.seek(now);
      return true;
    }
    // Beyond its horizon it lives on, from there.
    if (timeline.hasFuture()) timeline.seek(timeline.horizon);
    const last = timeline.step + MOST_EVENTS;
    do {
      const outcome = timeline.advance(now, EVENTS_AT_ONCE);
      if (outcome !== 'budget') {
        this.#share();
        return true;
      }
    } while (timeline.step < last && this.#parts.clock() < deadline);
    return false;
  }

  #lockLater(branch: Lived): void {
    if (this.#late.has(branch)) return;
    this.#late.add(branch);
    this.#parts.later(1, () => {
      if (!this.#late.delete(branch)) return;
      if (!this.#lock(branch)) this.#lockLater(branch);
      this.#parts.arrived();
    });
  }
}

function isLived(branch: Branch): branch is Lived {
  return branch.simulation !== null;
}
