import { refusal } from '#contract/problems.ts';
import type { BranchRow, MemoryUse } from '#contract/shapes.ts';
import { MEMORY_LIMIT } from '#engine/trace/store.ts';
import type { Later, WallClock } from './wall-clock.ts';
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
  readonly simulation: Simulation;
}

/**
 * The histories of the open project. One of them is the current one: it is played, acted on and drawn. Another one is
 * brought to the same simulated time whenever it is asked about, so that both can be looked at side by side.
 */
export class Branches {
  /** Changes with every change of the list. */
  version = 0;
  readonly #all = new Map<string, Branch>();
  readonly #clock: WallClock;
  readonly #later: Later;
  readonly #moved: () => void;
  readonly #arrived: () => void;
  #current: Branch;
  #count = 0;
  #budget: number;
  /** The branches that are on their way to the time under the cursor. */
  readonly #late = new Set<Branch>();

  /** `budget`: bytes that the checkpoints of all branches may take; `moved`: time has run in the current branch; `arrived`: another one has come nearer to where it was asked to be. */
  constructor(
    first: Simulation,
    budget: number,
    clock: WallClock,
    later: Later,
    moved: () => void,
    arrived: () => void,
  ) {
    this.#budget = budget;
    this.#clock = clock;
    this.#later = later;
    this.#moved = moved;
    this.#arrived = arrived;
    this.#current = this.#add(null, null, first);
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
    return [...this.#all.values()].map(({ id, name, from, forkTime, forkFact, simulation: { timeline } }) => ({
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
      for (let at = this.#find(id); ; at = this.#find(at.from)) {
        way.set(at.id, common);
        if (at.from === null) return way;
        common = Math.min(common, at.forkFact);
      }
    });
    for (const [id, common] of ways[0]!) {
      const others = ways[1]!.get(id);
      if (others !== undefined) return Math.min(common, others, this.#find(id).simulation.timeline.trace.length);
    }
    return 0;
  }

  /** What all branches take together; what they have in common is counted once. */
  memory(): MemoryUse {
    const counted = new Set<object>();
    const checkpoints = { count: 0, bytes: 0, budget: this.#budget };
    const trace = { facts: 0, frames: 0, payload: 0, limit: MEMORY_LIMIT };
    for (const { simulation } of this.#all.values()) {
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
    for (const { simulation } of this.#all.values()) {
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
    const kept = this.#add(null, current, this.#forkOf(current.simulation));
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
    this.#become(this.#add(name, this.#current, simulation));
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
    this.#all.delete(id);
    gone.simulation.timeline.close();
    this.#share();
    this.#late.delete(gone);
    for (const branch of this.#all.values()) {
      if (branch.from !== id) continue;
      branch.from = gone.from;
      if (gone.forkFact > branch.forkFact) continue;
      branch.forkFact = gone.forkFact;
      branch.forkTime = gone.forkTime;
    }
    this.version++;
  }

  /** Stops whatever goes on: the project is about to be closed. */
  close(): void {
    this.current.player.halt();
    this.#late.clear();
    this.#all.clear();
  }

  #find(id: string): Branch {
    const branch = this.#all.get(id);
    if (branch === undefined) throw refusal('branch.unknown', { branch: id });
    return branch;
  }

  #forkOf(simulation: Simulation): Simulation {
    const fork = new Simulation(simulation, this.#clock, this.#later, this.#moved);
    fork.player.pace = simulation.player.pace;
    return fork;
  }

  #add(name: string | null, from: Branch | null, simulation: Simulation): Branch {
    const { now, cursor } = from?.simulation.timeline ?? { now: 0, cursor: 0 };
    const id = `b${++this.#count}`;
    const branch = { id, name, from: from?.id ?? null, forkTime: now, forkFact: cursor, simulation };
    this.#all.set(id, branch);
    this.#share();
    this.version++;
    return branch;
  }

  #become(branch: Branch): void {
    const { player } = this.current;
    player.halt();
    this.#late.delete(branch);
    branch.simulation.player.pace = player.pace;
    this.#current = branch;
    this.version++;
  }

  /** Brings a branch to the time under the cursor. False: it is not there yet, for now it has worked long enough. */
  #lock({ id, simulation: { timeline } }: Branch): boolean {
    const { now, step, cursor } = this.current.timeline;
    const deadline = this.#clock() + LOCKING;
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
    } while (timeline.step < last && this.#clock() < deadline);
    return false;
  }

  #lockLater(branch: Branch): void {
    if (this.#late.has(branch)) return;
    this.#late.add(branch);
    this.#later(1, () => {
      if (!this.#late.delete(branch)) return;
      if (!this.#lock(branch)) this.#lockLater(branch);
      this.#arrived();
    });
  }
}
