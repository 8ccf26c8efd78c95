import type { TerminalView } from '../apps/terminal.ts';
import type { Table } from '../link/table.ts';
import type { EndView } from '../transport/end-view.ts';
import type { Readiness } from '../transport/results.ts';
import type { Frame } from '../wire/frame.ts';
import { TraceStore } from '../trace/store.ts';
import { behaviourOf } from '../devices/kinds.ts';
import { applyInput, refusalOf } from './act.ts';
import { applyChange } from './change.ts';
import type { Checkpoint } from './checkpoint.ts';
import { Checkpoints } from './checkpoints.ts';
import { digestOf } from './digest.ts';
import { withDuplex } from './duplex.ts';
import { flightsOf, standingOf, type Flight } from './flights.ts';
import type { ActResult, Input, LoggedInput } from './inputs.ts';
import { processesOf, programsOf, type ProcessStanding, type ProgramStanding } from './programs.ts';
import { rulesOf, type RuleStanding } from './rules.ts';
import { cableLoads, deviceStandings, type CableLoad, type DeviceStanding } from './signs.ts';
import type { DeviceSlot } from './state.ts';
import type { Topology } from './topology.ts';
import { World, type Outside } from './world.ts';

/** Why `advance` came back. */
export type Advanced =
  /** The time asked for is reached. */
  | 'until'
  /** As many events as allowed were handled. */
  | 'budget'
  /** Nothing will ever happen again by itself; the time asked for is reached. */
  | 'quiet'
  /** The trace holds as many facts as it may; the world goes no further. */
  | 'full';

/** Events without a single fact after which a step gives up, so that it always answers. */
const STEP_LIMIT = 1_000_000;

/**
 * A network through time: the engine's front door.
 *
 * Build one from a topology and a seed, let it `advance`, `seek` any moment it has lived, `act` on it. The same topology,
 * seed and inputs give the same facts and the same bytes on every machine. Going back restores a checkpoint and replays;
 * acting in the past cuts off what was lived after it. Times are whole ns.
 *
 * ```ts
 * const timeline = new Timeline(topologyOf(document), document.seed);
 * timeline.act({ kind: 'start', program: 'ping' });
 * timeline.advance(1e9, 100_000);
 * for (let seq = 1; seq <= timeline.cursor; seq++) console.log(timeline.trace.kind(seq));
 *
 * // The sockets of a host, as process 0; every call is an input and may be EAGAIN until time has gone on.
 * const open = timeline.act({ kind: 'call', device: 'pc1', call: { name: 'socket', arguments: ['datagram'] } });
 * const bound = timeline.act({ kind: 'call', device: 'pc1', call: { name: 'bind', arguments: [open.value as number, 0, 5000] } });
 * ```
 */
export class Timeline {
  #world: World;
  #checkpoints = new Checkpoints();
  /** Inputs by the step they were. */
  #log = new Map<number, LoggedInput>();
  #horizon = 0;
  #horizonStep = 0;
  /** Whether frames for the outside wait ({@link withhold}). */
  #withholding = false;
  /** One function for all seeks: code that calls it is compiled for it. */
  readonly #frameOf = (id: number): Frame => {
    const frame = this.trace.frameOf(id);
    if (frame === undefined) throw new Error(`frame ${id} of a checkpoint is not known`);
    return frame;
  };
  /** Is told of every input that was let in with {@link act}, and what came of it. Not of those that are repeated. */
  heard: ((logged: LoggedInput, result: ActResult) => void) | null = null;

  constructor(topology: Topology, seed: number, limit?: number) {
    this.#world = new World(seed, new TraceStore(limit));
    applyChange(this.#world, { ...topology, remove: [] });
    this.#checkpoints.add(this.#world.state);
  }

  get trace(): TraceStore {
    return this.#world.trace;
  }
  /** Time under the cursor. */
  get now(): number {
    return this.#world.state.now;
  }
  /** Events handled up to the cursor. */
  get step(): number {
    return this.#world.state.step;
  }
  /** Facts 1 … `cursor` have happened. */
  get cursor(): number {
    return this.#world.state.fact;
  }
  /** Time up to which this history has been lived. */
  get horizon(): number {
    return Math.max(this.#horizon, this.now);
  }
  /** Events of this history that were lived. */
  get horizonStep(): number {
    return this.#horizonStep;
  }
  /** Changes with every departure and arrival, and with every jump in time. */
  get flightsVersion(): number {
    return this.#world.flightsVersion;
  }

  /** Time of the next event, an input of the past included; null: quiet. */
  nextTime(): number | null {
    const logged = this.#nextLogged();
    const time = logged === undefined ? this.#world.nextTime : logged.time;
    return time === Infinity ? null : time;
  }

  /** Handles events up to and including time `until`, at most `budget` of them. */
  advance(until: number, budget: number): Advanced {
    for (let left = budget; ; left--) {
      const next = this.nextTime();
      if (next === null || next > until) {
        this.#moveTo(until);
        return next === null ? 'quiet' : 'until';
      }
      if (this.trace.full && !this.hasFuture()) return 'full';
      if (left <= 0) return 'budget';
      this.#runNext();
    }
  }

  /** To just after the next event that leaves a fact; false when nothing happens any more. */
  stepForward(): boolean {
    const { cursor } = this;
    for (let events = 0; events < STEP_LIMIT && this.nextTime() !== null; events++) {
      if (this.trace.full && !this.hasFuture()) return false;
      this.#runNext();
      if (this.cursor > cursor) return true;
    }
    return false;
  }

  /** To just before the last event that left a fact; false at the beginning. */
  stepBack(): boolean {
    const { trace, cursor } = this;
    if (cursor === 0) return false;
    const step = trace.step(cursor);
    let before = cursor - 1;
    while (before > 0 && trace.step(before) === step) before--;
    this.seekStep(before === 0 ? 0 : trace.step(before));
    return true;
  }

  /** To the state after everything that happened at or before `time`; no further than the horizon. */
  seek(time: number): void {
    this.#keepHorizon();
    const target = Math.min(Math.max(0, time), this.horizon);
    const checkpoint = this.#checkpoints.atTime(target);
    if (target < this.now || checkpoint.step > this.step) this.#goBack(checkpoint);
    for (
      let next = this.nextTime();
      next !== null && next <= target && this.step < this.#horizonStep;
      next = this.nextTime()
    ) {
      this.#runNext();
    }
    this.#moveTo(target);
  }

  /** To the state just after the `step`-th event of this history; no further than the last one lived. */
  seekStep(step: number): void {
    this.#keepHorizon();
    const target = Math.min(step, this.#horizonStep);
    const checkpoint = this.#checkpoints.atStep(target);
    // Restored also when it stands there already: time may have run on after the event, and the event's own is meant.
    if (target <= this.step || checkpoint.step > this.step) this.#goBack(checkpoint);
    while (this.step < target) this.#runNext();
  }

  /** Whether this history has been lived further than the cursor: acting now would cut that off. */
  hasFuture(): boolean {
    return this.step < this.#horizonStep;
  }

  /**
   * A second history with the same past and the same lived future, at the same cursor. From here on neither knows of the
   * other; all that lies behind them is shared, and nothing is replayed. Nothing outside is joined to the second one.
   */
  fork(): Timeline {
    const fork = new Timeline({ devices: [], cables: [], programs: [] }, this.#world.seed);
    fork.#world = new World(this.#world.seed, this.trace.fork());
    fork.#world.restore(this.#world.snapshot());
    fork.#checkpoints = this.#checkpoints.fork();
    fork.#log = new Map(this.#log);
    fork.#horizon = this.#horizon;
    fork.#horizonStep = this.#horizonStep;
    return fork;
  }

  /** Cuts off what was lived after the cursor: what comes now is lived anew. */
  forgetFuture(): void {
    const { state } = this.#world;
    if (this.hasFuture()) {
      this.trace.cut(state.fact, state.frame);
      // What was withheld and is forgotten never happened; the rest left before the cursor.
      const { leaving } = this.#world;
      leaving.splice(0, leaving.length, ...leaving.filter(({ fact }) => fact <= state.fact));
      for (const step of this.#log.keys()) if (step > state.step) this.#log.delete(step);
      this.#checkpoints.cut(state.step);
    }
    this.#horizon = state.now;
    this.#horizonStep = state.step;
  }

  /** Lets an input in at the cursor. What was lived after it is cut off. Never throws for what a person asks for. */
  act(input: Input): ActResult {
    const { state } = this.#world;
    this.forgetFuture();
    const result = applyInput(this.#world, input);
    const logged = { step: state.step, time: state.now, input };
    this.#log.set(state.step, logged);
    this.#horizonStep = state.step;
    this.heard?.(logged, result);
    this.#handOut();
    return result;
  }

  /** A short text for the whole state under the cursor: equal states have equal ones (`digestOf`). */
  digest(): string {
    return digestOf(this.#world.state);
  }

  /** Every input of this history up to its horizon, in order: with topology and seed, all that is needed to live it again. */
  inputs(): LoggedInput[] {
    return [...this.#log.values()].sort((a, b) => a.step - b.step);
  }

  /** The moments kept to go back to: how many, their bytes as estimated, and how many bytes they may take. */
  get checkpoints(): { count: number; bytes: number; budget: number } {
    const { count, bytes, budget } = this.#checkpoints;
    return { count, bytes, budget };
  }

  /** Sets how many bytes the moments kept to go back to may take. Seeking takes the longer the fewer there are. */
  setBudget(bytes: number): void {
    this.#checkpoints.budget = bytes;
  }

  /** Says that this history is given up: the moments it shares with others are charged to them alone. */
  close(): void {
    this.#checkpoints.giveUp();
  }

  /** Frames on cables now, in the order in which they left. */
  flights(): Flight[] {
    return flightsOf(this.#world.state);
  }

  /** Frames on cables that a person holds, and those that wait to be put on one: the first ones of each queue. */
  standing(): Flight[] {
    return standingOf(this.#world.state);
  }

  /** What waits for each cable now, and what it can carry. */
  loads(): CableLoad[] {
    return cableLoads(this.#world.state);
  }

  /** What each device is busy with now. */
  signs(): DeviceStanding[] {
    return deviceStandings(this.#world.state);
  }

  /** How the rules of a cable stand now, or all of them. */
  rules(cable: string | null = null): RuleStanding[] {
    return rulesOf(this.#world.state, cable);
  }

  /** Why an input would be refused at the cursor, as far as that can be told before; null: nothing is known against it. */
  refusal(input: Input): Pick<ActResult, 'refused' | 'parameters'> | null {
    return refusalOf(this.#world.state, input);
  }

  /** What a device knows now, as tables; empty for a device that is not there, or switched off. */
  view(device: string): Table[] {
    const slot = this.#slot(device);
    return slot ? withDuplex(this.#world.state, slot, behaviourOf(slot.settings.kind).view(slot.state)) : [];
  }

  /** One end of a TCP connection, by its name in the trace (`local:port-remote:port`); null: it is not there. */
  connection(device: string, name: string): EndView | null {
    const slot = this.#slot(device);
    return (slot && behaviourOf(slot.settings.kind).programs?.connection(slot.state, name)) ?? null;
  }

  /** A terminal of a device as it stands; null for a device on which no programs run, and one that is switched off. */
  terminal(device: string, name: string): TerminalView | null {
    const slot = this.#slot(device);
    return (slot && behaviourOf(slot.settings.kind).programs?.terminal(slot.state, name)) ?? null;
  }

  /** What a socket call of a tool would find now (`SocketCall.process`). Looking is no input and leaves no fact. */
  readiness(device: string, process: number, descriptor: number): Readiness | 'EBADF' {
    const slot = this.#slot(device);
    return (slot && behaviourOf(slot.settings.kind).programs?.readiness(slot.state, process, descriptor)) ?? 'EBADF';
  }

  /** The descriptors a tool has open on a device (`SocketCall.process`). Looking is no input. */
  descriptors(device: string, process: number): number[] {
    const slot = this.#slot(device);
    return (slot && behaviourOf(slot.settings.kind).programs?.descriptors(slot.state, process)) ?? [];
  }

  /** How the programs of the document stand. */
  programs(): ProgramStanding[] {
    return programsOf(this.#world.state);
  }

  /** The processes that run and are no programs of the document, by device, oldest first. */
  processes(): ProcessStanding[] {
    return processesOf(this.#world.state);
  }

  /**
   * Joins a port without a cable to something outside: `outside` gets the frames that leave through it, with their times.
   * Frames come in with `act({ kind: 'inject', … })`. Returns the way to part them again. Both are inputs of the present
   * moment: a port that something is plugged into takes part in flooding, in every replay as it did the first time.
   */
  join(device: string, port: string, outside: Outside): () => void {
    const key = `${device} ${port}`;
    this.#world.outsides.set(key, outside);
    this.act({ kind: 'join', device, port, joined: true });
    return () => {
      if (this.#world.outsides.get(key) !== outside) return;
      this.#world.outsides.delete(key);
      const slot = this.#world.state.devices.find((known) => known?.settings.id === device);
      if (slot?.joined.includes(port)) this.act({ kind: 'join', device, port, joined: false });
    };
  }

  /** Frames for the outside wait until `handOut`: what is lived from here on may be forgotten, and would leave twice. */
  withhold(): void {
    this.#withholding = true;
  }

  /** Hands out what was withheld and was not forgotten, and goes on handing out at once. */
  handOut(): void {
    this.#withholding = false;
    this.#handOut();
  }

  /** The ports that something outside is plugged into at the cursor. */
  joined(): [device: string, port: string][] {
    return this.#world.state.devices.flatMap((slot) =>
      slot === null ? [] : slot.joined.map((port): [string, string] => [slot.settings.id, port]),
    );
  }

  /** A device that is there and switched on. */
  #slot(device: string): DeviceSlot | null {
    const slot = this.#world.state.devices.find((known) => known?.settings.id === device);
    return slot && slot.settings.powered !== false ? slot : null;
  }

  #nextLogged(): LoggedInput | undefined {
    return this.hasFuture() ? this.#log.get(this.step + 1) : undefined;
  }

  #runNext(): void {
    const logged = this.#nextLogged();
    if (logged === undefined) {
      this.#world.runNext();
    } else {
      this.#world.state.now = logged.time;
      applyInput(this.#world, logged.input);
    }
    if (this.step <= this.#horizonStep) return;
    this.#horizonStep = this.step;
    if (this.#checkpoints.due(this.#world.state)) this.#checkpoints.add(this.#world.state);
    this.#handOut();
  }

  #handOut(): void {
    const { leaving } = this.#world;
    if (leaving.length === 0 || this.#withholding) return;
    for (let next = leaving.shift(); next !== undefined; next = leaving.shift()) next.outside(next.bytes, next.time);
  }

  #moveTo(time: number): void {
    const { state } = this.#world;
    // "As far as it goes" is no moment to stand at.
    if (time !== Infinity) state.now = Math.max(state.now, time);
    this.#keepHorizon();
  }

  #goBack(checkpoint: Checkpoint): void {
    this.#world.become(this.#checkpoints.stateOf(checkpoint, this.#world.state, this.#frameOf));
  }

  #keepHorizon(): void {
    this.#horizon = Math.max(this.#horizon, this.now);
  }
}
